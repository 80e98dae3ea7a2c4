import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useAutofill } from "../../desk/autofill";
import { useSession } from "./ConsolePage";

/** A generated password, this one time. */
export function ShownOnce({ userName, password }: { userName: string; password: string }) {
  const { setOffer } = useAutofill();
  const { identity } = useSession();
  const keep = () =>
    setOffer({
      kind: "iam-user",
      account: identity.accountAlias ?? identity.accountId,
      signInName: userName,
      password,
    });
  return (
    <Alert type="success" header="This is the only time that the password is shown">
      <SpaceBetween size="s">
        <div>
          <Box variant="awsui-key-label">Console password of {userName}</Box>
          <span className="secret" data-testid="shown-password">
            {password}
          </span>
        </div>
        <SpaceBetween size="xs" direction="horizontal">
          <CopyToClipboard
            textToCopy={password}
            copyButtonText="Copy password"
            copySuccessText="Password copied"
            copyErrorText="The password could not be copied"
          />
          <Button onClick={keep}>Keep it in my password manager</Button>
        </SpaceBetween>
      </SpaceBetween>
    </Alert>
  );
}
