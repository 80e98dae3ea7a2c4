import { PasswordField, Rules } from "../PasswordField";
import type { Submission } from "../useSubmit";

/** A new password and the same again, as the two boxes have it. */
export interface Chosen {
  newPassword: string;
  confirmPassword: string;
}

export const NOTHING: Chosen = { newPassword: "", confirmPassword: "" };

interface Props {
  chosen: Chosen;
  requirements: string[];
  submission: Submission;
  onChange(chosen: Chosen): void;
}

/** The boxes for a new password. */
export function ChoosePassword({ chosen, requirements, submission, onChange }: Props) {
  return (
    <>
      <PasswordField
        label="New password"
        name="new-password"
        autoFocus
        autoComplete="new-password"
        value={chosen.newPassword}
        error={submission.field("newPassword")}
        hint={<Rules requirements={requirements} />}
        onChange={(newPassword) => onChange({ ...chosen, newPassword })}
      />
      <PasswordField
        label="Confirm password"
        name="confirm-password"
        autoComplete="new-password"
        value={chosen.confirmPassword}
        error={submission.field("confirmPassword")}
        onChange={(confirmPassword) => onChange({ ...chosen, confirmPassword })}
      />
    </>
  );
}
