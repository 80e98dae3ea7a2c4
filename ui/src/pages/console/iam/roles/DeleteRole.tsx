import { api, outcome } from "../../../../api/client";
import type { Submission } from "../../../useSubmit";
import { AskFirst } from "../AskFirst";

interface Props {
  roleName: string;
  submission: Submission;
  onClose(): void;
  onDeleted(): void;
}

/** Asks before a role is gone. */
export function DeleteRole({ roleName, submission, onClose, onDeleted }: Props) {
  const remove = () => {
    onClose();
    void submission.send<unknown>(
      () => outcome(api.DELETE("/api/roles/{roleName}", { params: { path: { roleName } } })),
      onDeleted,
    );
  };
  return (
    <AskFirst
      header={`Delete ${roleName}?`}
      confirm="Delete role"
      typed={roleName}
      onClose={onClose}
      onConfirm={remove}
    >
      Its managed policies are detached and its inline policies deleted. Whoever acts as the role now goes on doing so,
      without any permissions.
    </AskFirst>
  );
}
