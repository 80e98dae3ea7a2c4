import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import { useSubmit } from "../../../useSubmit";
import { ConsoleRefusal } from "../../ConsolePage";
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
    <Modal
      visible
      size="large"
      header={`Add users to ${groupName}`}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal">
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" disabled={chosen.length === 0} loading={submission.busy} onClick={add}>
              Add users
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <ConsoleRefusal error={submission.error} />
        <UserTable without={present} chosen={chosen} onChoose={setChosen} />
      </SpaceBetween>
    </Modal>
  );
}
