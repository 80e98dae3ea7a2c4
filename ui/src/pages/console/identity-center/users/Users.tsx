import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { useCallback } from "react";
import { api, outcome } from "../../../../api/client";
import { useNavigation } from "../../../../browser/navigation";
import { useLoaded } from "../../../../desk/useLoaded";
import { ConsoleLoading } from "../../ConsolePage";
import { FindBox } from "../../iam/FindBox";
import { PageLink } from "../../iam/PageLink";
import { IdentityCenterPage } from "../IdentityCenterPage";
import { Pager, usePaging } from "../paging";

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
  const paging = usePaging();
  const { find, after } = paging.query;
  const ask = useCallback(
    () =>
      outcome(
        api.GET("/api/identity-center/users", {
          params: { query: { ...(find === undefined ? {} : { find }), ...(after === undefined ? {} : { after }) } },
        }),
      ),
    [find, after],
  );
  const [loaded] = useLoaded(ask);
  return (
    <ConsoleLoading of={loaded}>
      {({ users, next }) => (
        <Table
          items={users}
          trackBy="id"
          wrapLines
          ariaLabels={{ tableLabel: "Users" }}
          empty={
            <Box textAlign="center">
              {paging.find === ""
                ? "There are no users. Add one."
                : "Nobody's user name, display name or email address begins with this."}
            </Box>
          }
          filter={
            <FindBox
              what="users"
              placeholder="Find users by the beginning of user name, display name or email"
              start={paging.find}
              onFind={paging.setFind}
            />
          }
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
              cell: ({ createdBy }) => (createdBy === "manual" ? "Manual" : createdBy.toUpperCase()),
            },
          ]}
        />
      )}
    </ConsoleLoading>
  );
}
