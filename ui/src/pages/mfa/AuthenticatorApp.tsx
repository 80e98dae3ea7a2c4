import Box from "@cloudscape-design/components/box";
import { useState } from "react";
import type { VirtualDevice } from "../../api/types";
import { Refusal } from "../sign-in/Frame";
import type { StageProps } from "./AssignDevice";
import { ClockNote } from "./ClockNote";
import { assigning } from "./place";
import { Seed } from "./Seed";
import { StageButtons } from "./StageButtons";
import { NO_CODES, TwoCodes } from "./TwoCodes";

/** The seed goes into an app; two of the app's codes come back. */
export function AuthenticatorApp(props: StageProps & { device: VirtualDevice }) {
  const { place, Frame, submission, elsewhere, deviceName, device } = props;
  const [codes, setCodes] = useState(NO_CODES);
  const submit = async () => {
    const body = { deviceName, ...codes };
    const ok = await submission.send(() => assigning(place).enableVirtual(body), props.onEnrolled, elsewhere);
    if (!ok) setCodes(NO_CODES);
  };
  return (
    <Frame
      testId="page-assign-virtual"
      title="Set up device"
      description={`Authenticator app: ${device.name}`}
      onSubmit={() => void submit()}
      place={submission.place}
    >
      <Refusal error={submission.whole("deviceName", "code1", "code2")} />
      <Box variant="p">
        Open an authenticator app: the one under <strong>My desk</strong>, <strong>Authenticator</strong>, or one on a
        real phone. Scan the QR code with it, or type the secret key into it.
      </Box>
      <Seed device={device} />
      <Box variant="p">Then type two of its codes, one after the other.</Box>
      <ClockNote />
      <TwoCodes codes={codes} submission={submission} onChange={setCodes} />
      <StageButtons label="Add MFA" busy={submission.busy} onPrevious={props.onPrevious} />
    </Frame>
  );
}
