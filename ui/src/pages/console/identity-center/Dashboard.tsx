import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { api, outcome } from "../../../api/client";
import type { CenterView } from "../../../api/types";
import { useLoaded } from "../../../desk/useLoaded";
import { ConsoleLoading } from "../ConsolePage";
import { Fact } from "../iam/Facts";
import { PageLink } from "../iam/PageLink";
import { IdentityCenterPage } from "./IdentityCenterPage";

const ask = () => outcome(api.GET("/api/identity-center"));

/** The instance at a glance. */
export default function Dashboard() {
  const [loaded] = useLoaded(ask);
  return (
    <IdentityCenterPage testId="page-center-dashboard">
      <SpaceBetween size="l">
        <Header
          variant="h1"
          description="People sign in at the access portal, and work in accounts with the permission sets that are assigned to them."
        >
          IAM Identity Center
        </Header>
        <ConsoleLoading of={loaded}>{(center) => <Overview center={center} />}</ConsoleLoading>
      </SpaceBetween>
    </IdentityCenterPage>
  );
}

function Overview({ center }: { center: CenterView }) {
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Settings summary</Header>}>
        <ColumnLayout columns={2} variant="text-grid">
          <Fact label="Access portal URL">
            <CopyToClipboard
              variant="inline"
              textToCopy={center.portal.start}
              copyButtonAriaLabel="Copy the access portal URL"
              copySuccessText="URL copied"
              copyErrorText="The URL could not be copied"
            />
          </Fact>
          <Fact label="Identity source">{SOURCE[center.source]}</Fact>
          <Fact label="Region">{center.region}</Fact>
          <Fact label="Instance ARN">{center.instanceArn}</Fact>
          <Fact label="Identity store ID">{center.identityStoreId}</Fact>
          <Fact label="Delegated administrator">{delegateWords(center)}</Fact>
        </ColumnLayout>
      </Container>
      <Container header={<Header variant="h2">Identities</Header>}>
        <ColumnLayout columns={2} variant="text-grid">
          <Fact label="Users">
            <PageLink to={{ page: "center-users" }}>{center.users.toLocaleString("en")}</PageLink>
          </Fact>
          <Fact label="Groups">
            <PageLink to={{ page: "center-groups" }}>{center.groups.toLocaleString("en")}</PageLink>
          </Fact>
        </ColumnLayout>
      </Container>
    </SpaceBetween>
  );
}

export const SOURCE: Record<CenterView["source"], string> = {
  directory: "Identity Center directory",
  external: "External identity provider",
};

export function delegateWords({ delegate }: CenterView): string {
  return delegate == null ? "None" : `${delegate.name} (${delegate.accountId})`;
}
