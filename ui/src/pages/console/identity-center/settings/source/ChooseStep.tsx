import FormField from "@cloudscape-design/components/form-field";
import RadioGroup from "@cloudscape-design/components/radio-group";
import type { CenterSource } from "../../../../../api/types";
import { ConsoleFrame } from "../../../ConsoleFrame";
import { SOURCE } from "../../Dashboard";
import type { Target } from "./draft";
import { StepButtons } from "./StepButtons";

interface Props {
  now: CenterSource["source"];
  target: Target;
  onChange(target: Target): void;
  onCancel(): void;
  onNext(): void;
}

/** Which source it is to be. */
export function ChooseStep({ now, target, onChange, onCancel, onNext }: Props) {
  return (
    <ConsoleFrame
      testId="step-choose-source"
      title="Choose identity source"
      description={`Change identity source: step 1 of 3. It is ${SOURCE[now]} now.`}
      onSubmit={onNext}
      foot={<StepButtons onCancel={onCancel} />}
    >
      <FormField label="Identity source">
        <RadioGroup
          name="source"
          value={target}
          items={[
            {
              value: "external",
              label: now === "external" ? "Another external identity provider" : "External identity provider",
              description:
                "People sign in at their company, by SAML 2.0. It can send people and groups here, by SCIM 2.0.",
            },
            {
              value: "directory",
              label: "Identity Center directory",
              description: "People, groups, passwords and MFA devices are kept here.",
              disabled: now === "directory",
            },
          ]}
          onChange={({ detail }) => onChange(detail.value === "directory" ? "directory" : "external")}
        />
      </FormField>
    </ConsoleFrame>
  );
}
