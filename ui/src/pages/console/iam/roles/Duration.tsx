import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";

const HOURS = [1, 2, 4, 8, 12];

export function hoursOf(seconds: number): string {
  const hours = seconds / 3600;
  if (Number.isInteger(hours)) return hours === 1 ? "1 hour" : `${hours} hours`;
  return `${Math.round(seconds / 60)} minutes`;
}

interface Props {
  value: number;
  error: string;
  onChange(seconds: number): void;
}

/** The longest session of a role. */
export function Duration({ value, error, onChange }: Props) {
  const seconds = HOURS.map((hours) => hours * 3600);
  const options = (seconds.includes(value) ? seconds : [...seconds, value]).map((each) => ({
    value: String(each),
    label: hoursOf(each),
  }));
  return (
    <FormField
      label="Maximum session duration"
      description="Whoever switches to the role acts as it for this long, but not longer than their own session lasts."
      errorText={error}
    >
      <Select
        selectedOption={options.find((option) => option.value === String(value)) ?? null}
        options={options}
        onChange={({ detail }) => onChange(Number(detail.selectedOption.value))}
      />
    </FormField>
  );
}
