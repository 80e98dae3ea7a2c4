import type { PasswordEntry } from "../api/types";

/** Somebody to be. */
export interface Person {
  entry: PasswordEntry;
  /** What one learns from being them. */
  teaches: string;
  /** Their second factor and where it is, if the note speaks of one. */
  secondFactor: string | null;
}

/** People who teach the same kind of thing. */
export interface Group {
  title: string;
  people: Person[];
}

/** The core writes of a second factor in a line of its own, or after this mark. */
const SECOND_FACTOR = /\s*(?:\n|\bMFA: )\s*/;

export function person(entry: PasswordEntry): Person {
  const at = SECOND_FACTOR.exec(entry.note);
  if (at === null) return { entry, teaches: entry.note, secondFactor: null };
  const hint = entry.note.slice(at.index + at[0].length).replaceAll(/\s+/g, " ");
  return { entry, teaches: entry.note.slice(0, at.index), secondFactor: hint };
}

/** The people of the password manager, by what they teach; groups without anybody are left out. */
export function byTeaching(entries: PasswordEntry[]): Group[] {
  const mine = (entry: PasswordEntry) => entry.accountName === "";
  const given = entries.filter((entry) => !mine(entry)).map(person);
  return [
    { title: "Signing in with a password", people: given.filter(({ secondFactor }) => secondFactor === null) },
    { title: "Signing in with a second factor", people: given.filter(({ secondFactor }) => secondFactor !== null) },
    { title: "Saved by you", people: entries.filter(mine).map(person) },
  ].filter(({ people }) => people.length > 0);
}
