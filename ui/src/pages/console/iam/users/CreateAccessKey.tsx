import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { NewAccessKey } from "../../../../api/types";
import { useSubmit } from "../../../useSubmit";
import { ConsoleFrame } from "../../ConsoleFrame";
import { ConsoleRefusal } from "../../ConsolePage";
import type { KeyOperations } from "./keyPaths";

/** What the key is for, and what would be better. */
const USES: { value: string; label: string; description: string; better: string }[] = [
  {
    value: "cli",
    label: "Command Line Interface (CLI)",
    description: "You plan to use this key with the AWS CLI.",
    better: "Use AWS CloudShell, or sign the CLI in through IAM Identity Center or with your console session.",
  },
  {
    value: "local",
    label: "Local code",
    description: "Code on your own computer calls AWS.",
    better: "Use an IDE that gets its credentials from IAM Identity Center.",
  },
  {
    value: "compute",
    label: "Application running on an AWS compute service",
    description: "Code on EC2, ECS or Lambda calls AWS.",
    better:
      "Give the instance, the task or the function a role: it then has temporary credentials, and nothing to lose.",
  },
  {
    value: "third-party",
    label: "Third-party service",
    description: "A service that watches or manages your account.",
    better: "Let the service assume a role with an external ID.",
  },
  {
    value: "outside",
    label: "Application running outside AWS",
    description: "A workload in your data centre calls AWS.",
    better: "Use IAM Roles Anywhere, or a role for your own identity provider.",
  },
  {
    value: "other",
    label: "Other",
    description: "None of these.",
    better: "It may be right to make a key. Give it to one program only, allow it little, and replace it often.",
  },
];

interface Props {
  operations: KeyOperations;
  isRoot?: boolean;
  onDone(): void;
}

/** Makes a key: first what would be better, then the secret, this once. */
export function CreateAccessKey({ operations, isRoot = false, onDone }: Props) {
  const submission = useSubmit();
  const [use, setUse] = useState<string | null>(null);
  const [understood, setUnderstood] = useState(false);
  const [made, setMade] = useState<NewAccessKey | null>(null);
  if (made !== null) return <Made made={made} operations={operations} isRoot={isRoot} onDone={onDone} />;
  const chosen = USES.find(({ value }) => value === use);
  const create = () => void submission.send(() => operations.create(), setMade);
  return (
    <ConsoleFrame
      testId="page-create-access-key"
      title="Create access key"
      description={operations.userName === null ? "For yourself" : `For ${operations.userName}`}
      onSubmit={create}
      place={submission.place}
      foot={
        <SpaceBetween size="xs" direction="horizontal">
          <Button formAction="none" onClick={onDone}>
            Cancel
          </Button>
          <Button
            variant="primary"
            formAction="submit"
            loading={submission.busy}
            disabled={!understood || (!isRoot && chosen === undefined)}
          >
            Create access key
          </Button>
        </SpaceBetween>
      }
    >
      <ConsoleRefusal error={submission.error} />
      {isRoot ? (
        <Alert type="warning" header="Root user access keys are not recommended">
          Nothing limits what can be done with them, and they do not expire. Create an IAM user or a role for the task
          instead, or sign the CLI in with your console session.
        </Alert>
      ) : (
        <>
          <RadioGroup
            ariaLabel="Use case"
            value={use}
            onChange={({ detail }) => setUse(detail.value)}
            items={USES.map(({ value, label, description }) => ({ value, label, description }))}
          />
          {chosen !== undefined && (
            <div data-testid="alternative">
              <Alert type={chosen.value === "other" ? "info" : "warning"} header="Alternative recommended">
                {chosen.better}
              </Alert>
            </div>
          )}
        </>
      )}
      <Checkbox checked={understood} onChange={({ detail }) => setUnderstood(detail.checked)}>
        {isRoot
          ? "I understand creating a root access key is not a best practice, but I still want to create one."
          : "I understand the above recommendation and want to proceed to create an access key."}
      </Checkbox>
    </ConsoleFrame>
  );
}

interface MadeProps {
  made: NewAccessKey;
  operations: KeyOperations;
  isRoot: boolean;
  onDone(): void;
}

function Made({ made, operations, isRoot, onDone }: MadeProps) {
  const { key, secret } = made;
  const [shown, setShown] = useState(false);
  const [saved, setSaved] = useState<string | null>(null);
  const submission = useSubmit();
  const save = () => {
    const fileName = isRoot ? "rootkey.csv" : `${operations.userName ?? "my"}_accessKeys.csv`;
    const body = { fileName, contents: `Access key ID,Secret access key\n${key.id},${secret}\n` };
    void submission.send(
      () => outcome(api.POST("/desk/downloads", { body })),
      ({ path }) => setSaved(path),
    );
  };
  return (
    <ConsoleFrame
      testId="page-retrieve-access-key"
      title="Retrieve access key"
      foot={
        <SpaceBetween size="xs" direction="horizontal">
          <Button onClick={save}>Download .csv file</Button>
          <Button variant="primary" onClick={onDone}>
            Done
          </Button>
        </SpaceBetween>
      }
    >
      <ConsoleRefusal error={submission.error} />
      <Alert type="success" header="Access key created">
        This is the only time that the secret access key can be viewed or downloaded. You cannot recover it later; you
        can create a new key any time.
      </Alert>
      {saved !== null && <Alert type="info">Saved as CSV: {saved}</Alert>}
      <div>
        <Box variant="awsui-key-label">Access key</Box>
        <CopyToClipboard
          variant="inline"
          textToCopy={key.id}
          copyButtonAriaLabel="Copy access key ID"
          copySuccessText="Access key ID copied"
          copyErrorText="The access key ID could not be copied"
        />
      </div>
      <div>
        <Box variant="awsui-key-label">Secret access key</Box>
        <SpaceBetween size="xs" direction="horizontal">
          <span className="secret" data-testid="secret-access-key">
            {shown ? secret : "*".repeat(12)}
          </span>
          <Button onClick={() => setShown(!shown)}>{shown ? "Hide" : "Show"}</Button>
          <CopyToClipboard
            textToCopy={secret}
            copyButtonText="Copy secret access key"
            copySuccessText="Secret access key copied"
            copyErrorText="The secret access key could not be copied"
          />
        </SpaceBetween>
      </div>
      <ul>
        <li>Never keep it in plain text, in a code repository, or in code.</li>
        <li>Deactivate or delete it when it is no longer needed.</li>
        <li>Allow it no more than it needs, and replace it regularly.</li>
      </ul>
    </ConsoleFrame>
  );
}
