// Devices that are lost: root gets back in by mail and phone; an IAM user needs the administrator.
import assert from "node:assert/strict";
import * as mfa from "./factors.mjs";
import { journey } from "./journey.mjs";

const KEY = "My security key";
const MAIL = "Verify your email address to sign in without your MFA device";

journey("mfa lost by root", async (person) => {
  await person.signInRoot(mfa.ROOT);
  const phone = await mfa.enrolApp(person, "phone");
  await mfa.enrolKey(person, "key", KEY);
  await mfa.judge(person, "two-devices");
  await person.signOut();

  // Both are gone, as if they lay at the bottom of a lake.
  await person.desk("Authenticator");
  await person.press("Change", phone.card);
  await person.press("Delete", `${phone.card} form`);
  await person.see("Its key is forgotten");
  await mfa.judge(person, "delete-app");
  await person.press("Delete it", "[role=dialog]");
  await person.gone(phone.card);
  await person.desk("Keys");
  await person.press(`Delete ${KEY}`, "#desk");
  await person.press("Delete it", "[role=dialog]");
  await person.gone(`[data-testid="key-${KEY}"]`);

  await mfa.rootPassword(person);
  await person.page("mfa-choose");
  await person.follow("Troubleshoot MFA");
  await person.page("mfa-trouble");
  await mfa.judge(person, "trouble");
  await person.press("Sign in using alternative factors");
  await person.page("alternative-start");
  await mfa.judge(person, "alternative-start");
  await person.press("Send verification email");
  await person.page("alternative-mail");
  await mfa.judge(person, "mail-sent");
  await person.openMail(MAIL);
  await mfa.judge(person, "mail");
  await person.press("Verify your email address", ".desk-body");
  await person.page("alternative-phone");
  await mfa.judge(person, "mail-verified");

  // Other digits end the call; it rings again.
  await person.press("Call me now");
  await mfa.judge(person, "call");
  const digits = await mfa.digitsShown(person);
  await mfa.answerCall(person, String((Number(digits) + 1) % 1_000_000).padStart(6, "0"));
  await person.page("alternative-phone");
  await person.refused("PHONE_REFUSED");
  await mfa.judge(person, "other-digits");
  await person.press("Call me now");
  await mfa.answerCall(person, await mfa.digitsShown(person));
  await person.see("Your phone number is verified.");
  await mfa.judge(person, "call-verified");
  await person.closeDesk();
  await person.press("Sign in to the console");
  await person.page("console-home");
  await person.screenshot("back-in");

  // The lost devices go, with the password.
  await person.visit(mfa.CREDENTIALS);
  await person.page("security-credentials");
  for (const name of ["phone", "key"]) {
    await person.choose("radio", `Choose ${name}`);
    await person.press("Remove", "#page");
    await person.page("remove-mfa");
    await mfa.judge(person, `remove-${name}`);
    await person.fill("Password", "not this");
    await person.press("Remove", "#page form");
    await person.beside("Password");
    await person.fillFor(mfa.ROOT);
    await person.filled("Password");
    await person.closeDesk();
    await person.press("Remove", "#page form");
    await person.see(`MFA device ${name} was removed`);
  }
  await person.see("No MFA devices.");
  await mfa.judge(person, "removed");
  await person.openMail("An MFA device was removed from your root user");
  await person.closeDesk();
  await person.visit(mfa.EVENTS);
  await person.page("event-history");
  for (const name of ["DeactivateMFADevice", "ConsoleLogin"]) await person.see(name);
  await person.screenshot("events");
  await person.signOut();

  // The link was good for that sign-in only.
  await person.openMail(MAIL);
  await person.press("Verify your email address", ".desk-body");
  await person.page("link-expired");
  await person.refused("ATTEMPT_EXPIRED");
  await mfa.judge(person, "old-link");
  await person.closeDesk();

  await mfa.rootPassword(person);
  await person.page("mfa-reminder");
});

journey("mfa lost by a user", async (person) => {
  await mfa.userPassword(person, "nina");
  await person.page("mfa-code");
  await person.fill("MFA code", "123456");
  await person.press("Submit");
  await person.beside("MFA code");
  await person.follow("Troubleshoot MFA");
  await person.page("mfa-trouble");
  await person.see("ask the administrator of your AWS account to deactivate the one you lost");
  assert.equal(await person.has("button", "Sign in using alternative factors"), false);
  await mfa.judge(person, "ask-administrator");

  await person.signInRoot(mfa.ROOT);
  await person.closeDesk();
  await person.visit(mfa.USERS);
  await person.page("users");
  await person.see("Virtual");
  await mfa.judge(person, "users");
  await person.press("Actions for nina");
  await person.choose("menuitem", "Manage MFA devices");
  await person.see("MFA devices of nina");
  await person.see("nina-phone");
  await mfa.judge(person, "devices");
  await person.press("Remove nina-phone", "[role=dialog]");
  await person.see("Remove nina-phone of nina?");
  await mfa.judge(person, "asked-first");
  await person.press("Remove", "[role=dialog]");
  await person.see("This user has no MFA devices.");
  await mfa.judge(person, "removed");
  await person.press("Close", "[role=dialog]");
  await person.signOut();

  await mfa.userPassword(person, "nina");
  await person.page("console-home");
  await person.see("nina @ anycompany");
});
