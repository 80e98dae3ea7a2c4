import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useCallback, useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { IdentityProviderDetails } from "../../../../api/types";
import { useNavigation } from "../../../../browser/navigation";
import { useLoaded } from "../../../../desk/useLoaded";
import { LongName } from "../../../../shell/LongName";
import { when } from "../../../../shell/when";
import { useSubmit } from "../../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../../ConsolePage";
import { AskFirst } from "../AskFirst";
import { Fact } from "../Facts";
import { IamPage } from "../IamNav";
import { PageLink } from "../PageLink";
import { OidcProvider } from "./OidcProvider";
import { SamlProvider } from "./SamlProvider";

/** One identity provider. */
export default function IdentityProvider({ arn }: { arn: string }) {
  return (
    <IamPage testId="page-identity-provider">
      <Details arn={arn} />
    </IamPage>
  );
}

function Details({ arn }: { arn: string }) {
  const navigation = useNavigation();
  const submission = useSubmit();
  const [asking, setAsking] = useState(false);
  const ask = useCallback(
    () => outcome(api.GET("/api/identity-providers/details", { params: { query: { arn } } })),
    [arn],
  );
  const [loaded] = useLoaded(ask);
  const remove = () => {
    setAsking(false);
    void submission.send<unknown>(
      () => outcome(api.DELETE("/api/identity-providers", { params: { query: { arn } } })),
      () => navigation.visit({ page: "identity-providers" }),
    );
  };
  return (
    <SpaceBetween size="l">
      <ConsoleRefusal error={submission.error} />
      <ConsoleLoading of={loaded}>
        {(details) => (
          <SpaceBetween size="l">
            <Header
              variant="h1"
              actions={
                !isKept(details) && (
                  <SpaceBetween size="xs" direction="horizontal">
                    <Button onClick={() => setAsking(true)}>Delete</Button>
                    {details.saml != null && (
                      <Button onClick={() => navigation.visit({ page: "inspect-response", arn })}>
                        Inspect a response
                      </Button>
                    )}
                  </SpaceBetween>
                )
              }
            >
              {details.provider.name}
            </Header>
            <Summary details={details} />
            {details.saml == null ? (
              <OidcProvider details={details} />
            ) : (
              <SamlProvider arn={arn} kept={isKept(details)} saml={details.saml} metadata={details.metadata ?? null} />
            )}
            {asking && (
              <AskFirst
                header={`Delete ${details.provider.name}?`}
                confirm="Delete provider"
                typed={details.provider.name}
                onClose={() => setAsking(false)}
                onConfirm={remove}
              >
                {inUse(details.usedBy ?? null)}
              </AskFirst>
            )}
          </SpaceBetween>
        )}
      </ConsoleLoading>
    </SpaceBetween>
  );
}

/** Those of IAM Identity Center have such names, and AWS lets nobody change them. */
function isKept({ provider: { name } }: IdentityProviderDetails): boolean {
  return /^AWSSSO_.*_DO_NOT_DELETE$/.test(name);
}

/** Roles do not keep a provider from being deleted; they only stop working. */
function inUse(roles: string[] | null): string {
  if (roles === null) return "Roles that trust it stay as they are, and cannot be assumed through it any more.";
  if (roles.length === 0) return "No role of this account trusts it.";
  const names = roles.join(", ");
  return roles.length === 1
    ? `The role ${names} trusts it. It stays as it is, and cannot be assumed through this provider any more.`
    : `The roles ${names} trust it. They stay as they are, and cannot be assumed through this provider any more.`;
}

function Summary({ details }: { details: IdentityProviderDetails }) {
  const { provider, usedBy } = details;
  return (
    <Container header={<Header variant="h2">Summary</Header>}>
      <ColumnLayout columns={2} variant="text-grid">
        <Fact label="ARN">
          <LongName of={provider.arn} />
        </Fact>
        <Fact label="Type">{provider.kind === "saml" ? "SAML" : "OpenID Connect"}</Fact>
        {factsOf(details).map(([label, fact]) => (
          <Fact key={label} label={label}>
            {fact}
          </Fact>
        ))}
        <Fact label="Created">{when(provider.createdAt)}</Fact>
        <Fact label="Trusted by roles">
          <Roles of={usedBy ?? null} />
        </Fact>
      </ColumnLayout>
    </Container>
  );
}

/** What is said of one kind of provider and not of the other. */
function factsOf({ provider, saml }: IdentityProviderDetails): [string, string][] {
  if (saml == null) return [["Issuer", `https://${provider.name}`]];
  return [
    ["Issuer", saml.issuer ?? "-"],
    ["Provider ID", saml.providerId],
    ["Responses are posted to", saml.signInAddress],
    ["Valid until", when(saml.validUntil)],
    ...(saml.metadataValidUntil == null
      ? []
      : [["Metadata says it is valid until", when(saml.metadataValidUntil)] satisfies [string, string]]),
  ];
}

function Roles({ of }: { of: string[] | null }) {
  if (of === null) return "Access denied";
  if (of.length === 0)
    return (
      <>
        None. <PageLink to={{ page: "create-role" }}>Create a role</PageLink> that trusts it.
      </>
    );
  return of.map((roleName, place) => (
    <span key={roleName}>
      {place > 0 && ", "}
      <PageLink to={{ page: "role", roleName, section: "trust" }}>{roleName}</PageLink>
    </span>
  ));
}
