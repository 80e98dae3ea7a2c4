/** Where requests go: the core in this process, or (in a real browser) the server that served the page. */
export interface Host {
  /** Answers a request as `fetch` would. */
  send(request: Request): Promise<Response>;
  /** Calls back when the app was asked to come to the front. */
  onRaised(listener: () => void): () => void;
  /** The passkeys and security keys of a real browser; `null` in the app, where a person's keys are on the desk. */
  readonly credentials: Credentials | null;
}

/** WebAuthn as JSON: what the service hands out and takes back. Rejects with the browser's own error. */
export interface Credentials {
  create(options: object): Promise<object>;
  get(options: object): Promise<object>;
}

let current: Host | undefined;

/** Chooses the host once, before the first page. */
export async function chooseHost(): Promise<void> {
  current = "__TAURI_INTERNALS__" in window ? (await import("./desktop")).desktop : (await import("./browser")).browser;
}

/** Puts another transport in place; only unit tests do. */
export function setHost(host: Host): void {
  current = host;
}

/** The host. */
export function host(): Host {
  if (current === undefined) throw new Error("no host was chosen");
  return current;
}
