// The company as the identity source of IAM Identity Center: both sides are told about each other, people are provisioned,
// sign in at the company, and come back to the portal; what is refused says why; and back to the directory.
import assert from "node:assert/strict";
import { CENTER, changeSource, enableProvisioning, ROOT } from "./center.mjs";
import { COMPANY, companyCode, companyPassword, signInAtCompany, signOutOfCompany } from "./company.mjs";
import { journey } from "./journey.mjs";

/** The company is told where the portal is, and whom to tell about its people. */
async function tellCompany(person, { audience, acs }, scim) {
  await signInAtCompany(person, "hugo");
  await person.visit(`${COMPANY}/admin/saml`);
  await person.page("company-saml");
  await person.fill("Issuer URL of Identity Center (audience)", audience);
  await person.fill("Assertion consumer service (ACS) URL", acs);
  const save = () =>
    person.window.run(
      `function () {
        const form = [...document.querySelectorAll("form")].find((one) => one.querySelector("input[name=acs]")?.value.includes("/platform/"));
        form.requestSubmit();
      }`,
    );
  await save();
  await person.see("Saved");
  if (scim !== null) {
    await person.visit(`${COMPANY}/admin/provisioning`);
    await person.page("company-provisioning");
    await person.fill("SCIM endpoint", scim.endpoint);
    await person.fill("Access token", scim.token);
    await person.press("Save", "#page");
    await person.see("Saved");
    await person.press("Push everybody now", "#page");
    await person.see("carla@anycompany.example");
  }
  await signOutOfCompany(person);
}

journey("federation center: the company signs people in", async (person) => {
  const sides = await changeSource(person);
  await person.screenshot("external-source");
  const scim = await enableProvisioning(person);
  await person.choose("tab", "Authentication");
  await person.see("MFA are managed there");
  await person.screenshot("authentication");
  await person.signOut();

  await tellCompany(person, sides, scim);

  // To the portal, at the company, and back: with the page that was wanted.
  await person.visit(`${sides.portal}#/`);
  await person.page("company-user-name");
  await companyPassword(person, "carla");
  await companyCode(person, "carla");
  await person.page("portal");
  await person.see("Carla Conti");
  await person.screenshot("portal");
  await person.press("Menu of Carla Conti");
  await person.choose("menuitem", "Sign out");
  await person.page("portal-signed-out");
  await person.screenshot("signed-out");
  assert.deepEqual(await person.axe(), []);
  // She is still in at the company.
  await person.press("Sign in with your company");
  await person.page("portal");

  // The administrator sees whom the company sent.
  await person.signInRoot(ROOT);
  await person.closeDesk();
  await person.visit(`${CENTER}/users`);
  await person.page("center-users");
  await person.see("carla@anycompany.example");
  await person.see("SCIM");
  await person.screenshot("users");

  // Back to the directory: whoever came from the company has no password.
  await person.visit(`${CENTER}/settings/identity-source`);
  await person.page("change-source");
  await person.choose("radio", "Identity Center directory");
  await person.press("Next", "#page");
  await person.fill("To confirm, enter ACCEPT", "ACCEPT");
  await person.press("Change identity source", "#page");
  await person.page("center-settings");
  await person.see("Identity Center directory");
});

journey("federation center: who is not known there", async (person) => {
  const sides = await changeSource(person);
  await person.signOut();
  await tellCompany(person, sides, null);
  await person.visit(sides.portal);
  await person.page("company-user-name");
  await companyPassword(person, "carla");
  await companyCode(person, "carla");
  await person.page("portal-acs-refused");
  assert.match(await person.refused("EXTERNAL_SIGN_IN_REFUSED"), /carla@anycompany\.example/);
  await person.screenshot("refused");
  assert.deepEqual(await person.axe(), []);
  await person.press("Why?");
  await person.appears("[data-testid=why-dialog] [data-check=user][data-outcome=failed]");
  await person.screenshot("report");
  await person.press("Close", "[data-testid=why-dialog]");
  // Added by hand, under exactly this name, she comes in: she is still signed in at the company.
  await person.signInRoot(ROOT);
  await person.closeDesk();
  await person.visit(`${CENTER}/users/add`);
  await person.page("center-add-user");
  await person.fill("Username", "carla@anycompany.example");
  await person.fill("Email address", "carla@anycompany.example");
  await person.fill("First name", "Carla");
  await person.fill("Last name", "Conti");
  await person.press("Add user", "main");
  await person.page("center-user");
  await person.visit(sides.portal);
  await person.page("portal");
});
