// The root user signs in, is refused, and recovers a forgotten password.
import assert from "node:assert/strict";
import { journey } from "./journey.mjs";

const ROOT = "root@anycompany.example";
const SIGN_IN = "https://signin.aws.amazon.com/signin";

journey("root sign-in", async (person) => {
  await person.screenshot("start");
  await person.visit(SIGN_IN);
  await person.page("sign-in-chooser");
  await person.screenshot("chooser");

  await person.press("Next");
  assert.match(await person.beside("Root user email address"), /email/i);
  await person.fill("Root user email address", "nobody@anycompany.example");
  await person.press("Next");
  await person.refused("ACCOUNT_DOES_NOT_EXIST");
  assert.equal(await person.value("Root user email address"), "nobody@anycompany.example");
  await person.screenshot("unknown-email");

  await person.fill("Root user email address", "ROOT@AnyCompany.example");
  await person.press("Next");
  await person.page("root-password");
  await person.fill("Password", "not the password");
  await person.press("Sign in");
  const words = await person.refused("AUTHENTICATION_FAILED");
  assert.doesNotMatch(words, /password (is|was) (wrong|incorrect)/i);
  assert.equal(await person.value("Password"), "", "a refused password is not kept");
  await person.screenshot("wrong-password");

  await person.fill("Password", "still not");
  await person.press("Sign in");
  await person.page("security-check");
  await person.screenshot("security-check");
  await person.fill("Type the characters seen in the image", "!!!!!!");
  await person.press("Submit");
  await person.refused("SECURITY_CHECK_FAILED");
  await person.passSecurityCheck();
  await person.page("root-password");
  await person.fillFor(ROOT);
  await person.filled("Password");
  await person.press("Sign in");
  await person.remindLater();
  await person.closeDesk();
  await person.see("AnyCompany Management");
  await person.screenshot("console-home");

  await person.signOut();
  await person.back();
  await person.page("sign-in-chooser", "iam-sign-in");
  await person.visit("https://console.aws.amazon.com/console/home");
  await person.page("sign-in-chooser", "iam-sign-in");
});

journey("root recovery", async (person) => {
  const old = await person.passwordOf(ROOT);
  await person.closeDesk();
  const forgot = async () => {
    await person.visit(SIGN_IN);
    await person.page("sign-in-chooser");
    await person.fill("Root user email address", ROOT);
    await person.press("Next");
    await person.page("root-password");
    await person.follow("Forgot password?");
    await person.passSecurityCheck();
    await person.page("recovery-sent");
  };
  const openMail = () => person.openMail("Reset your root user password");

  await forgot();
  await person.screenshot("sent");
  await openMail();
  await person.screenshot("mail");
  await person.press("Choose a new password", ".desk-body");
  await person.page("reset-password");
  await person.closeDesk();
  await person.fill("New password", "short");
  await person.fill("Confirm new password", "short");
  await person.press("Reset password", "#page");
  await person.beside("New password");
  await person.fill("New password", "Entirely-New-Words-7");
  await person.fill("Confirm new password", "Entirely-New-Words-8");
  await person.press("Reset password", "#page");
  await person.beside("Confirm new password");
  await person.screenshot("no-match");
  await person.fill("New password", "Entirely-New-Words-7");
  await person.fill("Confirm new password", "Entirely-New-Words-7");
  await person.press("Reset password", "#page");
  await person.page("reset-done");
  await person.keepPassword();

  // The link was used up.
  await openMail();
  await person.press("Choose a new password", ".desk-body");
  await person.page("link-expired");
  await person.refused("RECOVERY_LINK_USED");
  await person.screenshot("used-link");
  await person.closeDesk();

  // The old password is worthless, the new one is right.
  await person.visit(SIGN_IN);
  await person.fill("Root user email address", ROOT);
  await person.press("Next");
  await person.page("root-password");
  await person.fill("Password", old);
  await person.press("Sign in");
  await person.refused("AUTHENTICATION_FAILED");
  await person.fillFor(ROOT);
  await person.filled("Password");
  await person.press("Sign in");
  await person.remindLater();
  await person.closeDesk();
  await person.visit("https://us-east-1.console.aws.amazon.com/cloudtrailv2/home#/events");
  await person.page("event-history");
  for (const name of ["PasswordRecoveryRequested", "PasswordRecoveryCompleted", "PasswordUpdated"])
    await person.see(name);
  await person.signOut();

  // A link that was left for too long.
  await forgot();
  await person.moveClock("1 hour");
  await openMail();
  await person.press("Choose a new password", ".desk-body");
  await person.page("link-expired");
  await person.refused("RECOVERY_LINK_EXPIRED");
});
