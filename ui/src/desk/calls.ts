import { never, type Call } from "../api/types";

/** Whether somebody is on the line and waits for digits: after wrong ones, others may be typed. */
export function isOpen({ state }: Call): boolean {
  switch (state) {
    case "ringing":
    case "refused":
      return true;
    case "accepted":
    case "ended":
      return false;
    default:
      return never(state);
  }
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
