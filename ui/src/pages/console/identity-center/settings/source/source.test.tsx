import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { CenterCertificate, CenterProvisioning, CenterSource } from "../../../../../api/types";
import { barriers } from "../../../../../testing/axe";
import { center } from "../../../../../testing/center";
import { refused, wrongField, type Core } from "../../../../../testing/core";
import { addressShown, box, dialog, openAt, press, pressInDialog, refusal, type } from "../../../../../testing/window";
import { session } from "../../../../../testing/world";

const SETTINGS = "https://us-east-1.console.aws.amazon.com/singlesignon/home#!/settings";
const CHANGE = `${SETTINGS}/identity-source`;

const directory: CenterSource = {
  source: "directory",
  serviceProvider: {
    signInUrl: "https://d-0123456789.awsapps.com/start",
    acsUrl: "https://us-east-1.signin.aws/platform/saml/acs/7c0a9e3e-6a3b-4c5d-8e9f-0a1b2c3d4e5f",
    otherAcsUrls: [],
    issuer: "https://us-east-1.signin.aws.amazon.com/platform/saml/d-0123456789",
    metadata: "<EntityDescriptor sp='1'/>",
  },
};

const certificate: CenterCertificate = {
  id: "c-1",
  fingerprint: "AA:BB",
  subject: "CN=sso.corp.example",
  issuer: "CN=sso.corp.example",
  serial: "01",
  key: "RSA 2048",
  validFrom: "2026-01-01T00:00:00Z",
  validUntil: "2026-04-01T00:00:00Z",
  importedAt: "2026-01-01T00:00:00Z",
  state: "soon",
};

const external: CenterSource = {
  ...directory,
  source: "external",
  provider: {
    issuer: "https://sso.corp.example/saml",
    signInUrl: "https://sso.corp.example/saml/sso",
    connectedAt: "2026-02-01T00:00:00Z",
    updatedAt: "2026-02-01T00:00:00Z",
    certificates: [certificate],
  },
};

const provisioning: CenterProvisioning = {
  endpoint: "https://scim.us-east-1.amazonaws.com/abc/scim/v2",
  enabledAt: "2026-02-01T00:00:00Z",
  mostTokens: 2,
  tokens: [
    { id: "t-1", createdAt: "2026-02-01T00:00:00Z", expiresAt: "2027-02-01T00:00:00Z", state: "active" },
    { id: "t-2", createdAt: "2025-03-01T00:00:00Z", expiresAt: "2026-03-15T00:00:00Z", state: "expiring" },
  ],
};
const made = {
  endpoint: provisioning.endpoint,
  tokenId: "t-3",
  accessToken: "secret-token",
  expiresAt: "2027-03-01T00:00:00Z",
};

function open(core: Core, source: CenterSource, address = SETTINGS) {
  core
    .on("get", "/api/session", session)
    .on("get", "/api/identity-center", { ...center, source: source.source })
    .on("get", "/api/identity-center/source", source);
  openAt(core, address);
}

async function toConfirm() {
  await screen.findByTestId("step-choose-source");
  press("Next");
  await screen.findByTestId("step-configure-provider");
}

test("to the company: what it must be told, its metadata, what will happen, ACCEPT", async ({ core }) => {
  core
    .on("post", "/desk/downloads", { path: "/downloads/identity-center-metadata.xml" })
    .on(
      "put",
      "/api/identity-center/source/external",
      wrongField("metadata", "The metadata names no SingleSignOnService."),
      wrongField("confirm", "Type ACCEPT to confirm."),
      null,
    );
  open(core, directory);
  await screen.findByText("Identity store ID");
  press("Change identity source");
  await toConfirm();
  expect(addressShown()).toBe(CHANGE);
  for (const said of [directory.serviceProvider.acsUrl, directory.serviceProvider.issuer]) screen.getByText(said);
  expect(await barriers()).toEqual([]);
  press("Download metadata file");
  await screen.findByText("/downloads/identity-center-metadata.xml");
  expect(core.bodies("post", "/desk/downloads")).toEqual([
    { fileName: "identity-center-metadata.xml", contents: "<EntityDescriptor sp='1'/>" },
  ]);
  fireEvent.change(screen.getByLabelText("Metadata document"), { target: { value: "<idp/>" } });
  press("Next");
  await screen.findByTestId("step-confirm-source");
  screen.getByText(/exactly the NameID/);
  expect(await barriers()).toEqual([]);
  // What is wrong with the metadata is said where it was entered, and it is still there.
  press("Change identity source");
  await screen.findByText("The metadata names no SingleSignOnService.");
  screen.getByDisplayValue("<idp/>");
  press("Next");
  type("To confirm, enter ACCEPT", "accept");
  press("Change identity source");
  await screen.findByText("Type ACCEPT to confirm.");
  type("To confirm, enter ACCEPT", "ACCEPT");
  press("Change identity source");
  await waitFor(() => expect(addressShown()).toBe(SETTINGS));
  expect(core.bodies("put", "/api/identity-center/source/external").at(-1)).toEqual({
    provider: { by: "metadata", metadata: "<idp/>" },
    confirm: "ACCEPT",
  });
});

test("what is known of the company can be entered by hand", async ({ core }) => {
  core.on("put", "/api/identity-center/source/external", null);
  open(core, directory, CHANGE);
  await toConfirm();
  press(/^By hand/, "radio");
  type("IdP sign-in URL", "https://sso.corp.example/saml/sso");
  type("IdP issuer URL", "https://sso.corp.example/saml");
  fireEvent.change(screen.getByLabelText("IdP certificate"), { target: { value: "MII" } });
  expect(await barriers()).toEqual([]);
  press("Next");
  type("To confirm, enter ACCEPT", "ACCEPT");
  press("Change identity source");
  await waitFor(() => expect(addressShown()).toBe(SETTINGS));
  expect(core.bodies("put", "/api/identity-center/source/external")[0]?.provider).toEqual({
    by: "hand",
    signInUrl: "https://sso.corp.example/saml/sso",
    issuer: "https://sso.corp.example/saml",
    certificate: "MII",
  });
});

test("back to the directory: what becomes of people, and ACCEPT", async ({ core }) => {
  core.on("put", "/api/identity-center/source/directory", null);
  open(core, external, CHANGE);
  await screen.findByTestId("step-choose-source");
  press(/^Identity Center directory/, "radio");
  press("Next");
  await screen.findByText(/reset their passwords/);
  press("Previous");
  await screen.findByTestId("step-choose-source");
  press("Next");
  type("To confirm, enter ACCEPT", "ACCEPT");
  press("Change identity source");
  await waitFor(() =>
    expect(core.bodies("put", "/api/identity-center/source/directory")).toEqual([{ confirm: "ACCEPT" }]),
  );
});

test("the company's certificates are imported and deleted; the last one stays", async ({ core }) => {
  const last = refused({ code: "CONSTRAINT_VIOLATION", message: "This is the only certificate." }, 409);
  core
    .on(
      "post",
      "/api/identity-center/source/certificates",
      wrongField("certificate", "It is no certificate."),
      certificate,
    )
    .on("delete", "/api/identity-center/source/certificates/{id}", last);
  open(core, external);
  await screen.findByText("CN=sso.corp.example");
  screen.getByText("Expires soon");
  expect(await barriers()).toEqual([]);
  press("Import certificate");
  fireEvent.change(screen.getByLabelText("IdP certificate"), { target: { value: "MII" } });
  pressInDialog("Import certificate");
  await screen.findByText("It is no certificate.");
  pressInDialog("Import certificate");
  await waitFor(() => expect(dialog()).toBeNull());
  expect(core.bodies("post", "/api/identity-center/source/certificates")).toHaveLength(2);
  press("Delete the certificate AA:BB");
  pressInDialog("Delete certificate");
  await waitFor(() => expect(refusal()).toContain("This is the only certificate."));
});

test("what is known of the company is changed", async ({ core }) => {
  core.on("put", "/api/identity-center/source/provider", null);
  open(core, external);
  await screen.findByText("CN=sso.corp.example");
  press("Edit");
  press(/^By hand/, "radio");
  expect(box("IdP sign-in URL").value).toBe("https://sso.corp.example/saml/sso");
  type("IdP issuer URL", "https://sso.corp.example/other");
  press("Save changes");
  await waitFor(() =>
    expect(core.bodies("put", "/api/identity-center/source/provider")).toEqual([
      {
        by: "hand",
        signInUrl: "https://sso.corp.example/saml/sso",
        issuer: "https://sso.corp.example/other",
        certificate: "",
      },
    ]),
  );
});

test("provisioning is enabled, and its token is shown this one time", async ({ core }) => {
  core.on("post", "/api/identity-center/provisioning", made);
  open(core, external);
  await screen.findByText(/It is off/);
  core.on("get", "/api/identity-center/source", { ...external, provisioning: { ...provisioning, tokens: [] } });
  press("Enable");
  await screen.findByText("There are none: nobody can provision. Generate one.");
  expect(screen.getByTestId("scim-token").textContent).not.toContain("secret");
  press("Show token");
  expect(screen.getByTestId("scim-token").textContent).toBe("secret-token");
  expect(await barriers()).toEqual([]);
  press("Done");
  expect(document.body.textContent).not.toContain("secret-token");
});

test("tokens are rotated and deleted, and provisioning is disabled once there are none", async ({ core }) => {
  core
    .on("delete", "/api/identity-center/provisioning/tokens/{id}", null)
    .on("post", "/api/identity-center/provisioning/tokens", made)
    .on("post", "/api/identity-center/provisioning/disable", wrongField("confirm", "Type DISABLE to confirm."), null);
  open(core, { ...external, provisioning });
  await screen.findByText("t-1");
  expect(screen.getByRole("button", { name: /^Generate token/ }).getAttribute("aria-disabled")).toBe("true");
  press("Delete the token t-2");
  core.on("get", "/api/identity-center/source", {
    ...external,
    provisioning: { ...provisioning, tokens: provisioning.tokens.slice(0, 1) },
  });
  pressInDialog("Delete token");
  await waitFor(() => expect(screen.queryByText("t-2")).toBeNull());
  press("Generate token");
  await screen.findByTestId("scim-token");
  core.on("get", "/api/identity-center/source", { ...external, provisioning: { ...provisioning, tokens: [] } });
  press("Delete the token t-1");
  pressInDialog("Delete token");
  await waitFor(() => expect(screen.queryByText("t-1")).toBeNull());
  press("Disable");
  pressInDialog("Disable automatic provisioning");
  await screen.findByText("Type DISABLE to confirm.");
  type("To confirm, enter DISABLE", "DISABLE");
  core.on("get", "/api/identity-center/source", external);
  pressInDialog("Disable automatic provisioning");
  await screen.findByText(/It is off/);
});

test("what is off while the company signs people in says why", async ({ core }) => {
  open(core, external);
  await screen.findByText("CN=sso.corp.example");
  press("Authentication", "tab");
  await screen.findByText(/MFA are managed there/);
});
