import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import Tabs from "@cloudscape-design/components/tabs";
import { useCallback, useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { ApplicationDetails } from "../../../../api/types";
import { useLoaded } from "../../../../desk/useLoaded";
import { useSubmit } from "../../../useSubmit";
import { Ask } from "../../Ask";
import { ConsoleLoading, ConsoleRefusal } from "../../ConsolePage";
import { FindBox } from "../../iam/FindBox";
import { PageLink } from "../../iam/PageLink";
import { Pages, usePart } from "../access/parts";
import { GroupChoice } from "../groups/GroupChoice";
import { UserChoice } from "../users/UserChoice";

/** Who is assigned to the application, a page at a time. */
export function Assigned({ details: { application } }: { details: ApplicationDetails }) {
  const { id } = application;
  const submission = useSubmit();
  const part = usePart();
  const { search, query } = part;
  const ask = useCallback(
    () => outcome(api.GET("/api/identity-center/applications/{id}/assigned", { params: { path: { id }, query } })),
    [id, query],
  );
  const [loaded] = useLoaded(ask);
  const [chosen, setChosen] = useState<string[]>([]);
  const [assigning, setAssigning] = useState(false);
  // Who was chosen on another page is not removed unseen.
  const selected = loaded.state === "ready" ? loaded.data.assigned.filter((one) => chosen.includes(one.id)) : [];
  const remove = () => {
    const of = (kind: string) => selected.filter((one) => one.kind === kind).map((one) => one.id);
    void submission.send<unknown>(
      () =>
        outcome(
          api.POST("/api/identity-center/applications/{id}/unassign", {
            params: { path: { id } },
            body: { users: of("user"), groups: of("group") },
          }),
        ),
      () => setChosen([]),
    );
  };
  const empty = application.requiresAssignment
    ? "Nobody is assigned. Assign users or groups: they find the application in their portal at once."
    : "Nobody is assigned, and nobody needs to be: everyone may sign in.";
  return (
    <SpaceBetween size="s">
      <ConsoleRefusal error={submission.error} />
      <ConsoleLoading of={loaded}>
        {({ assigned, total, pages }) => (
          <Table
            items={assigned}
            trackBy="id"
            wrapLines
            selectionType="multi"
            selectedItems={selected}
            onSelectionChange={({ detail }) => setChosen(detail.selectedItems.map((one) => one.id))}
            ariaLabels={{
              tableLabel: "Assigned users and groups",
              selectionGroupLabel: "Users and groups",
              allItemsSelectionLabel: () => "Choose all",
              itemSelectionLabel: (_, { name }) => `Choose ${name}`,
            }}
            empty={
              <Box textAlign="center">
                {search === "" ? empty : "No user or group that is assigned has this in its name."}
              </Box>
            }
            filter={
              <FindBox
                what="users and groups"
                placeholder="Find by a part of the name"
                start={search}
                onFind={part.narrow}
              />
            }
            pagination={<Pages part={part} pages={pages} />}
            header={
              <Header
                variant="h2"
                counter={`(${total})`}
                actions={
                  <SpaceBetween size="xs" direction="horizontal">
                    <Button disabled={selected.length === 0} loading={submission.busy} onClick={remove}>
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
                cell: ({ id: to, kind, name }) => (
                  <PageLink to={{ page: kind === "group" ? "center-group" : "center-user", id: to, section: null }}>
                    {name}
                  </PageLink>
                ),
              },
              { id: "kind", header: "Type", cell: ({ kind }) => (kind === "group" ? "Group" : "User") },
              { id: "detail", header: "Description", cell: ({ detail }) => detail || "-" },
            ]}
          />
        )}
      </ConsoleLoading>
      {assigning && <Assign id={id} onClose={() => setAssigning(false)} />}
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
