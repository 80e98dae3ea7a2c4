import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { Frame } from "./Frame";

/** The mail is on its way. */
export function RecoverySent({ email, onBack }: { email: string; onBack(): void }) {
  return (
    <Frame testId="page-recovery-sent" title="Check your mail">
      <Box variant="p">
        Instructions to reset the password were sent to <strong>{email}</strong>. The link in the mail works once, for
        30 minutes.
      </Box>
      <Box variant="p">
        Open <strong>My desk</strong>, then <strong>Mailbox</strong>, to read it.
      </Box>
      <Button onClick={onBack}>Back to sign in</Button>
    </Frame>
  );
}
