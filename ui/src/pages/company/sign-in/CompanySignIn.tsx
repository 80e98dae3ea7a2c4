import { useState, type Dispatch, type SetStateAction } from "react";
import type { CompanyError, CompanyStep } from "../../../api/company";
import type { Outcome } from "../../../api/client";
import { useSubmit, type Submission } from "../../useSubmit";
import { DoorFrame } from "../CompanyFrame";
import { useHop } from "../useHop";
import { Code } from "./Code";
import { Enrol } from "./Enrol";
import { Password } from "./Password";
import { UserName } from "./UserName";

/** What was typed so far: going back keeps it, but for the password. */
export interface Typed {
  userName: string;
  password: string;
}

export type SetTyped = Dispatch<SetStateAction<Typed>>;

/** What every step is given. */
export interface StepProps {
  typed: Typed;
  setTyped: SetTyped;
  onStep(step: CompanyStep): void;
  /** Back to the user name, with the words of what ended the sign-in. */
  onRestart(error: CompanyError | null): void;
}

interface Props {
  /** Where the sign-in stands, as the company has it. */
  step: CompanyStep;
  /** Somebody is signed in, and stays at this address. */
  onSignedIn(): void;
}

/** The company's sign-in: a user name, a password, a code. Whoever sent the browser here is answered afterwards. */
export function CompanySignIn({ step: found, onSignedIn }: Props) {
  const hop = useHop();
  const [step, setStep] = useState<CompanyStep | null>(null);
  const [typed, setTyped] = useState<Typed>({ userName: "", password: "" });
  const [notice, setNotice] = useState<CompanyError | null>(null);
  const [waitingFor] = useState(found.step === "user-name" ? (found.waitingFor ?? null) : null);
  const onStep = (next: CompanyStep) => {
    setStep(next);
    setNotice(null);
    if (next.step !== "signed-in") return;
    if (next.next.kind === "portal") onSignedIn();
    else hop(next.next);
  };
  const onRestart = (error: CompanyError | null) => {
    setTyped((now) => ({ ...now, password: "" }));
    setNotice(error);
    setStep({ step: "user-name" });
  };
  const props = { typed, setTyped, onStep, onRestart };
  const current = step ?? found;
  switch (current.step) {
    case "user-name":
      return <UserName key="user-name" {...props} waitingFor={waitingFor} notice={notice} />;
    case "password":
      return <Password key="password" {...props} userName={current.userName} />;
    case "code":
      return <Code key="code" {...props} userName={current.userName} />;
    case "enrol":
      return <Enrol key="enrol" {...props} step={current} />;
    case "signed-in":
      return (
        <DoorFrame key="in" testId="page-company-entering" title="You are signed in">
          <p>One moment…</p>
        </DoorFrame>
      );
  }
}

export interface CompanyAttempt extends Submission<CompanyError> {
  /** Sends what leads to the next step; says whether it does. */
  go(call: () => Promise<Outcome<CompanyStep, CompanyError>>): Promise<boolean>;
}

/** A step of a sign-in under way: one that is over leads back to its beginning. */
export function useCompanyAttempt({ onStep, onRestart }: StepProps): CompanyAttempt {
  const submission = useSubmit<CompanyError>();
  return {
    ...submission,
    go: (call) =>
      submission.send(call, onStep, (error) => {
        const isOver = error.code === "ATTEMPT_EXPIRED";
        if (isOver) onRestart(error);
        return isOver;
      }),
  };
}
