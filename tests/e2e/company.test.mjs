// The company's own site: signing in there with a code, setting an authenticator app up on the way in, what its people
// find, and the way in with the keyboard alone.
import assert from "node:assert/strict";
import { COMPANY, companyApp, companyPassword, openTile, signInAtCompany, signOutOfCompany } from "./company.mjs";
import { codeOf, fillTwoCodes, scan } from "./factors.mjs";
import { journey } from "./journey.mjs";

journey("company sign-in", async (person) => {
  await person.press("AnyCompany single sign-on");
  await person.page("company-user-name");
  await person.press("Next", "#page");
  assert.match(await person.beside("User name"), /Type your user name/);
  await person.fill("User name", "carla");
  await person.press("Next", "#page");
  await person.page("company-password");
  await person.fill("Password", "not this");
  await person.press("Sign in", ".company-form");
  await person.refused("AUTHENTICATION_FAILED");
  assert.equal(await person.value("Password"), "");
  assert.equal(await person.value("User name"), "carla");

  await person.fillFor("carla");
  await person.filled("Password");
  await person.closeDesk();
  await person.press("Sign in", ".company-form");
  await person.page("company-code");
  await person.fill("Code", "000000");
  await person.press("Verify", "#page");
  assert.match(await person.beside("Code"), /not the code/);
  const code = await codeOf(person, companyApp("carla"));
  await person.closeDesk();
  await person.fill("Code", code);
  await person.press("Verify", "#page");
  await person.page("company-portal");
  await person.see("Carla Conti");
  await person.see("with password and code");

  // What is for administrators is not for her, and she is told for whom.
  await person.visit(`${COMPANY}/admin/people`);
  await person.page("company-not-administrator");
  await person.visit(`${COMPANY}/broker`);
  await person.page("company-broker");
  await person.refused("ACCESS_DENIED");

  // The same code does not let anybody in again.
  await signOutOfCompany(person);
  await companyPassword(person, "carla");
  await person.page("company-code");
  await person.fill("Code", code);
  await person.press("Verify", "#page");
  assert.match(await person.beside("Code"), /used before|not the code/);
});

journey("company authenticator app", async (person) => {
  await companyPassword(person, "gita");
  await person.page("company-enrol");
  const device = await scan(person);
  await fillTwoCodes(person, device);
  await person.closeDesk();
  await person.press("Set it up and sign in", "#page");
  await person.page("company-portal");
  await person.see("Gita Gupta");
  // From now on a code is asked for.
  await signOutOfCompany(person);
  await companyPassword(person, "gita");
  await person.page("company-code");
});

journey("company session", async (person) => {
  await signInAtCompany(person, "hugo");
  await openTile(person, "administration");
  await person.page("company-people");
  await person.see("farid");
  // The app is closed and opened: the company knows him still, until his time is over.
  await person.restart();
  await person.visit(`${COMPANY}/admin/issued`);
  await person.page("company-issued");
  await person.moveClock("1 day");
  await person.closeDesk();
  await person.reload();
  await person.page("company-user-name");
  assert.equal(await person.address(), `${COMPANY}/admin/issued`);
});

journey("company keyboard only", async (person) => {
  const password = await person.passwordOf("carla");
  await person.closeDesk();
  const { window } = person;
  await window.keys("Control+l");
  await window.keys(...`${COMPANY}/`, "Enter");
  await person.page("company-user-name");
  assert.equal(await person.focused(), "User name");
  await window.keys(..."carla", "Enter");
  await person.page("company-password");
  await person.tabTo("Password");
  await window.keys(...password, "Enter");
  await person.page("company-code");
  const code = await codeOf(person, companyApp("carla"));
  await person.closeDesk();
  await person.tabTo("Code");
  await window.keys(...code, "Enter");
  await person.page("company-portal");
  await person.tabTo("Sign out");
  await window.keys("Enter");
  await person.page("company-user-name");
});
