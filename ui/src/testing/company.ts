import type { CompanyIdentity, CompanyPage, CompanyStep } from "../api/company";
import { COMPANY } from "../browser/company";
import type { Core } from "./core";
import { openAt } from "./window";

// People and things of the company, in the shapes that it answers with.

export const hugo: CompanyIdentity = {
  userName: "hugo",
  displayName: "Hugo Hansen",
  email: "hugo@anycompany.example",
  department: "IT",
  title: "Identity administrator",
  groups: ["sso-administrators"],
  isAdministrator: true,
  mfa: true,
  expiresAt: "2026-03-01T20:00:00Z",
};

export const carla: CompanyIdentity = {
  ...hugo,
  userName: "carla",
  displayName: "Carla Conti",
  email: "carla@anycompany.example",
  department: "Finance",
  title: "Analyst",
  groups: ["aws-analysts"],
  isAdministrator: false,
};

/** The page of somebody who is signed in. */
export function signedIn(identity: CompanyIdentity, more: Partial<CompanyPage> = {}): CompanyPage {
  return { name: "AnyCompany single sign-on", identity, faults: [], ...more };
}

/** The page of somebody who is not. */
export function atStep(step: CompanyStep): CompanyPage {
  return { name: "AnyCompany single sign-on", faults: [], step };
}

/** Opens a page of the company as somebody who is signed in. */
export function openCompany(core: Core, identity: CompanyIdentity, path = "/", more: Partial<CompanyPage> = {}): void {
  core.on("get", "/company/api/session", signedIn(identity, more));
  openAt(core, COMPANY + path);
}
