import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import type { CompanyError, CompanyPerson } from "../../../api/company";
import { useNavigation } from "../../../browser/navigation";
import { useLoaded } from "../../../desk/useLoaded";
import { PageLink } from "../../console/iam/PageLink";
import { useSubmit } from "../../useSubmit";
import { CompanyRefusal } from "../CompanyRefusal";
import { CompanyLoading } from "../CompanySession";

export const askPeople = () => outcome(api.GET("/company/api/admin/people"));
const askSignIn = () => outcome(api.GET("/company/api/admin/sign-in"));

/** Everybody, and how they sign in. */
export function People() {
  const [loaded] = useLoaded(askPeople);
  return (
    <SpaceBetween size="l">
      <CompanyLoading of={loaded}>{(people) => <List people={people} />}</CompanyLoading>
      <SignInRule />
    </SpaceBetween>
  );
}

function List({ people }: { people: CompanyPerson[] }) {
  const { visit } = useNavigation();
  const [find, setFind] = useState("");
  const wanted = find.trim().toLowerCase();
  const found = people.filter(({ userName, givenName, familyName, department }) =>
    `${userName}\n${givenName} ${familyName}\n${department}`.toLowerCase().includes(wanted),
  );
  return (
    <Table
      items={found}
      trackBy="id"
      wrapLines
      ariaLabels={{ tableLabel: "People" }}
      header={
        <Header
          variant="h1"
          counter={`(${people.length})`}
          description="Who works here. What they may open follows from their groups."
          actions={
            <Button variant="primary" onClick={() => visit({ page: "company", at: "add-person" })}>
              Add person
            </Button>
          }
        >
          People
        </Header>
      }
      filter={
        <TextFilter
          filteringText={find}
          filteringPlaceholder="Find people"
          filteringAriaLabel="Find people"
          onChange={({ detail }) => setFind(detail.filteringText)}
        />
      }
      empty={
        <Box>
          {people.length === 0 ? "There is nobody. Add a person." : "Nobody's name or department has this in it."}
        </Box>
      }
      columnDefinitions={[
        {
          id: "userName",
          header: "User name",
          isRowHeader: true,
          cell: ({ id, userName }) => <PageLink to={{ page: "company", at: "person", id }}>{userName}</PageLink>,
        },
        { id: "name", header: "Name", cell: ({ givenName, familyName }) => `${givenName} ${familyName}` },
        { id: "department", header: "Department", cell: ({ department }) => department || "-" },
        {
          id: "authenticator",
          header: "Authenticator app",
          cell: ({ hasAuthenticator }) => (hasAuthenticator ? "Set up" : "Not yet"),
        },
        {
          id: "enabled",
          header: "Status",
          cell: ({ enabled }) =>
            enabled ? (
              <StatusIndicator>On</StatusIndicator>
            ) : (
              <StatusIndicator type="stopped">Switched off</StatusIndicator>
            ),
        },
      ]}
    />
  );
}

function SignInRule() {
  const [loaded] = useLoaded(askSignIn);
  const submission = useSubmit<CompanyError>();
  const set = (requireCode: boolean) =>
    void submission.send(
      () => outcome(api.PUT("/company/api/admin/sign-in", { body: { requireCode } })),
      () => undefined,
    );
  return (
    <Container header={<Header variant="h2">How people sign in</Header>}>
      <SpaceBetween size="s">
        <CompanyRefusal error={submission.error} />
        <CompanyLoading of={loaded}>
          {({ requireCode }) => (
            <Toggle checked={requireCode} disabled={submission.busy} onChange={({ detail }) => set(detail.checked)}>
              Everybody needs an authenticator app. Who has none sets one up at the next sign-in.
            </Toggle>
          )}
        </CompanyLoading>
      </SpaceBetween>
    </Container>
  );
}
