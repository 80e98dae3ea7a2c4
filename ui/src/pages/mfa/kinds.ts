import type { MfaKind } from "../../api/types";

/** The kinds of MFA device, as AWS calls them where one is assigned. */
export const KIND: Record<MfaKind, string> = {
  passkey: "Passkey or security key",
  virtual: "Authenticator app",
  hardware: "Hardware TOTP token",
};

/** The kinds that a portal allows, the first one chosen beforehand. */
export function portalKinds({ allowKeys, allowApps }: { allowKeys: boolean; allowApps: boolean }): MfaKind[] {
  return [...(allowKeys ? (["passkey"] as const) : []), ...(allowApps ? (["virtual"] as const) : [])];
}

/** The same in a list of users. */
export const SHORT_KIND: Record<MfaKind, string> = {
  passkey: "Security key",
  virtual: "Virtual",
  hardware: "Hardware",
};
