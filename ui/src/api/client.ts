import createClient from "openapi-fetch";
import { host } from "../host";
import type { paths } from "./schema";
import type { ErrorBody } from "./types";

/** Every operation of the core, typed from its own description. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: async (request: Request) => {
    const changes = request.method !== "GET";
    const response = await host().send(request);
    if (changes) for (const listener of listeners) listener();
    if (response.status === 503 || response.status === 507) await report(response.clone());
    return response;
  },
});

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

async function report(response: Response): Promise<void> {
  const body = (await response.json()) as ErrorBody;
  for (const listener of storeListeners) listener(body);
}

/** The desktop's own two routes, which answer even when no store is open. */
export async function reopenStore(path: "/world/retry" | "/world/start-over"): Promise<boolean> {
  const response = await host().send(new Request(window.location.origin + path, { method: "POST", body: "{}" }));
  return response.ok;
}

/** An answer: data, or the coded refusal. */
export type Outcome<T> = { ok: true; data: T } | { ok: false; error: ErrorBody };

/** Turns openapi-fetch's two optional fields into one of two cases. */
export async function outcome<T>(
  call: Promise<{ data?: T; error?: ErrorBody; response: Response }>,
): Promise<Outcome<T>> {
  const answer = await call;
  if (answer.error !== undefined) return { ok: false, error: answer.error };
  if (!answer.response.ok) return { ok: false, error: UNREADABLE };
  return { ok: true, data: answer.data as T };
}

const UNREADABLE: ErrorBody = {
  code: "INTERNAL",
  message: "The answer could not be read. Nothing was changed.",
};
