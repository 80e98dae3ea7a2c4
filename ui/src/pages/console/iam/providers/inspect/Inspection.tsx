import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import type { SamlAttribute, SamlInspectedRole, SamlInspection } from "../../../../../api/types";
import { LongName } from "../../../../../shell/LongName";
import { CheckList, Checks } from "../../../../federation/Checks";

/** What an inspection found. */
export function Inspection({ of }: { of: SamlInspection }) {
  const { report, isSigned, subject, attributes, roles, answer, wouldSignIn, xml } = of;
  return (
    <div data-testid="inspection">
      <SpaceBetween size="l">
        <div role="status">
          <Alert
            type={wouldSignIn ? "success" : "error"}
            header={wouldSignIn ? "This response would let somebody in" : "This response would let nobody in"}
          >
            A sign-in would show: {answer}
          </Alert>
        </div>
        {!isSigned && (
          <Alert type="warning" header="Nobody who is trusted here signed it">
            What follows is only what the response claims. Anybody can have written it.
          </Alert>
        )}
        <Container
          header={
            <Header variant="h2" description={subject == null ? "It names nobody." : `It is about ${subject}.`}>
              Checks of the response
            </Header>
          }
        >
          <Checks checks={report.checks} />
        </Container>
        {roles.map((role) => (
          <Role key={`${role.role} ${role.provider}`} of={role} />
        ))}
        <Attributes of={attributes} />
        {xml != null && (
          <Container
            header={
              <Header
                variant="h2"
                description="One element a line, for people to read. What was signed is what was pasted."
                actions={
                  <CopyToClipboard
                    textToCopy={xml}
                    copyButtonText="Copy XML"
                    copySuccessText="XML copied"
                    copyErrorText="The XML could not be copied"
                  />
                }
              >
                The response as XML
              </Header>
            }
          >
            <pre
              className="raw-text"
              data-testid="saml-xml"
              tabIndex={0}
              role="region"
              aria-label="The response as XML"
            >
              {xml}
            </pre>
          </Container>
        )}
      </SpaceBetween>
    </div>
  );
}

/** What a sign-in as one of the roles would be asked. */
function Role({ of: { role, provider, checks, refusal } }: { of: SamlInspectedRole }) {
  return (
    <Container
      header={
        <Header variant="h2" description={`Provider: ${provider}`}>
          {`Role ${role.split("/").at(-1) ?? role}`}
        </Header>
      }
    >
      <SpaceBetween size="s">
        <Box>
          <code className="long-name">{role}</code>
        </Box>
        <StatusIndicator type={refusal == null ? "success" : "error"} wrapText>
          {refusal == null ? "A sign-in with this role would be let in." : refusal}
        </StatusIndicator>
        <CheckList checks={checks} label={`Checks of ${role}`} />
      </SpaceBetween>
    </Container>
  );
}

function Attributes({ of }: { of: SamlAttribute[] }) {
  return (
    <Table
      items={of.map((attribute, place) => ({ ...attribute, place }))}
      trackBy="place"
      wrapLines
      ariaLabels={{ tableLabel: "Attributes" }}
      header={
        <Header
          variant="h2"
          counter={`(${of.length})`}
          description="As they are written. AWS compares names with their capitals."
        >
          Attributes
        </Header>
      }
      empty={<Box textAlign="center">The response has none.</Box>}
      columnDefinitions={[
        {
          id: "name",
          header: "Name",
          isRowHeader: true,
          minWidth: 220,
          cell: ({ name }) => <LongName of={name} />,
        },
        {
          id: "values",
          header: "Values",
          cell: ({ values }) =>
            values.map((value, place) => (
              <div key={place}>
                <LongName of={value} />
              </div>
            )),
        },
        {
          id: "note",
          header: "What AWS makes of it",
          cell: ({ note, isSuspect }) =>
            isSuspect ? (
              <StatusIndicator type="warning" wrapText>
                {note}
              </StatusIndicator>
            ) : (
              (note ?? "Nothing: it is passed over.")
            ),
        },
      ]}
    />
  );
}
