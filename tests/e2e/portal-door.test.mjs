// The access portal's door: a wrong password, a first sign-in with a one-time password, a forgotten one.
import assert from "node:assert/strict";
import { journey } from "./journey.mjs";

async function codeOf(person) {
  await person.openMail("Verification code");
  const [code] = /\b\d{6}\b/.exec(await person.text(".mail-body"));
  await person.closeDesk();
  return code;
}

journey("first sign-in at the portal", async (person) => {
  await person.fillFor("nikki");
  await person.closeDesk();
  await person.page("portal-user-name");
  await person.filled("Username");
  await person.screenshot("user-name");
  assert.equal(await person.value("Username"), "nikki");
  await person.press("Next");
  await person.page("portal-password");
  await person.fill("Password", "not the password");
  await person.press("Sign in", "#page");
  await person.refused("AUTHENTICATION_FAILED");
  assert.equal(await person.value("Password"), "", "a refused password is not kept");
  await person.fillFor("nikki");
  await person.filled("Password");
  await person.closeDesk();
  await person.press("Sign in", "#page");

  await person.page("portal-mail-code");
  await person.screenshot("code-by-mail");
  const code = await codeOf(person);
  await person.fill("Verification code", code === "000000" ? "111111" : "000000");
  await person.press("Verify");
  await person.beside("Verification code");
  await person.fill("Verification code", code);
  await person.press("Verify");

  await person.page("portal-new-password");
  await person.fill("New password", "short");
  await person.fill("Confirm password", "short");
  await person.press("Set new password");
  await person.beside("New password");
  await person.screenshot("new-password");
  await person.reload();
  await person.page("portal-new-password");
  await person.fill("New password", "Entirely-New-Words-7");
  await person.fill("Confirm password", "Entirely-New-Words-7");
  await person.press("Set new password");
  await person.keepPassword();
  await person.gone("[data-testid=page-portal-new-password]");
});

journey("forgotten password of the portal", async (person) => {
  await person.fillFor("diego");
  await person.closeDesk();
  await person.page("portal-user-name");
  await person.filled("Username");
  await person.press("Next");
  await person.page("portal-password");
  await person.follow("Forgot password?");
  await person.passSecurityCheck();
  await person.page("portal-mail-sent");
  await person.screenshot("mail-sent");
  const openMail = () => person.openMail("Reset your AWS IAM Identity Center password");
  await openMail();
  await person.press("Choose a new password", ".desk-body");
  await person.page("portal-link");
  await person.closeDesk();
  await person.fill("New password", "Entirely-New-Words-7");
  await person.fill("Confirm password", "Entirely-New-Words-8");
  await person.press("Reset password", "#page");
  await person.beside("Confirm password");
  await person.screenshot("no-match");
  await person.fill("New password", "Entirely-New-Words-7");
  await person.fill("Confirm password", "Entirely-New-Words-7");
  await person.press("Reset password", "#page");
  await person.page("portal-link-done");
  await person.keepPassword();
  await person.press("Sign in", "#page");
  await person.page("portal-user-name");

  // The link was used up.
  await openMail();
  await person.press("Choose a new password", ".desk-body");
  await person.page("link-expired");
  await person.refused("RECOVERY_LINK_USED");
  await person.closeDesk();
});
