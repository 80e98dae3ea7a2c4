import Box from "@cloudscape-design/components/box";
import { useState } from "react";
import type { MfaEnrolled, PortalStep } from "../../../api/types";
import { AssignDevice } from "../../mfa/AssignDevice";
import { portalKinds } from "../../mfa/kinds";
import { OutOfStep } from "../../sign-in/EnrolMfa";
import { Frame } from "../../sign-in/Frame";
import { isOver } from "../../sign-in/useAttempt";
import type { StepProps } from "./PortalSignIn";

interface Props extends StepProps {
  step: Extract<PortalStep, { step: "register" }>;
}

/** A person without a device registers one on the way in. */
export function Register({ step, onStep, onRestart }: Props) {
  const [stale, setStale] = useState<MfaEnrolled | null>(null);
  const goOn = ({ portalStep }: MfaEnrolled) => onStep(portalStep ?? { step: "signed-in" });
  if (stale !== null) return <OutOfStep name={stale.device.name} where="with" onContinue={() => goOn(stale)} />;
  return (
    <AssignDevice
      place="portal-sign-in"
      Frame={Frame}
      kinds={portalKinds(step)}
      intro={
        <Box variant="p" data-testid="register-why">
          Your administrator requires an MFA device of everyone who signs in here. Register one for{" "}
          <strong className="wrap">{step.userName}</strong> to go on.
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
