// The administration of Identity Center: somebody is added, joins a group, is disabled and deleted; the portal gets a name.
import assert from "node:assert/strict";
import { journey } from "./journey.mjs";

const ROOT = "root@anycompany.example";
const CENTER = "https://us-east-1.console.aws.amazon.com/singlesignon/home#!";

journey("identity center: people", async (person) => {
  await person.signInRoot(ROOT);
  await person.closeDesk();
  await person.visit(`${CENTER}/`);
  await person.page("center-dashboard");
  await person.see("Identity Center directory");
  await person.screenshot("dashboard");

  await person.visit(`${CENTER}/users/add`);
  await person.page("center-add-user");
  await person.see("Cloud engineers");
  await person.fill("Username", "paulo santos");
  await person.fill("Email address", "paulo@anycompany.example");
  await person.fill("First name", "Paulo");
  await person.fill("Last name", "Santos");
  assert.equal(await person.value("Display name"), "Paulo Santos");
  await person.press("Add user", "main");
  await person.beside("Username");
  await person.fill("Username", "paulo");
  await person.choose("checkbox", "Choose Auditors");
  await person.press("Add user", "main");
  await person.page("center-user");
  await person.see("None yet");
  await person.screenshot("user");
  await person.openMail("Invitation to join AWS IAM Identity Center");
  await person.closeDesk();

  await person.visit(`${CENTER}/users`);
  await person.page("center-users");
  await person.see("paulo@anycompany.example");
  await person.screenshot("users");
  await person.follow("paulo");
  await person.page("center-user");
  await person.press("Disable user access");
  await person.press("Disable user access", "[role=dialog]");
  await person.see("signed out of the access portal");
  await person.press("Enable user access");
  await person.see("may sign in again");

  await person.visit(`${CENTER}/groups`);
  await person.page("center-groups");
  await person.follow("Auditors");
  await person.page("center-group");
  await person.see("paulo");
  await person.screenshot("group");

  await person.visit(`${CENTER}/settings`);
  await person.page("center-settings");
  await person.press("Customize");
  await person.fill("Subdomain", "Any Company");
  await person.press("Save", "[role=dialog]");
  await person.beside("Subdomain");
  await person.fill("Subdomain", "anycompany");
  await person.press("Save", "[role=dialog]");
  await person.see("https://anycompany.awsapps.com/start");
  await person.screenshot("settings");
  await person.visit("https://anycompany.awsapps.com/start");
  await person.see("Username");
});

journey("identity center: who may do what where", async (person) => {
  await person.signInRoot(ROOT);
  await person.closeDesk();
  await person.visit(`${CENTER}/permission-sets/create`);
  await person.page("center-create-permission-set");
  await person.fill("Permission set name", "two words");
  await person.press("Create", "main");
  await person.beside("Permission set name");
  await person.fill("Permission set name", "Readers");
  await person.press("Create", "main");
  await person.page("center-permission-set");
  await person.see("Readers");
  await person.screenshot("permission-set");

  await person.visit(`${CENTER}/accounts`);
  await person.page("center-accounts");
  await person.choose("checkbox", "Choose AnyCompany Labs");
  await person.press("Assign users or groups");
  await person.choose("checkbox", "Choose Finance");
  await person.press("Next");
  await person.choose("checkbox", "Choose Readers");
  await person.press("Next");
  await person.see("1 group");
  await person.screenshot("assignment");
  await person.press("Submit");
  await person.see("1 request succeeded");
  await person.press("Done");
  await person.page("center-accounts");

  await person.visit(`${CENTER}/provisioning`);
  await person.page("center-provisioning");
  await person.see("Readers");
  await person.screenshot("provisioning");
});
