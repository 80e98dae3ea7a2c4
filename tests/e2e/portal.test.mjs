// Inside the access portal: accounts, credentials for tools, a shortcut, the console and the way back from it.
import assert from "node:assert/strict";
import { journey } from "./journey.mjs";

/** User name and password, filled by the password manager, up to the portal. */
async function enter(person, userName) {
  await person.fillFor(userName);
  await person.page("portal-user-name");
  await person.filled("Username");
  await person.closeDesk();
  await person.press("Next", "#page");
  await person.page("portal-password");
  await person.filled("Password");
  await person.press("Sign in", "#page");
}

journey("inside the portal", async (person) => {
  await enter(person, "mary");
  await person.page("portal");
  const portal = (await person.address()).replace(/#.*$/, "");
  await person.see("AWS accounts");
  await person.see("AnyCompany Finance");
  await person.screenshot("accounts");

  // The search is over both tabs.
  await person.fill("Find accounts and applications", "nowhere");
  await person.see("No account of yours has this");
  await person.fill("Find accounts and applications", "finance");
  await person.see("PowerUserAccess");
  await person.screenshot("found");

  // Credentials count down by the simulated clock, and nothing refreshes them.
  await person.press("Access keys of PowerUserAccess in AnyCompany Finance");
  await person.appears("[data-testid=credentials-left]");
  await person.see("export AWS_ACCESS_KEY_ID=");
  await person.screenshot("access-keys");
  await person.choose("tab", "PowerShell");
  await person.see("$Env:AWS_ACCESS_KEY_ID=");
  await person.press("Close", "[role=dialog]");

  // Into the console, and back when the time of the permission set is over.
  await person.follow("PowerUserAccess: management console of AnyCompany Finance");
  await person.page("console-home");
  await person.see("/mary @");
  await person.screenshot("console");
  await person.fromAccountMenu("Access portal");
  await person.page("portal");
  await person.visit("https://console.aws.amazon.com/console/home");
  await person.page("console-home");
  for (let hour = 0; hour < 4; hour += 1) await person.moveClock("1 hour");
  await person.closeDesk();
  await person.reload();
  await person.page("federated-end");
  await person.see("Your session has expired");
  await person.screenshot("expired");
  await person.press("Go to your access portal");
  await person.page("portal");

  // A link asks for what it leaves open, and gives nothing that is not assigned.
  await person.visit(`${portal}/#/console?account_id=999999999999`);
  await person.page("no-access");
  await person.screenshot("no-access");
  await person.press("Go to your access portal");
  await person.page("portal");
  await person.fill("Find accounts and applications", "finance");
  await person.see("PowerUserAccess");
  const [account] = /\b\d{12}\b/.exec(await person.text("[data-testid=portal-account]"));
  await person.visit(`${portal}/#/console?account_id=${account}`);
  await person.page("shortcut-role");
  await person.follow("ViewOnlyAccess");
  await person.page("console-home");

  // Signed out there, one is at the portal again; signed out here, the link waits until one is in.
  await person.fromAccountMenu("Sign out");
  await person.page("portal");
  await person.press("Menu of Mary Major");
  await person.choose("menuitem", "Sign out");
  await person.page("portal-user-name");
  await person.visit(`${portal}/#/console?account_id=${account}&role_name=ViewOnlyAccess`);
  await person.page("portal-user-name");
  const password = await person.passwordOf("mary");
  await person.closeDesk();
  await person.fill("Username", "mary");
  await person.press("Next", "#page");
  await person.page("portal-password");
  await person.fill("Password", password);
  await person.press("Sign in", "#page");
  await person.page("console-home");
  assert.match(await person.address(), /console\.aws\.amazon\.com/);
});
