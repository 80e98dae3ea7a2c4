import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import { api, outcome } from "../../api/client";
import type { ErrorBody, SignInStep } from "../../api/types";
import { useAutofill, useFillable } from "../../desk/autofill";
import { PasswordField, Rules } from "../PasswordField";
import { useSubmit } from "../useSubmit";
import { Frame, Refusal } from "./Frame";
import type { Typed } from "./SignIn";

interface Props {
  step: Extract<SignInStep, { step: "new-password" }>;
  typed: Typed;
  onStep(step: SignInStep): void;
  onRestart(error: ErrorBody): void;
}

/** A new password between the old one and the console. */
export function NewPassword({ step, typed, onStep, onRestart }: Props) {
  const { setOffer } = useAutofill();
  const submission = useSubmit();
  const [current, setCurrent] = useState("");
  const [fresh, setFresh] = useState("");
  const [confirm, setConfirm] = useState("");

  useFillable((filling) => {
    if (filling.kind !== "iam-user" || filling.signInName !== step.userName) return false;
    setCurrent(filling.password);
    return true;
  });

  const submit = async () => {
    const body = { currentPassword: current, newPassword: fresh, confirmPassword: confirm };
    const ok = await submission.send(
      () => outcome(api.POST("/api/sign-in/new-password", { body })),
      (next) => {
        setOffer({ kind: "iam-user", account: step.account, signInName: step.userName, password: fresh });
        onStep(next);
      },
      (error) => {
        const expired = error.code === "ATTEMPT_EXPIRED";
        if (expired) onRestart(error);
        return expired;
      },
    );
    if (ok) return;
    setCurrent("");
    setFresh("");
    setConfirm("");
  };

  const why =
    step.reason === "expired"
      ? "Your password has expired. Choose a new one to continue."
      : "Your administrator asks you to choose a new password before you continue.";
  return (
    <Frame
      testId="page-new-password"
      title="Change your password"
      description={why}
      onSubmit={() => void submit()}
      place={submission.place}
    >
      <Refusal error={submission.whole("currentPassword", "newPassword", "confirmPassword")} />
      <Box>
        <strong>{typed.userName || step.userName}</strong> @ {step.account}
      </Box>
      <PasswordField
        label="Old password"
        name="old-password"
        autoFocus
        value={current}
        error={submission.field("currentPassword")}
        onChange={setCurrent}
      />
      <PasswordField
        label="New password"
        name="new-password"
        autoComplete="new-password"
        value={fresh}
        error={submission.field("newPassword")}
        hint={<Rules requirements={step.requirements} />}
        onChange={setFresh}
      />
      <PasswordField
        label="Retype new password"
        name="confirm-password"
        autoComplete="new-password"
        value={confirm}
        error={submission.field("confirmPassword")}
        onChange={setConfirm}
      />
      <Button variant="primary" formAction="submit" fullWidth loading={submission.busy}>
        Confirm password change
      </Button>
    </Frame>
  );
}
