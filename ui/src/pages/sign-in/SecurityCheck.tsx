import { api, outcome } from "../../api/client";
import type { ErrorBody, SignInStep } from "../../api/types";
import { useSubmit } from "../useSubmit";
import { PictureCheck } from "./PictureCheck";

interface Props {
  step: Extract<SignInStep, { step: "security-check" }>;
  inWords: boolean;
  setInWords(inWords: boolean): void;
  notice: ErrorBody | null;
  onStep(step: SignInStep): void;
  onNotice(error: ErrorBody | null): void;
  onRestart(error: ErrorBody | null): void;
}

/** The security check of a root user's sign-in. */
export function SecurityCheck({ step, inWords, setInWords, notice, onStep, onNotice, onRestart }: Props) {
  const submission = useSubmit();

  const refuse = (error: ErrorBody): boolean => {
    if (error.code === "SECURITY_CHECK_FAILED" && error.challenge != null) {
      onStep({ ...step, challenge: error.challenge });
      onNotice(error);
    } else if (error.code === "ATTEMPT_EXPIRED" || error.code === "ACCOUNT_DOES_NOT_EXIST") {
      onRestart(error);
    } else {
      return false;
    }
    return true;
  };
  const submit = (answer: string) =>
    void submission.send(() => outcome(api.POST("/api/sign-in/security-check", { body: { answer } })), onStep, refuse);
  const refresh = () =>
    void submission.send(() => outcome(api.POST("/api/sign-in/security-check/refresh")), onStep, refuse);

  return (
    <PictureCheck
      challenge={step.challenge}
      description={
        step.purpose === "recovery"
          ? "Before we send a mail, show that you are a person."
          : "Before you go on, show that you are a person."
      }
      inWords={inWords}
      setInWords={setInWords}
      submission={submission}
      notice={notice}
      onAnswer={submit}
      onRefresh={refresh}
      onCancel={() => onRestart(null)}
    />
  );
}
