import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import { useSubmit } from "../../../useSubmit";
import { Ask } from "../../Ask";
import { GroupTable } from "./GroupTable";

interface Props {
  userName: string;
  /** The groups that the user is in already. */
  present: string[];
  onClose(): void;
}

/** Puts a user into groups. */
export function PickGroups({ userName, present, onClose }: Props) {
  const submission = useSubmit();
  const [chosen, setChosen] = useState<string[]>([]);
  const add = () =>
    void submission.send<unknown>(
      () =>
        outcome(
          api.POST("/api/users/{userName}/groups", { params: { path: { userName } }, body: { groupNames: chosen } }),
        ),
      onClose,
    );
  return (
    <Ask
      large
      title={`Add ${userName} to groups`}
      confirm="Add user to groups"
      submission={submission}
      disabled={chosen.length === 0}
      onConfirm={add}
      onClose={onClose}
    >
      <GroupTable without={present} chosen={chosen} onChoose={setChosen} />
    </Ask>
  );
}
