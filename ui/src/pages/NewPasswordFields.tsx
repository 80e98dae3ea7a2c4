import SpaceBetween from "@cloudscape-design/components/space-between";
import { PasswordField, Rules } from "./PasswordField";
import type { Submission } from "./useSubmit";

/** A new password and the same again, as the two boxes have it. */
export interface NewPassword {
  newPassword: string;
  confirmPassword: string;
}

export interface NewPasswordProps {
  chosen: NewPassword;
  requirements: string[];
  submission: Submission;
  onChange(chosen: NewPassword): void;
}

interface Props extends NewPasswordProps {
  /** What the second box is called. */
  again: string;
  autoFocus?: boolean;
}

/** The boxes for a new password. */
export function NewPasswordFields(props: Props) {
  const { chosen, again, requirements, submission, autoFocus = false, onChange } = props;
  return (
    <SpaceBetween size="m">
      <PasswordField
        label="New password"
        name="new-password"
        autoFocus={autoFocus}
        autoComplete="new-password"
        value={chosen.newPassword}
        error={submission.field("newPassword")}
        hint={<Rules requirements={requirements} />}
        onChange={(newPassword) => onChange({ ...chosen, newPassword })}
      />
      <PasswordField
        label={again}
        name="confirm-password"
        autoComplete="new-password"
        value={chosen.confirmPassword}
        error={submission.field("confirmPassword")}
        onChange={(confirmPassword) => onChange({ ...chosen, confirmPassword })}
      />
    </SpaceBetween>
  );
}
