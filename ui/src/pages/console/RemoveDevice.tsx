import Alert from "@cloudscape-design/components/alert";
import { useState } from "react";
import { api, outcome } from "../../api/client";
import type { IdentityView, MfaDevice } from "../../api/types";
import { useFillable } from "../../desk/autofill";
import { KIND } from "../mfa/kinds";
import { FormButtons } from "../FormButtons";
import { PasswordField } from "../PasswordField";
import { Refusal } from "../sign-in/Frame";
import { useSubmit } from "../useSubmit";
import { ConsoleFrame } from "./ConsoleFrame";

interface Props {
  device: MfaDevice;
  identity: IdentityView;
  /** Whether it is the last one. */
  last: boolean;
  onDone(): void;
  onCancel(): void;
}

/** A device goes only with the password: a session left open must not be enough. */
export function RemoveDevice({ device, identity, last, onDone, onCancel }: Props) {
  const submission = useSubmit();
  const [password, setPassword] = useState("");

  useFillable((filling) => {
    const me = identity.userName ?? identity.email ?? "";
    if (filling.kind !== identity.kind || filling.signInName !== me) return false;
    setPassword(filling.password);
    return true;
  });

  const submit = async () => {
    const ok = await submission.send<unknown>(
      () =>
        outcome(
          api.POST("/api/mfa/devices/{id}/deactivate", { params: { path: { id: device.id } }, body: { password } }),
        ),
      onDone,
    );
    if (!ok) setPassword("");
  };
  return (
    <ConsoleFrame
      testId="page-remove-mfa"
      title={`Remove ${device.name}`}
      description={`${KIND[device.kind]} ${device.serial}`}
      onSubmit={() => void submit()}
      place={submission.place}
    >
      <Refusal error={submission.whole("password")} />
      <Alert type="warning">
        It no longer signs you in, and your other sessions end at once. {last && AFTER_LAST[identity.kind]}
        {identity.kind === "root" && `A mail about it goes to ${identity.email ?? "the root user"}.`}
      </Alert>
      <PasswordField
        label="Password"
        name="password"
        autoFocus
        value={password}
        error={submission.field("password")}
        hint="Enter your password again to show that it is you."
        onChange={setPassword}
      />
      <FormButtons action="Remove" busy={submission.busy} onCancel={onCancel} />
    </ConsoleFrame>
  );
}

const AFTER_LAST: Record<IdentityView["kind"], string> = {
  "iam-user": "It is your last device: your password alone will sign you in. ",
  // A role has no devices.
  "assumed-role": "",
  "federated-user": "",
  root: "It is your last device: the next sign-in asks you to register another. ",
};
