import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import { useCodeFillable } from "../../../desk/autofill";
import { ClockNote } from "../../mfa/ClockNote";
import { CodeField } from "../../mfa/CodeField";
import { PlainLink } from "../../sign-in/IamUserForm";
import { DoorFrame } from "../CompanyFrame";
import { CompanyRefusal } from "../CompanyRefusal";
import { useCompanyAttempt, type StepProps } from "./CompanySignIn";

/** The third form. */
export function Code(props: StepProps & { userName: string }) {
  const { userName, onRestart } = props;
  const attempt = useCompanyAttempt(props);
  const [code, setCode] = useState("");
  useCodeFillable((digits) => {
    setCode(digits);
    return true;
  });
  const submit = async () => {
    const ok = await attempt.go(() => outcome(api.POST("/company/api/sign-in/code", { body: { code } })));
    if (!ok) setCode("");
  };
  return (
    <DoorFrame
      testId="page-company-code"
      title="Code of your authenticator app"
      description={`${userName}, one more step`}
      onSubmit={() => void submit()}
      place={attempt.place}
      foot="Open My desk, then Authenticator, to read it."
    >
      <CompanyRefusal error={attempt.whole("code")} />
      <ClockNote />
      <CodeField
        label="Code"
        name="code"
        autoFocus
        value={code}
        error={attempt.field("code")}
        hint="Six digits. A code works once."
        onChange={setCode}
      />
      <Button variant="primary" formAction="submit" fullWidth loading={attempt.busy}>
        Verify
      </Button>
      <PlainLink onFollow={() => onRestart(null)}>Use another user name</PlainLink>
    </DoorFrame>
  );
}
