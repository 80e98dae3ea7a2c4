import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import type { Submission } from "../../../useSubmit";

/** What both forms about a person ask for. */
export interface PersonDraft {
  givenName: string;
  familyName: string;
  displayName: string;
  email: string;
}

export const PERSON_FIELDS = ["givenName", "familyName", "displayName", "email"] as const;

const LABEL: Record<(typeof PERSON_FIELDS)[number], string> = {
  email: "Email address",
  givenName: "First name",
  familyName: "Last name",
  displayName: "Display name",
};

interface Props {
  draft: PersonDraft;
  submission: Submission;
  onChange(draft: PersonDraft): void;
}

/** Names and address of a person. */
export function PersonFields({ draft, submission, onChange }: Props) {
  const change = (name: keyof PersonDraft, value: string) => {
    const changed = { ...draft, [name]: value };
    // The display name follows the names until it is something of its own.
    const composed = `${draft.givenName} ${draft.familyName}`.trim();
    if (name !== "displayName" && draft.displayName === composed) {
      changed.displayName = `${changed.givenName} ${changed.familyName}`.trim();
    }
    onChange(changed);
  };
  return (
    <ColumnLayout columns={2}>
      {PERSON_FIELDS.map((name) => (
        <FormField key={name} label={LABEL[name]} errorText={submission.field(name)}>
          <Input
            name={name}
            value={draft[name]}
            autoComplete={false}
            spellcheck={false}
            inputMode={name === "email" ? "email" : "text"}
            onChange={({ detail }) => change(name, detail.value)}
          />
        </FormField>
      ))}
    </ColumnLayout>
  );
}
