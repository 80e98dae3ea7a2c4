import { useState } from "react";
import { never, type ErrorBody, type SignInStep } from "../../api/types";
import { AlternativeCall, AlternativeMail, AlternativePhone } from "./AlternativeFactors";
import { EnrolMfa } from "./EnrolMfa";
import { Mfa } from "./Mfa";
import { MfaReminder } from "./MfaReminder";
import { NewPassword } from "./NewPassword";
import { RecoverySent } from "./RecoverySent";
import { RootPassword } from "./RootPassword";
import { SecurityCheck } from "./SecurityCheck";
import type { SetTyped, Typed } from "./SignIn";

interface Props {
  step: SignInStep;
  typed: Typed;
  setTyped: SetTyped;
  notice: ErrorBody | null;
  setNotice(error: ErrorBody | null): void;
  onStep(step: SignInStep): void;
  /** To the beginning: of the root user, or of the address. */
  onRestart(error: ErrorBody | null, root: boolean): void;
}

/** The page of a step that the core handed out. */
export function Step({ step, typed, setTyped, notice, setNotice, onStep, onRestart }: Props) {
  // Who asked for words once is asked in words again after a wrong answer.
  const [inWords, setInWords] = useState(false);
  const asRoot = { onStep, onRestart: (error: ErrorBody | null) => onRestart(error, true) };
  const noticed = { notice, onNotice: setNotice };
  switch (step.step) {
    case "security-check":
      return (
        <SecurityCheck
          key={step.challenge.image}
          {...asRoot}
          {...noticed}
          step={step}
          inWords={inWords}
          setInWords={setInWords}
        />
      );
    case "root-password":
      return <RootPassword {...asRoot} {...noticed} email={step.email} typed={typed} setTyped={setTyped} />;
    case "recovery-sent":
      return <RecoverySent email={step.email} onBack={() => onRestart(null, true)} />;
    case "new-password":
      return <NewPassword step={step} typed={typed} onStep={onStep} onRestart={(error) => onRestart(error, false)} />;
    case "mfa":
      return <Mfa step={step} onStep={onStep} onRestart={(error) => onRestart(error, step.email != null)} />;
    case "mfa-reminder":
      return <MfaReminder {...asRoot} step={step} />;
    case "enrol-mfa":
      return <EnrolMfa {...asRoot} step={step} />;
    case "alternative-mail":
      return <AlternativeMail {...asRoot} step={step} />;
    case "alternative-phone":
      return <AlternativePhone {...asRoot} step={step} notice={notice} />;
    case "alternative-call":
      return <AlternativeCall {...asRoot} step={step} onNotice={setNotice} />;
    case "signed-in":
      return null;
    default:
      return never(step);
  }
}
