import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import { useNavigation } from "../../../../browser/navigation";
import { useSubmit } from "../../../useSubmit";
import { ConsoleRefusal } from "../../ConsolePage";

/** Gives a group another name. Policies that name the old one do not follow. */
export function RenameGroup({ groupName, onClose }: { groupName: string; onClose(): void }) {
  const navigation = useNavigation();
  const submission = useSubmit();
  const [name, setName] = useState(groupName);
  const save = () =>
    void submission.send<unknown>(
      () => outcome(api.PUT("/api/groups/{groupName}", { params: { path: { groupName } }, body: { groupName: name } })),
      () => navigation.replace({ page: "group", groupName: name, section: null }),
    );
  return (
    <Modal
      visible
      header={`Edit ${groupName}`}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal">
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" loading={submission.busy} onClick={save}>
              Save changes
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <div ref={submission.place}>
        <SpaceBetween size="m">
          <ConsoleRefusal error={submission.whole("groupName")} />
          <FormField
            label="User group name"
            constraintText="Its ARN changes with it; policies that name the old ARN do not follow."
            errorText={submission.field("groupName")}
          >
            <Input
              name="groupName"
              value={name}
              autoComplete={false}
              spellcheck={false}
              onChange={({ detail }) => setName(detail.value)}
            />
          </FormField>
        </SpaceBetween>
      </div>
    </Modal>
  );
}
