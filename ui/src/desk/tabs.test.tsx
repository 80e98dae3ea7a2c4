import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { barriers } from "../testing/axe";
import { emptyDevices } from "../testing/mfa";
import { openAt, openDesk } from "../testing/window";

const tabs = () => screen.getAllByRole("tab");
const current = () => tabs().find((tab) => tab.getAttribute("aria-selected") === "true")?.textContent;

function key(name: string) {
  const focused = document.activeElement;
  if (focused !== null) fireEvent.keyDown(focused, { key: name });
}

test("every tab is one arrow further, and only the open one is in the tab order", async ({ core }) => {
  emptyDevices(core);
  openAt(core);
  openDesk("Passwords");
  const seen = tabs().map(() => {
    const open = tabs().filter(({ tabIndex }) => tabIndex === 0);
    expect(open).toEqual([document.activeElement]);
    const name = current();
    key("ArrowRight");
    return name;
  });
  expect(seen).toEqual([
    "Passwords",
    "Authenticator",
    "Keys",
    "Token",
    "Phone",
    "Mailbox",
    "Cookies",
    "Clock",
    "Settings",
  ]);
  expect(current()).toBe("Passwords");
  key("End");
  expect(current()).toBe("Settings");
  key("ArrowLeft");
  expect(current()).toBe("Clock");
  key("Home");
  expect(current()).toBe("Passwords");
  expect(await barriers()).toEqual([]);
});
