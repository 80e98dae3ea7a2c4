// From an invitation to the end of it: an administrator invites somebody and assigns a permission set through a group; the
// person accepts by mail, registers a device, enters the console and takes credentials; then the administrator revokes.
import assert from "node:assert/strict";
import * as mfa from "./factors.mjs";
import { journey } from "./journey.mjs";

const CENTER = "us-east-1.console.aws.amazon.com/singlesignon/home#!";
const PASSWORD = "Entirely-New-Words-7";

journey("from an invitation to what lives on", async (person) => {
  await person.signInRoot(mfa.ROOT);
  await person.closeDesk();
  await person.turnOnMultiSession();
  await person.visit(`https://${CENTER}/settings`);
  await person.page("center-settings");
  await person.choose("tab", "Authentication");
  await person.choose("radio", "Require them to register an MFA device at sign in");
  await person.press("Save MFA settings");
  await person.see("The MFA settings were saved");

  await person.visit(`https://${CENTER}/users/add`);
  await person.page("center-add-user");
  await person.see("Cloud engineers");
  await person.fill("Username", "paulo");
  await person.fill("Email address", "paulo@anycompany.example");
  await person.fill("First name", "Paulo");
  await person.fill("Last name", "Santos");
  await person.choose("checkbox", "Choose Finance");
  await person.press("Add user", "main");
  await person.page("center-user");

  await person.visit(`https://${CENTER}/accounts`);
  await person.page("center-accounts");
  await person.choose("checkbox", "Choose AnyCompany Labs");
  await person.press("Assign users or groups");
  await person.choose("checkbox", "Choose Finance");
  await person.press("Next");
  await person.choose("checkbox", "Choose AdministratorAccess");
  await person.press("Next");
  await person.press("Submit");
  await person.see("1 request succeeded");

  // Paulo reads his mail.
  await person.openMail("Invitation to join AWS IAM Identity Center");
  await person.press("Accept invitation", ".desk-body");
  await person.page("portal-link");
  await person.closeDesk();
  await person.fill("New password", PASSWORD);
  await person.fill("Confirm password", PASSWORD);
  await person.press("Set new password", "#page");
  await person.page("portal-link-done");
  await person.press("Sign in", "#page");
  await person.page("portal-user-name");
  await person.fill("Username", "paulo");
  await person.press("Next", "#page");
  await person.page("portal-password");
  await person.fill("Password", PASSWORD);
  await person.press("Sign in", "#page");
  await mfa.chooseKind(person, "phone", "Authenticator app");
  await person.page("assign-virtual");
  const phone = await mfa.scan(person);
  await mfa.fillTwoCodes(person, phone);
  await person.press("Add MFA");
  await person.page("portal");
  await person.closeDesk();
  const portal = await person.address();

  await person.fill("Find accounts and applications", "labs");
  await person.press("Access keys of AdministratorAccess in AnyCompany Labs");
  await person.see("export AWS_ACCESS_KEY_ID=");
  await person.press("Close", "[role=dialog]");
  await person.follow("AdministratorAccess: management console of AnyCompany Labs");
  await person.page("console-home");
  await person.see("/paulo @");
  const his = await person.address();

  // The administrator ends the portal session, and takes the access away.
  await person.fromAccountMenu("root @ anycompany");
  await person.page("console-home");
  const [, label] = /^https:\/\/(\d{12}-[a-z0-9]{8})\./.exec(await person.address());
  const center = `https://${label}.${CENTER}`;
  await person.visit(`${center}/users`);
  await person.page("center-users");
  await person.follow("paulo");
  await person.page("center-user");
  await person.choose("tab", "Active sessions");
  await person.see("Authenticator app");
  await person.choose("checkbox", "Choose all sessions");
  await person.press("Delete session");
  await person.press("Delete session", "[role=dialog]");
  await person.see("paulo is not signed in at the access portal");
  await person.choose("tab", "Credentials");
  await person.see("AWSReservedSSO_AdministratorAccess_");
  await person.screenshot("credentials");
  await person.choose("tab", "Groups");
  await person.choose("checkbox", "Choose Finance");
  await person.press("Remove user from groups");
  await person.see("is in no group");

  // The portal is closed to him at once. The console session lives until its own end, an hour after it began.
  await person.visit(portal);
  await person.page("portal-user-name");
  await person.visit(his);
  await person.page("console-home");
  await person.see("/paulo @");
  await person.screenshot("lives-on");
  await person.moveClock("1 hour");
  await person.closeDesk();
  await person.visit(his);
  await person.page("sign-in-chooser", "federated-end");
  await person.visit(portal);
  await person.page("portal-user-name");
  await person.fill("Username", "paulo");
  await person.press("Next", "#page");
  await person.page("portal-password");
  await person.fill("Password", PASSWORD);
  await person.press("Sign in", "#page");
  await person.page("mfa-code");
  await mfa.fillCode(person, phone);
  await person.filled("MFA code");
  await person.closeDesk();
  await person.press("Submit");
  await person.page("portal");
  await person.see("No account is assigned to you yet");
  assert.equal(await person.has("link", "AdministratorAccess: management console of AnyCompany Labs"), false);
});
