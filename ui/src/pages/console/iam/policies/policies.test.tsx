import createWrapper from "@cloudscape-design/components/test-utils/dom";
import { EditorView } from "@codemirror/view";
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import type { PolicyChecked, PolicyDetail, PolicyProblem, PolicyView } from "../../../../api/types";
import { barriers } from "../../../../testing/axe";
import { refused, type Core } from "../../../../testing/core";
import { addressShown, dialog, openAt, press, pressInDialog, refusal, saidAt, type } from "../../../../testing/window";
import { session } from "../../../../testing/world";

const IAM = "https://us-east-1.console.aws.amazon.com/iam/home";
const ARN = "arn:aws:iam::111122223333:policy/Readers";
const READ = `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}}`;

const readers: PolicyView = {
  arn: ARN,
  policyName: "Readers",
  policyId: "ANPAREADERS",
  path: "/",
  description: "Reads",
  isAws: false,
  defaultVersionId: "v2",
  attachmentCount: 1,
  boundaryCount: 0,
  createdAt: "2026-01-01T00:00:00Z",
  updatedAt: "2026-01-02T00:00:00Z",
};
const administrator: PolicyView = {
  ...readers,
  arn: "arn:aws:iam::aws:policy/AdministratorAccess",
  policyName: "AdministratorAccess",
  isAws: true,
  attachmentCount: 0,
};
const detail: PolicyDetail = {
  policy: readers,
  document: READ,
  versions: [
    { versionId: "v2", isDefault: true, createdAt: "2026-01-02T00:00:00Z" },
    { versionId: "v1", isDefault: false, createdAt: "2026-01-01T00:00:00Z" },
  ],
  entities: [{ kind: "users", name: "alice", isBoundary: false }],
  denials: [],
};
const good: PolicyChecked = { problems: [], characters: 90, limit: 6144 };
const wrong: PolicyProblem = {
  code: "MalformedPolicyDocument",
  message: "Effect is Allow or Deny, in exactly these letters.",
  path: "$.Statement.Effect",
  line: 1,
  column: 41,
};

// jsdom lays nothing out, and an editor wants to know where its letters are.
beforeEach(() => {
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect = () => new DOMRect();
});

function signedIn(core: Core): Core {
  return core.on("get", "/api/session", session).on("post", "/api/policies/validate", good);
}

/** The editor of this label, as code reaches it. */
function editor(label: string): EditorView {
  const view = EditorView.findFromDOM(screen.getByRole("textbox", { name: label }));
  if (view === null) throw new Error(`no editor ${label}`);
  return view;
}

function write(label: string, text: string): void {
  const view = editor(label);
  act(() => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }));
}

const choose = (name: string) => fireEvent.click(screen.getByRole("radio", { name }));

test("policies are listed with their type; those of AWS cannot be chosen", async ({ core }) => {
  signedIn(core).on("get", "/api/policies", { policies: [administrator, readers], total: 2, pages: 1 });
  openAt(core, `${IAM}#/policies`);
  await screen.findByRole("heading", { level: 1, name: /^Policies/ });
  expect(screen.getByRole("radio", { name: "Choose AdministratorAccess" })).toHaveProperty("disabled", true);
  expect(screen.getByText("Permissions policy (1)")).toBeTruthy();
  expect(await barriers()).toEqual([]);
  press("Readers", "link");
  core.on("get", "/api/policies/details", detail);
  await waitFor(() => expect(addressShown()).toBe(`${IAM}#/policies/details/${encodeURIComponent(ARN)}`));
});

test("policies are narrowed by name and type, and turned page by page", async ({ core }) => {
  signedIn(core).on("get", "/api/policies", { policies: [readers], total: 60, pages: 2 });
  openAt(core, `${IAM}#/policies`);
  await screen.findByRole("radio", { name: "Choose Readers" });
  press("Next page");
  await waitFor(() => expect(core.sent("get", "/api/policies").length).toBe(2));
  const select = createWrapper().findSelect();
  select?.openDropdown();
  select?.selectOptionByValue("customer");
  await waitFor(() => expect(core.sent("get", "/api/policies").length).toBe(3));
  expect(core.sent("get", "/api/policies").map(({ query }) => query.toString())).toEqual([
    "scope=all&page=1",
    "scope=all&page=2",
    "scope=customer&page=1",
  ]);
});

test("a policy in use is not deleted, and the dialog says so", async ({ core }) => {
  const conflict = { code: "DELETE_CONFLICT", message: "Cannot delete a policy attached to entities." } as const;
  signedIn(core)
    .on("get", "/api/policies", { policies: [readers], total: 1, pages: 1 })
    .on("delete", "/api/policies/details", refused(conflict, 409), null);
  openAt(core, `${IAM}#/policies`);
  await screen.findByRole("radio", { name: "Choose Readers" });
  choose("Choose Readers");
  press("Delete");
  pressInDialog("Delete policy");
  await screen.findByText(conflict.message);
  pressInDialog("Delete policy");
  await waitFor(() => expect(dialog()).toBeNull());
  expect(core.sent("delete", "/api/policies/details")[0]?.query.get("arn")).toBe(ARN);
});

test("a document is checked while it is typed, and a problem leads to its place", async ({ core }) => {
  signedIn(core);
  openAt(core, `${IAM}#/policies/create`);
  await screen.findByRole("textbox", { name: "Policy document" });
  await screen.findByText("No problems. 90 of 6144 characters.");
  core.on("post", "/api/policies/validate", { ...good, problems: [wrong] });
  const bad = READ.replace("Allow", "allow");
  write("Policy document", bad);
  await screen.findByText("1 problem. 90 of 6144 characters.");
  expect(core.bodies("post", "/api/policies/validate").at(-1)).toEqual({ document: bad, kind: "managed" });
  expect(screen.getByRole("textbox", { name: "Policy document" }).getAttribute("aria-invalid")).toBe("true");
  press(/^Line 1, column 41: Effect is/);
  const { from, to } = editor("Policy document").state.selection.main;
  expect(bad.slice(from, to)).toBe('"Effect"');
  expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Policy document" }));
  expect(await barriers()).toEqual([]);
});

test("what is typed is what is created; a wrong name is said at its field", async ({ core }) => {
  const taken = { code: "INVALID_INPUT", field: "policyName", message: "No spaces." } as const;
  signedIn(core).on("post", "/api/policies", refused(taken, 422), readers).on("get", "/api/policies/details", detail);
  openAt(core, `${IAM}#/policies/create`);
  await screen.findByRole("textbox", { name: "Policy document" });
  type("Policy name", "Read ers");
  write("Policy document", READ);
  press("Create policy");
  await waitFor(() => expect(saidAt("Policy name")).toContain("No spaces."));
  type("Policy name", "Readers");
  press("Create policy");
  await screen.findByTestId("page-policy");
  expect(core.bodies("post", "/api/policies").at(-1)).toEqual({
    policyName: "Readers",
    description: "",
    document: READ,
  });
});

test("a policy shows what it says and who has it", async ({ core }) => {
  signedIn(core).on("get", "/api/policies/details", detail);
  openAt(core, `${IAM}#/policies/details/${encodeURIComponent(ARN)}`);
  const shown = await screen.findByRole("textbox", { name: "Document of Readers" });
  expect(shown.getAttribute("aria-readonly")).toBe("true");
  expect(editor("Document of Readers").state.doc.toString()).toBe(READ);
  expect(await barriers()).toEqual([]);
  press("Entities attached", "tab");
  expect(within(screen.getByRole("table", { name: "Entities attached" })).getByText("alice")).toBeTruthy();
});

test("a version is looked at, and made the one that counts", async ({ core }) => {
  signedIn(core).on("get", "/api/policies/details", detail);
  openAt(core, `${IAM}#/policies/details/${encodeURIComponent(ARN)}?section=versions`);
  await screen.findByRole("radio", { name: "Choose v1" });
  core.on("put", "/api/policies/default-version", null);
  choose("Choose v1");
  press("Set as default");
  await waitFor(() =>
    expect(core.bodies("put", "/api/policies/default-version")).toEqual([
      { policyArn: ARN, versionId: "v1", expected: "v2" },
    ]),
  );
  core.on("get", "/api/policies/versions", { versionId: "v1", document: "{}" });
  press("View");
  await screen.findByRole("textbox", { name: "Document of version v1" });
});

test("parts that may not be seen are said to be missing, with the reason", async ({ core }) => {
  const denial = {
    message: "User: alice is not authorized to perform: iam:GetPolicyVersion",
    principal: "arn:aws:iam::111122223333:user/alice",
    action: "iam:GetPolicyVersion",
    resource: ARN,
    explicit: false,
    reasons: ["No identity-based policy allows it."],
  };
  signedIn(core).on("get", "/api/policies/details", { ...detail, document: null, denials: [denial] });
  openAt(core, `${IAM}#/policies/details/${encodeURIComponent(ARN)}`);
  await screen.findByText("What this policy says cannot be shown.");
  expect(refusal()).toContain(denial.message);
  expect(screen.getByTestId("why")).toBeTruthy();
});

test("an edit says which version it read; what crossed it stays and the text is kept", async ({ core }) => {
  const crossed = { code: "CONCURRENT_MODIFICATION", message: "Someone else changed it." } as const;
  signedIn(core).on("get", "/api/policies/details", detail).on("post", "/api/policies/versions", refused(crossed, 409));
  openAt(core, `${IAM}#/policies/edit/${encodeURIComponent(ARN)}`);
  await screen.findByRole("textbox", { name: "Policy document" });
  write("Policy document", "{}");
  press("Save changes");
  await waitFor(() => expect(refusal()).toContain(crossed.message));
  expect(core.bodies("post", "/api/policies/versions")).toEqual([
    { policyArn: ARN, document: "{}", setAsDefault: true, expected: "v2", replacing: null },
  ]);
  expect(editor("Policy document").state.doc.toString()).toBe("{}");
});

test("with five versions, one has to go", async ({ core }) => {
  const versions = [5, 4, 3, 2, 1].map((number) => ({
    versionId: `v${number}`,
    isDefault: number === 2,
    createdAt: "2026-01-02T00:00:00Z",
  }));
  signedIn(core)
    .on("get", "/api/policies/details", { ...detail, versions })
    .on("post", "/api/policies/versions", { versionId: "v6", isDefault: true, createdAt: "2026-01-03T00:00:00Z" });
  openAt(core, `${IAM}#/policies/edit/${encodeURIComponent(ARN)}`);
  await screen.findByText("Version to delete");
  press("Save changes");
  await screen.findByTestId("page-policy");
  expect(core.bodies("post", "/api/policies/versions")[0]?.replacing).toBe("v1");
});

test("the simulator asks with what it was told, and says what would be decided and why", async ({ core }) => {
  signedIn(core).on("post", "/api/policies/simulate", {
    results: [
      { action: "s3:GetObject", resource: "*", decision: "implicitDeny", reasons: ["No policy allows it."] },
      { action: "s3:PutObject", resource: "*", decision: "allowed", reasons: ["Statement 1 allows this."] },
    ],
  });
  openAt(core, "https://policysim.aws.amazon.com/home/index.jsp");
  await screen.findByRole("heading", { level: 1, name: "IAM policy simulator" });
  type("User name", "alice");
  const area = (label: string, value: string) =>
    fireEvent.change(screen.getByLabelText(label, { selector: "textarea" }), { target: { value } });
  area("Actions", "s3:GetObject\ns3:PutObject");
  area("Condition keys - optional", "aws:MultiFactorAuthPresent = true\naws:TagKeys=a, b\nnonsense");
  press("Run simulation");
  await screen.findByText("Denied: nothing allows it");
  expect(screen.getByText("Allowed")).toBeTruthy();
  expect(core.bodies("post", "/api/policies/simulate")).toEqual([
    {
      holders: "users",
      name: "alice",
      actions: ["s3:GetObject", "s3:PutObject"],
      resource: "*",
      context: { "aws:MultiFactorAuthPresent": ["true"], "aws:TagKeys": ["a", "b"] },
    },
  ]);
  expect(await barriers()).toEqual([]);
});

test("nothing of a list is reread because a document was checked", async ({ core }) => {
  signedIn(core);
  openAt(core, `${IAM}#/policies/create`);
  await screen.findByText(/^No problems/);
  const before = core.sent("get", "/api/session").length;
  write("Policy document", "{}");
  await waitFor(() => expect(core.sent("post", "/api/policies/validate").length).toBe(2));
  expect(core.sent("get", "/api/session").length).toBe(before);
  expect(within(screen.getByTestId("policy-check")).getByText(/^No problems/)).toBeTruthy();
});
