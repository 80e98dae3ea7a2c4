import createWrapper from "@cloudscape-design/components/test-utils/dom";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { ErrorBody, ErrorCode, MfaDevice, SecurityCredentialsView, SessionMfa } from "../../api/types";
import { barriers } from "../../testing/axe";
import { refused, wrongField, type Core } from "../../testing/core";
import {
  addressShown,
  box,
  dialog,
  openAt,
  openDesk,
  press,
  pressInDialog,
  refusal,
  saidAt,
  type,
} from "../../testing/window";
import {
  ALIAS_SIGN_IN,
  alice,
  CONSOLE_HOME,
  credentials,
  entry,
  fob,
  key,
  phone,
  session,
  signedOut,
  user,
  withPhone,
} from "../../testing/world";

const IAM = "https://us-east-1.console.aws.amazon.com/iam/home";
const PAGE = `${IAM}#/security_credentials`;
const RESYNC = "/api/mfa/devices/{id}/resync";
const DEACTIVATE = "/api/mfa/devices/{id}/deactivate";

function said(code: ErrorCode, message: string, field?: string): ErrorBody {
  return { code, message, ...(field === undefined ? {} : { field }) };
}

async function openCredentials(core: Core, view: SecurityCredentialsView) {
  core.on("get", "/api/session", session).on("get", "/api/security-credentials", view);
  openAt(core, PAGE);
  await screen.findByRole("heading", { level: 1, name: /My security credentials/ });
}

const table = () => screen.getByRole("table", { name: "MFA devices" });

const rows = () =>
  createWrapper(table())
    .findAll("tbody tr")
    .map((row) => row.findAll("td, th").map((cell) => cell.getElement().textContent));

const button = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name });

test("my devices: what each is, since when, and whether it is in step", async ({ core }) => {
  await openCredentials(core, credentials(phone, fob, key));
  expect(screen.getByRole("heading", { name: /Multi-factor authentication \(MFA\)/ }).textContent).toContain("(3)");
  expect(rows().map((cells) => cells.slice(1))).toEqual([
    ["Authenticator app", "phone", phone.serial, "1 Feb 2026, 09:04:05 UTC", "In step"],
    ["Hardware TOTP token", "fob", "GAHT12345678", "2 Feb 2026, 09:04:05 UTC", "Out of step"],
    ["Passkey or security key", "blue-key", key.serial, "3 Feb 2026, 09:04:05 UTC", "-"],
  ]);
  expect([button("Remove").disabled, button("Resync").disabled]).toEqual([true, true]);
  expect(await barriers()).toEqual([]);
});

test("no device: what to do is said", async ({ core }) => {
  await openCredentials(core, credentials());
  expect(table().textContent).toContain("No MFA devices.");
  expect(table().textContent).toContain("Assign MFA device");
  expect(screen.queryByTestId("session-without-mfa")).toBeNull();
});

const withKey: SessionMfa = { kind: "passkey", serial: key.serial, at: withPhone.at, userVerified: false };

test.for<[SessionMfa | null, string]>([
  [null, "This session: password only."],
  [withPhone, `This session: password and authenticator app ${phone.serial}, 1 Mar 2026, 09:04:05 UTC.`],
  [
    { ...withPhone, kind: "hardware", serial: fob.serial },
    "This session: password and hardware TOTP token GAHT12345678, 1 Mar 2026, 09:04:05 UTC.",
  ],
  [withKey, "Only presence was proved: somebody touched the key, and it did not check who."],
  [{ ...withKey, userVerified: true }, "The key also checked who touched it."],
])("how this session was made: %j", async ([sessionMfa, words], { core }) => {
  await openCredentials(core, { ...credentials(phone), sessionMfa });
  expect(screen.getByTestId("session-factor").textContent).toContain(words);
  expect(screen.queryByTestId("session-without-mfa") !== null).toBe(sessionMfa === null);
});

test("a session without MFA stays so: sign out from there", async ({ core }) => {
  await openCredentials(core, credentials(phone));
  core.on("post", "/api/sign-out", { signInAddress: ALIAS_SIGN_IN }).hold("get", "/api/sign-in");
  core.on("get", "/api/session", signedOut);
  press("Sign out");
  await screen.findByDisplayValue(ALIAS_SIGN_IN);
});

async function openResync(core: Core, device: MfaDevice = fob) {
  await openCredentials(core, credentials(phone, fob, key));
  press(`Choose ${device.name}`, "radio");
  press("Resync");
  await screen.findByTestId("page-resync-mfa");
}

test.for([
  ["code1", "MFA code 1"],
  ["code2", "MFA code 2"],
] as const)("resync: a refusal of %s stands there", async ([field, label], { core }) => {
  await openResync(core);
  core.on("post", RESYNC, refused(said("MFA_CODE_INVALID", "Not these.", field), 422));
  type("MFA code 1", "111111");
  type("MFA code 2", "222222");
  press("Resync");
  await screen.findByText("Not these.");
  expect(saidAt(label)).toContain("Not these.");
  expect(document.activeElement).toBe(box(label));
  expect([box("MFA code 1").value, box("MFA code 2").value]).toEqual(["", ""]);
});

test("resync: two codes, and back to the page", async ({ core }) => {
  await openResync(core);
  expect(document.activeElement).toBe(box("MFA code 1"));
  expect(await barriers()).toEqual([]);
  core.on("post", RESYNC, null);
  core.on("get", "/api/security-credentials", credentials(phone, { ...fob, inSync: true }, key));
  type("MFA code 1", "111111");
  type("MFA code 2", "222222");
  press("Resync");
  expect((await screen.findByTestId("mfa-news")).textContent).toContain("fob is back in step");
  expect(core.sent("post", RESYNC)[0]?.path).toBe(`/api/mfa/devices/${fob.id}/resync`);
  expect(core.bodies("post", RESYNC)).toEqual([{ code1: "111111", code2: "222222" }]);
  expect(document.activeElement).toBe(screen.getByRole("heading", { level: 1 }));
});

test("a key cannot be resynced, and why is said", async ({ core }) => {
  await openCredentials(core, credentials(key));
  press("Choose blue-key", "radio");
  expect(button("Resync").getAttribute("aria-disabled")).toBe("true");
  fireEvent.click(button("Resync"));
  expect(screen.queryByTestId("page-resync-mfa")).toBeNull();
  expect(button("Remove").disabled).toBe(false);
});

async function openRemove(core: Core, ...devices: MfaDevice[]) {
  await openCredentials(core, credentials(...devices));
  press("Choose phone", "radio");
  press("Remove");
  return screen.findByTestId("page-remove-mfa");
}

test("remove: what follows is said, and the password is asked for again", async ({ core }) => {
  const page = await openRemove(core, phone, fob);
  expect(page.textContent).toContain("your other sessions end at once");
  expect(page.textContent).not.toContain("last device");
  expect(document.activeElement).toBe(box("Password"));
  expect(await barriers()).toEqual([]);
  core.on("post", DEACTIVATE, wrongField("password", "The password is not right."), null);
  core.on("get", "/api/security-credentials", credentials(fob));
  type("Password", "guess");
  press("Remove");
  await screen.findByText("The password is not right.");
  expect(saidAt("Password")).toContain("The password is not right.");
  expect(box("Password").value).toBe("");
  expect(document.activeElement).toBe(box("Password"));
  type("Password", "right");
  press("Remove");
  expect((await screen.findByTestId("mfa-news")).textContent).toContain("phone was removed");
  expect(core.sent("post", DEACTIVATE).map(({ path, body }) => [path, body])).toEqual([
    [`/api/mfa/devices/${phone.id}/deactivate`, { password: "guess" }],
    [`/api/mfa/devices/${phone.id}/deactivate`, { password: "right" }],
  ]);
  expect(table().textContent).not.toContain("phone");
});

test("remove: the last device of an IAM user, and thinking better of it", async ({ core }) => {
  const page = await openRemove(core, phone);
  expect(page.textContent).toContain("your password alone will sign you in");
  press("Cancel");
  expect(screen.queryByTestId("page-remove-mfa")).toBeNull();
  expect(core.sent("post", DEACTIVATE)).toEqual([]);
});

test("remove: the last device of a root user, and who hears of it", async ({ core }) => {
  const identity = { ...alice, kind: "root" as const, userName: null, email: "root@acme.example" };
  core.on("get", "/api/session", session);
  core.on("get", "/api/security-credentials", { ...credentials(phone), identity });
  openAt(core, PAGE);
  await screen.findByRole("heading", { level: 1, name: /My security credentials/ });
  press("Choose phone", "radio");
  press("Remove");
  const page = screen.getByTestId("page-remove-mfa");
  expect(page.textContent).toContain("asks you to register another");
  expect(page.textContent).toContain("A mail about it goes to root@acme.example.");
});

test("remove: the password manager fills the password of whom it is", async ({ core }) => {
  core.on("get", "/desk/passwords", { entries: [entry] });
  core.on("post", "/desk/passwords/{id}/reveal", { password: "from-the-desk" });
  await openRemove(core, phone);
  openDesk("Passwords");
  await screen.findByTestId("password-alice");
  press("Fill for alice @ acme");
  await screen.findByDisplayValue("from-the-desk");
  expect(box("Password").value).toBe("from-the-desk");
});

test.for([
  [12, "12 days left"],
  [1, "1 day left"],
  [0, "0 days left"],
] as const)("a root user without MFA is warned, %i days before", async ([rootMfaDaysLeft, words], { core }) => {
  core.on("get", "/api/session", { ...session, rootMfaDaysLeft });
  core.on("get", "/api/security-credentials", credentials());
  openAt(core, CONSOLE_HOME);
  expect((await screen.findByTestId("root-mfa-warning")).textContent).toContain(words);
  press("Register MFA");
  await screen.findByRole("heading", { level: 1, name: /My security credentials/ });
  expect(addressShown()).toBe(PAGE);
  expect(screen.getByTestId("root-mfa-warning").textContent).toContain(words);
});

async function openUsers(core: Core) {
  core.on("get", "/api/session", session).on("get", "/api/users", {
    users: [
      user("bob", { mfa: ["virtual", "virtual", "passkey"] }),
      user("carol"),
      user("dave", { mfa: ["hardware"] }),
    ],
    next: null,
  });
  core.on("get", "/api/users/{userName}/mfa", { devices: [phone, fob] });
  openAt(core, `${IAM}#/users`);
  await screen.findByRole("heading", { level: 1, name: "Users" });
}

function menu(row: number) {
  const found = createWrapper(screen.getByRole("table", { name: "IAM users" })).findAllButtonDropdowns()[row];
  found?.openDropdown();
  return found;
}

test("users: the kinds of their devices, each once", async ({ core }) => {
  await openUsers(core);
  const cells = within(screen.getByRole("table", { name: "IAM users" })).getAllByRole("row");
  expect(cells.slice(1).map((row) => row.querySelectorAll("td, th")[3]?.textContent)).toEqual([
    "Virtual, Security key",
    "None",
    "Hardware",
  ]);
  const carol = menu(1)?.findItemById("mfa", { disabled: true });
  expect(carol?.getElement().textContent).toContain("Manage MFA devices");
});

test("users: a lost device is removed by an administrator, who is asked first", async ({ core }) => {
  core.on("delete", "/api/users/{userName}/mfa/{id}", null);
  await openUsers(core);
  menu(0)?.findItemById("mfa")?.click();
  await screen.findByText("GAHT12345678");
  expect(dialog()?.getElement().textContent).toContain("MFA devices of bob");
  expect(await barriers()).toEqual([]);
  press("Remove fob");
  expect(dialog()?.getElement().textContent).toContain("Remove fob of bob?");
  pressInDialog("Cancel");
  expect(core.sent("delete", "/api/users/{userName}/mfa/{id}")).toEqual([]);
  press("Remove fob");
  core.on("get", "/api/users/{userName}/mfa", { devices: [phone] });
  pressInDialog("Remove");
  await waitFor(() => expect(screen.queryByText("GAHT12345678")).toBeNull());
  expect(screen.getByRole("button", { name: "Remove phone" })).toBeTruthy();
  expect(core.sent("delete", "/api/users/{userName}/mfa/{id}").map(({ path }) => path)).toEqual([
    `/api/users/bob/mfa/${fob.id}`,
  ]);
});

test("users: who may not remove a device reads why", async ({ core }) => {
  const denied = said("ACCESS_DENIED", "User: x is not authorized to perform: iam:DeactivateMFADevice");
  core.on("delete", "/api/users/{userName}/mfa/{id}", refused(denied, 403));
  await openUsers(core);
  menu(0)?.findItemById("mfa")?.click();
  await screen.findByText("GAHT12345678");
  press("Remove fob");
  pressInDialog("Remove");
  await screen.findByTestId("refusal");
  expect(refusal()).toContain("iam:DeactivateMFADevice");
});
