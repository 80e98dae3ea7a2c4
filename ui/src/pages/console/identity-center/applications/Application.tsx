import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Tabs from "@cloudscape-design/components/tabs";
import { useCallback, useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { ApplicationDetails } from "../../../../api/types";
import { useNavigation } from "../../../../browser/navigation";
import { useLoaded } from "../../../../desk/useLoaded";
import { useSubmit } from "../../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../../ConsolePage";
import { AskFirst } from "../../iam/AskFirst";
import { Fact } from "../../iam/Facts";
import { IdentityCenterPage } from "../IdentityCenterPage";
import type { ThingProps } from "../pages";
import { Assigned } from "./Assigned";
import { Configuration } from "./Configuration";
import { Mappings } from "./Mappings";
import { Metadata } from "./Metadata";
import { PROTOCOLS } from "./protocols";

/** One application. */
export default function Application({ id, section }: ThingProps) {
  return (
    <IdentityCenterPage testId="center-application">
      <Details id={id} section={section} />
    </IdentityCenterPage>
  );
}

function Details({ id, section }: ThingProps) {
  const { visit } = useNavigation();
  const submission = useSubmit();
  const [tab, setTab] = useState(section ?? "assigned");
  const [deleting, setDeleting] = useState(false);
  const ask = useCallback(
    () => outcome(api.GET("/api/identity-center/applications/{id}", { params: { path: { id } } })),
    [id],
  );
  const [loaded] = useLoaded(ask);
  const remove = () => {
    setDeleting(false);
    void submission.send<unknown>(
      () => outcome(api.DELETE("/api/identity-center/applications/{id}", { params: { path: { id } } })),
      () => visit({ page: "center-applications" }),
    );
  };
  return (
    <ConsoleLoading of={loaded}>
      {(details) => (
        <SpaceBetween size="l">
          <Header
            variant="h1"
            description={details.application.description}
            actions={<Button onClick={() => setDeleting(true)}>Delete</Button>}
          >
            {details.application.name}
          </Header>
          <ConsoleRefusal error={submission.error} />
          <Summary details={details} />
          <Tabs
            ariaLabel="About the application"
            activeTabId={tab}
            onChange={({ detail }) => setTab(detail.activeTabId)}
            tabs={[
              { id: "assigned", label: "Assigned users and groups", content: <Assigned details={details} /> },
              {
                id: "configuration",
                label: "Configuration",
                content: <Configuration key={details.updatedAt} details={details} />,
              },
              {
                id: "attributes",
                label: "Attribute mappings",
                content: <Mappings key={details.updatedAt} details={details} />,
              },
              { id: "metadata", label: "IAM Identity Center metadata", content: <Metadata details={details} /> },
            ]}
          />
          {deleting && (
            <AskFirst
              header={`Delete ${details.application.name}?`}
              confirm="Delete application"
              typed={details.application.name}
              onClose={() => setDeleting(false)}
              onConfirm={remove}
            >
              Its tile leaves the access portal and its assignments are gone. Its demo page is gone, too.
            </AskFirst>
          )}
        </SpaceBetween>
      )}
    </ConsoleLoading>
  );
}

function Summary({ details: { application, arn, own } }: { details: ApplicationDetails }) {
  return (
    <Container header={<Header variant="h2">Details</Header>}>
      <ColumnLayout columns={2} variant="text-grid">
        <Fact label="Type">{PROTOCOLS[application.protocol]}</Fact>
        <Fact label="Status">
          {application.enabled ? (
            <StatusIndicator>Enabled</StatusIndicator>
          ) : (
            <StatusIndicator type="stopped">Disabled</StatusIndicator>
          )}
        </Fact>
        <Fact label="Application ARN">{arn}</Fact>
        <Fact label="Demo page">{own.home}</Fact>
      </ColumnLayout>
    </Container>
  );
}
