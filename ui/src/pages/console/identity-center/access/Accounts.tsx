import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { useCallback, useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { CenterAccount } from "../../../../api/types";
import { useLoaded } from "../../../../desk/useLoaded";
import { ConsoleLoading } from "../../ConsolePage";
import { FindBox } from "../../iam/FindBox";
import { PageLink } from "../../iam/PageLink";
import { IdentityCenterPage } from "../IdentityCenterPage";
import { Assign } from "./Assign";
import { Pages, usePart } from "./parts";
import { Units } from "./Units";

/** As many accounts as can be chosen at a time. */
const MOST = 10;

/** The organization's accounts, of which some are given to people. */
export default function Accounts() {
  const [chosen, setChosen] = useState<CenterAccount[]>([]);
  const [assigning, setAssigning] = useState(false);
  return (
    <IdentityCenterPage testId="page-center-accounts">
      {assigning ? (
        <Assign accounts={chosen} onClose={() => setAssigning(false)} />
      ) : (
        <Choose chosen={chosen} onChoose={setChosen} onAssign={() => setAssigning(true)} />
      )}
    </IdentityCenterPage>
  );
}

interface Props {
  chosen: CenterAccount[];
  onChoose(accounts: CenterAccount[]): void;
  onAssign(): void;
}

function Choose({ chosen, onChoose, onAssign }: Props) {
  const [view, setView] = useState("hierarchy");
  const [unit, setUnit] = useState<string | null>(null);
  const tooMany = chosen.length > MOST;
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description="Choose up to ten accounts, and then who gets which permission sets in them."
        actions={
          <Button variant="primary" disabled={chosen.length === 0 || tooMany} onClick={onAssign}>
            Assign users or groups
          </Button>
        }
      >
        AWS accounts
      </Header>
      <SpaceBetween size="s" direction="horizontal" alignItems="center">
        <SegmentedControl
          label="View"
          selectedId={view}
          options={[
            { id: "hierarchy", text: "Hierarchy" },
            { id: "list", text: "List" },
          ]}
          onChange={({ detail }) => setView(detail.selectedId)}
        />
        <div role="status" data-testid="accounts-chosen">
          {tooMany ? (
            <StatusIndicator type="error">{`${chosen.length} accounts are chosen; ten at a time can be assigned.`}</StatusIndicator>
          ) : (
            <span>{chosen.length === 1 ? "1 account is chosen." : `${chosen.length} accounts are chosen.`}</span>
          )}
        </div>
        {chosen.length > 0 && (
          <Button variant="inline-link" onClick={() => onChoose([])}>
            Choose none
          </Button>
        )}
      </SpaceBetween>
      {view === "hierarchy" && <Units chosen={unit} onChoose={setUnit} />}
      <List key={`${view} ${unit ?? ""}`} unit={view === "list" ? null : unit} chosen={chosen} onChoose={onChoose} />
    </SpaceBetween>
  );
}

interface ListProps {
  unit: string | null;
  chosen: CenterAccount[];
  onChoose(accounts: CenterAccount[]): void;
}

function List({ unit, chosen, onChoose }: ListProps) {
  const part = usePart();
  const { search, query } = part;
  const ask = useCallback(
    () =>
      outcome(
        api.GET("/api/identity-center/accounts", {
          params: { query: { ...query, ...(unit === null ? {} : { unit }) } },
        }),
      ),
    [query, unit],
  );
  const [loaded] = useLoaded(ask);
  return (
    <ConsoleLoading of={loaded}>
      {({ accounts, total, pages }) => {
        const elsewhere = chosen.filter(({ id }) => !accounts.some((account) => account.id === id));
        return (
          <Table
            items={accounts}
            trackBy="id"
            wrapLines
            selectionType="multi"
            selectedItems={accounts.filter(({ id }) => chosen.some((one) => one.id === id))}
            isItemDisabled={({ isSuspended, isClosed }) => isSuspended || isClosed}
            onSelectionChange={({ detail }) => onChoose([...elsewhere, ...detail.selectedItems])}
            ariaLabels={{
              tableLabel: "AWS accounts",
              selectionGroupLabel: "Choose accounts",
              allItemsSelectionLabel: () => "Choose all accounts on this page",
              itemSelectionLabel: (_, { name }) => `Choose ${name}`,
            }}
            empty={
              <Box textAlign="center">
                {search === ""
                  ? "No account stands here. Create accounts in AWS Organizations, or choose another unit."
                  : "No account's name, address or ID fits."}
              </Box>
            }
            filter={
              <FindBox
                what="accounts"
                placeholder="Find accounts by name, email address or ID"
                start={search}
                onFind={part.narrow}
              />
            }
            pagination={<Pages part={part} pages={pages} />}
            header={
              <Header variant="h2" counter={`(${total})`}>
                Accounts
              </Header>
            }
            columnDefinitions={[
              {
                id: "name",
                header: "Account name",
                isRowHeader: true,
                cell: (account) => <Name account={account} />,
              },
              { id: "id", header: "Account ID", cell: ({ id }) => id },
              {
                id: "sets",
                header: "Permission sets",
                cell: ({ permissionSets, outdated }) =>
                  outdated === 0 ? permissionSets : `${permissionSets}, ${outdated} outdated`,
              },
            ]}
          />
        );
      }}
    </ConsoleLoading>
  );
}

function Name({ account }: { account: CenterAccount }) {
  const words = [
    account.isManagement && "management account",
    account.isClosed && "not a delegated administrator's",
    account.isSuspended && "suspended",
    account.email,
  ];
  return (
    <span>
      <PageLink to={{ page: "center-account", id: account.id, section: null }}>{account.name}</PageLink>
      <Box variant="small" display="block">
        {words.filter((word) => word !== false).join(" · ")}
      </Box>
    </span>
  );
}
