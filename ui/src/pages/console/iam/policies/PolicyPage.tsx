import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import Tabs from "@cloudscape-design/components/tabs";
import { useCallback, useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { PolicyDetail } from "../../../../api/types";
import { useNavigation } from "../../../../browser/navigation";
import { useLoaded } from "../../../../desk/useLoaded";
import { when } from "../../../../shell/when";
import { ConsoleLoading } from "../../ConsolePage";
import { IamPage } from "../IamNav";
import { Denials } from "./Denials";
import { DeletePolicy } from "./DeletePolicy";
import { PolicyText } from "./PolicyText";
import { typeOf } from "./Policies";
import { Versions } from "./Versions";

/** A managed policy. */
export default function PolicyPage({ arn, section }: { arn: string; section: string | null }) {
  const ask = useCallback(() => outcome(api.GET("/api/policies/details", { params: { query: { arn } } })), [arn]);
  const [loaded] = useLoaded(ask);
  return (
    <IamPage testId="page-policy">
      <ConsoleLoading of={loaded}>{(detail) => <Details key={arn} detail={detail} section={section} />}</ConsoleLoading>
    </IamPage>
  );
}

function Details({ detail, section }: { detail: PolicyDetail; section: string | null }) {
  const navigation = useNavigation();
  const { policy } = detail;
  const [tab, setTab] = useState(section ?? "permissions");
  const [deleting, setDeleting] = useState(false);
  return (
    <SpaceBetween size="m">
      <Header
        variant="h1"
        actions={
          !policy.isAws && (
            <Button onClick={() => setDeleting(true)} ariaLabel={`Delete ${policy.policyName}`}>
              Delete
            </Button>
          )
        }
      >
        {policy.policyName}
      </Header>
      <Container header={<Header variant="h2">Policy details</Header>}>
        <KeyValuePairs
          columns={2}
          items={[
            { label: "Type", value: typeOf(policy) },
            { label: "Default version", value: policy.defaultVersionId },
            { label: "Creation time", value: when(policy.createdAt) },
            { label: "Edited time", value: when(policy.updatedAt) },
            {
              label: "ARN",
              value: (
                <CopyToClipboard
                  variant="inline"
                  textToCopy={policy.arn}
                  copyButtonAriaLabel="Copy ARN"
                  copySuccessText="ARN copied"
                  copyErrorText="The ARN could not be copied"
                />
              ),
            },
            { label: "Description", value: policy.description === "" ? "-" : policy.description },
          ]}
        />
      </Container>
      <Denials denials={detail.denials} />
      <Tabs
        ariaLabel="About this policy"
        activeTabId={tab}
        onChange={({ detail }) => setTab(detail.activeTabId)}
        tabs={[
          { id: "permissions", label: "Permissions", content: <Document detail={detail} /> },
          { id: "entities", label: "Entities attached", content: <Entities detail={detail} /> },
          { id: "versions", label: "Policy versions", content: <Versions detail={detail} /> },
        ]}
      />
      {deleting && (
        <DeletePolicy
          policy={policy}
          onClose={() => setDeleting(false)}
          onDeleted={() => navigation.visit({ page: "policies" })}
        />
      )}
    </SpaceBetween>
  );
}

function Document({ detail: { policy, document } }: { detail: PolicyDetail }) {
  const navigation = useNavigation();
  if (document == null) return <Box>What this policy says cannot be shown.</Box>;
  return (
    <SpaceBetween size="s">
      <Header
        variant="h2"
        description={`What version ${policy.defaultVersionId} says.`}
        actions={
          !policy.isAws && (
            <Button onClick={() => navigation.visit({ page: "edit-policy", arn: policy.arn })}>Edit</Button>
          )
        }
      >
        Permissions defined in this policy
      </Header>
      <PolicyText value={document} label={`Document of ${policy.policyName}`} />
    </SpaceBetween>
  );
}

const KINDS = { users: "User", groups: "Group", roles: "Role" } as const;

function Entities({ detail: { entities } }: { detail: PolicyDetail }) {
  if (entities == null) return <Box>Who has this policy cannot be shown.</Box>;
  return (
    <Table
      items={entities}
      trackBy={({ kind, name, isBoundary }) => `${kind} ${name} ${isBoundary}`}
      wrapLines
      ariaLabels={{ tableLabel: "Entities attached" }}
      header={
        <Header variant="h2" counter={`(${entities.length})`}>
          Entities attached
        </Header>
      }
      empty={<Box textAlign="center">Nobody has this policy.</Box>}
      columnDefinitions={[
        { id: "name", header: "Entity name", isRowHeader: true, cell: ({ name }) => name },
        { id: "kind", header: "Entity type", cell: ({ kind }) => KINDS[kind] },
        {
          id: "as",
          header: "Attached as",
          cell: ({ isBoundary }) => (isBoundary ? "Permissions boundary" : "Permissions policy"),
        },
      ]}
    />
  );
}
