import type { AuthenticatorEntry, Call, SecurityKeyView, Token } from "../api/types";
import type { Core } from "./core";

// The devices that a person signs in with, as the desk has them.

export const NOW = "2026-03-01T09:04:05Z";

/** A desk with nothing on it. */
export function emptyDevices(core: Core): Core {
  return core
    .on("get", "/desk/authenticator", { entries: [], now: NOW })
    .on("get", "/desk/security-keys", { keys: [] })
    .on("get", "/desk/tokens", { tokens: [] })
    .on("get", "/desk/phone", { number: "+1 555 0100", calls: [] });
}

/** Twenty seconds of its step are left at `NOW`. */
export const appEntry: AuthenticatorEntry = {
  id: 1,
  issuer: "",
  account: "phone@Acme",
  code: "012345",
  nextCode: "678901",
  stepEndsAt: "2026-03-01T09:04:25Z",
  driftSeconds: 0,
};

export const fob: Token = {
  id: 1,
  serial: "ABCD12345678",
  label: "Fob of alice",
  code: "042917",
  stepEndsAt: "2026-03-01T09:04:25Z",
};

export function securityKey(id: number, name: string, more: Partial<SecurityKeyView> = {}): SecurityKeyView {
  return {
    id,
    name,
    note: "",
    hasPin: false,
    pinBlocked: false,
    credentials: [],
    faults: { clonedCounter: false, noPresence: false, otherOrigin: false },
    ...more,
  };
}

export function phoneCall(id: number, more: Partial<Call> = {}): Call {
  return {
    id,
    from: "Simulated AWS",
    to: "+1 555 0100",
    startedAt: NOW,
    state: "ringing",
    words: "Enter the 6 digits that your screen shows.",
    ...more,
  };
}
