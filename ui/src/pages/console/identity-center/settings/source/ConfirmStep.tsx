import Alert from "@cloudscape-design/components/alert";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import type { Submission } from "../../../../useSubmit";
import { ConsoleFrame } from "../../../ConsoleFrame";
import { ConsoleRefusal } from "../../../ConsolePage";
import type { Target } from "./draft";
import { StepButtons } from "./StepButtons";

interface Props {
  target: Target;
  isExternalNow: boolean;
  submission: Submission;
  onCancel(): void;
  onPrevious(): void;
  /** With what was typed to confirm. */
  onChange(confirm: string): void;
}

const STAYS = "Users, groups, memberships and assignments stay, and so do sessions that have begun.";

const TO_EXTERNAL = [
  STAYS,
  "People sign in at the identity provider. Whoever comes from there is the user whose user name is exactly the NameID of the response, in its capitals, too. It is an e-mail address; nobody is made at sign-in.",
  "Users whose user names are no e-mail addresses, or whom the identity provider does not know, cannot sign in.",
  "Passwords and MFA devices that are kept here are no way in. They are kept, and count again if you change back.",
  "Sign-ins that are under way end.",
];

const TO_ANOTHER = [
  STAYS,
  "Responses of the identity provider of now are refused from then on, and its certificates are forgotten.",
  "Whoever comes from the new one is the user whose user name is exactly the NameID of the response.",
];

const TO_DIRECTORY = [
  STAYS,
  "People sign in here again. Who had a password has it still; who was provisioned has none: reset their passwords.",
  "The identity provider and its certificates are forgotten. Automatic provisioning ends, with its endpoint and tokens.",
  "Your MFA settings of before count again.",
];

/** What will happen to people, and that it is wanted. */
export function ConfirmStep({ target, isExternalNow, submission, onCancel, onPrevious, onChange }: Props) {
  const [confirm, setConfirm] = useState("");
  const happens = target === "directory" ? TO_DIRECTORY : isExternalNow ? TO_ANOTHER : TO_EXTERNAL;
  return (
    <ConsoleFrame
      testId="step-confirm-source"
      title="Confirm change"
      description="Change identity source: step 3 of 3"
      onSubmit={() => onChange(confirm)}
      place={submission.place}
      foot={
        <StepButtons
          action="Change identity source"
          busy={submission.busy}
          onCancel={onCancel}
          onPrevious={onPrevious}
        />
      }
    >
      <ConsoleRefusal error={submission.whole("confirm")} />
      <Alert type="warning" header="What will happen">
        <ul className="reasons">
          {happens.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </Alert>
      <FormField label="To confirm, enter ACCEPT" errorText={submission.field("confirm")}>
        <Input
          name="confirm"
          value={confirm}
          autoFocus
          autoComplete={false}
          spellcheck={false}
          onChange={({ detail }) => setConfirm(detail.value)}
        />
      </FormField>
    </ConsoleFrame>
  );
}
