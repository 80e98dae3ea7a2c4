import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { ConsoleFrame } from "../../../ConsoleFrame";
import { ConsolePasswordFields } from "../../../ConsolePasswordFields";
import { ConsoleRefusal } from "../../../ConsolePage";
import type { StepProps } from "../draft";

/** Who it is, and whether they sign in to the console. */
export function DetailsStep({ draft, submission, onChange, onStep, onCancel }: StepProps) {
  return (
    <ConsoleFrame
      testId="step-details"
      title="Specify user details"
      description="Create user: step 1 of 3"
      onSubmit={() => onStep(2)}
      place={submission.place}
      foot={
        <SpaceBetween size="xs" direction="horizontal">
          <Button formAction="none" onClick={onCancel}>
            Cancel
          </Button>
          <Button variant="primary" formAction="submit">
            Next
          </Button>
        </SpaceBetween>
      }
    >
      <ConsoleRefusal error={submission.whole("userName", "password", "tags")} />
      <FormField
        label="User name"
        constraintText="Up to 64 letters, digits and + = , . @ _ -. Unique in the account, whatever the case."
        errorText={submission.field("userName")}
      >
        <Input
          name="userName"
          value={draft.userName}
          autoFocus
          autoComplete={false}
          spellcheck={false}
          onChange={({ detail }) => onChange({ userName: detail.value })}
        />
      </FormField>
      <Checkbox checked={draft.withConsole} onChange={({ detail }) => onChange({ withConsole: detail.checked })}>
        Provide user access to the console
      </Checkbox>
      {draft.withConsole && (
        <ConsolePasswordFields
          value={draft.password}
          error={submission.field("password")}
          onChange={(password) => onChange({ password })}
        />
      )}
    </ConsoleFrame>
  );
}
