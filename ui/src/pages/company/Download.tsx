import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../api/client";
import { Refusal } from "../sign-in/Frame";
import { useSubmit } from "../useSubmit";

/** Keeps a text as a file, and says where. */
export function Download({ fileName, contents }: { fileName: string; contents: string }) {
  const submission = useSubmit();
  const [path, setPath] = useState<string | null>(null);
  const download = () =>
    void submission.send(
      () => outcome(api.POST("/desk/downloads", { body: { fileName, contents } })),
      (saved) => setPath(saved.path),
    );
  return (
    <SpaceBetween size="xs">
      <Button iconName="download" loading={submission.busy} onClick={download}>
        Download
      </Button>
      <Refusal error={submission.error} />
      {path !== null && (
        <div role="status">
          <Alert type="success">
            Saved as <span className="wrap">{path}</span>
          </Alert>
        </div>
      )}
    </SpaceBetween>
  );
}
