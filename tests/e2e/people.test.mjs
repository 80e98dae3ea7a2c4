// Groups, a user made by the wizard, access keys and the credential report; and what who has no permission sees of them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { journey } from "./journey.mjs";

const ROOT = "root@anycompany.example";
const IAM = "https://us-east-1.console.aws.amazon.com/iam/home#/";

const saved = async (person) => /saved as CSV: (\S+)/i.exec(await person.text("#page"))[1];

journey("groups and a new user", async (person) => {
  await person.signInRoot(ROOT);
  await person.closeDesk();
  await person.visit(`${IAM}home`);
  await person.page("iam-dashboard");
  await person.see("Add MFA for root user");
  await person.see("Root user has no active access keys");
  await person.screenshot("dashboard");

  await person.visit(`${IAM}groups/create`);
  await person.page("create-group");
  await person.fill("User group name", "no spaces");
  await person.press("Create user group");
  await person.beside("User group name");
  await person.fill("User group name", "staff");
  await person.press("Create user group");
  await person.refused("ENTITY_ALREADY_EXISTS");
  await person.fill("User group name", "Crew");
  await person.choose("checkbox", "Choose alice");
  await person.press("Create user group");
  await person.page("group");
  await person.see("alice");
  await person.screenshot("group");

  await person.visit(`${IAM}users/create`);
  await person.page("create-user");
  await person.fill("User name", "zoe");
  await person.press("Next", "[data-testid=step-details]");
  await person.appears("[data-testid=step-permissions]");
  await person.choose("checkbox", "Choose Crew");
  await person.screenshot("permissions");
  await person.press("Next", "[data-testid=step-permissions]");
  await person.appears("[data-testid=step-review]");
  await person.see("Groups: Crew");
  await person.press("Add new tag");
  await person.fill("Key 1", "aws:no");
  await person.press("Create user", "[data-testid=step-review]");
  await person.see("A tag key cannot begin with aws:");
  await person.fill("Key 1", "Team");
  await person.fill("Value 1", "red");
  await person.press("Create user", "[data-testid=step-review]");
  await person.see("User zoe was created");

  await person.visit(`${IAM}users/details/zoe?section=tags`);
  await person.page("user");
  await person.see("red");
  await person.screenshot("tags");
  await person.visit(`${IAM}groups/details/Crew`);
  await person.page("group");
  await person.see("zoe");
  await person.press("Delete");
  await person.fill("To confirm, enter Crew", "Crew");
  await person.press("Delete group", "[role=dialog]");
  await person.page("groups");
  await person.gone("[role=dialog]");
});

journey("access keys", async (person) => {
  const alice = await person.passwordOf("alice");
  await person.closeDesk();
  await person.signInIam("anycompany", "alice", alice);
  await person.page("console-home");
  await person.visit(`${IAM}security_credentials`);
  await person.page("security-credentials");
  await person.press("Create access key");
  await person.page("create-access-key");
  await person.choose("radio", "Command Line Interface (CLI)");
  await person.appears("[data-testid=alternative]");
  await person.screenshot("alternatives");
  await person.choose("checkbox", "I understand");
  await person.press("Create access key");
  await person.page("retrieve-access-key");
  await person.press("Show");
  const secret = await person.text("[data-testid=secret-access-key]");
  assert.equal(secret.length, 40);
  await person.press("Download .csv file");
  await person.see("Saved as CSV");
  const [, line] = readFileSync(await saved(person), "utf8")
    .trim()
    .split("\n");
  assert.ok(line.endsWith(`,${secret}`));
  const [id] = line.split(",");
  await person.press("Done");
  await person.page("security-credentials");
  await person.see(id);
  assert.ok(!(await person.text()).includes(secret));

  // Deactivated first, and its id typed.
  await person.press(`Actions for ${id}`);
  await person.choose("menuitem", "Delete");
  await person.press("Deactivate", "[role=dialog]");
  await person.fill(`To confirm, enter ${id}`, id);
  await person.screenshot("delete");
  await person.press("Delete", "[role=dialog]");
  await person.see("No access keys.");

  // Each part of a page is refused by itself.
  await person.visit(`${IAM}home`);
  await person.page("iam-dashboard");
  await person.see("Add MFA for root user");
  await person.see("is not authorized to perform: iam:GetCredentialReport");
  await person.screenshot("dashboard-of-alice");
  await person.visit(`${IAM}groups`);
  await person.see("is not authorized to perform: iam:ListGroups");
});

journey("credential report", async (person) => {
  await person.signInRoot(ROOT);
  await person.closeDesk();
  await person.visit(`${IAM}credential_report`);
  await person.page("credential-report");
  await person.press("Download credentials report");
  await person.see("saved as CSV");
  await person.screenshot("report");
  const lines = readFileSync(await saved(person), "utf8")
    .trim()
    .split("\n");
  assert.ok(lines[0].startsWith("user,arn,user_creation_time,password_enabled"));
  assert.ok(lines[1].startsWith("<root_account>,"));
  assert.ok(lines.some((line) => line.startsWith("alice,")));
});
