import FormField from "@cloudscape-design/components/form-field";
import Multiselect from "@cloudscape-design/components/multiselect";
import SpaceBetween from "@cloudscape-design/components/space-between";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import type { CompanyError, CompanyGroup, PersonForm } from "../../../api/company";
import type { Submission } from "../../useSubmit";
import { TextField } from "./fields";

export type PersonDraft = Required<PersonForm>;

export const NOBODY: PersonDraft = {
  userName: "",
  givenName: "",
  familyName: "",
  email: "",
  department: "",
  costCentre: "",
  title: "",
  groups: [],
};

/** The fields that show their own refusals. */
export const PERSON_FIELDS = ["userName", "givenName", "familyName", "email", "department", "costCentre", "title"];

interface Props {
  draft: PersonDraft;
  groups: CompanyGroup[];
  submission: Submission<CompanyError>;
  onChange(draft: PersonDraft): void;
}

/** What is said of a person. */
export function PersonFields({ draft, groups, submission, onChange }: Props) {
  const text = (
    name: Exclude<keyof PersonDraft, "groups">,
    label: string,
    more: { hint?: string; autoFocus?: boolean } = {},
  ) => (
    <TextField
      label={label}
      name={name}
      value={draft[name]}
      submission={submission}
      onChange={(value) => onChange({ ...draft, [name]: value })}
      {...more}
    />
  );
  const options = groups.map(({ id, name, description }) => ({ value: id, label: name, description }));
  return (
    <SpaceBetween size="m">
      {text("userName", "User name", {
        hint: "2 to 64 characters: letters, digits, and _ + = , . @ -",
        autoFocus: draft.userName === "",
      })}
      <ColumnLayout columns={2}>
        {text("givenName", "Given name")}
        {text("familyName", "Family name")}
        {text("email", "E-mail address")}
        {text("title", "Title - optional")}
        {text("department", "Department - optional")}
        {text("costCentre", "Cost centre - optional")}
      </ColumnLayout>
      <FormField label="Groups - optional" description="Groups decide what the person may open." stretch>
        <Multiselect
          selectedOptions={options.filter(({ value }) => draft.groups.includes(value))}
          options={options}
          placeholder="Choose groups"
          deselectAriaLabel={({ label }) => `Take ${label ?? "this"} away`}
          empty="There is no group yet."
          onChange={({ detail }) =>
            onChange({ ...draft, groups: detail.selectedOptions.flatMap(({ value }) => value ?? []) })
          }
        />
      </FormField>
    </SpaceBetween>
  );
}
