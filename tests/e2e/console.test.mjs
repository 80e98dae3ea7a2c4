// The consoles that only show, and a scenario that is played to its end.
import assert from "node:assert/strict";
import { journey } from "./journey.mjs";

const ROOT = "root@anycompany.example";
const FINANCE = "finance-root@anycompany.example";
const START = "vestibule://start";
const S3 = "https://us-east-1.console.aws.amazon.com/s3/buckets?region=us-east-1";
const EC2 = "https://us-east-1.console.aws.amazon.com/ec2/home?region=us-east-1";
const WEST = "https://us-west-2.console.aws.amazon.com/ec2/home?region=us-west-2";
const SHELL = "https://us-east-1.console.aws.amazon.com/cloudshell/home";

journey("what services show", async (person) => {
  await person.signInRoot(ROOT);
  await person.closeDesk();
  await person.see("Recently visited");
  await person.press("S3");
  await person.page("service");
  assert.equal(await person.address(), S3);
  await person.follow("anycompany-website");
  await person.page("resource");
  await person.follow("index.html");
  assert.match(await person.appears("[data-testid=text-content]"), /Soon more here/);
  await person.screenshot("object");
  await person.visit("https://us-east-1.console.aws.amazon.com/s3/buckets/anycompany-break-glass?region=us-east-1");
  await person.page("resource");
  await person.follow("procedure.txt");
  assert.match(await person.appears("[data-testid=section-content]"), /explicit deny in a resource-based policy/);
  await person.screenshot("denied");
  await person.visit(SHELL);
  assert.match(await person.appears("[data-testid=caller-identity]"), /:root/);
  await person.screenshot("cloudshell");
});

journey("a region that root cannot use", async (person) => {
  await person.signInRoot(FINANCE);
  await person.closeDesk();
  await person.visit(EC2);
  await person.see("ledger-app");
  await person.visit(WEST);
  assert.match(await person.appears("[data-testid=section-instances]"), /explicit deny in a service control policy/);
  await person.screenshot("blocked");
});

journey("a scenario", async (person) => {
  const open = (id) => person.text(`[data-testid=scenario-${id}]`);
  await person.visit(START);
  await person.page("start");
  assert.match(await person.appears("[data-testid=scenario-first-sign-in]"), /Not done yet/);
  await person.screenshot("scenarios");
  const lena = await person.passwordOf("lena");
  await person.closeDesk();
  await person.signInIam("anycompany", "lena", lena);
  await person.page("new-password");
  await person.fill("Old password", lena);
  await person.fill("New password", "Lenas-new-password-1");
  await person.fill("Retype new password", "Lenas-new-password-1");
  await person.press("Confirm password change");
  assert.match(await person.refused("CHANGE_PASSWORD_REFUSED"), /not authorized to perform iam:ChangePassword/);
  await person.screenshot("deadlock");
  await person.visit(START);
  await person.page("start");
  await person.appears("[data-testid=scenario-first-sign-in]");
  assert.match(await open("first-sign-in"), /Not done yet/);
});
