import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import type { Outcome } from "../api/client";
import { host } from "../host";
import { useNavigation } from "./navigation";

/** A site asks for a key: what the dialog shows and answers. */
export interface KeyRequest {
  kind: "create" | "get";
  /** The site that asks, as the address bar has it. A page cannot say otherwise. */
  origin: string;
  /** The site whose key is asked for, as the page says. Whether the two go together is judged before the key is asked. */
  rpId: string;
  /** What the service handed out for the ceremony. */
  options: object;
  answer(credential: object): void;
  refuse(reason: string): void;
}

/** `navigator.credentials`, as pages have it. Not to touch the key is an outcome with words, not an exception. */
export interface AskForKey {
  create(options: object): Promise<Outcome<object>>;
  get(options: object): Promise<Outcome<object>>;
}

type Kind = KeyRequest["kind"];

const Requested = createContext<KeyRequest | null>(null);
const Asking = createContext<AskForKey | null>(null);

/** Stands between the pages and the person's keys: the desk's in the app, the browser's own in a real one. */
export function CredentialsProvider({ children }: { children: ReactNode }) {
  const { address, visitId } = useNavigation();
  const [request, setRequest] = useState<KeyRequest | null>(null);
  const open = useRef<KeyRequest | null>(null);
  const withdraw = useCallback((reason: string) => open.current?.refuse(reason), []);
  // A page that is gone has nobody left to sign in.
  useEffect(() => () => withdraw("The page that asked for the key was left."), [visitId, withdraw]);

  const askDesk = useCallback(
    (kind: Kind, options: object) => {
      withdraw("The page asked anew.");
      return new Promise<Outcome<object>>((resolve) => {
        const settle = (outcome: Outcome<object>) => {
          if (open.current !== asked) return;
          open.current = null;
          setRequest(null);
          resolve(outcome);
        };
        const { origin, hostname } = new URL(address);
        const asked: KeyRequest = {
          kind,
          origin,
          rpId: rpIdOf(options) ?? hostname,
          options,
          answer: (data) => settle({ ok: true, data }),
          refuse: (reason) => settle(refusal(reason)),
        };
        open.current = asked;
        setRequest(asked);
      });
    },
    [address, withdraw],
  );

  const asking = useMemo<AskForKey>(() => {
    const ask = (kind: Kind, options: object) => {
      const { credentials } = host();
      return credentials === null ? askDesk(kind, options) : wordsFor(credentials[kind](options));
    };
    return { create: (options) => ask("create", options), get: (options) => ask("get", options) };
  }, [askDesk]);

  return (
    <Asking value={asking}>
      <Requested value={request}>{children}</Requested>
    </Asking>
  );
}

/** What a site asks of the desk's keys just now. */
export function useKeyRequest(): KeyRequest | null {
  return use(Requested);
}

/** The person's keys, for a page. */
export function useCredentials(): AskForKey {
  const asking = use(Asking);
  if (asking === null) throw new Error("no keys around this component");
  return asking;
}

/** The site of the ceremony: `rp.id` of a registration, `rpId` of a sign-in. */
function rpIdOf(options: object): string | null {
  const { rpId, rp } = options as { rpId?: unknown; rp?: { id?: unknown } | null };
  const id = rpId ?? rp?.id;
  return typeof id === "string" ? id : null;
}

function refusal(message: string): Outcome<never> {
  return { ok: false, error: { code: "MFA_REFUSED", message } };
}

const UNUSED = "The key was not used: it was cancelled, or it took too long.";
const REASONS = new Map([
  ["NotAllowedError", UNUSED],
  ["AbortError", UNUSED],
  ["InvalidStateError", "This key is registered already."],
  [
    "SecurityError",
    "Your browser does not let this site use that key: the address is not the one that the key is for.",
  ],
  ["NotSupportedError", "This browser has no support for passkeys and security keys."],
  ["ConstraintError", "This key cannot do what the site asks for."],
]);

/** The browser's error in words for the person. */
async function wordsFor(answer: Promise<object>): Promise<Outcome<object>> {
  try {
    return { ok: true, data: await answer };
  } catch (error) {
    const name = typeof error === "object" && error !== null && "name" in error ? String(error.name) : "";
    return refusal(REASONS.get(name) ?? "Your browser could not use the key.");
  }
}
