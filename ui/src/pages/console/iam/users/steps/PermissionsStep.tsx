import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { ConsoleFrame } from "../../../ConsoleFrame";
import { GroupTable } from "../../groups/GroupTable";
import { PolicyChoice } from "../../policies/AttachPolicies";
import type { Permissions, StepProps } from "../draft";
import { UserTable } from "../UserTable";

const START: Record<Permissions["by"], Permissions> = {
  groups: { by: "groups", groups: [] },
  copy: { by: "copy", userName: null },
  policies: { by: "policies", policies: [] },
};

/** What the user may do from the start. */
export function PermissionsStep({ draft, onChange, onStep, onCancel }: StepProps) {
  const { permissions } = draft;
  const [bounded, setBounded] = useState(draft.boundary !== null);
  const set = (next: Permissions) => onChange({ permissions: next });
  return (
    <ConsoleFrame
      testId="step-permissions"
      title="Set permissions"
      description="Create user: step 2 of 3"
      onSubmit={() => onStep(3)}
      foot={
        <SpaceBetween size="xs" direction="horizontal">
          <Button formAction="none" onClick={onCancel}>
            Cancel
          </Button>
          <Button formAction="none" onClick={() => onStep(1)}>
            Previous
          </Button>
          <Button variant="primary" formAction="submit">
            Next
          </Button>
        </SpaceBetween>
      }
    >
      <RadioGroup
        ariaLabel="Permissions options"
        value={permissions.by}
        onChange={({ detail }) => set(START[detail.value as Permissions["by"]])}
        items={[
          {
            value: "groups",
            label: "Add user to group",
            description: "Recommended: manage permissions by job function.",
          },
          {
            value: "copy",
            label: "Copy permissions",
            description: "Group memberships, attached policies, inline policies and the boundary of another user.",
          },
          {
            value: "policies",
            label: "Attach policies directly",
            description: "Better attach them to a group, and put the user into it.",
          },
        ]}
      />
      {permissions.by === "groups" && (
        <GroupTable chosen={permissions.groups} onChoose={(groups) => set({ by: "groups", groups })} />
      )}
      {permissions.by === "copy" && (
        <UserTable
          single
          chosen={permissions.userName === null ? [] : [permissions.userName]}
          onChoose={([userName]) => set({ by: "copy", userName: userName ?? null })}
        />
      )}
      {permissions.by === "policies" && (
        <PolicyChoice chosen={permissions.policies} onChange={(policies) => set({ by: "policies", policies })} />
      )}
      <Checkbox
        checked={bounded}
        onChange={({ detail }) => {
          setBounded(detail.checked);
          onChange({ boundary: null });
        }}
      >
        Use a permissions boundary to control the maximum user permissions
      </Checkbox>
      {bounded && (
        <PolicyChoice
          single
          chosen={draft.boundary === null ? [] : [draft.boundary]}
          onChange={([boundary]) => onChange({ boundary: boundary ?? null })}
        />
      )}
    </ConsoleFrame>
  );
}
