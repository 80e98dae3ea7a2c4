import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useCallback, useState } from "react";
import { api, outcome } from "../../../../api/client";
import { useLoaded } from "../../../../desk/useLoaded";
import { ConsoleLoading } from "../../ConsolePage";
import { FindBox } from "../FindBox";

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
  const [search, setSearch] = useState("");
  const [pages, setPages] = useState<string[]>([]);
  const after = pages.at(-1);
  const ask = useCallback(
    () =>
      outcome(
        api.GET("/api/users", {
          params: { query: { ...(search === "" ? {} : { search }), ...(after === undefined ? {} : { after }) } },
        }),
      ),
    [search, after],
  );
  const [loaded] = useLoaded(ask);
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
                {search === "" ? "There is no other user." : "No user's name begins with this."}
              </Box>
            }
            filter={
              <FindBox
                what="users"
                placeholder="Find users by the beginning of their name"
                start={search}
                onFind={(text) => {
                  setPages([]);
                  setSearch(text);
                }}
              />
            }
            pagination={
              (pages.length > 0 || next != null) && (
                <SpaceBetween size="xs" direction="horizontal">
                  <Button
                    iconName="angle-left"
                    ariaLabel="Previous page"
                    formAction="none"
                    disabled={pages.length === 0}
                    onClick={() => setPages(pages.slice(0, -1))}
                  />
                  <Button
                    iconName="angle-right"
                    ariaLabel="Next page"
                    formAction="none"
                    disabled={next == null}
                    onClick={() => next != null && setPages([...pages, next])}
                  />
                </SpaceBetween>
              )
            }
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
