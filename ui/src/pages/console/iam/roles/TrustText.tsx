import Textarea from "@cloudscape-design/components/textarea";

interface Props {
  value: string;
  onChange(value: string): void;
}

/** A trust policy to edit. */
export function TrustText({ value, onChange }: Props) {
  return (
    <div className="policy-text">
      <Textarea
        ariaLabel="Trust policy"
        name="trustPolicy"
        value={value}
        rows={16}
        autoComplete={false}
        spellcheck={false}
        disableBrowserAutocorrect
        onChange={({ detail }) => onChange(detail.value)}
      />
    </div>
  );
}
