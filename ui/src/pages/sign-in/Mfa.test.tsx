import createWrapper from "@cloudscape-design/components/test-utils/dom";
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { ErrorBody, ErrorCode, SignInStep } from "../../api/types";
import { barriers } from "../../testing/axe";
import { refused, wrongField, type Core } from "../../testing/core";
import { addressShown, box, openAt, press, refusal, saidAt, type } from "../../testing/window";
import {
  ALIAS_SIGN_IN,
  CONSOLE_HOME,
  fob,
  key,
  mfaStep,
  newPassword,
  phone,
  session,
  signedIn,
  world,
} from "../../testing/world";

const CODE = "/api/sign-in/mfa/code";
const RESYNC = "/api/sign-in/mfa/resync";

function said(code: ErrorCode, message: string, field?: string): ErrorBody {
  return { code, message, ...(field === undefined ? {} : { field }) };
}

const wrong = said("MFA_CODE_INVALID", "Authentication code for device is not valid.", "code");
const used = said("MFA_CODE_USED", "This code was used already. Wait for the next one.", "code");
const over = said("ATTEMPT_EXPIRED", "This sign-in has expired. Start again from the sign-in page.");

/** Alice, whose password was right. */
async function openStep(core: Core, step: SignInStep, testId: string): Promise<HTMLElement> {
  core.on("get", "/api/sign-in", { page: "iam-user", account: "acme", accountFixed: true, remembered: false });
  core.on("post", "/api/sign-in/iam-user", step);
  openAt(core, ALIAS_SIGN_IN);
  await screen.findByTestId("page-iam-sign-in");
  type("IAM user name", "alice");
  type("Password", "hunter2-Hunter2");
  press("Sign in");
  return screen.findByTestId(testId);
}

const openCode = (core: Core) => openStep(core, mfaStep(phone), "page-mfa-code");

test("a code: what stands there, what is sent, and the console after it", async ({ core }) => {
  core.on("get", "/api/session", session).on("post", CODE, signedIn);
  const page = await openCode(core);
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Additional verification required");
  expect(page.textContent).toContain("alice @ acme");
  expect(page.textContent).toContain("Authenticator app: phone");
  expect(screen.queryByRole("link", { name: "Try another MFA method" })).toBeNull();
  expect(box("MFA code").autocomplete).toBe("one-time-code");
  expect(document.activeElement).toBe(box("MFA code"));
  expect(await barriers()).toEqual([]);
  type("MFA code", " 123 456");
  press("Submit");
  await screen.findByTestId("page-console-home");
  expect(core.bodies("post", CODE)).toEqual([{ deviceId: phone.id, code: " 123 456" }]);
  press("Back");
  expect(addressShown()).toBe("vestibule://start");
});

test.for([
  [wrong, 422],
  [used, 422],
  [said("INVALID_INPUT", "Enter the six digits of the code.", "code"), 422],
] as const)("%j stands at the box, which is empty and has the focus", async ([error, status], { core }) => {
  await openCode(core);
  core.on("post", CODE, refused(error, status)).on("get", "/api/sign-in/attempt", mfaStep(phone));
  type("MFA code", "000000");
  press("Submit");
  await screen.findByText(error.message);
  expect(screen.getByTestId("page-mfa-code")).toBeTruthy();
  expect(saidAt("MFA code")).toContain(error.message);
  expect(box("MFA code").value).toBe("");
  expect(document.activeElement).toBe(box("MFA code"));
  expect(refusal()).toBeNull();
});

test.for([
  ["Too many attempts", said("TOO_MANY_ATTEMPTS", "Wait 30 seconds before you try again."), 429],
  ["Sign-in disabled", said("CREDENTIAL_DISABLED", "This device is disabled."), 403],
  ["Invalid MFA Code", said("MFA_CODE_INVALID", "The multi-factor authentication could not be verified."), 422],
] as const)("a refusal that is about no box: %s", async ([title, error, status], { core }) => {
  await openCode(core);
  core.on("post", CODE, refused(error, status)).on("get", "/api/sign-in/attempt", mfaStep(phone));
  type("MFA code", "000000");
  press("Submit");
  await screen.findByTestId("refusal");
  expect(refusal()).toContain(title);
  expect(refusal()).toContain(error.message);
  expect(box("MFA code").value).toBe("");
});

test("after several wrong codes the page asks whether the device is out of step", async ({ core }) => {
  await openCode(core);
  core.on("post", CODE, refused(wrong, 422));
  core.on("get", "/api/sign-in/attempt", mfaStep(phone), { ...mfaStep(phone), suggestResync: true });
  press("Submit");
  await screen.findByText(wrong.message);
  expect(screen.queryByTestId("suggest-resync")).toBeNull();
  press("Submit");
  await screen.findByTestId("suggest-resync");
  expect(saidAt("MFA code")).toContain(wrong.message);
  press("Re-sync");
  expect(screen.getByRole("heading", { name: "Re-Sync With Our Servers" })).toBeTruthy();
});

test("what is asked after a wrong code does not bring the page back once it is done with", async ({ core }) => {
  await openCode(core);
  core.on("post", CODE, refused(wrong, 422), newPassword);
  const answer = core.hold("get", "/api/sign-in/attempt");
  press("Submit");
  await screen.findByText(wrong.message);
  press("Submit");
  await screen.findByTestId("page-new-password");
  answer(mfaStep(phone));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(screen.getByTestId("page-new-password")).toBeTruthy();
});

test("a sign-in that took too long starts again: the names stay, the password does not", async ({ core }) => {
  await openCode(core);
  core.on("post", CODE, refused(over, 410));
  type("MFA code", "123456");
  press("Submit");
  await screen.findByTestId("page-iam-sign-in");
  expect(refusal()).toContain("Start again");
  expect(refusal()).toContain(over.message);
  expect(box("IAM user name").value).toBe("alice");
  expect(box("Password").value).toBe("");
  expect(core.log).not.toContain("GET /api/sign-in/attempt");
});

test("several devices: one is chosen by type and name, and another can be", async ({ core }) => {
  const page = await openStep(core, mfaStep(phone, fob, key), "page-mfa-choose");
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Multi-factor authentication");
  for (const words of [
    "Authenticator app",
    "phone",
    "Hardware TOTP token",
    "fob",
    "Passkey or security key",
    "blue-key",
  ])
    expect(page.textContent).toContain(words);
  expect(await barriers()).toEqual([]);
  press(/Hardware TOTP token/, "radio");
  press("Next");
  expect(screen.getByTestId("page-mfa-code").textContent).toContain("Hardware TOTP token: fob");
  core.on("post", CODE, refused(wrong, 422)).on("get", "/api/sign-in/attempt", mfaStep(phone, fob, key));
  press("Submit");
  await screen.findByText(wrong.message);
  expect(core.bodies("post", CODE)).toEqual([{ deviceId: fob.id, code: "" }]);
  press("Try another MFA method", "link");
  press(/Passkey or security key/, "radio");
  press("Next");
  expect(screen.getByTestId("page-mfa-passkey").textContent).toContain("blue-key");
});

test("cancel leads to the beginning", async ({ core }) => {
  await openCode(core);
  press("Cancel", "link");
  expect(screen.getByTestId("page-iam-sign-in")).toBeTruthy();
  expect(refusal()).toBeNull();
  expect(box("Password").value).toBe("");
});

test("a moved clock is said where a phone's codes cannot match", async ({ core }) => {
  core.on("get", "/world", { ...world, clock: { ...world.clock, isReal: false, offsetSeconds: 86_400 } });
  await openCode(core);
  const note = await screen.findByTestId("clock-note");
  expect(note.textContent).toContain("its codes will not match here");
  expect(note.textContent).toContain("Your desk's authenticator app");
});

test("troubleshooting sends an IAM user to the administrator, not to the mail of the account", async ({ core }) => {
  await openCode(core);
  press("Troubleshoot MFA", "link");
  expect(screen.getByTestId("ask-administrator").textContent).toContain("ask the administrator of your AWS account");
  expect(screen.queryByRole("button", { name: "Sign in using alternative factors" })).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole("heading", { level: 1 }));
  expect(await barriers()).toEqual([]);
  press("Back to verification");
  expect(screen.getByTestId("page-mfa-code")).toBeTruthy();
});

test("a key has no clock to bring back in step", async ({ core }) => {
  await openStep(core, mfaStep(key), "page-mfa-passkey");
  press("Troubleshoot MFA", "link");
  expect(screen.queryByRole("heading", { name: "Re-Sync With Our Servers" })).toBeNull();
});

test.for([
  ["code1", "MFA code 1"],
  ["code2", "MFA code 2"],
] as const)("re-sync: a refusal of %s stands there, and both are typed anew", async ([field, label], { core }) => {
  await openCode(core);
  press("Troubleshoot MFA", "link");
  core.on("post", RESYNC, refused(said("MFA_CODE_INVALID", "These do not follow each other.", field), 422));
  type("MFA code 1", "111111");
  type("MFA code 2", "222222");
  press("Re-sync authentication device");
  await screen.findByText("These do not follow each other.");
  expect(saidAt(label)).toContain("These do not follow each other.");
  expect(document.activeElement).toBe(box(label));
  expect([box("MFA code 1").value, box("MFA code 2").value]).toEqual(["", ""]);
});

test("re-sync does not sign in: the next code does", async ({ core }) => {
  await openCode(core);
  press("Troubleshoot MFA", "link");
  core.on("post", RESYNC, mfaStep(phone));
  type("MFA code 1", "111111");
  type("MFA code 2", "222222");
  press("Re-sync authentication device");
  await screen.findByTestId("resynced");
  expect(core.bodies("post", RESYNC)).toEqual([{ deviceId: phone.id, code1: "111111", code2: "222222" }]);
  expect(screen.getByTestId("page-mfa-code")).toBeTruthy();
  expect(document.activeElement).toBe(box("MFA code"));
});

test("re-sync: of several devices with codes one is chosen", async ({ core }) => {
  await openStep(core, mfaStep(phone, fob, key), "page-mfa-choose");
  press("Troubleshoot MFA", "link");
  core.on("post", RESYNC, mfaStep(phone, fob, key));
  const select = createWrapper().findSelect();
  select?.openDropdown();
  expect(select?.findDropdown().findOptions().length).toBe(2);
  select?.selectOptionByValue(fob.id);
  press("Re-sync authentication device");
  expect((await screen.findByTestId("page-mfa-code")).textContent).toContain("fob");
  expect(core.bodies("post", RESYNC)[0]?.deviceId).toBe(fob.id);
});

test("re-sync that took too long starts again", async ({ core }) => {
  await openCode(core);
  press("Troubleshoot MFA", "link");
  core.on("post", RESYNC, refused(over, 410));
  press("Re-sync authentication device");
  await screen.findByTestId("page-iam-sign-in");
  expect(refusal()).toContain(over.message);
});

const START = "/api/sign-in/mfa/passkey/start";
const FINISH = "/api/sign-in/mfa/passkey/finish";

/** The schema knows no member of it. */
const options: Record<string, never> = JSON.parse('{"rpId":"aws.amazon.com"}');

test("a key: the service asks, the key answers, the service judges", async ({ core }) => {
  core.on("get", "/api/session", session).on("post", START, { options }).on("post", FINISH, signedIn);
  const asked = core.keys({ id: "touched" });
  await openStep(core, mfaStep(key), "page-mfa-passkey");
  expect(await barriers()).toEqual([]);
  expect(asked).toEqual([]);
  press("Use passkey or security key");
  await screen.findByTestId("page-console-home");
  expect(addressShown()).toBe(CONSOLE_HOME);
  expect(asked).toEqual([{ kind: "get", options }]);
  expect(core.bodies("post", FINISH)).toEqual([{ credential: { id: "touched" } }]);
});

test("a key that is refused, by the person or by the service, says why, and each try begins anew", async ({ core }) => {
  core.on("post", START, { options });
  core.on("post", FINISH, refused(said("MFA_REFUSED", "The counter went back: the key may be a copy."), 422));
  core.keys(new DOMException("", "NotAllowedError"), { id: "touched" });
  await openStep(core, mfaStep(key), "page-mfa-passkey");
  press("Use passkey or security key");
  await screen.findByText(/it was cancelled, or it took too long/);
  expect(refusal()).toContain("The key was not accepted");
  expect(core.bodies("post", FINISH)).toEqual([]);
  press("Use passkey or security key");
  await screen.findByText(/the key may be a copy/);
  expect(core.sent("post", START).length).toBe(2);
  expect(screen.getByTestId("page-mfa-passkey")).toBeTruthy();
});

test("a key whose sign-in is over leads to the beginning before the key is asked", async ({ core }) => {
  core.on("post", START, refused(over, 410));
  const asked = core.keys({ id: "touched" });
  await openStep(core, mfaStep(key), "page-mfa-passkey");
  press("Use passkey or security key");
  await screen.findByTestId("page-iam-sign-in");
  expect(refusal()).toContain(over.message);
  expect(asked).toEqual([]);
});

test("no code is in web storage, in an address or in the log", async ({ core }) => {
  await openCode(core);
  core.on("post", CODE, wrongField("code", "Six digits.")).on("get", "/api/sign-in/attempt", mfaStep(phone));
  type("MFA code", "987654");
  press("Submit");
  await screen.findByText("Six digits.");
  expect(
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, window.location.href, addressShown(), core.log]),
  ).not.toContain("987654");
});
