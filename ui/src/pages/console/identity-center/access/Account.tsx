import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import Tabs from "@cloudscape-design/components/tabs";
import { useCallback, useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { AssignmentOutcome, CenterAccountDetails } from "../../../../api/types";
import { useLoaded } from "../../../../desk/useLoaded";
import { LongName } from "../../../../shell/LongName";
import { ConsoleLoading } from "../../ConsolePage";
import { Fact } from "../../iam/Facts";
import { PageLink } from "../../iam/PageLink";
import { IdentityCenterPage } from "../IdentityCenterPage";
import type { ThingProps } from "../pages";
import { Assign } from "./Assign";
import { Assigned } from "./Assigned";
import { Outcome } from "./Outcome";
import { Provisioned } from "./Provisioned";

/** One account: who has what in it. */
export default function Account({ id, section }: ThingProps) {
  const [assigning, setAssigning] = useState(false);
  const [done, setDone] = useState<AssignmentOutcome | null>(null);
  const ask = useCallback(
    () => outcome(api.GET("/api/identity-center/accounts/{accountId}", { params: { path: { accountId: id } } })),
    [id],
  );
  const [loaded] = useLoaded(ask);
  return (
    <IdentityCenterPage testId="page-center-account">
      <ConsoleLoading of={loaded}>
        {(details) => {
          if (assigning) return <Assign accounts={[details.account]} onClose={() => setAssigning(false)} />;
          if (done !== null) return <Outcome of={done} title="Assignments" onClose={() => setDone(null)} />;
          return <Whole details={details} section={section} onAssign={() => setAssigning(true)} onDone={setDone} />;
        }}
      </ConsoleLoading>
    </IdentityCenterPage>
  );
}

interface Props {
  details: CenterAccountDetails;
  section: string | null;
  onAssign(): void;
  onDone(outcome: AssignmentOutcome): void;
}

function Whole({ details, section, onAssign, onDone }: Props) {
  const { account } = details;
  const [tab, setTab] = useState(section ?? "principals");
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        actions={
          <Button variant="primary" disabled={account.isSuspended || account.isClosed} onClick={onAssign}>
            Assign users or groups
          </Button>
        }
      >
        {account.name}
      </Header>
      {account.isClosed && (
        <Alert type="info">
          This is the management account. A delegated administrator cannot change who has what in it.
        </Alert>
      )}
      {account.isSuspended && <Alert type="warning">This account is suspended. Nobody enters it any more.</Alert>}
      <Container header={<Header variant="h2">Overview</Header>}>
        <ColumnLayout columns={3} variant="text-grid">
          <Fact label="Account ID">{account.id}</Fact>
          <Fact label="Email">{account.email}</Fact>
          <Fact label="Type">{account.isManagement ? "Management account" : "Member account"}</Fact>
        </ColumnLayout>
      </Container>
      <Tabs
        ariaLabel="About the account"
        activeTabId={tab}
        onChange={({ detail }) => setTab(detail.activeTabId)}
        tabs={[
          {
            id: "principals",
            label: "Users and groups",
            content: <Assigned account={account} onDone={onDone} />,
          },
          { id: "sets", label: "Permission sets", content: <Sets of={details.provisioned} /> },
        ]}
      />
    </SpaceBetween>
  );
}

function Sets({ of }: { of: CenterAccountDetails["provisioned"] }) {
  return (
    <Table
      items={of}
      trackBy="id"
      wrapLines
      ariaLabels={{ tableLabel: "Permission sets of the account" }}
      empty={<Box textAlign="center">Nothing is provisioned here. Assign users or groups a permission set.</Box>}
      header={
        <Header variant="h2" counter={`(${of.length})`}>
          Permission sets
        </Header>
      }
      columnDefinitions={[
        {
          id: "name",
          header: "Permission set",
          isRowHeader: true,
          cell: ({ id, name }) => <PageLink to={{ page: "center-permission-set", id, section: null }}>{name}</PageLink>,
        },
        { id: "role", header: "Role ARN", cell: ({ roleArn }) => <LongName of={roleArn} /> },
        { id: "status", header: "Status", minWidth: 170, cell: (set) => <Provisioned {...set} /> },
      ]}
    />
  );
}
