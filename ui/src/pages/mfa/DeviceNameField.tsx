import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";

interface Props {
  value: string;
  error: string;
  onChange(value: string): void;
}

/** The name of a device, with the rules for it. */
export function DeviceNameField({ value, error, onChange }: Props) {
  return (
    <FormField
      label="Device name"
      errorText={error}
      constraintText="At most 64 characters: letters, digits and + = , . @ - _"
      stretch
    >
      <Input
        name="device-name"
        value={value}
        autoFocus
        autoComplete={false}
        spellcheck={false}
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}
