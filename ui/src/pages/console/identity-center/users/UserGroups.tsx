import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useCallback, useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { CenterUserDetails } from "../../../../api/types";
import { useLoaded } from "../../../../desk/useLoaded";
import { useSubmit } from "../../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../../ConsolePage";
import { PageLink } from "../../iam/PageLink";
import { GroupChoice } from "../groups/GroupChoice";
import { Join } from "../Join";
import { madeBy } from "../provider";

/** The groups that a person is in. */
export function UserGroups({ user }: { user: CenterUserDetails }) {
  const { id, userName } = user;
  const submission = useSubmit();
  const ask = useCallback(
    () => outcome(api.GET("/api/identity-center/users/{id}/groups", { params: { path: { id } } })),
    [id],
  );
  const [loaded] = useLoaded(ask);
  const [chosen, setChosen] = useState<string[]>([]);
  const [adding, setAdding] = useState(false);
  const present = loaded.state === "ready" ? loaded.data.groups.map((group) => group.id) : [];
  // One that went meanwhile is no longer chosen.
  const selected = present.filter((group) => chosen.includes(group));
  const remove = () =>
    void submission.send<unknown>(
      () =>
        outcome(
          api.POST("/api/identity-center/users/{id}/groups/remove", {
            params: { path: { id } },
            body: { groups: selected },
          }),
        ),
      () => setChosen([]),
    );
  return (
    <SpaceBetween size="s">
      <ConsoleRefusal error={submission.error} />
      <ConsoleLoading of={loaded}>
        {({ groups }) => (
          <Table
            items={groups}
            trackBy="id"
            wrapLines
            selectionType="multi"
            isItemDisabled={({ provisioned }) => provisioned === true}
            selectedItems={groups.filter((group) => selected.includes(group.id))}
            onSelectionChange={({ detail }) => setChosen(detail.selectedItems.map((group) => group.id))}
            ariaLabels={{
              tableLabel: "Groups of the user",
              selectionGroupLabel: "Groups",
              allItemsSelectionLabel: () => "Choose all groups",
              itemSelectionLabel: (_, { name }) => `Choose ${name}`,
            }}
            empty={<Box textAlign="center">{userName} is in no group. Add the user to one.</Box>}
            header={
              <Header
                variant="h2"
                counter={`(${groups.length})`}
                description={
                  groups.some(({ provisioned }) => provisioned === true)
                    ? "What is assigned to a group, its users have from the next request on. Groups of SCIM are left at your identity provider."
                    : "What is assigned to a group, its users have from the next request on."
                }
                actions={
                  <SpaceBetween size="xs" direction="horizontal">
                    <Button disabled={selected.length === 0} loading={submission.busy} onClick={remove}>
                      Remove user from groups
                    </Button>
                    <Button onClick={() => setAdding(true)}>Add user to groups</Button>
                  </SpaceBetween>
                }
              >
                Groups
              </Header>
            }
            columnDefinitions={[
              {
                id: "name",
                header: "Group name",
                isRowHeader: true,
                cell: (group) => (
                  <PageLink to={{ page: "center-group", id: group.id, section: null }}>{group.name}</PageLink>
                ),
              },
              { id: "by", header: "Created by", cell: ({ createdBy }) => madeBy(createdBy) },
              { id: "description", header: "Description", cell: ({ description }) => description || "-" },
            ]}
          />
        )}
      </ConsoleLoading>
      {adding && (
        <Join
          title={`Add ${userName} to groups`}
          confirm="Add user to groups"
          send={(groups) =>
            outcome(
              api.POST("/api/identity-center/users/{id}/groups/add", { params: { path: { id } }, body: { groups } }),
            )
          }
          onClose={() => setAdding(false)}
        >
          {(groups, choose) => <GroupChoice isForMembers without={present} chosen={groups} onChoose={choose} />}
        </Join>
      )}
    </SpaceBetween>
  );
}
