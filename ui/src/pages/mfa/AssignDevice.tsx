import { useState, type ComponentType, type ReactNode } from "react";
import { never, type ErrorBody, type MfaEnrolled, type MfaKind, type VirtualDevice } from "../../api/types";
import type { FrameProps } from "../sign-in/Frame";
import { useSubmit, type Submission } from "../useSubmit";
import { AuthenticatorApp } from "./AuthenticatorApp";
import { ChooseDevice } from "./ChooseDevice";
import { HardwareToken } from "./HardwareToken";
import { Passkey } from "./Passkey";
import type { Place } from "./place";

/** How far the assignment has come. The seed of an authenticator app is here and nowhere else on the page's side. */
export type Stage =
  { at: "choose" } | { at: "virtual"; device: VirtualDevice } | { at: "hardware" } | { at: "passkey"; options: object };

/** What all stages need. */
export interface StageProps {
  place: Place;
  Frame: ComponentType<FrameProps>;
  deviceName: string;
  submission: Submission;
  /** Says of a refusal that it leads out of this stage. */
  elsewhere(error: ErrorBody): boolean;
  onEnrolled(enrolled: MfaEnrolled): void;
  onPrevious(): void;
}

interface Props {
  place: Place;
  /** The look of the pages around it. */
  Frame: ComponentType<FrameProps>;
  intro?: ReactNode;
  /** The kinds to choose from; all of them if nothing is said. */
  kinds?: MfaKind[];
  cancelLabel?: string;
  /** Says of a refusal that it leads out of here altogether. */
  isOver?(error: ErrorBody): boolean;
  onEnrolled(enrolled: MfaEnrolled): void;
  onCancel(): void;
}

/** Assign MFA device: a name and a type, then what the type asks for. */
export function AssignDevice(props: Props) {
  const { place, Frame, intro, kinds, cancelLabel, isOver, onEnrolled, onCancel } = props;
  const submission = useSubmit();
  const [stage, setStage] = useState<Stage>({ at: "choose" });
  const [deviceName, setDeviceName] = useState("");
  const [serialNumber, setSerialNumber] = useState("");
  const [kind, setKind] = useState<MfaKind>(kinds?.[0] ?? "passkey");

  const to = (next: Stage) => {
    submission.setError(null);
    setStage(next);
  };
  const elsewhere = (error: ErrorBody) => {
    if (isOver?.(error) === true) return true;
    // A name is corrected where it was typed; the error stays with it.
    if (error.field === "deviceName") setStage({ at: "choose" });
    return false;
  };
  const shared: StageProps = {
    place,
    Frame,
    deviceName,
    submission,
    elsewhere,
    onEnrolled,
    onPrevious: () => to({ at: "choose" }),
  };

  switch (stage.at) {
    case "choose":
      return (
        <ChooseDevice
          {...shared}
          intro={intro}
          cancelLabel={cancelLabel ?? "Cancel"}
          kinds={kinds ?? null}
          kind={kind}
          setKind={setKind}
          setDeviceName={setDeviceName}
          onNext={to}
          onCancel={onCancel}
        />
      );
    case "virtual":
      return <AuthenticatorApp {...shared} device={stage.device} />;
    case "hardware":
      return <HardwareToken {...shared} serialNumber={serialNumber} setSerialNumber={setSerialNumber} />;
    case "passkey":
      return <Passkey {...shared} options={stage.options} />;
    default:
      return never(stage);
  }
}
