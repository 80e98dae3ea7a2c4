import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { MfaChoice } from "../../api/types";
import { ClockNote } from "../mfa/ClockNote";
import { KIND } from "../mfa/kinds";
import { NO_CODES, TwoCodes } from "../mfa/TwoCodes";
import { Frame, Refusal } from "./Frame";
import type { MfaProps } from "./Mfa";
import { useAttempt } from "./useAttempt";

interface Props<S> extends MfaProps<S> {
  onResynced(device: MfaChoice): void;
  onAlternative(): void;
  onBack(): void;
}

/** A device that is out of step, lost or broken. */
export function MfaTrouble<S>(props: Props<S>) {
  const { step, lost, onAlternative, onBack } = props;
  // Keys have no clock that could be off.
  const withCodes = step.devices.filter(({ kind }) => kind !== "passkey");
  return (
    <Frame testId="page-mfa-trouble" title="Troubleshoot your authentication device">
      {withCodes.length > 0 && <Resync {...props} devices={withCodes} />}
      {step.alternativeFactors ? (
        <SpaceBetween size="s">
          <Box variant="h3" tagOverride="h2">
            Sign in using alternative factors of authentication
          </Box>
          <Box variant="p">
            If your device is lost or broken, you can sign in with the mail and the phone of the account instead.
          </Box>
          <Button onClick={onAlternative}>Sign in using alternative factors</Button>
        </SpaceBetween>
      ) : (
        <SpaceBetween size="s" data-testid="ask-administrator">
          <Box variant="h3" tagOverride="h2">
            Lost or broken device
          </Box>
          <Box variant="p">{lost}</Box>
        </SpaceBetween>
      )}
      <Button onClick={onBack}>Back to verification</Button>
    </Frame>
  );
}

/** Two consecutive codes say how far a device's clock is off. They do not sign in. */
function Resync<S>(props: Props<S> & { devices: MfaChoice[] }) {
  const { step, calls, devices, onStep, onRestart, onResynced } = props;
  const attempt = useAttempt<S>({ onStep, onRestart });
  const [deviceId, setDeviceId] = useState(devices[0]?.id ?? "");
  const [codes, setCodes] = useState(NO_CODES);
  const options = devices.map(({ id, kind, name }) => ({ value: id, label: `${KIND[kind]}: ${name}` }));
  const submit = async () => {
    const body = { deviceId, ...codes };
    const ok = await attempt.go(() => calls.resync(body));
    setCodes(NO_CODES);
    const device = step.devices.find(({ id }) => id === deviceId);
    if (ok && device !== undefined) onResynced(device);
  };
  return (
    <form
      ref={attempt.place}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <SpaceBetween size="s">
        <Box variant="h3" tagOverride="h2">
          Re-Sync With Our Servers
        </Box>
        <Refusal error={attempt.whole("code1", "code2")} />
        <Box variant="p">Enter two consecutive codes of your device. This does not sign you in.</Box>
        {devices.length > 1 && (
          <FormField label="MFA device" stretch>
            <Select
              options={options}
              selectedOption={options.find(({ value }) => value === deviceId) ?? null}
              onChange={({ detail }) => setDeviceId(detail.selectedOption.value ?? "")}
            />
          </FormField>
        )}
        <ClockNote />
        <TwoCodes codes={codes} submission={attempt} onChange={setCodes} />
        <Button variant="primary" formAction="submit" loading={attempt.busy}>
          Re-sync authentication device
        </Button>
      </SpaceBetween>
    </form>
  );
}
