import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import type { TrustCondition } from "./trustDocument";

/** More would not fit into a trust policy. */
const MOST = 20;

interface Props {
  label: string;
  description: string;
  /** What stands before each key; nothing where that is the provider's long name. */
  prefix: string;
  keys: readonly string[];
  value: TrustCondition[];
  onChange(value: TrustCondition[]): void;
}

/** What somebody must be said to be, as rows of key and value. */
export function Conditions({ label, description, prefix, keys, value, onChange }: Props) {
  const shown = (key: string) => (prefix === "" ? key : `${prefix}:${key}`);
  const options = keys.map((key) => ({ value: key, label: shown(key) }));
  const set = (at: number, change: Partial<TrustCondition>) =>
    onChange(value.map((condition, index) => (index === at ? { ...condition, ...change } : condition)));
  return (
    <FormField label={label} description={description} stretch>
      <AttributeEditor
        items={value}
        definition={[
          {
            label: "Key",
            control: ({ key }, at) => (
              <Select
                ariaLabel={`Key of condition ${at + 1}`}
                selectedOption={options.find((option) => option.value === key) ?? null}
                options={options}
                placeholder="Choose a key"
                onChange={({ detail }) => set(at, { key: detail.selectedOption.value ?? "" })}
              />
            ),
          },
          {
            label: "Value, with * for any characters",
            control: (condition, at) => (
              <Input
                ariaLabel={`Value of condition ${at + 1}`}
                value={condition.value}
                autoComplete={false}
                spellcheck={false}
                onChange={({ detail }) => set(at, { value: detail.value })}
              />
            ),
          },
        ]}
        addButtonText="Add condition"
        removeButtonText="Remove"
        removeButtonAriaLabel={({ key }) => `Remove the condition ${shown(key)}`}
        disableAddButton={value.length >= MOST}
        empty="No conditions."
        onAddButtonClick={() => onChange([...value, { key: keys[0] ?? "", value: "" }])}
        onRemoveButtonClick={({ detail }) => onChange(value.filter((_, at) => at !== detail.itemIndex))}
      />
    </FormField>
  );
}
