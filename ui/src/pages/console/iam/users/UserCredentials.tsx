import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useCallback, useMemo, useState } from "react";
import { api, outcome } from "../../../../api/client";
import { useLoaded } from "../../../../desk/useLoaded";
import { when } from "../../../../shell/when";
import { useSubmit } from "../../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../../ConsolePage";
import { SetPassword } from "../../SetPassword";
import { DeviceTable, useDevices } from "../../UserDevices";
import { AskFirst } from "../AskFirst";
import { Fact } from "../Facts";
import { ACCESS } from "./access";
import { AccessKeys } from "./AccessKeys";
import type { KeyOperations } from "./keyPaths";

interface Props {
  userName: string;
  keys: KeyOperations;
  onCreateKey(): void;
}

/** What a user signs in with: each part is asked for, and refused, by itself. */
export function UserCredentials({ userName, keys, onCreateKey }: Props) {
  return (
    <SpaceBetween size="l">
      <ConsoleSignIn userName={userName} />
      <Devices userName={userName} />
      <AccessKeys operations={keys} onCreate={onCreateKey} />
    </SpaceBetween>
  );
}

function ConsoleSignIn({ userName }: { userName: string }) {
  const submission = useSubmit();
  const path = useMemo(() => ({ userName }), [userName]);
  const ask = useCallback(() => outcome(api.GET("/api/users/{userName}/password", { params: { path } })), [path]);
  const [loaded] = useLoaded(ask);
  const [act, setAct] = useState<"set" | "remove" | null>(null);
  const remove = () => {
    setAct(null);
    void submission.send<unknown>(
      () => outcome(api.DELETE("/api/users/{userName}/password", { params: { path } })),
      () => undefined,
    );
  };
  const has = loaded.state === "ready" && loaded.data.consoleAccess !== "none";
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              {has && <Button onClick={() => setAct("remove")}>Remove console access</Button>}
              <Button onClick={() => setAct("set")}>{has ? "Reset password" : "Enable console access"}</Button>
            </SpaceBetween>
          }
        >
          Console sign-in
        </Header>
      }
    >
      <SpaceBetween size="m">
        <ConsoleRefusal error={submission.error} />
        <ConsoleLoading of={loaded}>
          {({ consoleAccess, createdAt, changedAt }) => (
            <ColumnLayout columns={3} variant="text-grid">
              <Fact label="Console password">
                <StatusIndicator type={ACCESS[consoleAccess][0]}>{ACCESS[consoleAccess][1]}</StatusIndicator>
              </Fact>
              <Fact label="First set">{createdAt == null ? "-" : when(createdAt)}</Fact>
              <Fact label="Last changed">{changedAt == null ? "-" : when(changedAt)}</Fact>
            </ColumnLayout>
          )}
        </ConsoleLoading>
      </SpaceBetween>
      {act === "set" && <SetPassword user={path} onClose={() => setAct(null)} />}
      {act === "remove" && (
        <AskFirst
          header={`Remove console access of ${userName}?`}
          confirm="Remove access"
          onClose={() => setAct(null)}
          onConfirm={remove}
        >
          The password is deleted and all sessions end at once.
        </AskFirst>
      )}
    </Container>
  );
}

function Devices({ userName }: { userName: string }) {
  const { loaded, error, remove } = useDevices(userName);
  const [asking, setAsking] = useState<{ id: string; name: string } | null>(null);
  return (
    <Container
      header={
        <Header variant="h2" description="Users assign their own devices. An administrator removes one that was lost.">
          Multi-factor authentication (MFA)
        </Header>
      }
    >
      <ConsoleRefusal error={error} />
      <ConsoleLoading of={loaded}>
        {({ devices }) => <DeviceTable devices={devices} onRemove={setAsking} />}
      </ConsoleLoading>
      {asking !== null && (
        <AskFirst
          header={`Remove ${asking.name} of ${userName}?`}
          confirm="Remove"
          onClose={() => setAsking(null)}
          onConfirm={() => {
            remove(asking.id);
            setAsking(null);
          }}
        >
          It no longer signs {userName} in, and all sessions of {userName} end at once. Without another device the
          password alone signs in.
        </AskFirst>
      )}
    </Container>
  );
}
