import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { useState } from "react";
import { api, outcome, type Outcome } from "../../api/client";
import type { PortalCredentials, PortalPage } from "../../api/types";
import { simulated, useTick, type Told } from "../../desk/rolling";
import { when } from "../../shell/when";
import { Refusal } from "../sign-in/Frame";
import { useOnce } from "../useOnce";
import type { Chosen } from "./Accounts";
import { CREDENTIALS_FILE, left, profile, variables, type Shell } from "./keys";

interface Props {
  portal: PortalPage;
  told: Told;
  of: Chosen;
  onClose(): void;
}

const SHELLS: { id: Shell; label: string }[] = [
  { id: "unix", label: "macOS and Linux" },
  { id: "windows", label: "Windows" },
  { id: "powershell", label: "PowerShell" },
];

/** Credentials for tools. Opening the dialog issues them, and nothing shows them a second time. */
export function AccessKeysDialog({ portal, told, of, onClose }: Props) {
  const { account, roleName } = of;
  const issue = () => outcome(api.POST("/api/portal/credentials", { body: { accountId: account.id, roleName } }));
  // Each asking issues new ones: on opening, and when the ones before have expired.
  const first = useOnce(issue);
  const [again, setAgain] = useState<Outcome<PortalCredentials> | null>(null);
  const answer = again ?? first;
  const credentials = answer?.ok === true ? answer.data : null;
  return (
    <Modal
      visible
      size="large"
      header={`Get credentials for ${roleName}`}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button onClick={onClose}>Close</Button>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <div>
          {account.name} ({account.id})
        </div>
        <Refusal error={answer?.ok === false ? answer.error : null} />
        {credentials !== null && (
          <>
            <Expiry credentials={credentials} told={told} onAgain={() => void issue().then(setAgain)} />
            <Tabs
              ariaLabel="Operating system"
              tabs={SHELLS.map(({ id, label }) => ({
                id,
                label,
                content: <Options shell={id} credentials={credentials} portal={portal} />,
              }))}
            />
          </>
        )}
      </SpaceBetween>
    </Modal>
  );
}

interface ExpiryProps {
  credentials: PortalCredentials;
  told: Told;
  onAgain(): void;
}

/** Counts down by the simulated clock: the page asks for it again after everything that may move it. */
function Expiry({ credentials, told, onAgain }: ExpiryProps) {
  const tick = useTick();
  const remaining = Date.parse(credentials.expiresAt) - simulated(told, tick);
  if (remaining <= 0)
    return (
      <Alert
        type="warning"
        header="These credentials have expired"
        data-testid="credentials-expired"
        action={<Button onClick={onAgain}>Get new credentials</Button>}
      >
        They ended at {when(credentials.expiresAt)}. Nothing refreshes them.
      </Alert>
    );
  return (
    <div data-testid="credentials-left">
      These credentials expire in {left(remaining)}, at {when(credentials.expiresAt)}. They do not refresh themselves.
    </div>
  );
}

interface OptionsProps {
  shell: Shell;
  credentials: PortalCredentials;
  portal: PortalPage;
}

function Options({ shell, credentials, portal }: OptionsProps) {
  return (
    <SpaceBetween size="l">
      <SpaceBetween size="xs">
        <Box variant="h3">AWS IAM Identity Center credentials (Recommended)</Box>
        <div>
          Tools that sign in by themselves refresh their credentials. Give these values to{" "}
          <code>aws configure sso</code>.
        </div>
        <Value label="SSO start URL" value={portal.startUrl} />
        <Value label="SSO issuer URL" value={portal.issuer} />
        <Value label="SSO Region" value={portal.region} />
      </SpaceBetween>
      <Snippet
        title="Option 1: Set AWS environment variables"
        hint="Paste these lines into your terminal. They are gone when it is closed."
        label="Environment variables"
        text={variables(shell, credentials)}
      />
      <Snippet
        title="Option 2: Add a profile to your AWS credentials file"
        hint={`Paste this into ${CREDENTIALS_FILE[shell]}.`}
        label="Profile"
        text={profile(credentials)}
      />
      <SpaceBetween size="xs">
        <Box variant="h3">Option 3: Use individual values in your AWS service client</Box>
        <Value label="AWS access key ID" value={credentials.accessKeyId} />
        <Value label="AWS secret access key" value={credentials.secretAccessKey} />
        <Value label="AWS session token" value={credentials.sessionToken} />
      </SpaceBetween>
    </SpaceBetween>
  );
}

interface SnippetProps {
  title: string;
  hint: string;
  label: string;
  text: string;
}

function Snippet({ title, hint, label, text }: SnippetProps) {
  return (
    <SpaceBetween size="xs">
      <Box variant="h3">{title}</Box>
      <div>{hint}</div>
      <pre className="raw-text" tabIndex={0} role="region" aria-label={label} data-testid={`snippet-${label}`}>
        {text}
      </pre>
      <CopyToClipboard
        textToCopy={text}
        copyButtonText="Copy"
        copyButtonAriaLabel={`Copy ${label}`}
        copySuccessText={`${label} copied`}
        copyErrorText="This could not be copied"
      />
    </SpaceBetween>
  );
}

function Value({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <Box variant="awsui-key-label">{label}</Box>
      <span className="secret">
        <CopyToClipboard
          variant="inline"
          textToCopy={value}
          copyButtonAriaLabel={`Copy ${label}`}
          copySuccessText={`${label} copied`}
          copyErrorText="This could not be copied"
        />
      </span>
    </div>
  );
}
