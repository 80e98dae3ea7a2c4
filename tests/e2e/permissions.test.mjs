// From nothing to being allowed: an administrator makes a policy, a group, a user and a role; the user is denied, reads why,
// and is let through with the role, which asks for MFA.
import assert from "node:assert/strict";
import { assigned, beginAssigning, fillCode, fillTwoCodes, nextCode, scan } from "./factors.mjs";
import { journey } from "./journey.mjs";

const ROOT = "root@anycompany.example";
const PASSWORD = "Olgas-own-password-1";
const IAM = "https://us-east-1.console.aws.amazon.com/iam/home#/";
const MAY_OPERATE = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "arn:aws:iam::*:role/Operator" }],
};

journey("from a policy to a role with MFA", async (person) => {
  await person.signInRoot(ROOT);
  await person.closeDesk();
  await person.visit(`${IAM}policies/create`);
  await person.page("create-policy");
  await person.fill("Policy name", "MayOperate");
  await person.paste(".cm-content[role=textbox]", JSON.stringify(MAY_OPERATE, null, 2));
  await person.press("Create policy");
  await person.page("policy");
  await person.see("MayOperate");
  await person.screenshot("policy");

  await person.visit(`${IAM}groups/create`);
  await person.page("create-group");
  await person.fill("User group name", "Operations");
  await person.choose("checkbox", "Choose ManageOwnCredentials");
  await person.choose("checkbox", "Choose MayOperate");
  await person.press("Create user group");
  await person.page("group");

  await person.visit(`${IAM}users/create`);
  await person.page("create-user");
  await person.fill("User name", "olga");
  await person.choose("radio", "Custom password");
  await person.fill("Password for the user", PASSWORD);
  await person.choose("checkbox", "Users must create a new password");
  await person.press("Next", "[data-testid=step-details]");
  await person.appears("[data-testid=step-permissions]");
  await person.choose("checkbox", "Choose Operations");
  await person.press("Next", "[data-testid=step-permissions]");
  await person.appears("[data-testid=step-review]");
  await person.press("Create user", "[data-testid=step-review]");
  await person.see("User olga was created");

  await person.visit(`${IAM}roles/create`);
  await person.page("create-role");
  await person.choose("checkbox", "Require MFA");
  await person.choose("checkbox", "Choose AmazonEC2ReadOnlyAccess");
  await person.fill("Role name", "Operator");
  await person.press("Create role");
  await person.page("role");
  await person.screenshot("role");
  await person.signOut();

  // olga lands, is denied, and reads why.
  await person.signInIam("anycompany", "olga", PASSWORD);
  await person.page("console-home");
  await person.visit("https://us-east-1.console.aws.amazon.com/ec2/home?region=us-east-1");
  assert.match(await person.appears("[data-testid=section-instances]"), /because no identity-based policy allows/);
  await person.press("Why?", "[data-testid=section-instances]");
  await person.appears("[data-testid=reasons] li");
  await person.screenshot("denied");
  await person.press("Close", "[role=dialog]");
  await person.visit("https://signin.aws.amazon.com/switchrole?account=anycompany&roleName=Operator");
  await person.page("switch-role");
  await person.press("Switch Role");
  await person.refused("SWITCH_ROLE_REFUSED");
  await person.press("Why?");
  await person.see("condition is not met");
  await person.screenshot("why-not");
  await person.press("Close", "[role=dialog]");

  // She registers an app; this session stays without MFA, the next one begins with it.
  await beginAssigning(person, "olgas-phone", "Authenticator app");
  await person.page("assign-virtual");
  const device = await scan(person);
  await fillTwoCodes(person, device);
  await person.press("Add MFA");
  await assigned(person, "olgas-phone");
  await person.signOut();
  await person.signInIam("anycompany", "olga", PASSWORD);
  await person.page("mfa-code");
  await nextCode(person);
  await fillCode(person, device);
  await person.closeDesk();
  await person.press("Submit");
  await person.page("console-home");

  await person.visit("https://signin.aws.amazon.com/switchrole?account=anycompany&roleName=Operator");
  await person.page("switch-role");
  await person.press("Switch Role");
  await person.page("console-home");
  await person.visit("https://us-east-1.console.aws.amazon.com/ec2/home?region=us-east-1");
  await person.appears("[data-testid=section-instances] table");
  await person.screenshot("allowed");
  await person.visit(`${IAM}users`);
  await person.refused("ACCESS_DENIED");
});
