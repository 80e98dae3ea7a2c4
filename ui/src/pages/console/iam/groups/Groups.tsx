import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import { useNavigation } from "../../../../browser/navigation";
import { useLoaded } from "../../../../desk/useLoaded";
import { when } from "../../../../shell/when";
import { useSubmit } from "../../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../../ConsolePage";
import { AskFirst } from "../AskFirst";
import { IamPage } from "../IamNav";
import { PageLink } from "../PageLink";
import { permissionWords } from "./GroupTable";

const ask = () => outcome(api.GET("/api/groups"));

/** The account's groups. */
export default function Groups() {
  return (
    <IamPage testId="page-groups">
      <List />
    </IamPage>
  );
}

function List() {
  const navigation = useNavigation();
  const submission = useSubmit();
  const [loaded] = useLoaded(ask);
  const [find, setFind] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const remove = (groupName: string) => {
    setAsking(false);
    void submission.send<unknown>(
      () => outcome(api.DELETE("/api/groups/{groupName}", { params: { path: { groupName } } })),
      () => setChosen(null),
    );
  };
  return (
    <SpaceBetween size="m">
      <ConsoleRefusal error={submission.error} />
      <ConsoleLoading of={loaded}>
        {({ groups }) => {
          const shown = groups.filter(({ groupName }) => groupName.toLowerCase().includes(find.trim().toLowerCase()));
          return (
            <Table
              items={shown}
              trackBy="groupName"
              wrapLines
              selectionType="single"
              selectedItems={shown.filter(({ groupName }) => groupName === chosen)}
              onSelectionChange={({ detail }) => setChosen(detail.selectedItems[0]?.groupName ?? null)}
              ariaLabels={{
                tableLabel: "User groups",
                selectionGroupLabel: "User group",
                itemSelectionLabel: (_, { groupName }) => `Choose ${groupName}`,
              }}
              empty={
                <Box textAlign="center">
                  {groups.length === 0 ? "This account has no groups. Create one." : "No group's name has this in it."}
                </Box>
              }
              filter={
                <TextFilter
                  filteringText={find}
                  filteringPlaceholder="Find groups"
                  filteringAriaLabel="Find groups"
                  onChange={({ detail }) => setFind(detail.filteringText)}
                />
              }
              header={
                <Header
                  variant="h1"
                  counter={`(${groups.length})`}
                  description="A group is a collection of users. Use groups to give permissions to many users at once."
                  actions={
                    <SpaceBetween size="xs" direction="horizontal">
                      <Button disabled={chosen === null} onClick={() => setAsking(true)}>
                        Delete
                      </Button>
                      <Button variant="primary" onClick={() => navigation.visit({ page: "create-group" })}>
                        Create group
                      </Button>
                    </SpaceBetween>
                  }
                >
                  User groups
                </Header>
              }
              columnDefinitions={[
                {
                  id: "name",
                  header: "Group name",
                  isRowHeader: true,
                  cell: ({ groupName }) => (
                    <PageLink to={{ page: "group", groupName, section: null }}>{groupName}</PageLink>
                  ),
                },
                { id: "users", header: "Users", cell: ({ users }) => users ?? "Access denied" },
                {
                  id: "permissions",
                  header: "Permissions",
                  cell: ({ hasPermissions }) => permissionWords(hasPermissions),
                },
                { id: "created", header: "Created", cell: ({ createdAt }) => when(createdAt) },
              ]}
            />
          );
        }}
      </ConsoleLoading>
      {asking && chosen !== null && (
        <AskFirst
          header={`Delete ${chosen}?`}
          confirm="Delete group"
          typed={chosen}
          onClose={() => setAsking(false)}
          onConfirm={() => remove(chosen)}
        >
          Its users stay, and lose what they may do only by way of this group. Its inline policies are deleted.
        </AskFirst>
      )}
    </SpaceBetween>
  );
}
