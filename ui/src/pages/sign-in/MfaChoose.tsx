import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import RadioGroup from "@cloudscape-design/components/radio-group";
import { useState } from "react";
import type { MfaChoice } from "../../api/types";
import { KIND } from "../mfa/kinds";
import { Frame } from "./Frame";
import type { MfaProps } from "./Mfa";
import { MfaLinks } from "./MfaLinks";
import { Who } from "./Who";

interface Props<S> extends MfaProps<S> {
  onChoose(device: MfaChoice): void;
  onTrouble(): void;
}

/** Several devices: which one is at hand? */
export function MfaChoose<S>({ step, onRestart, onChoose, onTrouble }: Props<S>) {
  const { devices } = step;
  const [chosen, setChosen] = useState(devices[0]?.id ?? "");
  const submit = () => {
    const device = devices.find(({ id }) => id === chosen);
    if (device !== undefined) onChoose(device);
  };
  return (
    <Frame
      testId="page-mfa-choose"
      title="Multi-factor authentication"
      description="Choose the device to verify with."
      onSubmit={submit}
    >
      <Who step={step} />
      <FormField label="MFA device" stretch>
        <RadioGroup
          ariaLabel="MFA device"
          value={chosen}
          items={devices.map(({ id, kind, name }) => ({ value: id, label: KIND[kind], description: name }))}
          onChange={({ detail }) => setChosen(detail.value)}
        />
      </FormField>
      <Button variant="primary" formAction="submit" fullWidth>
        Next
      </Button>
      <MfaLinks onAnother={null} onTrouble={onTrouble} onCancel={() => onRestart(null)} />
    </Frame>
  );
}
