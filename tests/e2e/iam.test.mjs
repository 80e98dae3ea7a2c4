// IAM users in every state people meet, right and wrong.
import assert from "node:assert/strict";
import { journey } from "./journey.mjs";

const GENERAL = "https://signin.aws.amazon.com/signin";

journey("iam sign-in", async (person) => {
  const right = await person.passwordOf("alice");
  await person.closeDesk();
  await person.visit(GENERAL);
  await person.page("sign-in-chooser");
  await person.choose("radio", "IAM user");
  await person.press("Next");
  await person.page("iam-sign-in");
  await person.screenshot("form");

  // What is missing is said beside its field.
  await person.press("Sign in");
  await person.beside("Account ID");
  await person.screenshot("empty");
  await person.fill("Account ID", "anycompany");
  await person.press("Sign in");
  await person.beside("IAM user name");
  await person.fill("IAM user name", "alice");
  await person.press("Sign in");
  await person.beside("Password");

  // Eleven digits cannot be an account.
  await person.fill("Account ID", "12345678901");
  await person.fill("IAM user name", "alice");
  await person.fill("Password", right);
  await person.press("Sign in");
  await person.beside("Account ID");
  assert.equal(await person.value("IAM user name"), "alice");
  assert.equal(await person.value("Password"), "");

  // Every wrong combination is answered with the same words.
  const words = new Set();
  for (const [account, name, password] of [
    ["anycompany", "alice", "wrong"],
    ["anycompany", "mallory", right],
    ["no-such-company", "alice", right],
    ["999999999999", "alice", right],
    ["anycompany", "dave", "anything"],
  ]) {
    await person.fill("Account ID", account);
    await person.fill("IAM user name", name);
    await person.fill("Password", password);
    await person.press("Sign in");
    await person.emptied("Password");
    words.add(await person.refused("AUTHENTICATION_FAILED"));
    assert.equal(await person.value("Account ID"), account);
    assert.equal(await person.value("IAM user name"), name);
  }
  assert.equal(words.size, 1);
  await person.screenshot("wrong");

  // The right one gets in, by the account's id with dashes as people paste it.
  await person.visit("https://anycompany.signin.aws.amazon.com/console");
  await person.page("iam-sign-in");
  assert.equal(await person.isReadOnly("Account ID"), true);
  await person.fill("IAM user name", "alice");
  await person.fill("Password", right);
  assert.equal(await person.typeOf("Password"), "password");
  await person.choose("checkbox", "Show password");
  assert.equal(await person.typeOf("Password"), "text");
  await person.press("Sign in");
  await person.page("console-home");
  await person.see("alice @ anycompany");
  const dashed = /\d{4}-\d{4}-\d{4}/.exec(await person.text(".console-bar"))[0];
  await person.signOut();

  await person.visit(GENERAL);
  await person.page("sign-in-chooser");
  await person.choose("radio", "IAM user");
  await person.press("Next");
  await person.fill("Account ID", dashed);
  await person.fill("IAM user name", "ALICE");
  await person.fill("Password", right);
  await person.press("Sign in");
  await person.page("console-home");
  await person.signOut();

  // Help leads back to the form.
  await person.visit("https://anycompany.signin.aws.amazon.com/console");
  await person.page("iam-sign-in");
  await person.follow("Having trouble?");
  await person.page("having-trouble");
  await person.screenshot("having-trouble");
  await person.press("Back to IAM user sign in");
  await person.page("iam-sign-in");
  await person.press("Sign in using root user email");
  await person.page("sign-in-chooser");
});

journey("people in other states", async (person) => {
  const fill = async (name) => {
    await person.fillFor(name);
    await person.page("iam-sign-in");
    await person.filled("Password");
    await person.closeDesk();
    await person.press("Sign in");
  };

  // Reset at next sign-in: one error for whatever is wrong at the change, and the old password stays.
  const bob = await person.passwordOf("bob");
  await fill("bob");
  await person.page("new-password");
  await person.screenshot("reset-required");
  const change = async (old, fresh, again) => {
    await person.fill("Old password", old);
    await person.fill("New password", fresh);
    await person.fill("Retype new password", again);
    await person.press("Confirm password change");
  };
  const combined = new Set();
  await change("wrong", "Bobs-new-password-1", "Bobs-new-password-1");
  await person.beside("Old password");
  await person.emptied("Old password");
  for (const fresh of ["short", "withoutnumbers", bob]) {
    await change(bob, fresh, fresh);
    await person.emptied("Old password");
    combined.add(await person.refused("CHANGE_PASSWORD_REFUSED"));
  }
  assert.equal(combined.size, 1);
  await person.screenshot("change-refused");
  await change(bob, "Bobs-new-password-1", "Bobs-new-password-1");
  await person.page("console-home");
  await person.keepPassword();
  await person.signOut();
  await person.signInIam("anycompany", "bob", bob);
  await person.refused("AUTHENTICATION_FAILED");
  await person.signInIam("anycompany", "bob", "Bobs-new-password-1");
  await person.page("console-home");
  await person.signOut();

  // Expired: the same page, another reason.
  await fill("carol");
  await person.page("new-password");
  await person.see("has expired");
  await person.screenshot("expired");

  // Expires soon: in, with a warning.
  await person.visit("https://console.aws.amazon.com/console/home");
  await fill("erin");
  await person.page("console-home");
  await person.see("Your password expires in 10 days");
  await person.screenshot("warned");
  await person.signOut();

  // Hard-expired, suspended, without a console password.
  await fill("grace");
  await person.refused("PASSWORD_EXPIRED");
  await person.screenshot("hard-expired");
  await fill("heidi");
  await person.refused("AUTHENTICATION_FAILED");
  await person.visit("https://signin.aws.amazon.com/signin");
  await person.page("sign-in-chooser");
  await person.fillFor("sandbox-root@anycompany.example");
  await person.filled("Root user email address");
  await person.closeDesk();
  await person.press("Next");
  await person.page("root-password");
  await person.filled("Password");
  await person.press("Sign in");
  await person.refused("ACCOUNT_SUSPENDED");
  await person.screenshot("suspended");
});

journey("own password", async (person) => {
  const old = await person.passwordOf("alice");
  await person.closeDesk();
  await person.signInIam("anycompany", "alice", old);
  await person.page("console-home");
  await person.visit("https://us-east-1.console.aws.amazon.com/iam/home#/security_credentials");
  await person.page("security-credentials");
  await person.screenshot("security-credentials");
  const change = async (current, fresh, again = fresh) => {
    await person.fill("Current password", current);
    await person.fill("New password", fresh);
    await person.fill("Confirm new password", again);
    await person.press("Change password");
  };
  await person.press("Update password");
  await change("wrong", "Alices-new-password-1");
  await person.beside("Current password");
  await change(old, "short1");
  await person.beside("New password");
  await change(old, "Alices-new-password-1", "Alices-new-password-2");
  await person.beside("Confirm new password");
  await change(old, old);
  await person.beside("New password");
  await person.screenshot("reuse-refused");
  await change(old, "Alices-new-password-1");
  await person.see("The password was changed");
  await person.screenshot("changed");
  await person.press("Not now");
  await person.signOut();
  await person.signInIam("anycompany", "alice", old);
  await person.refused("AUTHENTICATION_FAILED");
  await person.signInIam("anycompany", "alice", "Alices-new-password-1");
  await person.page("console-home");
  await person.signOut();

  // An account that does not let its users change their own.
  await person.fillFor("frank");
  await person.page("iam-sign-in");
  await person.filled("Password");
  await person.closeDesk();
  await person.press("Sign in");
  await person.page("console-home");
  await person.visit("https://us-east-1.console.aws.amazon.com/iam/home#/security_credentials");
  await person.see("does not let IAM users change their own password");
  await person.screenshot("may-not-change");
});
