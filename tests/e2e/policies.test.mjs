// Policies in the window: a refusal that is explained, what AWS's policies say, and the simulator.
import assert from "node:assert/strict";
import { journey } from "./journey.mjs";

const IAM = "https://us-east-1.console.aws.amazon.com/iam/home";
const ADMINISTRATOR = "arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2FAdministratorAccess";

journey("policies", async (person) => {
  const password = await person.passwordOf("alice");
  await person.closeDesk();
  await person.signInIam("anycompany", "alice", password);
  await person.page("console-home");

  // alice may not look at policies, and asks why.
  await person.visit(`${IAM}#/policies`);
  await person.page("policies");
  const words = await person.refused("ACCESS_DENIED");
  assert.match(words, /is not authorized to perform: iam:ListPolicies/);
  await person.press("Why?");
  await person.appears("[data-testid=reasons] li");
  await person.screenshot("why");
  assert.deepEqual(await person.axe(), []);
  await person.press("Close", "[role=dialog]");
  await person.signOut();

  // The root user may.
  await person.signInRoot("root@anycompany.example");
  await person.visit(`${IAM}#/policies`);
  await person.appears("[data-testid=page-policies] table");
  await person.screenshot("list");
  assert.equal(await person.overflows(), false);
  await person.visit(`${IAM}#/policies/details/${ADMINISTRATOR}`);
  await person.appears(".cm-content[aria-readonly=true]");
  await person.screenshot("document");
  assert.deepEqual(await person.axe(), []);

  // The editor has its styles although no style element is allowed, and is told what is wrong.
  await person.visit(`${IAM}#/policies/create`);
  await person.appears(".cm-content[role=textbox]");
  await person.appears("[data-testid=policy-check]");
  await person.screenshot("editor");
  assert.equal(await person.overflows(), false);

  // What she is given counts from her next request on.
  await person.visit(`${IAM}#/users/details/alice?section=permissions`);
  await person.appears("[data-testid=permissions]");
  await person.press("Add permissions");
  await person.choose("menuitem", "Attach policies");
  await person.choose("checkbox", "Choose IAMReadOnlyAccess");
  await person.screenshot("attach");
  await person.press("Attach policy");
  await person.gone("[role=dialog]");
  await person.see("Attached via");
  await person.see("IAMReadOnlyAccess");
  await person.screenshot("attached");

  await person.visit("https://policysim.aws.amazon.com/home/index.jsp");
  await person.page("policy-simulator");
  await person.fill("User name", "alice");
  await person.press("Run simulation");
  await person.appears(".reasons li");
  await person.screenshot("simulated");
  await person.signOut();
  await person.signInIam("anycompany", "alice", password);
  await person.page("console-home");
  await person.visit(`${IAM}#/policies`);
  await person.appears("[data-testid=page-policies] table");
});
