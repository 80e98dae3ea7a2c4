import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useCallback, useMemo, useState } from "react";
import { api, outcome } from "../../../../api/client";
import { useLoaded } from "../../../../desk/useLoaded";
import { useSubmit } from "../../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../../ConsolePage";
import { AskFirst } from "../AskFirst";
import { PickGroups } from "../groups/PickGroups";
import { PageLink } from "../PageLink";

/** The groups that a user is in. */
export function UserGroups({ userName }: { userName: string }) {
  const submission = useSubmit();
  const path = useMemo(() => ({ userName }), [userName]);
  const ask = useCallback(() => outcome(api.GET("/api/users/{userName}/groups", { params: { path } })), [path]);
  const [loaded] = useLoaded(ask);
  const [chosen, setChosen] = useState<string[]>([]);
  const [adding, setAdding] = useState(false);
  const [asking, setAsking] = useState(false);
  const remove = () => {
    setAsking(false);
    void submission.send<unknown>(
      () =>
        outcome(api.POST("/api/users/{userName}/groups/remove", { params: { path }, body: { groupNames: chosen } })),
      () => setChosen([]),
    );
  };
  return (
    <SpaceBetween size="s">
      <ConsoleRefusal error={submission.error} />
      <ConsoleLoading of={loaded}>
        {({ groups }) => (
          <Table
            items={groups}
            trackBy="groupName"
            wrapLines
            selectionType="multi"
            selectedItems={groups.filter(({ groupName }) => chosen.includes(groupName))}
            onSelectionChange={({ detail }) => setChosen(detail.selectedItems.map(({ groupName }) => groupName))}
            ariaLabels={{
              tableLabel: "User groups membership",
              selectionGroupLabel: "Groups",
              allItemsSelectionLabel: () => "Choose all groups",
              itemSelectionLabel: (_, { groupName }) => `Choose ${groupName}`,
            }}
            empty={<Box textAlign="center">{userName} is in no group.</Box>}
            header={
              <Header
                variant="h2"
                counter={`(${groups.length})`}
                description="What a group may do, its users may do. A user can be in up to 10 groups."
                actions={
                  <SpaceBetween size="xs" direction="horizontal">
                    <Button disabled={chosen.length === 0} onClick={() => setAsking(true)}>
                      Remove
                    </Button>
                    <Button onClick={() => setAdding(true)}>Add user to groups</Button>
                  </SpaceBetween>
                }
              >
                User groups membership
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
              {
                id: "policies",
                header: "Attached policies",
                cell: ({ attachedPolicies }) =>
                  attachedPolicies == null
                    ? "Access denied"
                    : attachedPolicies.map((arn) => arn.slice(arn.lastIndexOf("/") + 1)).join(", ") || "None",
              },
            ]}
          />
        )}
      </ConsoleLoading>
      {asking && (
        <AskFirst
          header={`Remove ${userName} from ${chosen.length === 1 ? (chosen[0] ?? "") : `${chosen.length} groups`}?`}
          confirm="Remove"
          onClose={() => setAsking(false)}
          onConfirm={remove}
        >
          What {userName} may do only by way of {chosen.join(", ")} is refused from now on.
        </AskFirst>
      )}
      {adding && (
        <PickGroups
          userName={userName}
          present={loaded.state === "ready" ? loaded.data.groups.map(({ groupName }) => groupName) : []}
          onClose={() => setAdding(false)}
        />
      )}
    </SpaceBetween>
  );
}
