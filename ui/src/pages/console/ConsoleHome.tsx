import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { IdentityView } from "../../api/types";
import type { Route } from "../../browser/addresses";
import { useNavigation } from "../../browser/navigation";
import { LongName } from "../../shell/LongName";
import { Fact } from "./iam/Facts";
import { Services } from "./services/Services";
import { ConsolePage, ExpiryWarning, RootMfaWarning, SessionEnd, useSession } from "./ConsolePage";

/** Where to go from here; who came from outside has no credentials of their own. */
function tiles(isFederated: boolean): [string, string, Route][] {
  return [
    isFederated
      ? ["My session", "Who vouched for you, and what policies know of it.", { page: "security-credentials" }]
      : [
          "Security credentials",
          "Your password, your MFA devices and your sessions.",
          { page: "security-credentials" },
        ],
    ["Account settings", "Account alias and password policy.", { page: "account-settings" }],
  ];
}

/** Where a sign-in lands. */
export default function ConsoleHome() {
  return (
    <ConsolePage testId="page-console-home">
      <Home />
    </ConsolePage>
  );
}

function Home() {
  const navigation = useNavigation();
  const { identity, federation } = useSession();
  return (
    <SpaceBetween size="l">
      <ExpiryWarning />
      <RootMfaWarning
        action={<Button onClick={() => navigation.visit({ page: "security-credentials" })}>Register MFA</Button>}
      />
      <Header variant="h1" description={`Signed in as ${identity.displayName}`}>
        Console Home
      </Header>
      <Container header={<Header variant="h2">Who you are</Header>}>
        <ColumnLayout columns={3} variant="text-grid">
          <Fact label="Identity">{who(identity)}</Fact>
          <Fact label="Account">{`${identity.accountName} (${identity.accountIdDashed})`}</Fact>
          <SessionEnd />
          <Fact label="ARN">
            <LongName of={identity.arn} />
          </Fact>
          <Fact label="Account alias">{identity.accountAlias ?? "None"}</Fact>
        </ColumnLayout>
      </Container>
      <div className="tiles">
        {tiles(federation != null).map(([title, words, route]) => (
          <button key={title} type="button" className="tile" onClick={() => navigation.visit(route)}>
            <strong>{title}</strong>
            <span>{words}</span>
          </button>
        ))}
      </div>
      <Services />
    </SpaceBetween>
  );
}

function who({ kind, email, userName, displayName }: IdentityView): string {
  switch (kind) {
    case "root":
      return `Root user (${email ?? ""})`;
    case "iam-user":
      return `IAM user ${userName ?? ""}`;
    case "assumed-role":
      return `Role session ${displayName}`;
    case "federated-user":
      return `Federated user ${displayName}`;
  }
}
