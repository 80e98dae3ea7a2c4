import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";

interface Props {
  label: string;
  name: string;
  value: string;
  error: string;
  hint?: string;
  autoFocus?: boolean;
  onChange(value: string): void;
}

/** A box for six digits. What may stand in it is the service's to say: people paste spaces and line ends. */
export function CodeField({ label, name, value, error, hint, autoFocus, onChange }: Props) {
  return (
    <FormField label={label} errorText={error} constraintText={hint} stretch>
      <Input
        name={name}
        value={value}
        autoFocus={autoFocus === true}
        inputMode="numeric"
        autoComplete="one-time-code"
        spellcheck={false}
        disableBrowserAutocorrect
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}
