// Second factors at the access portal: the code of an app, without trust where it may not be chosen; then the page of
// one's own devices, and another one registered on it.
import assert from "node:assert/strict";
import * as mfa from "./factors.mjs";
import { journey } from "./journey.mjs";

/** User name and password, up to what comes then. */
async function enter(person, userName) {
  await person.fillFor(userName);
  await person.page("portal-user-name");
  await person.filled("Username");
  await person.closeDesk();
  await person.press("Next", "#page");
  await person.page("portal-password");
  await person.filled("Password");
  await person.press("Sign in", "#page");
}

journey("portal mfa", async (person) => {
  await enter(person, "jorge");
  await person.page("mfa-code");
  assert.equal(await person.has("checkbox", "This is a trusted device"), false);
  await mfa.judge(person, "challenge");
  await mfa.fillCode(person, mfa.app("jorge-phone@jorge"));
  await person.filled("MFA code");
  await person.closeDesk();
  await person.press("Submit");
  await person.page("portal");

  // A second device of his own.
  await person.visit(`${await person.address()}#/mfa-devices`);
  await person.page("portal-devices");
  await person.see("jorge-phone");
  await mfa.judge(person, "devices");
  await person.press("Register device");
  await mfa.chooseKind(person, "tablet", "Authenticator app");
  await person.page("assign-virtual");
  const tablet = await mfa.scan(person);
  await mfa.fillTwoCodes(person, tablet);
  await person.press("Add MFA");
  await person.page("portal-devices");
  await person.see("tablet was registered");
  await person.closeDesk();
  await mfa.judge(person, "registered");
});
