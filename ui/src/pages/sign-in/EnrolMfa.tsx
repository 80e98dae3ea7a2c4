import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import type { MfaEnrolled, SignInStep } from "../../api/types";
import { useNavigation } from "../../browser/navigation";
import { AssignDevice } from "../mfa/AssignDevice";
import { Frame } from "./Frame";
import { days } from "./MfaReminder";
import { isOver, type AttemptProps } from "./useAttempt";

interface Props extends AttemptProps {
  step: Extract<SignInStep, { step: "enrol-mfa" }>;
}

/** A root user assigns a device on the way to the console. */
export function EnrolMfa({ step, onStep, onRestart }: Props) {
  const navigation = useNavigation();
  const [stale, setStale] = useState<MfaEnrolled | null>(null);
  const goOn = ({ step: next }: MfaEnrolled) => (next == null ? navigation.reload() : onStep(next));
  if (stale !== null)
    return (
      <OutOfStep
        name={stale.device.name}
        where="on the Security credentials page, or with"
        onContinue={() => goOn(stale)}
      />
    );
  return (
    <AssignDevice
      place="sign-in"
      Frame={Frame}
      intro={
        <Box variant="p" data-testid="enrol-why">
          {step.daysLeft == null ? (
            <>
              The root user <strong className="wrap">{step.email}</strong> must have an MFA device. The 35 days to
              register one have passed: register it now to sign in.
            </>
          ) : (
            <>
              The root user <strong className="wrap">{step.email}</strong> has {days(step.daysLeft)} left to register an
              MFA device.
            </>
          )}
        </Box>
      }
      isOver={(error) => {
        const over = isOver(error);
        if (over) onRestart(error);
        return over;
      }}
      onEnrolled={(enrolled) => (enrolled.device.inSync === false ? setStale(enrolled) : goOn(enrolled))}
      onCancel={() => onRestart(null)}
    />
  );
}

/** Assigned with codes of another time: said before it is forgotten behind the console. */
export function OutOfStep({ name, where, onContinue }: { name: string; where: string; onContinue(): void }) {
  return (
    <Frame testId="page-enrolled-out-of-step" title="MFA device assigned">
      <Alert type="warning" header={`${name} is out of step`}>
        Its two codes followed each other, but they are not of this time. Before you sign in with it again, resync it{" "}
        {where} <em>Troubleshoot MFA</em> when you sign in.
      </Alert>
      <Button variant="primary" onClick={onContinue}>
        Continue
      </Button>
    </Frame>
  );
}
