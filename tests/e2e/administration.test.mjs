// What root does in Account settings, Users and Event history, and what an IAM user may not.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { journey } from "./journey.mjs";

const ROOT = "root@anycompany.example";
const IAM = "https://us-east-1.console.aws.amazon.com/iam/home#/";
const EVENTS = "https://us-east-1.console.aws.amazon.com/cloudtrailv2/home#/events";

journey("account settings", async (person) => {
  await person.signInRoot(ROOT);
  const erin = await person.passwordOf("erin");
  await person.closeDesk();
  await person.visit(`${IAM}account_settings`);
  await person.page("account-settings");
  await person.screenshot("settings");

  for (const wrong of ["ab", "Upper-Case", "double--hyphen", "123456789012", "-start"]) {
    await person.fill("Preferred alias", wrong);
    await person.press("Save alias");
    await person.beside("Preferred alias");
    assert.equal(await person.value("Preferred alias"), wrong);
  }
  await person.fill("Preferred alias", "anycompany-sandbox");
  await person.press("Save alias");
  await person.refused("ENTITY_ALREADY_EXISTS");
  await person.screenshot("alias-taken");
  await person.fill("Preferred alias", "brand-new-alias");
  await person.press("Save alias");
  await person.see("https://brand-new-alias.signin.aws.amazon.com/console");

  // Password policy: a value out of range is refused beside its field; the rest is kept.
  await person.fill("Password minimum length", "5");
  await person.fill("Password expiration, in days", "30");
  await person.press("Set custom");
  await person.beside("Password minimum length");
  assert.equal(await person.value("Password expiration, in days"), "30");
  await person.screenshot("policy-refused");
  await person.fill("Password minimum length", "20");
  await person.press("Set custom");
  await person.see("The password policy was saved");
  await person.screenshot("policy-saved");
  await person.press("Delete alias");
  await person.press("Delete", "[role=dialog]");
  await person.see("Create alias");
  const id = /\d{4}-\d{4}-\d{4}/.exec(await person.text(".console-bar"))[0].replaceAll("-", "");
  await person.signOut();

  // Old and deleted aliases lead nowhere; the id does, and the new rule counts for old passwords.
  for (const gone of ["anycompany", "brand-new-alias"]) {
    await person.visit(`https://${gone}.signin.aws.amazon.com/console`);
    await person.page("unknown-account");
  }
  await person.screenshot("unknown-account");
  await person.signInIam(id, "erin", erin);
  await person.page("new-password");
  await person.see("At least 20 characters");
});

/** From the details through the permissions to the last step, and sends. */
async function create(person) {
  await person.press("Next", "[data-testid=step-details]");
  await person.appears("[data-testid=step-permissions]");
  await person.press("Next", "[data-testid=step-permissions]");
  await person.appears("[data-testid=step-review]");
  await person.press("Create user", "[data-testid=step-review]");
}

journey("users", async (person) => {
  await person.signInRoot(ROOT);
  await person.closeDesk();
  await person.visit(`${IAM}users`);
  await person.page("users");
  await person.screenshot("users");
  await person.press("Create user");
  await person.page("create-user");
  await person.fill("User name", "no spaces");
  await create(person);
  await person.beside("User name");
  await person.fill("User name", "Alice");
  await create(person);
  await person.refused("ENTITY_ALREADY_EXISTS");
  await person.screenshot("name-taken");
  await person.fill("User name", "zoe");
  await create(person);
  await person.see("User zoe was created");
  const first = await person.text("[data-testid=shown-password]");
  await person.screenshot("created");
  await person.press("Create another");
  await person.fill("User name", "yan");
  await person.choose("radio", "Custom password");
  await person.fill("Password for the user", "short");
  await create(person);
  await person.beside("Password for the user");
  await person.fill("Password for the user", "Yans-own-password-1");
  await person.choose("checkbox", "Users must create a new password");
  await create(person);
  await person.see("User yan was created");
  await person.press("Return to users");
  await person.page("users");
  await person.see("yan");

  // Console access of one is removed, another gets a new password.
  await person.press("Actions for alice");
  await person.choose("menuitem", "Remove console access");
  await person.press("Remove access", "[role=dialog]");
  await person.gone("[role=dialog]");
  await person.press("Actions for dave");
  await person.choose("menuitem", "Enable console access");
  await person.press("Set password", "[role=dialog]");
  const dave = await person.appears("[data-testid=shown-password]");
  await person.screenshot("daves-password");
  await person.press("Close", "[role=dialog]");
  await person.press("Actions for carol");
  await person.choose("menuitem", "Delete user");
  await person.press("Delete user", "[role=dialog]");
  await person.gone("[role=dialog]");
  await person.signOut();

  const alice = await person.passwordOf("alice");
  await person.closeDesk();
  await person.signInIam("anycompany", "alice", alice);
  await person.refused("AUTHENTICATION_FAILED");
  await person.signInIam("anycompany", "dave", dave);
  await person.page("new-password");
  await person.signInIam("anycompany", "zoe", first);
  await person.page("new-password");
  await person.signInIam("anycompany", "yan", "Yans-own-password-1");
  await person.page("console-home");

  // An IAM user is told what is missing, in AWS's words.
  await person.visit(`${IAM}users`);
  assert.match(await person.refused("ACCESS_DENIED"), /is not authorized to perform: iam:ListUsers/);
  await person.screenshot("access-denied");
  await person.visit(`${IAM}account_settings`);
  await person.see("is not authorized to perform: iam:ListAccountAliases");
});

journey("event history", async (person) => {
  await person.signInIam("anycompany", "alice", "wrong");
  await person.refused("AUTHENTICATION_FAILED");
  await person.signInRoot(ROOT);
  await person.closeDesk();
  await person.visit(EVENTS);
  await person.page("event-history");
  await person.see("alice");
  await person.screenshot("history");
  await person.fill("User name", "alice");
  await person.press("Filter");
  // Root's own sign-in is not there any more.
  await person.gone("tbody tr:nth-child(2)");
  await person.see("Failure");
  await person.choose("radio", "Show ConsoleLogin");
  const record = JSON.parse(await person.appears("[data-testid=event-record]"));
  assert.equal(record.eventName, "ConsoleLogin");
  assert.equal(record.responseElements.ConsoleLogin, "Failure");
  assert.equal(record.userIdentity.userName, "alice");
  await person.screenshot("record");
  await person.fill("User name", "nobody-of-this-name");
  await person.press("Filter");
  await person.see("No event matches");
  await person.screenshot("no-match");
  await person.fill("User name", "alice");
  await person.press("Filter");
  await person.press("Download JSON lines");
  await person.see("Saved as JSON lines");
  const [, file] = /Saved as JSON lines: (\S+)/.exec(await person.text("#page"));
  const lines = readFileSync(file, "utf8").trim().split("\n").map(JSON.parse);
  assert.deepEqual(
    lines.map((line) => [line.eventName, line.userIdentity.userName]),
    [["ConsoleLogin", "alice"]],
  );
});
