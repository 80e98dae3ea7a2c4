import { fireEvent, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { ClockView } from "../api/types";
import { refused, type Core } from "../testing/core";
import { addressShown, box, dialog, openAt, openDesk, press, pressInDialog, saidAt, type } from "../testing/window";
import { CONSOLE_HOME, cookie, entry, session, signedOut, world } from "../testing/world";

async function openAtHome(core: Core, tab: string) {
  core.on("get", "/api/session", session);
  openAt(core, CONSOLE_HOME);
  await screen.findByTestId("page-console-home");
  openDesk(tab);
}

const SESSION = "__Host-console-session";
const REMEMBERED = "__Host-remembered-account";

test("cookies: what each is for, how long and how it is kept, and never its value", async ({ core }) => {
  core.on("get", "/desk/cookies", {
    cookies: [
      cookie(SESSION),
      cookie(REMEMBERED, { expiresAt: "2027-03-01T09:04:05Z", sameSite: null }),
      cookie("other", { httpOnly: false, secure: false, sameSite: null }),
    ],
  });
  await openAtHome(core, "Cookies");
  const drawn = (await screen.findByTestId(`cookie-${SESSION}`)).textContent;
  expect(drawn).toContain("Your console session.");
  expect(drawn).toContain("until the app is closed · HttpOnly · Secure · SameSite=Lax");
  expect(screen.getByTestId(`cookie-${REMEMBERED}`).textContent).toContain("until 1 Mar 2027, 09:04:05 UTC");
  const other = screen.getByTestId("cookie-other").textContent;
  expect(other).toContain("Set by a page.");
  expect(other).not.toContain("HttpOnly");
});

test("cookies: deleting one tells the core which, and the page notices", async ({ core }) => {
  core.on("get", "/desk/cookies", { cookies: [cookie(SESSION), cookie(REMEMBERED)] });
  core.on("post", "/desk/cookies/delete", null).hold("get", "/api/sign-in");
  await openAtHome(core, "Cookies");
  await screen.findByTestId(`cookie-${SESSION}`);
  core.on("get", "/desk/cookies", { cookies: [cookie(REMEMBERED)] }).on("get", "/api/session", signedOut);
  press(`Delete cookie ${SESSION}`);
  await screen.findByDisplayValue("https://acme.signin.aws.amazon.com/console");
  expect(screen.queryByTestId(`cookie-${SESSION}`)).toBeNull();
  expect(screen.getByTestId(`cookie-${REMEMBERED}`)).toBeTruthy();
  expect(core.bodies("post", "/desk/cookies/delete")).toEqual([
    { name: SESSION, domain: "signin.aws.amazon.com", path: "/" },
  ]);
});

test("cookies: deleting all", async ({ core }) => {
  core.on("get", "/desk/cookies", { cookies: [cookie(REMEMBERED)] }, { cookies: [] });
  core.on("delete", "/desk/cookies", null);
  await openAtHome(core, "Cookies");
  await screen.findByTestId(`cookie-${REMEMBERED}`);
  press("Delete all cookies");
  await screen.findByText("No cookies. Signing in sets some.");
});

function clock(offsetSeconds: number): ClockView {
  return { ...world.clock, isReal: offsetSeconds === 0, offsetSeconds };
}

test.for([
  [0, "The same as real time."],
  [45, "Ahead of real time by 45 s."],
  [90, "Ahead of real time by 1 min."],
  [12 * 3600, "Ahead of real time by 12 h."],
  [35 * 86_400 + 3 * 3600 + 4 * 60 + 5, "Ahead of real time by 35 d 3 h 4 min."],
] as const)("clock: %i seconds ahead is said", async ([seconds, words], { core }) => {
  core.on("get", "/world", { ...world, clock: clock(seconds) });
  openAt(core);
  openDesk("Clock");
  await screen.findByText(words);
  expect(screen.getByTestId("clock-now").textContent).toBe("1 Mar 2026, 09:04:05 UTC");
  const back = screen.getByRole<HTMLButtonElement>("button", { name: "Back to real time" });
  expect(back.disabled).toBe(seconds === 0);
});

test("clock: forward, and the page is asked for again", async ({ core }) => {
  core.on("get", "/world", world).on("post", "/world/clock", clock(43_200));
  await openAtHome(core, "Clock");
  await screen.findByTestId("clock-now");
  core.on("get", "/world", { ...world, clock: clock(43_200) });
  const asked = core.sent("get", "/api/session").length;
  press("12 hours");
  await screen.findByText("Ahead of real time by 12 h.");
  await screen.findByTestId("page-console-home");
  expect(core.bodies("post", "/world/clock")).toEqual([{ advanceSeconds: 43_200 }]);
  expect(core.sent("get", "/api/session").length).toBeGreaterThan(asked);
  core.on("post", "/world/clock/real", clock(0)).on("get", "/world", world);
  press("Back to real time");
  await screen.findByText("The same as real time.");
});

test("clock: what was typed on the page stays", async ({ core }) => {
  core.on("get", "/world", world).on("post", "/world/clock", clock(30));
  core.on("get", "/api/sign-in", { page: "iam-user", accountFixed: false, remembered: false });
  openAt(core, "https://signin.aws.amazon.com/signin");
  await screen.findByTestId("page-iam-sign-in");
  type("IAM user name", "alice");
  openDesk("Clock");
  await screen.findByTestId("clock-now");
  press("30 seconds");
  await screen.findByText("The same as real time.");
  await vi.waitFor(() => expect(core.bodies("post", "/world/clock")).toEqual([{ advanceSeconds: 30 }]));
  expect(box("IAM user name").value).toBe("alice");
});

test.for(["", "0", "-3", "soon", "100001", "Infinity"])("clock: %j is no number of days", async (days, { core }) => {
  core.on("get", "/world", world);
  openAt(core);
  openDesk("Clock");
  await screen.findByTestId("clock-now");
  type("Days", days);
  press("Move");
  expect(saidAt("Days")).toBe("Enter a number of days between 0 and 100000.");
  expect(box("Days").value).toBe(days);
  expect(core.log).not.toContain("POST /world/clock");
});

test("clock: days may be halves, and Enter sends them", async ({ core }) => {
  core.on("get", "/world", world).on("post", "/world/clock", refused({ code: "INVALID_INPUT", message: "Too far." }));
  openAt(core);
  openDesk("Clock");
  await screen.findByTestId("clock-now");
  type("Days", "1.5");
  const form = box("Days").form;
  if (form !== null) fireEvent.submit(form);
  await screen.findByText("Too far.");
  expect(core.bodies("post", "/world/clock")).toEqual([{ advanceSeconds: 129_600 }]);
});

test("new world: asked first, cancelled without a trace", async ({ core }) => {
  core.on("get", "/world", world).on("post", "/world/new", null);
  await openAtHome(core, "Settings");
  press((await screen.findByRole("button", { name: "New world" })).textContent ?? "");
  expect(dialog()?.getElement().textContent).toContain("This cannot be undone.");
  pressInDialog("Cancel");
  expect(dialog()).toBeNull();
  expect(core.sent("post", "/world/new")).toEqual([]);
  press("New world");
  pressInDialog("Forget this world");
  await screen.findByTestId("page-start");
  expect(addressShown()).toBe("vestibule://start");
  expect(core.sent("post", "/world/new").length).toBe(1);
  expect(dialog()).toBeNull();
});

test("new world: a refusal is said, and the page stays", async ({ core }) => {
  core.on("get", "/world", world);
  core.on("post", "/world/new", refused({ code: "STORE_BUSY", message: "The store is in use." }, 409));
  await openAtHome(core, "Settings");
  press((await screen.findByRole("button", { name: "New world" })).textContent ?? "");
  pressInDialog("Forget this world");
  await screen.findByText("The store is in use.");
  expect(addressShown()).toBe(CONSOLE_HOME);
});

test("settings: the security check is the core's to keep, and a refusal is said", async ({ core }) => {
  core
    .on("get", "/world", world)
    .on("put", "/world/settings", refused({ code: "STORE_BUSY", message: "In use." }, 409));
  openAt(core);
  openDesk("Settings");
  press((await screen.findByText("Never")).textContent ?? "", "radio");
  await screen.findByText("In use.");
  expect(core.bodies("put", "/world/settings")).toEqual([{ securityCheck: "off" }]);
  expect(screen.getByRole<HTMLInputElement>("radio", { name: "Never" }).checked).toBe(false);
});

test("settings: the look is kept", async ({ core }) => {
  core.on("get", "/world", world);
  openAt(core);
  openDesk("Settings");
  press((await screen.findByText("Dark")).textContent ?? "", "radio");
  expect(document.body.className).toContain("awsui-dark-mode");
  expect(localStorage.getItem("vestibule.appearance")).toBe("dark");
  press("Light", "radio");
  expect(document.body.className).not.toContain("awsui-dark-mode");
});

test("passwords: hidden until shown, by account", async ({ core }) => {
  core.on("get", "/desk/passwords", {
    entries: [entry, { ...entry, id: 2, signInName: "me", accountName: "" }, { ...entry, id: 3, signInName: "bob" }],
  });
  core.on("post", "/desk/passwords/{id}/reveal", { password: "s3cret" });
  openAt(core);
  openDesk("Passwords");
  const card = await screen.findByTestId("password-alice");
  expect([...document.querySelectorAll("#desk h3, #desk h4")].map(({ textContent }) => textContent)).toEqual([
    "Acme",
    "alice @ acme",
    "bob @ acme",
    "Saved by you",
    "me @ acme",
  ]);
  expect(card.textContent).not.toContain("s3cret");
  press("Show password of alice @ acme");
  await screen.findByText("s3cret");
  expect(core.sent("post", "/desk/passwords/{id}/reveal").map(({ path }) => path)).toEqual([
    "/desk/passwords/1/reveal",
  ]);
  press("Hide password of alice @ acme");
  expect(screen.queryByText("s3cret")).toBeNull();
});

test("mailbox: the link of a mail opens in the page", async ({ core }) => {
  const mail = { id: 7, from: "a@x", to: "root@acme.example", subject: "Reset", receivedAt: "2026-03-01T09:04:05Z" };
  core.on("get", "/desk/mail", { messages: [{ ...mail, read: false }] });
  core.on("get", "/desk/mail/{id}", {
    ...mail,
    body: "Follow the link.",
    links: [{ label: "Reset password", address: "https://signin.aws.amazon.com/resetpassword?token=abc" }],
  });
  core.on("get", "/api/recovery", { email: "root@acme.example", requirements: [] });
  openAt(core);
  openDesk("Mailbox");
  press((await screen.findByRole("button", { name: /^Reset\s*To root@acme/ })).textContent ?? "");
  press((await screen.findByRole("button", { name: "Reset password" })).textContent ?? "");
  await screen.findByTestId("page-reset-password");
  expect(core.sent("get", "/api/recovery").map(({ query }) => query.get("token"))).toEqual(["abc"]);
  expect(document.activeElement).toBe(box("New password"));
});

test("the desk's tabs go round with the arrow keys", async ({ core }) => {
  core.on("get", "/world", world);
  openAt(core);
  openDesk("Settings");
  await screen.findByText("Data folder");
  fireEvent.keyDown(screen.getByRole("tab", { name: "Settings" }), { key: "ArrowRight" });
  const first = screen.getByRole("tab", { name: "Passwords" });
  expect(first.getAttribute("aria-selected")).toBe("true");
  expect(document.activeElement).toBe(first);
});
