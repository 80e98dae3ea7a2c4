import type { PolicyView, Tag } from "../../../../api/types";
import type { Submission } from "../../../useSubmit";
import { NEW_PASSWORD, type ConsolePassword } from "../../ConsolePasswordFields";

/** Where a new user's permissions come from. */
export type Permissions =
  | { by: "groups"; groups: string[] }
  | { by: "copy"; userName: string | null }
  | { by: "policies"; policies: PolicyView[] };

/** A user who is being created. */
export interface Draft {
  userName: string;
  withConsole: boolean;
  password: ConsolePassword;
  permissions: Permissions;
  /** The permissions boundary; that of the other user if permissions are copied and this is none. */
  boundary: PolicyView | null;
  tags: Tag[];
}

export const NEW_USER: Draft = {
  userName: "",
  withConsole: true,
  password: NEW_PASSWORD,
  permissions: { by: "groups", groups: [] },
  boundary: null,
  tags: [],
};

export interface StepProps {
  draft: Draft;
  submission: Submission;
  onChange(change: Partial<Draft>): void;
  onStep(step: number): void;
  onCancel(): void;
}
