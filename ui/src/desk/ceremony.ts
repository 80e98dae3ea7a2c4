import { api, outcome, type Outcome } from "../api/client";
import { never, type ErrorBody, type SecurityKeyView } from "../api/types";
import type { KeyRequest } from "../browser/credentials";

type Ceremony = Pick<KeyRequest, "kind" | "origin" | "options">;

/** A touch: the desk's browser judges the site first, then the key answers. */
export async function touch(key: SecurityKeyView, ceremony: Ceremony, pin: string): Promise<Outcome<object>> {
  const { kind, origin, options } = ceremony;
  const init = { params: { path: { id: key.id } }, body: { origin, options, pin: key.hasPin ? pin : null } };
  const answer = await outcome(
    kind === "create"
      ? api.POST("/desk/security-keys/{id}/register", init)
      : api.POST("/desk/security-keys/{id}/authenticate", init),
  );
  return answer.ok ? { ok: true, data: answer.data.credential as object } : answer;
}

/** What a site asks, in words. */
export function asksTo(kind: KeyRequest["kind"]): string {
  switch (kind) {
    case "create":
      return "create a passkey";
    case "get":
      return "use a passkey";
    default:
      return never(kind);
  }
}

/** Whom the key knows at this site. */
export function knownAt(key: SecurityKeyView, rpId: string): string[] {
  return key.credentials.filter((credential) => credential.rpId === rpId).map(({ userName }) => userName);
}

/** To use a passkey, the keys that have one for the site go first; a new one may go on any key. */
export function inOrder(keys: SecurityKeyView[], { kind, rpId }: KeyRequest): SecurityKeyView[] {
  if (kind === "create") return keys;
  const knows = (key: SecurityKeyView) => knownAt(key, rpId).length > 0;
  return [...keys.filter(knows), ...keys.filter((key) => !knows(key))];
}

/** The heading over a refusal, where the code says more than the key's words. */
export function refusedBecause({ code }: ErrorBody): string {
  switch (code) {
    case "KEY_ORIGIN":
      return "Your browser does not ask the key: the address and the passkey's site do not go together";
    case "KEY_NO_CREDENTIAL":
      return "This key has no passkey for this sign-in";
    case "KEY_EXCLUDED":
      return "This key is registered already";
    case "KEY_PIN_BLOCKED":
      return "The PIN is blocked";
    default:
      return "The key did not answer";
  }
}
