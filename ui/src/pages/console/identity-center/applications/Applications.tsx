import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import { useNavigation } from "../../../../browser/navigation";
import { useLoaded } from "../../../../desk/useLoaded";
import { ConsoleLoading } from "../../ConsolePage";
import { PageLink } from "../../iam/PageLink";
import { IdentityCenterPage } from "../IdentityCenterPage";
import { PROTOCOLS } from "./protocols";

const ask = () => outcome(api.GET("/api/identity-center/applications"));

/** The applications that people sign in to through the portal. */
export default function Applications() {
  return (
    <IdentityCenterPage testId="center-applications">
      <List />
    </IdentityCenterPage>
  );
}

function List() {
  const { visit } = useNavigation();
  const [loaded] = useLoaded(ask);
  const [find, setFind] = useState("");
  const wanted = find.trim().toLowerCase();
  return (
    <ConsoleLoading of={loaded}>
      {({ applications }) => (
        <Table
          items={applications.filter(({ name }) => name.toLowerCase().includes(wanted))}
          trackBy="id"
          wrapLines
          ariaLabels={{ tableLabel: "Applications" }}
          empty={
            <Box textAlign="center">
              {applications.length === 0
                ? "There is no application. Add one, and assign people or groups to it."
                : "No application's name has this in it."}
            </Box>
          }
          filter={
            <TextFilter
              filteringText={find}
              filteringPlaceholder="Find applications"
              filteringAriaLabel="Find applications"
              onChange={({ detail }) => setFind(detail.filteringText)}
            />
          }
          header={
            <Header
              variant="h1"
              counter={`(${applications.length})`}
              description="Customer managed applications. Who is assigned to one finds it as a tile in the access portal."
              actions={
                <Button variant="primary" onClick={() => visit({ page: "center-add-application" })}>
                  Add application
                </Button>
              }
            >
              Applications
            </Header>
          }
          columnDefinitions={[
            {
              id: "name",
              header: "Display name",
              isRowHeader: true,
              cell: ({ id, name }) => (
                <PageLink to={{ page: "center-application", id, section: null }}>{name}</PageLink>
              ),
            },
            { id: "protocol", header: "Type", cell: ({ protocol }) => PROTOCOLS[protocol] },
            {
              id: "enabled",
              header: "Status",
              cell: ({ enabled }) =>
                enabled ? (
                  <StatusIndicator>Enabled</StatusIndicator>
                ) : (
                  <StatusIndicator type="stopped">Disabled</StatusIndicator>
                ),
            },
            {
              id: "assignment",
              header: "Who may sign in",
              cell: ({ requiresAssignment }) => (requiresAssignment ? "Who is assigned" : "Everyone"),
            },
          ]}
        />
      )}
    </ConsoleLoading>
  );
}
