import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select, { type SelectProps } from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState, type FormEvent } from "react";
import type { ApplicationDetails, AttributeFormat, AttributeMapping } from "../../../../api/types";
import { useSubmit } from "../../../useSubmit";
import { ConsoleRefusal } from "../../ConsolePage";
import { save } from "./change";

const FORMATS: readonly { value: AttributeFormat; label: string }[] = [
  { value: "unspecified", label: "unspecified" },
  { value: "emailAddress", label: "emailAddress" },
  { value: "persistent", label: "persistent" },
  { value: "transient", label: "transient" },
];

/** What of a person the application is told, and under which names. */
export function Mappings({ details }: { details: ApplicationDetails }) {
  const submission = useSubmit();
  const [mappings, setMappings] = useState<AttributeMapping[]>(details.attributes);
  const change = (index: number, part: Partial<AttributeMapping>) =>
    setMappings(mappings.map((mapping, at) => (at === index ? { ...mapping, ...part } : mapping)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void submission.send(
      () => save(details, { attributes: mappings }),
      () => undefined,
    );
  };
  return (
    <form ref={submission.place} noValidate onSubmit={submit}>
      <SpaceBetween size="m">
        <ConsoleRefusal error={submission.whole("attributes")} />
        <Container header={<Header variant="h2">Attribute mappings</Header>}>
          <FormField
            stretch
            description={`Subject names the person. Values are text with ${details.expressions.join(", ")}.`}
            errorText={submission.field("attributes")}
          >
            <AttributeEditor
              items={mappings}
              addButtonText="Add attribute mapping"
              removeButtonText="Remove"
              removeButtonAriaLabel={({ attribute }) => `Remove ${attribute}`}
              empty={<Box>Nothing is mapped. Add Subject.</Box>}
              onAddButtonClick={() =>
                setMappings([...mappings, { attribute: "", value: "${user:email}", format: "unspecified" }])
              }
              onRemoveButtonClick={({ detail }) =>
                setMappings(mappings.filter((_, index) => index !== detail.itemIndex))
              }
              definition={[
                {
                  label: "Attribute of the application",
                  control: ({ attribute }, index) => (
                    <Input
                      value={attribute}
                      autoComplete={false}
                      spellcheck={false}
                      onChange={({ detail }) => change(index, { attribute: detail.value })}
                    />
                  ),
                },
                {
                  label: "Value",
                  control: ({ value }, index) => (
                    <Input
                      value={value}
                      autoComplete={false}
                      spellcheck={false}
                      onChange={({ detail }) => change(index, { value: detail.value })}
                    />
                  ),
                },
                {
                  label: "Format",
                  control: ({ format }, index) => (
                    <Select
                      selectedOption={FORMATS.find(({ value }) => value === format) ?? null}
                      options={FORMATS as SelectProps.Options}
                      onChange={({ detail }) =>
                        change(index, { format: detail.selectedOption.value as AttributeFormat })
                      }
                    />
                  ),
                },
              ]}
            />
          </FormField>
        </Container>
        <Button variant="primary" formAction="submit" loading={submission.busy}>
          Save attribute mappings
        </Button>
      </SpaceBetween>
    </form>
  );
}
