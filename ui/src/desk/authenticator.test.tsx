import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { barriers } from "../testing/axe";
import { refused, wrongField, type Core } from "../testing/core";
import { appEntry, NOW } from "../testing/mfa";
import { blank, qrPicture, show } from "../testing/qr";
import { box, dialog, openAt, openDesk, press, pressInDialog, saidAt, type } from "../testing/window";
import { clockWords, driftOf, minutesOf, secondsOf } from "./drift";

const URI = "otpauth://totp/my%20phone@Acme?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const SCAN = "Scan the code on screen";

const card = (account = "phone@Acme") => screen.findByTestId(`authenticator-${account}`);
const word = () => screen.getByTestId("authenticator-word").textContent;

async function openApp(core: Core, ...entries: (typeof appEntry)[]) {
  core.on("get", "/desk/authenticator", { entries, now: NOW });
  openAt(core);
  openDesk("Authenticator");
  await screen.findByRole("button", { name: SCAN });
}

afterEach(() => vi.useRealTimers());

test("no keys: how one gets here is said", async ({ core }) => {
  await openApp(core);
  await screen.findByText(/^No keys yet\./);
  expect(await barriers()).toEqual([]);
});

test("a store that fails is said, in the core's words", async ({ core }) => {
  core.on("get", "/desk/authenticator", refused({ code: "INTERNAL", message: "It could not be read." }, 500));
  openAt(core);
  openDesk("Authenticator");
  await screen.findByText("It could not be read.");
});

test("a code, the next one, and what is left", async ({ core }) => {
  vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
  await openApp(core, appEntry, { ...appEntry, id: 2, issuer: "Example", account: "b", driftSeconds: -420 });
  const drawn = await card();
  expect(drawn.textContent).toContain("012 345");
  expect(drawn.textContent).toContain("then 678 901");
  expect(drawn.textContent).toContain("20 s");
  expect(drawn.textContent).not.toContain("clock");
  const other = await card("b");
  expect(other.querySelector("h3")?.textContent).toBe("Example: b");
  expect(other.textContent).toContain("This phone's clock is 7 minutes slow.");
  expect(await barriers()).toEqual([]);
});

test("when the step ends the next code stands at once, and the core is asked again", async ({ core }) => {
  vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
  await openApp(core, appEntry);
  await card();
  core.on("get", "/desk/authenticator", {
    entries: [{ ...appEntry, code: "678901", nextCode: "222333", stepEndsAt: "2026-03-01T09:04:55Z" }],
    now: "2026-03-01T09:04:25Z",
  });
  const asked = () => core.sent("get", "/desk/authenticator").length;
  const before = asked();
  act(() => vi.advanceTimersByTime(19_000));
  expect((await card()).textContent).toContain("012 345");
  expect((await card()).textContent).toContain("1 s");
  expect(asked()).toBe(before);
  act(() => vi.advanceTimersByTime(1_000));
  expect((await card()).textContent).toContain("678 901");
  await waitFor(() => expect(screen.getByText("then 222 333")).toBeTruthy());
  expect(asked()).toBe(before + 1);
  act(() => vi.advanceTimersByTime(10_000));
  expect((await card()).textContent).toContain("20 s");
  expect(asked()).toBe(before + 1);
});

test("scanning reads the code from the page's own pixels", async ({ core }) => {
  core.on("post", "/desk/authenticator", { ...appEntry, account: "my phone@Acme" });
  await openApp(core);
  show(qrPicture(URI));
  press(SCAN);
  await waitFor(() => expect(word()).toContain("my phone@Acme was added."));
  expect(core.bodies("post", "/desk/authenticator")).toEqual([{ otpauth: URI }]);
});

test("scanning with no code on the screen says where codes are", async ({ core }) => {
  await openApp(core);
  press(SCAN);
  await waitFor(() => expect(word()).toContain("There is no code on the screen."));
  expect(core.log).not.toContain("POST /desk/authenticator");
});

test.for(["a blank picture", "a picture kept from scripts"])(
  "scanning %s says that it cannot be read",
  async (what, { core }) => {
    await openApp(core);
    show(what === "a blank picture" ? blank(180) : "unreadable");
    press(SCAN);
    await waitFor(() => expect(word()).toContain("The code on the screen cannot be read."));
    expect(core.log).not.toContain("POST /desk/authenticator");
  },
);

test("a scanned code that is no key is refused in words", async ({ core }) => {
  core.on("post", "/desk/authenticator", wrongField("otpauth", "This is not a code for an authenticator app."));
  await openApp(core);
  show(qrPicture("https://example.com"));
  press(SCAN);
  await waitFor(() => expect(word()).toContain("This is not a code for an authenticator app."));
});

test("typing the key: a refusal stands at its box and has the focus, then it is added", async ({ core }) => {
  core.on("post", "/desk/authenticator", wrongField("secret", "Only letters and digits."), appEntry);
  await openApp(core);
  press("Type the key");
  type("Name", "phone");
  type("Secret key", "not a key!");
  press("Add");
  await waitFor(() => expect(saidAt("Secret key")).toContain("Only letters and digits."));
  expect(document.activeElement).toBe(box("Secret key"));
  expect(box("Secret key").value).toBe("not a key!");
  expect(await barriers()).toEqual([]);
  type("Secret key", "JBSW Y3DP EHPK 3PXP");
  core.on("get", "/desk/authenticator", { entries: [appEntry], now: NOW });
  const form = box("Secret key").form;
  if (form !== null) fireEvent.submit(form);
  await card();
  expect(word()).toContain("phone@Acme was added.");
  expect(screen.queryByLabelText("Secret key")).toBeNull();
  expect(document.activeElement?.textContent).toBe("Type the key");
  expect(core.bodies("post", "/desk/authenticator").at(-1)).toEqual({ name: "phone", secret: "JBSW Y3DP EHPK 3PXP" });
});

test("renaming, and a phone whose clock is wrong", async ({ core }) => {
  core.on("put", "/desk/authenticator/{id}", { ...appEntry, driftSeconds: -300 });
  await openApp(core, appEntry);
  await card();
  press("Change phone@Acme");
  expect(document.activeElement).toBe(box("Name"));
  type("Name", "old phone");
  press("slow", "radio");
  expect(await barriers()).toEqual([]);
  for (const wrong of ["", "soon", "0", "-5"]) {
    type("Minutes slow", wrong);
    press("Save");
    expect(saidAt("Minutes slow")).toBe("Enter a number of minutes.");
  }
  expect(core.sent("put", "/desk/authenticator/{id}")).toEqual([]);
  type("Minutes slow", "5");
  press("Save");
  await waitFor(() => expect(screen.queryByLabelText("Name")).toBeNull());
  expect(core.bodies("put", "/desk/authenticator/{id}")).toEqual([{ name: "old phone", driftSeconds: -300 }]);
  expect(document.activeElement?.textContent).toBe("Change");
});

test("a clock too wrong is refused at its box", async ({ core }) => {
  core.on("put", "/desk/authenticator/{id}", wrongField("driftSeconds", "An hour at most."));
  await openApp(core, { ...appEntry, driftSeconds: 90 });
  await card();
  press("Change phone@Acme");
  expect(box("Minutes fast").value).toBe("1.5");
  type("Minutes fast", "90");
  press("Save");
  await waitFor(() => expect(saidAt("Minutes fast")).toContain("An hour at most."));
});

test("deleting is asked first, and refused or done", async ({ core }) => {
  const busy = refused({ code: "STORE_BUSY", message: "In use." }, 409);
  core.on("delete", "/desk/authenticator/{id}", busy, null);
  await openApp(core, appEntry);
  await card();
  press("Change phone@Acme");
  press("Delete");
  expect(dialog()?.getElement().textContent).toContain("Delete phone@Acme?");
  pressInDialog("Cancel");
  expect(dialog()).toBeNull();
  expect(core.sent("delete", "/desk/authenticator/{id}")).toEqual([]);
  press("Delete");
  pressInDialog("Delete it");
  await waitFor(() => expect(dialog()?.getElement().textContent).toContain("In use."));
  core.on("get", "/desk/authenticator", { entries: [], now: NOW });
  pressInDialog("Delete it");
  await screen.findByText(/^No keys yet\./);
  expect(core.sent("delete", "/desk/authenticator/{id}").map(({ path }) => path)).toContain("/desk/authenticator/1");
});

test("a page without a box for a code is told to the person", async ({ core }) => {
  await openApp(core, appEntry);
  await card();
  press("Fill the code of phone@Acme");
  await screen.findByText("The page has no box for a code now.");
});

test.for([
  [0, "right", "0"],
  [-60, "slow", "1"],
  [420, "fast", "7"],
  [90, "fast", "1.5"],
] as const)("%i seconds of drift are said and meant the same", ([seconds, drift, minutes]) => {
  expect(driftOf(seconds)).toBe(drift);
  expect(minutesOf(seconds)).toBe(minutes);
  expect(secondsOf(drift, Number(minutes))).toBe(seconds);
});

test("one minute is no minutes", () => {
  expect(clockWords(-60)).toBe("This phone's clock is 1 minute slow.");
});
