import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import Tabs from "@cloudscape-design/components/tabs";
import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { ApplicationDetails } from "../../../../api/types";
import { useSubmit } from "../../../useSubmit";
import { ConsoleRefusal } from "../../ConsolePage";
import { PageLink } from "../../iam/PageLink";
import { Ask } from "../../Ask";
import { GroupChoice } from "../groups/GroupChoice";
import { UserChoice } from "../users/UserChoice";

/** Who is assigned to the application. */
export function Assigned({ details }: { details: ApplicationDetails }) {
  const { application, assigned } = details;
  const submission = useSubmit();
  const [chosen, setChosen] = useState<string[]>([]);
  const [assigning, setAssigning] = useState(false);
  const remove = () => {
    const of = (kind: string) =>
      assigned.filter((one) => one.kind === kind && chosen.includes(one.id)).map(({ id }) => id);
    void submission.send<unknown>(
      () =>
        outcome(
          api.POST("/api/identity-center/applications/{id}/unassign", {
            params: { path: { id: application.id } },
            body: { users: of("user"), groups: of("group") },
          }),
        ),
      () => setChosen([]),
    );
  };
  return (
    <SpaceBetween size="s">
      <ConsoleRefusal error={submission.error} />
      <Table
        items={assigned}
        trackBy="id"
        wrapLines
        selectionType="multi"
        selectedItems={assigned.filter(({ id }) => chosen.includes(id))}
        onSelectionChange={({ detail }) => setChosen(detail.selectedItems.map(({ id }) => id))}
        ariaLabels={{
          tableLabel: "Assigned users and groups",
          selectionGroupLabel: "Users and groups",
          allItemsSelectionLabel: () => "Choose all",
          itemSelectionLabel: (_, { name }) => `Choose ${name}`,
        }}
        empty={
          <Box textAlign="center">
            {application.requiresAssignment
              ? "Nobody is assigned. Assign users or groups: they find the application in their portal at once."
              : "Nobody is assigned, and nobody needs to be: everyone may sign in."}
          </Box>
        }
        header={
          <Header
            variant="h2"
            counter={`(${assigned.length})`}
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                <Button disabled={chosen.length === 0} loading={submission.busy} onClick={remove}>
                  Remove
                </Button>
                <Button variant="primary" onClick={() => setAssigning(true)}>
                  Assign users and groups
                </Button>
              </SpaceBetween>
            }
          >
            Assigned users and groups
          </Header>
        }
        columnDefinitions={[
          {
            id: "name",
            header: "Name",
            isRowHeader: true,
            cell: ({ id, kind, name }) => (
              <PageLink to={{ page: kind === "group" ? "center-group" : "center-user", id, section: null }}>
                {name}
              </PageLink>
            ),
          },
          { id: "kind", header: "Type", cell: ({ kind }) => (kind === "group" ? "Group" : "User") },
          { id: "detail", header: "Description", cell: ({ detail }) => detail || "-" },
        ]}
      />
      {assigning && <Assign id={application.id} onClose={() => setAssigning(false)} />}
    </SpaceBetween>
  );
}

function Assign({ id, onClose }: { id: string; onClose(): void }) {
  const submission = useSubmit();
  const [users, setUsers] = useState<string[]>([]);
  const [groups, setGroups] = useState<string[]>([]);
  const assign = () =>
    void submission.send<unknown>(
      () =>
        outcome(
          api.POST("/api/identity-center/applications/{id}/assign", {
            params: { path: { id } },
            body: { users, groups },
          }),
        ),
      onClose,
    );
  const counted = (word: string, chosen: string[]) => (chosen.length === 0 ? word : `${word} (${chosen.length})`);
  return (
    <Ask
      large
      title="Assign users and groups"
      confirm="Assign"
      submission={submission}
      disabled={users.length + groups.length === 0}
      onConfirm={assign}
      onClose={onClose}
    >
      <Tabs
        ariaLabel="Users and groups"
        tabs={[
          {
            id: "groups",
            label: counted("Groups", groups),
            content: <GroupChoice chosen={groups} onChoose={setGroups} />,
          },
          { id: "users", label: counted("Users", users), content: <UserChoice chosen={users} onChoose={setUsers} /> },
        ]}
      />
    </Ask>
  );
}
