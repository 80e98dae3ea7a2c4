import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import type { ErrorBody } from "../../../api/types";
import { useFillable } from "../../../desk/autofill";
import { PasswordField } from "../../PasswordField";
import { Frame, Refusal } from "../../sign-in/Frame";
import { PlainLink } from "../../sign-in/IamUserForm";
import { useSubmit } from "../../useSubmit";
import type { SetTyped, StepProps, Typed } from "./PortalSignIn";

interface Props extends StepProps {
  userName: string;
  typed: Typed;
  setTyped: SetTyped;
}

/** The portal's second form. */
export function Password({ onStep, onRestart, userName, typed, setTyped }: Props) {
  const submission = useSubmit();
  const [shown, setShown] = useState(false);
  useFillable((filling) => {
    if (filling.kind !== "directory-user") return false;
    // Another person's entry begins with their name.
    if (filling.signInName.toLowerCase() !== userName.toLowerCase()) onRestart(null);
    setTyped({ userName: filling.signInName, password: filling.password });
    return true;
  });
  const over = (error: ErrorBody) => {
    const expired = error.code === "ATTEMPT_EXPIRED";
    if (expired) onRestart(error);
    return expired;
  };
  const submit = async () => {
    const { password } = typed;
    await submission.send(
      () => outcome(api.POST("/api/portal/sign-in/password", { body: { password } })),
      onStep,
      over,
    );
    setTyped((now) => ({ ...now, password: "" }));
  };
  const forgot = () =>
    void submission.send(() => outcome(api.POST("/api/portal/sign-in/forgot-password")), onStep, over);
  return (
    <Frame
      testId="page-portal-password"
      title="Sign in"
      description="Access portal"
      onSubmit={() => void submit()}
      place={submission.place}
      foot="This page is part of a simulator. Never type a password of a real account here."
    >
      <Refusal error={submission.whole("password")} />
      <FormField label="Username" stretch>
        <Input name="username" value={userName} readOnly autoComplete="username" />
      </FormField>
      <PasswordField
        label="Password"
        name="password"
        autoFocus
        value={typed.password}
        shown={shown}
        error={submission.field("password")}
        onChange={(password) => setTyped((now) => ({ ...now, password }))}
      />
      <Checkbox checked={shown} onChange={({ detail }) => setShown(detail.checked)}>
        Show password
      </Checkbox>
      <Button variant="primary" formAction="submit" fullWidth loading={submission.busy}>
        Sign in
      </Button>
      <SpaceBetween size="m" direction="horizontal">
        <PlainLink onFollow={forgot}>Forgot password?</PlainLink>
        <PlainLink onFollow={() => onRestart(null)}>Use another username</PlainLink>
      </SpaceBetween>
    </Frame>
  );
}
