// Acting as a role: the form, the link, the menu, being refused and why, and the end of the role's time.
import assert from "node:assert/strict";
import { journey } from "./journey.mjs";

const ACCOUNT = "anycompany";
const SWITCH = "https://signin.aws.amazon.com/switchrole";
const IAM = "https://us-east-1.console.aws.amazon.com/iam/home#/";

journey("switch role", async (person) => {
  const alice = await person.passwordOf("alice");
  await person.closeDesk();
  await person.signInIam(ACCOUNT, "alice", alice);
  await person.page("console-home");
  await person.visit(`${IAM}roles`);
  await person.refused("ACCESS_DENIED");

  // What is missing is said beside its field; what is wrong in one message, and why on asking.
  await person.fromAccountMenu("Switch role");
  await person.page("switch-role");
  await person.fill("Account ID or alias", ACCOUNT);
  await person.press("Switch Role");
  await person.beside("IAM role name");
  await person.fill("IAM role name", "Admin");
  await person.press("Switch Role");
  await person.refused("SWITCH_ROLE_REFUSED");
  await person.screenshot("refused");
  await person.press("Why?");
  await person.see("role trust policy");
  await person.screenshot("why");
  await person.press("Close", "[role=dialog]");

  await person.visit(`${SWITCH}?account=${ACCOUNT}&roleName=ReadOnly&displayName=Just%20looking&color=83d4e8`);
  await person.page("switch-role");
  assert.equal(await person.value("IAM role name"), "ReadOnly");
  await person.press("Switch Role");
  await person.page("console-home");
  await person.see("Just looking");
  await person.screenshot("as-a-role");
  await person.visit(`${IAM}roles`);
  await person.page("roles");
  await person.see("ReadOnly");
  await person.screenshot("roles");
  await person.visit(`${IAM}roles/details/ReadOnly?section=trust_relationships`);
  await person.page("role");
  await person.see("Trusted entities");
  await person.screenshot("role");

  // Back, and by way of the menu's history to the role again.
  await person.fromAccountMenu("Switch back");
  await person.page("console-home");
  await person.see("alice @ anycompany");
  await person.fromAccountMenu("Just looking");
  await person.see("Role session");

  // An hour later alice is alice again, and reads so.
  await person.moveClock("1 hour");
  await person.closeDesk();
  await person.reload();
  await person.appears("[data-testid=past-role]");
  await person.screenshot("role-is-over");
  await person.signOut();
});

journey("several sessions", async (person) => {
  const alice = await person.passwordOf("alice");
  const erin = await person.passwordOf("erin");
  await person.closeDesk();
  await person.signInIam(ACCOUNT, "alice", alice);
  await person.page("console-home");
  await person.turnOnMultiSession();
  await person.fromAccountMenu("Add session");
  await person.page("sign-in-chooser", "iam-sign-in");
  await person.signInIam(ACCOUNT, "erin", erin);
  await person.page("console-home");
  await person.see("Signed in as erin");

  // Each keeps its own: alice is looked at again, and signing out of her leaves erin.
  await person.fromAccountMenu("alice @ anycompany");
  await person.see("Signed in as alice");
  await person.screenshot("alice-of-two");
  await person.signOut();
  await person.visit("https://console.aws.amazon.com/console/home");
  await person.page("console-home");
  await person.see("Signed in as erin");
  await person.fromAccountMenu("Turn off multi-session");
  await person.signOut();
});
