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

/** Assigning a device: the same on Security credentials and within a sign-in, at the place's own addresses. */
export function assigning(place: MfaPlace) {
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
