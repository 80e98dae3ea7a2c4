import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { api, outcome } from "../../api/client";
import { useCredentials } from "../../browser/credentials";
import { KIND } from "../mfa/kinds";
import { asCredential, ceremony } from "../mfa/place";
import { Frame, Refusal } from "./Frame";
import type { ProofProps } from "./MfaCode";
import { MfaLinks } from "./MfaLinks";
import { useAttempt } from "./useAttempt";
import { Who } from "./Who";

const start = () => outcome(api.POST("/api/sign-in/mfa/passkey/start"));
const finish = (credential: object) =>
  outcome(api.POST("/api/sign-in/mfa/passkey/finish", { body: asCredential(credential) }));

/** A passkey or security key: any of this person's may answer. */
export function MfaPasskey({ step, device, onStep, onRestart, onAnother, onTrouble }: ProofProps) {
  const attempt = useAttempt({ onStep, onRestart });
  const keys = useCredentials();
  return (
    <Frame
      testId="page-mfa-passkey"
      title="Additional verification required"
      description={`${KIND[device.kind]}: ${device.name}`}
      onSubmit={() => void attempt.go(() => ceremony(start, keys.get, finish))}
      place={attempt.place}
    >
      <Refusal error={attempt.error} />
      <Who step={step} />
      <Box variant="p">
        Your browser shows the site that asks for the key. Check that it is the one in the address bar, then touch the
        key.
      </Box>
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
