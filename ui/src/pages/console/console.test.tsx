import createWrapper from "@cloudscape-design/components/test-utils/dom";
import { fireEvent, screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { ConsoleAccess, PasswordPolicy } from "../../api/types";
import { refused, wrongField, type Core } from "../../testing/core";
import { addressShown, box, dialog, openAt, press, pressInDialog, refusal, saidAt, type } from "../../testing/window";
import {
  account,
  ALIAS_SIGN_IN,
  CONSOLE_HOME,
  credentials,
  event,
  session,
  signedOut,
  user,
} from "../../testing/world";

const IAM = "https://us-east-1.console.aws.amazon.com/iam/home";
const EVENTS = "https://us-east-1.console.aws.amazon.com/cloudtrailv2/home#/events";
const denied = refused({ code: "ACCESS_DENIED", message: "User: x is not authorized to perform: iam:y" }, 403);

/** Where copied text goes. */
function clipboard(): string[] {
  const copied: string[] = [];
  vi.stubGlobal("navigator", {
    ...navigator,
    userAgent: "test",
    clipboard: { writeText: (text: string) => Promise.resolve(void copied.push(text)) },
  });
  return copied;
}

async function openEvents(core: Core) {
  core.on("get", "/api/session", session);
  openAt(core, EVENTS);
  await screen.findByRole("heading", { level: 1, name: "Event history" });
}

const rows = () =>
  createWrapper()
    .findTable()
    ?.findRows()
    .map((row) =>
      row
        .findAll("td, th")
        .map((cell) => cell.getElement().textContent)
        .join("|")
        .trim(),
    );

test("who is signed out is sent to sign in, and back does not come here again", async ({ core }) => {
  core.on("get", "/api/session", signedOut).hold("get", "/api/sign-in");
  openAt(core, CONSOLE_HOME);
  await screen.findByDisplayValue(ALIAS_SIGN_IN);
  press("Back");
  expect(addressShown()).toBe("vestibule://start");
});

test("the account ID is shown with dashes and copied without", async ({ core }) => {
  core.on("get", "/api/session", session);
  const copied = clipboard();
  openAt(core, CONSOLE_HOME);
  await screen.findByTestId("page-console-home");
  expect(screen.getByRole("navigation", { name: "Console" }).textContent).toContain("1111-2222-3333");
  press("Copy account ID");
  await screen.findByText("Account ID copied");
  expect(copied).toEqual(["111122223333"]);
});

test.for([
  [1, "Your password expires in 1 day"],
  [15, "Your password expires in 15 days"],
  [0, "Your password expires in 0 days"],
] as const)("%i days before a password expires that is said", async ([passwordDaysLeft, words], { core }) => {
  core.on("get", "/api/session", { ...session, passwordDaysLeft });
  openAt(core, CONSOLE_HOME);
  const warning = await screen.findByTestId("expiry-warning");
  expect(within(warning).getByText(words)).toBeTruthy();
});

test("events: newest first as the core gave them, the outcome in words", async ({ core }) => {
  core.on("get", "/api/events", {
    events: [event(2, { outcome: "failure", userName: null }), event(1)],
    next: null,
  });
  await openEvents(core);
  expect(rows()).toEqual([
    "|ConsoleLogin|1 Mar 2026, 09:04:05 UTC|-|Failure|us-east-1|203.0.113.7",
    "|ConsoleLogin|1 Mar 2026, 09:04:05 UTC|alice|Success|us-east-1|203.0.113.7",
  ]);
});

test("events: a filter asks the core, with only what is set", async ({ core }) => {
  core.on("get", "/api/events", { events: [event(1)], next: null }, { events: [], next: null });
  await openEvents(core);
  type("Event name", "ConsoleLogin");
  expect(core.sent("get", "/api/events").length).toBe(1);
  press("Filter");
  await screen.findByText(/No event matches/);
  core.on("get", "/api/events", { events: [event(3, { outcome: "failure" })], next: null });
  const outcome = createWrapper().findSelect();
  outcome?.openDropdown();
  outcome?.selectOptionByValue("failure");
  await screen.findByRole("radio", { name: /^Show ConsoleLogin/ });
  expect(core.sent("get", "/api/events").map(({ query }) => query.toString())).toEqual([
    "",
    "name=ConsoleLogin",
    "name=ConsoleLogin&outcome=failure",
  ]);
  expect(box("Event name").value).toBe("ConsoleLogin");
});

test("events: older and newer pages", async ({ core }) => {
  core.on(
    "get",
    "/api/events",
    { events: [event(9)], next: 9 },
    { events: [event(3, { name: "SwitchRole" })], next: null },
  );
  await openEvents(core);
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Newer events" }).disabled).toBe(true);
  press("Older events");
  await screen.findByText("SwitchRole");
  expect(core.sent("get", "/api/events").at(-1)?.query.toString()).toBe("before=9");
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Older events" }).disabled).toBe(true);
  core.on("get", "/api/events", { events: [event(9, { name: "First" })], next: 9 });
  press("Newer events");
  await screen.findByText("First");
  expect(core.sent("get", "/api/events").at(-1)?.query.toString()).toBe("");
});

test("events: the whole record, as JSON to read and to copy", async ({ core }) => {
  const record = { eventName: "ConsoleLogin", responseElements: { ConsoleLogin: "Failure" } };
  const text = JSON.stringify(record, null, 2);
  // The schema knows no member of a record.
  const opaque: Record<string, never> = JSON.parse(text);
  core.on("get", "/api/events", { events: [event(1, { record: opaque })], next: null });
  const copied = clipboard();
  await openEvents(core);
  expect(screen.queryByTestId("event-record")).toBeNull();
  press(/^Show ConsoleLogin of 1 Mar 2026/, "radio");
  expect(screen.getByTestId("event-record").textContent).toBe(text);
  press("Copy record");
  await screen.findByText("Record copied");
  expect(copied).toEqual([text]);
});

test("events: the export takes the filter along and says where it went", async ({ core }) => {
  core.on("get", "/api/events", { events: [], next: null });
  core.on("get", "/api/events/export", { jsonLines: '{"a":1}\n{"a":2}\n' });
  core.on("post", "/desk/downloads", { path: "/home/alice/Downloads/events.jsonl" });
  await openEvents(core);
  type("User name", "alice");
  press("Filter");
  await screen.findByText(/No event matches/);
  press("Download JSON lines");
  await screen.findByText(/\/home\/alice\/Downloads\/events\.jsonl/);
  expect(core.sent("get", "/api/events/export").map(({ query }) => query.toString())).toEqual(["userName=alice"]);
  expect(core.bodies("post", "/desk/downloads")).toEqual([
    { fileName: "events.jsonl", contents: '{"a":1}\n{"a":2}\n' },
  ]);
});

test("events: an export that is refused saves nothing", async ({ core }) => {
  core.on("get", "/api/events", { events: [], next: null }).on("get", "/api/events/export", denied);
  await openEvents(core);
  press("Download JSON lines");
  await screen.findByTestId("refusal");
  expect(refusal()).toContain("Access denied");
  expect(core.log).not.toContain("POST /desk/downloads");
});

test("who may not read a page reads why, in AWS's words", async ({ core }) => {
  core.on("get", "/api/session", session).on("get", "/api/users", denied);
  openAt(core, `${IAM}#/users`);
  await screen.findByTestId("refusal");
  expect(refusal()).toContain("not authorized to perform: iam:y");
});

test("a session that ends while a page is open leads to sign-in", async ({ core }) => {
  core.on("get", "/api/session", session, signedOut).hold("get", "/api/sign-in");
  core.on("get", "/api/users", refused({ code: "NOT_SIGNED_IN", message: "You are signed out." }, 401));
  openAt(core, `${IAM}#/users`);
  await screen.findByDisplayValue(ALIAS_SIGN_IN);
});

const ACCESS: Record<ConsoleAccess, string> = {
  none: "No console password",
  enabled: "Enabled",
  "reset-required": "Reset required",
  expired: "Password expired",
  disabled: "Disabled after 100 failures",
};

async function openUsers(core: Core, ...users: ReturnType<typeof user>[]) {
  core.on("get", "/api/session", session).on("get", "/api/users", { users, next: null });
  openAt(core, `${IAM}#/users`);
  await screen.findByRole("heading", { level: 1, name: "Users" });
}

test("users: every kind of console access in words", async ({ core }) => {
  const kinds = Object.keys(ACCESS) as ConsoleAccess[];
  await openUsers(core, ...kinds.map((consoleAccess) => user(`u-${consoleAccess}`, { consoleAccess })));
  expect(rows()).toEqual(kinds.map((kind) => `u-${kind}|0|${ACCESS[kind]}|None|-|Never|None|`));
});

test("users: what is typed to find someone stays, and is asked for once", async ({ core }) => {
  await openUsers(core, user("alice"), user("bob"));
  const find = screen.getByPlaceholderText<HTMLInputElement>("Find users by the beginning of their name");
  fireEvent.change(find, { target: { value: "b" } });
  expect(find.value).toBe("b");
  fireEvent.change(find, { target: { value: "bo" } });
  core.on("get", "/api/users", { users: [], next: null });
  await screen.findByText("No user's name begins with this.");
  expect(core.sent("get", "/api/users").map(({ query }) => query.toString())).toEqual(["", "search=bo"]);
});

test("users: deleting is asked about first", async ({ core }) => {
  core.on("delete", "/api/users/{userName}", null);
  await openUsers(core, user("bob"));
  const menu = createWrapper(screen.getByRole("table", { name: "IAM users" })).findButtonDropdown();
  menu?.openDropdown();
  menu?.findItemById("delete")?.click();
  expect(dialog()?.getElement().textContent).toContain("Delete bob?");
  pressInDialog("Cancel");
  expect(dialog()).toBeNull();
  expect(core.sent("delete", "/api/users/{userName}")).toEqual([]);
  menu?.openDropdown();
  menu?.findItemById("delete")?.click();
  core.on("get", "/api/users", { users: [], next: null });
  pressInDialog("Delete user");
  await screen.findByText("This account has no users. Create one.");
  expect(core.sent("delete", "/api/users/{userName}").map(({ path }) => path)).toEqual(["/api/users/bob"]);
});

test("create user: the name stays after a refusal, and the password is shown this once", async ({ core }) => {
  core.on("get", "/api/session", session).on("get", "/api/groups", { groups: [] });
  core.on("post", "/api/users", wrongField("userName", "Only letters."), {
    user: user("carol"),
    password: "Gen-1-erated",
    signInUrl: ALIAS_SIGN_IN,
  });
  openAt(core, `${IAM}#/users/create`);
  await screen.findByTestId("page-create-user");
  expect(document.activeElement).toBe(box("User name"));
  type("User name", "carol!");
  press("Next");
  await screen.findByTestId("step-permissions");
  press("Next");
  await screen.findByTestId("step-review");
  press("Create user");
  await screen.findByText("Only letters.");
  expect(saidAt("User name")).toContain("Only letters.");
  expect(box("User name").value).toBe("carol!");
  expect(document.activeElement).toBe(box("User name"));
  press("Next");
  await screen.findByTestId("step-permissions");
  press("Next");
  await screen.findByTestId("step-review");
  press("Create user");
  expect((await screen.findByTestId("shown-password")).textContent).toBe("Gen-1-erated");
  expect(core.bodies("post", "/api/users").at(-1)).toEqual({
    userName: "carol!",
    console: { password: null, resetRequired: true },
    groups: [],
    tags: [],
  });
  press("Create another");
  expect(screen.queryByTestId("shown-password")).toBeNull();
  expect(box("User name").value).toBe("");
});

test("security credentials: a wrong current password is said there, and all three are typed anew", async ({ core }) => {
  core.on("get", "/api/session", session).on("get", "/api/security-credentials", credentials());
  core.on("post", "/api/security-credentials/password", wrongField("currentPassword", "It is not right."), null);
  openAt(core, `${IAM}#/security_credentials`);
  press((await screen.findByRole("button", { name: "Update password" })).textContent ?? "");
  const labels = ["Current password", "New password", "Confirm new password"];
  for (const label of labels) type(label, "secret");
  press("Change password");
  await screen.findByText("It is not right.");
  expect(saidAt("Current password")).toContain("It is not right.");
  expect(document.activeElement).toBe(box("Current password"));
  expect(labels.map((label) => box(label).value)).toEqual(["", "", ""]);
  press("Change password");
  await screen.findByText(/The password was changed/);
  expect(screen.getByTestId("save-offer").textContent).toContain("alice");
});

const LENGTH = "Password minimum length";
const AGE = "Password expiration, in days";

async function openPolicy(core: Core, policy: PasswordPolicy | null) {
  core.on("get", "/api/session", session).on("get", "/api/account", { ...account, passwordPolicy: policy });
  openAt(core, `${IAM}#/account_settings`);
  await screen.findByTestId("password-policy");
}

const strict: PasswordPolicy = {
  minimumPasswordLength: 14,
  requireUppercaseCharacters: true,
  requireLowercaseCharacters: false,
  requireNumbers: true,
  requireSymbols: false,
  maxPasswordAge: 90,
  passwordReusePrevention: 24,
  hardExpiry: true,
  allowUsersToChangePassword: true,
};

test("password policy: what holds is shown, and sent back as it was but for the change", async ({ core }) => {
  core.on("put", "/api/account/password-policy", null);
  await openPolicy(core, strict);
  expect([box(LENGTH).value, box(AGE).value]).toEqual(["14", "90"]);
  expect(screen.getByRole<HTMLInputElement>("checkbox", { name: /uppercase/ }).checked).toBe(true);
  expect(screen.getByRole<HTMLInputElement>("checkbox", { name: /lowercase/ }).checked).toBe(false);
  press(/lowercase/, "checkbox");
  type(AGE, " 30 ");
  press("Set custom");
  await screen.findByText("The password policy was saved.");
  expect(core.bodies("put", "/api/account/password-policy")).toEqual([
    { ...strict, requireLowercaseCharacters: true, maxPasswordAge: 30 },
  ]);
});

test.for(["-1", "1.5", "ninety", "70000", "1e9"])(
  "password policy: %j is sent as what no rule takes",
  async (typed, { core }) => {
    core.on("put", "/api/account/password-policy", wrongField("maxPasswordAge", "1 to 1095 days."));
    await openPolicy(core, strict);
    type(AGE, typed);
    press("Set custom");
    await screen.findByText("1 to 1095 days.");
    expect(core.bodies("put", "/api/account/password-policy")[0]?.maxPasswordAge).toBe(65_535);
    expect(saidAt(AGE)).toContain("1 to 1095 days.");
    expect(box(AGE).value).toBe(typed);
    expect(box(LENGTH).getAttribute("aria-invalid")).toBeNull();
    expect(document.activeElement).toBe(box(AGE));
  },
);

test("password policy: custom begins with what the API takes for nothing", async ({ core }) => {
  core.on("put", "/api/account/password-policy", null);
  await openPolicy(core, null);
  expect(screen.queryByLabelText(LENGTH)).toBeNull();
  press(/^Custom/, "radio");
  expect([box(LENGTH).value, box(AGE).value]).toEqual(["6", "0"]);
  expect(screen.getAllByRole<HTMLInputElement>("checkbox").filter(({ checked }) => checked)).toEqual([]);
});

test("password policy: back to the default deletes it", async ({ core }) => {
  core.on("delete", "/api/account/password-policy", null);
  await openPolicy(core, strict);
  press(/^IAM default/, "radio");
  expect(screen.queryByLabelText(LENGTH)).toBeNull();
  press("Set default");
  await screen.findByText("The password policy was saved.");
  expect(core.sent("delete", "/api/account/password-policy").length).toBe(1);
});

test("alias: a taken one is said, and stays in the box", async ({ core }) => {
  const taken = refused({ code: "ENTITY_ALREADY_EXISTS", message: "The account alias globex already exists." }, 409);
  core.on("put", "/api/account/alias", wrongField("alias", "3 to 63 characters."), taken);
  await openPolicy(core, null);
  type("Preferred alias", "globex");
  press("Save alias");
  await screen.findByText("3 to 63 characters.");
  expect(saidAt("Preferred alias")).toContain("3 to 63 characters.");
  expect(document.activeElement).toBe(box("Preferred alias"));
  press("Save alias");
  await screen.findByTestId("refusal");
  expect(refusal()).toContain("globex already exists");
  expect(box("Preferred alias").value).toBe("globex");
});
