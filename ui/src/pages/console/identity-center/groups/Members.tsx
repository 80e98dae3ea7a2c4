import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useCallback, useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { CenterGroup } from "../../../../api/types";
import { useLoaded } from "../../../../desk/useLoaded";
import { useSubmit } from "../../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../../ConsolePage";
import { FindBox } from "../../iam/FindBox";
import { PageLink } from "../../iam/PageLink";
import { Pager, usePaging } from "../../paging";
import { Join } from "../Join";
import { MANAGED_ELSEWHERE } from "../provider";
import { UserChoice } from "../users/UserChoice";

/** Who is in a group, a page at a time. */
export function Members({ group }: { group: CenterGroup }) {
  const { id } = group;
  const isProvisioned = group.provisioned === true;
  const submission = useSubmit();
  const paging = usePaging();
  const { query } = paging;
  const ask = useCallback(
    () =>
      outcome(
        api.GET("/api/identity-center/groups/{id}/members", {
          params: { path: { id }, query },
        }),
      ),
    [id, query],
  );
  const [loaded] = useLoaded(ask);
  const [chosen, setChosen] = useState<string[]>([]);
  const [adding, setAdding] = useState(false);
  // Who was chosen on another page is not removed unseen.
  const selected = loaded.state === "ready" ? loaded.data.users.filter(({ id: user }) => chosen.includes(user)) : [];
  const remove = () =>
    void submission.send<unknown>(
      () =>
        outcome(
          api.POST("/api/identity-center/groups/{id}/members/remove", {
            params: { path: { id } },
            body: { users: selected.map(({ id: user }) => user) },
          }),
        ),
      () => setChosen([]),
    );
  return (
    <SpaceBetween size="s">
      <ConsoleRefusal error={submission.error} />
      <ConsoleLoading of={loaded}>
        {({ users, next }) => (
          <Table
            items={users}
            trackBy="id"
            wrapLines
            selectionType="multi"
            selectedItems={selected}
            onSelectionChange={({ detail }) => setChosen(detail.selectedItems.map((user) => user.id))}
            ariaLabels={{
              tableLabel: "Users in this group",
              selectionGroupLabel: "Users",
              allItemsSelectionLabel: () => "Choose all users",
              itemSelectionLabel: (_, { userName }) => `Choose ${userName}`,
            }}
            empty={
              <Box textAlign="center">
                {paging.find === ""
                  ? isProvisioned
                    ? "Nobody is in this group."
                    : "Nobody is in this group. Add users to it."
                  : "No member's user name begins with this."}
              </Box>
            }
            filter={
              <FindBox
                what="members"
                placeholder="Find members by the beginning of their user name"
                start={paging.find}
                onFind={paging.setFind}
              />
            }
            pagination={<Pager paging={paging} next={next} />}
            header={
              <Header
                variant="h2"
                actions={
                  <SpaceBetween size="xs" direction="horizontal">
                    <Button
                      disabled={isProvisioned || selected.length === 0}
                      {...(isProvisioned ? { disabledReason: MANAGED_ELSEWHERE } : {})}
                      loading={submission.busy}
                      onClick={remove}
                    >
                      Remove users from group
                    </Button>
                    <Button disabled={isProvisioned} disabledReason={MANAGED_ELSEWHERE} onClick={() => setAdding(true)}>
                      Add users to group
                    </Button>
                  </SpaceBetween>
                }
              >
                Users in this group
              </Header>
            }
            columnDefinitions={[
              {
                id: "name",
                header: "Username",
                isRowHeader: true,
                cell: (user) => (
                  <PageLink to={{ page: "center-user", id: user.id, section: null }}>{user.userName}</PageLink>
                ),
              },
              { id: "display", header: "Display name", cell: ({ displayName }) => displayName },
              { id: "status", header: "Status", cell: ({ enabled }) => (enabled ? "Enabled" : "Disabled") },
            ]}
          />
        )}
      </ConsoleLoading>
      {adding && (
        <Join
          title={`Add users to ${group.name}`}
          confirm="Add users to group"
          send={(users) =>
            outcome(
              api.POST("/api/identity-center/groups/{id}/members/add", { params: { path: { id } }, body: { users } }),
            )
          }
          onClose={() => setAdding(false)}
        >
          {(users, choose) => <UserChoice chosen={users} onChoose={choose} />}
        </Join>
      )}
    </SpaceBetween>
  );
}
