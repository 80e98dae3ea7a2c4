import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { Refusal } from "../sign-in/Frame";
import type { StageProps } from "./AssignDevice";
import { ClockNote } from "./ClockNote";
import { assigning } from "./place";
import { StageButtons } from "./StageButtons";
import { NO_CODES, TwoCodes } from "./TwoCodes";

interface Props extends StageProps {
  serialNumber: string;
  setSerialNumber(serial: string): void;
}

/** A token's seed is with its manufacturer: the serial number says which one, two codes that it is at hand. */
export function HardwareToken(props: Props) {
  const { place, Frame, submission, elsewhere, deviceName, serialNumber, setSerialNumber } = props;
  const [codes, setCodes] = useState(NO_CODES);
  const submit = async () => {
    const body = { deviceName, serialNumber, ...codes };
    const ok = await submission.send(() => assigning(place).hardware(body), props.onEnrolled, elsewhere);
    if (!ok) setCodes(NO_CODES);
  };
  return (
    <Frame
      testId="page-assign-hardware"
      title="Set up device"
      description={`Hardware TOTP token: ${deviceName}`}
      onSubmit={() => void submit()}
      place={submission.place}
    >
      <Refusal error={submission.whole("deviceName", "serialNumber", "code1", "code2")} />
      <Box variant="p">
        The serial number is on the back of the token. Tokens that were shipped to you are under{" "}
        <strong>My desk</strong>, <strong>Token</strong>.
      </Box>
      <FormField label="Serial number" errorText={submission.field("serialNumber")} stretch>
        <Input
          name="serial-number"
          value={serialNumber}
          autoFocus
          autoComplete={false}
          spellcheck={false}
          onChange={({ detail }) => setSerialNumber(detail.value)}
        />
      </FormField>
      <ClockNote />
      <TwoCodes codes={codes} submission={submission} onChange={setCodes} />
      <StageButtons label="Add MFA" busy={submission.busy} onPrevious={props.onPrevious} />
    </Frame>
  );
}
