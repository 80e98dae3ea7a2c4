import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useEffect, useRef, useState } from "react";
import type { ErrorCode, MfaChoice } from "../../api/types";
import { useCodeFillable } from "../../desk/autofill";
import { ClockNote } from "../mfa/ClockNote";
import { CodeField } from "../mfa/CodeField";
import { KIND } from "../mfa/kinds";
import { Frame, Refusal } from "./Frame";
import type { MfaProps } from "./Mfa";
import { MfaLinks } from "./MfaLinks";
import { useAttempt } from "./useAttempt";
import { Who } from "./Who";

const WRONG: ErrorCode[] = ["MFA_CODE_INVALID", "MFA_CODE_USED"];

/** A device that is to prove that it is at hand. */
export interface ProofProps<S> extends MfaProps<S> {
  device: MfaChoice;
  /** It was out of step until just now. */
  resynced: boolean;
  onAnother(): void;
  onTrouble(): void;
}

/** The code of an authenticator app or a token. */
export function MfaCode<S>(props: ProofProps<S>) {
  const { step, calls, aside, device, resynced, onStep, onRestart, onAnother, onTrouble } = props;
  const attempt = useAttempt<S>({ onStep, onRestart });
  const [code, setCode] = useState("");
  const here = useRef(false);
  useEffect(() => {
    here.current = true;
    return () => void (here.current = false);
  }, []);

  useCodeFillable((filled) => {
    setCode(filled);
    return true;
  });

  const submit = async () => {
    const ok = await attempt.go(async () => {
      const answer = await calls.code({ deviceId: device.id, code });
      if (!answer.ok && WRONG.includes(answer.error.code)) void askAgain();
      return answer;
    });
    if (!ok) setCode("");
  };
  // Several wrong codes: the core may say by now that the device is likely out of step.
  const askAgain = async () => {
    const now = await calls.again();
    if (here.current && now !== null) onStep(now);
  };
  return (
    <Frame
      testId="page-mfa-code"
      title="Additional verification required"
      description={`${KIND[device.kind]}: ${device.name}`}
      onSubmit={() => void submit()}
      place={attempt.place}
    >
      <Refusal error={attempt.whole("code")} />
      {resynced && attempt.error === null && (
        <div role="status" data-testid="resynced">
          <Alert type="success">Your device is back in step. Wait for its next code, and enter that.</Alert>
        </div>
      )}
      {step.suggestResync && (
        <div role="status" data-testid="suggest-resync">
          <Alert
            type="info"
            action={
              <Button formAction="none" onClick={onTrouble}>
                Re-sync
              </Button>
            }
          >
            Your device may be out of step: its clock may be off. You can re-sync it with our servers.
          </Alert>
        </div>
      )}
      <Who step={step} />
      <CodeField
        label="MFA code"
        name="mfa-code"
        autoFocus
        value={code}
        error={attempt.field("code")}
        hint="The six digits that the device shows now."
        onChange={setCode}
      />
      {aside}
      <Button variant="primary" formAction="submit" fullWidth loading={attempt.busy}>
        Submit
      </Button>
      <ClockNote />
      <MfaLinks
        onAnother={step.devices.length > 1 ? onAnother : null}
        onTrouble={onTrouble}
        onCancel={() => onRestart(null)}
      />
    </Frame>
  );
}
