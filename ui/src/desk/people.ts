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

/** People who are there for what they may do are marked with this. */
const PERMISSIONS = "Permissions: ";

export function person(entry: PasswordEntry): Person {
  const note = entry.note.startsWith(PERMISSIONS) ? capital(entry.note.slice(PERMISSIONS.length)) : entry.note;
  const at = SECOND_FACTOR.exec(note);
  if (at === null) return { entry, teaches: note, secondFactor: null };
  const hint = note.slice(at.index + at[0].length).replaceAll(/\s+/g, " ");
  return { entry, teaches: note.slice(0, at.index), secondFactor: hint };
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** The people of the password manager, by what they teach; groups without anybody are left out. */
export function byTeaching(entries: PasswordEntry[]): Group[] {
  const mine = (entry: PasswordEntry) => entry.accountName === "";
  const permitted = (entry: PasswordEntry) => !mine(entry) && entry.note.startsWith(PERMISSIONS);
  const ofPortal = (entry: PasswordEntry) => !mine(entry) && entry.kind === "directory-user";
  const ofCompany = (entry: PasswordEntry) => !mine(entry) && entry.kind === "company-user";
  const elsewhere = (entry: PasswordEntry) => ofPortal(entry) || ofCompany(entry);
  const given = entries.filter((entry) => !mine(entry) && !permitted(entry) && !elsewhere(entry)).map(person);
  return [
    { title: "Signing in with a password", people: given.filter(({ secondFactor }) => secondFactor === null) },
    { title: "Signing in with a second factor", people: given.filter(({ secondFactor }) => secondFactor !== null) },
    { title: "At the access portal", people: entries.filter(ofPortal).map(person) },
    { title: "At the company", people: entries.filter(ofCompany).map(person) },
    { title: "Permissions, for the scenarios below", people: entries.filter(permitted).map(person) },
    { title: "Saved by you", people: entries.filter(mine).map(person) },
  ].filter(({ people }) => people.length > 0);
}
