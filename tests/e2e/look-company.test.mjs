// Every page of the company in light and dark, in a large and in the smallest window.
import { COMPANY, companyApp } from "./company.mjs";
import { codeOf } from "./factors.mjs";
import { everyLook, picture } from "./looks.mjs";

const PLACES = [
  ["company-people", "/admin/people"],
  ["company-add-person", "/admin/people/add"],
  ["company-groups", "/admin/groups"],
  ["company-add-group", "/admin/groups/add"],
  ["company-mappings", "/admin/roles"],
  ["company-attributes", "/admin/attributes"],
  ["company-certificates", "/admin/certificates"],
  ["company-saml", "/admin/saml"],
  ["company-oidc", "/admin/oidc"],
  ["company-provisioning", "/admin/provisioning"],
  ["company-broker-settings", "/admin/broker"],
  ["company-faults", "/admin/faults"],
  ["company-issued", "/admin/issued"],
  ["company-broker", "/broker"],
  ["company-builds", "/builds"],
  ["company-metadata", "/saml/metadata"],
  ["company-jwks", "/oauth/jwks"],
  ["company-nothing-posted", "/saml/sso"],
];

everyLook("look company", async (person, judge) => {
  await person.visit(`${COMPANY}/`);
  await person.page("company-user-name");
  await judge("user-name");
  await person.fill("User name", "gita");
  await person.press("Next", "#page");
  await person.page("company-password");
  await person.fill("Password", "wrong");
  await person.press("Sign in", ".company-form");
  await person.refused("AUTHENTICATION_FAILED");
  await judge("password-refused");
  await person.fillFor("gita");
  await person.filled("Password");
  await person.closeDesk();
  await person.press("Sign in", ".company-form");
  await person.page("company-enrol");
  await person.press("Show QR code");
  await judge("enrol");
  await person.follow("Use another user name");
  await person.page("company-user-name");
  await person.fillFor("hugo");
  await person.filled("User name");
  await judge("with-desk");
  await person.closeDesk();
  await person.press("Next", "#page");
  await person.page("company-password");
  await person.filled("Password");
  await person.press("Sign in", ".company-form");
  await person.page("company-code");
  await judge("code");
  const code = await codeOf(person, companyApp("hugo"));
  await person.closeDesk();
  await person.fill("Code", code);
  await person.press("Verify", "#page");
  await person.page("company-portal");
  await judge("portal");
  for (const [page, path] of PLACES) {
    await person.visit(COMPANY + path);
    await person.page(page);
    await person.settled();
    await judge(page);
  }
  await person.visit(`${COMPANY}/admin/provisioning`);
  await person.page("company-provisioning");
  await person.fill("SCIM endpoint", "https://scim.us-east-1.amazonaws.com/0123456789-nobody/scim/v2/");
  await person.fill("Access token", "not-the-token");
  await person.press("Save", "#page");
  await person.see("Saved");
  await person.press("Push everybody now", "#page");
  await person.see("Authorization header is invalid or missing");
  await judge("provisioning-refused");
  await picture(person, "#page table", "provisioning-records");
  await person.visit(`${COMPANY}/admin/roles`);
  await person.page("company-mappings");
  await person.press("Add role", "#page");
  await person.appears("[role=dialog]");
  await judge("dialog");
});
