import { never, type Call } from "../api/types";

/** Whether somebody is on the line and waits for digits. A call is answered once: wrong digits end it. */
export function isOpen({ state }: Call): boolean {
  return state === "ringing";
}

/** The tone of a call. */
export function toneOf({ state }: Call): "info" | "warning" | "success" {
  switch (state) {
    case "refused":
      return "warning";
    case "accepted":
      return "success";
    case "ringing":
    case "ended":
      return "info";
    default:
      return never(state);
  }
}
