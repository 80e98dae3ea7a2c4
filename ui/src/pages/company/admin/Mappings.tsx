import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import type { CompanyError, CompanyGroup, MappingForm, RoleMapping } from "../../../api/company";
import { useLoaded } from "../../../desk/useLoaded";
import { LongName } from "../../../shell/LongName";
import { PageLink } from "../../console/iam/PageLink";
import { useSubmit } from "../../useSubmit";
import { CompanyLoading } from "../CompanySession";
import { CompanyDialog } from "./CompanyDialog";
import { TextField } from "./fields";
import { askGroups } from "./Groups";

const ask = () => outcome(api.GET("/company/api/admin/mappings"));

/** Which group enters AWS in which role. */
export function Mappings() {
  const [mappings] = useLoaded(ask);
  const [groups] = useLoaded(askGroups);
  return (
    <CompanyLoading of={groups}>
      {(groups) => (
        <CompanyLoading of={mappings}>{(mappings) => <List mappings={mappings} groups={groups} />}</CompanyLoading>
      )}
    </CompanyLoading>
  );
}

type Editing = { kind: "add" } | { kind: "change" | "delete"; mapping: RoleMapping };

function List({ mappings, groups }: { mappings: RoleMapping[]; groups: CompanyGroup[] }) {
  const [editing, setEditing] = useState<Editing | null>(null);
  const nameOf = (id: string) => groups.find((group) => group.id === id)?.name ?? id;
  const close = () => setEditing(null);
  return (
    <>
      <Table
        items={mappings}
        trackBy={({ id }) => String(id)}
        wrapLines
        ariaLabels={{ tableLabel: "AWS roles" }}
        header={
          <Header
            variant="h1"
            counter={`(${mappings.length})`}
            description="Each line becomes one value of the attribute Role for members of the group. AWS takes a role only if its name is right to the letter, capitals included, and if it trusts the provider beside it."
            actions={
              <Button variant="primary" onClick={() => setEditing({ kind: "add" })}>
                Add role
              </Button>
            }
          >
            AWS roles
          </Header>
        }
        empty={<Box>No group has a role in AWS. Add one, and its members find the AWS console in their portal.</Box>}
        columnDefinitions={[
          {
            id: "group",
            header: "Group",
            isRowHeader: true,
            minWidth: 150,
            cell: ({ groupId }) => (
              <PageLink to={{ page: "company", at: "group", id: groupId }}>{nameOf(groupId)}</PageLink>
            ),
          },
          { id: "role", header: "Role", cell: ({ roleArn }) => <LongName of={roleArn} /> },
          {
            id: "provider",
            header: "Provider",
            cell: ({ providerArn }) => <LongName of={providerArn} />,
          },
          {
            id: "acts",
            header: "Actions",
            minWidth: 195,
            cell: (mapping) => (
              <SpaceBetween size="xs" direction="horizontal">
                <Button
                  variant="inline-link"
                  ariaLabel={`Change ${mapping.roleArn} of ${nameOf(mapping.groupId)}`}
                  onClick={() => setEditing({ kind: "change", mapping })}
                >
                  Change
                </Button>
                <Button
                  variant="inline-link"
                  ariaLabel={`Remove ${mapping.roleArn} of ${nameOf(mapping.groupId)}`}
                  onClick={() => setEditing({ kind: "delete", mapping })}
                >
                  Remove
                </Button>
              </SpaceBetween>
            ),
          },
        ]}
      />
      {editing?.kind === "add" && (
        <Edit
          groups={groups}
          mapping={null}
          // A provider that is in use already is most likely the one of the next role, too.
          first={{ groupId: "", roleArn: "", providerArn: mappings[0]?.providerArn ?? "" }}
          onClose={close}
        />
      )}
      {editing?.kind === "change" && (
        <Edit groups={groups} mapping={editing.mapping} first={editing.mapping} onClose={close} />
      )}
      {editing?.kind === "delete" && (
        <Remove mapping={editing.mapping} group={nameOf(editing.mapping.groupId)} onClose={close} />
      )}
    </>
  );
}

interface EditProps {
  groups: CompanyGroup[];
  /** The one that is changed; a new one without. */
  mapping: RoleMapping | null;
  first: MappingForm;
  onClose(): void;
}

function Edit({ groups, mapping, first, onClose }: EditProps) {
  const submission = useSubmit<CompanyError>();
  const [draft, setDraft] = useState<MappingForm>({
    groupId: first.groupId,
    roleArn: first.roleArn,
    providerArn: first.providerArn,
  });
  const save = () => {
    if (draft.groupId === "") {
      submission.setError({ code: "INVALID_INPUT", field: "groupId", message: "Choose a group." });
      return;
    }
    void submission.send(
      () =>
        mapping === null
          ? outcome(api.POST("/company/api/admin/mappings", { body: draft }))
          : outcome(api.PUT("/company/api/admin/mappings/{id}", { params: { path: { id: mapping.id } }, body: draft })),
      onClose,
    );
  };
  const options = groups.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <CompanyDialog
      title={mapping === null ? "Add a role" : "Change the role"}
      confirm={mapping === null ? "Add role" : "Save"}
      submission={submission}
      fields={["groupId", "roleArn", "providerArn"]}
      onConfirm={save}
      onClose={onClose}
    >
      <FormField label="Group" errorText={submission.field("groupId")} stretch>
        <Select
          selectedOption={options.find(({ value }) => value === draft.groupId) ?? null}
          options={options}
          placeholder="Choose a group"
          invalid={submission.field("groupId") !== ""}
          onChange={({ detail }) => setDraft({ ...draft, groupId: detail.selectedOption.value ?? "" })}
        />
      </FormField>
      <TextField
        label="Role ARN"
        name="roleArn"
        value={draft.roleArn}
        submission={submission}
        hint="arn:aws:iam::123456789012:role/Name, with the capitals that it has in AWS"
        onChange={(roleArn) => setDraft({ ...draft, roleArn })}
      />
      <TextField
        label="Provider ARN"
        name="providerArn"
        value={draft.providerArn}
        submission={submission}
        hint="The SAML provider in the same account: arn:aws:iam::123456789012:saml-provider/Name"
        onChange={(providerArn) => setDraft({ ...draft, providerArn })}
      />
    </CompanyDialog>
  );
}

function Remove({ mapping, group, onClose }: { mapping: RoleMapping; group: string; onClose(): void }) {
  const submission = useSubmit<CompanyError>();
  const remove = () =>
    void submission.send(
      () =>
        outcome<unknown, CompanyError>(
          api.DELETE("/company/api/admin/mappings/{id}", { params: { path: { id: mapping.id } } }),
        ),
      onClose,
    );
  return (
    <CompanyDialog
      title="Remove the role?"
      confirm="Remove role"
      submission={submission}
      onConfirm={remove}
      onClose={onClose}
    >
      <div className="wrap">
        Members of {group} enter AWS as {mapping.roleArn} no more. Who is there already stays until the session is over.
      </div>
    </CompanyDialog>
  );
}
