import createWrapper from "@cloudscape-design/components/test-utils/dom";
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import type {
  ControlPolicyEntry,
  OrganizationAccount,
  OrganizationTree,
  OrganizationView,
  RootAccess,
} from "../../../api/types";
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
import { session } from "../../../testing/world";

const HOME = "https://us-east-1.console.aws.amazon.com/organizations/v2/home";
const ROOT_ACCESS = "https://us-east-1.console.aws.amazon.com/iam/home#/organization/root-access";

const organization: OrganizationView = {
  id: "o-abcdefghij",
  arn: "arn:aws:organizations::111122223333:organization/o-abcdefghij",
  managementAccountId: "111122223333",
  managementAccountEmail: "root@acme.example",
  featureSet: "ALL",
  isManagement: true,
};

function account(id: string, name: string, more: Partial<OrganizationAccount> = {}): OrganizationAccount {
  return {
    id,
    idDashed: id.replace(/(.{4})(.{4})/, "$1-$2-"),
    arn: `arn:aws:organizations::111122223333:account/o-abcdefghij/${id}`,
    name,
    email: `${name.toLowerCase()}@acme.example`,
    parentId: "ou-ab12-sandbox1",
    isSuspended: false,
    isManagement: false,
    wasCreated: false,
    joinedAt: "2026-01-01T00:00:00Z",
    delegatedServices: [],
    ...more,
  };
}

const tree: OrganizationTree = {
  units: [
    { id: "r-ab12", arn: "arn:root", parentId: null, name: "Root" },
    { id: "ou-ab12-sandbox1", arn: "arn:sandbox", parentId: "r-ab12", name: "Sandbox" },
  ],
  accounts: [
    account("444455556666", "Labs"),
    account("111122223333", "Management", { parentId: "r-ab12", isManagement: true }),
  ],
  serviceControlOn: true,
  resourceControlOn: true,
};

function policy(id: string, name: string, more: Partial<ControlPolicyEntry> = {}): ControlPolicyEntry {
  return { id, arn: `arn:${id}`, kind: "service", name, description: "", isAws: false, ...more };
}

const full = policy("p-FullAWSAccess", "FullAWSAccess", { isAws: true });
const guard = policy("p-guard123", "Guard");

function company(core: Core): Core {
  return core
    .on("get", "/api/session", session)
    .on("get", "/api/organization", organization)
    .on("get", "/api/organization/tree", tree)
    .on("post", "/api/policies/validate", { problems: [], characters: 2, limit: 5120 });
}

// The editor measures its text, which this document cannot.
beforeAll(() => {
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
});

const rows = () =>
  createWrapper()
    .findTable()
    ?.findRows()
    .map((row) => row.getElement().textContent);

/** Chooses an entry of the menu above the tree. */
function act(id: string) {
  press("Actions");
  const item = createWrapper().findAllButtonDropdowns().at(-1)?.findItemById(id)?.getElement();
  if (item === undefined) throw new Error(`no entry ${id}`);
  fireEvent.click(item);
}

test("the tree shows units and accounts, and what each is", async ({ core }) => {
  company(core);
  openAt(core, `${HOME}/accounts`);
  await screen.findByRole("heading", { level: 1, name: "AWS accounts" });
  expect(screen.getByText("o-abcdefghij")).toBeTruthy();
  const shown = rows() ?? [];
  expect(shown).toHaveLength(4);
  expect(shown[0]).toContain("Root");
  expect(shown[1]).toContain("Sandbox");
  expect(shown[2]).toContain("labs@acme.example");
  expect(shown[3]).toContain("management account");
  expect(await barriers()).toEqual([]);
});

test("a member account sees its organization and is told that it may not see more", async ({ core }) => {
  company(core).on(
    "get",
    "/api/organization/tree",
    refused({ code: "ACCESS_DENIED", message: "You don't have permissions to access this resource." }, 403),
  );
  openAt(core, `${HOME}/accounts`);
  await screen.findByTestId("refusal");
  expect(refusal()).toContain("You don't have permissions to access this resource.");
  expect(screen.getByText("o-abcdefghij")).toBeTruthy();
});

test("a unit is created where it was asked for; a refused name is said at the field", async ({ core }) => {
  company(core).on("post", "/api/organization/units", wrongField("name", "A name has 1 to 128 characters."), {
    id: "ou-ab12-new",
    arn: "arn:new",
    parentId: "ou-ab12-sandbox1",
    name: "New",
  });
  openAt(core, `${HOME}/accounts`);
  await screen.findByRole("heading", { level: 1, name: "AWS accounts" });
  press("Choose Sandbox", "radio");
  act("create-unit");
  pressInDialog("Create organizational unit");
  await waitFor(() => expect(saidAt("Organizational unit name")).toContain("1 to 128"));
  type("Organizational unit name", "New");
  pressInDialog("Create organizational unit");
  await waitFor(() => expect(dialog()).toBeNull());
  expect(core.bodies("post", "/api/organization/units").at(-1)).toEqual({ parentId: "ou-ab12-sandbox1", name: "New" });
});

test("closing an account takes its ID typed out", async ({ core }) => {
  company(core).on("delete", "/api/organization/accounts/{accountId}", null);
  openAt(core, `${HOME}/accounts`);
  await screen.findByRole("heading", { level: 1, name: "AWS accounts" });
  press("Choose Labs", "radio");
  act("close");
  pressInDialog("Close account");
  expect(dialog()).not.toBeNull();
  type("Type the account ID to confirm", "444455556666");
  pressInDialog("Close account");
  await waitFor(() => expect(dialog()).toBeNull());
});

test("an account is created; the page says how its root user comes in", async ({ core }) => {
  company(core)
    .on(
      "post",
      "/api/organization/accounts",
      wrongField("email", "another AWS account with that email address already exists"),
      {
        account: account("777788889999", "New"),
        roleArn: "arn:aws:iam::777788889999:role/OrganizationAccountAccessRole",
        isWithoutRootCredentials: false,
      },
    )
    // The page that is viewed then asks for the policies of both kinds.
    .on("get", "/api/organization/targets/{targetId}/policies", { isOn: true, attached: [], inherited: [] });
  openAt(core, `${HOME}/accounts/add/create`);
  await screen.findByRole("heading", { level: 1, name: "Add an AWS account" });
  expect(box("IAM role name").value).toBe("OrganizationAccountAccessRole");
  type("AWS account name", "New");
  type("Email address of the account's owner", "new@acme.example");
  press("Create AWS account");
  await waitFor(() => expect(saidAt("Email address of the account's owner")).toContain("already exists"));
  press("Create AWS account");
  await screen.findByRole("heading", { level: 1, name: "Account New was created" });
  expect(screen.getByText(/use Forgot password to get one/)).toBeTruthy();
  press("View account");
  expect(addressShown()).toBe(`${HOME}/accounts/777788889999`);
});

test("a target shows what is attached to it and what it inherits, and the last policy stays", async ({ core }) => {
  company(core)
    .on("get", "/api/organization/targets/{targetId}/policies", {
      isOn: true,
      attached: [full],
      inherited: [{ policy: guard, from: { id: "ou-ab12-sandbox1", name: "Sandbox" } }],
    })
    .on(
      "delete",
      "/api/organization/targets/{targetId}/policies/{policyId}",
      refused({ code: "CONSTRAINT_VIOLATION", message: "At least one must stay attached." }, 409),
    );
  openAt(core, `${HOME}/accounts/444455556666`);
  await screen.findByRole("heading", { level: 1, name: "Labs" });
  await screen.findAllByText("Attached directly");
  expect(screen.getAllByText(/Inherited from/).length).toBe(2);
  const [first] = screen.getAllByRole("button", { name: "Detach FullAWSAccess" });
  if (first === undefined) throw new Error("nothing to detach");
  fireEvent.click(first);
  await screen.findByTestId("refusal");
  expect(refusal()).toContain("At least one must stay attached.");
  expect(await barriers()).toEqual([]);
});

test("a policy is edited from what was read", async ({ core }) => {
  company(core)
    .on("get", "/api/organization/policies/{policyId}", { policy: guard, document: "{}", targets: [] })
    .on(
      "put",
      "/api/organization/policies/{policyId}",
      refused({ code: "CONCURRENT_MODIFICATION", message: "Someone else changed it." }, 409),
    );
  openAt(core, `${HOME}/policies/service-control-policy/p-guard123`);
  await screen.findByRole("heading", { level: 1, name: "Guard" });
  press("Edit policy");
  type("Policy name", "Guards");
  press("Save changes");
  await screen.findByTestId("refusal");
  expect(core.bodies("put", "/api/organization/policies/{policyId}").at(-1)).toEqual({
    name: "Guards",
    description: "",
    document: "{}",
    expected: "{}",
  });
});

test("AWS's own policies have no changes", async ({ core }) => {
  company(core).on("get", "/api/organization/policies/{policyId}", { policy: full, document: "{}", targets: [] });
  openAt(core, `${HOME}/policies/service-control-policy/p-FullAWSAccess`);
  await screen.findByRole("heading", { level: 1, name: "FullAWSAccess" });
  for (const name of ["Edit policy", "Delete"])
    expect(screen.getByRole("button", { name }).hasAttribute("disabled")).toBe(true);
});

test("a document is checked as the kind of policy that it is", async ({ core }) => {
  company(core).on("post", "/api/policies/validate", {
    problems: [{ code: "MalformedPolicyDocument", message: "An Effect is missing.", path: "$", line: 4, column: 5 }],
    characters: 2,
    limit: 5120,
  });
  openAt(core, `${HOME}/policies/service-control-policy/create`);
  await screen.findByRole("heading", { level: 1, name: "Create new service control policy" });
  await screen.findByText(/An Effect is missing/);
  expect(core.bodies("post", "/api/policies/validate").at(-1)).toMatchObject({ kind: "service-control" });
});

const access: RootAccess = {
  credentialsManagement: true,
  sessions: false,
  accounts: [
    {
      id: "444455556666",
      name: "Labs",
      email: "labs@acme.example",
      isSuspended: false,
      credentials: { password: true, accessKeys: 1, mfaDevices: 2, mayRecover: true },
    },
    { id: "777788889999", name: "New", email: "new@acme.example", isSuspended: false, credentials: null },
  ],
};

test("root access: what each root user has, and a privileged action on one", async ({ core }) => {
  core
    .on("get", "/api/session", session)
    .on("get", "/api/root-access", access)
    .on(
      "delete",
      "/api/root-access/accounts/{accountId}/credentials",
      refused({ code: "ACCESS_DENIED", message: "You cannot use root user credentials to make this call." }, 403),
      null,
    );
  openAt(core, ROOT_ACCESS);
  await screen.findByRole("heading", { level: 1, name: "Root access management" });
  expect(screen.getByText("Root credentials management: enabled")).toBeTruthy();
  expect(screen.getByText("Present (Password, Access keys: 1, MFA devices: 2)")).toBeTruthy();
  expect(await barriers()).toEqual([]);
  press("Choose Labs", "radio");
  press("Take privileged action");
  pressInDialog("Delete root user credentials");
  await screen.findByTestId("refusal");
  expect(refusal()).toContain("You cannot use root user credentials");
  pressInDialog("Delete root user credentials");
  await waitFor(() => expect(dialog()).toBeNull());
});

test("root access is switched on and off", async ({ core }) => {
  core.on("get", "/api/session", session).on("get", "/api/root-access", access).on("put", "/api/root-access", null);
  openAt(core, ROOT_ACCESS);
  await screen.findByRole("heading", { level: 1, name: "Root access management" });
  press("Edit");
  press("Privileged root actions in member accounts", "checkbox");
  pressInDialog("Save changes");
  await waitFor(() => expect(dialog()).toBeNull());
  expect(core.bodies("put", "/api/root-access").at(-1)).toEqual({ credentialsManagement: true, sessions: true });
});
