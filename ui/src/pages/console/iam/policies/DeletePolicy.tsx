import Alert from "@cloudscape-design/components/alert";
import { api, outcome } from "../../../../api/client";
import type { PolicyView } from "../../../../api/types";
import { useSubmit } from "../../../useSubmit";
import { Ask } from "../../Ask";

interface Props {
  policy: PolicyView;
  onClose(): void;
  onDeleted(): void;
}

/** Asks before a policy is deleted. */
export function DeletePolicy({ policy, onClose, onDeleted }: Props) {
  const submission = useSubmit();
  const confirm = () =>
    void submission.send(
      () => outcome(api.DELETE("/api/policies/details", { params: { query: { arn: policy.arn } } })),
      onDeleted,
    );
  return (
    <Ask
      title={`Delete ${policy.policyName}?`}
      confirm="Delete policy"
      submission={submission}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Alert type="warning">
        The policy and all its versions are gone at once. While it is attached to anyone it cannot be deleted.
      </Alert>
    </Ask>
  );
}
