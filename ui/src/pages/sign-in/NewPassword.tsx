import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import { api, outcome } from "../../api/client";
import type { ErrorBody, SignInStep } from "../../api/types";
import { useAutofill, useFillable } from "../../desk/autofill";
import { NewPasswordFields } from "../NewPasswordFields";
import { PasswordField } from "../PasswordField";
import { useSubmit } from "../useSubmit";
import { Frame, Refusal } from "./Frame";
import type { Typed } from "./SignIn";

const NOTHING = { currentPassword: "", newPassword: "", confirmPassword: "" };

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
  const [chosen, setChosen] = useState(NOTHING);

  useFillable((filling) => {
    if (filling.kind !== "iam-user" || filling.signInName !== step.userName) return false;
    setChosen({ ...chosen, currentPassword: filling.password });
    return true;
  });

  const submit = async () => {
    const ok = await submission.send(
      () => outcome(api.POST("/api/sign-in/new-password", { body: chosen })),
      (next) => {
        setOffer({ kind: "iam-user", account: step.account, signInName: step.userName, password: chosen.newPassword });
        onStep(next);
      },
      (error) => {
        const expired = error.code === "ATTEMPT_EXPIRED";
        if (expired) onRestart(error);
        return expired;
      },
    );
    if (!ok) setChosen(NOTHING);
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
        value={chosen.currentPassword}
        error={submission.field("currentPassword")}
        onChange={(currentPassword) => setChosen({ ...chosen, currentPassword })}
      />
      <NewPasswordFields
        chosen={chosen}
        again="Retype new password"
        requirements={step.requirements}
        submission={submission}
        onChange={(fresh) => setChosen({ ...chosen, ...fresh })}
      />
      <Button variant="primary" formAction="submit" fullWidth loading={submission.busy}>
        Confirm password change
      </Button>
    </Frame>
  );
}
