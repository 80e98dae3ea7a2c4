import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { useCallback, useState } from "react";
import { api, outcome } from "../../api/client";
import type { EventView } from "../../api/types";
import { useLoaded } from "../../desk/useLoaded";
import { when } from "../../shell/when";
import { useSubmit } from "../useSubmit";
import { ConsoleLoading, ConsolePage, ConsoleRefusal } from "./ConsolePage";
import { Arrows } from "./paging";

const OUTCOMES = [
  { value: "", label: "Any outcome" },
  { value: "success", label: "Success" },
  { value: "failure", label: "Failure" },
];

interface Filter {
  name: string;
  userName: string;
  outcome: Outcome | "";
}

type Outcome = EventView["outcome"];

/** Only what is set goes into the query. */
function queryOf({ name, userName, outcome: chosen }: Filter): { name?: string; userName?: string; outcome?: Outcome } {
  return {
    ...(name === "" ? {} : { name }),
    ...(userName === "" ? {} : { userName }),
    ...(chosen === "" ? {} : { outcome: chosen }),
  };
}

/** Every sign-in and change of this account. */
export default function EventHistory() {
  return (
    <ConsolePage testId="page-event-history">
      <History />
    </ConsolePage>
  );
}

function History() {
  const [draft, setDraft] = useState<Filter>({ name: "", userName: "", outcome: "" });
  const [filter, setFilter] = useState(draft);
  const [pages, setPages] = useState<number[]>([]);
  const [opened, setOpened] = useState<EventView | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const submission = useSubmit();
  const before = pages.at(-1);
  const ask = useCallback(
    () =>
      outcome(
        api.GET("/api/events", {
          params: { query: { ...queryOf(filter), ...(before === undefined ? {} : { before }) } },
        }),
      ),
    [filter, before],
  );
  const [loaded] = useLoaded(ask);

  const apply = (next: Filter) => {
    setDraft(next);
    setFilter(next);
    setPages([]);
    setOpened(null);
  };
  const download = async () => {
    const exported = await outcome(api.GET("/api/events/export", { params: { query: queryOf(filter) } }));
    if (!exported.ok) {
      submission.setError(exported.error);
      return;
    }
    const body = { fileName: "events.jsonl", contents: exported.data.jsonLines };
    await submission.send(
      () => outcome(api.POST("/desk/downloads", { body })),
      ({ path }) => setSaved(path),
    );
  };

  return (
    <SpaceBetween size="m">
      <ConsoleRefusal error={submission.error} />
      {saved !== null && (
        <Alert type="success" dismissible onDismiss={() => setSaved(null)}>
          Saved as JSON lines: {saved}
        </Alert>
      )}
      <ConsoleLoading of={loaded}>
        {({ events, next }) => (
          <Table
            items={events}
            trackBy="seq"
            wrapLines
            selectionType="single"
            selectedItems={opened === null ? [] : [opened]}
            onSelectionChange={({ detail }) => setOpened(detail.selectedItems[0] ?? null)}
            ariaLabels={{
              tableLabel: "Events",
              selectionGroupLabel: "Event to show",
              itemSelectionLabel: (_, event) => `Show ${event.name} of ${when(event.time)}`,
            }}
            empty={<Box textAlign="center">No event matches. Sign in somewhere, or widen the filter.</Box>}
            header={
              <Header
                variant="h1"
                description="Newest first, in CloudTrail's shape. Select an event to see the whole record."
                actions={<Button onClick={() => void download()}>Download JSON lines</Button>}
              >
                Event history
              </Header>
            }
            filter={
              <form
                onSubmit={(event) => {
                  event.preventDefault();
                  apply(draft);
                }}
              >
                <SpaceBetween size="s" direction="horizontal" alignItems="end">
                  <FormField label="Event name">
                    <Input
                      value={draft.name}
                      placeholder="ConsoleLogin"
                      onChange={({ detail }) => setDraft({ ...draft, name: detail.value })}
                    />
                  </FormField>
                  <FormField label="User name">
                    <Input
                      value={draft.userName}
                      placeholder="alice"
                      onChange={({ detail }) => setDraft({ ...draft, userName: detail.value })}
                    />
                  </FormField>
                  <FormField label="Outcome">
                    <Select
                      selectedOption={OUTCOMES.find((option) => option.value === draft.outcome) ?? null}
                      options={OUTCOMES}
                      onChange={({ detail }) =>
                        apply({ ...draft, outcome: (detail.selectedOption.value ?? "") as Filter["outcome"] })
                      }
                    />
                  </FormField>
                  <Button formAction="submit">Filter</Button>
                </SpaceBetween>
              </form>
            }
            pagination={
              <Arrows
                backLabel="Newer events"
                forthLabel="Older events"
                back={pages.length === 0 ? null : () => setPages(pages.slice(0, -1))}
                forth={next == null ? null : () => setPages([...pages, next])}
              />
            }
            columnDefinitions={[
              { id: "name", header: "Event", isRowHeader: true, cell: (event) => event.name },
              { id: "time", header: "Time", cell: (event) => when(event.time) },
              { id: "user", header: "User name", cell: (event) => event.userName ?? "-" },
              {
                id: "outcome",
                header: "Outcome",
                cell: (event) => (
                  <StatusIndicator type={event.outcome === "success" ? "success" : "error"}>
                    {event.outcome === "success" ? "Success" : "Failure"}
                  </StatusIndicator>
                ),
              },
              { id: "region", header: "Region", cell: (event) => event.region },
              { id: "ip", header: "Source IP", cell: (event) => event.sourceIp },
            ]}
          />
        )}
      </ConsoleLoading>
      {opened !== null && <Record event={opened} />}
    </SpaceBetween>
  );
}

function Record({ event }: { event: EventView }) {
  const text = JSON.stringify(event.record, null, 2);
  return (
    <ExpandableSection
      variant="container"
      defaultExpanded
      headerText={`Record of ${event.name}`}
      headerActions={
        <CopyToClipboard
          textToCopy={text}
          copyButtonText="Copy record"
          copySuccessText="Record copied"
          copyErrorText="The record could not be copied"
        />
      }
    >
      <pre className="record" data-testid="event-record" tabIndex={0}>
        {text}
      </pre>
    </ExpandableSection>
  );
}
