import { useState } from "react";
import type { ErrorBody, PortalPage, PortalStep } from "../../../api/types";
import { never } from "../../../api/types";
import { Password } from "./Password";
import { UserName } from "./UserName";

interface Props {
  page: PortalPage;
  onSignedIn(): void;
}

/** What the steps share. */
export interface StepProps {
  onStep(step: PortalStep): void;
  /** Starts again, and says why. */
  onRestart(error: ErrorBody | null): void;
}

/** Signing in at the portal: the core says which step is next, this draws it. */
export function PortalSignIn({ page, onSignedIn }: Props) {
  const [step, setStep] = useState<PortalStep | null>(null);
  const [notice, setNotice] = useState<ErrorBody | null>(null);
  const shared: StepProps = {
    onStep(next) {
      setNotice(null);
      if (next.step === "signed-in") onSignedIn();
      else setStep(next);
    },
    onRestart(error) {
      setNotice(error);
      setStep(null);
    },
  };
  if (step === null) return <UserName {...shared} remembered={page.remembered ?? null} notice={notice} />;
  switch (step.step) {
    case "password":
      return <Password {...shared} userName={step.userName} portal={page} />;
    case "signed-in":
    case "security-check":
    case "mail-sent":
    case "mail-code":
    case "new-password":
    case "mfa":
    case "register":
    case "blocked":
      return null;
    default:
      return never(step);
  }
}
