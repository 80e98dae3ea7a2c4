import type { KeyFaults } from "../api/types";

interface Fault {
  label: string;
  /** What one learns from it. */
  shows: string;
  /** Said when the key is about to be touched. */
  warning: string;
}

/** The teaching faults of a security key: a service that checks refuses each, and says why. */
export const FAULTS: Record<keyof KeyFaults, Fault> = {
  clonedCounter: {
    label: "Cloned: its counter goes back",
    shows: "Shows how a service notices a copy of a key: it has seen a higher count already.",
    warning: "It answers as a copy of the key would, with an old count.",
  },
  noPresence: {
    label: "No touch: it answers by itself",
    shows: "Shows that an answer without a touch proves no person, and is refused.",
    warning: "It answers without saying that somebody touched it.",
  },
  otherOrigin: {
    label: "Other site: it signs another address",
    shows: "Shows why phishing fails: what was signed for a look-alike site is worth nothing at the real one.",
    warning: "It signs the address of another site than the one that asks.",
  },
};

const ALL = Object.keys(FAULTS) as (keyof KeyFaults)[];

/** Every fault, in the order of the table. */
export function everyFault(): [keyof KeyFaults, Fault][] {
  return ALL.map((fault) => [fault, FAULTS[fault]]);
}

/** What a key with these faults does wrong. */
export function warnings(faults: KeyFaults): string[] {
  return everyFault().flatMap(([fault, { warning }]) => (faults[fault] ? [warning] : []));
}
