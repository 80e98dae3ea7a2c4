import { useState, type ReactNode } from "react";
import { never, type MfaChoice, type SignInStep } from "../../api/types";
import { AlternativeStart } from "./AlternativeFactors";
import { ACCOUNT, type MfaCalls } from "./mfaCalls";
import { MfaChoose } from "./MfaChoose";
import { MfaCode } from "./MfaCode";
import { MfaPasskey } from "./MfaPasskey";
import { MfaTrouble } from "./MfaTrouble";
import type { AttemptProps } from "./useAttempt";

export type MfaStep = Extract<SignInStep, { step: "mfa" }>;

/** What the pages of the second factor share. */
export interface MfaProps<S> extends AttemptProps<S> {
  step: MfaStep;
  calls: MfaCalls<S>;
  /** What else is asked with the proof. */
  aside?: ReactNode;
  /** What to do without any device, for who has no alternative factors. */
  lost: ReactNode;
}

type View =
  | { view: "choose" }
  | { view: "device"; device: MfaChoice; resynced: boolean }
  | { view: "trouble" }
  | { view: "alternative" };

const LOST = (
  <>
    Use another MFA device that is registered for you, or ask the administrator of your AWS account to deactivate the
    one you lost. IAM users cannot do this themselves, and nobody else can do it for them.
  </>
);

/** The second factor of an account. */
export function Mfa({ step, onStep, onRestart }: AttemptProps & { step: MfaStep }) {
  const shared = { step, onStep, onRestart };
  return (
    <SecondFactor
      {...shared}
      calls={ACCOUNT}
      lost={LOST}
      alternative={(onBack) => <AlternativeStart {...shared} onBack={onBack} />}
    />
  );
}

interface Props<S> extends MfaProps<S> {
  /** The way without any device, where there is one. */
  alternative?(onBack: () => void): ReactNode;
}

/** The second factor: which device, its proof, and what to do without it. */
export function SecondFactor<S>({ alternative, ...shared }: Props<S>) {
  const { step } = shared;
  const [view, setView] = useState<View>(() => firstView(step));
  const back = () => setView(firstView(step));
  const choose = () => setView({ view: "choose" });
  const trouble = () => setView({ view: "trouble" });
  const prove = (device: MfaChoice, resynced = false) => setView({ view: "device", device, resynced });

  switch (view.view) {
    case "choose":
      return <MfaChoose {...shared} onChoose={prove} onTrouble={trouble} />;
    case "device": {
      const { device, resynced } = view;
      const proof = { ...shared, device, resynced, onAnother: choose, onTrouble: trouble };
      return device.kind === "passkey" ? <MfaPasskey {...proof} /> : <MfaCode {...proof} />;
    }
    case "trouble":
      return (
        <MfaTrouble
          {...shared}
          onResynced={(device) => prove(device, true)}
          onAlternative={() => setView({ view: "alternative" })}
          onBack={back}
        />
      );
    case "alternative":
      return alternative?.(trouble);
    default:
      return never(view);
  }
}

/** With one device there is nothing to choose. */
function firstView({ devices }: MfaStep): View {
  const [only] = devices;
  return only !== undefined && devices.length === 1
    ? { view: "device", device: only, resynced: false }
    : { view: "choose" };
}
