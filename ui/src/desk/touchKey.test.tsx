import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { useEffect } from "react";
import { expect, test } from "vitest";
import type { Outcome } from "../api/client";
import type { ErrorCode, SecurityKeyView } from "../api/types";
import { CredentialsProvider, useCredentials, type AskForKey } from "../browser/credentials";
import { NavigationProvider, useNavigation, type Navigation } from "../browser/navigation";
import { barriers } from "../testing/axe";
import { refused, wrongField, type Core } from "../testing/core";
import { securityKey } from "../testing/mfa";
import { box, dialog, press, pressInDialog, saidAt, type } from "../testing/window";
import { TouchKey } from "./TouchKey";

const SITE = "https://acme.signin.aws.amazon.com";
const options = { rpId: "aws.amazon.com", challenge: "c" };
const creation = { rp: { id: "aws.amazon.com" }, challenge: "c" };
const plain = securityKey(1, "Plain");
const blue = securityKey(2, "Blue", { credentials: [{ rpId: "aws.amazon.com", userName: "alice" }] });
const guarded = securityKey(3, "Guarded", { ...blue, id: 3, name: "Guarded", hasPin: true });

interface Page {
  keys: AskForKey;
  navigation: Navigation;
}

/** A page at a site, and the browser's dialog over it. */
function openPage(core: Core, ...keys: SecurityKeyView[]): Page {
  core.on("get", "/desk/security-keys", { keys });
  const page = {} as Page;
  const Asker = () => {
    const [keys, navigation] = [useCredentials(), useNavigation()];
    useEffect(() => void Object.assign(page, { keys, navigation }));
    return null;
  };
  render(
    <NavigationProvider>
      <CredentialsProvider>
        <Asker />
        <TouchKey />
      </CredentialsProvider>
    </NavigationProvider>,
  );
  act(() => page.navigation.visit(`${SITE}/console`));
  return page;
}

async function ask(page: Page, kind: "create" | "get"): Promise<{ outcome: () => Outcome<object> | undefined }> {
  let outcome: Outcome<object> | undefined;
  act(() => void page.keys[kind](kind === "create" ? creation : options).then((answer) => (outcome = answer)));
  await screen.findByRole("dialog");
  return { outcome: () => outcome };
}

const said = () => dialog()?.getElement().textContent ?? "";
const chosen = () => screen.getAllByRole<HTMLInputElement>("radio").find(({ checked }) => checked)?.value;
const names = () => screen.getAllByRole("radio").map((radio) => (radio as HTMLInputElement).value);

test("nothing is asked: no dialog", ({ core }) => {
  openPage(core, plain);
  expect(dialog()).toBeNull();
  expect(core.log).toEqual([]);
});

test("to sign in: the site, and first the key that it knows; the touch is the answer", async ({ core }) => {
  core.on("post", "/desk/security-keys/{id}/authenticate", { credential: { id: "made" } });
  const asked = await ask(openPage(core, plain, blue), "get");
  await screen.findByText("Blue");
  expect(said()).toContain(SITE);
  expect(said()).toContain("Asks to use a passkey ofaws.amazon.com");
  expect(names()).toEqual(["2", "1"]);
  expect(chosen()).toBe("2");
  expect(said()).toContain("Has a passkey for aws.amazon.com: alice");
  expect(said()).toContain("Has no passkey for aws.amazon.com");
  expect(screen.queryByLabelText("PIN of the key")).toBeNull();
  expect(await barriers()).toEqual([]);
  pressInDialog("Touch the key");
  await waitFor(() => expect(asked.outcome()).toEqual({ ok: true, data: { id: "made" } }));
  expect(dialog()).toBeNull();
  expect(core.sent("post", "/desk/security-keys/{id}/authenticate").map(({ path }) => path)).toEqual([
    "/desk/security-keys/2/authenticate",
  ]);
  expect(core.bodies("post", "/desk/security-keys/{id}/authenticate")).toEqual([{ origin: SITE, options, pin: null }]);
});

test("to register: any key may be chosen", async ({ core }) => {
  core.on("post", "/desk/security-keys/{id}/register", { credential: { id: "new" } });
  const asked = await ask(openPage(core, plain, blue), "create");
  await screen.findByText("Blue");
  expect(said()).toContain("Asks to create a passkey ofaws.amazon.com");
  expect(names()).toEqual(["1", "2"]);
  press("Blue", "radio");
  pressInDialog("Touch the key");
  await waitFor(() => expect(asked.outcome()).toEqual({ ok: true, data: { id: "new" } }));
  expect(core.sent("post", "/desk/security-keys/{id}/register").map(({ path, body }) => [path, body])).toEqual([
    ["/desk/security-keys/2/register", { origin: SITE, options: creation, pin: null }],
  ]);
});

test("a wrong PIN says how many tries are left, and is not kept; Enter sends it", async ({ core }) => {
  const wrong = { code: "KEY_PIN_WRONG", field: "pin", message: "Wrong. 2 tries are left." } as const;
  core.on("post", "/desk/security-keys/{id}/authenticate", refused(wrong, 422), { credential: {} });
  const asked = await ask(openPage(core, guarded), "get");
  await screen.findByText("Guarded");
  expect(box("PIN of the key").type).toBe("password");
  type("PIN of the key", "0000");
  pressInDialog("Touch the key");
  await waitFor(() => expect(saidAt("PIN of the key")).toContain("2 tries are left."));
  expect(box("PIN of the key").value).toBe("");
  expect(document.activeElement).toBe(box("PIN of the key"));
  expect(await barriers()).toEqual([]);
  type("PIN of the key", "1234");
  const { form } = box("PIN of the key");
  if (form !== null) fireEvent.submit(form);
  await waitFor(() => expect(asked.outcome()?.ok).toBe(true));
  expect(core.bodies("post", "/desk/security-keys/{id}/authenticate").map(({ pin }) => pin)).toEqual(["0000", "1234"]);
});

test.for([
  ["KEY_ORIGIN", "Your browser does not ask the key"],
  ["KEY_NO_CREDENTIAL", "This key has no passkey for this sign-in"],
  ["KEY_EXCLUDED", "This key is registered already"],
  ["KEY_REFUSED", "The key did not answer"],
] as const satisfies [ErrorCode, string][])(
  "%s is said, and is what the page gets on cancel",
  async ([code, words], { core }) => {
    core.on("post", "/desk/security-keys/{id}/authenticate", refused({ code, message: "The core's words." }, 403));
    const asked = await ask(openPage(core, plain, blue), "get");
    await screen.findByText("Blue");
    pressInDialog("Touch the key");
    await screen.findByText("The core's words.");
    expect(said()).toContain(words);
    expect(asked.outcome()).toBeUndefined();
    press("Plain", "radio");
    expect(said()).not.toContain("The core's words.");
    pressInDialog("Touch the key");
    await screen.findByText("The core's words.");
    pressInDialog("Cancel");
    await waitFor(() => expect(asked.outcome()).toMatchObject({ ok: false, error: { message: "The core's words." } }));
    expect(dialog()).toBeNull();
  },
);

test("a blocked key says so", async ({ core }) => {
  core.on("post", "/desk/security-keys/{id}/authenticate", wrongField("pin", "It blocked itself."));
  await ask(openPage(core, { ...guarded, pinBlocked: true }), "get");
  await screen.findByText("Blocked after too many wrong PINs");
  pressInDialog("Touch the key");
  await waitFor(() => expect(saidAt("PIN of the key")).toContain("It blocked itself."));
});

test("a key with a fault warns before it is touched", async ({ core }) => {
  const faults = { clonedCounter: true, noPresence: false, otherOrigin: true };
  await ask(openPage(core, { ...blue, faults }, plain), "get");
  await screen.findByText("A teaching fault of this key is on");
  expect(said()).toContain("with an old count.");
  expect(said()).toContain("another site");
  press("Plain", "radio");
  expect(said()).not.toContain("A teaching fault");
});

test("not to touch it is an answer", async ({ core }) => {
  const asked = await ask(openPage(core, plain), "get");
  pressInDialog("Cancel");
  await waitFor(() =>
    expect(asked.outcome()).toEqual({ ok: false, error: { code: "MFA_REFUSED", message: "The key was not touched." } }),
  );
});

test("without a key, or with a desk that fails, only cancelling is left", async ({ core }) => {
  const page = openPage(core);
  await ask(page, "get");
  await screen.findByText(/^You have no security key\./);
  expect(() => pressInDialog("Touch the key")).toThrow();
  pressInDialog("Cancel");
  core.on("get", "/desk/security-keys", refused({ code: "INTERNAL", message: "It could not be read." }, 500));
  await ask(page, "get");
  await screen.findByText("It could not be read.");
  expect(() => pressInDialog("Touch the key")).toThrow();
});

test("the page that asks anew, or is left, finds no PIN of before", async ({ core }) => {
  const page = openPage(core, guarded);
  await ask(page, "get");
  await screen.findByText("Guarded");
  type("PIN of the key", "1234");
  const again = await ask(page, "get");
  await waitFor(() => expect(box("PIN of the key").value).toBe(""));
  act(() => page.navigation.visit("vestibule://start"));
  await waitFor(() => expect(again.outcome()?.ok).toBe(false));
  expect(dialog()).toBeNull();
});
