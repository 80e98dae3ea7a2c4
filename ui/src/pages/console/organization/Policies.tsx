import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useCallback } from "react";
import { api, outcome } from "../../../api/client";
import type { PolicyKind } from "../../../browser/organizations";
import { useNavigation } from "../../../browser/navigation";
import { useLoaded } from "../../../desk/useLoaded";
import { ConsoleLoading } from "../ConsolePage";
import { PageLink } from "../iam/PageLink";
import { KIND, KINDS } from "./kinds";
import { OrganizationPage } from "./OrganizationPage";

/** The control policies of the organization. */
export default function Policies() {
  return (
    <OrganizationPage testId="page-organization-policies">
      <SpaceBetween size="l">
        <Header variant="h1">Policies</Header>
        {KINDS.map((kind) => (
          <OfKind key={kind} kind={kind} />
        ))}
      </SpaceBetween>
    </OrganizationPage>
  );
}

function OfKind({ kind }: { kind: PolicyKind }) {
  const { visit } = useNavigation();
  const ask = useCallback(
    () => outcome(api.GET("/api/organization/policies", { params: { query: { kind } } })),
    [kind],
  );
  const [loaded] = useLoaded(ask);
  return (
    <ConsoleLoading of={loaded}>
      {({ isOn, policies }) => (
        <Table
          items={policies}
          trackBy="id"
          wrapLines
          ariaLabels={{ tableLabel: KIND[kind].many }}
          header={
            <Header
              variant="h2"
              counter={`(${policies.length})`}
              description={isOn ? KIND[kind].words : `${KIND[kind].many} are switched off: none is attached.`}
              actions={
                <Button
                  ariaLabel={`Create policy: ${KIND[kind].one.toLowerCase()}`}
                  onClick={() => visit({ page: "organization-create-policy", kind })}
                >
                  Create policy
                </Button>
              }
            >
              {KIND[kind].many}
            </Header>
          }
          empty={<Box textAlign="center">None</Box>}
          columnDefinitions={[
            {
              id: "name",
              header: "Name",
              isRowHeader: true,
              cell: ({ id, name }) => (
                <PageLink to={{ page: "organization-policy", kind, policy: id }}>{name}</PageLink>
              ),
            },
            { id: "by", header: "Made by", cell: ({ isAws }) => (isAws ? "AWS" : "Your organization") },
            { id: "description", header: "Description", cell: ({ description }) => description || "-" },
          ]}
        />
      )}
    </ConsoleLoading>
  );
}
