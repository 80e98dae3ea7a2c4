// The organization: its tree, a new account with and without root credentials, and a policy that binds a root user.
import { journey } from "./journey.mjs";

const ROOT = "root@anycompany.example";
const FINANCE = "finance-root@anycompany.example";
const HOME = "https://us-east-1.console.aws.amazon.com/organizations/v2/home";
const IAM = "https://us-east-1.console.aws.amazon.com/iam/home#/";

journey("organization", async (person) => {
  await person.signInRoot(ROOT);
  await person.closeDesk();
  await person.visit(`${HOME}/accounts`);
  await person.page("organization");
  await person.see("AnyCompany Finance");
  await person.see("Workloads");
  await person.screenshot("tree");

  // Without a password of its own, the new root user comes in by recovery.
  await person.visit(`${HOME}/accounts/add/create`);
  await person.page("create-account");
  await person.fill("AWS account name", "Research");
  await person.fill("Email address of the account's owner", FINANCE);
  await person.press("Create AWS account");
  await person.beside("Email address of the account's owner");
  await person.fill("Email address of the account's owner", "research-root@anycompany.example");
  await person.press("Create AWS account");
  await person.see("Account Research was created");
  await person.see("use Forgot password to get one");
  await person.screenshot("created");
  await person.press("View account");
  await person.page("organization-target");
  await person.see("Attached directly");
  await person.screenshot("account");

  // Centralized root access: the next one has none, and cannot recover.
  await person.visit(`${IAM}organization/root-access`);
  await person.page("root-access");
  await person.press("Edit");
  await person.choose("checkbox", "Root credentials management");
  await person.press("Save changes", "[role=dialog]");
  await person.see("Root credentials management: enabled");
  await person.screenshot("root-access");
  await person.visit(`${HOME}/accounts/add/create`);
  await person.page("create-account");
  await person.fill("AWS account name", "Vault");
  await person.fill("Email address of the account's owner", "vault-root@anycompany.example");
  await person.press("Create AWS account");
  await person.see("has no credentials");

  await person.visit(`${HOME}/policies`);
  await person.page("organization-policies");
  await person.see("DenyUsersAndKeys");
  await person.follow("DenyUsersAndKeys");
  await person.page("organization-policy");
  await person.see("NoLongTermIdentities");
  await person.screenshot("policy");
  await person.signOut();

  await person.visit("https://signin.aws.amazon.com/signin");
  await person.page("sign-in-chooser", "iam-sign-in");
  await person.fill("Root user email address", "vault-root@anycompany.example");
  await person.press("Next");
  await person.page("root-password");
  await person.follow("Forgot password?");
  await person.see("Password recovery is disabled");
  await person.screenshot("no-recovery");
});

journey("organization-member", async (person) => {
  await person.signInRoot(FINANCE);
  await person.closeDesk();
  await person.visit(`${HOME}/accounts`);
  await person.page("organization");
  await person.see("Organization ID");
  await person.see("You don't have permissions to access this resource.");
  await person.screenshot("member");
});
