import { useState, type Dispatch, type SetStateAction } from "react";
import { api, outcome } from "../../../api/client";
import type { ErrorBody, PortalPage, PortalStep } from "../../../api/types";
import { never } from "../../../api/types";
import { Loading } from "../../../desk/Loading";
import { useLoaded } from "../../../desk/useLoaded";
import { Blocked } from "./Blocked";
import { MailCode } from "./MailCode";
import { MailSent } from "./MailSent";
import { NewPassword } from "./NewPassword";
import { Password } from "./Password";
import { Register } from "./Register";
import { SecondFactor } from "./SecondFactor";
import { SecurityCheck } from "./SecurityCheck";
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

/** What the person typed or the password manager filled; lost with the page. */
export interface Typed {
  userName: string;
  password: string;
}

export type SetTyped = Dispatch<SetStateAction<Typed>>;

/** Signing in at the portal. One that was under way when the page was loaded goes on where it stood. */
export function PortalSignIn({ page, onSignedIn }: Props) {
  const [underWay] = useState(page.underWay === true);
  return underWay ? (
    <Resumed page={page} onSignedIn={onSignedIn} />
  ) : (
    <Steps page={page} first={null} onSignedIn={onSignedIn} />
  );
}

function Resumed({ page, onSignedIn }: Props) {
  // Asked once: a form being typed into must not be swapped by another answer.
  const [ask] = useState(() => {
    const answer = outcome(api.GET("/api/portal/attempt"));
    return () => answer;
  });
  const [loaded] = useLoaded(ask);
  if (loaded.state === "failed") return <Steps page={page} first={null} onSignedIn={onSignedIn} />;
  return <Loading of={loaded}>{(step) => <Steps page={page} first={step} onSignedIn={onSignedIn} />}</Loading>;
}

/** The core says which step is next, this draws it. */
function Steps({ page, first, onSignedIn }: Props & { first: PortalStep | null }) {
  const [step, setStep] = useState(first);
  const [notice, setNotice] = useState<ErrorBody | null>(null);
  const [typed, setTyped] = useState<Typed>({ userName: page.remembered ?? "", password: "" });
  const shared: StepProps = {
    onStep(next) {
      setNotice(null);
      if (next.step === "signed-in") onSignedIn();
      else setStep(next);
    },
    onRestart(error) {
      // The name stays, the password does not.
      setTyped((now) => ({ ...now, password: "" }));
      setNotice(error);
      setStep(null);
    },
  };
  const forms = { ...shared, typed, setTyped };
  if (step === null) return <UserName {...forms} remembered={page.remembered != null} notice={notice} />;
  switch (step.step) {
    case "password":
      return <Password {...forms} userName={step.userName} />;
    case "security-check":
      return <SecurityCheck {...shared} step={step} />;
    case "mail-sent":
      return <MailSent {...shared} userName={step.userName} />;
    case "mail-code":
      return <MailCode {...shared} step={step} />;
    case "new-password":
      return <NewPassword {...shared} step={step} page={page} />;
    case "mfa":
      return <SecondFactor {...shared} step={step} />;
    case "register":
      return <Register {...shared} step={step} />;
    case "blocked":
      return <Blocked {...shared} />;
    case "signed-in":
      return null;
    default:
      return never(step);
  }
}
