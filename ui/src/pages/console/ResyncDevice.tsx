import Box from "@cloudscape-design/components/box";
import { useState } from "react";
import { api, outcome } from "../../api/client";
import type { MfaDevice } from "../../api/types";
import { ClockNote } from "../mfa/ClockNote";
import { KIND } from "../mfa/kinds";
import { NO_CODES, TwoCodes } from "../mfa/TwoCodes";
import { Refusal } from "../sign-in/Frame";
import { FormButtons } from "../FormButtons";
import { useSubmit } from "../useSubmit";
import { ConsoleFrame } from "./ConsoleFrame";

interface Props {
  device: MfaDevice;
  onDone(): void;
  onCancel(): void;
}

/** Brings a device whose clock ran away back in step. */
export function ResyncDevice({ device, onDone, onCancel }: Props) {
  const submission = useSubmit();
  const [codes, setCodes] = useState(NO_CODES);
  const submit = async () => {
    const ok = await submission.send<unknown>(
      () => outcome(api.POST("/api/mfa/devices/{id}/resync", { params: { path: { id: device.id } }, body: codes })),
      onDone,
    );
    if (!ok) setCodes(NO_CODES);
  };
  return (
    <ConsoleFrame
      testId="page-resync-mfa"
      title={`Resync ${device.name}`}
      description={`${KIND[device.kind]} ${device.serial}`}
      onSubmit={() => void submit()}
      place={submission.place}
    >
      <Refusal error={submission.whole("code1", "code2")} />
      <Box variant="p">Type two of its codes, one after the other: they say how far its clock is off.</Box>
      <ClockNote />
      <TwoCodes codes={codes} submission={submission} onChange={setCodes} />
      <FormButtons action="Resync" busy={submission.busy} onCancel={onCancel} />
    </ConsoleFrame>
  );
}
