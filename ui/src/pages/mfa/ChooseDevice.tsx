import FormField from "@cloudscape-design/components/form-field";
import Tiles from "@cloudscape-design/components/tiles";
import type { ReactNode } from "react";
import { never, type MfaKind } from "../../api/types";
import { FormButtons } from "../FormButtons";
import { Refusal } from "../sign-in/Frame";
import type { Stage, StageProps } from "./AssignDevice";
import { DeviceNameField } from "./DeviceNameField";
import { KIND } from "./kinds";
import { assigning } from "./place";

const KINDS: { value: MfaKind; label: string; description: string }[] = [
  {
    value: "passkey",
    label: KIND.passkey,
    description: "Authenticate with a key that you touch. It works for the site it was made for, and for no other.",
  },
  {
    value: "virtual",
    label: KIND.virtual,
    description: "Authenticate with a code that an app on your desk or on a phone shows.",
  },
  {
    value: "hardware",
    label: KIND.hardware,
    description: "Authenticate with a code that a token from a manufacturer shows.",
  },
];

interface Props extends StageProps {
  intro: ReactNode;
  cancelLabel: string;
  /** The kinds that are allowed; `null` for all. */
  kinds: MfaKind[] | null;
  kind: MfaKind;
  setKind(kind: MfaKind): void;
  setDeviceName(name: string): void;
  onNext(stage: Stage): void;
  onCancel(): void;
}

/** The name and the type of a device to be. */
export function ChooseDevice(props: Props) {
  const { place, Frame, submission, elsewhere, deviceName, setDeviceName, kind, setKind, onNext } = props;
  const next = () => {
    const calls = assigning(place);
    switch (kind) {
      case "virtual":
        return submission.send(
          () => calls.virtual({ deviceName }),
          (device) => onNext({ at: "virtual", device }),
          elsewhere,
        );
      case "passkey":
        return submission.send(
          () => calls.startPasskey({ deviceName }),
          ({ options }) => onNext({ at: "passkey", options }),
          elsewhere,
        );
      case "hardware":
        return onNext({ at: "hardware" });
      default:
        return never(kind);
    }
  };
  return (
    <Frame testId="page-assign-mfa" title="Assign MFA device" onSubmit={() => void next()} place={submission.place}>
      {props.intro}
      <Refusal error={submission.whole("deviceName")} />
      <DeviceNameField value={deviceName} error={submission.field("deviceName")} onChange={setDeviceName} />
      <FormField label="MFA device" stretch>
        <Tiles
          ariaLabel="MFA device"
          columns={1}
          value={kind}
          items={KINDS.filter(({ value }) => props.kinds?.includes(value) ?? true)}
          onChange={({ detail }) => setKind(detail.value as MfaKind)}
        />
      </FormField>
      <FormButtons action="Next" cancel={props.cancelLabel} busy={submission.busy} onCancel={props.onCancel} />
    </Frame>
  );
}
