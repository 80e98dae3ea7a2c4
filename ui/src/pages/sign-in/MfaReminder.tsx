import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { api, outcome } from "../../api/client";
import type { SignInStep } from "../../api/types";
import { Frame, Refusal } from "./Frame";
import { useAttempt, type AttemptProps } from "./useAttempt";

const enrol = () => outcome(api.POST("/api/sign-in/mfa/enrol"));
const skip = () => outcome(api.POST("/api/sign-in/mfa/skip"));

/** A root user without MFA, who may still put it off. */
export function MfaReminder({ step, ...way }: AttemptProps & { step: Extract<SignInStep, { step: "mfa-reminder" }> }) {
  const attempt = useAttempt(way);
  return (
    <Frame
      testId="page-mfa-reminder"
      title="Register MFA"
      description={`The root user ${step.email} has no MFA device.`}
      onSubmit={() => void attempt.go(enrol)}
      place={attempt.place}
    >
      <Refusal error={attempt.error} />
      <Box variant="p" data-testid="days-left">
        You have <strong>{days(step.daysLeft)}</strong> left to register one. After that, signing in as the root user
        asks for it before it goes on.
      </Box>
      <Button variant="primary" formAction="submit" fullWidth loading={attempt.busy}>
        Register MFA
      </Button>
      <Button formAction="none" fullWidth disabled={attempt.busy} onClick={() => void attempt.go(skip)}>
        Remind me later
      </Button>
    </Frame>
  );
}

/** A number of days in words. */
export function days(count: number): string {
  return count === 1 ? "1 day" : `${count} days`;
}
