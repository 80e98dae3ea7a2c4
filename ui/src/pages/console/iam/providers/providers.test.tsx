import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { barriers } from "../../../../testing/axe";
import { wrongField, type Core } from "../../../../testing/core";
import { dialog, openAt, press, pressInDialog, type } from "../../../../testing/window";
import { session } from "../../../../testing/world";

const IAM = "https://us-east-1.console.aws.amazon.com/iam/home";
const arn = "arn:aws:iam::111122223333:saml-provider/Corp";
const corp = { arn, kind: "saml" as const, name: "Corp", createdAt: "2026-01-01T00:00:00Z" };
const whole = {
  provider: corp,
  audiences: [],
  thumbprints: [],
  metadata: "<EntityDescriptor/>",
  usedBy: ["Ops", "Dev"],
};

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
