import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import { useSubmit } from "../../../useSubmit";
import { ConsoleRefusal } from "../../ConsolePage";
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
    <Modal
      visible
      size="large"
      header={`Add ${userName} to groups`}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal">
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" disabled={chosen.length === 0} loading={submission.busy} onClick={add}>
              Add user to groups
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <ConsoleRefusal error={submission.error} />
        <GroupTable without={present} chosen={chosen} onChoose={setChosen} />
      </SpaceBetween>
    </Modal>
  );
}
