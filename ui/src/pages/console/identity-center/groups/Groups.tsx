import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";
import { useCallback } from "react";
import { api, outcome } from "../../../../api/client";
import { useNavigation } from "../../../../browser/navigation";
import { useLoaded } from "../../../../desk/useLoaded";
import { when } from "../../../../shell/when";
import { ConsoleLoading } from "../../ConsolePage";
import { FindBox } from "../../iam/FindBox";
import { PageLink } from "../../iam/PageLink";
import { IdentityCenterPage } from "../IdentityCenterPage";
import { Pager, usePaging } from "../paging";

/** The groups of the identity store. */
export default function Groups() {
  return (
    <IdentityCenterPage testId="page-center-groups">
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
        api.GET("/api/identity-center/groups", {
          params: { query: { ...(find === undefined ? {} : { find }), ...(after === undefined ? {} : { after }) } },
        }),
      ),
    [find, after],
  );
  const [loaded] = useLoaded(ask);
  return (
    <ConsoleLoading of={loaded}>
      {({ groups, next }) => (
        <Table
          items={groups}
          trackBy="id"
          wrapLines
          ariaLabels={{ tableLabel: "Groups" }}
          empty={
            <Box textAlign="center">
              {paging.find === "" ? "There are no groups. Create one." : "No group's name begins with this."}
            </Box>
          }
          filter={
            <FindBox
              what="groups"
              placeholder="Find groups by the beginning of their name"
              start={paging.find}
              onFind={paging.setFind}
            />
          }
          pagination={<Pager paging={paging} next={next} />}
          header={
            <Header
              variant="h1"
              description="What is assigned to a group, all its users have."
              actions={
                <Button variant="primary" onClick={() => navigation.visit({ page: "center-create-group" })}>
                  Create group
                </Button>
              }
            >
              Groups
            </Header>
          }
          columnDefinitions={[
            {
              id: "name",
              header: "Group name",
              isRowHeader: true,
              cell: ({ id, name }) => <PageLink to={{ page: "center-group", id, section: null }}>{name}</PageLink>,
            },
            { id: "description", header: "Description", cell: ({ description }) => description || "-" },
            { id: "created", header: "Created", cell: ({ createdAt }) => when(createdAt) },
          ]}
        />
      )}
    </ConsoleLoading>
  );
}
