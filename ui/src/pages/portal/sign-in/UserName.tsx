import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import type { ErrorBody } from "../../../api/types";
import { useFillable } from "../../../desk/autofill";
import { Frame, Refusal } from "../../sign-in/Frame";
import { useSubmit } from "../../useSubmit";
import type { SetTyped, StepProps, Typed } from "./PortalSignIn";

interface Props extends StepProps {
  typed: Typed;
  setTyped: SetTyped;
  remembered: boolean;
  notice: ErrorBody | null;
}

/** The portal's first form. */
export function UserName({ onStep, typed, setTyped, remembered, notice }: Props) {
  const submission = useSubmit();
  const [remember, setRemember] = useState(remembered);
  useFillable((filling) => {
    if (filling.kind !== "directory-user") return false;
    // The password is for the next form.
    setTyped({ userName: filling.signInName, password: filling.password });
    return true;
  });
  const submit = () => {
    const { userName } = typed;
    return submission.send(
      () => outcome(api.POST("/api/portal/sign-in/user-name", { body: { userName, remember } })),
      onStep,
    );
  };
  return (
    <Frame
      testId="page-portal-user-name"
      title="Sign in"
      description="Access portal"
      onSubmit={() => void submit()}
      place={submission.place}
      foot="This page is part of a simulator. Never type a password of a real account here."
    >
      <Refusal error={submission.whole("userName") ?? (submission.error === null ? notice : null)} />
      <FormField label="Username" errorText={submission.field("userName")} stretch>
        <Input
          name="username"
          value={typed.userName}
          autoComplete="username"
          spellcheck={false}
          onChange={({ detail }) => setTyped({ userName: detail.value, password: "" })}
        />
      </FormField>
      <Checkbox checked={remember} onChange={({ detail }) => setRemember(detail.checked)}>
        Remember username
      </Checkbox>
      <Button variant="primary" formAction="submit" fullWidth loading={submission.busy}>
        Next
      </Button>
    </Frame>
  );
}
