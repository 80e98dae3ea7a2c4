import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { Frame } from "./Frame";

/** What an IAM user or a root user can do. */
export function HavingTrouble({ of, onBack }: { of: "root" | "iam-user"; onBack(): void }) {
  return (
    <Frame testId="page-having-trouble" title="Having trouble signing in?">
      <Box variant="h3" tagOverride="h2">
        IAM users
      </Box>
      <Box variant="p">
        Ask the administrator of your AWS account for the account ID or alias, your user name, or a new password. IAM
        users cannot recover a password themselves, and nobody else can do it for them.
      </Box>
      <Box variant="h3" tagOverride="h2">
        Root users
      </Box>
      <Box variant="p">
        Choose <em>Sign in using root user email</em>, enter the email address and then <em>Forgot password?</em> to get
        a link by mail.
      </Box>
      <Box variant="p">
        After several wrong tries there is a wait before the next one. Waiting, not guessing, helps.
      </Box>
      <Button onClick={onBack}>{of === "root" ? "Back to sign in" : "Back to IAM user sign in"}</Button>
    </Frame>
  );
}
