import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Tabs from "@cloudscape-design/components/tabs";
import { useCallback, useMemo, useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { UserDetails } from "../../../../api/types";
import { useNavigation } from "../../../../browser/navigation";
import { useLoaded } from "../../../../desk/useLoaded";
import { when } from "../../../../shell/when";
import { useSubmit } from "../../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../../ConsolePage";
import { AskFirst } from "../AskFirst";
import { Fact } from "../Facts";
import { IamPage } from "../IamNav";
import { PermissionsSection } from "../policies/PermissionsSection";
import { ACCESS } from "./access";
import { CreateAccessKey } from "./CreateAccessKey";
import { keysOf } from "./keyPaths";
import { UserCredentials } from "./UserCredentials";
import { UserGroups } from "./UserGroups";
import { UserTags } from "./UserTags";

interface Props {
  userName: string;
  section: string | null;
}

/** One user. */
export default function User({ userName, section }: Props) {
  const [creating, setCreating] = useState(false);
  const [tab, setTab] = useState(section ?? "permissions");
  const keys = useMemo(() => keysOf(userName), [userName]);
  return (
    <IamPage testId="page-user">
      {creating ? (
        <CreateAccessKey operations={keys} onDone={() => setCreating(false)} />
      ) : (
        <SpaceBetween size="l">
          <Summary userName={userName} />
          <Tabs
            ariaLabel="About the user"
            activeTabId={tab}
            onChange={({ detail }) => setTab(detail.activeTabId)}
            tabs={[
              {
                id: "permissions",
                label: "Permissions",
                content: <PermissionsSection kind="user" name={userName} />,
              },
              { id: "groups", label: "Groups", content: <UserGroups userName={userName} /> },
              { id: "tags", label: "Tags", content: <UserTags userName={userName} /> },
              {
                id: "security_credentials",
                label: "Security credentials",
                content: <UserCredentials userName={userName} keys={keys} onCreateKey={() => setCreating(true)} />,
              },
            ]}
          />
        </SpaceBetween>
      )}
    </IamPage>
  );
}

function Summary({ userName }: { userName: string }) {
  const navigation = useNavigation();
  const submission = useSubmit();
  const [asking, setAsking] = useState(false);
  const path = useMemo(() => ({ userName }), [userName]);
  const ask = useCallback(() => outcome(api.GET("/api/users/{userName}", { params: { path } })), [path]);
  const [loaded] = useLoaded(ask);
  const remove = () => {
    setAsking(false);
    void submission.send<unknown>(
      () => outcome(api.DELETE("/api/users/{userName}", { params: { path } })),
      () => navigation.visit({ page: "users" }),
    );
  };
  return (
    <SpaceBetween size="m">
      <Header variant="h1" actions={<Button onClick={() => setAsking(true)}>Delete</Button>}>
        {userName}
      </Header>
      <ConsoleRefusal error={submission.error} />
      <ConsoleLoading of={loaded}>{(user) => <Facts user={user} />}</ConsoleLoading>
      {asking && (
        <AskFirst
          header={`Delete ${userName}?`}
          confirm="Delete user"
          typed={userName}
          onClose={() => setAsking(false)}
          onConfirm={remove}
        >
          The user, the password, access keys, MFA devices, memberships of groups and all sessions are gone at once.
        </AskFirst>
      )}
    </SpaceBetween>
  );
}

function Facts({ user }: { user: UserDetails }) {
  const path = useMemo(() => ({ userName: user.userName }), [user.userName]);
  const ask = useCallback(() => outcome(api.GET("/api/users/{userName}/password", { params: { path } })), [path]);
  const [password] = useLoaded(ask);
  return (
    <Container header={<Header variant="h2">Summary</Header>}>
      <ColumnLayout columns={2} variant="text-grid">
        <Fact label="ARN">{user.arn}</Fact>
        <Fact label="Console access">
          {password.state === "ready" ? (
            <StatusIndicator type={ACCESS[password.data.consoleAccess][0]}>
              {ACCESS[password.data.consoleAccess][1]}
            </StatusIndicator>
          ) : password.state === "failed" ? (
            <StatusIndicator type="error">
              {password.error.code === "ACCESS_DENIED" ? "Access denied" : password.error.message}
            </StatusIndicator>
          ) : (
            "-"
          )}
        </Fact>
        <Fact label="Created">{when(user.createdAt)}</Fact>
        <Fact label="Last console sign-in">
          {user.passwordLastUsedAt == null ? "Never" : when(user.passwordLastUsedAt)}
        </Fact>
        <Fact label="Unique ID">{user.userId}</Fact>
        <Fact label="Permissions boundary">{user.boundaryArn ?? "Not set"}</Fact>
      </ColumnLayout>
    </Container>
  );
}
