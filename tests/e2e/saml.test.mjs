// From the company into the console: one role, several, a department's tag, a mistake in a mapping, and every teaching
// fault with what AWS says of it.
import assert from "node:assert/strict";
import { COMPANY, openTile, signInAtCompany, signOutOfCompany, turnFault } from "./company.mjs";
import { nextCode } from "./factors.mjs";
import { journey } from "./journey.mjs";

const REGION = "https://us-east-1.console.aws.amazon.com";

/** Leaves the console of somebody who came from the company. */
async function leaveConsole(person) {
  await person.fromAccountMenu("Sign out");
  await person.page("sign-in-chooser", "iam-sign-in", "federated-end");
}

journey("saml one role", async (person) => {
  await signInAtCompany(person, "carla");
  await openTile(person, "aws-console");
  await person.page("console-home");
  assert.match(await person.appears("[data-testid=account-menu]"), /CompanyAnalyst\/carla@anycompany\.example/);
  await person.screenshot("console");
  // A form that was posted is gone: the way back is the company, not a second time in.
  await person.back();
  await person.page("company-portal");
  await openTile(person, "aws-console");
  await person.page("console-home");
  await leaveConsole(person);
  // The company knows her still.
  await person.visit(`${COMPANY}/`);
  await person.page("company-portal");
});

journey("saml choice of a role", async (person) => {
  await signInAtCompany(person, "dario");
  await openTile(person, "aws-console");
  await person.page("choose-role");
  await person.screenshot("roles");
  await person.choose("radio", "CompanyOnCall");
  await person.press("Sign in", "#page");
  await person.page("console-home");
  assert.match(await person.appears("[data-testid=account-menu]"), /CompanyOnCall\/dario@/);
  await leaveConsole(person);
  await openTile(person, "aws-console");
  await person.page("choose-role");
  await person.choose("radio", "CompanyAnalyst");
  await person.press("Sign in", "#page");
  await person.page("console-home");
  assert.match(await person.appears("[data-testid=account-menu]"), /CompanyAnalyst\/dario@/);
});

journey("saml department", async (person) => {
  await signInAtCompany(person, "elena");
  await openTile(person, "aws-console");
  await person.page("console-home");
  await person.visit(`${REGION}/dynamodbv2/home?region=us-east-1`);
  await person.page("service");
  await person.follow("website-visits");
  await person.page("resource");
  await person.settled();
  assert.doesNotMatch(await person.text("#page"), /not authorized/i);
  await person.back();
  await person.page("service");
  await person.follow("support-tickets");
  await person.page("resource");
  await person.see("is not authorized to perform");
  await person.press("Why?", "#page");
  await person.see("OwnDepartment would allow this, but its condition is not met");
  await person.screenshot("why");
});

journey("saml mapping mistake", async (person) => {
  await signInAtCompany(person, "farid");
  await openTile(person, "aws-console");
  await person.page("saml-refused");
  assert.match(await person.refused("SAML_REFUSED"), /Not authorized to perform sts:AssumeRoleWithSAML/);
  await person.press("Why?", "#page");
  await person.see("role/CompanySupport");
  await person.screenshot("why");
  await person.press("Close", "[role=dialog]");
  await signOutOfCompany(person);

  await signInAtCompany(person, "hugo");
  await person.visit(`${COMPANY}/admin/roles`);
  await person.page("company-mappings");
  await person.settled();
  const wrong = /arn:aws:iam::\d{12}:role\/companysupport/.exec(await person.text("#page"))[0];
  await person.press(`Change ${wrong} of aws-support`);
  await person.fill("Role ARN", wrong.replace("companysupport", "CompanySupport"), "[role=dialog]");
  await person.press("Save", "[role=dialog]");
  await person.see("role/CompanySupport");
  await signOutOfCompany(person);

  // A code works once.
  await nextCode(person);
  await signInAtCompany(person, "farid");
  await openTile(person, "aws-console");
  await person.page("console-home");
});

const INVALID = /invalid SAML response/;
const SIGNATURE = /Response signature invalid/;
const FAULTS = [
  // First, so that what is sent once more is a response that was right.
  ["replayed", INVALID, "one-time"],
  ["unsigned", SIGNATURE, "signed"],
  ["old-key", SIGNATURE, "certificate"],
  ["wrong-audience", /does not contain the required audience/, "audience"],
  ["wrong-recipient", /does not contain the required audience/, "destination"],
  ["expired", /Token must be redeemed within 5 minutes of issuance/, "age"],
  ["future", INVALID, "issued"],
  ["role-case", /Not authorized to perform sts:AssumeRoleWithSAML/, "role"],
  ["two-assertions", INVALID, "one-assertion"],
  ["no-session-name", /RoleSessionName is required in AuthnResponse/, "session-name"],
  ["over-long", /Requested DurationSeconds exceeds MaxSessionDuration/, "session-duration"],
  ["wrapped", INVALID, "one-assertion"],
];

journey("saml teaching faults", async (person) => {
  await signInAtCompany(person, "hugo");
  // A response that can be sent once more.
  await openTile(person, "aws-console");
  await person.page("console-home");
  for (const [fault, words, failed] of FAULTS) {
    await turnFault(person, fault, true);
    await openTile(person, "aws-console");
    await person.page("saml-refused");
    assert.match(await person.refused("SAML_REFUSED"), words, fault);
    await person.press("Why?", "#page");
    await person.appears(`[data-outcome=failed]`);
    const check = await person.window.run(
      "function () { return document.querySelector('[data-outcome=failed]').dataset.check }",
    );
    assert.equal(check, failed, fault);
    await person.screenshot(fault);
    await turnFault(person, fault, false);
  }
  await openTile(person, "aws-console");
  await person.page("console-home");
  // What was sent can be read.
  await person.visit(`${COMPANY}/admin/issued`);
  await person.page("company-issued");
  await person.see("Signature wrapping");
  await person.follow("SAML response");
  await person.page("company-issued-one");
  assert.match(await person.appears("[data-testid=issued-text]"), /Assertion/);
});
