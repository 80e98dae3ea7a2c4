import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Call } from "../api/types";
import { barriers } from "../testing/axe";
import { refused, wrongField, type Core } from "../testing/core";
import { phoneCall } from "../testing/mfa";
import { box, openAt, openDesk, press, saidAt, type } from "../testing/window";

const NUMBER = "+1 555 0100";

function calls(core: Core, ...calls: Call[]) {
  core.on("get", "/desk/phone", { number: NUMBER, calls });
}

async function openPhone(core: Core, ...list: Call[]) {
  calls(core, ...list);
  openAt(core);
  openDesk(/^Phone/);
  expect((await screen.findByTestId("phone-number")).textContent).toBe(NUMBER);
}

const voice = () => screen.getByTestId("phone-voice").textContent;
const tab = () => screen.getByTestId("desk-phone").textContent;

test("nobody calls: when it rings is said", async ({ core }) => {
  await openPhone(core);
  await screen.findByText(/^Nobody calls\. It rings when a root user/);
  expect(tab()).toBe("Phone");
  expect(voice()).toBe("");
  expect(await barriers()).toEqual([]);
});

test("a phone that fails is said", async ({ core }) => {
  core.on("get", "/desk/phone", refused({ code: "INTERNAL", message: "It could not be read." }, 500));
  openAt(core);
  openDesk(/^Phone/);
  await screen.findByText("It could not be read.");
});

test("a call rings on the tab and on the closed desk", async ({ core }) => {
  calls(core, phoneCall(1));
  openAt(core);
  await screen.findByLabelText("1 unread");
  openDesk("Clock");
  expect(tab()).toBe("Phone1");
  expect(screen.getByLabelText("rings").textContent).toBe("1");
});

test("who calls, and digits by keypad: wrong ones may be typed again, right ones are thanked for", async ({ core }) => {
  const no = phoneCall(1, { state: "refused", words: "Those are not the digits." });
  const yes = phoneCall(1, { state: "accepted", words: "Thank you." });
  core.on("post", "/desk/phone/calls/{id}/digits", no, yes);
  await openPhone(core, phoneCall(1));
  const call = await screen.findByTestId("call");
  expect(call.textContent).toContain("Simulated AWS calls");
  expect(call.textContent).toContain("Enter the six digits shown on the page.");
  expect(voice()).toContain("Enter the 6 digits that your screen shows.");
  expect(await barriers()).toEqual([]);
  for (const key of ["9", "Clear", "1", "2", "3", "4", "5", "7", "Undo", "6"]) press(key);
  expect(box("Digits").value).toBe("123456");
  calls(core, no);
  press("Send the digits");
  await waitFor(() => expect(voice()).toContain("Those are not the digits."));
  expect(box("Digits").value).toBe("");
  expect(tab()).toBe("Phone1");
  type("Digits", "654321");
  calls(core, yes);
  const form = box("Digits").form;
  if (form !== null) fireEvent.submit(form);
  await waitFor(() => expect(voice()).toContain("Thank you."));
  expect(screen.queryByTestId("call")).toBeNull();
  expect(tab()).toBe("Phone");
  expect(core.bodies("post", "/desk/phone/calls/{id}/digits")).toEqual([{ digits: "123456" }, { digits: "654321" }]);
});

test("digits that cannot be are refused at their box", async ({ core }) => {
  core.on("post", "/desk/phone/calls/{id}/digits", wrongField("digits", "Six digits."));
  await openPhone(core, phoneCall(1));
  await screen.findByTestId("call");
  press("7");
  press("Send the digits");
  await waitFor(() => expect(saidAt("Digits")).toContain("Six digits."));
  expect(box("Digits").value).toBe("7");
  expect(document.activeElement).toBe(box("Digits"));
});

test("a call that the service no longer knows is said", async ({ core }) => {
  core.on("post", "/desk/phone/calls/{id}/digits", refused({ code: "PHONE_REFUSED", message: "Nobody waits." }, 422));
  await openPhone(core, phoneCall(1));
  await screen.findByTestId("call");
  press("Send the digits");
  await screen.findByText("Nobody waits.");
});

test("hanging up ends the call, and calls before can be removed", async ({ core }) => {
  core.on("delete", "/desk/phone/calls/{id}", null);
  const before = phoneCall(1, { from: "Somebody", state: "ended" });
  await openPhone(core, phoneCall(2), before);
  await screen.findByTestId("call");
  expect(screen.getByTestId("call-ended").textContent).toContain("1 Mar 2026, 09:04:05 UTC · over");
  calls(core, phoneCall(2, { state: "ended" }), before);
  press("Hang up");
  await waitFor(() => expect(screen.queryByTestId("call")).toBeNull());
  expect(voice()).toBe("");
  await waitFor(() => expect(document.activeElement?.id).toBe("desk-body"));
  calls(core);
  press("Remove the call of Somebody");
  await screen.findByText(/^Nobody calls\./);
  expect(core.sent("delete", "/desk/phone/calls/{id}").map(({ path }) => path)).toEqual([
    "/desk/phone/calls/2",
    "/desk/phone/calls/1",
  ]);
});
