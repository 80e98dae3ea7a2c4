import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { addressShown, box, goTo, openAt, press, type } from "../testing/window";
import { CONSOLE_HOME, session, SIGN_IN } from "../testing/world";

const START = "vestibule://start";

test("back, forward and reload, by button and by key", async ({ core }) => {
  core.on("get", "/api/session", session);
  openAt(core, "nonsense one");
  goTo("console.aws.amazon.com");
  await screen.findByTestId("page-console-home");
  expect(addressShown()).toBe(CONSOLE_HOME);
  press("Back");
  expect(screen.getByTestId("page-not-found").textContent).toContain("nonsense one");
  fireEvent.keyDown(window, { key: "ArrowLeft", altKey: true });
  expect(addressShown()).toBe(START);
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Back" }).disabled).toBe(true);
  fireEvent.keyDown(window, { key: "ArrowRight", altKey: true });
  expect(addressShown()).toBe("nonsense one");
  press("Forward");
  await screen.findByTestId("page-console-home");
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Forward" }).disabled).toBe(true);
  const asked = core.sent("get", "/api/session").length;
  press("Reload");
  await screen.findByTestId("page-console-home");
  fireEvent.keyDown(window, { key: "F5" });
  await screen.findByTestId("page-console-home");
  fireEvent.keyDown(window, { key: "r", ctrlKey: true });
  await screen.findByTestId("page-console-home");
  expect(core.sent("get", "/api/session").length).toBe(asked + 3);
});

test("a nonsense address is said as it was typed, with a way out", async ({ core }) => {
  core.on("get", "/api/sign-in", { page: "chooser" });
  openAt(core, "https://login.example.com/<b>x</b>");
  const page = screen.getByTestId("page-not-found");
  expect(page.textContent).toContain("https://login.example.com/<b>x</b>");
  press("Sign-in page");
  await screen.findByTestId("page-sign-in-chooser");
  expect(addressShown()).toBe(SIGN_IN);
});

test("an address without a scheme is shown whole once it is come to", ({ core }) => {
  core.hold("get", "/api/sign-in");
  openAt(core, "ACME.signin.aws.amazon.com");
  expect(addressShown()).toBe("https://acme.signin.aws.amazon.com/console");
});

test("escape brings back the address of the page", ({ core }) => {
  openAt(core);
  type("Simulated address", "something else");
  fireEvent.keyDown(box("Simulated address"), { key: "Escape" });
  expect(addressShown()).toBe(START);
});

test("Ctrl+L goes to the address", ({ core }) => {
  openAt(core);
  fireEvent.keyDown(window, { key: "l", ctrlKey: true });
  expect(document.activeElement).toBe(box("Simulated address"));
});

test("unread mail is counted at the desk's button", async ({ core }) => {
  const mail = { from: "a@x", to: "b@x", subject: "s", receivedAt: "2026-03-01T09:04:05Z" };
  core.on("get", "/desk/mail", {
    messages: [
      { ...mail, id: 1, read: false },
      { ...mail, id: 2, read: true },
      { ...mail, id: 3, read: false },
    ],
  });
  openAt(core);
  expect((await screen.findByLabelText("2 unread")).textContent).toBe("2");
});
