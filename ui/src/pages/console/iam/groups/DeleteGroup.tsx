import { api, outcome } from "../../../../api/client";
import type { Submission } from "../../../useSubmit";
import { AskFirst } from "../AskFirst";

interface Props {
  groupName: string;
  submission: Submission;
  onClose(): void;
  onDeleted(): void;
}

/** Asks before a group is gone. */
export function DeleteGroup({ groupName, submission, onClose, onDeleted }: Props) {
  const remove = () => {
    onClose();
    void submission.send<unknown>(
      () => outcome(api.DELETE("/api/groups/{groupName}", { params: { path: { groupName } } })),
      onDeleted,
    );
  };
  return (
    <AskFirst
      header={`Delete ${groupName}?`}
      confirm="Delete group"
      typed={groupName}
      onClose={onClose}
      onConfirm={remove}
    >
      Its users stay, and lose what they may do only by way of this group. Its inline policies are deleted.
    </AskFirst>
  );
}
