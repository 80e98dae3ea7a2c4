// From the company into AWS by SAML: the role chooser, straight in, a refusal with its report, and the inspector.
import assert from "node:assert/strict";
import { COMPANY, openTile, signInAtCompany, turnFault } from "./company.mjs";
import { journey } from "./journey.mjs";

const IAM = "https://us-east-1.console.aws.amazon.com/iam/home#/";
const ROOT = "root@anycompany.example";

/** Opens AWS with the tile of the company's portal. */
async function toAws(person, ...pages) {
  await openTile(person, "aws-console");
  return person.page(...pages);
}

journey("federation: one role", async (person) => {
  await signInAtCompany(person, "carla");
  await toAws(person, "console-home");
  await person.see("CompanyAnalyst/carla");
  await person.screenshot("console");
  await person.fromAccountMenu("Security credentials");
  await person.page("security-credentials");
  await person.see("A SAML 2.0 identity provider");
  await person.see("saml-provider/AnyCompanySSO");
  await person.screenshot("my-session");
  // Signed out here, one is still in at the company.
  await person.signOut();
  await toAws(person, "console-home");
  // Getting started has read it in the records, and nothing else.
  await person.visit("vestibule://start");
  await person.appears("[data-testid=scenario-one-role][data-done=true]");
  assert.equal(await person.text("[data-testid=scenario-three-roles][data-done=true]"), null);
});

journey("federation: role choice", async (person) => {
  await signInAtCompany(person, "dario");
  await toAws(person, "choose-role");
  assert.equal(await person.address(), "https://signin.aws.amazon.com/saml");
  const form = await person.window.run(`function () {
    return [...document.querySelectorAll("#saml_form fieldset > div.saml-account")].map((account) => ({
      name: account.querySelector("div.saml-account-name").textContent,
      roles: [...account.querySelectorAll("div.saml-role")].map((role) => {
        const radio = role.querySelector("input.saml-radio[type=radio][name=roleIndex]");
        const label = role.querySelector("label.saml-role-description");
        return [label.textContent, radio.value === label.htmlFor];
      }),
    }));
  }`);
  assert.equal(form.length, 2);
  assert.ok(
    form.some(({ name }) => /^Account: anycompany \(\d{12}\)$/.test(name)),
    JSON.stringify(form),
  );
  assert.deepEqual(form.flatMap(({ roles }) => roles).toSorted(), [
    ["CompanyAnalyst", true],
    ["CompanyDeveloper", true],
    ["CompanyOnCall", true],
  ]);
  await person.screenshot("choose-role");
  await person.press("Sign in", "#page");
  await person.see("Choose the role to sign in with.");
  await person.screenshot("nothing-chosen");
  // With the keyboard: the first role has the focus; down to the second, and in.
  await person.window.keys("ArrowDown");
  const chosen = await person.window.run("function () { return document.activeElement.value }");
  assert.match(chosen, /:role\//);
  await person.window.keys("Enter");
  await person.page("console-home");
  await person.see(`${chosen.split("/").at(-1)}/dario`);
  // Back leads to the company, and not to a form that was spent.
  await person.back();
  assert.match(await person.address(), /sso\.anycompany\.example/);
  // A form is posted once.
  await person.visit("https://signin.aws.amazon.com/saml");
  await person.page("saml-nothing");
});

journey("federation: a mistake to find", async (person) => {
  await signInAtCompany(person, "farid");
  await toAws(person, "saml-refused");
  const { text } = await person.refusal();
  assert.match(text, /Not authorized to perform sts:AssumeRoleWithSAML/);
  await person.screenshot("refused");
  await person.press("Why?");
  await person.appears("[data-testid=why-dialog]");
  assert.equal((await person.text("[data-check=role][data-outcome=failed] .saml-check-words")) !== null, true);
  await person.screenshot("report");
  await person.press("Close", "[data-testid=why-dialog]");
});

journey("federation: a fault, its page and the inspector", async (person) => {
  await signInAtCompany(person, "hugo");
  await turnFault(person, "wrong-audience", true);
  await toAws(person, "saml-refused");
  assert.match((await person.refusal()).text, /Response does not contain the required audience\./);
  await person.press("Why?");
  await person.appears("[data-check=audience][data-outcome=failed]");
  await person.screenshot("report");
  assert.deepEqual(await person.axe(), []);
  // The response waits at the inspector until an administrator of the account has signed in.
  await person.press("Inspect it in IAM", "[data-testid=why-dialog]");
  await person.page("sign-in-chooser", "iam-sign-in");
  await person.signInRoot(ROOT);
  await person.closeDesk();
  await person.visit(`${IAM}identity_providers`);
  await person.page("identity-providers");
  await person.follow("AnyCompanySSO");
  await person.page("identity-provider");
  await person.see("Signing certificates");
  await person.screenshot("provider");
  await person.press("Inspect a response");
  await person.page("inspect-response");
  await person.window.until(async () => (await person.value("SAML response")) !== "", "the response");
  await person.press("Inspect", "#page");
  await person.see("This response would let nobody in");
  await person.see("Response does not contain the required audience.");
  await person.see("CompanyAdministrator");
  await person.screenshot("inspection");
  // Without the fault another response is as it should be.
  await person.fill("SAML response", "bm9uc2Vuc2U=");
  await person.press("Inspect", "#page");
  await person.see("Nobody who is trusted here signed it");
});

const INVALID = "Your request included an invalid SAML response. To logout, click here.";
const NOT_AUTHORIZED = "Not authorized to perform sts:AssumeRoleWithSAML";

// What the person reads, and the check that the report names.
const FAULTS = [
  ["unsigned", "Response signature invalid", "signed"],
  ["old-key", "Response signature invalid", "certificate"],
  ["wrong-audience", "Response does not contain the required audience.", "audience"],
  ["wrong-recipient", "Response does not contain the required audience.", "destination"],
  ["expired", "Token must be redeemed within 5 minutes of issuance", "age"],
  ["future", INVALID, "issued"],
  ["role-case", NOT_AUTHORIZED, "role"],
  ["two-assertions", INVALID, "one-assertion"],
  ["no-session-name", "RoleSessionName is required in AuthnResponse", "session-name"],
  ["over-long", "Requested DurationSeconds exceeds MaxSessionDuration set for this role.", "session-duration"],
  ["wrapped", INVALID, "one-assertion"],
];

journey("federation: every fault has its page", async (person) => {
  await signInAtCompany(person, "hugo");
  for (const [fault, words, check] of FAULTS) {
    await turnFault(person, fault, true);
    await toAws(person, "saml-refused");
    const { text } = await person.refusal();
    assert.ok(text.startsWith(words), `${fault}: ${text}`);
    await person.press("Why?");
    await person.appears(`[data-testid=why-dialog] [data-check=${check}][data-outcome=failed]`);
    await person.press("Close", "[data-testid=why-dialog]");
    await person.press("Go back");
    await person.page("company-portal");
    await turnFault(person, fault, false);
  }
  // The same response once more.
  await toAws(person, "console-home");
  await turnFault(person, "replayed", true);
  await toAws(person, "saml-refused");
  assert.equal((await person.refusal()).text.trim(), INVALID);
  await person.press("Why?");
  await person.appears("[data-check=one-time][data-outcome=failed]");
  await person.press("Close", "[data-testid=why-dialog]");
  // AWS's last words lead out of the session that there was.
  await person.follow("click here");
  await person.page("sign-in-chooser", "iam-sign-in");
});

journey("federation: a broker's link, in and out", async (person) => {
  await signInAtCompany(person, "hugo");
  await person.visit(`${COMPANY}/broker`);
  await person.page("company-broker");
  await person.press("Build a link", "#page");
  const link = (await person.appears("[data-testid=broker-address]")).trim();
  await person.press("Open the console", "#page");
  await person.page("console-home");
  await person.screenshot("console");
  await person.press("Account menu");
  await person.see("Back to sso.anycompany.example");
  await person.screenshot("account-menu");
  // The time runs out: the way leads back to the broker.
  for (let hour = 0; hour < 2; hour += 1) await person.moveClock("1 hour");
  await person.closeDesk();
  await person.reload();
  await person.page("federated-end");
  await person.screenshot("expired");
  await person.press("Go to sso.anycompany.example");
  await person.page("company-user-name", "company-broker");
  // The link is spent.
  await person.visit(link);
  await person.page("federation");
  await person.refused("SIGN_IN_TOKEN_INVALID");
  await person.screenshot("spent");
  await person.press("Go back to sso.anycompany.example");
  await person.page("company-user-name", "company-broker");
});
