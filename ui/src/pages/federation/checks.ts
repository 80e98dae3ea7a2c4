import type { SamlCheck } from "../../api/types";

/** What the checks of a response are about, in the order in which people look for a fault. */
const SUBJECTS = [
  { title: "Form", names: ["encoding", "shape", "status", "one-assertion"] },
  { title: "Signature", names: ["provider", "signed", "algorithm", "signature", "certificate", "issuer"] },
  { title: "Addresses", names: ["destination", "in-response-to", "audience", "confirmation", "recipient"] },
  { title: "Time", names: ["issued", "age", "not-before", "expiry", "one-time", "once"] },
  {
    title: "Person and attributes",
    names: [
      "name-id",
      "authentication",
      "user",
      "enabled",
      "access-control",
      "role-pair",
      "session-name",
      "source-identity",
      "session-tags",
    ],
  },
  { title: "Trust", names: ["role", "trust-policy", "session-duration"] },
] as const;

export interface Subject {
  title: string;
  checks: SamlCheck[];
}

/** The checks by what they are about, each subject in the order in which they were asked. */
export function bySubject(checks: readonly SamlCheck[]): Subject[] {
  const about = (name: string) => SUBJECTS.find(({ names }) => (names as readonly string[]).includes(name))?.title;
  const titles = [...SUBJECTS.map(({ title }) => title), undefined];
  return titles
    .map((title) => ({ title: title ?? "Further checks", checks: checks.filter(({ name }) => about(name) === title) }))
    .filter((subject) => subject.checks.length > 0);
}
