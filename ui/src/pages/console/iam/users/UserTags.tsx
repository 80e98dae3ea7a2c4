import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useCallback, useMemo, useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { Tag } from "../../../../api/types";
import { useLoaded } from "../../../../desk/useLoaded";
import { useSubmit } from "../../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../../ConsolePage";
import { TagEditor } from "../TagEditor";

/** A user's tags. */
export function UserTags({ userName }: { userName: string }) {
  const path = useMemo(() => ({ userName }), [userName]);
  const ask = useCallback(() => outcome(api.GET("/api/users/{userName}/tags", { params: { path } })), [path]);
  const [loaded] = useLoaded(ask);
  // What the editor had read: someone else's change after that is not overwritten.
  const [editing, setEditing] = useState<Tag[] | null>(null);
  return (
    <ConsoleLoading of={loaded}>
      {({ tags }) =>
        editing !== null ? (
          <Edit userName={userName} read={editing} onClose={() => setEditing(null)} />
        ) : (
          <Table
            items={tags}
            trackBy="key"
            wrapLines
            ariaLabels={{ tableLabel: "Tags" }}
            empty={<Box textAlign="center">No tags.</Box>}
            header={
              <Header
                variant="h2"
                counter={`(${tags.length})`}
                description="Key and value pairs that policies can refer to, up to 50."
                actions={<Button onClick={() => setEditing(tags)}>Manage tags</Button>}
              >
                Tags
              </Header>
            }
            columnDefinitions={[
              { id: "key", header: "Key", isRowHeader: true, cell: ({ key }) => key },
              { id: "value", header: "Value", cell: ({ value }) => (value === "" ? "-" : value) },
            ]}
          />
        )
      }
    </ConsoleLoading>
  );
}

function Edit({ userName, read, onClose }: { userName: string; read: Tag[]; onClose(): void }) {
  const submission = useSubmit();
  const [tags, setTags] = useState(read);
  const save = () =>
    void submission.send<unknown>(
      () =>
        outcome(
          api.PUT("/api/users/{userName}/tags", { params: { path: { userName } }, body: { tags, expected: read } }),
        ),
      onClose,
    );
  return (
    <Container
      header={<Header variant="h2">Manage tags</Header>}
      footer={
        <SpaceBetween size="xs" direction="horizontal">
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" loading={submission.busy} onClick={save}>
            Save changes
          </Button>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="m">
        <ConsoleRefusal error={submission.whole("tags")} />
        <TagEditor value={tags} error={submission.field("tags")} onChange={setTags} />
      </SpaceBetween>
    </Container>
  );
}
