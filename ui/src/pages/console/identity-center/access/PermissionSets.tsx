import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import type { PermissionSetView } from "../../../../api/types";
import { useNavigation } from "../../../../browser/navigation";
import { ConsoleLoading } from "../../ConsolePage";
import { PageLink } from "../../iam/PageLink";
import { hoursOf } from "../../iam/roles/Duration";
import { IdentityCenterPage } from "../IdentityCenterPage";
import { Pages } from "./parts";
import { NO_MATCH, SetFilter, usePermissionSets } from "./sets";

/** The permission sets. */
export default function PermissionSets() {
  return (
    <IdentityCenterPage testId="page-center-permission-sets">
      <List />
    </IdentityCenterPage>
  );
}

function List() {
  const { visit } = useNavigation();
  const { loaded, part } = usePermissionSets();
  return (
    <ConsoleLoading of={loaded}>
      {({ permissionSets, total, pages }) => (
        <Table
          items={permissionSets}
          trackBy="id"
          wrapLines
          ariaLabels={{ tableLabel: "Permission sets" }}
          empty={
            <Box textAlign="center">
              {part.search === ""
                ? "There are no permission sets. Create one to give people access to accounts."
                : NO_MATCH}
            </Box>
          }
          filter={<SetFilter part={part} />}
          pagination={<Pages part={part} pages={pages} />}
          header={
            <Header
              variant="h1"
              counter={`(${total})`}
              description="What people may do in an account. Assigned to someone there, a permission set becomes a role of the account."
              actions={
                <Button variant="primary" onClick={() => visit({ page: "center-create-permission-set" })}>
                  Create permission set
                </Button>
              }
            >
              Permission sets
            </Header>
          }
          columnDefinitions={[
            {
              id: "name",
              header: "Permission set",
              isRowHeader: true,
              cell: ({ id, name }) => (
                <PageLink to={{ page: "center-permission-set", id, section: null }}>{name}</PageLink>
              ),
            },
            { id: "description", header: "Description", cell: ({ description }) => description || "-" },
            { id: "session", header: "Session duration", cell: ({ sessionSeconds }) => hoursOf(sessionSeconds) },
            { id: "accounts", header: "Provisioned status", minWidth: 170, cell: (set) => <Status set={set} /> },
          ]}
        />
      )}
    </ConsoleLoading>
  );
}

function Status({ set: { accounts, outdated } }: { set: PermissionSetView }) {
  if (accounts === 0) return <StatusIndicator type="stopped">Not provisioned</StatusIndicator>;
  const where = accounts === 1 ? "1 account" : `${accounts} accounts`;
  if (outdated === 0) return <StatusIndicator type="success">{where}</StatusIndicator>;
  return <StatusIndicator type="warning">{`${where}, ${outdated} outdated`}</StatusIndicator>;
}
