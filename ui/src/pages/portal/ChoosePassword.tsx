import { NewPasswordFields, type NewPassword, type NewPasswordProps } from "../NewPasswordFields";

export const NOTHING: NewPassword = { newPassword: "", confirmPassword: "" };

/** The boxes for a new password, in the portal's words. */
export function ChoosePassword(props: NewPasswordProps) {
  return <NewPasswordFields {...props} again="Confirm password" autoFocus />;
}
