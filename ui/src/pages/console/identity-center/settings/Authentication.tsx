import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { CenterView } from "../../../../api/types";
import { EmailOtp } from "./EmailOtp";
import { MfaSettings } from "./MfaSettings";
import { SessionSettings } from "./SessionSettings";

/** How people sign in, and for how long. */
export function Authentication({ center }: { center: CenterView }) {
  const { settings } = center;
  return (
    <SpaceBetween size="l">
      {center.source === "external" ? (
        <Alert type="info" header="The identity source is an external identity provider">
          People sign in at their company. Passwords, one-time passwords by email and MFA are managed there, so they
          cannot be set here, and none that is kept here lets anybody in. Whether a second factor is asked for is the
          company&apos;s decision.
        </Alert>
      ) : (
        <>
          <MfaSettings settings={settings} />
          <EmailOtp send={settings.sendEmailOtp} />
        </>
      )}
      <SessionSettings minutes={settings.sessionMinutes} />
    </SpaceBetween>
  );
}
