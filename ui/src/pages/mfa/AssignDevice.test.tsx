import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { ErrorBody, ErrorCode, MfaDevice, MfaEnrolled, SignInStep, VirtualDevice } from "../../api/types";
import { barriers } from "../../testing/axe";
import { readQr, withCanvas } from "../../testing/canvas";
import { refused, wrongField, type Core } from "../../testing/core";
import { addressShown, box, openAt, press, refusal, saidAt, type } from "../../testing/window";
import { credentials, fob, key, phone, session, SIGN_IN, signedIn, world } from "../../testing/world";

const PAGE = "https://us-east-1.console.aws.amazon.com/iam/home#/security_credentials";
const NAME = "Device name";

const VIRTUAL = "/api/mfa/{place}/virtual";
const ENABLE = "/api/mfa/{place}/virtual/enable";
const HARDWARE = "/api/mfa/{place}/hardware";
const START = "/api/mfa/{place}/passkey/start";
const FINISH = "/api/mfa/{place}/passkey/finish";

const seed: VirtualDevice = {
  name: "phone",
  serial: phone.serial,
  secret: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
  otpauth: "otpauth://totp/phone@alice?secret=ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
};

function said(code: ErrorCode, message: string, field?: string): ErrorBody {
  return { code, message, ...(field === undefined ? {} : { field }) };
}

function enrolled(device: MfaDevice, step?: SignInStep): MfaEnrolled {
  return { device, ...(step === undefined ? {} : { step }) };
}

async function openWizard(core: Core) {
  core.on("get", "/api/session", session).on("get", "/api/security-credentials", credentials());
  openAt(core, PAGE);
  await screen.findByRole("heading", { name: /My security credentials/ });
  press("Assign MFA device");
  await screen.findByTestId("page-assign-mfa");
}

/** Chooses a name and a type. */
function choose(name: string, kind: RegExp) {
  type(NAME, name);
  press(kind, "radio");
  press("Next");
}

async function openApp(core: Core) {
  core.on("post", VIRTUAL, seed);
  await openWizard(core);
  choose("phone", /Authenticator app/);
  await screen.findByTestId("page-assign-virtual");
}

function typeCodes() {
  type("MFA code 1", "111 111");
  type("MFA code 2", "222222");
  press("Add MFA");
}

test("the wizard begins with a name and a type, and can be left", async ({ core }) => {
  await openWizard(core);
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Assign MFA device");
  expect(document.activeElement).toBe(box(NAME));
  expect(saidAt(NAME)).toContain("At most 64 characters: letters, digits and + = , . @ - _");
  for (const kind of [/Passkey or security key/, /Authenticator app/, /Hardware TOTP token/])
    expect(screen.getByRole("radio", { name: kind })).toBeTruthy();
  expect(await barriers()).toEqual([]);
  press("Cancel");
  expect(document.activeElement).toBe(screen.getByRole("heading", { level: 1 }));
  expect(addressShown()).toBe(PAGE);
});

test.for([
  [/Authenticator app/, VIRTUAL],
  [/Passkey or security key/, START],
] as const)("%s: a name that is refused stays in its box", async ([kind, path], { core }) => {
  await openWizard(core);
  core.on("post", path, wrongField("deviceName", "Only letters."), refused(said("MFA_LIMIT_EXCEEDED", "Eight."), 409));
  choose("my phone!", kind);
  await screen.findByText("Only letters.");
  expect(saidAt(NAME)).toContain("Only letters.");
  expect(box(NAME).value).toBe("my phone!");
  expect(document.activeElement).toBe(box(NAME));
  expect(core.bodies("post", path)).toEqual([{ deviceName: "my phone!" }]);
  expect(core.sent("post", path)[0]?.path).toBe(path.replace("{place}", "session"));
  press("Next");
  await screen.findByTestId("refusal");
  expect(refusal()).toContain("Too many MFA devices");
  expect(saidAt(NAME)).not.toContain("Only letters.");
});

test("the QR code is drawn when it is asked for, and says what the service said", async ({ core }) => {
  const see = withCanvas();
  await openApp(core);
  expect(screen.queryByTestId("qr")).toBeNull();
  expect(document.body.textContent).not.toContain(seed.secret);
  press("Show QR code");
  const canvas = screen.getByTestId<HTMLCanvasElement>("qr");
  const picture = see(canvas);
  expect(readQr(picture)).toBe(seed.otpauth);
  expect(picture.width).toBeGreaterThanOrEqual(300);
  expect(picture.height).toBe(picture.width);
  // The first dark pixel is the corner of a finder pattern, seven modules wide; four of white are around everything.
  const grey = picture.data.filter((_, at) => at % 4 === 0);
  const corner = grey.indexOf(0);
  const [left, top] = [corner % picture.width, Math.floor(corner / picture.width)];
  const finder = grey.indexOf(255, corner) - corner;
  expect([left, top]).toEqual([(finder / 7) * 4, (finder / 7) * 4]);
  expect(canvas.getAttribute("role")).toBe("img");
  expect(canvas.getAttribute("aria-label")).toContain("phone");
  expect(await barriers()).toEqual([]);
  press("Hide QR code");
  expect(screen.queryByTestId("qr")).toBeNull();
});

test("the secret key is shown when it is asked for, and is nowhere but on the page", async ({ core }) => {
  await openApp(core);
  press("Show secret key");
  expect(screen.getByTestId("secret-key").textContent).toBe(seed.secret);
  expect(
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, window.location.href, addressShown(), core.log]),
  ).not.toContain(seed.secret);
  press("Hide secret key");
  expect(screen.queryByTestId("secret-key")).toBeNull();
});

test("a page that is loaded again has forgotten the seed", async ({ core }) => {
  await openApp(core);
  press("Show secret key");
  press("Reload");
  await screen.findByRole("heading", { name: /My security credentials/ });
  expect(document.body.textContent).not.toContain(seed.secret);
  press("Assign MFA device");
  expect(box(NAME).value).toBe("");
});

test.for([
  ["code1", "MFA code 1", "MFA_CODE_INVALID"],
  ["code1", "MFA code 1", "MFA_CODE_USED"],
  ["code2", "MFA code 2", "INVALID_INPUT"],
] as const)("app: %s is refused at its box with %s", async ([field, label, code], { core }) => {
  await openApp(core);
  core.on("post", ENABLE, refused(said(code, "Authentication code for device is not valid.", field), 422));
  typeCodes();
  await screen.findByText("Authentication code for device is not valid.");
  expect(saidAt(label)).toContain("Authentication code for device is not valid.");
  expect(document.activeElement).toBe(box(label));
  expect([box("MFA code 1").value, box("MFA code 2").value]).toEqual(["", ""]);
  expect(core.bodies("post", ENABLE)).toEqual([{ deviceName: "phone", code1: "111 111", code2: "222222" }]);
  // The seed is the one that was scanned.
  expect(core.sent("post", VIRTUAL).length).toBe(1);
});

test("app: assigned, and this session is what it was", async ({ core }) => {
  await openApp(core);
  core.on("post", ENABLE, enrolled(phone)).on("get", "/api/security-credentials", credentials(phone));
  typeCodes();
  expect((await screen.findByTestId("mfa-news")).textContent).toContain("MFA device phone was assigned");
  const words = (await screen.findByTestId("session-without-mfa")).textContent;
  expect(words).toContain("Sign out and sign in again with MFA");
  expect(document.activeElement).toBe(screen.getByRole("heading", { level: 1 }));
});

test("app: codes that follow each other but are old assign it, and that is said", async ({ core }) => {
  await openApp(core);
  core.on("post", ENABLE, enrolled({ ...phone, inSync: false }));
  typeCodes();
  expect((await screen.findByTestId("mfa-news")).textContent).toContain("phone was assigned, but it is out of step");
});

test("app: back to the name, which stays, and on with a new seed", async ({ core }) => {
  await openApp(core);
  core.on("post", ENABLE, refused(said("MFA_CODE_INVALID", "No.", "code1"), 422));
  core.on("post", VIRTUAL, { ...seed, secret: "ZZZZ" });
  typeCodes();
  await screen.findByText("No.");
  press("Previous");
  expect(box(NAME).value).toBe("phone");
  expect(screen.queryByText("No.")).toBeNull();
  press("Next");
  await screen.findByTestId("page-assign-virtual");
  press("Show secret key");
  expect(screen.getByTestId("secret-key").textContent).toBe("ZZZZ");
});

test("app: a moved clock is said", async ({ core }) => {
  core.on("get", "/world", { ...world, clock: { ...world.clock, isReal: false } });
  await openApp(core);
  expect((await screen.findByTestId("clock-note")).textContent).toContain("a real phone keeps real time");
});

async function openToken(core: Core) {
  await openWizard(core);
  choose("fob", /Hardware TOTP token/);
  await screen.findByTestId("page-assign-hardware");
}

test("token: the serial number stays after a refusal, the codes do not", async ({ core }) => {
  await openToken(core);
  expect(document.activeElement).toBe(box("Serial number"));
  expect(await barriers()).toEqual([]);
  core.on("post", HARDWARE, wrongField("serialNumber", "No such token."), enrolled(fob));
  type("Serial number", "GAHT1");
  typeCodes();
  await screen.findByText("No such token.");
  expect(saidAt("Serial number")).toContain("No such token.");
  expect(box("Serial number").value).toBe("GAHT1");
  expect(document.activeElement).toBe(box("Serial number"));
  expect([box("MFA code 1").value, box("MFA code 2").value]).toEqual(["", ""]);
  typeCodes();
  await screen.findByTestId("mfa-news");
  expect(core.bodies("post", HARDWARE).at(-1)).toEqual({
    deviceName: "fob",
    serialNumber: "GAHT1",
    code1: "111 111",
    code2: "222222",
  });
});

test("token: a name that is refused late is corrected where it was typed, and nothing else is lost", async ({
  core,
}) => {
  await openToken(core);
  core.on("post", HARDWARE, wrongField("deviceName", "Only letters."));
  type("Serial number", "GAHT1");
  typeCodes();
  await screen.findByText("Only letters.");
  expect(screen.getByTestId("page-assign-mfa")).toBeTruthy();
  expect(document.activeElement).toBe(box(NAME));
  press("Next");
  expect(box("Serial number").value).toBe("GAHT1");
});

/** The schema knows no member of it. */
const options: Record<string, never> = JSON.parse('{"rp":{"id":"aws.amazon.com"}}');

test("key: refused by the person, then by the service, then registered; each try begins anew", async ({ core }) => {
  core.on("post", START, { options });
  const no = said("MFA_REFUSED", "The key answered for another site.");
  core.on("post", FINISH, refused(no, 422), enrolled(key));
  const asked = core.keys(new DOMException("", "InvalidStateError"), { id: "made" });
  await openWizard(core);
  choose("blue-key", /Passkey or security key/);
  await screen.findByTestId("page-assign-passkey");
  expect(await barriers()).toEqual([]);
  expect(asked).toEqual([]);
  press("Continue");
  await screen.findByText("This key is registered already.");
  expect(core.sent("post", START).length).toBe(1);
  press("Continue");
  await screen.findByText(no.message);
  expect(core.sent("post", START).length).toBe(2);
  press("Continue");
  expect((await screen.findByTestId("mfa-news")).textContent).toContain("blue-key was assigned");
  expect(asked.map(({ kind }) => kind)).toEqual(["create", "create", "create"]);
  expect(core.bodies("post", FINISH).at(-1)).toEqual({ credential: { id: "made" } });
});

async function openEnrolment(core: Core, daysLeft: number | null = null) {
  core.on("get", "/api/sign-in", { page: "chooser" }).on("get", "/api/session", session);
  core.on("post", "/api/sign-in/root/email", { step: "enrol-mfa", email: "root@acme.example", daysLeft });
  openAt(core, SIGN_IN);
  await screen.findByTestId("page-sign-in-chooser");
  press("Next");
  await screen.findByTestId("page-assign-mfa");
}

test.for([
  [null, "register it now to sign in"],
  [3, "3 days left"],
] as const)("within a sign-in, %s days left: why", async ([daysLeft, words], { core }) => {
  await openEnrolment(core, daysLeft);
  expect(screen.getByTestId("enrol-why").textContent).toContain(words);
  expect(await barriers()).toEqual([]);
  press("Cancel");
  expect(screen.getByTestId("page-sign-in-chooser")).toBeTruthy();
});

test("within a sign-in: the same wizard at the sign-in's own address, and the console after it", async ({ core }) => {
  core.on("post", VIRTUAL, seed).on("post", ENABLE, enrolled(phone, signedIn));
  await openEnrolment(core);
  choose("phone", /Authenticator app/);
  await screen.findByTestId("page-assign-virtual");
  typeCodes();
  await screen.findByTestId("page-console-home");
  expect([...core.sent("post", VIRTUAL), ...core.sent("post", ENABLE)].map(({ path }) => path)).toEqual([
    "/api/mfa/sign-in/virtual",
    "/api/mfa/sign-in/virtual/enable",
  ]);
});

test("within a sign-in: a device that is out of step is said before the console", async ({ core }) => {
  core.on("post", VIRTUAL, seed).on("post", ENABLE, enrolled({ ...phone, inSync: false }, signedIn));
  await openEnrolment(core);
  choose("phone", /Authenticator app/);
  await screen.findByTestId("page-assign-virtual");
  typeCodes();
  expect((await screen.findByTestId("page-enrolled-out-of-step")).textContent).toContain("phone is out of step");
  press("Continue");
  await screen.findByTestId("page-console-home");
});

test("within a sign-in: one that took too long starts again", async ({ core }) => {
  core.on("post", VIRTUAL, seed);
  core.on("post", ENABLE, refused(said("ATTEMPT_EXPIRED", "This sign-in has expired."), 410));
  await openEnrolment(core);
  choose("phone", /Authenticator app/);
  await screen.findByTestId("page-assign-virtual");
  typeCodes();
  await screen.findByTestId("page-sign-in-chooser");
  expect(refusal()).toContain("This sign-in has expired.");
});
