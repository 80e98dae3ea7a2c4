import { api, outcome, type Outcome } from "../../api/client";
import type { SignInStep } from "../../api/types";
import { asCredential } from "../mfa/place";

interface Resync {
  deviceId: string;
  code1: string;
  code2: string;
}

/** How a place that asks for a second factor is answered. The next step is the place's own. */
export interface MfaCalls<S> {
  code(body: { deviceId: string; code: string }): Promise<Outcome<S>>;
  resync(body: Resync): Promise<Outcome<S>>;
  startKey(): Promise<Outcome<{ options: object }>>;
  finishKey(credential: object): Promise<Outcome<S>>;
  /** The same step as it is now; `null` when the sign-in waits for something else. */
  again(): Promise<S | null>;
}

/** Signing in to an account. */
export const ACCOUNT: MfaCalls<SignInStep> = {
  code: (body) => outcome(api.POST("/api/sign-in/mfa/code", { body })),
  resync: (body) => outcome(api.POST("/api/sign-in/mfa/resync", { body })),
  startKey: () => outcome(api.POST("/api/sign-in/mfa/passkey/start")),
  finishKey: (credential) => outcome(api.POST("/api/sign-in/mfa/passkey/finish", { body: asCredential(credential) })),
  again: async () => {
    const now = await outcome(api.GET("/api/sign-in/attempt"));
    return now.ok && now.data.step === "mfa" ? now.data : null;
  },
};
