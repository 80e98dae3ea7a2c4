// The remembered account: whom to ask, never authentication.
import assert from "node:assert/strict";
import { journey } from "./journey.mjs";

const HOME = "https://console.aws.amazon.com/console/home";

journey("remembered account", async (person) => {
  const password = await person.passwordOf("alice");
  await person.closeDesk();
  await person.visit("https://anycompany.signin.aws.amazon.com/console");
  await person.page("iam-sign-in");
  await person.fill("IAM user name", "alice");
  await person.fill("Password", password);
  await person.choose("checkbox", "Remember this account");
  await person.press("Sign in");
  await person.page("console-home");
  await person.desk("Cookies");
  await person.see("Which account and user to ask for next time");
  await person.screenshot("cookies");
  await person.closeDesk();
  await person.signOut();

  // The next visit asks for the password of the same user, also after a restart.
  await person.restart();
  await person.visit(HOME);
  await person.page("iam-sign-in");
  assert.equal(await person.value("Account ID"), "anycompany");
  assert.equal(await person.value("IAM user name"), "alice");
  assert.equal(await person.value("Password"), "");
  await person.screenshot("remembered");
  await person.press("Sign in");
  await person.beside("Password");
  await person.fill("Password", password);
  await person.press("Sign in");
  await person.page("console-home");
  await person.signOut();

  // A different account forgets it.
  await person.visit(HOME);
  await person.page("iam-sign-in");
  await person.follow("Sign in to a different account");
  await person.page("sign-in-chooser");
  await person.visit(HOME);
  await person.page("sign-in-chooser");

  // So does clearing the cookies.
  await person.visit("https://anycompany.signin.aws.amazon.com/console");
  await person.page("iam-sign-in");
  await person.fill("IAM user name", "alice");
  await person.fill("Password", password);
  await person.choose("checkbox", "Remember this account");
  await person.press("Sign in");
  await person.page("console-home");
  await person.desk("Cookies");
  await person.press("Delete cookie __Host-console-session");
  await person.page("iam-sign-in");
  assert.equal(await person.value("IAM user name"), "alice");
  await person.press("Delete all cookies");
  await person.see("No cookies");
  await person.closeDesk();
  await person.visit(HOME);
  await person.page("sign-in-chooser");
});
