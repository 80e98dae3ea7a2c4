import { fireEvent, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { ALIAS_SIGN_IN, CONSOLE_HOME, session, SIGN_IN, user, world } from "../testing/world";
import { box, goTo, openAt, openDesk, press } from "../testing/window";

const USERS = "https://us-east-1.console.aws.amazon.com/iam/home#/users";

test("the first page takes no focus: nobody went anywhere", ({ core }) => {
  openAt(core);
  expect(screen.getByRole("heading", { level: 1, name: "Getting started" })).toBeTruthy();
  expect(document.activeElement).toBe(document.body);
});

test("a page that is come to has the focus on its main heading", async ({ core }) => {
  openAt(core, "no such place");
  const heading = await screen.findByRole("heading", { level: 1, name: "There is no page at this address" });
  expect(document.activeElement).toBe(heading);
  expect(heading.tabIndex).toBe(-1);
});

test("a page that asks the core first has the focus once it is there", async ({ core }) => {
  const answer = core.on("get", "/api/session", session).hold("get", "/api/users");
  openAt(core, USERS);
  await screen.findByTestId("page-users");
  expect(screen.queryByRole("heading", { level: 1 })).toBeNull();
  answer({ users: [user("bob")], next: null });
  const heading = await screen.findByRole("heading", { level: 1, name: "Users" });
  expect(document.activeElement).toBe(heading);
});

test("a form has the focus in its first field that is still to be filled in", async ({ core }) => {
  core.on(
    "get",
    "/api/sign-in",
    { page: "chooser" },
    { page: "iam-user", account: "acme", accountFixed: true, remembered: false, userName: null },
    { page: "iam-user", account: "acme", accountFixed: true, remembered: true, userName: "alice" },
  );
  openAt(core, SIGN_IN);
  await screen.findByTestId("page-sign-in-chooser");
  expect(document.activeElement).toBe(box("Root user email address"));
  goTo(ALIAS_SIGN_IN);
  await screen.findByTestId("page-iam-sign-in");
  expect(document.activeElement).toBe(box("IAM user name"));
  goTo(ALIAS_SIGN_IN);
  await screen.findByDisplayValue("alice");
  expect(document.activeElement).toBe(box("Password"));
});

test("the next step of a sign-in takes the focus that the step before had", async ({ core }) => {
  core.on("get", "/api/sign-in", { page: "iam-user", account: null, accountFixed: false, remembered: false });
  openAt(core, SIGN_IN);
  await screen.findByTestId("page-iam-sign-in");
  press("Having trouble?", "link");
  expect(document.activeElement).toBe(screen.getByRole("heading", { name: "Having trouble signing in?" }));
  press("Back to IAM user sign in");
  expect(document.activeElement).toBe(box("Account ID (12 digits) or account alias"));
});

test("back brings the focus along", async ({ core }) => {
  core.on("get", "/api/session", session);
  openAt(core, CONSOLE_HOME);
  await screen.findByTestId("page-console-home");
  press("Back");
  const heading = await screen.findByRole("heading", { level: 1, name: "Getting started" });
  expect(document.activeElement).toBe(heading);
});

test("a reload from the desk leaves the focus at the desk", async ({ core }) => {
  core.on("get", "/api/session", session).on("get", "/world", world);
  openAt(core, CONSOLE_HOME);
  await screen.findByTestId("page-console-home");
  openDesk("Clock");
  await screen.findByTestId("clock-now");
  const button = screen.getByRole("button", { name: "1 hour" });
  button.focus();
  const asked = core.sent("get", "/api/session").length;
  fireEvent.keyDown(button, { key: "F5" });
  await vi.waitFor(() => expect(core.sent("get", "/api/session").length).toBeGreaterThan(asked));
  await screen.findByTestId("page-console-home");
  expect(document.activeElement).toBe(button);
});

test("who has gone on while a page loads is not called back", async ({ core }) => {
  const answer = core.hold("get", "/api/session");
  openAt(core, CONSOLE_HOME);
  const address = box("Simulated address");
  address.focus();
  fireEvent.focus(address);
  answer(session);
  await screen.findByRole("heading", { level: 1, name: "Console Home" });
  expect(document.activeElement).toBe(box("Simulated address"));
});
