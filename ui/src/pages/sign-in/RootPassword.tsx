import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../api/client";
import type { ErrorBody, SignInStep } from "../../api/types";
import { useFillable } from "../../desk/autofill";
import { PasswordField } from "../PasswordField";
import { useSubmit } from "../useSubmit";
import { Frame, Refusal } from "./Frame";
import { PlainLink } from "./IamUserForm";
import type { SetTyped, Typed } from "./SignIn";

interface Props {
  email: string;
  typed: Typed;
  setTyped: SetTyped;
  notice: ErrorBody | null;
  onStep(step: SignInStep): void;
  onNotice(error: ErrorBody | null): void;
  onRestart(error: ErrorBody | null): void;
}

/** The root user's password. */
export function RootPassword({ email, typed, setTyped, notice, onStep, onNotice, onRestart }: Props) {
  const submission = useSubmit();
  const [shown, setShown] = useState(false);

  useFillable((filling) => {
    if (filling.kind !== "root" || filling.signInName.toLowerCase() !== email.toLowerCase()) return false;
    setTyped({ ...typed, password: filling.password });
    return true;
  });

  const submit = async () => {
    const { password } = typed;
    // A failure may put a security check before the next try. The form waits for that, too: what is typed into it next
    // would be lost with it.
    let check: SignInStep | null = null;
    const call = async () => {
      const answer = await outcome(api.POST("/api/sign-in/root/password", { body: { password } }));
      if (!answer.ok && answer.error.code === "AUTHENTICATION_FAILED") {
        const next = await outcome(api.GET("/api/sign-in/attempt"));
        if (next.ok && next.data.step !== "root-password") check = next.data;
      }
      return answer;
    };
    await submission.send(call, onStep, (error) => {
      const restart = error.code === "ATTEMPT_EXPIRED" || error.code === "ACCOUNT_SUSPENDED";
      if (restart) onRestart(error);
      if (check === null) return restart;
      onStep(check);
      onNotice(error);
      return true;
    });
    setTyped((now) => ({ ...now, password: "" }));
  };
  const forgot = () =>
    void submission
      .send(() => outcome(api.POST("/api/sign-in/root/forgot-password")), onStep)
      .then((ok) => {
        if (!ok) setTyped((now) => ({ ...now, password: "" }));
      });

  return (
    <Frame
      testId="page-root-password"
      title="Root user sign in"
      description={`Enter the password for ${email}.`}
      onSubmit={() => void submit()}
      place={submission.place}
    >
      <Refusal error={submission.whole("password") ?? (submission.error === null ? notice : null)} />
      <PasswordField
        label="Password"
        name="password"
        autoFocus
        shown={shown}
        value={typed.password}
        error={submission.field("password")}
        onChange={(password) => setTyped({ ...typed, password })}
      />
      <Checkbox checked={shown} onChange={({ detail }) => setShown(detail.checked)}>
        Show password
      </Checkbox>
      <Button variant="primary" formAction="submit" fullWidth loading={submission.busy}>
        Sign in
      </Button>
      <SpaceBetween size="m" direction="horizontal">
        <PlainLink onFollow={forgot}>Forgot password?</PlainLink>
        <PlainLink onFollow={() => onRestart(null)}>Sign in to a different account</PlainLink>
      </SpaceBetween>
    </Frame>
  );
}
