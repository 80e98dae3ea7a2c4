import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import type { OrganizationTree, OrganizationView } from "../../../api/types";
import { useNavigation } from "../../../browser/navigation";
import { useLoaded } from "../../../desk/useLoaded";
import { when } from "../../../shell/when";
import { ConsoleLoading } from "../ConsolePage";
import { PageLink } from "../iam/PageLink";
import { OrganizationPage } from "./OrganizationPage";
import { TreeAct, type TreeActKind } from "./TreeAct";
import { childrenOf, isRoot, type TreeItem } from "./tree";

/** The organization's accounts, in their units. */
export default function Accounts() {
  return (
    <OrganizationPage testId="page-organization">
      <Whole />
    </OrganizationPage>
  );
}

const askOrganization = () => outcome(api.GET("/api/organization"));
const askTree = () => outcome(api.GET("/api/organization/tree"));

function Whole() {
  const [organization] = useLoaded(askOrganization);
  const [tree] = useLoaded(askTree);
  return (
    <SpaceBetween size="l">
      <ConsoleLoading of={organization}>{(view) => <Facts view={view} />}</ConsoleLoading>
      <ConsoleLoading of={tree}>{(found) => <Tree tree={found} />}</ConsoleLoading>
    </SpaceBetween>
  );
}

function Facts({ view }: { view: OrganizationView }) {
  return (
    <Container header={<Header variant="h2">Your organization</Header>}>
      <ColumnLayout columns={3} variant="text-grid">
        <Fact label="Organization ID" value={view.id} />
        <Fact label="Management account" value={`${view.managementAccountId} (${view.managementAccountEmail})`} />
        <Fact label="Feature set" value={view.featureSet === "ALL" ? "All features" : view.featureSet} />
      </ColumnLayout>
    </Container>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <Box variant="awsui-key-label">{label}</Box>
      <div>{value}</div>
    </div>
  );
}

function Tree({ tree }: { tree: OrganizationTree }) {
  const navigation = useNavigation();
  const [closed, setClosed] = useState<string[]>([]);
  const [chosen, setChosen] = useState<string | null>(null);
  const [act, setAct] = useState<TreeActKind | null>(null);
  const items: TreeItem[] = [
    ...tree.units.map((unit): TreeItem => ({ id: unit.id, kind: "unit", unit })),
    ...tree.accounts.map((account): TreeItem => ({ id: account.id, kind: "account", account })),
  ];
  const item = items.find(({ id }) => id === chosen) ?? null;
  const unit = item?.kind === "unit" ? item.unit : null;
  const account = item?.kind === "account" ? item.account : null;
  return (
    <>
      <Table<TreeItem>
        items={childrenOf(tree, null)}
        trackBy="id"
        variant="container"
        wrapLines
        selectionType="single"
        selectedItems={item === null ? [] : [item]}
        onSelectionChange={({ detail }) => setChosen(detail.selectedItems[0]?.id ?? null)}
        ariaLabels={{
          tableLabel: "Organizational structure",
          selectionGroupLabel: "Choose a unit or an account",
          itemSelectionLabel: (_, { id }) => `Choose ${nameOf(items, id)}`,
          expandButtonLabel: ({ id }) => `Open ${nameOf(items, id)}`,
          collapseButtonLabel: ({ id }) => `Close ${nameOf(items, id)}`,
        }}
        expandableRows={{
          getItemChildren: ({ id, kind }) => (kind === "unit" ? childrenOf(tree, id) : []),
          isItemExpandable: ({ id, kind }) => kind === "unit" && childrenOf(tree, id).length > 0,
          expandedItems: items.filter(({ id, kind }) => kind === "unit" && !closed.includes(id)),
          onExpandableItemToggle: ({ detail }) =>
            setClosed(detail.expanded ? closed.filter((id) => id !== detail.item.id) : [...closed, detail.item.id]),
        }}
        header={
          <Header
            variant="h1"
            description="The accounts of the organization, in the units whose policies they follow."
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                <ButtonDropdown
                  items={[
                    {
                      text: "Organizational unit",
                      items: [
                        { id: "create-unit", text: "Create new", disabled: unit === null },
                        { id: "rename-unit", text: "Rename", disabled: unit === null || isRoot(unit) },
                        { id: "delete-unit", text: "Delete", disabled: unit === null || isRoot(unit) },
                      ],
                    },
                    {
                      text: "AWS account",
                      items: [
                        { id: "move", text: "Move", disabled: account === null },
                        {
                          id: "close",
                          text: "Close",
                          disabled: account === null || account.isManagement || account.isSuspended,
                        },
                      ],
                    },
                  ]}
                  onItemClick={({ detail }) => setAct(detail.id as TreeActKind)}
                >
                  Actions
                </ButtonDropdown>
                <Button variant="primary" onClick={() => navigation.visit({ page: "organization-create-account" })}>
                  Add an AWS account
                </Button>
              </SpaceBetween>
            }
          >
            AWS accounts
          </Header>
        }
        columnDefinitions={[
          { id: "name", header: "Organizational structure", isRowHeader: true, cell: (one) => <Name item={one} /> },
          { id: "id", header: "ID", cell: ({ id }) => id },
          {
            id: "status",
            header: "Status",
            minWidth: 160,
            cell: (one) =>
              one.kind === "unit" ? (
                "-"
              ) : (
                <StatusIndicator type={one.account.isSuspended ? "stopped" : "success"}>
                  {one.account.isSuspended ? "Suspended" : "Active"}
                </StatusIndicator>
              ),
          },
          {
            id: "joined",
            header: "Joined",
            cell: (one) =>
              one.kind === "unit" || one.account.joinedAt == null
                ? "-"
                : `${one.account.wasCreated ? "Created" : "Invited"} ${when(one.account.joinedAt)}`,
          },
        ]}
      />
      {act !== null && item !== null && <TreeAct act={act} item={item} tree={tree} onClose={() => setAct(null)} />}
    </>
  );
}

function nameOf(items: TreeItem[], id: string): string {
  const item = items.find((one) => one.id === id);
  return item === undefined ? id : item.kind === "unit" ? item.unit.name : item.account.name;
}

function Name({ item }: { item: TreeItem }) {
  return (
    <span>
      <PageLink to={{ page: "organization-target", target: item.id }}>
        {item.kind === "unit" ? item.unit.name : item.account.name}
      </PageLink>
      {item.kind === "account" && (
        <Box variant="small" display="block">
          {item.account.isManagement ? `management account · ${item.account.email}` : item.account.email}
        </Box>
      )}
    </span>
  );
}
