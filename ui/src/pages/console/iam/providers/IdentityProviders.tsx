import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";
import { api, outcome } from "../../../../api/client";
import { useNavigation } from "../../../../browser/navigation";
import { useLoaded } from "../../../../desk/useLoaded";
import { when } from "../../../../shell/when";
import { ConsoleLoading } from "../../ConsolePage";
import { IamPage } from "../IamNav";
import { PageLink } from "../PageLink";

const ask = () => outcome(api.GET("/api/identity-providers"));

/** The account's identity providers. */
export default function IdentityProviders() {
  return (
    <IamPage testId="page-identity-providers">
      <List />
    </IamPage>
  );
}

function List() {
  const navigation = useNavigation();
  const [loaded] = useLoaded(ask);
  return (
    <ConsoleLoading of={loaded}>
      {({ providers }) => (
        <Table
          items={providers}
          trackBy="arn"
          wrapLines
          ariaLabels={{ tableLabel: "Identity providers" }}
          empty={<Box textAlign="center">This account has no identity providers. Add one.</Box>}
          header={
            <Header
              variant="h1"
              counter={`(${providers.length})`}
              description="Who vouches for people and jobs from outside. Roles say in their trust policies whom they believe."
              actions={
                <Button variant="primary" onClick={() => navigation.visit({ page: "create-identity-provider" })}>
                  Add provider
                </Button>
              }
            >
              Identity providers
            </Header>
          }
          columnDefinitions={[
            {
              id: "name",
              header: "Provider",
              isRowHeader: true,
              cell: ({ arn, name }) => <PageLink to={{ page: "identity-provider", arn }}>{name}</PageLink>,
            },
            { id: "kind", header: "Type", cell: ({ kind }) => (kind === "saml" ? "SAML" : "OpenID Connect") },
            { id: "created", header: "Created", cell: ({ createdAt }) => when(createdAt) },
          ]}
        />
      )}
    </ConsoleLoading>
  );
}
