import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../api/client";
import type { BrokerLink, BrokerPage, CompanyError } from "../../api/company";
import { useNavigation } from "../../browser/navigation";
import { useLoaded } from "../../desk/useLoaded";
import { useNow } from "../../desk/useNow";
import { LongName } from "../../shell/LongName";
import { when } from "../../shell/when";
import { left } from "../portal/keys";
import { useSubmit } from "../useSubmit";
import { CompanyBody } from "./CompanyFrame";
import { CompanyRefusal } from "./CompanyRefusal";
import { CompanyLoading, useCompanySession } from "./CompanySession";
import { CopyText } from "./CopyText";

const ask = () => outcome(api.GET("/company/api/broker"));

/** The identity broker: links into the console, built with the company's own key. */
export function Broker() {
  const [loaded] = useLoaded(ask);
  return (
    <CompanyBody testId="page-company-broker">
      <SpaceBetween size="l">
        <Header
          variant="h1"
          description="AnyCompany knows who you are. With a key of its own it asks AWS for credentials for you, swaps them for a sign-in token, and builds a link with it that opens the console."
        >
          Identity broker
        </Header>
        <CompanyLoading of={loaded}>{(page) => <Build page={page} />}</CompanyLoading>
      </SpaceBetween>
    </CompanyBody>
  );
}

function Build({ page }: { page: BrokerPage }) {
  const { visit } = useNavigation();
  const { identity } = useCompanySession();
  const submission = useSubmit<CompanyError>();
  const [link, setLink] = useState<BrokerLink | null>(null);
  const build = async () => {
    const ok = await submission.send(() => outcome(api.POST("/company/api/broker/link")), setLink);
    if (!ok) setLink(null);
  };
  return (
    <Container header={<Header variant="h2">A link into the console</Header>}>
      <SpaceBetween size="m">
        <KeyValuePairs
          columns={3}
          items={[
            {
              label: "The broker calls",
              value: page.mode.kind === "assume-role" ? "AssumeRole" : "GetFederationToken",
            },
            ...(page.mode.kind === "assume-role"
              ? [{ label: "For the role", value: <LongName of={page.mode.roleArn || "-"} /> }]
              : []),
            { label: "You will be called", value: page.sessionName },
            { label: "It opens", value: <span className="wrap">{page.destination}</span> },
          ]}
        />
        <CompanyRefusal error={submission.error} />
        {page.isConfigured ? (
          <Button variant={link === null ? "primary" : "normal"} loading={submission.busy} onClick={() => void build()}>
            {link === null ? "Build a link" : "Build another link"}
          </Button>
        ) : (
          <Alert
            type="info"
            header="The broker has no key yet"
            action={
              identity.isAdministrator && (
                <Button onClick={() => visit({ page: "company", at: "broker-settings" })}>Set it up</Button>
              )
            }
          >
            An administrator enters the access key of the broker&apos;s IAM user. Then it can build links.
          </Alert>
        )}
        {link !== null && <Link link={link} />}
      </SpaceBetween>
    </Container>
  );
}

function Link({ link }: { link: BrokerLink }) {
  const { visit } = useNavigation();
  const now = useNow();
  const rest = Date.parse(link.expiresAt) - now;
  return (
    <div role="region" aria-label="The link" data-testid="broker-link">
      <SpaceBetween size="s">
        <KeyValuePairs
          columns={2}
          items={[
            { label: "Whoever opens it is", value: <LongName of={link.arn} /> },
            { label: "The credentials behind it end", value: when(link.credentialsExpireAt) },
          ]}
        />
        <CopyText
          label="Link"
          text={link.address}
          testId="broker-address"
          more={
            <Button variant="primary" onClick={() => visit(link.address)}>
              Open the console
            </Button>
          }
        />
        <Box data-testid="broker-left" color={rest > 0 ? "inherit" : "text-status-error"}>
          {rest > 0
            ? `The link works once, for another ${left(rest)}. Signing out of the console leads back here.`
            : "The link has expired. Open it all the same to see what AWS says, or build another one."}
        </Box>
      </SpaceBetween>
    </div>
  );
}
