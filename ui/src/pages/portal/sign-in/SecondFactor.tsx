import Checkbox from "@cloudscape-design/components/checkbox";
import { useMemo, useState } from "react";
import { api, outcome } from "../../../api/client";
import type { PortalStep } from "../../../api/types";
import { asCredential } from "../../mfa/place";
import { SecondFactor as Challenge, type MfaStep } from "../../sign-in/Mfa";
import type { MfaCalls } from "../../sign-in/mfaCalls";
import type { StepProps } from "./PortalSignIn";

interface Props extends StepProps {
  step: Extract<PortalStep, { step: "mfa" }>;
}

const LOST = (
  <>
    Use another MFA device that is registered for you, or ask your administrator to delete the one you lost. Then you
    can register a new one.
  </>
);

/** One of the person's devices is asked for. */
export function SecondFactor({ step, onStep, onRestart }: Props) {
  const [trust, setTrust] = useState(false);
  const calls = useMemo<MfaCalls<PortalStep>>(
    () => ({
      code: (body) => outcome(api.POST("/api/portal/sign-in/mfa/code", { body: { ...body, trust } })),
      resync: (body) => outcome(api.POST("/api/portal/sign-in/mfa/resync", { body })),
      startKey: () => outcome(api.POST("/api/portal/sign-in/mfa/passkey/start")),
      finishKey: (credential) =>
        outcome(api.POST("/api/portal/sign-in/mfa/passkey/finish", { body: { ...asCredential(credential), trust } })),
      again: async () => {
        const now = await outcome(api.GET("/api/portal/attempt"));
        return now.ok && now.data.step === "mfa" ? now.data : null;
      },
    }),
    [trust],
  );
  const shown: MfaStep = {
    step: "mfa",
    userName: step.userName,
    devices: step.devices,
    alternativeFactors: false,
    suggestResync: step.suggestResync,
  };
  return (
    <Challenge
      step={shown}
      calls={calls}
      lost={LOST}
      aside={
        step.mayTrust && (
          <Checkbox
            checked={trust}
            description="You are not asked again in this browser, until it is at another address."
            onChange={({ detail }) => setTrust(detail.checked)}
          >
            This is a trusted device
          </Checkbox>
        )
      }
      onStep={onStep}
      onRestart={onRestart}
    />
  );
}
