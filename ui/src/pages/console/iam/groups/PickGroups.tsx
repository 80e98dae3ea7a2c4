import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import { useSubmit } from "../../../useSubmit";
import { ConsoleRefusal } from "../../ConsolePage";
import { Ask } from "../Ask";
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
      busy={submission.busy}
      disabled={chosen.length === 0}
      onConfirm={add}
      onClose={onClose}
    >
      <SpaceBetween size="m">
        <ConsoleRefusal error={submission.error} />
        <GroupTable without={present} chosen={chosen} onChoose={setChosen} />
      </SpaceBetween>
    </Ask>
  );
}
