import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useState, type ReactNode } from "react";
import type { Outcome } from "../../../api/client";
import type { Route } from "../../../browser/addresses";
import { useNavigation } from "../../../browser/navigation";
import { useLoaded } from "../../../desk/useLoaded";
import { useSubmit, type Submission } from "../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../ConsolePage";

/** How a list speaks of what is in it. */
interface Words {
  title: string;
  /** One of them where the table names it, for example `User group`. */
  one: string;
  /** One of them within a sentence, for example `group`. */
  thing: string;
  description: string;
}

/** A question whether the one of this name is to be deleted. */
interface Deletion {
  name: string;
  submission: Submission;
  onClose(): void;
  onDeleted(): void;
}

interface Props<L, T> {
  words: Words;
  /** Must be stable. */
  ask: () => Promise<Outcome<L>>;
  itemsOf(answer: L): T[];
  nameOf(item: T): string;
  /** The page that creates one. */
  create: Route;
  columns: TableProps.ColumnDefinition<T>[];
  deletion(props: Deletion): ReactNode;
}

/** All that the account has of something with names: found by a part of the name, created and deleted. */
export function NamedList<L, T>({ words, ask, itemsOf, nameOf, create, columns, deletion }: Props<L, T>) {
  const { title, one, thing, description } = words;
  const navigation = useNavigation();
  const submission = useSubmit();
  const [loaded] = useLoaded(ask);
  const [find, setFind] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const wanted = find.trim().toLowerCase();
  return (
    <SpaceBetween size="m">
      <ConsoleRefusal error={submission.error} />
      <ConsoleLoading of={loaded}>
        {(answer) => {
          const items = itemsOf(answer);
          const shown = items.filter((item) => nameOf(item).toLowerCase().includes(wanted));
          return (
            <Table
              items={shown}
              trackBy={nameOf}
              wrapLines
              selectionType="single"
              selectedItems={shown.filter((item) => nameOf(item) === chosen)}
              onSelectionChange={({ detail }) => setChosen(detail.selectedItems.map(nameOf)[0] ?? null)}
              ariaLabels={{
                tableLabel: title,
                selectionGroupLabel: one,
                itemSelectionLabel: (_, item) => `Choose ${nameOf(item)}`,
              }}
              empty={
                <Box textAlign="center">
                  {items.length === 0
                    ? `This account has no ${thing}s. Create one.`
                    : `No ${thing}'s name has this in it.`}
                </Box>
              }
              filter={
                <TextFilter
                  filteringText={find}
                  filteringPlaceholder={`Find ${thing}s`}
                  filteringAriaLabel={`Find ${thing}s`}
                  onChange={({ detail }) => setFind(detail.filteringText)}
                />
              }
              header={
                <Header
                  variant="h1"
                  counter={`(${items.length})`}
                  description={description}
                  actions={
                    <SpaceBetween size="xs" direction="horizontal">
                      <Button disabled={chosen === null} onClick={() => setAsking(true)}>
                        Delete
                      </Button>
                      <Button variant="primary" onClick={() => navigation.visit(create)}>
                        {`Create ${thing}`}
                      </Button>
                    </SpaceBetween>
                  }
                >
                  {title}
                </Header>
              }
              columnDefinitions={columns}
            />
          );
        }}
      </ConsoleLoading>
      {asking &&
        chosen !== null &&
        deletion({
          name: chosen,
          submission,
          onClose: () => setAsking(false),
          onDeleted: () => setChosen(null),
        })}
    </SpaceBetween>
  );
}
