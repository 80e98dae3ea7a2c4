import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import { useSubmit } from "../../../useSubmit";
import { Ask } from "../../Ask";
import { UserTable } from "../users/UserTable";

interface Props {
  groupName: string;
  /** Users who are in it already. */
  present: string[];
  onClose(): void;
}

/** Puts users into a group. */
export function PickUsers({ groupName, present, onClose }: Props) {
  const submission = useSubmit();
  const [chosen, setChosen] = useState<string[]>([]);
  const add = () =>
    void submission.send<unknown>(
      () =>
        outcome(
          api.POST("/api/groups/{groupName}/users", { params: { path: { groupName } }, body: { userNames: chosen } }),
        ),
      onClose,
    );
  return (
    <Ask
      large
      title={`Add users to ${groupName}`}
      confirm="Add users"
      submission={submission}
      disabled={chosen.length === 0}
      onConfirm={add}
      onClose={onClose}
    >
      <UserTable without={present} chosen={chosen} onChoose={setChosen} />
    </Ask>
  );
}
