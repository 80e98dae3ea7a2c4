import { useState } from "react";
import { api, outcome } from "../../../api/client";
import type { ErrorBody, PortalStep } from "../../../api/types";
import { PictureCheck } from "../../sign-in/PictureCheck";
import { useSubmit } from "../../useSubmit";
import type { StepProps } from "./PortalSignIn";

interface Props extends StepProps {
  step: Extract<PortalStep, { step: "security-check" }>;
}

/** The security check before a mail about a forgotten password. */
export function SecurityCheck({ step, onStep, onRestart }: Props) {
  const submission = useSubmit();
  const [inWords, setInWords] = useState(false);
  const [notice, setNotice] = useState<ErrorBody | null>(null);

  const next = (step: PortalStep) => {
    setNotice(null);
    onStep(step);
  };
  const refuse = (error: ErrorBody): boolean => {
    if (error.code === "SECURITY_CHECK_FAILED" && error.challenge != null) {
      onStep({ ...step, challenge: error.challenge });
      setNotice(error);
    } else if (error.code === "ATTEMPT_EXPIRED") {
      onRestart(error);
    } else {
      return false;
    }
    return true;
  };
  const submit = (answer: string) =>
    void submission.send(
      () => outcome(api.POST("/api/portal/sign-in/security-check", { body: { answer } })),
      next,
      refuse,
    );
  // The attempt is asked for anew, and with it comes another picture.
  const refresh = () => void submission.send(() => outcome(api.GET("/api/portal/attempt")), next, refuse);

  return (
    <PictureCheck
      challenge={step.challenge}
      description="Before we send a mail, show that you are a person."
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
