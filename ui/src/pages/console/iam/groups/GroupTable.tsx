import Box from "@cloudscape-design/components/box";
import Table from "@cloudscape-design/components/table";
import { api, outcome } from "../../../../api/client";
import { useLoaded } from "../../../../desk/useLoaded";
import { ConsoleLoading } from "../../ConsolePage";

const ask = () => outcome(api.GET("/api/groups"));

interface Props {
  /** Groups that are not offered. */
  without?: string[];
  chosen: string[];
  onChoose(groupNames: string[]): void;
}

/** The account's groups, to choose some. */
export function GroupTable({ without = [], chosen, onChoose }: Props) {
  const [loaded] = useLoaded(ask);
  return (
    <ConsoleLoading of={loaded}>
      {({ groups }) => {
        const offered = groups.filter(({ groupName }) => !without.includes(groupName));
        return (
          <Table
            variant="embedded"
            items={offered}
            trackBy="groupName"
            wrapLines
            selectionType="multi"
            selectedItems={offered.filter(({ groupName }) => chosen.includes(groupName))}
            onSelectionChange={({ detail }) => onChoose(detail.selectedItems.map(({ groupName }) => groupName))}
            ariaLabels={{
              tableLabel: "Groups to choose",
              selectionGroupLabel: "Groups",
              allItemsSelectionLabel: () => "Choose all groups",
              itemSelectionLabel: (_, { groupName }) => `Choose ${groupName}`,
            }}
            empty={<Box textAlign="center">There is no other group.</Box>}
            columnDefinitions={[
              { id: "name", header: "Group name", isRowHeader: true, cell: ({ groupName }) => groupName },
              { id: "users", header: "Users", cell: ({ users }) => users ?? "Access denied" },
              {
                id: "permissions",
                header: "Permissions",
                cell: ({ hasPermissions }) => permissionWords(hasPermissions),
              },
            ]}
          />
        );
      }}
    </ConsoleLoading>
  );
}

/** Whether a group has policies, in the console's words. */
export function permissionWords(hasPermissions: boolean | null | undefined): string {
  if (hasPermissions == null) return "Access denied";
  return hasPermissions ? "Defined" : "Not defined";
}
