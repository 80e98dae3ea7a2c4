// What people of AnyCompany do at their own single sign-on.
import { app, fillCode } from "./factors.mjs";

export const COMPANY = "https://sso.anycompany.example";

/** The authenticator app's key of somebody at the company. */
export function companyApp(userName) {
  return app(`${userName}@sso.anycompany.example`);
}

/** User name and password from the password manager, up to what comes then. */
export async function companyPassword(person, userName) {
  await person.fillFor(userName);
  await person.closeDesk();
  await person.page("company-user-name");
  await person.filled("User name");
  await person.press("Next", "#page");
  await person.page("company-password");
  await person.filled("Password");
  await person.press("Sign in", ".company-form");
}

/** The code of the authenticator app, up to what comes then. */
export async function companyCode(person, userName) {
  await person.page("company-code");
  await fillCode(person, companyApp(userName));
  await person.filled("Code");
  await person.closeDesk();
  await person.press("Verify", "#page");
}

/** In at the company, with the portal on the screen. */
export async function signInAtCompany(person, userName) {
  await companyPassword(person, userName);
  await companyCode(person, userName);
  await person.page("company-portal");
}

/** Out again. */
export async function signOutOfCompany(person) {
  await person.visit(`${COMPANY}/`);
  await person.page("company-portal");
  await person.press("Sign out", ".company-bar");
  await person.page("company-user-name");
}

/** What opens from a tile of the portal. */
export async function openTile(person, kind) {
  await person.visit(`${COMPANY}/`);
  await person.page("company-portal");
  await person.appears(`[data-testid=tile-${kind}]`);
  await person.window.run(
    "function (selector) { document.querySelector(selector).click() }",
    `[data-testid=tile-${kind}]`,
  );
}

/** Switches a teaching fault on or off, as an administrator. */
export async function turnFault(person, fault, on) {
  await person.visit(`${COMPANY}/admin/faults`);
  await person.page("company-faults");
  const card = `[data-testid=fault-${fault}]`;
  await person.appears(card);
  const isOn = () =>
    person.window.run("function (card) { return document.querySelector(`${card} input`)?.checked ?? null }", card);
  if ((await isOn()) === on) return;
  await person.window.run("function (card) { document.querySelector(`${card} input`).click() }", card);
  await person.window.until(async () => (await isOn()) === on, `${fault} to be switched`);
}
