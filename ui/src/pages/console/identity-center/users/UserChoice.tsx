import Box from "@cloudscape-design/components/box";
import Table from "@cloudscape-design/components/table";
import { useCallback } from "react";
import { api, outcome } from "../../../../api/client";
import { useLoaded } from "../../../../desk/useLoaded";
import { ConsoleLoading } from "../../ConsolePage";
import { FindBox } from "../../iam/FindBox";
import { Pager, usePaging } from "../paging";

interface Props {
  chosen: string[];
  onChoose(ids: string[]): void;
}

/** People of the identity store, a page at a time, to choose some: those of other pages stay chosen. */
export function UserChoice({ chosen, onChoose }: Props) {
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
            empty={
              <Box textAlign="center">
                {paging.find === ""
                  ? "There are no users. Add one first."
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
