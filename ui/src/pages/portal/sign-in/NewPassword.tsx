import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import type { PortalPage, PortalStep } from "../../../api/types";
import { directoryOf } from "../../../browser/portal";
import { useAutofill } from "../../../desk/autofill";
import { Frame, Refusal } from "../../sign-in/Frame";
import { PlainLink } from "../../sign-in/IamUserForm";
import { useSubmit } from "../../useSubmit";
import { ChoosePassword, NOTHING } from "../ChoosePassword";
import type { StepProps } from "./PortalSignIn";

interface Props extends StepProps {
  step: Extract<PortalStep, { step: "new-password" }>;
  page: PortalPage;
}

/** A password of one's own, at the first sign-in. */
export function NewPassword({ step, page, onStep, onRestart }: Props) {
  const { setOffer } = useAutofill();
  const submission = useSubmit();
  const [chosen, setChosen] = useState(NOTHING);
  const submit = async () => {
    const ok = await submission.send(
      () => outcome(api.POST("/api/portal/sign-in/new-password", { body: chosen })),
      (next) => {
        const { newPassword: password } = chosen;
        setOffer({ kind: "directory-user", account: directoryOf(page), signInName: step.userName, password });
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
  return (
    <Frame
      testId="page-portal-new-password"
      title="Set new password"
      description="Choose a password of your own before you go on."
      onSubmit={() => void submit()}
      place={submission.place}
    >
      <Refusal error={submission.whole("newPassword", "confirmPassword")} />
      <FormField label="Username" stretch>
        <Input name="username" value={step.userName} readOnly autoComplete="username" />
      </FormField>
      <ChoosePassword chosen={chosen} requirements={step.requirements} submission={submission} onChange={setChosen} />
      <Button variant="primary" formAction="submit" fullWidth loading={submission.busy}>
        Set new password
      </Button>
      <PlainLink onFollow={() => onRestart(null)}>Use another username</PlainLink>
    </Frame>
  );
}
