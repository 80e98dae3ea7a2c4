import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useCallback, useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { CenterUserDetails } from "../../../../api/types";
import { useLoaded } from "../../../../desk/useLoaded";
import { when } from "../../../../shell/when";
import { KIND } from "../../../mfa/kinds";
import { useSubmit } from "../../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../../ConsolePage";
import { AskFirst } from "../../iam/AskFirst";

/** A person's sessions at the access portal. */
export function UserSessions({ user }: { user: CenterUserDetails }) {
  const { id, userName } = user;
  const submission = useSubmit();
  const ask = useCallback(
    () => outcome(api.GET("/api/identity-center/users/{id}/sessions", { params: { path: { id } } })),
    [id],
  );
  const [loaded] = useLoaded(ask);
  const [chosen, setChosen] = useState<string[]>([]);
  const [asking, setAsking] = useState<string[] | null>(null);
  // One that ended meanwhile is no longer chosen.
  const selected =
    loaded.state === "ready" ? loaded.data.sessions.filter((session) => chosen.includes(session.id)) : [];
  const end = (ids: string[]) => {
    setAsking(null);
    void submission.send<unknown>(
      () =>
        outcome(
          api.POST("/api/identity-center/users/{id}/sessions/delete", {
            params: { path: { id } },
            body: { sessions: ids },
          }),
        ),
      () => setChosen([]),
    );
  };
  return (
    <SpaceBetween size="s">
      <ConsoleRefusal error={submission.error} />
      <ConsoleLoading of={loaded}>
        {({ sessions }) => (
          <Table
            items={sessions}
            trackBy="id"
            wrapLines
            selectionType="multi"
            selectedItems={selected}
            onSelectionChange={({ detail }) => setChosen(detail.selectedItems.map((session) => session.id))}
            ariaLabels={{
              tableLabel: "Active sessions",
              selectionGroupLabel: "Sessions",
              allItemsSelectionLabel: () => "Choose all sessions",
              itemSelectionLabel: (_, { createdAt }) => `Choose the session of ${when(createdAt)}`,
            }}
            empty={<Box textAlign="center">{userName} is not signed in at the access portal.</Box>}
            header={
              <Header
                variant="h2"
                counter={`(${sessions.length})`}
                description="Sessions at the access portal."
                actions={
                  <Button
                    disabled={selected.length === 0}
                    loading={submission.busy}
                    onClick={() => setAsking(selected.map((session) => session.id))}
                  >
                    Delete session
                  </Button>
                }
              >
                Active sessions
              </Header>
            }
            columnDefinitions={[
              {
                id: "began",
                header: "Started",
                isRowHeader: true,
                minWidth: 140,
                cell: ({ createdAt }) => when(createdAt),
              },
              { id: "seen", header: "Last used", minWidth: 140, cell: ({ lastSeenAt }) => when(lastSeenAt) },
              { id: "ends", header: "Ends", minWidth: 140, cell: ({ expiresAt }) => when(expiresAt) },
              { id: "mfa", header: "Second factor", cell: ({ mfa }) => (mfa == null ? "None" : KIND[mfa.kind]) },
              { id: "ip", header: "IP address", cell: ({ sourceIp }) => sourceIp },
              { id: "agent", header: "Browser", cell: ({ userAgent }) => <span className="wrap">{userAgent}</span> },
            ]}
          />
        )}
      </ConsoleLoading>
      {asking !== null && (
        <AskFirst
          header={asking.length === 1 ? "Delete this session?" : `Delete ${asking.length} sessions?`}
          confirm="Delete session"
          onClose={() => setAsking(null)}
          onConfirm={() => end(asking)}
        >
          {userName} is signed out of the access portal there at once. Console sessions and short-term credentials that
          were opened from it stay good until they expire.
        </AskFirst>
      )}
    </SpaceBetween>
  );
}
