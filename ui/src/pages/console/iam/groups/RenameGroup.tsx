import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import { useNavigation } from "../../../../browser/navigation";
import { useSubmit } from "../../../useSubmit";
import { Ask } from "../../Ask";

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
    <Ask
      title={`Edit ${groupName}`}
      confirm="Save changes"
      submission={submission}
      fields={["groupName"]}
      onConfirm={save}
      onClose={onClose}
    >
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
    </Ask>
  );
}
