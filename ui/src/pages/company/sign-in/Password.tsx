import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import { useFillable } from "../../../desk/autofill";
import { PasswordField } from "../../PasswordField";
import { PlainLink } from "../../sign-in/IamUserForm";
import { DoorFrame } from "../CompanyFrame";
import { CompanyRefusal } from "../CompanyRefusal";
import { useCompanyAttempt, type StepProps } from "./CompanySignIn";

/** The second form. */
export function Password(props: StepProps & { userName: string }) {
  const { typed, setTyped, userName, onRestart } = props;
  const attempt = useCompanyAttempt(props);
  const [shown, setShown] = useState(false);
  useFillable((filling) => {
    if (filling.kind !== "company-user") return false;
    // Another person's entry begins with their name.
    if (filling.signInName.toLowerCase() !== userName.toLowerCase()) onRestart(null);
    setTyped({ userName: filling.signInName, password: filling.password });
    return true;
  });
  const submit = async () => {
    const { password } = typed;
    await attempt.go(() => outcome(api.POST("/company/api/sign-in/password", { body: { password } })));
    setTyped((now) => ({ ...now, password: "" }));
  };
  return (
    <DoorFrame
      testId="page-company-password"
      title="Password"
      description="With your AnyCompany user name"
      onSubmit={() => void submit()}
      place={attempt.place}
      foot="This page is part of a simulator. Never type a password of a real account here."
    >
      <CompanyRefusal error={attempt.whole("password")} />
      <FormField label="User name" stretch>
        <Input name="username" value={userName} readOnly autoComplete="username" />
      </FormField>
      <PasswordField
        label="Password"
        name="password"
        autoFocus
        value={typed.password}
        shown={shown}
        error={attempt.field("password")}
        onChange={(password) => setTyped((now) => ({ ...now, password }))}
      />
      <Checkbox checked={shown} onChange={({ detail }) => setShown(detail.checked)}>
        Show password
      </Checkbox>
      <Button variant="primary" formAction="submit" fullWidth loading={attempt.busy}>
        Sign in
      </Button>
      <PlainLink onFollow={() => onRestart(null)}>Use another user name</PlainLink>
    </DoorFrame>
  );
}
