import { useState } from "react";
import { never, type MfaChoice, type SignInStep } from "../../api/types";
import { AlternativeStart } from "./AlternativeFactors";
import { MfaChoose } from "./MfaChoose";
import { MfaCode } from "./MfaCode";
import { MfaPasskey } from "./MfaPasskey";
import { MfaTrouble } from "./MfaTrouble";
import type { AttemptProps } from "./useAttempt";

export type MfaStep = Extract<SignInStep, { step: "mfa" }>;

/** What the pages of the second factor share. */
export interface MfaProps extends AttemptProps {
  step: MfaStep;
}

type View =
  | { view: "choose" }
  | { view: "device"; device: MfaChoice; resynced: boolean }
  | { view: "trouble" }
  | { view: "alternative" };

/** The second factor: which device, its proof, and what to do without it. */
export function Mfa({ step, onStep, onRestart }: MfaProps) {
  const [view, setView] = useState<View>(() => firstView(step));
  const shared = { step, onStep, onRestart };
  const back = () => setView(firstView(step));
  const choose = () => setView({ view: "choose" });
  const trouble = () => setView({ view: "trouble" });
  const prove = (device: MfaChoice, resynced = false) => setView({ view: "device", device, resynced });

  switch (view.view) {
    case "choose":
      return <MfaChoose {...shared} onChoose={prove} onTrouble={trouble} />;
    case "device": {
      const { device, resynced } = view;
      const Proof = device.kind === "passkey" ? MfaPasskey : MfaCode;
      return <Proof {...shared} device={device} resynced={resynced} onAnother={choose} onTrouble={trouble} />;
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
      return <AlternativeStart {...shared} onBack={trouble} />;
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
