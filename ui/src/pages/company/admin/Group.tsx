import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Multiselect from "@cloudscape-design/components/multiselect";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState, type FormEvent } from "react";
import { api, outcome } from "../../../api/client";
import type { CompanyError, CompanyGroup, CompanyPerson, GroupForm } from "../../../api/company";
import { useNavigation } from "../../../browser/navigation";
import { useLoaded } from "../../../desk/useLoaded";
import { FormButtons } from "../../FormButtons";
import { useSubmit, type Submission } from "../../useSubmit";
import { CompanyRefusal } from "../CompanyRefusal";
import { CompanyLoading } from "../CompanySession";
import { CompanyDialog } from "./CompanyDialog";
import { SaveRow, TextField, useSaving } from "./fields";
import { askGroups } from "./Groups";
import { askPeople } from "./People";

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
  const [people] = useLoaded(askPeople);
  const submission = useSubmit<CompanyError>();
  const [draft, setDraft] = useState<Draft>({ name: "", description: "", members: [] });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void submission.send(
      () => outcome(api.POST("/company/api/admin/groups", { body: draft })),
      ({ id }) => visit({ page: "company", at: "group", id }),
    );
  };
  return (
    <form ref={submission.place} noValidate onSubmit={submit}>
      <SpaceBetween size="l">
        <Header variant="h1">Add group</Header>
        <CompanyRefusal error={submission.whole(...FIELDS)} />
        <Container>
          <CompanyLoading of={people}>
            {(people) => <GroupFields draft={draft} people={people} submission={submission} onChange={setDraft} />}
          </CompanyLoading>
        </Container>
        <FormButtons
          cancelFirst
          action="Add group"
          busy={submission.busy}
          onCancel={() => visit({ page: "company", at: "groups" })}
        />
      </SpaceBetween>
    </form>
  );
}

/** One group. */
export function Group({ id }: { id: string }) {
  const [groups] = useLoaded(askGroups);
  const [people] = useLoaded(askPeople);
  return (
    <CompanyLoading of={groups}>
      {(groups) => (
        <CompanyLoading of={people}>
          {(people) => {
            const group = groups.find((one) => one.id === id);
            return group === undefined ? (
              <SpaceBetween size="m">
                <Header variant="h1">No group is here</Header>
                <div>No group of AnyCompany has this address. Choose one under Groups.</div>
              </SpaceBetween>
            ) : (
              <Details group={group} people={people} />
            );
          }}
        </CompanyLoading>
      )}
    </CompanyLoading>
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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void saving.save(() => outcome(api.PUT("/company/api/admin/groups/{id}", { params, body: draft })));
  };
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
      <form ref={saving.place} noValidate onSubmit={submit}>
        <Container>
          <SpaceBetween size="m">
            <CompanyRefusal error={saving.whole(...FIELDS)} />
            <GroupFields
              draft={draft}
              people={people}
              submission={saving}
              onChange={(next) => {
                setDraft(next);
                saving.touched();
              }}
            />
            <SaveRow saving={saving} />
          </SpaceBetween>
        </Container>
      </form>
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
