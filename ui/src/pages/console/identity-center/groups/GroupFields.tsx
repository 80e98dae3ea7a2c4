import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { Submission } from "../../../useSubmit";

export interface GroupDraft {
  name: string;
  description: string;
}

interface Props {
  draft: GroupDraft;
  submission: Submission;
  onChange(draft: GroupDraft): void;
}

/** Name and description of a group. */
export function GroupFields({ draft, submission, onChange }: Props) {
  return (
    <SpaceBetween size="m">
      <FormField
        label="Group name"
        constraintText="Up to 128 characters without < and >. Unique, whatever the case."
        errorText={submission.field("name")}
      >
        <Input
          name="name"
          value={draft.name}
          autoFocus
          autoComplete={false}
          spellcheck={false}
          onChange={({ detail }) => onChange({ ...draft, name: detail.value })}
        />
      </FormField>
      <FormField label="Description - optional" errorText={submission.field("description")}>
        <Input
          name="description"
          value={draft.description}
          autoComplete={false}
          onChange={({ detail }) => onChange({ ...draft, description: detail.value })}
        />
      </FormField>
    </SpaceBetween>
  );
}
