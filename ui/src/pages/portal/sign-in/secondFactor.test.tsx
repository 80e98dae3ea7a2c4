import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { PortalPage, PortalStep } from "../../../api/types";
import { barriers } from "../../../testing/axe";
import { refused, type Core } from "../../../testing/core";
import { box, openAt, press, saidAt, type } from "../../../testing/window";
import { key, phone, world } from "../../../testing/world";

const PORTAL = "https://d-0123456789.awsapps.com/start";
const CODE = "/api/portal/sign-in/mfa/code";
const page = {
  address: PORTAL,
  startUrl: PORTAL,
  issuer: "https://identitycenter.amazonaws.com/ssoins-0123456789abcdef",
  region: "us-east-1",
} as PortalPage;

const mfa: Extract<PortalStep, { step: "mfa" }> = {
  step: "mfa",
  userName: "mary",
  devices: [{ id: phone.id, kind: "virtual", name: "phone" }],
  mayTrust: false,
  suggestResync: false,
};

/** A step of a sign-in that was under way when the page was loaded. */
async function openStep(core: Core, step: PortalStep, testId: string): Promise<HTMLElement> {
  core.on("get", "/world", world);
  core.on("get", "/api/portal/attempt", step);
  core.on("get", "/api/portal", { ...page, underWay: true });
  openAt(core, PORTAL);
  return screen.findByTestId(testId);
}

test("the code of the one app is asked for, without a word of trust", async ({ core }) => {
  const shown = await openStep(core, mfa, "page-mfa-code");
  expect(shown.textContent).toContain("mary");
  expect(document.activeElement).toBe(box("MFA code"));
  expect(screen.queryByRole("checkbox", { name: "This is a trusted device" })).toBeNull();
  expect(await barriers()).toEqual([]);
  const wrong = { code: "MFA_CODE_INVALID" as const, message: "Please try again.", field: "code" };
  core.on("post", CODE, refused(wrong, 422));
  core.on("get", "/api/portal/attempt", { ...mfa, suggestResync: true });
  type("MFA code", "000000");
  press("Submit");
  await screen.findByTestId("suggest-resync");
  expect(saidAt("MFA code")).toContain("Please try again.");
  expect(box("MFA code").value).toBe("");
  expect(core.bodies("post", CODE)).toEqual([{ deviceId: phone.id, code: "000000", trust: false }]);
});

test("where it may be chosen, trust goes with the code", async ({ core }) => {
  await openStep(core, { ...mfa, mayTrust: true }, "page-mfa-code");
  press(/This is a trusted device/, "checkbox");
  core.on("post", CODE, { step: "blocked" });
  type("MFA code", "123456");
  press("Submit");
  await screen.findByTestId("page-portal-blocked");
  expect(core.bodies("post", CODE)).toEqual([{ deviceId: phone.id, code: "123456", trust: true }]);
});

test("several devices: one is chosen, and a lost one is the administrator's", async ({ core }) => {
  const devices = [...mfa.devices, { id: key.id, kind: "passkey" as const, name: "blue" }];
  await openStep(core, { ...mfa, devices }, "page-mfa-choose");
  fireEvent.click(screen.getByRole("radio", { name: /Passkey or security key/ }));
  press("Next");
  await screen.findByTestId("page-mfa-passkey");
  press("Troubleshoot MFA", "link");
  const trouble = await screen.findByTestId("page-mfa-trouble");
  expect(trouble.textContent).toContain("ask your administrator to delete the one you lost");
  expect(trouble.textContent).toContain("Re-Sync With Our Servers");
});

test("two codes set an app's clock", async ({ core }) => {
  await openStep(core, mfa, "page-mfa-code");
  press("Troubleshoot MFA", "link");
  core.on("post", "/api/portal/sign-in/mfa/resync", mfa);
  type("MFA code 1", "111111");
  type("MFA code 2", "222222");
  press("Re-sync authentication device");
  await screen.findByTestId("resynced");
  const sent = { deviceId: phone.id, code1: "111111", code2: "222222" };
  expect(core.bodies("post", "/api/portal/sign-in/mfa/resync")).toEqual([sent]);
});

test("a sign-in that is over starts again", async ({ core }) => {
  await openStep(core, mfa, "page-mfa-code");
  core.on("post", CODE, refused({ code: "ATTEMPT_EXPIRED", message: "This sign-in has expired." }, 409));
  type("MFA code", "123456");
  press("Submit");
  await screen.findByTestId("page-portal-user-name");
  expect(screen.getByTestId("refusal").textContent).toContain("This sign-in has expired.");
});

test("a device is registered on the way in, of the types that are allowed", async ({ core }) => {
  const step: PortalStep = { step: "register", userName: "mary", allowKeys: false, allowApps: true };
  await openStep(core, step, "page-assign-mfa");
  expect(screen.getByTestId("register-why").textContent).toContain("Register one for mary");
  expect(screen.queryByRole("radio", { name: /security key/i })).toBeNull();
  expect(screen.queryByRole("radio", { name: /Hardware/ })).toBeNull();
  core.on("post", "/api/portal/mfa/{place}/virtual", {
    name: "phone",
    serial: phone.serial,
    secret: "ABCDEFGH",
    otpauth: "otpauth://totp/phone@mary?secret=ABCDEFGH",
  });
  type("Device name", "phone");
  press("Next");
  await screen.findByTestId("page-assign-virtual");
  core.on("post", "/api/portal/mfa/{place}/virtual/enable", { device: phone, portalStep: { step: "blocked" } });
  type("MFA code 1", "111111");
  type("MFA code 2", "222222");
  press("Add MFA");
  await screen.findByTestId("page-portal-blocked");
  expect(core.sent("post", "/api/portal/mfa/{place}/virtual").map(({ path }) => path)).toEqual([
    "/api/portal/mfa/sign-in/virtual",
  ]);
});

test("who is blocked is told whom to ask", async ({ core }) => {
  const shown = await openStep(core, { step: "blocked" }, "page-portal-blocked");
  expect(shown.textContent).toContain("Ask your administrator");
  press("Back to sign-in");
  await screen.findByTestId("page-portal-user-name");
});
