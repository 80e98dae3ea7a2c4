import Box from "@cloudscape-design/components/box";
import Table from "@cloudscape-design/components/table";
import { ConsoleLoading } from "../../ConsolePage";
import { Pager } from "../../paging";
import { FindBox } from "../FindBox";
import { useUsers } from "./useUsers";

interface Props {
  /** Users that are not offered. */
  without?: string[];
  /** Only one. */
  single?: boolean;
  chosen: string[];
  onChoose(userNames: string[]): void;
}

/** The account's users, a page at a time, to choose some: those of other pages stay chosen. */
export function UserTable({ without = [], single = false, chosen, onChoose }: Props) {
  const { loaded, paging } = useUsers();
  return (
    <ConsoleLoading of={loaded}>
      {({ users, next }) => {
        const offered = users.filter(({ userName }) => !without.includes(userName));
        const elsewhere = chosen.filter((name) => !offered.some(({ userName }) => userName === name));
        return (
          <Table
            variant="embedded"
            items={offered}
            trackBy="userName"
            wrapLines
            selectionType={single ? "single" : "multi"}
            selectedItems={offered.filter(({ userName }) => chosen.includes(userName))}
            onSelectionChange={({ detail }) => {
              const here = detail.selectedItems.map(({ userName }) => userName);
              onChoose(single ? here : [...elsewhere, ...here]);
            }}
            ariaLabels={{
              tableLabel: "Users to choose",
              selectionGroupLabel: "Users",
              allItemsSelectionLabel: () => "Choose all users",
              itemSelectionLabel: (_, { userName }) => `Choose ${userName}`,
            }}
            empty={
              <Box textAlign="center">
                {paging.find === "" ? "There is no other user." : "No user's name begins with this."}
              </Box>
            }
            filter={
              <FindBox
                what="users"
                placeholder="Find users by the beginning of their name"
                start={paging.find}
                onFind={paging.setFind}
              />
            }
            pagination={<Pager paging={paging} next={next} />}
            columnDefinitions={[
              { id: "name", header: "User name", isRowHeader: true, cell: ({ userName }) => userName },
              { id: "groups", header: "Groups", cell: ({ groups }) => groups ?? "Access denied" },
            ]}
          />
        );
      }}
    </ConsoleLoading>
  );
}
