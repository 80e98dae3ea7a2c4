import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { api, outcome } from "../../../api/client";
import { useLoaded } from "../../../desk/useLoaded";
import { when } from "../../../shell/when";
import { ConsoleLoading, ConsolePage } from "../ConsolePage";

const ask = () => outcome(api.GET("/api/console/identity"));

/** Who one is and what policies can know of it. There is no shell here: one that is made up would teach nothing. */
export default function CloudShell() {
  return (
    <ConsolePage testId="page-cloudshell">
      <Identity />
    </ConsolePage>
  );
}

function Identity() {
  const [loaded] = useLoaded(ask);
  return (
    <ConsoleLoading of={loaded}>
      {({ userId, account, arn, accessKeyId, issuedAt, expiresAt, sessionMfa, mfaAgeSeconds, keys }) => (
        <SpaceBetween size="l">
          <Header
            variant="h1"
            description="CloudShell runs as whoever opened it. Here is who that is, as the AWS CLI would print it; the shell itself is not simulated."
          >
            CloudShell
          </Header>
          <Container header={<Header variant="h2">aws sts get-caller-identity</Header>}>
            <pre className="record" data-testid="caller-identity" tabIndex={0} aria-label="Answer" role="region">
              {JSON.stringify({ UserId: userId, Account: account, Arn: arn }, null, 4)}
            </pre>
          </Container>
          <Container
            header={
              <Header variant="h2" description="A console session's credentials are temporary.">
                These credentials
              </Header>
            }
          >
            <KeyValuePairs
              columns={3}
              items={[
                { label: "Issued", value: when(issuedAt) },
                { label: "Expire", value: when(expiresAt) },
                { label: "Access key ID of the role", value: accessKeyId ?? "-" },
                { label: "Began with MFA", value: sessionMfa == null ? "No" : "Yes" },
                { label: "MFA device", value: <span className="wrap">{sessionMfa?.serial ?? "-"}</span> },
                { label: "MFA age", value: mfaAgeSeconds == null ? "-" : `${mfaAgeSeconds} seconds` },
              ]}
            />
          </Container>
          <Table
            items={keys}
            trackBy="id"
            wrapLines
            ariaLabels={{ tableLabel: "Condition keys" }}
            header={
              <Header
                variant="h2"
                description="What every request of this session carries, and policies can ask for. A key that is not here is absent, which is not the same as false."
              >
                Condition keys
              </Header>
            }
            empty={<Box textAlign="center">None.</Box>}
            columnDefinitions={[
              { id: "key", header: "Key", isRowHeader: true, cell: ({ title }) => title },
              { id: "value", header: "Value", cell: ({ value }) => value },
            ]}
          />
        </SpaceBetween>
      )}
    </ConsoleLoading>
  );
}
