import FileInput from "@cloudscape-design/components/file-input";
import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";

/** What IAM takes at most, in characters: a file with more bytes than these can have is not even read. */
const MOST_CHARACTERS = 10_000_000;

interface Props {
  value: string;
  /** What the core said of it. */
  error: string;
  description?: string;
  onChange(value: string): void;
}

/** The metadata document of an identity provider: a file that one chooses, or its text. */
export function MetadataField({ value, error, description, onChange }: Props) {
  const [unreadable, setUnreadable] = useState("");
  const read = async (file: File | undefined) => {
    if (file === undefined) return;
    if (file.size > MOST_CHARACTERS * 4) {
      setUnreadable(`${file.name} is too large: a metadata document has at most 10,000,000 characters.`);
      return;
    }
    try {
      onChange(await file.text());
      setUnreadable("");
    } catch {
      setUnreadable(`${file.name} could not be read.`);
    }
  };
  return (
    <SpaceBetween size="xs">
      <FormField
        label="Metadata document"
        description={description ?? "The XML that the provider gives out, with its entityID and signing certificate."}
        errorText={unreadable === "" ? error : unreadable}
        stretch
      >
        <Textarea
          name="metadata"
          value={value}
          rows={10}
          placeholder="Paste its text, or choose the file."
          autoComplete={false}
          spellcheck={false}
          disableBrowserAutocorrect
          onChange={({ detail }) => {
            setUnreadable("");
            onChange(detail.value);
          }}
        />
      </FormField>
      <FileInput
        value={[]}
        accept=".xml,text/xml,application/xml,application/samlmetadata+xml"
        ariaLabel="Choose metadata file"
        onChange={({ detail }) => void read(detail.value[0])}
      >
        Choose file
      </FileInput>
    </SpaceBetween>
  );
}
