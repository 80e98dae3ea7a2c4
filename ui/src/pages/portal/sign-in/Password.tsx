import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import type { PortalPage } from "../../../api/types";
import { useFillable } from "../../../desk/autofill";
import { PasswordField } from "../../PasswordField";
import { useSubmit } from "../../useSubmit";
import { Frame, Refusal } from "../../sign-in/Frame";
import type { StepProps } from "./PortalSignIn";

interface Props extends StepProps {
  userName: string;
  portal: PortalPage;
}

/** The portal's second form. */
export function Password({ onStep, onRestart, userName }: Props) {
  const submission = useSubmit();
  const [password, setPassword] = useState("");
  const [shown, setShown] = useState(false);
  useFillable((filling) => {
    if (filling.kind !== "directory-user" || filling.signInName.toLowerCase() !== userName.toLowerCase()) return false;
    setPassword(filling.password);
    return true;
  });
  const submit = async () => {
    const ok = await submission.send(
      () => outcome(api.POST("/api/portal/sign-in/password", { body: { password } })),
      onStep,
      (error) => {
        const over = error.code === "ATTEMPT_EXPIRED";
        if (over) onRestart(error);
        return over;
      },
    );
    if (!ok) setPassword("");
  };
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
        value={password}
        shown={shown}
        error={submission.field("password")}
        onChange={setPassword}
      />
      <Checkbox checked={shown} onChange={({ detail }) => setShown(detail.checked)}>
        Show password
      </Checkbox>
      <Button variant="primary" formAction="submit" fullWidth loading={submission.busy}>
        Sign in
      </Button>
      <Button formAction="none" fullWidth onClick={() => onRestart(null)}>
        Use another username
      </Button>
    </Frame>
  );
}
