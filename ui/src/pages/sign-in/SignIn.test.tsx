import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { ErrorBody, ErrorCode, SignInPage, SignInStep } from "../../api/types";
import { refused, wrongField, type Core } from "../../testing/core";
import { addressShown, box, openAt, openDesk, press, refusal, saidAt, type } from "../../testing/window";
import {
  ALIAS_SIGN_IN,
  challenge,
  check,
  CONSOLE_HOME,
  entry,
  mfaStep,
  newPassword,
  phone,
  session,
  SIGN_IN,
  signedIn,
} from "../../testing/world";

const ACCOUNT = "Account ID (12 digits) or account alias";
const USER = "IAM user name";
const EMAIL = "Root user email address";

function said(code: ErrorCode, message: string, more: Partial<ErrorBody> = {}): ErrorBody {
  return { code, message, ...more };
}

const failed = said("AUTHENTICATION_FAILED", "Your authentication information is incorrect. Please try again.");
const throttled = said("TOO_MANY_ATTEMPTS", "Too many failed attempts. Wait 30 seconds before you try again.", {
  retryAfterSeconds: 30,
});
const disabled = said("CREDENTIAL_DISABLED", "This sign-in is disabled after 100 failed attempts in a row.");
const hardExpired = said("PASSWORD_EXPIRED", "Your password has expired. Contact your administrator.");
const over = said("ATTEMPT_EXPIRED", "This sign-in has expired. Start again from the sign-in page.");

async function openIamForm(core: Core, page: Partial<Extract<SignInPage, { page: "iam-user" }>> = {}) {
  core.on("get", "/api/sign-in", { page: "iam-user", account: "acme", accountFixed: true, remembered: false, ...page });
  openAt(core, ALIAS_SIGN_IN);
  await screen.findByTestId("page-iam-sign-in");
}

async function signInAsAlice() {
  type(USER, "alice");
  type("Password", "hunter2-Hunter2");
  press("Sign in");
}

async function openRootPassword(core: Core) {
  core.on("get", "/api/sign-in", { page: "chooser" });
  core.on("post", "/api/sign-in/root/email", { step: "root-password", email: "root@acme.example" });
  openAt(core, SIGN_IN);
  await screen.findByTestId("page-sign-in-chooser");
  type(EMAIL, "root@acme.example");
  press("Next");
  await screen.findByTestId("page-root-password");
}

// One line for each page and each step that the core may answer with: a new one is a type error here.
const PAGES: Record<SignInPage["page"], [SignInPage, string, string]> = {
  chooser: [{ page: "chooser" }, "page-sign-in-chooser", "Root user email address"],
  "iam-user": [{ page: "iam-user", accountFixed: false, remembered: false }, "page-iam-sign-in", "IAM user name"],
  "unknown-account": [{ page: "unknown-account", account: "acmee" }, "page-unknown-account", "acmee"],
};

test.for(Object.values(PAGES))("the core's page %j is drawn", async ([page, testId, words], { core }) => {
  core.on("get", "/api/sign-in", page);
  openAt(core, ALIAS_SIGN_IN);
  const drawn = await screen.findByTestId(testId);
  expect(drawn.textContent).toContain(words);
});

const STEPS: Record<SignInStep["step"], [SignInStep, string, string]> = {
  "security-check": [check("abc"), "page-security-check", "Type the characters seen in the image"],
  "root-password": [{ step: "root-password", email: "r@acme.example" }, "page-root-password", "r@acme.example"],
  "recovery-sent": [{ step: "recovery-sent", email: "r@acme.example" }, "page-recovery-sent", "r@acme.example"],
  "new-password": [newPassword, "page-new-password", "At least 14 characters"],
  mfa: [mfaStep(phone), "page-mfa-code", "MFA code"],
  "mfa-reminder": [{ step: "mfa-reminder", email: "r@acme.example", daysLeft: 12 }, "page-mfa-reminder", "12 days"],
  "enrol-mfa": [{ step: "enrol-mfa", email: "r@acme.example", daysLeft: null }, "page-assign-mfa", "r@acme.example"],
  "alternative-mail": [
    { step: "alternative-mail", email: "r@acme.example" },
    "page-alternative-mail",
    "r@acme.example",
  ],
  "alternative-phone": [
    { step: "alternative-phone", email: "r@acme.example", phone: "+1 ***-***-0142" },
    "page-alternative-phone",
    "***-0142",
  ],
  "alternative-call": [
    { step: "alternative-call", email: "r@acme.example", phone: "***-0142", digits: "482913", verified: true },
    "page-alternative-call",
    "482913",
  ],
  "signed-in": [signedIn, "page-console-home", "Signed in as alice @ acme"],
};

test.for(Object.values(STEPS))("the core's step %j is drawn", async ([step, testId, words], { core }) => {
  core.on("get", "/api/session", session).on("post", "/api/sign-in/iam-user", step);
  await openIamForm(core);
  await signInAsAlice();
  expect((await screen.findByTestId(testId)).textContent).toContain(words);
});

test("the address says which account is asked for", async ({ core }) => {
  await openIamForm(core);
  expect(core.sent("get", "/api/sign-in").map(({ query }) => query.get("account"))).toEqual(["acme"]);
  expect(box(ACCOUNT).value).toBe("acme");
  expect(box(ACCOUNT).readOnly).toBe(true);
});

test("a right password goes to the console, and the sign-in page is not behind it", async ({ core }) => {
  core.on("get", "/api/session", session).on("post", "/api/sign-in/iam-user", signedIn);
  await openIamForm(core);
  press("Remember this account", "checkbox");
  await signInAsAlice();
  await screen.findByTestId("page-console-home");
  expect(addressShown()).toBe(CONSOLE_HOME);
  expect(core.bodies("post", "/api/sign-in/iam-user")).toEqual([
    { account: "acme", userName: "alice", password: "hunter2-Hunter2", remember: true, region: null },
  ]);
  press("Back");
  expect(addressShown()).toBe("vestibule://start");
});

test("the region of the address is sent along", async ({ core }) => {
  core.on("get", "/api/sign-in", { page: "iam-user", account: "acme", accountFixed: true, remembered: false });
  core.on("post", "/api/sign-in/iam-user", refused(failed, 401));
  openAt(core, `${ALIAS_SIGN_IN}?region=eu-west-1`);
  await screen.findByTestId("page-iam-sign-in");
  await signInAsAlice();
  await screen.findByTestId("refusal");
  expect(core.bodies("post", "/api/sign-in/iam-user")[0]?.region).toBe("eu-west-1");
});

test.for([
  ["Authentication failed", failed, 401],
  ["Too many attempts", throttled, 429],
  ["Sign-in disabled", disabled, 403],
  ["Password expired", hardExpired, 403],
  ["Something went wrong", said("INTERNAL", "Something went wrong in Vestibule itself."), 500],
] as const)(
  "an IAM user reads: %s; the names stay, the password does not",
  async ([title, error, status], { core }) => {
    core.on("post", "/api/sign-in/iam-user", refused(error, status));
    await openIamForm(core, { account: null, accountFixed: false });
    type(ACCOUNT, "1111-2222-3333");
    await signInAsAlice();
    const shown = await screen.findByTestId("refusal");
    expect(shown.getAttribute("role")).toBe("alert");
    expect(refusal()).toContain(title);
    expect(refusal()).toContain(error.message);
    expect(box(ACCOUNT).value).toBe("1111-2222-3333");
    expect(box(USER).value).toBe("alice");
    expect(box("Password").value).toBe("");
  },
);

test.for([
  ["account", ACCOUNT, "An account ID has 12 digits."],
  ["userName", USER, "Enter your IAM user name."],
  ["password", "Password", "Enter your password."],
] as const)("a refusal of %s stands at its box, which has the focus", async ([field, label, words], { core }) => {
  core.on("post", "/api/sign-in/iam-user", wrongField(field, words));
  await openIamForm(core, { account: null, accountFixed: false });
  await signInAsAlice();
  await screen.findByText(words);
  expect(saidAt(label)).toBe(words);
  expect(box(label).getAttribute("aria-invalid")).toBe("true");
  expect(document.activeElement).toBe(box(label));
  expect(refusal()).toBeNull();
  expect(document.querySelectorAll("[aria-invalid=true]").length).toBe(1);
});

test("the same refusal twice brings the focus back twice", async ({ core }) => {
  core.on("post", "/api/sign-in/iam-user", wrongField("userName", "Enter your IAM user name."));
  await openIamForm(core);
  press("Sign in");
  await screen.findByText("Enter your IAM user name.");
  const answer = core.hold("post", "/api/sign-in/iam-user");
  press("Sign in");
  expect(document.activeElement).not.toBe(box(USER));
  answer(wrongField("userName", "Still no user name."));
  await screen.findByText("Still no user name.");
  expect(document.activeElement).toBe(box(USER));
});

test("what is typed while the answer is under way is kept, and nothing is sent twice", async ({ core }) => {
  const answer = core.hold("post", "/api/sign-in/iam-user");
  await openIamForm(core);
  await signInAsAlice();
  type(USER, "alison");
  press("Sign in");
  answer(refused(failed, 401));
  await screen.findByTestId("refusal");
  expect(box(USER).value).toBe("alison");
  expect(box("Password").value).toBe("");
  expect(core.bodies("post", "/api/sign-in/iam-user").length).toBe(1);
});

test("a core that does not answer is said, and the form can be sent again", async ({ core }) => {
  core.raw("post", "/api/sign-in/iam-user", () => Promise.reject(new Error("gone")));
  await openIamForm(core);
  await signInAsAlice();
  await screen.findByTestId("refusal");
  expect(refusal()).toContain("did not answer");
  core.on("post", "/api/sign-in/iam-user", refused(failed, 401));
  press("Sign in");
  await screen.findByText(failed.message);
});

test("the password is shown only while that is wished", async ({ core }) => {
  await openIamForm(core);
  type("Password", "secret");
  expect(box("Password").type).toBe("password");
  press("Show password", "checkbox");
  expect(box("Password").type).toBe("text");
  expect(box("Password").value).toBe("secret");
  press("Show password", "checkbox");
  expect(box("Password").type).toBe("password");
});

test("the password manager fills the form that it is for", async ({ core }) => {
  core.on("get", "/desk/passwords", { entries: [entry] });
  core.on("post", "/desk/passwords/{id}/reveal", { password: "from-the-desk" });
  await openIamForm(core);
  openDesk("Passwords");
  await screen.findByTestId("password-alice");
  press("Fill for alice @ acme");
  await screen.findByDisplayValue("from-the-desk");
  expect(box(USER).value).toBe("alice");
});

test("root: an unknown e-mail address and one that is none", async ({ core }) => {
  core.on("get", "/api/sign-in", { page: "chooser" });
  const unknown = said("ACCOUNT_DOES_NOT_EXIST", "An AWS account with that sign-in information does not exist.");
  core.on("post", "/api/sign-in/root/email", wrongField("email", "Enter an email address."), refused(unknown, 404));
  openAt(core, SIGN_IN);
  await screen.findByTestId("page-sign-in-chooser");
  type(EMAIL, "nobody");
  press("Next");
  await screen.findByText("Enter an email address.");
  expect(saidAt(EMAIL)).toBe("Enter an email address.");
  expect(document.activeElement).toBe(box(EMAIL));
  press("Next");
  await screen.findByText(unknown.message);
  expect(box(EMAIL).value).toBe("nobody");
  expect(saidAt(EMAIL)).toBe("");
});

test("the chooser leads an IAM user to the IAM form", async ({ core }) => {
  core.on("get", "/api/sign-in", { page: "chooser" });
  openAt(core, SIGN_IN);
  await screen.findByTestId("page-sign-in-chooser");
  press(/^IAM user/, "radio");
  expect(screen.queryByLabelText(EMAIL)).toBeNull();
  press("Next");
  expect(screen.getByTestId("page-iam-sign-in")).toBeTruthy();
  expect(box(ACCOUNT).readOnly).toBe(false);
});

test.for([
  ["Too many attempts", throttled, 429],
  ["Sign-in disabled", disabled, 403],
] as const)("root password: %s", async ([title, error, status], { core }) => {
  await openRootPassword(core);
  core.on("post", "/api/sign-in/root/password", refused(error, status));
  type("Password", "wrong");
  press("Sign in");
  await screen.findByTestId("refusal");
  expect(refusal()).toContain(title);
  expect(refusal()).toContain(error.message);
  expect(box("Password").value).toBe("");
});

test("a wrong root password asks again, until a security check comes before it", async ({ core }) => {
  await openRootPassword(core);
  core.on("post", "/api/sign-in/root/password", refused(failed, 401));
  core.on("get", "/api/sign-in/attempt", { step: "root-password", email: "root@acme.example" }, check("abc"));
  type("Password", "wrong");
  press("Sign in");
  await screen.findByTestId("refusal");
  expect(screen.getByTestId("page-root-password")).toBeTruthy();
  expect(box("Password").value).toBe("");
  type("Password", "wrong again");
  press("Sign in");
  await screen.findByTestId("page-security-check");
  expect(refusal()).toContain(failed.message);
});

test("a refused root password is not said before it is known whether a security check comes", async ({ core }) => {
  await openRootPassword(core);
  core.on("post", "/api/sign-in/root/password", refused(failed, 401));
  const answer = core.hold("get", "/api/sign-in/attempt");
  type("Password", "wrong");
  press("Sign in");
  await waitFor(() => expect(core.sent("get", "/api/sign-in/attempt")).toHaveLength(1));
  expect(screen.queryByTestId("refusal")).toBeNull();
  press("Sign in");
  answer(check("abc"));
  await screen.findByTestId("page-security-check");
  expect(refusal()).toContain(failed.message);
  expect(core.sent("post", "/api/sign-in/root/password")).toHaveLength(1);
});

test.for([
  ["Start again", over, 410],
  ["Account suspended", said("ACCOUNT_SUSPENDED", "This account is suspended."), 403],
] as const)("root password: %s leads back to the first page", async ([title, error, status], { core }) => {
  await openRootPassword(core);
  core.on("post", "/api/sign-in/root/password", refused(error, status));
  type("Password", "right");
  press("Sign in");
  await screen.findByTestId("page-sign-in-chooser");
  expect(refusal()).toContain(title);
  expect(refusal()).toContain(error.message);
  expect(box(EMAIL).value).toBe("root@acme.example");
});

test("an empty root password is said at its box", async ({ core }) => {
  await openRootPassword(core);
  core.on("post", "/api/sign-in/root/password", wrongField("password", "Enter your password."));
  press("Sign in");
  await screen.findByText("Enter your password.");
  expect(saidAt("Password")).toBe("Enter your password.");
  expect(document.activeElement).toBe(box("Password"));
});

test("forgot password: the mail is on its way, or the refusal is said", async ({ core }) => {
  await openRootPassword(core);
  core.on("post", "/api/sign-in/root/forgot-password", refused(throttled, 429), {
    step: "recovery-sent",
    email: "root@acme.example",
  });
  press("Forgot password?", "link");
  await screen.findByText(throttled.message);
  press("Forgot password?", "link");
  expect((await screen.findByTestId("page-recovery-sent")).textContent).toContain("root@acme.example");
});

async function openCheck(core: Core, purpose: "sign-in" | "recovery" = "sign-in") {
  core.on("get", "/api/sign-in", { page: "chooser" }).on("post", "/api/sign-in/root/email", check("abc", purpose));
  openAt(core, SIGN_IN);
  await screen.findByTestId("page-sign-in-chooser");
  press("Next");
  await screen.findByTestId("page-security-check");
}

const misread = said("SECURITY_CHECK_FAILED", "The characters you entered were not right.", {
  challenge: challenge("xyz"),
});

test("a misread picture is thrown away, and so is the answer", async ({ core }) => {
  await openCheck(core);
  core.on("post", "/api/sign-in/security-check", refused(misread, 403));
  const label = "Type the characters seen in the image";
  type(label, "abd");
  press("Submit");
  await screen.findByText(misread.message);
  expect(core.bodies("post", "/api/sign-in/security-check")).toEqual([{ answer: "abd" }]);
  expect(screen.getByRole("img").getAttribute("src")).toContain("xyz");
  expect(box(label).value).toBe("");
  expect(document.activeElement).toBe(box(label));
});

test("who asked for words is asked in words again", async ({ core }) => {
  await openCheck(core);
  core.on("post", "/api/sign-in/security-check", refused(misread, 403));
  press("Ask me a question in words instead", "link");
  expect(screen.getByTestId("check-question").textContent).toBe("How many letters has abc?");
  type("Your answer", "4");
  press("Submit");
  await screen.findByText("How many letters has xyz?");
  expect(box("Your answer").value).toBe("");
});

test("a new picture can be asked for", async ({ core }) => {
  await openCheck(core);
  core.on("post", "/api/sign-in/security-check/refresh", check("new"));
  press("Display new security image.");
  await screen.findByText("Before you go on, show that you are a person.");
  const picture = await screen.findByRole("img");
  expect(picture).toBeTruthy();
});

test.for([
  [over, 410, "page-sign-in-chooser"],
  [throttled, 429, "page-security-check"],
] as const)("security check: $0.code", async ([error, status, testId], { core }) => {
  await openCheck(core);
  core.on("post", "/api/sign-in/security-check", refused(error, status));
  press("Submit");
  await screen.findByText(error.message);
  expect(screen.getByTestId(testId)).toBeTruthy();
});

async function openNewPassword(core: Core, step: SignInStep = newPassword) {
  core.on("post", "/api/sign-in/iam-user", step);
  await openIamForm(core);
  await signInAsAlice();
  await screen.findByTestId("page-new-password");
}

function typeNewPassword() {
  type("Old password", "old");
  type("New password", "new");
  type("Retype new password", "other");
  press("Confirm password change");
}

test.for([
  ["expired", "Your password has expired. Choose a new one to continue."],
  ["reset-required", "Your administrator asks you to choose a new password before you continue."],
] as const)("a new password because of %s", async ([reason, words], { core }) => {
  await openNewPassword(core, { ...newPassword, reason });
  expect(screen.getByText(words)).toBeTruthy();
  expect(screen.getByTestId("page-new-password").textContent).toContain("At least one number");
  expect(box("Old password").value).toBe("");
});

test.for([
  ["currentPassword", "Old password"],
  ["newPassword", "New password"],
  ["confirmPassword", "Retype new password"],
] as const)("new password: %s is wrong", async ([field, label], { core }) => {
  await openNewPassword(core);
  core.on("post", "/api/sign-in/new-password", wrongField(field, "Not like this."));
  typeNewPassword();
  await screen.findByText("Not like this.");
  expect(saidAt(label)).toContain("Not like this.");
  expect(document.activeElement).toBe(box(label));
  expect([...screen.getByTestId("page-new-password").querySelectorAll("input")].map(({ value }) => value)).toEqual([
    "",
    "",
    "",
  ]);
});

test("new password: refused as AWS refuses, and started again when it took too long", async ({ core }) => {
  await openNewPassword(core);
  const no = said("CHANGE_PASSWORD_REFUSED", "Either user is not authorized or the password does not comply.");
  core.on("post", "/api/sign-in/new-password", refused(no, 403), refused(over, 410));
  typeNewPassword();
  await screen.findByText(no.message);
  expect(refusal()).toContain("Password not changed");
  typeNewPassword();
  await screen.findByTestId("page-iam-sign-in");
  expect(refusal()).toContain(over.message);
  expect(box(USER).value).toBe("alice");
});

test("a changed password signs in, and the password manager offers to keep it", async ({ core }) => {
  core.on("get", "/api/session", session).on("post", "/api/sign-in/new-password", signedIn);
  core.on("put", "/desk/passwords", entry);
  await openNewPassword(core);
  typeNewPassword();
  await screen.findByTestId("page-console-home");
  expect(core.bodies("post", "/api/sign-in/new-password")).toEqual([
    { currentPassword: "old", newPassword: "new", confirmPassword: "other" },
  ]);
  expect(screen.getByTestId("save-offer").textContent).toContain("alice");
  press("Keep it");
  expect(await screen.findByTestId("page-console-home")).toBeTruthy();
  expect(core.bodies("put", "/desk/passwords")).toEqual([
    { kind: "iam-user", account: "acme", signInName: "alice", password: "new" },
  ]);
});

test("a different account is asked for, and the remembered one forgotten", async ({ core }) => {
  core.on("post", "/api/sign-in/forget-account", null);
  await openIamForm(core, { remembered: true, userName: "alice" });
  expect(box(USER).value).toBe("alice");
  core.on("get", "/api/sign-in", { page: "chooser" });
  press("Sign in to a different account", "link");
  await screen.findByTestId("page-sign-in-chooser");
  expect(addressShown()).toBe(SIGN_IN);
  expect(core.sent("post", "/api/sign-in/forget-account").length).toBe(1);
});

test("nothing that was typed is in web storage or in an address", async ({ core }) => {
  core.on("post", "/api/sign-in/iam-user", refused(failed, 401));
  await openIamForm(core);
  await signInAsAlice();
  await screen.findByTestId("refusal");
  expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }, window.location.href, core.log])).not.toContain(
    "hunter2",
  );
});
