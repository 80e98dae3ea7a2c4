import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { AssignmentOutcome } from "../../../../api/types";
import { Requests } from "./Requests";

interface Props {
  of: AssignmentOutcome;
  title: string;
  onClose(): void;
}

/** What became of what was submitted. */
export function Outcome({ of: { requests, failed }, title, onClose }: Props) {
  const went = requests.length - failed;
  return (
    <SpaceBetween size="m">
      <div role="status" data-testid="outcome">
        <Alert type={failed === 0 ? "success" : "error"}>
          {went === 1 ? "1 request succeeded" : `${went} requests succeeded`}
          {failed > 0 && `, ${failed} failed`}. It holds at the next request of everyone concerned.
        </Alert>
      </div>
      <Requests
        of={requests}
        empty="Nothing was to be changed."
        header={
          <Header variant="h2" actions={<Button onClick={onClose}>Done</Button>}>
            {title}
          </Header>
        }
      />
    </SpaceBetween>
  );
}
