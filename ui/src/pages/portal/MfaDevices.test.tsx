import createWrapper from "@cloudscape-design/components/test-utils/dom";
import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { PortalDevices, PortalPage } from "../../api/types";
import { barriers } from "../../testing/axe";
import { refused, type Core } from "../../testing/core";
import { box, openAt, press, pressInDialog, refusal, saidAt, type } from "../../testing/window";
import { key, phone } from "../../testing/world";

const PORTAL = "https://d-0123456789.awsapps.com/start";
const DEVICES = "/api/portal/mfa-devices";
const DEVICE = "/api/portal/mfa-devices/{id}";
const page = {
  address: PORTAL,
  startUrl: PORTAL,
  issuer: "https://identitycenter.amazonaws.com/ssoins-0123456789abcdef",
  region: "us-east-1",
  now: "2026-03-01T12:00:00Z",
  signedIn: {
    userName: "mary",
    displayName: "Mary Major",
    email: "mary@anycompany.example",
    expiresAt: "2026-03-01T20:00:00Z",
    managesDevices: true,
  },
} as PortalPage;
const mine: PortalDevices = { devices: [phone, key], allowKeys: true, allowApps: true };

async function open(
  core: Core,
  devices: PortalDevices | ReturnType<typeof refused> = mine,
  testId = "page-portal-devices",
) {
  core.on("get", "/api/portal", page);
  core.on("get", DEVICES, devices);
  openAt(core, `${PORTAL}#/mfa-devices`);
  return screen.findByTestId(testId);
}

function choose(row: number) {
  createWrapper().findTable()?.findRowSelectionArea(row)?.find("input")?.click();
}

test("the devices, and what to do without any", async ({ core }) => {
  const shown = await open(core);
  expect(shown.textContent).toContain("phone");
  expect(shown.textContent).toContain("blue-key");
  expect(await barriers()).toEqual([]);
});

test("an empty list says what to do", async ({ core }) => {
  const shown = await open(core, { ...mine, devices: [] });
  expect(shown.textContent).toContain("Choose Register device to add one.");
});

test("a device gets another name", async ({ core }) => {
  await open(core);
  choose(1);
  press("Rename");
  expect(box("Device name").value).toBe("phone");
  const taken = "MFADevice entity at the same path and name already exists: blue-key.";
  core.on("put", DEVICE, refused({ code: "ENTITY_ALREADY_EXISTS", message: taken }, 409), null);
  type("Device name", "blue-key");
  press("Save");
  await waitFor(() => expect(refusal()).toContain(taken));
  type("Device name", "old phone");
  press("Save");
  expect((await screen.findByTestId("device-news")).textContent).toContain("phone is called old phone now.");
  expect(core.bodies("put", DEVICE)).toEqual([{ deviceName: "blue-key" }, { deviceName: "old phone" }]);
});

test("a wrong name is said beside it", async ({ core }) => {
  await open(core);
  choose(1);
  press("Rename");
  core.on("put", DEVICE, refused({ code: "INVALID_INPUT", message: "No spaces.", field: "deviceName" }, 422));
  press("Save");
  await screen.findByText("No spaces.");
  expect(saidAt("Device name")).toContain("No spaces.");
});

test("a device is deleted once that is confirmed", async ({ core }) => {
  await open(core);
  choose(2);
  core.on("delete", DEVICE, null);
  press("Delete");
  expect(core.sent("delete", DEVICE)).toEqual([]);
  pressInDialog("Delete");
  expect((await screen.findByTestId("device-news")).textContent).toContain("blue-key was deleted.");
  expect(core.sent("delete", DEVICE).map(({ path }) => path)).toEqual([`${DEVICES}/${key.id}`]);
});

test("another device is registered here, of the allowed types", async ({ core }) => {
  await open(core, { ...mine, allowKeys: false });
  press("Register device");
  await screen.findByTestId("page-assign-mfa");
  expect(screen.queryByRole("radio", { name: /security key/i })).toBeNull();
  press("Cancel");
  await screen.findByTestId("page-portal-devices");
});

test("where the administrator looks after devices, that is said", async ({ core }) => {
  const words = "Your administrator manages MFA devices for you.";
  await open(core, refused({ code: "ACCESS_DENIED", message: words }, 403), "page-portal-devices-hidden");
  expect(refusal()).toContain(words);
});
