import createWrapper from "@cloudscape-design/components/test-utils/dom";
import { EditorView } from "@codemirror/view";
import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import type { HolderPolicies, PolicyView } from "../../../../api/types";
import { NavigationProvider } from "../../../../browser/navigation";
import { barriers } from "../../../../testing/axe";
import { refused, type Core } from "../../../../testing/core";
import { dialog, press, pressInDialog, refusal, type } from "../../../../testing/window";
import { PermissionsSection, type HolderKind } from "./PermissionsSection";

const READ = `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}}`;

function policy(policyName: string, isAws = false): PolicyView {
  return {
    arn: `arn:aws:iam::${isAws ? "aws" : "111122223333"}:policy/${policyName}`,
    policyName,
    policyId: `ANPA${policyName}`,
    path: "/",
    description: "",
    isAws,
    defaultVersionId: "v1",
    attachmentCount: 1,
    boundaryCount: 0,
    createdAt: "2026-01-01T00:00:00Z",
    updatedAt: "2026-01-01T00:00:00Z",
  };
}

const bob: HolderPolicies = {
  arn: "arn:aws:iam::111122223333:user/bob",
  attached: [policy("Readers")],
  inline: ["own"],
  byGroup: [{ groupName: "Staff", attached: [policy("ManageOwnCredentials")], inline: ["theirs"] }],
  boundary: null,
  denials: [],
};

beforeEach(() => {
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect = () => new DOMRect();
});

async function show(core: Core, has: HolderPolicies, kind: HolderKind = "user") {
  core
    .on("get", "/api/{holders}/{name}/policies", has)
    .on("get", "/api/policies", { policies: [policy("Readers"), policy("Writers")], total: 2, pages: 1 })
    .on("post", "/api/policies/validate", { problems: [], characters: 90, limit: 10240 });
  render(
    <NavigationProvider>
      <h1>bob</h1>
      <PermissionsSection kind={kind} name="bob" />
    </NavigationProvider>,
  );
  await screen.findByTestId("permissions");
}

const choose = (name: string, role: "radio" | "checkbox" = "radio") =>
  fireEvent.click(screen.getByRole(role, { name }));

function add(id: "attach" | "create") {
  const menu = createWrapper().findButtonDropdown();
  menu?.openDropdown();
  menu?.findItemById(id)?.click();
}

const rows = () =>
  createWrapper()
    .findTable()
    ?.findRows()
    .map((row) =>
      row
        .findAll("td, th")
        .map((cell) => cell.getElement().textContent.trim())
        .join("|"),
    );

test("what is attached, embedded, and comes from groups is one list", async ({ core }) => {
  await show(core, bob);
  expect(rows()).toEqual([
    "|Readers|Customer managed|Directly",
    "|own|Inline|Inline",
    "|ManageOwnCredentials|Customer managed|Group Staff",
    "|theirs|Inline|Group Staff",
  ]);
  expect(screen.getByRole("radio", { name: "theirs of Staff" })).toHaveProperty("disabled", true);
  expect(screen.getByTestId("boundary").textContent).toContain("Not set.");
  expect(core.sent("get", "/api/{holders}/{name}/policies")[0]?.path).toBe("/api/users/bob/policies");
  expect(await barriers()).toEqual([]);
});

test("a group has no boundary", async ({ core }) => {
  await show(core, { ...bob, byGroup: null }, "group");
  expect(screen.queryByTestId("boundary")).toBeNull();
  expect(core.sent("get", "/api/{holders}/{name}/policies")[0]?.path).toBe("/api/groups/bob/policies");
});

test("policies are attached one after the other; what could not be stays chosen", async ({ core }) => {
  const full = { code: "LIMIT_EXCEEDED", message: "Cannot exceed quota for PoliciesPerUser: 10" } as const;
  await show(core, { ...bob, attached: [] });
  core.on("post", "/api/{holders}/{name}/policies", null, refused(full, 409));
  add("attach");
  await screen.findByRole("checkbox", { name: "Choose Writers" });
  choose("Choose Readers", "checkbox");
  choose("Choose Writers", "checkbox");
  pressInDialog("Attach 2 policies");
  await waitFor(() => expect(refusal()).toContain(full.message));
  expect(core.bodies("post", "/api/{holders}/{name}/policies")).toEqual([
    { policyArn: policy("Readers").arn },
    { policyArn: policy("Writers").arn },
  ]);
  core.on("post", "/api/{holders}/{name}/policies", null);
  pressInDialog("Attach policy");
  await waitFor(() => expect(dialog()).toBeNull());
});

test("what is attached cannot be attached again", async ({ core }) => {
  await show(core, bob);
  add("attach");
  const taken = await screen.findByRole("checkbox", { name: "Choose Readers" });
  expect(taken).toHaveProperty("disabled", true);
  expect(await barriers()).toEqual([]);
});

test("a policy is detached, and an embedded one deleted, after being asked", async ({ core }) => {
  await show(core, bob);
  core
    .on("delete", "/api/{holders}/{name}/policies", null)
    .on("delete", "/api/{holders}/{name}/inline-policies/{policyName}", null);
  choose("Choose Readers");
  press("Remove");
  pressInDialog("Cancel");
  press("Remove");
  pressInDialog("Detach policy");
  await waitFor(() => expect(dialog()).toBeNull());
  expect(core.sent("delete", "/api/{holders}/{name}/policies").map(({ query }) => query.get("policyArn"))).toEqual([
    policy("Readers").arn,
  ]);
  choose("Choose own");
  press("Remove");
  pressInDialog("Delete policy");
  await waitFor(() => expect(dialog()).toBeNull());
  expect(core.sent("delete", "/api/{holders}/{name}/inline-policies/{policyName}")[0]?.path).toBe(
    "/api/users/bob/inline-policies/own",
  );
});

test("an embedded policy is saved with what it was read as", async ({ core }) => {
  await show(core, bob);
  core
    .on("get", "/api/{holders}/{name}/inline-policies/{policyName}", { policyName: "own", document: READ })
    .on("put", "/api/{holders}/{name}/inline-policies/{policyName}", null);
  press("own", "button");
  const box = await screen.findByRole("textbox", { name: "Policy document" });
  const view = EditorView.findFromDOM(box);
  act(() => view?.dispatch({ changes: { from: 0, to: READ.length, insert: "{}" } }));
  pressInDialog("Save changes");
  await waitFor(() => expect(dialog()).toBeNull());
  expect(core.bodies("put", "/api/{holders}/{name}/inline-policies/{policyName}")).toEqual([
    { document: "{}", expected: READ },
  ]);
});

test("a new embedded policy needs a name", async ({ core }) => {
  await show(core, bob, "role");
  core.on("put", "/api/{holders}/{name}/inline-policies/{policyName}", null);
  add("create");
  await screen.findByRole("textbox", { name: "Policy document" });
  pressInDialog("Create policy");
  await screen.findByText("Enter a name.");
  type("Policy name", "fresh");
  pressInDialog("Create policy");
  await waitFor(() => expect(dialog()).toBeNull());
  const sent = core.sent("put", "/api/{holders}/{name}/inline-policies/{policyName}");
  expect(sent.map(({ path }) => path)).toEqual(["/api/roles/bob/inline-policies/fresh"]);
  expect(core.bodies("put", "/api/{holders}/{name}/inline-policies/{policyName}")[0]?.expected).toBeNull();
});

test("a boundary is changed from the one that was seen, and removed", async ({ core }) => {
  await show(core, { ...bob, boundary: policy("Readers") });
  core.on("put", "/api/{holders}/{name}/boundary", null).on("delete", "/api/{holders}/{name}/boundary", null);
  expect(within(screen.getByTestId("boundary")).getByText("Readers")).toBeTruthy();
  press("Change boundary");
  await screen.findByRole("radio", { name: "Choose Writers" });
  choose("Choose Writers");
  pressInDialog("Set boundary");
  await waitFor(() => expect(dialog()).toBeNull());
  expect(core.bodies("put", "/api/{holders}/{name}/boundary")).toEqual([
    { policyArn: policy("Writers").arn, expected: policy("Readers").arn },
  ]);
  press("Remove boundary");
  pressInDialog("Remove boundary");
  await waitFor(() => expect(dialog()).toBeNull());
  expect(core.sent("delete", "/api/{holders}/{name}/boundary").length).toBe(1);
});

test("parts that may not be seen are said to be missing", async ({ core }) => {
  const denial = {
    message: "User: bob is not authorized to perform: iam:GetUser",
    principal: "p",
    action: "iam:GetUser",
    resource: "r",
    explicit: true,
    reasons: ["A statement denies this."],
  };
  await show(core, { ...bob, denials: [denial] });
  expect(refusal()).toContain(denial.message);
  expect(screen.getByTestId("why")).toBeTruthy();
});
