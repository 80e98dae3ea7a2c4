import { api, outcome, type Outcome } from "../../api/client";
import type { MfaPlace } from "../../api/types";

interface Named {
  deviceName: string;
}

interface Codes {
  code1: string;
  code2: string;
}

/** What a passkey or security key answers, as the service takes it. */
export function asCredential(credential: object) {
  // The description of the API knows no member of it: the browser hands on what the key said.
  return { credential: credential as Record<string, never> };
}

/** Where a device is assigned: to someone of an account, or to a person of the access portal. */
export type Place = MfaPlace | "portal" | "portal-sign-in";

/** Assigning a device: the same wherever it is done, at the place's own addresses. */
export function assigning(place: Place) {
  if (place === "portal") return atPortal("session");
  if (place === "portal-sign-in") return atPortal("sign-in");
  const params = { path: { place } };
  return {
    virtual: (body: Named) => outcome(api.POST("/api/mfa/{place}/virtual", { params, body })),
    enableVirtual: (body: Named & Codes) => outcome(api.POST("/api/mfa/{place}/virtual/enable", { params, body })),
    hardware: (body: Named & Codes & { serialNumber: string }) =>
      outcome(api.POST("/api/mfa/{place}/hardware", { params, body })),
    startPasskey: (body: Named) => outcome(api.POST("/api/mfa/{place}/passkey/start", { params, body })),
    finishPasskey: (credential: object) =>
      outcome(api.POST("/api/mfa/{place}/passkey/finish", { params, body: asCredential(credential) })),
  };
}

/** People of the access portal have no tokens. */
const NO_TOKENS: Outcome<never> = {
  ok: false,
  error: { code: "ACCESS_DENIED", message: "Hardware TOTP tokens are not for the access portal." },
};

function atPortal(place: MfaPlace) {
  const params = { path: { place } };
  return {
    virtual: (body: Named) => outcome(api.POST("/api/portal/mfa/{place}/virtual", { params, body })),
    enableVirtual: (body: Named & Codes) =>
      outcome(api.POST("/api/portal/mfa/{place}/virtual/enable", { params, body })),
    hardware: () => Promise.resolve(NO_TOKENS),
    startPasskey: (body: Named) => outcome(api.POST("/api/portal/mfa/{place}/passkey/start", { params, body })),
    finishPasskey: (credential: object) =>
      outcome(api.POST("/api/portal/mfa/{place}/passkey/finish", { params, body: asCredential(credential) })),
  };
}

/** A WebAuthn ceremony: the service asks, the key answers, the service judges. What one refuses ends it. */
export async function ceremony<T>(
  start: () => Promise<Outcome<{ options: object }>>,
  key: (options: object) => Promise<Outcome<object>>,
  finish: (credential: object) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const asked = await start();
  if (!asked.ok) return asked;
  const answered = await key(asked.data.options);
  return answered.ok ? finish(answered.data) : answered;
}
