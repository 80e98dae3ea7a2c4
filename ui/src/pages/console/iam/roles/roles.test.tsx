import createWrapper from "@cloudscape-design/components/test-utils/dom";
import { EditorView } from "@codemirror/view";
import { act, fireEvent, screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import type { HolderPolicies, PolicyView, RoleDetails, RoleSummary } from "../../../../api/types";
import { barriers } from "../../../../testing/axe";
import { refused, wrongField, type Core } from "../../../../testing/core";
import { addressShown, box, dialog, openAt, press, pressInDialog, refusal, type } from "../../../../testing/window";
import { session } from "../../../../testing/world";
import { NO_CHOICES, trustDocument } from "./trustDocument";

const IAM = "https://us-east-1.console.aws.amazon.com/iam/home";

function role(roleName: string, more: Partial<RoleSummary> = {}): RoleSummary {
  return {
    roleName,
    path: "/",
    arn: `arn:aws:iam::111122223333:role/${roleName}`,
    roleId: "AROAAAAAAAAAAAAAAAAAA",
    description: "",
    trustedEntities: ["Account: 111122223333"],
    maxSessionSeconds: 3600,
    createdAt: "2026-01-01T00:00:00Z",
    lastUsedAt: null,
    ...more,
  };
}

const trust = trustDocument({ ...NO_CHOICES, account: "111122223333" });

function details(roleName: string, more: Partial<RoleDetails> = {}): RoleDetails {
  return { role: role(roleName), trustPolicy: trust, tags: [], switchAccount: "acme", ...more };
}

const readOnly: PolicyView = {
  arn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
  policyName: "ReadOnlyAccess",
  policyId: "ANPAREADONLY",
  path: "/",
  description: "",
  isAws: true,
  defaultVersionId: "v1",
  attachmentCount: 0,
  boundaryCount: 0,
  createdAt: "2026-01-01T00:00:00Z",
  updatedAt: "2026-01-01T00:00:00Z",
};
const nothing: HolderPolicies = {
  arn: "arn:aws:iam::111122223333:role/Auditor",
  attached: [],
  inline: [],
  byGroup: [],
  boundary: null,
  denials: [],
};

// jsdom lays nothing out, and an editor wants to know where its letters are.
beforeEach(() => {
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect = () => new DOMRect();
});

/** The editor of the trust policy, as code reaches it. */
function editor(): EditorView {
  const box = document.querySelector<HTMLElement>('[role="textbox"][aria-label="Trust policy"]');
  const view = box === null ? null : EditorView.findFromDOM(box);
  if (view === null) throw new Error("no editor");
  return view;
}

function write(text: string): void {
  const view = editor();
  act(() => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }));
}

function open(core: Core, hash: string) {
  core
    .on("get", "/api/session", session)
    .on("get", "/api/policies", { policies: [readOnly], total: 1, pages: 1 })
    .on("get", "/api/{holders}/{name}/policies", nothing)
    .on("post", "/api/policies/validate", { problems: [], characters: 90, limit: 2048 });
  openAt(core, `${IAM}${hash}`);
}

test("roles: whom they trust, and only those that are looked for", async ({ core }) => {
  core.on("get", "/api/roles", {
    roles: [
      role("Auditor", { trustedEntities: ["Account: 444455556666", "AWS Service: ec2.amazonaws.com"] }),
      role("Dev"),
    ],
  });
  open(core, "#/roles");
  await screen.findByText("Account: 444455556666, AWS Service: ec2.amazonaws.com");
  expect(await barriers()).toEqual([]);
  fireEvent.change(screen.getByLabelText("Find roles"), { target: { value: "dev" } });
  expect(screen.queryByText("Auditor")).toBeNull();
  press("Dev", "link");
  core.on("get", "/api/roles/{roleName}", details("Dev"));
  expect(addressShown()).toBe(`${IAM}#/roles/details/Dev`);
});

test("roles: deleting asks for the name, and says what AWS says when it is refused", async ({ core }) => {
  core.on("get", "/api/roles", { roles: [role("Auditor")] });
  core.on("delete", "/api/roles/{roleName}", refused({ code: "ACCESS_DENIED", message: "User: x may not" }, 403), null);
  open(core, "#/roles");
  await screen.findByText("Account: 111122223333");
  fireEvent.click(screen.getByRole("radio", { name: "Choose Auditor" }));
  press("Delete");
  expect(dialog()?.getElement().textContent).toContain("managed policies are detached");
  type("To confirm, enter Auditor", "Auditor");
  pressInDialog("Delete role");
  await screen.findByTestId("refusal");
  expect(refusal()).toContain("User: x may not");
  expect(core.sent("delete", "/api/roles/{roleName}")[0]?.path).toBe("/api/roles/Auditor");
});

test("the wizard writes the trust policy of an account with MFA", async ({ core }) => {
  core.on("post", "/api/roles", wrongField("roleName", "A role name has 1 to 64 letters."), role("Ops"));
  core.on("get", "/api/roles/{roleName}", details("Ops"));
  open(core, "#/roles/create");
  await screen.findByRole("heading", { level: 1, name: "Create role" });
  expect(box("Account ID").value).toBe("111122223333");
  await screen.findByText("ReadOnlyAccess");
  fireEvent.click(screen.getByLabelText("Choose ReadOnlyAccess", { selector: "input" }));
  fireEvent.click(screen.getByLabelText("Require MFA"));
  type("External ID - optional", "4711");
  press("Create role");
  await screen.findByText("A role name has 1 to 64 letters.");
  type("Role name", "Ops");
  press("Create role");
  await screen.findByRole("heading", { level: 1, name: "Ops" });
  const sent = core.bodies("post", "/api/roles").at(-1);
  expect(JSON.parse(sent?.trustPolicy ?? "")).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "sts:ExternalId": "4711" },
          Bool: { "aws:MultiFactorAuthPresent": "true" },
        },
      },
    ],
  });
  expect(sent).toMatchObject({
    roleName: "Ops",
    path: "/",
    maxSessionSeconds: 3600,
    tags: [],
    policyArns: [readOnly.arn],
  });
});

test("the wizard: a document of one's own begins as what was chosen, and its faults are listed", async ({ core }) => {
  core.on(
    "post",
    "/api/roles",
    refused(
      {
        code: "MALFORMED_POLICY",
        message: "This policy contains invalid Json",
        problems: [{ code: "MalformedPolicyDocument", message: "This is not JSON.", path: "$", line: 3, column: 7 }],
      },
      422,
    ),
  );
  open(core, "#/roles/create");
  await screen.findByRole("heading", { level: 1, name: "Create role" });
  fireEvent.click(screen.getByLabelText("AWS service"));
  fireEvent.click(screen.getByLabelText("Custom trust policy"));
  expect(editor().state.doc.toString()).toContain("ec2.amazonaws.com");
  write("{");
  press("Create role");
  await screen.findByTestId("refusal");
  expect(refusal()).toContain("This policy contains invalid Json");
  expect(refusal()).toContain("Line 3, column 7: This is not JSON.");
  expect(core.bodies("post", "/api/roles")[0]?.trustPolicy).toBe("{");
});

test("the wizard has no barriers", async ({ core }) => {
  open(core, "#/roles/create");
  await screen.findByText("ReadOnlyAccess");
  expect(await barriers()).toEqual([]);
});

test("the wizard: providers and their audiences", async ({ core }) => {
  const arn = "arn:aws:iam::111122223333:oidc-provider/idp.example.com/realm";
  const provider = { arn, kind: "oidc" as const, name: "idp.example.com/realm", createdAt: "2026-01-01T00:00:00Z" };
  core.on("get", "/api/identity-providers", { providers: [provider] }).on("get", "/api/identity-providers/details", {
    provider,
    audiences: ["console"],
    thumbprints: [],
    metadata: null,
    usedBy: [],
  });
  open(core, "#/roles/create");
  await screen.findByRole("heading", { level: 1, name: "Create role" });
  fireEvent.click(screen.getByLabelText("Web identity"));
  await screen.findByText("Choose a provider");
  const select = createWrapper().findAllSelects()[0];
  select?.openDropdown();
  select?.selectOptionByValue(arn);
  await screen.findByText("Choose an audience");
  const audience = createWrapper().findAllSelects()[1];
  audience?.openDropdown();
  audience?.selectOptionByValue("console");
  const document = screen.getByTestId("trust-policy").textContent;
  expect(JSON.parse(document)).toMatchObject({
    Statement: [
      {
        Principal: { Federated: arn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { "idp.example.com/realm:aud": "console" } },
      },
    ],
  });
});

test("a role: the link to switch to it, and its trust policy with what was read before", async ({ core }) => {
  core.on("get", "/api/roles/{roleName}", details("Auditor", { role: role("Auditor", { path: "/ops/" }) }));
  core.on(
    "put",
    "/api/roles/{roleName}/trust-policy",
    refused({ code: "CONCURRENT_MODIFICATION", message: "Someone else changed it" }, 409),
    null,
  );
  open(core, "#/roles/details/Auditor");
  await screen.findByText("https://signin.aws.amazon.com/switchrole?account=acme&roleName=ops%2FAuditor");
  await screen.findAllByTestId("permissions");
  press("Trust relationships", "tab");
  press("Edit trust policy");
  write("{}");
  press("Update policy");
  await screen.findByTestId("refusal");
  expect(refusal()).toContain("Someone else changed it");
  press("Update policy");
  await screen.findByText("Trusted entities", { selector: "h2 *" });
  expect(core.bodies("put", "/api/roles/{roleName}/trust-policy")).toEqual([
    { document: "{}", expected: trust },
    { document: "{}", expected: trust },
  ]);
});

test("a role: description, duration and tags", async ({ core }) => {
  core
    .on("get", "/api/roles/{roleName}", details("Auditor", { tags: [{ key: "Team", value: "red" }] }))
    .on("put", "/api/roles/{roleName}", null)
    .on("put", "/api/roles/{roleName}/tags", null);
  open(core, "#/roles/details/Auditor?section=tags");
  await screen.findByText("red");
  press("Edit");
  const duration = createWrapper().findSelect();
  duration?.openDropdown();
  duration?.selectOptionByValue("14400");
  press("Save changes");
  await expect
    .poll(() => core.bodies("put", "/api/roles/{roleName}"))
    .toEqual([{ description: "", maxSessionSeconds: 14400 }]);
  await screen.findByText("Maximum session duration", { selector: "[class*=key-label] *, [class*=key-label]" });
  await screen.findByRole("button", { name: "Manage tags" });
  press("Manage tags");
  press("Remove the tag Team");
  press("Save changes");
  await expect
    .poll(() => core.bodies("put", "/api/roles/{roleName}/tags"))
    .toEqual([{ tags: [], expected: [{ key: "Team", value: "red" }] }]);
});

test("a role that AWS keeps says so", async ({ core }) => {
  const kept = role("AWSReservedSSO_Admins_0123456789abcdef", { path: "/aws-reserved/sso.amazonaws.com/" });
  core.on("get", "/api/roles/{roleName}", details(kept.roleName, { role: kept }));
  open(core, `#/roles/details/${kept.roleName}`);
  await screen.findByText(/AWS keeps this role/);
});

const corp = {
  arn: "arn:aws:iam::111122223333:saml-provider/Corp",
  kind: "saml" as const,
  name: "Corp",
  createdAt: "2026-01-01T00:00:00Z",
};

test("the wizard: people that a SAML provider vouches for", async ({ core }) => {
  core.on("get", "/api/identity-providers", { providers: [corp] });
  open(core, "#/roles/create");
  await screen.findByRole("heading", { level: 1, name: "Create role" });
  fireEvent.click(screen.getByLabelText("SAML 2.0 federation"));
  await screen.findByText("Choose a provider");
  // There is no policy that trusts nobody yet.
  expect(screen.queryByTestId("trust-policy")).toBeNull();
  const select = createWrapper().findAllSelects()[0];
  select?.openDropdown();
  select?.selectOptionByValue(corp.arn);
  type("Value of condition 1", "https://signin.aws.amazon.com/saml");
  press("Add condition");
  const key = createWrapper().findAllSelects()[2];
  key?.openDropdown();
  key?.selectOptionByValue("eduPersonAffiliation");
  type("Value of condition 2", "staff");
  fireEvent.click(screen.getByLabelText("Session tags (sts:TagSession)"));
  expect(await barriers()).toEqual([]);
  const document = () => JSON.parse(screen.getByTestId("trust-policy").textContent) as unknown;
  expect(document()).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: corp.arn },
        Action: ["sts:AssumeRoleWithSAML", "sts:TagSession"],
        Condition: {
          StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" },
          "ForAnyValue:StringEquals": { "SAML:eduPersonAffiliation": "staff" },
        },
      },
    ],
  });
  press("Remove the condition SAML:aud");
  press("Remove the condition SAML:eduPersonAffiliation");
  expect(document()).not.toHaveProperty("Statement[0].Condition");
});

test("the wizard: without a provider one is told what to do first", async ({ core }) => {
  core.on("get", "/api/identity-providers", { providers: [corp] });
  open(core, "#/roles/create");
  await screen.findByRole("heading", { level: 1, name: "Create role" });
  fireEvent.click(screen.getByLabelText("Web identity"));
  await screen.findByText(/has no identity provider of this kind/);
  press("Add one", "link");
  expect(addressShown()).toBe(`${IAM}#/identity_providers/create`);
});

test("several values of a key are any of them, and a pattern is one", () => {
  const providerArn = "arn:aws:iam::111122223333:oidc-provider/ci.corp.example";
  const conditions = [
    { key: "sub", value: "repo:shop:main" },
    { key: "sub", value: "repo:shop:next" },
    { key: "sub", value: "repo:tools:*" },
    { key: "", value: "not chosen yet" },
  ];
  const written = trustDocument({ ...NO_CHOICES, kind: "web-identity", providerArn, audience: "sts", conditions });
  expect(JSON.parse(written)).toMatchObject({
    Statement: [
      {
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { "ci.corp.example:aud": "sts" },
          StringLike: { "ci.corp.example:sub": ["repo:shop:main", "repo:shop:next", "repo:tools:*"] },
        },
      },
    ],
  });
});
