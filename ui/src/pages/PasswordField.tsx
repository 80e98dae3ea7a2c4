import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import type { ReactNode } from "react";

interface Props {
  label: string;
  name: string;
  value: string;
  error: string;
  shown?: boolean;
  autoFocus?: boolean;
  autoComplete?: "current-password" | "new-password";
  hint?: ReactNode;
  onChange(value: string): void;
}

/** A password box. */
export function PasswordField({ label, name, value, error, shown, autoFocus, autoComplete, hint, onChange }: Props) {
  return (
    <FormField label={label} errorText={error} constraintText={hint} stretch>
      <Input
        name={name}
        type={shown === true ? "text" : "password"}
        value={value}
        autoFocus={autoFocus === true}
        autoComplete={autoComplete ?? "current-password"}
        spellcheck={false}
        disableBrowserAutocorrect
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}

/** The rules a new password must meet. */
export function Rules({ requirements }: { requirements: string[] }) {
  return (
    <ul className="rules">
      {requirements.map((rule) => (
        <li key={rule}>{rule}</li>
      ))}
    </ul>
  );
}
