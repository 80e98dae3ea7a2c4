import createWrapper from "@cloudscape-design/components/test-utils/dom";
import { fireEvent, screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { CenterAccount, PermissionSetDetails, PermissionSetView, RequestView } from "../../../../api/types";
import { barriers } from "../../../../testing/axe";
import { refused, wrongField, type Core } from "../../../../testing/core";
import { addressShown, box, dialog, openAt, press, pressInDialog, refusal, type } from "../../../../testing/window";
import { session } from "../../../../testing/world";

const HOME = "https://us-east-1.console.aws.amazon.com/singlesignon/home";

function account(name: string, id: string, more: Partial<CenterAccount> = {}): CenterAccount {
  return {
    id,
    name,
    email: `${name.toLowerCase()}@acme.example`,
    unitId: "r-1234",
    isManagement: false,
    isSuspended: false,
    isClosed: false,
    permissionSets: 1,
    outdated: 0,
    ...more,
  };
}

const LABS = account("Labs", "222222222222");
const FINANCE = account("Finance", "333333333333");

function set(name: string, more: Partial<PermissionSetView> = {}): PermissionSetView {
  return {
    id: `ps-${name.toLowerCase()}`,
    arn: `arn:aws:sso:::permissionSet/ssoins-1/ps-${name.toLowerCase()}`,
    name,
    description: "",
    sessionSeconds: 3600,
    relayState: "",
    createdAt: "2026-01-01T00:00:00Z",
    updatedAt: "2026-01-02T00:00:00Z",
    accounts: 1,
    outdated: 0,
    ...more,
  };
}

function details(more: Partial<PermissionSetDetails> = {}): PermissionSetDetails {
  return {
    permissionSet: set("Admins"),
    permissions: {
      awsPolicies: ["arn:aws:iam::aws:policy/AdministratorAccess"],
      customerPolicies: [],
      inlinePolicy: null,
      boundary: null,
    },
    isClosed: false,
    ...more,
  };
}

function request(failure: string | null): RequestView {
  return {
    requestId: failure ?? "fine",
    kind: "assign",
    account: "Labs (222222222222)",
    permissionSet: "Admins",
    principal: "Engineers",
    failure,
    at: "2026-01-02T00:00:00Z",
  };
}

function open(core: Core, hash: string) {
  core
    .on("get", "/api/session", session)
    .on("get", "/api/identity-center/units", {
      units: [
        { id: "r-1234", parentId: null, name: "Root", accounts: 1 },
        { id: "ou-1234-prod", parentId: "r-1234", name: "Prod", accounts: 1 },
      ],
    })
    .on("get", "/api/identity-center/permission-sets", { permissionSets: [set("Admins")], total: 1, pages: 1 });
  openAt(core, `${HOME}#!${hash}`);
}

test("accounts: the tree narrows them, and what may not be chosen cannot be", async ({ core }) => {
  core.on("get", "/api/identity-center/accounts", {
    accounts: [LABS, account("Closed", "444444444444", { isManagement: true, isClosed: true })],
    total: 2,
    pages: 1,
  });
  open(core, "/accounts");
  await screen.findByText("Labs");
  expect(await barriers()).toEqual([]);
  expect(screen.getByLabelText<HTMLInputElement>("Choose Closed", { selector: "input" }).disabled).toBe(true);
  press("Prod (1)");
  await screen.findByText("Labs");
  expect(core.sent("get", "/api/identity-center/accounts").at(-1)?.query.get("unit")).toBe("ou-1234-prod");
});

test("the wizard assigns, and says what failed", async ({ core }) => {
  core.on("get", "/api/identity-center/accounts", { accounts: [LABS, FINANCE], total: 2, pages: 1 });
  core.on("get", "/api/identity-center/groups", {
    groups: [{ id: "g-1", name: "Engineers", description: "", createdAt: "2026-01-01T00:00:00Z" }],
    next: null,
  });
  core.on(
    "post",
    "/api/identity-center/assignments",
    refused({ code: "ACCESS_DENIED", message: "You cannot assign" }, 403),
    { requests: [request(null), request("Received a 404 status error")], failed: 1 },
  );
  open(core, "/accounts");
  await screen.findByText("Labs");
  fireEvent.click(screen.getByLabelText("Choose Labs", { selector: "input" }));
  fireEvent.click(screen.getByLabelText("Choose Finance", { selector: "input" }));
  expect(screen.getByTestId("accounts-chosen").textContent).toContain("2 accounts are chosen");
  press("Assign users or groups");
  await screen.findByText("Engineers");
  press("Next");
  await screen.findByText("Choose at least one user or group.");
  fireEvent.click(screen.getByLabelText("Choose Engineers", { selector: "input" }));
  press("Next");
  await screen.findByLabelText("Choose Admins", { selector: "input" });
  fireEvent.click(screen.getByLabelText("Choose Admins", { selector: "input" }));
  press("Next");
  await screen.findByText("1 group");
  press("Submit");
  await screen.findByTestId("refusal");
  expect(refusal()).toContain("You cannot assign");
  press("Submit");
  await screen.findByTestId("outcome");
  expect(screen.getByTestId("outcome").textContent).toContain("1 request succeeded, 1 failed");
  expect(screen.getByText("Failed: Received a 404 status error")).toBeTruthy();
  expect(core.bodies("post", "/api/identity-center/assignments").at(-1)).toEqual({
    accountIds: [LABS.id, FINANCE.id],
    principals: [{ kind: "group", id: "g-1" }],
    permissionSetIds: ["ps-admins"],
  });
});

test("an account: access is changed and removed", async ({ core }) => {
  core.on("get", "/api/identity-center/accounts/{accountId}", { account: LABS, provisioned: [] });
  core.on("get", "/api/identity-center/accounts/{accountId}/assignments", {
    principals: [
      { kind: "group", id: "g-1", name: "Engineers", permissionSets: [{ id: "ps-admins", name: "Admins" }] },
    ],
    total: 1,
    pages: 1,
  });
  core.on("put", "/api/identity-center/accounts/{accountId}/assignments", { requests: [request(null)], failed: 0 });
  open(core, `/accounts/${LABS.id}`);
  await screen.findByText("Engineers");
  expect(await barriers()).toEqual([]);
  fireEvent.click(screen.getByRole("radio", { name: "Choose Engineers" }));
  press("Remove access");
  expect(dialog()?.getElement().textContent).toContain("the portal shows it no more");
  pressInDialog("Remove access");
  await screen.findByTestId("outcome");
  expect(core.bodies("put", "/api/identity-center/accounts/{accountId}/assignments")).toEqual([
    { principal: { kind: "group", id: "g-1" }, permissionSetIds: [], expected: ["ps-admins"] },
  ]);
});

test("an account: what somebody else changed meanwhile is not written over, and is there when it is opened again", async ({
  core,
}) => {
  const path = "/api/identity-center/accounts/{accountId}/assignments";
  const has = (...names: string[]) => {
    const permissionSets = names.map((name) => ({ id: `ps-${name.toLowerCase()}`, name }));
    return {
      principals: [{ kind: "group" as const, id: "g-1", name: "Engineers", permissionSets }],
      total: 1,
      pages: 1,
    };
  };
  const crossed = refused({ code: "CONCURRENT_MODIFICATION", message: "Someone else changed it." }, 409);
  core.on("get", "/api/identity-center/accounts/{accountId}", { account: LABS, provisioned: [] });
  core.on("get", path, has("Admins"));
  core.on("put", path, crossed, { requests: [request(null)], failed: 0 });
  open(core, `/accounts/${LABS.id}`);
  core.on("get", "/api/identity-center/permission-sets", {
    permissionSets: [set("Admins"), set("Billing"), set("Viewers")],
    total: 3,
    pages: 1,
  });
  await screen.findByText("Engineers");
  fireEvent.click(screen.getByRole("radio", { name: "Choose Engineers" }));
  press("Change permission sets");
  await screen.findByLabelText("Choose Billing", { selector: "input" });
  fireEvent.click(screen.getByLabelText("Choose Billing", { selector: "input" }));
  core.on("get", path, has("Admins", "Viewers"));
  press("Save changes");
  await screen.findByTestId("refusal");
  expect(refusal()).toContain("Someone else changed it.");
  press("Cancel");
  await screen.findByText("Admins, Viewers");
  press("Change permission sets");
  await screen.findByLabelText("Choose Billing", { selector: "input" });
  expect(screen.queryByTestId("refusal")).toBeNull();
  fireEvent.click(screen.getByLabelText("Choose Billing", { selector: "input" }));
  press("Save changes");
  await screen.findByTestId("outcome");
  const principal = { kind: "group", id: "g-1" };
  expect(core.bodies("put", path)).toEqual([
    { principal, permissionSetIds: ["ps-admins", "ps-billing"], expected: ["ps-admins"] },
    { principal, permissionSetIds: ["ps-admins", "ps-viewers", "ps-billing"], expected: ["ps-admins", "ps-viewers"] },
  ]);
});

test("permission sets: their duration, and where they are outdated", async ({ core }) => {
  open(core, "/permission-sets");
  core.on("get", "/api/identity-center/permission-sets/{setId}", details());
  await screen.findByText("1 hour");
  expect(screen.getByText("1 account")).toBeTruthy();
  press("Admins", "link");
  await screen.findByRole("heading", { level: 1, name: "Admins" });
  expect(addressShown()).toBe(`${HOME}#!/permission-sets/ps-admins`);
});

test("a predefined set is created with its one policy, and a wrong name is said at the name", async ({ core }) => {
  core.on("get", "/api/identity-center/predefined-permission-sets", {
    predefined: [{ name: "ReadOnlyAccess", description: "Reads", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }],
  });
  core.on(
    "post",
    "/api/identity-center/permission-sets",
    wrongField("name", "A permission set's name has 1 to 32 letters."),
    set("Readers"),
  );
  core.on("get", "/api/identity-center/permission-sets/{setId}", details());
  open(core, "/permission-sets/create");
  await screen.findByRole("heading", { level: 1, name: "Create permission set" });
  expect(await barriers()).toEqual([]);
  expect(box("Permission set name").value).toBe("ReadOnlyAccess");
  press("Create");
  await screen.findByText("A permission set's name has 1 to 32 letters.");
  type("Permission set name", "Readers");
  press("Create");
  await screen.findByRole("heading", { level: 1, name: "Admins" });
  expect(core.bodies("post", "/api/identity-center/permission-sets").at(-1)).toEqual({
    name: "Readers",
    description: "",
    sessionSeconds: 3600,
    relayState: "",
    permissions: {
      awsPolicies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
      customerPolicies: [],
      inlinePolicy: null,
      boundary: null,
    },
  });
});

test("a set is edited as it was read, and one that is assigned is not deleted", async ({ core }) => {
  core.on("get", "/api/identity-center/permission-sets/{setId}", details());
  core.on("put", "/api/identity-center/permission-sets/{setId}", wrongField("relayState", "An address"), null);
  core.on(
    "delete",
    "/api/identity-center/permission-sets/{setId}",
    refused({ code: "DELETE_CONFLICT", message: "Could not delete because" }, 409),
  );
  open(core, "/permission-sets/ps-admins");
  await screen.findByText("AdministratorAccess");
  expect(await barriers()).toEqual([]);
  press("Edit");
  type("Relay state - optional", "nowhere");
  press("Save changes");
  await screen.findByText("An address");
  press("Save changes");
  await screen.findByText("General settings");
  expect(core.bodies("put", "/api/identity-center/permission-sets/{setId}")[0]).toEqual({
    description: "",
    sessionSeconds: 3600,
    relayState: "nowhere",
    expected: "2026-01-02T00:00:00Z",
  });
  press("Delete");
  type("To confirm, enter Admins", "Admins");
  pressInDialog("Delete permission set");
  await screen.findByTestId("refusal");
  expect(refusal()).toContain("Could not delete because");
});

test("a policy of the accounts is attached by name, a boundary chosen", async ({ core }) => {
  core.on("get", "/api/identity-center/permission-sets/{setId}", details());
  core.on("get", "/api/policies", { policies: [], total: 0, pages: 1 });
  core.on("put", "/api/identity-center/permission-sets/{setId}/permissions", null);
  open(core, "/permission-sets/ps-admins");
  await screen.findByText("AdministratorAccess");
  press("Edit permissions");
  await screen.findByText("No policy matches.");
  const sections = createWrapper().findAllExpandableSections();
  for (const section of sections)
    if (section.findExpandedContent() === null) fireEvent.click(section.findExpandButton().getElement());
  press("Attach more");
  type("Policy name 1", "TeamPolicy");
  fireEvent.click(
    within(screen.getByRole("radiogroup", { name: "Permissions boundary" })).getByLabelText("Customer managed policy"),
  );
  type("Name of the policy that bounds", "TeamBoundary");
  press("Save changes");
  await screen.findByText("General settings");
  expect(core.bodies("put", "/api/identity-center/permission-sets/{setId}/permissions")).toEqual([
    {
      permissions: {
        awsPolicies: ["arn:aws:iam::aws:policy/AdministratorAccess"],
        customerPolicies: [{ path: "/", name: "TeamPolicy" }],
        inlinePolicy: null,
        boundary: { kind: "customer", path: "/", name: "TeamBoundary" },
      },
      expected: "2026-01-02T00:00:00Z",
    },
  ]);
});

test("provisioning: what failed says why", async ({ core }) => {
  core.on("get", "/api/identity-center/provisioning", {
    requests: [request("Received a 404 status error: Policy x does not exist"), request(null)],
    total: 2,
    pages: 1,
  });
  open(core, "/provisioning");
  await screen.findByText("Failed: Received a 404 status error: Policy x does not exist");
  expect(screen.getByText("Succeeded")).toBeTruthy();
  expect(await barriers()).toEqual([]);
});

test("a group's page says what it has, and how a person has it", async ({ core }) => {
  core.on("get", "/api/identity-center/groups/{id}", {
    id: "g-1",
    name: "Engineers",
    description: "",
    createdAt: "2026-01-01T00:00:00Z",
  });
  const entry = { accountId: LABS.id, accountName: "Labs", permissionSet: { id: "ps-admins", name: "Admins" } };
  core.on("get", "/api/identity-center/access/{kind}/{principalId}", {
    name: "Engineers",
    access: [
      { ...entry, byGroup: null },
      { ...entry, byGroup: "Everyone" },
    ],
    total: 2,
    pages: 1,
  });
  open(core, "/groups/g-1?section=accounts");
  await screen.findByText("By Everyone");
  expect(screen.getByText("Directly")).toBeTruthy();
  expect(core.sent("get", "/api/identity-center/access/{kind}/{principalId}")[0]?.path).toBe(
    "/api/identity-center/access/group/g-1",
  );
  expect(await barriers()).toEqual([]);
});
