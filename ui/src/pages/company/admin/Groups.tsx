import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";
import { api, outcome } from "../../../api/client";
import { useNavigation } from "../../../browser/navigation";
import { useLoaded } from "../../../desk/useLoaded";
import { PageLink } from "../../console/iam/PageLink";
import { CompanyLoading } from "../CompanySession";

export const askGroups = () => outcome(api.GET("/company/api/admin/groups"));

/** Every group. */
export function Groups() {
  const { visit } = useNavigation();
  const [loaded] = useLoaded(askGroups);
  return (
    <CompanyLoading of={loaded}>
      {(groups) => (
        <Table
          items={groups}
          trackBy="id"
          wrapLines
          ariaLabels={{ tableLabel: "Groups" }}
          header={
            <Header
              variant="h1"
              counter={`(${groups.length})`}
              description="What people have in common. AWS roles are given to groups, never to single people."
              actions={
                <Button variant="primary" onClick={() => visit({ page: "company", at: "add-group" })}>
                  Add group
                </Button>
              }
            >
              Groups
            </Header>
          }
          empty={<Box>There is no group. Add one, and people to it.</Box>}
          columnDefinitions={[
            {
              id: "name",
              header: "Name",
              isRowHeader: true,
              cell: ({ id, name }) => <PageLink to={{ page: "company", at: "group", id }}>{name}</PageLink>,
            },
            { id: "description", header: "What it is for", cell: ({ description }) => description || "-" },
            { id: "members", header: "Members", cell: ({ members }) => members.length },
          ]}
        />
      )}
    </CompanyLoading>
  );
}
