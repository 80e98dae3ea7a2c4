import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { SecurityKeyView } from "../api/types";
import { barriers } from "../testing/axe";
import { refused, wrongField, type Core } from "../testing/core";
import { securityKey } from "../testing/mfa";
import { box, dialog, openAt, openDesk, press, pressInDialog, saidAt, type } from "../testing/window";
import { everyFault, warnings } from "./faults";

const none = { clonedCounter: false, noPresence: false, otherOrigin: false };
const mine = securityKey(1, "My key", { note: "Came with this world." });
const blue = securityKey(2, "Blue", {
  hasPin: true,
  credentials: [
    { rpId: "aws.amazon.com", userName: "alice" },
    { rpId: "aws.amazon.com", userName: "bob" },
  ],
  faults: { ...none, noPresence: true },
});

async function openKeys(core: Core, ...keys: SecurityKeyView[]) {
  core.on("get", "/desk/security-keys", { keys });
  openAt(core);
  openDesk("Keys");
  await screen.findByRole("button", { name: "Add a key" });
}

const switchOf = (key: string, name: RegExp) =>
  within(screen.getByTestId(`key-${key}`)).getByRole<HTMLInputElement>("checkbox", { name });

test("no keys: what to do is said", async ({ core }) => {
  await openKeys(core);
  await screen.findByText(/^No security keys\./);
  expect(await barriers()).toEqual([]);
});

test("a store that fails is said", async ({ core }) => {
  core.on("get", "/desk/security-keys", refused({ code: "INTERNAL", message: "It could not be read." }, 500));
  openAt(core);
  openDesk("Keys");
  await screen.findByText("It could not be read.");
});

test("what each key is, where it is registered, and which fault is on", async ({ core }) => {
  await openKeys(core, mine, blue, securityKey(3, "Lost its PIN", { hasPin: true, pinBlocked: true }));
  const said = (name: string) => screen.getByTestId(`key-${name}`).textContent;
  expect(said("My key")).toContain("Came with this world.It asks for no PIN. Not registered anywhere yet.");
  expect(said("Blue")).toContain("It asks for a PIN.");
  expect(screen.getAllByText(/ at aws\.amazon\.com$/).map(({ textContent }) => textContent)).toEqual([
    "alice at aws.amazon.com",
    "bob at aws.amazon.com",
  ]);
  expect(said("Blue")).toContain("Teaching faults (1 on)");
  expect(said("Lost its PIN")).toContain("Blocked after too many wrong PINs");
  expect(switchOf("Blue", /^No touch/).checked).toBe(true);
  expect(switchOf("My key", /^No touch/).checked).toBe(false);
  expect(await barriers()).toEqual([]);
});

test("every fault says what it shows, and what it does when it is on", () => {
  for (const [fault, { shows, warning }] of everyFault()) {
    expect(shows).toMatch(/^Shows [^.]+\.$/);
    expect(warnings({ ...none, [fault]: true })).toEqual([warning]);
  }
  expect(warnings(none)).toEqual([]);
});

test.for([
  [/^Cloned/, { clonedCounter: true, noPresence: true, otherOrigin: false }],
  [/^No touch/, { clonedCounter: false, noPresence: false, otherOrigin: false }],
  [/^Other site/, { clonedCounter: false, noPresence: true, otherOrigin: true }],
] as const)("switching %s leaves the other faults as they are", async ([name, faults], { core }) => {
  core.on("put", "/desk/security-keys/{id}", { ...blue, faults });
  await openKeys(core, mine, blue);
  core.on("get", "/desk/security-keys", { keys: [mine, { ...blue, faults }] });
  const before = switchOf("Blue", name).checked;
  switchOf("Blue", name).click();
  await waitFor(() => expect(switchOf("Blue", name).checked).toBe(!before));
  expect(core.bodies("put", "/desk/security-keys/{id}")).toEqual([{ name: "Blue", faults }]);
  expect(core.sent("put", "/desk/security-keys/{id}").map(({ path }) => path)).toEqual(["/desk/security-keys/2"]);
});

test("a fault that could not be switched is said, and stays as it was", async ({ core }) => {
  core.on("put", "/desk/security-keys/{id}", refused({ code: "STORE_BUSY", message: "In use." }, 409));
  await openKeys(core, blue);
  switchOf("Blue", /^Cloned/).click();
  await screen.findByText("In use.");
  expect(switchOf("Blue", /^Cloned/).checked).toBe(false);
});

test("a key with a PIN is added after a refusal, and one without", async ({ core }) => {
  core.on("post", "/desk/security-keys", wrongField("pin", "4 to 63 characters."), blue);
  await openKeys(core);
  press("Add a key");
  expect(document.activeElement).toBe(box("Name of the key"));
  type("Name of the key", "Blue");
  type("PIN (optional)", "1");
  press("Add");
  await waitFor(() => expect(saidAt("PIN (optional)")).toContain("4 to 63 characters."));
  expect(document.activeElement).toBe(box("PIN (optional)"));
  expect(box("PIN (optional)").type).toBe("password");
  expect(await barriers()).toEqual([]);
  type("PIN (optional)", "1234");
  core.on("get", "/desk/security-keys", { keys: [blue] });
  press("Add");
  await screen.findByTestId("key-Blue");
  expect(document.activeElement?.textContent).toBe("Add a key");
  press("Add a key");
  expect(box("PIN (optional)").value).toBe("");
  type("Name of the key", "Plain");
  press("Add");
  await waitFor(() => expect(screen.queryByLabelText("PIN (optional)")).toBeNull());
  expect(core.bodies("post", "/desk/security-keys")).toEqual([
    { name: "Blue", pin: "1" },
    { name: "Blue", pin: "1234" },
    { name: "Plain", pin: null },
  ]);
});

test("renaming keeps the faults", async ({ core }) => {
  core.on("put", "/desk/security-keys/{id}", wrongField("name", "Enter a name."), blue);
  await openKeys(core, blue);
  press("Rename Blue");
  type("Name of the key", " ");
  press("Save");
  await waitFor(() => expect(saidAt("Name of the key")).toContain("Enter a name."));
  type("Name of the key", "Azure");
  press("Save");
  await waitFor(() => expect(screen.queryByLabelText("Name of the key")).toBeNull());
  expect(core.bodies("put", "/desk/security-keys/{id}").at(-1)).toEqual({ name: "Azure", faults: blue.faults });
  expect(document.activeElement?.textContent).toBe("Rename");
});

test("deleting a key is asked first; then the desk has the focus, not the window", async ({ core }) => {
  core.on("delete", "/desk/security-keys/{id}", null);
  await openKeys(core, mine, blue);
  press("Delete Blue");
  expect(dialog()?.getElement().textContent).toContain("as if it were lost");
  pressInDialog("Cancel");
  expect(core.sent("delete", "/desk/security-keys/{id}")).toEqual([]);
  press("Delete Blue");
  core.on("get", "/desk/security-keys", { keys: [mine] });
  pressInDialog("Delete it");
  await waitFor(() => expect(screen.queryByTestId("key-Blue")).toBeNull());
  expect(core.sent("delete", "/desk/security-keys/{id}").map(({ path }) => path)).toEqual(["/desk/security-keys/2"]);
  await waitFor(() => expect(document.activeElement?.id).toBe("desk-body"));
});
