// With the keyboard alone: an administrator of the company mends the mapping of a role, and somebody chooses a role at AWS.
// Wherever one stops, one sees where one is.
import assert from "node:assert/strict";
import { COMPANY, companyApp } from "./company.mjs";
import { codeOf } from "./factors.mjs";
import { journey } from "./journey.mjs";

/** Goes to a control by its name, and sees that one is there. */
async function to(person, name, key) {
  await person.tabTo(name, key);
  assert.ok(await person.focusShows(), `the focus on "${name}" cannot be seen`);
}

/** In at the company: the password is read first, and the code when it is asked for, since it ends. */
async function signIn(person, userName) {
  const password = await person.passwordOf(userName);
  await person.closeDesk();
  const { window } = person;
  await window.keys("Control+l");
  await window.keys(...`${COMPANY}/`, "Enter");
  await person.page("company-user-name");
  await to(person, "User name");
  await window.keys(...userName, "Enter");
  await person.page("company-password");
  await to(person, "Password");
  await window.keys(...password, "Enter");
  await person.page("company-code");
  const code = await codeOf(person, companyApp(userName));
  await person.closeDesk();
  await to(person, "Code");
  await window.keys(...code, "Enter");
  await person.page("company-portal");
}

journey("company administration, keyboard only", async (person) => {
  await signIn(person, "hugo");
  const { window } = person;
  await to(person, "Administration");
  await window.keys("Enter");
  await person.page("company-people");
  await to(person, "AWS roles");
  await window.keys("Enter");
  await person.page("company-mappings");
  await person.see("role/companysupport");
  await to(person, "Change arn:");
  for (;;) {
    const name = await person.focused();
    if (name.includes("companysupport")) break;
    await window.keys("Tab");
    await to(person, "Change arn:");
  }
  const mapping = await person.focused();
  assert.match(mapping, /role\/companysupport of aws-support$/);
  await window.keys("Enter");
  await person.appears("[role=dialog]");
  await to(person, "Role ARN");
  const arn = await person.value("Role ARN");
  await window.keys("Control+a");
  await window.keys(..."nothing", "Enter");
  await person.beside("Role ARN");
  await to(person, "Role ARN");
  await window.keys("Control+a");
  await window.keys(...arn.replace("companysupport", "CompanySupport"), "Enter");
  await person.gone("[role=dialog]");
  await person.see("role/CompanySupport");
  // One is back where one came from.
  await person.window.until(
    async () => (await person.focused()) === mapping.replace("companysupport", "CompanySupport"),
    "the focus to be where it was",
  );
  await to(person, "Sign out", "Shift+Tab");
  await window.keys("Enter");
  await person.page("company-user-name");
});

journey("select a role, keyboard only", async (person) => {
  await signIn(person, "dario");
  const { window } = person;
  await to(person, "AWS console");
  await window.keys("Enter");
  await person.page("choose-role");
  // Without a choice nothing is sent, and the choice has the focus.
  await to(person, "Sign in");
  await window.keys("Enter");
  await person.see("Choose the role to sign in with.");
  await to(person, "CompanyAnalyst");
  await window.keys("ArrowDown", "ArrowDown");
  assert.equal(await person.focused(), "CompanyOnCall");
  await person.screenshot("role");
  assert.ok(await person.focusShows());
  await window.keys("ArrowUp");
  await to(person, "Sign in");
  await window.keys("Enter");
  await person.page("console-home");
  await person.see("CompanyDeveloper/dario");
  await to(person, "Account menu of");
  await window.keys("Enter");
  await person.menu();
  await person.tabTo("Sign out", "ArrowDown");
  await window.keys("Enter");
  await person.page("sign-in-chooser", "iam-sign-in");
});
