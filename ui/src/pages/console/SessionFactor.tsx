import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { MfaKind, SessionMfa } from "../../api/types";
import { when } from "../../shell/when";
import { useSignOut } from "./ConsolePage";

const FACTOR: Record<MfaKind, string> = {
  virtual: "authenticator app",
  hardware: "hardware TOTP token",
  passkey: "passkey or security key",
};

interface Props {
  of: SessionMfa | null;
  /** Whether the next sign-in will ask for one. */
  hasDevices: boolean;
}

/** How this session was made. It stays so: devices that come and go later do not change it. */
export function SessionFactor({ of, hasDevices }: Props) {
  const signOut = useSignOut();
  return (
    <SpaceBetween size="s">
      <Box variant="p">
        <span data-testid="session-factor" className="wrap">
          This session: {of === null ? "password only." : `password and ${FACTOR[of.kind]} ${of.serial}`}
          {of !== null && `, ${when(of.at)}.`}
          {of?.kind === "passkey" && (of.userVerified ? VERIFIED : PRESENCE)}
        </span>
      </Box>
      {of === null && hasDevices && (
        <div data-testid="session-without-mfa">
          <Alert type="info" action={<Button onClick={() => void signOut()}>Sign out</Button>}>
            This session was made without MFA, and stays so. Sign out and sign in again with MFA to have what needs it.
          </Alert>
        </div>
      )}
    </SpaceBetween>
  );
}

const VERIFIED = " The key also checked who touched it.";
const PRESENCE = " Only presence was proved: somebody touched the key, and it did not check who.";
