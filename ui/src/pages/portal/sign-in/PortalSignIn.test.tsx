import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { PortalPage, PortalStep } from "../../../api/types";
import { barriers } from "../../../testing/axe";
import { refused, wrongField, type Core } from "../../../testing/core";
import { box, openAt, openDesk, press, refusal, saidAt, type } from "../../../testing/window";
import { challenge, entry } from "../../../testing/world";

const PORTAL = "https://d-0123456789.awsapps.com/start";
const page: PortalPage = {
  address: PORTAL,
  startUrl: PORTAL,
  issuer: "https://identitycenter.amazonaws.com/ssoins-0123456789abcdef",
  region: "us-east-1",
  now: "2026-03-01T12:00:00Z",
};
const password: PortalStep = { step: "password", userName: "mary" };
const mailCode = (purpose: string): PortalStep => ({ step: "mail-code", purpose, sentTo: "m***@acme.example" });
const expired = refused({ code: "ATTEMPT_EXPIRED", message: "This sign-in has expired." }, 409);
const mary = {
  ...entry,
  kind: "directory-user" as const,
  account: "d-0123456789",
  signInName: "mary",
  address: PORTAL,
};

async function openPortal(core: Core, more: Partial<PortalPage> = {}) {
  core.on("get", "/api/portal", { ...page, ...more });
  openAt(core, PORTAL);
  await screen.findByTestId("page-portal-user-name");
}

async function next(core: Core, step: PortalStep, page: string) {
  core.on("post", "/api/portal/sign-in/user-name", step);
  type("Username", "mary");
  press("Next");
  await screen.findByTestId(page);
}

async function openPassword(core: Core) {
  await openPortal(core);
  await next(core, password, "page-portal-password");
}

/** Another step of a sign-in that was under way when the page was loaded. */
async function openStep(core: Core, step: PortalStep, testId: string) {
  core.on("get", "/api/portal/attempt", step);
  core.on("get", "/api/portal", { ...page, underWay: true });
  openAt(core, PORTAL);
  await screen.findByTestId(testId);
}

test("a user name is asked for, and what is wrong with it said beside it", async ({ core }) => {
  await openPortal(core);
  core.on("post", "/api/portal/sign-in/user-name", wrongField("userName", "Enter your user name."));
  press("Next");
  await screen.findByText("Enter your user name.");
  expect(saidAt("Username")).toBe("Enter your user name.");
  expect(document.activeElement).toBe(box("Username"));
  press("Remember username", "checkbox");
  await next(core, password, "page-portal-password");
  expect(core.bodies("post", "/api/portal/sign-in/user-name").at(-1)).toEqual({ userName: "mary", remember: true });
});

test("a remembered name is there, and stays remembered", async ({ core }) => {
  await openPortal(core, { remembered: "diego" });
  expect(box("Username").value).toBe("diego");
  core.on("post", "/api/portal/sign-in/user-name", { step: "password", userName: "diego" });
  press("Next");
  await screen.findByTestId("page-portal-password");
  expect(core.bodies("post", "/api/portal/sign-in/user-name")).toEqual([{ userName: "diego", remember: true }]);
});

test("a wrong password is forgotten, the name is not", async ({ core }) => {
  await openPassword(core);
  expect(document.activeElement).toBe(box("Password"));
  const wrong = "The user name or password is incorrect. Please try again.";
  core.on("post", "/api/portal/sign-in/password", refused({ code: "AUTHENTICATION_FAILED", message: wrong }, 401));
  type("Password", "wrong");
  press("Sign in");
  await screen.findByText(wrong);
  expect([box("Username").value, box("Password").value]).toEqual(["mary", ""]);
  press("Use another username", "link");
  expect(box("Username").value).toBe("mary");
  expect(refusal()).toBeNull();
});

test("a sign-in that was left too long starts again and says so", async ({ core }) => {
  await openPassword(core);
  core.on("post", "/api/portal/sign-in/password", expired);
  type("Password", "right");
  press("Sign in");
  await screen.findByTestId("page-portal-user-name");
  expect(refusal()).toContain("This sign-in has expired.");
  expect(box("Username").value).toBe("mary");
});

test("the password manager fills both forms", async ({ core }) => {
  core.on("get", "/desk/passwords", { entries: [mary] });
  core.on("post", "/desk/passwords/{id}/reveal", { password: "from-the-desk" });
  await openPortal(core);
  openDesk("Passwords");
  await screen.findByTestId("password-mary");
  press("Fill for mary");
  await screen.findByDisplayValue("mary");
  core.on("post", "/api/portal/sign-in/user-name", password);
  press("Next");
  await screen.findByTestId("page-portal-password");
  expect(box("Password").value).toBe("from-the-desk");
});

test("another person's entry on the password form begins with their name", async ({ core }) => {
  const diego = { ...mary, id: 8, signInName: "diego" };
  core.on("get", "/desk/passwords", { entries: [mary, diego] });
  core.on("post", "/desk/passwords/{id}/reveal", { password: "from-the-desk" });
  await openPassword(core);
  openDesk("Passwords");
  await screen.findByTestId("password-diego");
  press("Fill for mary");
  await screen.findByDisplayValue("from-the-desk");
  press("Fill for diego");
  await screen.findByTestId("page-portal-user-name");
  expect(box("Username").value).toBe("diego");
});

test("a name that is typed takes no filled password along", async ({ core }) => {
  core.on("get", "/desk/passwords", { entries: [mary] });
  core.on("post", "/desk/passwords/{id}/reveal", { password: "from-the-desk" });
  await openPortal(core);
  openDesk("Passwords");
  await screen.findByTestId("password-mary");
  press("Fill for mary");
  await screen.findByDisplayValue("mary");
  type("Username", "diego");
  core.on("post", "/api/portal/sign-in/user-name", { step: "password", userName: "diego" });
  press("Next");
  await screen.findByTestId("page-portal-password");
  expect(box("Password").value).toBe("");
});

test("a forgotten password: a picture, another one, words, and the mail", async ({ core }) => {
  await openPassword(core);
  core.on("post", "/api/portal/sign-in/forgot-password", { step: "security-check", challenge: challenge("abc") });
  press("Forgot password?", "link");
  await screen.findByTestId("page-security-check");
  const failed = { code: "SECURITY_CHECK_FAILED" as const, message: "Not right.", challenge: challenge("def") };
  core.on("post", "/api/portal/sign-in/security-check", refused(failed, 422));
  type("Type the characters seen in the image", "wrong");
  press("Submit");
  await screen.findByText("Not right.");
  expect(screen.getByRole("img").getAttribute("src")).toBe(challenge("def").image);
  core.on("get", "/api/portal/attempt", { step: "security-check", challenge: challenge("ghj") });
  press("Display new security image.");
  await screen.findByTestId("page-security-check");
  await expect.poll(() => screen.getByRole("img").getAttribute("src")).toBe(challenge("ghj").image);
  press("Ask me a question in words instead", "link");
  expect(screen.getByTestId("check-question").textContent).toBe(challenge("ghj").question);
  core.on("post", "/api/portal/sign-in/security-check", { step: "mail-sent", userName: "mary" });
  type("Your answer", "seven");
  press("Submit");
  await screen.findByTestId("page-portal-mail-sent");
  expect(core.bodies("post", "/api/portal/sign-in/security-check").at(-1)).toEqual({ answer: "seven" });
  press("Back to sign in");
  await screen.findByTestId("page-portal-user-name");
});

test.for([
  ["verify-address", "Your address is not verified yet."],
  ["first-sign-in", "You have no password yet."],
  ["second-factor", "a code by mail is your second factor"],
] as const)("a code by mail: %s", async ([purpose, words], { core }) => {
  await openStep(core, mailCode(purpose), "page-portal-mail-code");
  const text = screen.getByTestId("page-portal-mail-code").textContent;
  expect(text).toContain(words);
  expect(text).toContain("m***@acme.example");
  expect(document.activeElement).toBe(box("Verification code"));
});

test("a wrong code is said at its box, and another one can be sent", async ({ core }) => {
  await openStep(core, mailCode("verify-address"), "page-portal-mail-code");
  const wrong = { code: "MAIL_CODE_INVALID" as const, field: "code", message: "The verification code is incorrect." };
  core.on("post", "/api/portal/sign-in/mail-code", refused(wrong, 422));
  type("Verification code", "000000");
  press("Verify");
  await screen.findByText(wrong.message);
  expect(saidAt("Verification code")).toContain(wrong.message);
  expect(box("Verification code").value).toBe("");
  core.on("post", "/api/portal/sign-in/mail-code/resend", mailCode("verify-address"));
  press("Resend code", "link");
  await screen.findByText(/Another code was sent/);
  const rules = { step: "new-password" as const, userName: "mary", requirements: ["8 to 64 characters"] };
  core.on("post", "/api/portal/sign-in/mail-code", rules);
  type("Verification code", "123456");
  press("Verify");
  await screen.findByTestId("page-portal-new-password");
});

test("a new password by the rules, with the offer to keep it", async ({ core }) => {
  const rules = { step: "new-password" as const, userName: "nikki", requirements: ["8 to 64 characters"] };
  await openStep(core, rules, "page-portal-new-password");
  expect(saidAt("New password")).toContain("8 to 64 characters");
  core.on("post", "/api/portal/sign-in/new-password", wrongField("newPassword", "At least one symbol, please."));
  type("New password", "fresh");
  type("Confirm password", "fresh");
  press("Set new password");
  await screen.findByText("At least one symbol, please.");
  expect([box("New password").value, box("Confirm password").value]).toEqual(["", ""]);
  expect(document.activeElement).toBe(box("New password"));
  core.on("post", "/api/portal/sign-in/new-password", { step: "signed-in" });
  core.on("get", "/api/portal", {
    ...page,
    signedIn: {
      userName: "nikki",
      displayName: "Nikki Wolf",
      email: "nikki@acme.example",
      expiresAt: "2026-03-01T20:00:00Z",
      managesDevices: false,
    },
  });
  core.on("get", "/api/portal/accounts", { accounts: [], page: 1, pages: 1, total: 0 });
  type("New password", "Fresh-1234");
  type("Confirm password", "Fresh-1234");
  press("Set new password");
  await screen.findByTestId("page-portal");
  expect(core.bodies("post", "/api/portal/sign-in/new-password").at(-1)).toEqual({
    newPassword: "Fresh-1234",
    confirmPassword: "Fresh-1234",
  });
  core.on("put", "/desk/passwords", mary);
  press("Keep it");
  await expect
    .poll(() => core.bodies("put", "/desk/passwords"))
    .toEqual([{ kind: "directory-user", account: "d-0123456789", signInName: "nikki", password: "Fresh-1234" }]);
});

test("a sign-in under way that is over begins at the user name", async ({ core }) => {
  core.on("get", "/api/portal/attempt", expired);
  core.on("get", "/api/portal", { ...page, underWay: true });
  openAt(core, PORTAL);
  await screen.findByTestId("page-portal-user-name");
});

test("an address without a portal says so", async ({ core }) => {
  core.on("get", "/api/portal", refused({ code: "NO_SUCH_PORTAL", message: "There is no access portal here." }, 404));
  openAt(core, "https://nobody.awsapps.com/start");
  await screen.findByTestId("page-no-portal");
  expect(refusal()).toContain("There is no access portal here.");
});

test("nobody is kept out by how they use the pages", async ({ core }) => {
  await openPortal(core);
  expect(await barriers()).toEqual([]);
  await next(core, password, "page-portal-password");
  expect(await barriers()).toEqual([]);
  core.on("post", "/api/portal/sign-in/password", mailCode("verify-address"));
  type("Password", "right");
  press("Sign in");
  await screen.findByTestId("page-portal-mail-code");
  expect(await barriers()).toEqual([]);
  const rules = { step: "new-password" as const, userName: "mary", requirements: ["8 to 64 characters"] };
  core.on("post", "/api/portal/sign-in/mail-code", rules);
  type("Verification code", "123456");
  press("Verify");
  await screen.findByTestId("page-portal-new-password");
  expect(await barriers()).toEqual([]);
});

test("nothing that was typed is in web storage or in an address", async ({ core }) => {
  await openPassword(core);
  core.on("post", "/api/portal/sign-in/password", mailCode("verify-address"));
  type("Password", "a-secret-word");
  press("Sign in");
  await screen.findByTestId("page-portal-mail-code");
  const kept = JSON.stringify([{ ...localStorage }, { ...sessionStorage }, window.location.href, core.log]);
  expect(kept).not.toContain("a-secret-word");
});
