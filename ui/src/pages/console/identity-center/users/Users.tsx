import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { useNavigation } from "../../../../browser/navigation";
import { ConsoleLoading } from "../../ConsolePage";
import { PageLink } from "../../iam/PageLink";
import { Pager } from "../../paging";
import { IdentityCenterPage } from "../IdentityCenterPage";
import { madeBy } from "../provider";
import { NO_MATCH, UserFilter, useUsers } from "./directory";

/** The people of the identity store. */
export default function Users() {
  return (
    <IdentityCenterPage testId="page-center-users">
      <List />
    </IdentityCenterPage>
  );
}

function List() {
  const navigation = useNavigation();
  const { loaded, paging } = useUsers();
  return (
    <ConsoleLoading of={loaded}>
      {({ users, next }) => (
        <Table
          items={users}
          trackBy="id"
          wrapLines
          ariaLabels={{ tableLabel: "Users" }}
          empty={<Box textAlign="center">{paging.find === "" ? "There are no users. Add one." : NO_MATCH}</Box>}
          filter={<UserFilter paging={paging} />}
          pagination={<Pager paging={paging} next={next} />}
          header={
            <Header
              variant="h1"
              description="People who sign in at the access portal. They are apart from IAM users."
              actions={
                <Button variant="primary" onClick={() => navigation.visit({ page: "center-add-user" })}>
                  Add user
                </Button>
              }
            >
              Users
            </Header>
          }
          columnDefinitions={[
            {
              id: "name",
              header: "Username",
              isRowHeader: true,
              cell: ({ id, userName }) => (
                <PageLink to={{ page: "center-user", id, section: null }}>{userName}</PageLink>
              ),
            },
            { id: "display", header: "Display name", cell: ({ displayName }) => displayName },
            { id: "email", header: "Primary email", cell: ({ email }) => <span className="wrap">{email}</span> },
            {
              id: "status",
              header: "Status",
              minWidth: 120,
              cell: ({ enabled }) => (
                <StatusIndicator type={enabled ? "success" : "stopped"}>
                  {enabled ? "Enabled" : "Disabled"}
                </StatusIndicator>
              ),
            },
            {
              id: "by",
              header: "Created by",
              cell: ({ createdBy }) => madeBy(createdBy),
            },
          ]}
        />
      )}
    </ConsoleLoading>
  );
}
