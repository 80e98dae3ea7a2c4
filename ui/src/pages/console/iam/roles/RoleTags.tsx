import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { Tag } from "../../../../api/types";
import { useSubmit } from "../../../useSubmit";
import { ConsoleRefusal } from "../../ConsolePage";
import { TagEditor } from "../TagEditor";

/** A role's tags. */
export function RoleTags({ roleName, tags }: { roleName: string; tags: Tag[] }) {
  // What the editor had read: someone else's change after that is not overwritten.
  const [read, setRead] = useState<Tag[] | null>(null);
  if (read !== null) return <Edit roleName={roleName} read={read} onClose={() => setRead(null)} />;
  return (
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
          actions={<Button onClick={() => setRead(tags)}>Manage tags</Button>}
        >
          Tags
        </Header>
      }
      columnDefinitions={[
        { id: "key", header: "Key", isRowHeader: true, cell: ({ key }) => key },
        { id: "value", header: "Value", cell: ({ value }) => (value === "" ? "-" : value) },
      ]}
    />
  );
}

function Edit({ roleName, read, onClose }: { roleName: string; read: Tag[]; onClose(): void }) {
  const submission = useSubmit();
  const [tags, setTags] = useState(read);
  const save = () =>
    void submission.send<unknown>(
      () =>
        outcome(
          api.PUT("/api/roles/{roleName}/tags", { params: { path: { roleName } }, body: { tags, expected: read } }),
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
