import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Multiselect from "@cloudscape-design/components/multiselect";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import type { CompanyError, CompanyGroup, CompanyPerson, GroupForm } from "../../../api/company";
import { useNavigation } from "../../../browser/navigation";
import { useSubmit, type Submission } from "../../useSubmit";
import { CompanyDialog } from "./CompanyDialog";
import { AddForm, Directory, NotThere } from "./Directory";
import { SaveForm, TextField, useSaving } from "./fields";

type Draft = Required<GroupForm>;

const FIELDS = ["name", "description"];

interface FieldsProps {
  draft: Draft;
  people: CompanyPerson[];
  submission: Submission<CompanyError>;
  onChange(draft: Draft): void;
}

function GroupFields({ draft, people, submission, onChange }: FieldsProps) {
  const options = people.map(({ id, userName, givenName, familyName }) => ({
    value: id,
    label: userName,
    description: `${givenName} ${familyName}`,
  }));
  return (
    <SpaceBetween size="m">
      <TextField
        label="Name"
        name="name"
        value={draft.name}
        autoFocus={draft.name === ""}
        submission={submission}
        onChange={(name) => onChange({ ...draft, name })}
      />
      <TextField
        label="What it is for - optional"
        name="description"
        value={draft.description}
        submission={submission}
        onChange={(description) => onChange({ ...draft, description })}
      />
      <FormField label="Members - optional" stretch>
        <Multiselect
          selectedOptions={options.filter(({ value }) => draft.members.includes(value))}
          options={options}
          placeholder="Choose people"
          deselectAriaLabel={({ label }) => `Take ${label ?? "this"} out`}
          empty="There is nobody yet."
          onChange={({ detail }) =>
            onChange({ ...draft, members: detail.selectedOptions.flatMap(({ value }) => value ?? []) })
          }
        />
      </FormField>
    </SpaceBetween>
  );
}

/** A new group. */
export function AddGroup() {
  const { visit } = useNavigation();
  const submission = useSubmit<CompanyError>();
  const [draft, setDraft] = useState<Draft>({ name: "", description: "", members: [] });
  const add = () =>
    void submission.send(
      () => outcome(api.POST("/company/api/admin/groups", { body: draft })),
      ({ id }) => visit({ page: "company", at: "group", id }),
    );
  return (
    <AddForm
      title="Add group"
      submission={submission}
      fields={FIELDS}
      onAdd={add}
      onCancel={() => visit({ page: "company", at: "groups" })}
    >
      <Directory>
        {({ people }) => <GroupFields draft={draft} people={people} submission={submission} onChange={setDraft} />}
      </Directory>
    </AddForm>
  );
}

/** One group. */
export function Group({ id }: { id: string }) {
  return (
    <Directory>
      {({ people, groups }) => {
        const group = groups.find((one) => one.id === id);
        return group === undefined ? (
          <NotThere title="No group is here">
            No group of AnyCompany has this address. Choose one under Groups.
          </NotThere>
        ) : (
          <Details group={group} people={people} />
        );
      }}
    </Directory>
  );
}

function Details({ group, people }: { group: CompanyGroup; people: CompanyPerson[] }) {
  const { id, name, description, members, isFixed } = group;
  const { visit } = useNavigation();
  const params = { path: { id } };
  const saving = useSaving();
  const deletion = useSubmit<CompanyError>();
  const [draft, setDraft] = useState<Draft>({ name, description, members });
  const [deleting, setDeleting] = useState(false);
  const save = () =>
    void saving.save(() => outcome(api.PUT("/company/api/admin/groups/{id}", { params, body: draft })));
  const remove = () =>
    void deletion.send(
      () => outcome<unknown, CompanyError>(api.DELETE("/company/api/admin/groups/{id}", { params })),
      () => visit({ page: "company", at: "groups" }),
    );
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        {...(isFixed ? { description: "The portal depends on this group: it keeps its name, and stays." } : {})}
        actions={
          <Button disabled={isFixed} onClick={() => setDeleting(true)}>
            Delete
          </Button>
        }
      >
        {name}
      </Header>
      <SaveForm saving={saving} fields={FIELDS} onSave={save}>
        <GroupFields
          draft={draft}
          people={people}
          submission={saving}
          onChange={(next) => {
            setDraft(next);
            saving.touched();
          }}
        />
      </SaveForm>
      {deleting && (
        <CompanyDialog
          title={`Delete ${name}?`}
          confirm="Delete group"
          submission={deletion}
          onConfirm={remove}
          onClose={() => setDeleting(false)}
        >
          Its members stay, and lose what the group opened to them: its AWS roles go with it.
        </CompanyDialog>
      )}
    </SpaceBetween>
  );
}
