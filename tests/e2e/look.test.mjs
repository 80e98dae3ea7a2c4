// Every page in light and dark, in a large and in the smallest window, without accessibility problems and without a
// scroll bar at the bottom; and the way in with the keyboard alone.
import assert from "node:assert/strict";
import { journey } from "./journey.mjs";
import { everyLook } from "./looks.mjs";

const IAM = "https://us-east-1.console.aws.amazon.com/iam/home#/";
const SIGN_IN = "https://signin.aws.amazon.com/signin";
const PLACES = [
  ["start", "vestibule://start"],
  ["not-found", "https://example.com/nowhere"],
  ["unknown-account", "https://no-such-alias.signin.aws.amazon.com/console"],
  ["link-expired", "https://signin.aws.amazon.com/resetpassword?token=made-up"],
  ["console-home", "https://console.aws.amazon.com/console/home"],
  ["security-credentials", `${IAM}security_credentials`],
  ["iam-dashboard", `${IAM}home`],
  ["user", `${IAM}users/details/kim`],
  ["user", `${IAM}users/details/kim?section=security_credentials`],
  ["user", `${IAM}users/details/kim?section=tags`],
  ["groups", `${IAM}groups`],
  ["create-group", `${IAM}groups/create`],
  ["group", `${IAM}groups/details/Staff`],
  ["credential-report", `${IAM}credential_report`],
  ["account-settings", `${IAM}account_settings`],
  ["users", `${IAM}users`],
  ["create-user", `${IAM}users/create`],
  ["service", "https://us-east-1.console.aws.amazon.com/s3/buckets?region=us-east-1"],
  ["resource", "https://us-east-1.console.aws.amazon.com/s3/buckets/anycompany-break-glass?region=us-east-1"],
  ["cloudshell", "https://us-east-1.console.aws.amazon.com/cloudshell/home"],
  ["event-history", "https://us-east-1.console.aws.amazon.com/cloudtrailv2/home#/events"],
];

everyLook("look", async (person, judge) => {
  // The steps of a sign-in, with a refusal on the way.
  await person.visit(SIGN_IN);
  await person.page("sign-in-chooser");
  await judge("chooser");
  await person.visit("https://anycompany.signin.aws.amazon.com/console");
  await person.page("iam-sign-in");
  await person.fill("IAM user name", "bob");
  await person.fill("Password", "wrong");
  await person.press("Sign in");
  await person.refused("AUTHENTICATION_FAILED");
  await judge("iam-refused");
  await person.follow("Having trouble?");
  await person.page("having-trouble");
  await judge("having-trouble");
  await person.fillFor("bob");
  await person.page("iam-sign-in");
  await person.filled("Password");
  await person.closeDesk();
  await person.press("Sign in");
  await person.page("new-password");
  await judge("new-password");
  await person.visit(SIGN_IN);
  await person.page("sign-in-chooser");
  await person.fill("Root user email address", "root@anycompany.example");
  await person.press("Next");
  await person.page("root-password");
  await judge("root-password");
  await person.follow("Forgot password?");
  await person.page("security-check");
  await judge("security-check");
  await person.follow("Ask me a question");
  await judge("security-question");
  await person.signInRoot("root@anycompany.example");
  await judge("with-desk");
  await person.closeDesk();

  for (const [page, address] of PLACES) {
    await person.visit(address);
    await person.page(page);
    await person.settled();
    await judge(page);
  }
  await person.visit(`${IAM}users`);
  await person.page("users");
  await person.press("Actions for alice");
  await person.choose("menuitem", "Reset password");
  await person.appears("[role=dialog]");
  await judge("dialog");
});

journey("keyboard only", async (person) => {
  const password = await person.passwordOf("alice");
  await person.closeDesk();
  const { window } = person;
  await window.keys("Control+l");
  await window.keys(..."https://anycompany.signin.aws.amazon.com/console", "Enter");
  await person.page("iam-sign-in");
  // Focus is in the page: on its first empty field or its heading.
  const focused = () => person.focused();
  await person.tabTo("IAM user name");
  await window.keys(..."alice", "Tab");
  assert.equal(await focused(), "Password");
  await window.keys(..."not this", "Enter");
  await person.refused("AUTHENTICATION_FAILED");
  await person.tabTo("Password");
  await window.keys(...password, "Enter");
  await person.page("console-home");
  await person.tabTo("Account menu of alice @ anycompany");
  await window.keys("Enter");
  await person.menu();
  for (let steps = 0; (await focused()) !== "Sign out"; steps += 1) {
    assert.ok(steps < 10, `Sign out cannot be reached with the arrow keys, but ${await focused()}`);
    await window.keys("ArrowDown");
  }
  await window.keys("Enter");
  await person.page("sign-in-chooser", "iam-sign-in");
  await window.keys("Alt+ArrowLeft");
  await person.page("sign-in-chooser", "iam-sign-in");
});
