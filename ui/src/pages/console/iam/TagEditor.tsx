import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import type { Tag } from "../../../api/types";

const MOST = 50;

interface Props {
  value: Tag[];
  error: string;
  onChange(value: Tag[]): void;
}

/** Tags as rows of key and value. */
export function TagEditor({ value, error, onChange }: Props) {
  const set = (at: number, change: Partial<Tag>) =>
    onChange(value.map((tag, index) => (index === at ? { ...tag, ...change } : tag)));
  return (
    <FormField errorText={error} stretch>
      <AttributeEditor
        items={value}
        definition={[
          {
            label: "Key",
            control: ({ key }, at) => (
              <Input
                ariaLabel={`Key ${at + 1}`}
                value={key}
                autoComplete={false}
                spellcheck={false}
                onChange={({ detail }) => set(at, { key: detail.value })}
              />
            ),
          },
          {
            label: "Value - optional",
            control: (tag, at) => (
              <Input
                ariaLabel={`Value ${at + 1}`}
                value={tag.value ?? ""}
                autoComplete={false}
                spellcheck={false}
                onChange={({ detail }) => set(at, { value: detail.value })}
              />
            ),
          },
        ]}
        addButtonText="Add new tag"
        removeButtonText="Remove"
        removeButtonAriaLabel={({ key }) => `Remove the tag ${key}`}
        disableAddButton={value.length >= MOST}
        additionalInfo={
          value.length >= MOST ? "There may be 50 tags." : `You can add ${MOST - value.length} more tags.`
        }
        empty="No tags."
        onAddButtonClick={() => onChange([...value, { key: "", value: "" }])}
        onRemoveButtonClick={({ detail }) => onChange(value.filter((_, at) => at !== detail.itemIndex))}
      />
    </FormField>
  );
}
