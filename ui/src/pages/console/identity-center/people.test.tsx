import createWrapper from "@cloudscape-design/components/test-utils/dom";
import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { CenterGroup, CenterUserDetails } from "../../../api/types";
import { barriers } from "../../../testing/axe";
import { refused, wrongField, type Core } from "../../../testing/core";
import {
  addressShown,
  box,
  dialog,
  openAt,
  press,
  pressInDialog,
  refusal,
  saidAt,
  type,
} from "../../../testing/window";
import { center } from "../../../testing/center";
import { phone, session } from "../../../testing/world";

const CENTER = "https://us-east-1.console.aws.amazon.com/singlesignon/home";
const USERS = "/api/identity-center/users";
const USER = "/api/identity-center/users/{id}";

const mary: CenterUserDetails = {
  id: "0123456789-aaaa",
  arn: "arn:aws:identitystore:::user/0123456789-aaaa",
  userName: "mary",
  displayName: "Mary Major",
  givenName: "Mary",
  familyName: "Major",
  email: "mary@acme.example",
  emailVerified: true,
  enabled: true,
  attributes: { department: "Platform" },
  knownAttributes: ["department", "costCenter"],
  createdBy: "manual",
  externalId: null,
  createdAt: "2026-01-01T00:00:00Z",
  updatedAt: "2026-01-01T00:00:00Z",
  signedInAt: null,
  password: "chosen",
};

const engineers: CenterGroup = {
  id: "0123456789-bbbb",
  name: "Engineers",
  description: "",
  createdAt: "2026-01-01T00:00:00Z",
};

const pushed: CenterGroup = { ...engineers, createdBy: "scim", provisioned: true };

/** Whether something is there and cannot be used. */
function isOff(name: string | RegExp, role: "button" | "checkbox" = "button"): boolean {
  const found = screen.getByRole(role, { name });
  return found.getAttribute("aria-disabled") === "true" || (found as HTMLInputElement).disabled;
}

async function open(core: Core, at: string, testId: string) {
  core.on("get", "/api/session", session).on("get", "/api/identity-center", center);
  openAt(core, `${CENTER}#!${at}`);
  await screen.findByTestId(testId);
}

async function openMary(core: Core, section: string, user: CenterUserDetails = mary) {
  core.on("get", USER, user);
  await open(core, `/users/${mary.id}?section=${section}`, "page-center-user");
  await screen.findByRole("heading", { level: 1, name: "Mary Major" });
}

test("the dashboard says where the portal is, and leads on", async ({ core }) => {
  core.on("get", USERS, { users: [], next: null });
  await open(core, "/", "page-center-dashboard");
  await screen.findByText(center.portal.start);
  expect(await barriers()).toEqual([]);
  press("200,000", "link");
  await screen.findByTestId("page-center-users");
  await screen.findByText("There are no users. Add one.");
  expect(addressShown()).toBe(`${CENTER}#!/users`);
});

test("people are found and paged by the core", async ({ core }) => {
  const { id, userName, displayName, email, enabled, createdBy } = mary;
  core.on("get", USERS, { users: [{ id, userName, displayName, email, enabled, createdBy }], next: "1mary" });
  await open(core, "/users", "page-center-users");
  await screen.findByText("mary@acme.example");
  press("Next page");
  await waitFor(() => expect(core.sent("get", USERS).at(-1)?.query.get("after")).toBe("1mary"));
  createWrapper().findTextFilter()?.findInput().setInputValue("maj");
  await waitFor(() => expect(core.sent("get", USERS).at(-1)?.query.get("find")).toBe("maj"));
  expect(core.sent("get", USERS).at(-1)?.query.get("after")).toBeNull();
});

test("somebody is added: a refused field has the focus, and a one-time password is told once", async ({ core }) => {
  core.on("get", "/api/identity-center/groups", { groups: [engineers], next: null });
  const added = { id: mary.id, userName: "mary", oneTimePassword: "Once-1234567!" };
  core.on("post", USERS, wrongField("userName", "A user name has letters."), added);
  await open(core, "/users/add", "page-center-add-user");
  await screen.findByText("Engineers");
  type("Username", "m ary");
  type("First name", "Mary");
  type("Last name", "Major");
  expect(box("Display name").value).toBe("Mary Major");
  type("Email address", "mary@acme.example");
  press(/^Generate a one-time password/, "radio");
  expect(await barriers()).toEqual([]);
  press("Add user");
  await screen.findByText("A user name has letters.");
  expect(document.activeElement).toBe(box("Username"));
  expect(saidAt("Username")).toContain("A user name has letters.");
  type("Username", "mary");
  press("Add user");
  await screen.findByTestId("shown-password");
  expect(screen.getByTestId("shown-password").textContent).toBe("Once-1234567!");
  expect(core.bodies("post", USERS).at(-1)).toEqual({
    userName: "mary",
    givenName: "Mary",
    familyName: "Major",
    displayName: "Mary Major",
    email: "mary@acme.example",
    attributes: {},
    groups: [],
    password: "one-time",
  });
  core.on("get", USER, mary);
  press("View user");
  await screen.findByTestId("page-center-user");
  expect(document.body.textContent).not.toContain("Once-1234567!");
});

test("a person is disabled after it is said what dies and what lives", async ({ core }) => {
  core.on("put", "/api/identity-center/users/{id}/enabled", null);
  await openMary(core, "profile");
  expect(await barriers()).toEqual([]);
  press("Disable user access");
  expect(dialog()?.getElement().textContent).toContain("stay good until they expire");
  core.on("get", USER, { ...mary, enabled: false });
  pressInDialog("Disable user access");
  await screen.findByText(/is disabled, and signed out/);
  await screen.findByRole("button", { name: "Enable user access" });
  expect(core.bodies("put", "/api/identity-center/users/{id}/enabled")).toEqual([{ enabled: false }]);
});

test("a password is reset by mail or told once", async ({ core }) => {
  const path = "/api/identity-center/users/{id}/password";
  core.on("post", path, { oneTimePassword: null }, { oneTimePassword: "Once-7654321!" });
  await openMary(core, "profile");
  press("Reset password");
  pressInDialog("Reset password");
  await screen.findByText(/A mail with a link/);
  press("Reset password");
  press(/^Generate a one-time password/, "radio");
  pressInDialog("Reset password");
  expect((await screen.findByTestId("shown-password")).textContent).toBe("Once-7654321!");
  expect(core.bodies("post", path)).toEqual([{ how: "email" }, { how: "one-time" }]);
});

test("who has no password is invited again", async ({ core }) => {
  core.on("post", "/api/identity-center/users/{id}/invitation", null);
  await openMary(core, "profile", { ...mary, password: "none" });
  press("Send invitation");
  await screen.findByText(/An invitation is on its way to mary@acme.example/);
});

test("a profile is edited, and a refused address is said at its field", async ({ core }) => {
  core.on("put", USER, wrongField("email", "Not an address."), null);
  await openMary(core, "profile");
  press("Edit");
  expect(box("Department").value).toBe("Platform");
  type("Cost center", "42");
  type("Email address", "nobody");
  press("Save changes");
  await waitFor(() => expect(saidAt("Email address")).toContain("Not an address."));
  type("Email address", "mm@acme.example");
  press("Save changes");
  await screen.findByText("Profile details");
  await waitFor(() => expect(core.bodies("put", USER).length).toBe(2));
  expect(core.bodies("put", USER).at(-1)).toEqual({
    givenName: "Mary",
    familyName: "Major",
    displayName: "Mary Major",
    email: "mm@acme.example",
    attributes: { department: "Platform", costCenter: "42" },
  });
});

const SESSIONS = "/api/identity-center/users/{id}/sessions";

function began(id: string, createdAt: string) {
  const at = { createdAt, lastSeenAt: createdAt, expiresAt: "2026-03-01T20:00:00Z" };
  return { id, ...at, sourceIp: "127.0.0.1", userAgent: "Vestibule", mfa: null };
}

test("a session is deleted after it is said what lives on", async ({ core }) => {
  core.on("get", SESSIONS, { sessions: [began("s1", "2026-03-01T12:00:00Z")] });
  core.on("post", `${SESSIONS}/delete`, null);
  await openMary(core, "sessions");
  await screen.findByText("1 Mar 2026, 20:00:00 UTC");
  press(/^Choose the session of/, "checkbox");
  press("Delete session");
  core.on("get", SESSIONS, { sessions: [] });
  pressInDialog("Delete session");
  await screen.findByText(/is not signed in at the access portal/);
  expect(core.bodies("post", `${SESSIONS}/delete`)).toEqual([{ sessions: ["s1"] }]);
});

test("a session that ended after it was chosen is chosen no more", async ({ core }) => {
  const [first, second] = [began("s1", "2026-03-01T12:00:00Z"), began("s2", "2026-03-01T13:00:00Z")];
  core.on("get", SESSIONS, { sessions: [second, first] });
  const denied = refused({ code: "ACCESS_DENIED", message: "You cannot." }, 403);
  core.on("post", `${SESSIONS}/delete`, denied, null);
  await openMary(core, "sessions");
  await screen.findByRole("checkbox", { name: "Choose all sessions" });
  press("Choose all sessions", "checkbox");
  press("Delete session");
  expect(dialog()?.getElement().textContent).toContain("Delete 2 sessions?");
  core.on("get", SESSIONS, { sessions: [second] });
  pressInDialog("Delete session");
  await waitFor(() => expect(screen.queryByText("1 Mar 2026, 12:00:00 UTC")).toBeNull());
  press("Delete session");
  expect(dialog()?.getElement().textContent).toContain("Delete this session?");
  pressInDialog("Delete session");
  await waitFor(() => expect(core.bodies("post", `${SESSIONS}/delete`).length).toBe(2));
  expect(core.bodies("post", `${SESSIONS}/delete`).at(-1)).toEqual({ sessions: ["s2"] });
});

test("a group that went after it was chosen is chosen no more", async ({ core }) => {
  const path = "/api/identity-center/users/{id}/groups";
  const staff = { ...engineers, id: "0123456789-cccc", name: "Staff" };
  core.on("get", path, { groups: [engineers, staff] });
  core.on("post", `${path}/remove`, refused({ code: "NO_SUCH_ENTITY", message: "There is no Engineers." }, 404), null);
  await openMary(core, "groups");
  await screen.findByRole("checkbox", { name: "Choose all groups" });
  press("Choose all groups", "checkbox");
  core.on("get", path, { groups: [staff] });
  press("Remove user from groups");
  await waitFor(() => expect(screen.queryByText("Engineers")).toBeNull());
  press("Remove user from groups");
  await waitFor(() => expect(core.bodies("post", `${path}/remove`).length).toBe(2));
  expect(core.bodies("post", `${path}/remove`)).toEqual([{ groups: [engineers.id, staff.id] }, { groups: [staff.id] }]);
});

test("short-term credentials are listed, live and expired", async ({ core }) => {
  const key = {
    accountId: "111122223333",
    roleName: "AWSReservedSSO_ReadOnlyAccess_0123456789abcdef",
    issuedBy: "portal",
    issuedAt: "2026-03-01T12:00:00Z",
    expiresAt: "2026-03-01T13:00:00Z",
  };
  core.on("get", "/api/identity-center/users/{id}/credentials", {
    credentials: [
      { ...key, accessKeyId: "ASIANEW", live: true },
      { ...key, accessKeyId: "ASIAOLD", live: false },
    ],
    total: 251,
    pages: 6,
  });
  await openMary(core, "credentials");
  await screen.findByText("ASIANEW");
  expect(screen.getByText("Expired 1 Mar 2026, 13:00:00 UTC")).toBeTruthy();
  expect(screen.getByText("(251)")).toBeTruthy();
  expect(await barriers()).toEqual([]);
  press("Next page");
  await screen.findByText("Page 2 of 6");
  const asked = () => core.sent("get", "/api/identity-center/users/{id}/credentials").at(-1)?.query;
  await waitFor(() => expect(asked()?.get("page")).toBe("2"));
  createWrapper().findTextFilter()?.findInput().setInputValue("ASIAOLD");
  await waitFor(() => expect(asked()?.get("search")).toBe("ASIAOLD"));
  expect(asked()?.get("page")).toBe("1");
});

test("a device is renamed and deleted", async ({ core }) => {
  const path = "/api/identity-center/users/{id}/mfa";
  core.on("get", path, { devices: [phone] });
  core.on("put", `${path}/{deviceId}`, wrongField("name", "A name has letters."), null);
  core.on("delete", `${path}/{deviceId}`, null);
  await openMary(core, "devices");
  await screen.findByRole("button", { name: `Rename ${phone.name}` });
  press(`Rename ${phone.name}`);
  type("Device name", "old phone");
  pressInDialog("Save");
  await waitFor(() => expect(saidAt("Device name")).toContain("A name has letters."));
  type("Device name", "old-phone");
  pressInDialog("Save");
  await waitFor(() => expect(dialog()).toBeNull());
  expect(core.bodies("put", `${path}/{deviceId}`).at(-1)).toEqual({ name: "old-phone" });
  press(`Delete ${phone.name}`);
  core.on("get", path, { devices: [] });
  pressInDialog("Delete");
  await screen.findByText(/has no MFA devices/);
});

test("who may not is told so in AWS's words", async ({ core }) => {
  const message = "User: x is not authorized to perform: identitystore:ListGroups";
  core.on("get", "/api/identity-center/groups", refused({ code: "ACCESS_DENIED", message }, 403));
  await open(core, "/groups", "page-center-groups");
  await screen.findByTestId("refusal");
  expect(refusal()).toContain(message);
});

test("a group is made with members, and members leave it", async ({ core }) => {
  const { id, userName, displayName, email, enabled, createdBy } = mary;
  const users = { users: [{ id, userName, displayName, email, enabled, createdBy }], next: null };
  const path = "/api/identity-center/groups/{id}";
  core.on("get", USERS, users).on("post", "/api/identity-center/groups", engineers);
  core.on("get", path, engineers).on("get", `${path}/members`, users);
  core.on("post", `${path}/members/remove`, null);
  await open(core, "/groups/create", "page-center-create-group");
  await screen.findByText("Mary Major");
  type("Group name", "Engineers");
  press("Choose mary", "checkbox");
  press("Create group");
  await screen.findByTestId("page-center-group");
  expect(core.bodies("post", "/api/identity-center/groups")).toEqual([
    { name: "Engineers", description: "", users: [mary.id] },
  ]);
  await screen.findByRole("checkbox", { name: "Choose mary" });
  expect(await barriers()).toEqual([]);
  press("Choose mary", "checkbox");
  core.on("get", `${path}/members`, { users: [], next: null });
  press("Remove users from group");
  await screen.findByText(/Nobody is in this group/);
});

test("the settings: MFA, session, the portal's name, attributes, the delegate", async ({ core }) => {
  core.on("put", "/api/identity-center/settings/mfa", wrongField("types", "Choose at least one type."), null);
  core.on("put", "/api/identity-center/settings/session", wrongField("minutes", "15 minutes to 90 days."), null);
  core.on("put", "/api/identity-center/alias", wrongField("alias", "Lowercase letters."), null);
  core.on("put", "/api/identity-center/settings/attributes", null);
  await open(core, "/settings", "page-center-settings");
  press("Customize");
  type("Subdomain", "ACME");
  pressInDialog("Save");
  await waitFor(() => expect(saidAt("Subdomain")).toContain("Lowercase letters."));
  type("Subdomain", "acme");
  const named = { ...center, alias: "acme", portal: { ...center.portal, start: "https://acme.awsapps.com/start" } };
  core.on("get", "/api/identity-center", named);
  pressInDialog("Save");
  await screen.findByText("https://acme.awsapps.com/start");
  expect(screen.queryByRole("button", { name: "Customize" })).toBeNull();

  press("Authentication", "tab");
  press(/^Security keys and built-in authenticators/, "checkbox");
  press(/^Authenticator apps/, "checkbox");
  press("Save MFA settings");
  await screen.findByText("Choose at least one type.");
  press(/^Authenticator apps/, "checkbox");
  press(/^Only when their sign-in context changes/, "radio");
  press("Save MFA settings");
  await screen.findByText(/The MFA settings were saved/);
  expect(core.bodies("put", "/api/identity-center/settings/mfa").at(-1)).toEqual({
    prompt: "context-aware",
    allowKeys: false,
    allowApps: true,
    withoutDevice: "register",
    manageOwnDevices: true,
  });
  expect(box("Duration").value).toBe("8");
  type("Duration", "9999999");
  press("Save session duration");
  await waitFor(() => expect(saidAt("Duration")).toContain("15 minutes to 90 days."));
  type("Duration", "12");
  press("Save session duration");
  await screen.findByText(/The session duration was saved/);
  expect(core.bodies("put", "/api/identity-center/settings/session").at(-1)).toEqual({ minutes: 720 });

  press("Attributes for access control", "tab");
  const settings = { ...named.settings, accessControlAttributes: {} };
  core.on("get", "/api/identity-center", { ...named, settings });
  press("Enable");
  await screen.findByText("There are no attributes. Add one.");
  press("Add attribute");
  type("Key", "Department");
  pressInDialog("Add attribute");
  await waitFor(() => expect(dialog()).toBeNull());
  expect(core.bodies("put", "/api/identity-center/settings/attributes")).toEqual([
    { attributes: {} },
    { attributes: { Department: "${path:enterprise.department}" } },
  ]);

  press("Management", "tab");
  core.on("put", "/api/organization/accounts/{accountId}/delegations/{service}", null);
  press("Register account");
  type("Account ID", "444455556666");
  pressInDialog("Register account");
  await waitFor(() =>
    expect(core.sent("put", "/api/organization/accounts/{accountId}/delegations/{service}").at(-1)?.path).toBe(
      "/api/organization/accounts/444455556666/delegations/sso.amazonaws.com",
    ),
  );
});

test("who is provisioned is changed where they come from", async ({ core }) => {
  await openMary(core, "profile", { ...mary, createdBy: "scim", provisioned: true });
  screen.getByText("SCIM");
  screen.getByText("Your identity provider provisions this user.");
  expect(isOff(/^Edit/)).toBe(true);
  // What an administrator of AWS may still do, with what comes of it.
  press("Disable user access");
  expect(dialog()?.getElement().textContent).toContain("The next synchronization lets them in again");
  pressInDialog("Cancel");
  press("Delete user");
  expect(dialog()?.getElement().textContent).toContain("the next synchronization brings them back");
  pressInDialog("Cancel");
  // Groups of the provider are not left or joined here, others are.
  const own = { ...engineers, id: "g2", name: "Own", createdBy: "manual", provisioned: false };
  core.on("get", "/api/identity-center/users/{id}/groups", { groups: [pushed, own] });
  core.on("get", "/api/identity-center/groups", {
    groups: [pushed, own, { ...own, id: "g3", name: "More" }],
    next: null,
  });
  press("Groups", "tab");
  await screen.findByRole("checkbox", { name: "Choose Own" });
  expect(isOff("Choose Own", "checkbox")).toBe(false);
  expect(isOff("Choose Engineers", "checkbox")).toBe(true);
  press("Add user to groups");
  await screen.findByRole("checkbox", { name: "Choose More" });
  expect(isOff("Choose More", "checkbox")).toBe(false);
  expect(await barriers()).toEqual([]);
});

test("a group that is provisioned keeps its name and members here", async ({ core }) => {
  const path = "/api/identity-center/groups/{id}";
  const { id, userName, displayName, email, enabled } = mary;
  core.on("get", path, pushed).on("get", `${path}/members`, {
    users: [{ id, userName, displayName, email, enabled, createdBy: "scim" }],
    next: null,
  });
  await open(core, `/groups/${pushed.id}`, "page-center-group");
  await screen.findByRole("checkbox", { name: "Choose mary" });
  screen.getByText("SCIM");
  press("Choose mary", "checkbox");
  for (const name of [/^Edit/, /^Remove users from group/, /^Add users to group/]) expect(isOff(name)).toBe(true);
  expect(await barriers()).toEqual([]);
  press("Delete group");
  expect(dialog()?.getElement().textContent).toContain("the next synchronization brings it back");
});

test("while the company signs people in, nobody is given a password here", async ({ core }) => {
  const added = { id: mary.id, userName: "mary@corp.example" };
  core.on("get", "/api/identity-center/groups", { groups: [], next: null }).on("post", USERS, added);
  core.on("get", USER, { ...mary, password: "none" });
  await open(core, "/users/add", "page-center-add-user");
  core.on("get", "/api/identity-center", { ...center, source: "external" });
  press("Reload");
  await screen.findByText(/exactly the NameID/);
  type("Username", "mary@corp.example");
  press("Add user");
  await screen.findByRole("heading", { level: 1, name: "Mary Major" });
  expect(core.bodies("post", USERS)[0]?.password).toBe("none");
  await waitFor(() => expect(screen.queryByRole("button", { name: "Reset password" })).toBeNull());
  expect(screen.queryByRole("button", { name: "Send invitation" })).toBeNull();
});
