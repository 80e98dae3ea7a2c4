import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import type { Outcome } from "../../../api/client";
import type { Tag } from "../../../api/types";
import { useSubmit } from "../../useSubmit";
import { EditBox } from "../EditBox";
import { TagEditor } from "./TagEditor";

/** Puts tags in the place of those that were read. */
type Put = (body: { tags: Tag[]; expected: Tag[] }) => Promise<Outcome<unknown>>;

/** Tags, and a way to change them. */
export function Tags({ tags, put }: { tags: Tag[]; put: Put }) {
  // What the editor had read: someone else's change after that is not overwritten.
  const [read, setRead] = useState<Tag[] | null>(null);
  if (read !== null) return <Edit read={read} put={put} onClose={() => setRead(null)} />;
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

function Edit({ read, put, onClose }: { read: Tag[]; put: Put; onClose(): void }) {
  const submission = useSubmit();
  const [tags, setTags] = useState(read);
  const save = () => void submission.send(() => put({ tags, expected: read }), onClose);
  return (
    <EditBox title="Manage tags" submission={submission} fields={["tags"]} onSave={save} onClose={onClose}>
      <TagEditor value={tags} error={submission.field("tags")} onChange={setTags} />
    </EditBox>
  );
}
