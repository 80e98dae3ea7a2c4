import type { Host } from ".";

/** The server that served the page. */
export const browser: Host = {
  send: (request) => fetch(request),
  onRaised: () => () => undefined,
};
