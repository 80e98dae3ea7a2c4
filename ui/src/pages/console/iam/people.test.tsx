import createWrapper from "@cloudscape-design/components/test-utils/dom";
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { ErrorBody, PolicyView, Tag } from "../../../api/types";
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
import {
  accessKey,
  account,
  ALIAS_SIGN_IN,
  credentials,
  group,
  noPolicies,
  phone,
  session,
  user,
} from "../../../testing/world";

const IAM = "https://us-east-1.console.aws.amazon.com/iam/home";
const KEYS = "/api/users/{userName}/access-keys";

function denied(action: string) {
  const message = `User: x is not authorized to perform: ${action}`;
  return refused({ code: "ACCESS_DENIED", message } satisfies ErrorBody, 403);
}

function policy(policyName: string): PolicyView {
  return {
    arn: `arn:aws:iam::aws:policy/${policyName}`,
    policyName,
    policyId: `ANPA${policyName}`,
    path: "/",
    description: "",
    isAws: true,
    defaultVersionId: "v1",
    attachmentCount: 0,
    boundaryCount: 0,
    createdAt: "2026-01-01T00:00:00Z",
    updatedAt: "2026-01-01T00:00:00Z",
  };
}

const bob = {
  userName: "bob",
  userId: "AIDABOB",
  arn: "arn:aws:iam::111122223333:user/bob",
  createdAt: "2026-01-01T00:00:00Z",
  isSelf: false,
};

async function openUser(core: Core, section: string) {
  core.on("get", "/api/session", session).on("get", "/api/users/{userName}", bob);
  core.on("get", "/api/users/{userName}/password", { consoleAccess: "enabled", changedAt: "2026-02-01T00:00:00Z" });
  core.on("get", "/api/users/{userName}/mfa", { devices: [phone] });
  openAt(core, `${IAM}#/users/details/bob?section=${section}`);
  await screen.findByRole("heading", { level: 1, name: "bob" });
}

const rows = (table: string) =>
  createWrapper(screen.getByRole("table", { name: table }))
    .findAll("tbody tr")
    .map((row) => row.findAll("td, th").map((cell) => cell.getElement().textContent));

test("a new group's find boxes do not send it", async ({ core }) => {
  core.on("get", "/api/session", session).on("get", "/api/users", { users: [user("alice")], next: null });
  core.on("get", "/api/policies", { policies: [], total: 0, pages: 1 });
  openAt(core, `${IAM}#/groups/create`);
  await screen.findByText("alice");
  expect(fireEvent.keyDown(screen.getByPlaceholderText(/^Find users/), { key: "Enter" })).toBe(false);
  expect(fireEvent.keyDown(screen.getByPlaceholderText(/policies/i), { key: "Enter" })).toBe(false);
});

/** Chooses from the menu of a row. */
function act(key: string, id: string) {
  const menu = createWrapper()
    .findAllButtonDropdowns()
    .find((each) => each.findNativeButton().getElement().getAttribute("aria-label") === `Actions for ${key}`);
  menu?.openDropdown();
  menu?.findItemById(id)?.click();
}

test("the navigation leads to the pages that there are, and can be closed", async ({ core }) => {
  core.on("get", "/api/session", session).on("get", "/api/groups", { groups: [group("Staff", { users: 2 })] });
  openAt(core, `${IAM}#/groups`);
  await screen.findByRole("heading", { level: 1, name: /User groups/ });
  expect(rows("User groups").map((cells) => cells.slice(1, 4))).toEqual([["Staff", "2", "Not defined"]]);
  expect(await barriers()).toEqual([]);
  press("Close the IAM navigation");
  expect(screen.queryByRole("link", { name: "Credential report" })).toBeNull();
  press("Open the IAM navigation");
  press("Credential report", "link");
  await screen.findByTestId("page-credential-report");
  expect(addressShown()).toBe(`${IAM}#/credential_report`);
});

test("a user's keys: made after reading what would be better, and told this once", async ({ core }) => {
  core.on("get", KEYS, { keys: [], limit: 2 });
  await openUser(core, "security_credentials");
  await screen.findByText(/Long-term keys are best not made/);
  press("Create access key");
  await screen.findByTestId("page-create-access-key");
  const create = screen.getByRole<HTMLButtonElement>("button", { name: "Create access key" });
  press(/^I understand/, "checkbox");
  expect(create.disabled).toBe(true);
  press(/^Third-party service/, "radio");
  expect(screen.getByTestId("alternative").textContent).toContain("external ID");
  expect(create.disabled).toBe(false);
  expect(await barriers()).toEqual([]);
  const secret = "s".repeat(40);
  core.on("post", KEYS, refused({ code: "LIMIT_EXCEEDED", message: "Cannot exceed quota" }, 409), {
    key: accessKey("AKIA1"),
    secret,
  });
  core.on("post", "/desk/downloads", { path: "/home/alice/bob_accessKeys.csv" });
  press("Create access key");
  await screen.findByTestId("refusal");
  expect(refusal()).toContain("Cannot exceed quota");
  core.on("get", KEYS, { keys: [accessKey("AKIA1")], limit: 2 });
  press("Create access key");
  await screen.findByTestId("page-retrieve-access-key");
  expect(document.body.textContent).not.toContain(secret);
  press("Show");
  expect(screen.getByTestId("secret-access-key").textContent).toBe(secret);
  press("Download .csv file");
  await screen.findByText(/bob_accessKeys.csv/);
  expect(core.bodies("post", "/desk/downloads")).toEqual([
    { fileName: "bob_accessKeys.csv", contents: `Access key ID,Secret access key\nAKIA1,${secret}\n` },
  ]);
  press("Done");
  await screen.findByRole("heading", { level: 1, name: "bob" });
  expect(document.body.textContent).not.toContain(secret);
});

test("a key is deactivated and its id typed before it is deleted", async ({ core }) => {
  core.on("get", KEYS, { keys: [accessKey("AKIA1"), accessKey("AKIA2", { isActive: false })], limit: 2 });
  core.on("put", `${KEYS}/{id}`, null).on("delete", `${KEYS}/{id}`, null);
  await openUser(core, "security_credentials");
  await screen.findByText("AKIA2");
  expect(screen.getByRole("button", { name: "Create access key" }).getAttribute("aria-disabled")).toBe("true");
  act("AKIA1", "delete");
  expect(dialog()?.getElement().textContent).toContain("Deactivate it first");
  pressInDialog("Deactivate");
  await screen.findByLabelText("To confirm, enter AKIA1");
  pressInDialog("Delete");
  expect(core.sent("delete", `${KEYS}/{id}`)).toEqual([]);
  type("To confirm, enter AKIA1", "AKIA1");
  pressInDialog("Delete");
  await waitFor(() => expect(dialog()).toBeNull());
  expect(core.sent("delete", `${KEYS}/{id}`).length).toBe(1);
  expect(core.bodies("put", `${KEYS}/{id}`)).toEqual([{ isActive: false }]);
  expect(core.sent("delete", `${KEYS}/{id}`)[0]?.path).toBe("/api/users/bob/access-keys/AKIA1");
  act("AKIA2", "activate");
  await waitFor(() => expect(core.bodies("put", `${KEYS}/{id}`).at(-1)).toEqual({ isActive: true }));
});

test("each part of a user is refused by itself", async ({ core }) => {
  core.on("get", KEYS, denied("iam:ListAccessKeys"));
  await openUser(core, "security_credentials");
  core.on("get", "/api/users/{userName}/mfa", denied("iam:ListMFADevices"));
  await screen.findByText(/iam:ListAccessKeys/);
  expect(screen.getByRole("heading", { name: "Console sign-in" })).toBeTruthy();
  expect(screen.getByText("1 Feb 2026, 00:00:00 UTC")).toBeTruthy();
});

test("tags: what was read goes along, and a change in between is said", async ({ core }) => {
  const read: Tag[] = [{ key: "Team", value: "red" }];
  core.on("get", "/api/users/{userName}/tags", { tags: read });
  const crossed = refused({ code: "CONCURRENT_MODIFICATION", message: "Someone else changed it." }, 409);
  core.on("put", "/api/users/{userName}/tags", wrongField("tags", "A tag key has letters."), crossed, null);
  await openUser(core, "tags");
  await screen.findByText("red");
  press("Manage tags");
  press("Add new tag");
  type("Key 2", "a,b");
  expect(await barriers()).toEqual([]);
  press("Save changes");
  await screen.findByText("A tag key has letters.");
  expect(box("Key 2").value).toBe("a,b");
  type("Key 2", "cost");
  press("Save changes");
  await screen.findByTestId("refusal");
  expect(refusal()).toContain("Someone else changed it.");
  press("Remove the tag Team");
  press("Save changes");
  await screen.findByRole("button", { name: "Manage tags" });
  expect(core.bodies("put", "/api/users/{userName}/tags").at(-1)).toEqual({
    tags: [{ key: "cost", value: "" }],
    expected: read,
  });
});

test("a user's groups: added and removed", async ({ core }) => {
  core.on("get", "/api/users/{userName}/groups", {
    groups: [{ groupName: "Staff", attachedPolicies: ["arn:aws:iam::111122223333:policy/Own"] }, { groupName: "Ops" }],
  });
  core.on("get", "/api/groups", { groups: [group("Admins"), group("Ops"), group("Staff")] });
  core.on("post", "/api/users/{userName}/groups", null).on("post", "/api/users/{userName}/groups/remove", null);
  await openUser(core, "groups");
  await screen.findByText("Own");
  expect(rows("User groups membership").map((cells) => cells.slice(1))).toEqual([
    ["Staff", "Own"],
    ["Ops", "Access denied"],
  ]);
  press("Add user to groups");
  await screen.findByText("Admins");
  expect(rows("Groups to choose").map((cells) => cells[1])).toEqual(["Admins"]);
  press("Choose Admins", "checkbox");
  pressInDialog("Add user to groups");
  await waitFor(() => expect(dialog()).toBeNull());
  press("Choose Ops", "checkbox");
  press("Remove");
  pressInDialog("Remove");
  await waitFor(() => expect(core.sent("post", "/api/users/{userName}/groups/remove").length).toBe(1));
  expect(core.bodies("post", "/api/users/{userName}/groups")).toEqual([{ groupNames: ["Admins"] }]);
  expect(core.bodies("post", "/api/users/{userName}/groups/remove")).toEqual([{ groupNames: ["Ops"] }]);
});

test("a user is deleted after the name is typed", async ({ core }) => {
  core.on("get", "/api/users/{userName}/groups", denied("iam:ListGroupsForUser"));
  core.on("delete", "/api/users/{userName}", denied("iam:RemoveUserFromGroup"), null);
  core.on("get", "/api/users", { users: [], next: null });
  await openUser(core, "groups");
  press("Delete");
  type("To confirm, enter bob", "bob");
  pressInDialog("Delete user");
  await screen.findByText(/iam:RemoveUserFromGroup/);
  press("Delete");
  type("To confirm, enter bob", "bob");
  pressInDialog("Delete user");
  await screen.findByRole("heading", { level: 1, name: "Users" });
});

test("a group is created with users", async ({ core }) => {
  core.on("get", "/api/session", session).on("get", "/api/users", { users: [user("alice"), user("bob")], next: null });
  core.on("get", "/api/policies", { policies: [policy("ReadOnlyAccess")], total: 1, pages: 1 });
  const made = group("Ops");
  core.on("get", "/api/{holders}/{name}/policies", noPolicies);
  core.on("post", "/api/groups", wrongField("groupName", "Only letters."), made);
  core.on("get", "/api/groups/{groupName}", {
    group: made,
    users: [{ userName: "bob", createdAt: "2026-01-01T00:00:00Z" }],
  });
  openAt(core, `${IAM}#/groups/create`);
  await screen.findByText("alice");
  expect(document.activeElement).toBe(box("User group name"));
  type("User group name", "Ops!");
  press("Choose bob", "checkbox");
  await screen.findByText("ReadOnlyAccess");
  press("Choose ReadOnlyAccess", "checkbox");
  press("Create user group");
  await screen.findByText("Only letters.");
  expect(saidAt("User group name")).toContain("Only letters.");
  type("User group name", "Ops");
  press("Create user group");
  await screen.findByTestId("page-group");
  expect(core.bodies("post", "/api/groups").at(-1)).toEqual({
    groupName: "Ops",
    users: ["bob"],
    policies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
  });
  await screen.findByText("bob");
  expect(addressShown()).toBe(`${IAM}#/groups/details/Ops`);
  expect(await barriers()).toEqual([]);
});

test("a group: users removed, a new name, and deleted", async ({ core }) => {
  const members = [{ userName: "bob", createdAt: "2026-01-01T00:00:00Z" }];
  core.on("get", "/api/session", session).on("get", "/api/groups/{groupName}", { group: group("Ops"), users: members });
  core.on("post", "/api/groups/{groupName}/users/remove", null);
  core.on("get", "/api/{holders}/{name}/policies", noPolicies);
  const taken = refused({ code: "ENTITY_ALREADY_EXISTS", message: "Group with name Staff already exists." }, 409);
  core.on("put", "/api/groups/{groupName}", taken, null).on("delete", "/api/groups/{groupName}", null);
  openAt(core, `${IAM}#/groups/details/Ops`);
  await screen.findByText("bob");
  press("Choose bob", "checkbox");
  press("Remove users");
  pressInDialog("Remove");
  await waitFor(() =>
    expect(core.bodies("post", "/api/groups/{groupName}/users/remove")).toEqual([{ userNames: ["bob"] }]),
  );
  press("Edit");
  type("User group name", "Staff");
  pressInDialog("Save changes");
  await screen.findByTestId("refusal");
  expect(box("User group name").value).toBe("Staff");
  type("User group name", "Crew");
  // Enter sends it, too.
  box("User group name").form?.requestSubmit();
  await waitFor(() => expect(addressShown()).toBe(`${IAM}#/groups/details/Crew`));
  await screen.findByText("bob");
  core.on("get", "/api/groups", { groups: [] });
  press("Delete");
  type("To confirm, enter Crew", "Crew");
  pressInDialog("Delete group");
  await screen.findByText("This account has no groups. Create one.");
});

test("dashboard: what is well, what is not, and what may not be seen", async ({ core }) => {
  core.on("get", "/api/session", session).on("get", "/api/account", account);
  core.on("get", "/api/iam/summary", {
    users: 11,
    groups: 1,
    roles: 0,
    policies: 1,
    mfaDevicesInUse: 5,
    accountMfaEnabled: false,
    accountAccessKeysPresent: false,
  });
  core.on("get", "/api/iam/recommendations", denied("iam:GetCredentialReport"));
  openAt(core, `${IAM}#/home`);
  await screen.findByText(/iam:GetCredentialReport/);
  expect((await screen.findByTestId("root-mfa")).textContent).toContain("Add MFA for root user");
  expect(screen.getByTestId("root-keys").textContent).toContain("no active access keys");
  expect(screen.getByRole("link", { name: "11" })).toBeTruthy();
  expect(document.body.textContent).toContain(ALIAS_SIGN_IN);
  expect(await barriers()).toEqual([]);
});

test("credential report: saved as AWS names it", async ({ core }) => {
  core.on("get", "/api/session", session);
  const report = { fileName: "status_reports_x.csv", csv: "user,arn\n", generatedAt: "2026-03-01T09:04:05Z" };
  core.on("post", "/api/credential-report", denied("iam:GenerateCredentialReport"), report);
  core.on("post", "/desk/downloads", { path: "/home/alice/status_reports_x.csv" });
  openAt(core, `${IAM}#/credential_report`);
  await screen.findByTestId("page-credential-report");
  press("Download credentials report");
  await screen.findByText(/iam:GenerateCredentialReport/);
  press("Download credentials report");
  await screen.findByText(/status_reports_x.csv/);
  expect(core.bodies("post", "/desk/downloads")).toEqual([
    { fileName: "status_reports_x.csv", contents: "user,arn\n" },
  ]);
});

test("create user: permissions are copied from another user, and tags go along", async ({ core }) => {
  core.on("get", "/api/session", session).on("get", "/api/groups", denied("iam:ListGroups"));
  core.on("get", "/api/users", { users: [user("alice"), user("bob")], next: null });
  core.on("post", "/api/users", denied("iam:CreateUser"), { user: user("carol"), signInUrl: ALIAS_SIGN_IN });
  openAt(core, `${IAM}#/users/create`);
  await screen.findByTestId("page-create-user");
  type("User name", "carol");
  press(/^Provide user access/, "checkbox");
  press("Next");
  await screen.findByText(/iam:ListGroups/);
  press(/^Copy permissions/, "radio");
  await screen.findByText("bob");
  press("Choose bob", "radio");
  expect(await barriers()).toEqual([]);
  press("Next");
  await screen.findByText("Copied from bob");
  press("Add new tag");
  type("Key 1", "Team");
  type("Value 1", "red");
  press("Create user");
  await screen.findByText(/iam:CreateUser/);
  press("Create user");
  await screen.findByRole("heading", { level: 1, name: "User carol was created" });
  expect(core.bodies("post", "/api/users").at(-1)).toEqual({
    userName: "carol",
    console: null,
    copyOf: "bob",
    tags: [{ key: "Team", value: "red" }],
  });
});

test("create user: policies are attached directly, within a boundary", async ({ core }) => {
  const policies = [policy("AdministratorAccess"), policy("PowerUserAccess")];
  core.on("get", "/api/session", session).on("get", "/api/groups", { groups: [] });
  core.on("get", "/api/policies", { policies, total: 2, pages: 1 });
  core.on("post", "/api/users", { user: user("carol"), signInUrl: ALIAS_SIGN_IN });
  openAt(core, `${IAM}#/users/create`);
  await screen.findByTestId("page-create-user");
  type("User name", "carol");
  press(/^Provide user access/, "checkbox");
  press("Next");
  await screen.findByTestId("step-permissions");
  press(/^Attach policies directly/, "radio");
  await screen.findByText("PowerUserAccess");
  press("Choose AdministratorAccess", "checkbox");
  press(/^Use a permissions boundary/, "checkbox");
  await screen.findByRole("radio", { name: "Choose PowerUserAccess" });
  press("Choose PowerUserAccess", "radio");
  press("Next");
  await screen.findByTestId("step-review");
  expect(screen.getByText("AdministratorAccess")).toBeTruthy();
  expect(screen.getByText("PowerUserAccess")).toBeTruthy();
  press("Create user");
  await screen.findByRole("heading", { level: 1, name: "User carol was created" });
  expect(core.bodies("post", "/api/users")).toEqual([
    {
      userName: "carol",
      console: null,
      policies: ["arn:aws:iam::aws:policy/AdministratorAccess"],
      boundary: "arn:aws:iam::aws:policy/PowerUserAccess",
      tags: [],
    },
  ]);
});

test("my security credentials: the root user is told not to", async ({ core }) => {
  const view = credentials();
  const identity = { ...view.identity, kind: "root" as const, userName: null, email: "root@acme.example" };
  core.on("get", "/api/session", session).on("get", "/api/security-credentials", { ...view, identity });
  core.on("get", "/api/access-keys", { keys: [accessKey("AKIAROOT")], limit: 2 });
  core.on("post", "/api/access-keys", { key: accessKey("AKIAROOT2"), secret: "x".repeat(40) });
  core.on("post", "/desk/downloads", { path: "/home/alice/rootkey.csv" });
  openAt(core, `${IAM}#/security_credentials`);
  await screen.findByText("The root user has access keys");
  press("Create access key");
  await screen.findByText("Root user access keys are not recommended");
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Create access key" }).disabled).toBe(true);
  press(/^I understand creating a root access key/, "checkbox");
  press("Create access key");
  await screen.findByTestId("page-retrieve-access-key");
  press("Download .csv file");
  await screen.findByText(/rootkey.csv/);
  expect(core.bodies("post", "/desk/downloads")[0]?.fileName).toBe("rootkey.csv");
});
