import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";
import type { NamedSet } from "../../../../api/types";
import { ConsoleLoading } from "../../ConsolePage";
import { Pages } from "./parts";
import { NO_MATCH, SetFilter, usePermissionSets } from "./sets";

interface Props {
  chosen: NamedSet[];
  onChoose(sets: NamedSet[]): void;
}

/** Permission sets, a page at a time, to choose some: those of other pages stay chosen. */
export function SetChoice({ chosen, onChoose }: Props) {
  const { loaded, part } = usePermissionSets();
  return (
    <ConsoleLoading of={loaded}>
      {({ permissionSets, pages }) => {
        const elsewhere = chosen.filter(({ id }) => !permissionSets.some((set) => set.id === id));
        return (
          <Table
            items={permissionSets}
            trackBy="id"
            wrapLines
            selectionType="multi"
            selectedItems={permissionSets.filter(({ id }) => chosen.some((one) => one.id === id))}
            onSelectionChange={({ detail }) =>
              onChoose([...elsewhere, ...detail.selectedItems.map(({ id, name }) => ({ id, name }))])
            }
            ariaLabels={{
              tableLabel: "Permission sets to choose",
              selectionGroupLabel: "Permission sets",
              allItemsSelectionLabel: () => "Choose all permission sets on this page",
              itemSelectionLabel: (_, { name }) => `Choose ${name}`,
            }}
            empty={
              <Box textAlign="center">
                {part.search === "" ? "There are no permission sets. Create one first." : NO_MATCH}
              </Box>
            }
            filter={<SetFilter part={part} />}
            pagination={<Pages part={part} pages={pages} />}
            header={
              <Header variant="h2" counter={`(${chosen.length} chosen)`}>
                Permission sets
              </Header>
            }
            columnDefinitions={[
              { id: "name", header: "Permission set", isRowHeader: true, cell: ({ name }) => name },
              { id: "description", header: "Description", cell: ({ description }) => description || "-" },
            ]}
          />
        );
      }}
    </ConsoleLoading>
  );
}
