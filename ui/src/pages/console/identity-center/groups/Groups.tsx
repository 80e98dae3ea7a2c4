import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";
import { useNavigation } from "../../../../browser/navigation";
import { when } from "../../../../shell/when";
import { ConsoleLoading } from "../../ConsolePage";
import { PageLink } from "../../iam/PageLink";
import { Pager } from "../../paging";
import { IdentityCenterPage } from "../IdentityCenterPage";
import { madeBy } from "../provider";
import { GroupFilter, NO_MATCH, useGroups } from "./directory";

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
  const { loaded, paging } = useGroups();
  return (
    <ConsoleLoading of={loaded}>
      {({ groups, next }) => (
        <Table
          items={groups}
          trackBy="id"
          wrapLines
          ariaLabels={{ tableLabel: "Groups" }}
          empty={<Box textAlign="center">{paging.find === "" ? "There are no groups. Create one." : NO_MATCH}</Box>}
          filter={<GroupFilter paging={paging} />}
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
            { id: "by", header: "Created by", cell: ({ createdBy }) => madeBy(createdBy) },
          ]}
        />
      )}
    </ConsoleLoading>
  );
}
