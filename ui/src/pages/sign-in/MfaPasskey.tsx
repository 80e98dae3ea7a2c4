import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { useCredentials } from "../../browser/credentials";
import { KIND } from "../mfa/kinds";
import { ceremony } from "../mfa/place";
import { Frame, Refusal } from "./Frame";
import type { ProofProps } from "./MfaCode";
import { MfaLinks } from "./MfaLinks";
import { useAttempt } from "./useAttempt";
import { Who } from "./Who";

/** A passkey or security key: any of this person's may answer. */
export function MfaPasskey<S>(props: ProofProps<S>) {
  const { step, calls, aside, device, onStep, onRestart, onAnother, onTrouble } = props;
  const attempt = useAttempt<S>({ onStep, onRestart });
  const keys = useCredentials();
  return (
    <Frame
      testId="page-mfa-passkey"
      title="Additional verification required"
      description={`${KIND[device.kind]}: ${device.name}`}
      onSubmit={() => void attempt.go(() => ceremony(calls.startKey, keys.get, calls.finishKey))}
      place={attempt.place}
    >
      <Refusal error={attempt.error} />
      <Who step={step} />
      <Box variant="p">
        Your browser shows the site that asks for the key. Check that it is the one in the address bar, then touch the
        key.
      </Box>
      {aside}
      <Button variant="primary" formAction="submit" fullWidth loading={attempt.busy}>
        Use passkey or security key
      </Button>
      <MfaLinks
        onAnother={step.devices.length > 1 ? onAnother : null}
        onTrouble={onTrouble}
        onCancel={() => onRestart(null)}
      />
    </Frame>
  );
}
