import Box from "@cloudscape-design/components/box";
import Table from "@cloudscape-design/components/table";
import { ConsoleLoading } from "../../ConsolePage";
import { Pager } from "../../paging";
import { madeBy } from "../provider";
import { GroupFilter, NO_MATCH, useGroups } from "./directory";

interface Props {
  /** Groups that are not offered, by id. */
  without?: string[];
  /** For members, and not for access: members of groups that are provisioned are not changed here. */
  isForMembers?: boolean;
  chosen: string[];
  onChoose(ids: string[]): void;
}

/** Groups of the identity store, a page at a time, to choose some: those of other pages stay chosen. */
export function GroupChoice({ without = [], isForMembers = false, chosen, onChoose }: Props) {
  const { loaded, paging } = useGroups();
  return (
    <ConsoleLoading of={loaded}>
      {({ groups, next }) => {
        const offered = groups.filter(({ id }) => !without.includes(id));
        const elsewhere = chosen.filter((chosenId) => !offered.some(({ id }) => id === chosenId));
        return (
          <Table
            variant="embedded"
            items={offered}
            trackBy="id"
            wrapLines
            selectionType="multi"
            isItemDisabled={({ provisioned }) => isForMembers && provisioned === true}
            selectedItems={offered.filter(({ id }) => chosen.includes(id))}
            onSelectionChange={({ detail }) => onChoose([...elsewhere, ...detail.selectedItems.map(({ id }) => id)])}
            ariaLabels={{
              tableLabel: "Groups to choose",
              selectionGroupLabel: "Groups",
              allItemsSelectionLabel: () => "Choose all groups",
              itemSelectionLabel: (_, { name }) => `Choose ${name}`,
            }}
            empty={
              <Box textAlign="center">
                {paging.find === "" ? "There is no group to choose. Create one first." : NO_MATCH}
              </Box>
            }
            filter={<GroupFilter paging={paging} />}
            pagination={<Pager paging={paging} next={next} />}
            columnDefinitions={[
              { id: "name", header: "Group name", isRowHeader: true, cell: ({ name }) => name },
              { id: "by", header: "Created by", cell: ({ createdBy }) => madeBy(createdBy) },
              { id: "description", header: "Description", cell: ({ description }) => description || "-" },
            ]}
          />
        );
      }}
    </ConsoleLoading>
  );
}
