import createClient from "openapi-fetch";
import { host } from "../host";
import type { paths } from "./schema";
import type { ErrorBody } from "./types";

/** Every operation of the core, typed from its own description. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: async (request: Request) => {
    const changes = request.method !== "GET" && !QUESTIONS.has(new URL(request.url).pathname);
    if (session !== null) request.headers.set("x-console-session", session);
    const response = await send(request);
    if (changes) for (const listener of listeners) listener();
    if (response.status === 503 || response.status === 507) await report(response.clone());
    return response;
  },
});

/** The session that requests are about, in a browser with several. The core believes it only with that session's cookie. */
let session: string | null = null;

/** From now on requests are about this session. */
export function speakIn(label: string | null): void {
  session = label;
}

/** They are sent with a body, and change nothing. */
const QUESTIONS = new Set(["/api/policies/simulate", "/api/policies/validate", "/api/saml/inspect"]);

const listeners = new Set<() => void>();
const storeListeners = new Set<(error: ErrorBody) => void>();

/** Calls back after every request that may have changed something: mail may have come, cookies may have gone. */
export function onChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Calls back when the store as a whole cannot be used. */
export function onStoreFailure(listener: (error: ErrorBody) => void): () => void {
  storeListeners.add(listener);
  return () => void storeListeners.delete(listener);
}

/** A host that cannot be reached is a refusal like any other: no page waits for it for ever. */
async function send(request: Request): Promise<Response> {
  try {
    return await host().send(request);
  } catch {
    return Response.json(UNREACHABLE, { status: 502 });
  }
}

async function report(response: Response): Promise<void> {
  const body: unknown = await response.json().catch(() => null);
  for (const listener of storeListeners) listener(isRefusal(body) ? body : UNREADABLE);
}

/** What a documented place of AWS answers to a browser that asks by its address: text, as it came. */
export async function asText(pathAndQuery: string): Promise<{ ok: boolean; text: string }> {
  const response = await send(new Request(window.location.origin + pathAndQuery));
  for (const listener of listeners) listener();
  return { ok: response.ok, text: await response.text() };
}

/** The desktop's own routes, which answer even when no store is open. */
export type WayOut = "/world/retry" | "/world/accept-rollback" | "/world/start-over";

/** Tries to get a store open again; says why that did not work. */
export async function reopenStore(path: WayOut): Promise<ErrorBody | null> {
  const response = await send(new Request(window.location.origin + path, { method: "POST", body: "{}" }));
  if (response.ok) return null;
  const body: unknown = await response.json().catch(() => null);
  return isRefusal(body) ? body : UNREADABLE;
}

/** What every refusal says, whoever refuses: AWS's side has further words, the company's has others. */
export interface Coded {
  code: string;
  message: string;
  field?: string | null;
}

/** An answer: data, or the coded refusal. */
export type Outcome<T, E extends Coded = ErrorBody> = { ok: true; data: T } | { ok: false; error: E };

/** Turns openapi-fetch's two optional fields into one of two cases. */
export async function outcome<T, E extends Coded = ErrorBody>(
  call: Promise<{ data?: T; error?: E; response: Response }>,
): Promise<Outcome<T, E | Internal>> {
  try {
    const answer = await call;
    if (answer.response.ok) return { ok: true, data: answer.data as T };
    return { ok: false, error: isRefusal<E>(answer.error) ? answer.error : UNREADABLE };
  } catch {
    return { ok: false, error: UNREADABLE };
  }
}

function isRefusal<E extends Coded = ErrorBody>(body: unknown): body is E {
  return typeof body === "object" && body !== null && "code" in body && "message" in body;
}

/** A refusal that everybody has: there was no answer that can be read. */
interface Internal {
  code: "INTERNAL";
  message: string;
  field?: null;
}

const UNREADABLE: Internal = {
  code: "INTERNAL",
  message: "The answer could not be read. Load the page again to see what holds now.",
};

const UNREACHABLE: Internal = {
  code: "INTERNAL",
  message: "Vestibule did not answer. Try again, or close the window and open it anew.",
};
