import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { IdentityProviderDetails, SamlInspection } from "../../../../api/types";
import { post } from "../../../../browser/posted";
import { barriers } from "../../../../testing/axe";
import { wrongField, type Core } from "../../../../testing/core";
import { dialog, openAt, press, pressInDialog, type } from "../../../../testing/window";
import { session } from "../../../../testing/world";

const IAM = "https://us-east-1.console.aws.amazon.com/iam/home";
const arn = "arn:aws:iam::111122223333:saml-provider/Corp";
const corp = { arn, kind: "saml" as const, name: "Corp", createdAt: "2026-01-01T00:00:00Z" };
const whole: IdentityProviderDetails = {
  provider: corp,
  audiences: [],
  thumbprints: [],
  metadata: "<EntityDescriptor/>",
  usedBy: ["Ops", "Dev"],
  saml: {
    providerId: "SAMLSP0011223344556677889900",
    issuer: "https://sso.corp.example/saml",
    certificates: [
      {
        fingerprint: "AA:BB:CC",
        subject: "CN=sso.corp.example",
        serial: "01",
        key: "RSA 2048",
        from: "2026-01-01T00:00:00Z",
        until: "2028-01-01T00:00:00Z",
      },
    ],
    signOnAddresses: ["https://sso.corp.example/saml/sso"],
    validUntil: "2126-01-01T00:00:00Z",
    assertionEncryptionMode: "Allowed",
    signInAddress: "https://signin.aws.amazon.com/saml",
  },
};
const oidcArn = "arn:aws:iam::111122223333:oidc-provider/ci.corp.example";
const oidc: IdentityProviderDetails = {
  provider: { arn: oidcArn, kind: "oidc", name: "ci.corp.example", createdAt: "2026-01-01T00:00:00Z" },
  audiences: ["sts.amazonaws.com"],
  thumbprints: [],
  usedBy: [],
};
const DETAILS = "#/identity_providers/details/";
const INSPECT = `${IAM}#/identity_providers/inspect/${encodeURIComponent(arn)}`;

function open(core: Core, hash: string) {
  core.on("get", "/api/session", session);
  openAt(core, `${IAM}${hash}`);
}

test("a SAML provider is added from its metadata", async ({ core }) => {
  core
    .on("get", "/api/identity-providers", { providers: [] })
    .on("post", "/api/identity-providers", wrongField("metadata", "Could not parse metadata."), corp)
    .on("get", "/api/identity-providers/details", whole);
  open(core, "#/identity_providers");
  await screen.findByText(/has no identity providers/);
  press("Add provider");
  await screen.findByRole("heading", { level: 1, name: "Add identity provider" });
  expect(await barriers()).toEqual([]);
  type("Provider name", "Corp");
  press("Add provider");
  await screen.findByText("Could not parse metadata.");
  fireEvent.change(screen.getByLabelText("Metadata document"), { target: { value: "<EntityDescriptor/>" } });
  press("Add provider");
  await screen.findByRole("heading", { level: 1, name: "Corp" });
  expect(core.bodies("post", "/api/identity-providers").at(-1)).toEqual({
    kind: "saml",
    name: "Corp",
    metadata: "<EntityDescriptor/>",
  });
});

test("an OIDC provider has an address, and audiences one a line", async ({ core }) => {
  core
    .on("post", "/api/identity-providers", { ...corp, kind: "oidc" })
    .on("get", "/api/identity-providers/details", whole);
  open(core, "#/identity_providers/create");
  await screen.findByRole("heading", { level: 1, name: "Add identity provider" });
  press(/^OpenID Connect/, "radio");
  type("Provider URL", "https://idp.example.com");
  fireEvent.change(screen.getByLabelText("Audiences"), { target: { value: "one\ntwo" } });
  press("Add provider");
  await expect
    .poll(() => core.bodies("post", "/api/identity-providers"))
    .toEqual([{ kind: "oidc", url: "https://idp.example.com", audiences: ["one", "two"], thumbprints: [""] }]);
});

test("before a provider is deleted one reads which roles trust it", async ({ core }) => {
  core
    .on("get", "/api/identity-providers/details", whole)
    .on("delete", "/api/identity-providers", null)
    .on("get", "/api/identity-providers", { providers: [] });
  open(core, `#/identity_providers/details/${encodeURIComponent(arn)}`);
  await screen.findByRole("heading", { level: 1, name: "Corp" });
  press("Delete");
  expect(dialog()?.getElement().textContent).toContain("The roles Ops, Dev trust it.");
  type("To confirm, enter Corp", "Corp");
  pressInDialog("Delete provider");
  await screen.findByText(/has no identity providers/);
  expect(core.sent("delete", "/api/identity-providers")[0]?.query.get("arn")).toBe(arn);
});

test("a metadata file is read, and its text can be changed", async ({ core }) => {
  core.on("post", "/api/identity-providers", corp).on("get", "/api/identity-providers/details", whole);
  open(core, "#/identity_providers/create");
  await screen.findByRole("heading", { level: 1, name: "Add identity provider" });
  type("Provider name", "Corp");
  // jsdom's files cannot be read.
  const text = () => Promise.resolve("<EntityDescriptor a='1'/>");
  const file = Object.assign(new File([], "metadata.xml", { type: "text/xml" }), { text });
  fireEvent.change(screen.getByLabelText("Choose metadata file"), { target: { files: [file] } });
  await screen.findByDisplayValue("<EntityDescriptor a='1'/>");
  press("Add provider");
  await screen.findByRole("heading", { level: 1, name: "Corp" });
  expect(core.bodies("post", "/api/identity-providers")).toEqual([
    { kind: "saml", name: "Corp", metadata: "<EntityDescriptor a='1'/>" },
  ]);
});

test("a SAML provider: what its metadata says, and that encryption is not there", async ({ core }) => {
  core.on("get", "/api/identity-providers/details", whole);
  open(core, `${DETAILS}${encodeURIComponent(arn)}`);
  await screen.findByText("AA:BB:CC");
  for (const said of [
    "https://sso.corp.example/saml",
    "SAMLSP0011223344556677889900",
    "https://sso.corp.example/saml/sso",
  ])
    screen.getByText(said);
  screen.getByText(/encrypted assertions are refused/);
  expect(screen.getByRole("link", { name: "Ops" }).getAttribute("href")).toContain("#/roles/details/Ops");
  expect(await barriers()).toEqual([]);
});

test("a provider whose metadata cannot be read says so", async ({ core }) => {
  core.on("get", "/api/identity-providers/details", {
    ...whole,
    saml: { ...whole.saml, issuer: null, certificates: [] } as never,
  });
  open(core, `${DETAILS}${encodeURIComponent(arn)}`);
  await screen.findByText("The metadata cannot be used");
  screen.getByText("There are none: no response can be believed.");
});

test("the provider of Identity Center is AWS's", async ({ core }) => {
  const name = "AWSSSO_0123456789abcdef_DO_NOT_DELETE";
  core.on("get", "/api/identity-providers/details", { ...whole, provider: { ...corp, name } });
  open(core, `${DETAILS}${encodeURIComponent(arn)}`);
  await screen.findByText("AWS keeps this provider");
  expect(screen.queryByRole("button", { name: /Delete|Replace|Inspect/ })).toBeNull();
});

test("metadata is replaced, and what is refused stays in its box", async ({ core }) => {
  core
    .on("get", "/api/identity-providers/details", whole)
    .on("put", "/api/identity-providers/saml", wrongField("metadata", "Could not parse metadata."), corp);
  open(core, `${DETAILS}${encodeURIComponent(arn)}`);
  await screen.findByText("AA:BB:CC");
  press("Replace metadata");
  fireEvent.change(screen.getByLabelText("Metadata document", { selector: "textarea" }), { target: { value: "<x/>" } });
  press("Replace metadata");
  await screen.findByText("Could not parse metadata.");
  screen.getByDisplayValue("<x/>");
  expect(await barriers()).toEqual([]);
  press("Replace metadata");
  await screen.findByRole("button", { name: "Copy the metadata document" });
  expect(core.bodies("put", "/api/identity-providers/saml").at(-1)).toEqual({ metadata: "<x/>" });
});

test("audiences and thumbprints of an OIDC provider are added and removed", async ({ core }) => {
  core
    .on("get", "/api/identity-providers/details", oidc)
    .on("put", "/api/identity-providers/oidc", wrongField("audiences", "Too long."), oidc.provider);
  open(core, `${DETAILS}${encodeURIComponent(oidcArn)}`);
  await screen.findByText("sts.amazonaws.com");
  screen.getByText("https://ci.corp.example");
  expect(await barriers()).toEqual([]);
  press("Add audience");
  type("Audience", "shop");
  pressInDialog("Add audience");
  await screen.findByText("Too long.");
  pressInDialog("Add audience");
  await waitFor(() => expect(dialog()).toBeNull());
  press("Remove sts.amazonaws.com");
  await waitFor(() =>
    expect(core.bodies("put", "/api/identity-providers/oidc").slice(1)).toEqual([
      { audiences: ["sts.amazonaws.com", "shop"], thumbprints: [] },
      { audiences: [], thumbprints: [] },
    ]),
  );
});

const inspection: SamlInspection = {
  report: {
    provider: arn,
    failed: null,
    checks: [{ name: "signature", title: "Signature", outcome: "passed", words: ["It holds."] }],
  },
  isSigned: true,
  subject: "mary@corp.example",
  attributes: [
    {
      name: "https://aws.amazon.com/SAML/Attributes/role",
      values: ["a", "b"],
      note: "AWS does not know this name.",
      isSuspect: true,
    },
    { name: "shoe", values: ["42"], isSuspect: false },
  ],
  roles: [
    {
      role: "arn:aws:iam::111122223333:role/Developer",
      provider: arn,
      checks: [{ name: "trust-policy", title: "Trust policy", outcome: "failed", words: ["No statement allows it."] }],
      refusal: "Not authorized to perform sts:AssumeRoleWithSAML",
    },
  ],
  answer: "Not authorized to perform sts:AssumeRoleWithSAML",
  wouldSignIn: false,
};

test("a response is inspected: checks, roles and attributes", async ({ core }) => {
  core.on("get", "/api/identity-providers/details", whole).on("post", "/api/saml/inspect", inspection);
  open(core, `${DETAILS}${encodeURIComponent(arn)}`);
  await screen.findByText("AA:BB:CC");
  press("Inspect a response");
  await screen.findByRole("heading", { level: 1, name: "Inspect a SAML response" });
  expect(await barriers()).toEqual([]);
  fireEvent.change(screen.getByLabelText("SAML response"), { target: { value: " SAMLResponse=PHNhbWw%2B " } });
  press("Inspect");
  await screen.findByText("This response would let nobody in");
  for (const said of ["It holds.", "No statement allows it.", "It is about mary@corp.example."]) screen.getByText(said);
  screen.getByText("AWS does not know this name.");
  screen.getByText("Nothing: it is passed over.");
  expect(core.bodies("post", "/api/saml/inspect")).toEqual([
    { providerArn: arn, samlResponse: "PHNhbWw+", address: "https://signin.aws.amazon.com/saml" },
  ]);
  expect(await barriers()).toEqual([]);
});

test("the response that was refused is brought along; one that nobody signed is only a claim", async ({ core }) => {
  const unsigned = { ...inspection, isSigned: false, roles: [], subject: null };
  core.on("post", "/api/saml/inspect", wrongField("address", "SAML responses are not taken there."), unsigned);
  post(INSPECT, { SAMLResponse: "PHNhbWw+" });
  open(core, `#/identity_providers/inspect/${encodeURIComponent(arn)}`);
  await screen.findByDisplayValue("PHNhbWw+");
  press("Inspect");
  await screen.findByText("SAML responses are not taken there.");
  press("Inspect");
  await screen.findByText("Nobody who is trusted here signed it");
});
