import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { api } from "../../api/client";
import type { ApplicationPage, ApplicationVisitor } from "../../api/types";
import { when } from "../../shell/when";

interface Props {
  id: string;
  page: ApplicationPage;
  visitor: ApplicationVisitor;
}

/** Who an application believes that somebody is, what it was told, and what it checked. */
export function Visitor({ id, page, visitor }: Props) {
  const signOut = () => void api.POST("/api/application/{id}/sign-out", { params: { path: { id } } });
  return (
    <div className="page-wide" data-testid="page-application-inside">
      <SpaceBetween size="m">
        <Header
          variant="h1"
          description="A demo application of AnyCompany. It shows what it was told about you."
          actions={<Button onClick={signOut}>Sign out of {page.name}</Button>}
        >
          {page.name}
        </Header>
        {visitor.isEnding && (
          <Alert type="warning" header="Your session at the access portal has ended">
            The session here ends with it, at {when(visitor.until)}.
          </Alert>
        )}
        <Container header={<Header variant="h2">Signed in as {visitor.subject}</Header>}>
          <KeyValuePairs
            columns={2}
            items={[
              { label: "Told by", value: visitor.issuer },
              {
                label: "With",
                value: page.protocol === "saml" ? "a SAML 2.0 response" : "an ID token (OpenID Connect)",
              },
              ...(visitor.subjectFormat == null ? [] : [{ label: "Format of the name", value: visitor.subjectFormat }]),
              { label: "Signed in", value: when(visitor.beganAt) },
              { label: "Portal last asked", value: when(visitor.refreshedAt) },
              { label: visitor.isEnding ? "Session ends" : "Portal asked again", value: when(visitor.until) },
            ]}
          />
        </Container>
        <Table
          items={visitor.claims}
          trackBy="name"
          wrapLines
          ariaLabels={{ tableLabel: "Claims" }}
          header={<Header variant="h2">{page.protocol === "saml" ? "Attributes" : "Claims"}</Header>}
          empty="Nothing but the name was said."
          columnDefinitions={[
            { id: "name", header: "Name", isRowHeader: true, cell: ({ name }) => name },
            { id: "value", header: "Value", cell: ({ values }) => values.join(", ") || "-" },
          ]}
        />
        <Container header={<Header variant="h2">What was checked</Header>}>
          <SpaceBetween size="xs">
            {visitor.checks.map((check) => (
              <StatusIndicator key={check} wrapText>
                {check}
              </StatusIndicator>
            ))}
          </SpaceBetween>
        </Container>
      </SpaceBetween>
    </div>
  );
}
