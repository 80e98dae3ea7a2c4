import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import type { RootAccess as Access, RootAccount } from "../../../api/types";
import { useLoaded } from "../../../desk/useLoaded";
import { useSubmit } from "../../useSubmit";
import { ConsoleLoading } from "../ConsolePage";
import { Ask } from "../Ask";
import { IamPage } from "./IamNav";

const ask = () => outcome(api.GET("/api/root-access"));

/** Centralized root access of the organization's member accounts. */
export default function RootAccess() {
  return (
    <IamPage testId="page-root-access">
      <Loaded />
    </IamPage>
  );
}

function Loaded() {
  const [loaded] = useLoaded(ask);
  return (
    <ConsoleLoading of={loaded}>
      {(access) => (
        <SpaceBetween size="l">
          <Header variant="h1" description="Manage the root users of member accounts from one place.">
            Root access management
          </Header>
          <Switches access={access} />
          <Accounts access={access} />
        </SpaceBetween>
      )}
    </ConsoleLoading>
  );
}

function Switches({ access }: { access: Access }) {
  const [editing, setEditing] = useState(false);
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={<Button onClick={() => setEditing(true)}>Edit</Button>}
          description="With root credentials management, accounts that the organization creates have no root credentials."
        >
          Centralized root access
        </Header>
      }
    >
      <SpaceBetween size="xs">
        <Switch on={access.credentialsManagement} text="Root credentials management" />
        <Switch on={access.sessions} text="Privileged root actions in member accounts" />
      </SpaceBetween>
      {editing && <Edit access={access} onClose={() => setEditing(false)} />}
    </Container>
  );
}

function Switch({ on, text }: { on: boolean; text: string }) {
  return (
    <StatusIndicator type={on ? "success" : "stopped"}>{`${text}: ${on ? "enabled" : "disabled"}`}</StatusIndicator>
  );
}

function Edit({ access, onClose }: { access: Access; onClose(): void }) {
  const submission = useSubmit();
  const [credentialsManagement, setManagement] = useState(access.credentialsManagement);
  const [sessions, setSessions] = useState(access.sessions);
  const body = { credentialsManagement, sessions };
  return (
    <Ask
      title="Centralized root access for member accounts"
      confirm="Save changes"
      submission={submission}
      onConfirm={() => void submission.send<unknown>(() => outcome(api.PUT("/api/root-access", { body })), onClose)}
      onClose={onClose}
    >
      <Checkbox checked={credentialsManagement} onChange={({ detail }) => setManagement(detail.checked)}>
        Root credentials management
      </Checkbox>
      <Checkbox checked={sessions} onChange={({ detail }) => setSessions(detail.checked)}>
        Privileged root actions in member accounts
      </Checkbox>
    </Ask>
  );
}

/** What a root user has, in words. */
function words({ credentials }: RootAccount): string {
  if (credentials == null) return "Not shown";
  const has = [
    ...(credentials.password ? ["Password"] : []),
    ...(credentials.accessKeys > 0 ? [`Access keys: ${credentials.accessKeys}`] : []),
    ...(credentials.mfaDevices > 0 ? [`MFA devices: ${credentials.mfaDevices}`] : []),
  ];
  return has.length === 0 ? "Not present" : `Present (${has.join(", ")})`;
}

function Accounts({ access }: { access: Access }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [acting, setActing] = useState(false);
  const account = access.accounts.find(({ id }) => id === chosen) ?? null;
  return (
    <>
      <Table
        items={access.accounts}
        trackBy="id"
        wrapLines
        selectionType="single"
        selectedItems={account === null ? [] : [account]}
        onSelectionChange={({ detail }) => setChosen(detail.selectedItems[0]?.id ?? null)}
        ariaLabels={{
          tableLabel: "Member accounts",
          selectionGroupLabel: "Choose an account",
          itemSelectionLabel: (_, { name }) => `Choose ${name}`,
        }}
        header={
          <Header
            variant="h2"
            actions={
              <Button variant="primary" disabled={account === null} onClick={() => setActing(true)}>
                Take privileged action
              </Button>
            }
          >
            Member accounts
          </Header>
        }
        empty={<Box textAlign="center">The organization has no member accounts.</Box>}
        columnDefinitions={[
          { id: "name", header: "Account name", isRowHeader: true, cell: ({ name }) => name },
          { id: "id", header: "Account ID", cell: ({ id }) => id },
          { id: "email", header: "Root user email", cell: ({ email }) => email },
          { id: "credentials", header: "Root user credentials", cell: words },
          {
            id: "recovery",
            header: "Password recovery",
            cell: ({ credentials }) =>
              credentials == null ? "Not shown" : credentials.mayRecover ? "Allowed" : "Not allowed",
          },
        ]}
      />
      {acting && account !== null && <Privileged account={account} onClose={() => setActing(false)} />}
    </>
  );
}

type Action = "delete" | "recover";

function Privileged({ account, onClose }: { account: RootAccount; onClose(): void }) {
  const submission = useSubmit();
  const [action, setAction] = useState<Action>(account.credentials?.mayRecover === false ? "recover" : "delete");
  const params = { path: { accountId: account.id } };
  const act = () =>
    action === "delete"
      ? outcome(api.DELETE("/api/root-access/accounts/{accountId}/credentials", { params }))
      : outcome(api.PUT("/api/root-access/accounts/{accountId}/recovery", { params }));
  return (
    <Ask
      title={`Take privileged action on ${account.name}`}
      confirm={action === "delete" ? "Delete root user credentials" : "Allow password recovery"}
      submission={submission}
      onConfirm={() => void submission.send<unknown>(act, onClose)}
      onClose={onClose}
    >
      <RadioGroup
        ariaLabel="Privileged action"
        value={action}
        onChange={({ detail }) => setAction(detail.value === "recover" ? "recover" : "delete")}
        items={[
          {
            value: "delete",
            label: "Delete root user credentials",
            description: "Password, access keys and MFA devices. The root user is signed out and cannot recover.",
          },
          {
            value: "recover",
            label: "Allow password recovery",
            description: "The root user may use Forgot password on the sign-in page.",
          },
        ]}
      />
      <Alert type="info">
        This is done in a root session of at most 15 minutes, for which your own policies must allow sts:AssumeRoot.
      </Alert>
    </Ask>
  );
}
