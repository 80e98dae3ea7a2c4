import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { Frame } from "../../sign-in/Frame";
import type { StepProps } from "./PortalSignIn";

/** The mail about a forgotten password is on its way; whether anybody has the user name is not told. */
export function MailSent({ userName, onRestart }: StepProps & { userName: string }) {
  return (
    <Frame testId="page-portal-mail-sent" title="Check your mail">
      <Box variant="p">
        If <strong>{userName}</strong> is a user of this portal, instructions to reset the password were sent to the
        address that the administrator has for them. The link in the mail works once, for 24 hours.
      </Box>
      <Box variant="p">
        Open <strong>My desk</strong>, then <strong>Mailbox</strong>, to read it.
      </Box>
      <Button onClick={() => onRestart(null)}>Back to sign in</Button>
    </Frame>
  );
}
