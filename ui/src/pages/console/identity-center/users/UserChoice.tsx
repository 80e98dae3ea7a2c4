import Box from "@cloudscape-design/components/box";
import Table from "@cloudscape-design/components/table";
import { ConsoleLoading } from "../../ConsolePage";
import { Pager } from "../../paging";
import { NO_MATCH, UserFilter, useUsers } from "./directory";

interface Props {
  chosen: string[];
  onChoose(ids: string[]): void;
}

/** People of the identity store, a page at a time, to choose some: those of other pages stay chosen. */
export function UserChoice({ chosen, onChoose }: Props) {
  const { loaded, paging } = useUsers();
  return (
    <ConsoleLoading of={loaded}>
      {({ users, next }) => {
        const elsewhere = chosen.filter((chosenId) => !users.some(({ id }) => id === chosenId));
        return (
          <Table
            variant="embedded"
            items={users}
            trackBy="id"
            wrapLines
            selectionType="multi"
            selectedItems={users.filter(({ id }) => chosen.includes(id))}
            onSelectionChange={({ detail }) => onChoose([...elsewhere, ...detail.selectedItems.map(({ id }) => id)])}
            ariaLabels={{
              tableLabel: "Users to choose",
              selectionGroupLabel: "Users",
              allItemsSelectionLabel: () => "Choose all users",
              itemSelectionLabel: (_, { userName }) => `Choose ${userName}`,
            }}
            empty={<Box textAlign="center">{paging.find === "" ? "There are no users. Add one first." : NO_MATCH}</Box>}
            filter={<UserFilter paging={paging} />}
            pagination={<Pager paging={paging} next={next} />}
            columnDefinitions={[
              { id: "name", header: "Username", isRowHeader: true, cell: ({ userName }) => userName },
              { id: "display", header: "Display name", cell: ({ displayName }) => displayName },
            ]}
          />
        );
      }}
    </ConsoleLoading>
  );
}
