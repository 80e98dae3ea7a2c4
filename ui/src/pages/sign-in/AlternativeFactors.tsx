import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useEffect, useRef, useState } from "react";
import { api, onChange, outcome } from "../../api/client";
import type { ErrorBody, SignInStep } from "../../api/types";
import "../mfa/mfa.css";
import { Frame, Refusal } from "./Frame";
import { PlainLink } from "./IamUserForm";
import type { MfaStep } from "./Mfa";
import { isOver, useAttempt, type AttemptProps } from "./useAttempt";

type StepOf<S extends SignInStep["step"]> = Extract<SignInStep, { step: S }>;

const sendMail = () => outcome(api.POST("/api/sign-in/mfa/alternative/start"));
const call = () => outcome(api.POST("/api/sign-in/mfa/alternative/call"));
const finish = () => outcome(api.POST("/api/sign-in/mfa/alternative/finish"));

/** A root user without the device: the mail address and the phone of the account stand in for it. */
export function AlternativeStart({ step, onBack, ...way }: AttemptProps & { step: MfaStep; onBack(): void }) {
  const attempt = useAttempt(way);
  return (
    <Frame
      testId="page-alternative-start"
      title="Sign in using alternative factors of authentication"
      description="First the email address of the account, then its phone number."
      onSubmit={() => void attempt.go(sendMail)}
      place={attempt.place}
    >
      <Refusal error={attempt.error} />
      <Box variant="p">
        We send a verification email to <strong className="wrap">{step.email ?? "the root user"}</strong>. Follow its
        link to go on.
      </Box>
      <Button variant="primary" formAction="submit" fullWidth loading={attempt.busy}>
        Send verification email
      </Button>
      <PlainLink onFollow={onBack}>Back to troubleshooting</PlainLink>
    </Frame>
  );
}

/** The mail is on its way. */
export function AlternativeMail({ step, ...way }: AttemptProps & { step: StepOf<"alternative-mail"> }) {
  const attempt = useAttempt(way);
  const [again, setAgain] = useState(false);
  const resend = async () => setAgain(await attempt.go(sendMail));
  return (
    <Frame testId="page-alternative-mail" title="Check your mail" onSubmit={() => void resend()} place={attempt.place}>
      <Refusal error={attempt.error} />
      {again && (
        <div role="status">
          <Alert type="success">The email was sent again.</Alert>
        </div>
      )}
      <Box variant="p">
        A verification email was sent to <strong className="wrap">{step.email}</strong>. Follow its link to go on.
      </Box>
      <Box variant="p">
        Open <strong>My desk</strong>, then <strong>Mailbox</strong>, to read it.
      </Box>
      <Button formAction="submit" loading={attempt.busy}>
        Resend the email
      </Button>
      <PlainLink onFollow={() => way.onRestart(null)}>Cancel</PlainLink>
    </Frame>
  );
}

interface PhoneProps extends AttemptProps {
  step: StepOf<"alternative-phone">;
  /** Why the call before did not do. */
  notice: ErrorBody | null;
}

/** The mail address is verified; the phone is next. */
export function AlternativePhone({ step, notice, ...way }: PhoneProps) {
  const attempt = useAttempt(way);
  return (
    <Frame
      testId="page-alternative-phone"
      title="Verify your phone number"
      description={`The email address ${step.email} is verified.`}
      onSubmit={() => void attempt.go(call)}
      place={attempt.place}
    >
      <Refusal error={attempt.error ?? notice} />
      <Box variant="p">
        We call the phone of the account, <strong>{step.phone}</strong>, and show you a number here to type into it.
        Your phone is under <strong>My desk</strong>, <strong>Phone</strong>.
      </Box>
      <Button variant="primary" formAction="submit" fullWidth loading={attempt.busy}>
        Call me now
      </Button>
      <PlainLink onFollow={() => way.onRestart(null)}>Cancel</PlainLink>
    </Frame>
  );
}

interface CallProps extends AttemptProps {
  step: StepOf<"alternative-call">;
  onNotice(error: ErrorBody): void;
}

/** The phone rings: the page shows the digits, and the phone takes them. */
export function AlternativeCall({ step, ...way }: CallProps) {
  const attempt = useAttempt(way);
  useWaiting(step, way);
  return (
    <Frame
      testId="page-alternative-call"
      title="Verify your phone number"
      description={`We are calling ${step.phone}.`}
      onSubmit={() => void attempt.go(finish)}
      place={attempt.place}
    >
      <Refusal error={attempt.error} />
      <Box variant="p">
        Take the call under <strong>My desk</strong>, <strong>Phone</strong>, and type this number into the phone:
      </Box>
      <p className="digits" data-testid="call-digits">
        {step.digits}
      </p>
      <div role="status" data-testid="call-state">
        {step.verified ? (
          <StatusIndicator type="success">Your phone number is verified.</StatusIndicator>
        ) : (
          <StatusIndicator type="pending">Waiting for the number on your phone.</StatusIndicator>
        )}
      </div>
      <Button variant="primary" formAction="submit" fullWidth disabled={!step.verified} loading={attempt.busy}>
        Sign in to the console
      </Button>
      <SpaceBetween size="m" direction="horizontal">
        {!step.verified && <PlainLink onFollow={() => void attempt.go(call)}>Call me again</PlainLink>}
        <PlainLink onFollow={() => way.onRestart(null)}>Cancel</PlainLink>
      </SpaceBetween>
    </Frame>
  );
}

/** The digits are typed elsewhere: at the desk, which makes itself heard, or in another window, which does not. */
const EVERY_MS = 3000;

/** A call is answered once: after other digits the phone has to ring again. */
const WRONG_NUMBER: ErrorBody = {
  code: "PHONE_REFUSED",
  message: "The number that was typed into the phone was not the one on this page. You can be called again.",
};

function useWaiting(step: CallProps["step"], way: Omit<CallProps, "step">): void {
  const { verified } = step;
  const latest = useRef({ step, way });
  useEffect(() => {
    latest.current = { step, way };
  });
  useEffect(() => {
    if (verified) return;
    let live = true;
    const ask = async () => {
      const { step, way } = latest.current;
      const now = await outcome(api.GET("/api/sign-in/attempt"));
      // What came meanwhile, such as the digits of another call, is newer than this answer.
      if (!live || latest.current.step !== step) return;
      if (!now.ok) {
        if (isOver(now.error)) way.onRestart(now.error);
      } else if (JSON.stringify(now.data) !== JSON.stringify(step)) {
        way.onStep(now.data);
        if (now.data.step === "alternative-phone") way.onNotice(WRONG_NUMBER);
      }
    };
    const timer = window.setInterval(() => void ask(), EVERY_MS);
    const stop = onChange(() => void ask());
    return () => {
      live = false;
      window.clearInterval(timer);
      stop();
    };
  }, [verified]);
}
