import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { VirtualDevice } from "../../api/types";
import { Refusal } from "../sign-in/Frame";
import type { StageProps } from "./AssignDevice";
import { ClockNote } from "./ClockNote";
import { assigning } from "./place";
import { QrCode } from "./QrCode";
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

/** The seed, two ways, and neither until it is asked for: somebody may be looking over the shoulder. */
function Seed({ device }: { device: VirtualDevice }) {
  const [code, setCode] = useState(false);
  const [key, setKey] = useState(false);
  return (
    <SpaceBetween size="s">
      <SpaceBetween size="xs" direction="horizontal">
        <Button formAction="none" ariaExpanded={code} onClick={() => setCode(!code)}>
          {code ? "Hide QR code" : "Show QR code"}
        </Button>
        <Button formAction="none" ariaExpanded={key} onClick={() => setKey(!key)}>
          {key ? "Hide secret key" : "Show secret key"}
        </Button>
      </SpaceBetween>
      {code && (
        <QrCode
          text={device.otpauth}
          label={`QR code with the secret key of ${device.name}, for an authenticator app to scan`}
        />
      )}
      {key && (
        <SpaceBetween size="xxs">
          <Box variant="awsui-key-label">Secret key</Box>
          <span className="secret" data-testid="secret-key">
            {device.secret}
          </span>
          <CopyToClipboard
            textToCopy={device.secret}
            copyButtonText="Copy secret key"
            copySuccessText="Secret key copied"
            copyErrorText="The secret key could not be copied"
          />
        </SpaceBetween>
      )}
    </SpaceBetween>
  );
}
