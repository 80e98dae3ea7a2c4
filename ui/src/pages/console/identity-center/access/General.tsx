import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import type { Submission } from "../../../useSubmit";
import { hoursOf } from "../../iam/roles/Duration";

/** What a permission set has besides what it permits. */
export interface GeneralValue {
  description: string;
  sessionSeconds: number;
  relayState: string;
}

export const GENERAL_FIELDS = ["description", "sessionSeconds", "relayState"] as const;

interface Props {
  value: GeneralValue;
  submission: Submission;
  onChange(value: GeneralValue): void;
}

const HOURS = Array.from({ length: 12 }, (_, hour) => (hour + 1) * 3600);

/** Description, session duration and relay state of a permission set. */
export function General({ value, submission, onChange }: Props) {
  const seconds = HOURS.includes(value.sessionSeconds) ? HOURS : [...HOURS, value.sessionSeconds];
  const options = seconds.map((each) => ({ value: String(each), label: hoursOf(each) }));
  return (
    <SpaceBetween size="m">
      <FormField
        label="Description - optional"
        constraintText="At most 700 characters."
        errorText={submission.field("description")}
      >
        <Textarea
          name="description"
          value={value.description}
          rows={2}
          onChange={({ detail }) => onChange({ ...value, description: detail.value })}
        />
      </FormField>
      <FormField
        label="Session duration"
        description="How long someone works in an account before they enter it anew from the portal."
        errorText={submission.field("sessionSeconds")}
      >
        <Select
          selectedOption={options.find((option) => option.value === String(value.sessionSeconds)) ?? null}
          options={options}
          onChange={({ detail }) => onChange({ ...value, sessionSeconds: Number(detail.selectedOption.value) })}
        />
      </FormField>
      <FormField
        label="Relay state - optional"
        description="The address of the console that opens first; console home without one."
        constraintText="For example https://us-east-1.console.aws.amazon.com/s3/home. At most 240 characters."
        errorText={submission.field("relayState")}
      >
        <Input
          name="relayState"
          value={value.relayState}
          autoComplete={false}
          spellcheck={false}
          onChange={({ detail }) => onChange({ ...value, relayState: detail.value })}
        />
      </FormField>
    </SpaceBetween>
  );
}
