import Box from "@cloudscape-design/components/box";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import type { FederationView } from "../../api/types";
import { LongName } from "../../shell/LongName";
import { when } from "../../shell/when";
import { useSession } from "./ConsolePage";
import { Fact } from "./iam/Facts";
import { PageLink } from "./iam/PageLink";

const BY: Record<FederationView["by"], string> = {
  "identity-center": "IAM Identity Center, through a permission set",
  saml: "A SAML 2.0 identity provider",
  "web-identity": "An OpenID Connect provider",
  broker: "An identity broker, with credentials that it got from AWS STS",
};

/** In place of the credentials of one's own: who vouched for the person, and what of that policies see. */
export function FederatedSession({ federation }: { federation: FederationView }) {
  const { identity, role, expiresAt, issuer } = useSession();
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description="You have no password, MFA devices or access keys here: somebody else vouched for you, and this session is temporary."
      >
        My session
      </Header>
      <Container header={<Header variant="h2">Who vouched for you</Header>}>
        <ColumnLayout columns={2} variant="text-grid">
          <Fact label="You came through">{BY[federation.by]}</Fact>
          {federation.provider != null && <Fact label="Identity provider">{federation.provider}</Fact>}
          {federation.subject != null && <Fact label="It calls you">{federation.subject}</Fact>}
          {issuer != null && <Fact label="You came from">{issuer}</Fact>}
        </ColumnLayout>
      </Container>
      <Container
        header={
          <Header variant="h2" description="Events are recorded under these names.">
            The session
          </Header>
        }
      >
        <ColumnLayout columns={2} variant="text-grid">
          <Fact label="ARN">
            <LongName of={identity.arn} />
          </Fact>
          <Fact label="Ends">{when(role?.expiresAt ?? expiresAt)}</Fact>
          <Fact label="Source identity">{federation.sourceIdentity ?? "None"}</Fact>
          <Fact label="MFA">Not as AWS sees it, whatever you were asked for where you signed in.</Fact>
        </ColumnLayout>
      </Container>
      <Table
        items={federation.tags}
        trackBy="key"
        wrapLines
        ariaLabels={{ tableLabel: "Session tags" }}
        empty={<Box textAlign="center">The session has no tags.</Box>}
        header={
          <Header
            variant="h2"
            counter={`(${federation.tags.length})`}
            description={
              <>
                Policies know them as aws:PrincipalTag. <PageLink to={{ page: "cloudshell" }}>CloudShell</PageLink>{" "}
                shows everything that they can ask for.
              </>
            }
          >
            Session tags
          </Header>
        }
        columnDefinitions={[
          { id: "key", header: "Key", isRowHeader: true, cell: ({ key }) => key },
          { id: "value", header: "Value", cell: ({ value }) => <span className="wrap">{value}</span> },
          {
            id: "transitive",
            header: "When a role is assumed",
            cell: ({ isTransitive }) => (isTransitive ? "It goes along (transitive)" : "It stays behind"),
          },
        ]}
      />
    </SpaceBetween>
  );
}
