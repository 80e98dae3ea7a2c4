import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import type { AccessKey, KeyLastUse } from "../../../../api/types";
import { useLoaded } from "../../../../desk/useLoaded";
import { when } from "../../../../shell/when";
import { useSubmit } from "../../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../../ConsolePage";
import { AskFirst } from "../AskFirst";
import type { KeyOperations } from "./keyPaths";

interface Props {
  operations: KeyOperations;
  /** Keys of a root user, which nobody should have. */
  isRoot?: boolean;
  onCreate(): void;
}

/** Someone's access keys. */
export function AccessKeys({ operations, isRoot = false, onCreate }: Props) {
  const [loaded] = useLoaded(operations.list);
  const submission = useSubmit();
  const [asking, setAsking] = useState<{ act: "deactivate" | "delete"; key: AccessKey } | null>(null);
  const send = (call: ReturnType<KeyOperations["remove"]>) => {
    setAsking(null);
    void submission.send(
      () => call,
      () => undefined,
    );
  };
  const choose = (act: string, key: AccessKey) => {
    if (act === "activate") send(operations.setActive(key.id, true));
    else if (act === "deactivate" || act === "delete") setAsking({ act, key });
  };
  return (
    <SpaceBetween size="s">
      <ConsoleRefusal error={submission.error} />
      <ConsoleLoading of={loaded}>
        {({ keys, limit }) => (
          <SpaceBetween size="s">
            {isRoot && keys.length > 0 && (
              <Alert type="warning" header="The root user has access keys">
                Whoever has such a key may do anything in this account, and no policy of the account limits it. Delete
                them, and use roles or users instead.
              </Alert>
            )}
            <Table
              items={keys}
              trackBy="id"
              wrapLines
              ariaLabels={{ tableLabel: "Access keys" }}
              empty={
                <Box textAlign="center">
                  <strong>No access keys.</strong> Long-term keys are best not made: use temporary credentials where you
                  can.
                </Box>
              }
              header={
                <Header
                  variant="h2"
                  counter={`(${keys.length})`}
                  description={`For programs that call AWS: SDKs, the CLI. At most ${limit} at a time, active or inactive.`}
                  actions={
                    <Button
                      disabled={keys.length >= limit}
                      disabledReason={`There may be ${limit}, and inactive ones count. Delete one first.`}
                      onClick={onCreate}
                    >
                      Create access key
                    </Button>
                  }
                >
                  Access keys
                </Header>
              }
              columnDefinitions={[
                {
                  id: "id",
                  header: "Access key ID",
                  isRowHeader: true,
                  cell: ({ id }) => <span className="wrap">{id}</span>,
                },
                {
                  id: "status",
                  header: "Status",
                  cell: ({ isActive }) => (
                    <StatusIndicator type={isActive ? "success" : "stopped"}>
                      {isActive ? "Active" : "Inactive"}
                    </StatusIndicator>
                  ),
                },
                { id: "created", header: "Created", cell: ({ createdAt }) => when(createdAt) },
                { id: "used", header: "Last used", cell: ({ lastUse }) => lastUseWords(lastUse) },
                {
                  id: "actions",
                  header: "Actions",
                  cell: (key) => (
                    <ButtonDropdown
                      variant="inline-icon"
                      ariaLabel={`Actions for ${key.id}`}
                      expandToViewport
                      items={[
                        key.isActive ? { id: "deactivate", text: "Deactivate" } : { id: "activate", text: "Activate" },
                        { id: "delete", text: "Delete" },
                      ]}
                      onItemClick={({ detail }) => choose(detail.id, key)}
                    />
                  ),
                },
              ]}
            />
          </SpaceBetween>
        )}
      </ConsoleLoading>
      {asking?.act === "deactivate" && (
        <AskFirst
          header={`Deactivate ${asking.key.id}?`}
          confirm="Deactivate"
          onClose={() => setAsking(null)}
          onConfirm={() => send(operations.setActive(asking.key.id, false))}
        >
          Programs that use this key are refused from now on. It can be activated again until it is deleted.
        </AskFirst>
      )}
      {asking?.act === "delete" && (
        <DeleteKey
          accessKey={asking.key}
          onClose={() => setAsking(null)}
          onDeactivate={() => {
            void submission.send(
              () => operations.setActive(asking.key.id, false),
              () => setAsking({ act: "delete", key: { ...asking.key, isActive: false } }),
              () => {
                setAsking(null);
                return false;
              },
            );
          }}
          onDelete={() => send(operations.remove(asking.key.id))}
        />
      )}
    </SpaceBetween>
  );
}

/** When a key was last used, in words. */
export function lastUseWords(lastUse: KeyLastUse): string {
  switch (lastUse.use) {
    case "denied":
      return "Access denied";
    case "never":
      return "Never";
    case "used":
      return `${when(lastUse.at)} with ${lastUse.service} in ${lastUse.region}`;
  }
}

interface DeleteProps {
  accessKey: AccessKey;
  onClose(): void;
  onDeactivate(): void;
  onDelete(): void;
}

/** First deactivated, then its id typed: whoever still uses it should be heard before it is gone (facts 2.8). */
function DeleteKey({ accessKey, onClose, onDeactivate, onDelete }: DeleteProps) {
  if (accessKey.isActive) {
    return (
      <AskFirst header={`Delete ${accessKey.id}?`} confirm="Deactivate" onClose={onClose} onConfirm={onDeactivate}>
        This key is active. Deactivate it first: if a program still needs it, you will hear of it, and can activate the
        key again.
      </AskFirst>
    );
  }
  return (
    <AskFirst
      key="delete"
      header={`Delete ${accessKey.id}?`}
      confirm="Delete"
      typed={accessKey.id}
      onClose={onClose}
      onConfirm={onDelete}
    >
      A deleted key cannot be brought back. Last used: {lastUseWords(accessKey.lastUse)}.
    </AskFirst>
  );
}
