import { never } from "../api/types";

/** How a phone's clock is set: what a person says of it, not the sign of a number. */
export type Drift = "right" | "slow" | "fast";

export function driftOf(seconds: number): Drift {
  if (seconds === 0) return "right";
  return seconds < 0 ? "slow" : "fast";
}

/** How far off, in minutes as one types them. */
export function minutesOf(seconds: number): string {
  return String(Math.round((Math.abs(seconds) / 60) * 100) / 100);
}

export function secondsOf(drift: Drift, minutes: number): number {
  const seconds = Math.round(minutes * 60);
  switch (drift) {
    case "right":
      return 0;
    case "slow":
      return -seconds;
    case "fast":
      return seconds;
    default:
      return never(drift);
  }
}

export function clockWords(seconds: number): string {
  const minutes = minutesOf(seconds);
  return `This phone's clock is ${minutes} ${minutes === "1" ? "minute" : "minutes"} ${driftOf(seconds)}.`;
}
