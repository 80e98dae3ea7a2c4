import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import type { ErrorBody, PortalStep } from "../../../api/types";
import { useCodeFillable } from "../../../desk/autofill";
import { CodeField } from "../../mfa/CodeField";
import { Frame, Refusal } from "../../sign-in/Frame";
import { PlainLink } from "../../sign-in/IamUserForm";
import { useSubmit } from "../../useSubmit";
import type { StepProps } from "./PortalSignIn";

interface Props extends StepProps {
  step: Extract<PortalStep, { step: "mail-code" }>;
}

const WHY: Record<string, string> = {
  "first-sign-in": "You have no password yet. First show that you read this mail; then you choose one.",
  "second-factor": "You have no MFA device, so a code by mail is your second factor.",
  "verify-address": "Your address is not verified yet.",
};

/** A code that was mailed. */
export function MailCode({ step, onStep, onRestart }: Props) {
  const submission = useSubmit();
  const [code, setCode] = useState("");
  const [sent, setSent] = useState(0);
  useCodeFillable((digits) => {
    setCode(digits);
    return true;
  });
  const over = (error: ErrorBody) => {
    const expired = error.code === "ATTEMPT_EXPIRED";
    if (expired) onRestart(error);
    return expired;
  };
  const submit = async () => {
    const ok = await submission.send(
      () => outcome(api.POST("/api/portal/sign-in/mail-code", { body: { code } })),
      onStep,
      over,
    );
    if (!ok) setCode("");
  };
  const resend = () =>
    void submission.send(
      () => outcome(api.POST("/api/portal/sign-in/mail-code/resend")),
      (next) => {
        setSent(sent + 1);
        setCode("");
        onStep(next);
      },
      over,
    );
  return (
    <Frame
      testId="page-portal-mail-code"
      title="Verification required"
      description={`${WHY[step.purpose] ?? ""} A code was sent to ${step.sentTo}.`.trim()}
      onSubmit={() => void submit()}
      place={submission.place}
      foot="Open My desk, then Mailbox, to read it."
    >
      <Refusal error={submission.whole("code")} />
      <CodeField
        label="Verification code"
        name="code"
        autoFocus
        value={code}
        error={submission.field("code")}
        hint="Six digits. The code works once, for ten minutes."
        onChange={setCode}
      />
      <div role="status">{sent > 0 && "Another code was sent. The one before does not work any more."}</div>
      <Button variant="primary" formAction="submit" fullWidth loading={submission.busy}>
        Verify
      </Button>
      <SpaceBetween size="m" direction="horizontal">
        <PlainLink onFollow={resend}>Resend code</PlainLink>
        <PlainLink onFollow={() => onRestart(null)}>Use another username</PlainLink>
      </SpaceBetween>
    </Frame>
  );
}
