import { inSession, sessionOf } from "./addresses";

/** The simulated browser's history: where it is, where it was, and how often it loaded. */
export interface History {
  entries: readonly string[];
  at: number;
  /** Grows with every load, so that a page that is come back to asks the core again. */
  visit: number;
  /** The last load that was not a reload: the person came to a page. */
  arrival: number;
}

export type Move =
  | { kind: "visit"; address: string }
  | { kind: "open"; address: string }
  | { kind: "replace"; address: string }
  | { kind: "back" }
  | { kind: "forward" }
  | { kind: "reload" };

/** A history at its first page. */
export function startAt(address: string): History {
  return { entries: [address], at: 0, visit: 0, arrival: 0 };
}

/** The history after a move. */
export function move(history: History, step: Move): History {
  const visit = history.visit + 1;
  switch (step.kind) {
    case "visit":
      return move(history, { kind: "open", address: following(history, step.address) });
    case "open":
      return {
        entries: [...history.entries.slice(0, history.at + 1), step.address],
        at: history.at + 1,
        visit,
        arrival: visit,
      };
    case "replace": {
      const entries = history.entries.with(history.at, following(history, step.address));
      return { entries, at: history.at, visit, arrival: visit };
    }
    case "back":
      return canGoBack(history) ? { ...history, at: history.at - 1, visit, arrival: visit } : history;
    case "forward":
      return canGoForward(history) ? { ...history, at: history.at + 1, visit, arrival: visit } : history;
    case "reload":
      return { ...history, visit };
  }
}

/** A link leads on in the session of the page that it is on. */
function following(history: History, address: string): string {
  const session = sessionOf(addressAt(history));
  return session === null ? address : inSession(address, session);
}

export function canGoBack(history: History): boolean {
  return history.at > 0;
}

export function canGoForward(history: History): boolean {
  return history.at < history.entries.length - 1;
}

/** The address shown. */
export function addressAt(history: History): string {
  return history.entries[history.at] ?? "";
}
