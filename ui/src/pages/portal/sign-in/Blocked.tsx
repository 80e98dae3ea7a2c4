import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { Frame } from "../../sign-in/Frame";
import type { StepProps } from "./PortalSignIn";

/** The password was right, and that is not enough here. */
export function Blocked({ onRestart }: StepProps) {
  return (
    <Frame testId="page-portal-blocked" title="You need an MFA device to sign in">
      <Alert type="error" header="Your sign-in is blocked">
        Your administrator lets in only who has an MFA device, and you have none. Ask your administrator to register one
        for you.
      </Alert>
      <Button fullWidth onClick={() => onRestart(null)}>
        Back to sign-in
      </Button>
    </Frame>
  );
}
