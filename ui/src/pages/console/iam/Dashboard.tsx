import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";
import { api, outcome } from "../../../api/client";
import type { AccountSummary } from "../../../api/types";
import type { IamRoute } from "../../../browser/iam";
import { useNavigation } from "../../../browser/navigation";
import { useLoaded } from "../../../desk/useLoaded";
import { ConsoleLoading, useSession } from "../ConsolePage";
import { Fact } from "./Facts";
import { IamPage } from "./IamNav";
import { PageLink } from "./PageLink";
import { isBuilt } from "./pages";

const askSummary = () => outcome(api.GET("/api/iam/summary"));
const askAccount = () => outcome(api.GET("/api/account"));
const askRecommendations = () => outcome(api.GET("/api/iam/recommendations"));

/** The account at a glance. Each part is asked for, and refused, by itself. */
export default function Dashboard() {
  return (
    <IamPage testId="page-iam-dashboard">
      <SpaceBetween size="l">
        <Header variant="h1">IAM Dashboard</Header>
        <Summary />
        <Users />
        <Account />
        <Tools />
      </SpaceBetween>
    </IamPage>
  );
}

function Summary() {
  const [loaded] = useLoaded(askSummary);
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Security recommendations</Header>}>
        <ConsoleLoading of={loaded}>{(summary) => <OfRoot summary={summary} />}</ConsoleLoading>
      </Container>
      {loaded.state === "ready" && <Resources summary={loaded.data} />}
    </SpaceBetween>
  );
}

function Check({ good, children, action }: { good: boolean; children: ReactNode; action?: ReactNode }) {
  return (
    <SpaceBetween size="xxs">
      <StatusIndicator type={good ? "success" : "warning"}>{children}</StatusIndicator>
      {!good && action}
    </SpaceBetween>
  );
}

function OfRoot({ summary }: { summary: AccountSummary }) {
  const navigation = useNavigation();
  const { identity, sessionMfa } = useSession();
  const isRoot = identity.kind === "root";
  const mine = (text: string) => (
    <Button variant="inline-link" onClick={() => navigation.visit({ page: "security-credentials" })}>
      {text}
    </Button>
  );
  return (
    <SpaceBetween size="m">
      <div data-testid="root-mfa">
        <Check good={summary.accountMfaEnabled} action={isRoot && mine("Add MFA")}>
          {summary.accountMfaEnabled ? "Root user has MFA" : "Add MFA for root user"}
        </Check>
      </div>
      <div data-testid="root-keys">
        <Check good={!summary.accountAccessKeysPresent} action={isRoot && mine("Manage access keys")}>
          {summary.accountAccessKeysPresent
            ? "Deactivate or delete access keys for root user"
            : "Root user has no active access keys"}
        </Check>
      </div>
      {identity.kind === "iam-user" && (
        <Check good={sessionMfa != null} action={mine("Manage MFA devices")}>
          {sessionMfa != null ? "You signed in with MFA" : "You signed in without MFA"}
        </Check>
      )}
    </SpaceBetween>
  );
}

function Resources({ summary }: { summary: AccountSummary }) {
  const counts: [string, number, Extract<IamRoute["page"], "groups" | "users" | "roles" | "policies">][] = [
    ["User groups", summary.groups, "groups"],
    ["Users", summary.users, "users"],
    ["Roles", summary.roles, "roles"],
    ["Policies", summary.policies, "policies"],
  ];
  return (
    <Container header={<Header variant="h2">IAM resources</Header>}>
      <ColumnLayout columns={4} variant="text-grid">
        {counts.map(([label, count, page]) => (
          <Fact key={label} label={label}>
            {isBuilt(page) ? <PageLink to={{ page }}>{count}</PageLink> : count}
          </Fact>
        ))}
      </ColumnLayout>
    </Container>
  );
}

function Users() {
  const [loaded] = useLoaded(askRecommendations);
  return (
    <Container
      header={
        <Header variant="h2" description="From the state of all users' credentials.">
          Users
        </Header>
      }
    >
      <ConsoleLoading of={loaded}>
        {({ usersWithoutMfa, usersWithOldKeys }) => (
          <SpaceBetween size="m">
            <Check good={usersWithoutMfa.length === 0} action={<Names of={usersWithoutMfa} />}>
              {usersWithoutMfa.length === 0
                ? "All users with a console password have MFA"
                : `Users who sign in without MFA: ${usersWithoutMfa.length}`}
            </Check>
            <Check good={usersWithOldKeys.length === 0} action={<Names of={usersWithOldKeys} />}>
              {usersWithOldKeys.length === 0
                ? "No active access key is older than 90 days"
                : `Users with an active access key older than 90 days: ${usersWithOldKeys.length}`}
            </Check>
          </SpaceBetween>
        )}
      </ConsoleLoading>
    </Container>
  );
}

const MOST_NAMES = 10;

function Names({ of }: { of: string[] }) {
  return (
    <div className="wrap">
      {of.slice(0, MOST_NAMES).map((userName, at) => (
        <span key={userName}>
          {at > 0 && ", "}
          <PageLink to={{ page: "user", userName, section: "security_credentials" }}>{userName}</PageLink>
        </span>
      ))}
      {of.length > MOST_NAMES && ` and ${of.length - MOST_NAMES} more`}
    </div>
  );
}

function Account() {
  const [loaded] = useLoaded(askAccount);
  const { identity } = useSession();
  return (
    <Container header={<Header variant="h2">AWS account</Header>}>
      <SpaceBetween size="m">
        <Fact label="Account ID">{identity.accountId}</Fact>
        <ConsoleLoading of={loaded}>
          {(account) => (
            <ColumnLayout columns={2} variant="text-grid">
              <Fact label="Account alias">
                {account.alias ?? "None"} <PageLink to={{ page: "account-settings" }}>Edit</PageLink>
              </Fact>
              <Fact label="Sign-in URL for IAM users in this account">
                <CopyToClipboard
                  variant="inline"
                  textToCopy={account.signInUrl}
                  copyButtonAriaLabel="Copy sign-in URL"
                  copySuccessText="Sign-in URL copied"
                  copyErrorText="The sign-in URL could not be copied"
                />
              </Fact>
            </ColumnLayout>
          )}
        </ConsoleLoading>
      </SpaceBetween>
    </Container>
  );
}

function Tools() {
  return (
    <Container header={<Header variant="h2">Quick links and tools</Header>}>
      <ColumnLayout columns={2} variant="text-grid">
        <Fact label="My security credentials">
          <PageLink to={{ page: "security-credentials" }}>Password, MFA devices and access keys</PageLink>
        </Fact>
        <Fact label="Policy simulator">
          <PageLink to={{ page: "policy-simulator" }}>Try what policies would allow</PageLink>
        </Fact>
      </ColumnLayout>
    </Container>
  );
}
