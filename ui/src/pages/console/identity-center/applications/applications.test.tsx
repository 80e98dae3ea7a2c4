import createWrapper from "@cloudscape-design/components/test-utils/dom";
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { ApplicationDetails } from "../../../../api/types";
import { barriers } from "../../../../testing/axe";
import { refused, wrongField, type Core } from "../../../../testing/core";
import { addressShown, box, openAt, press, refusal, saidAt, type } from "../../../../testing/window";
import { session } from "../../../../testing/world";

const CENTER = "https://us-east-1.console.aws.amazon.com/singlesignon/home#!";
const ID = "apl-1234567890abcdef";
const OWN = `https://${ID}.apps.anycompany.example`;

const details: ApplicationDetails = {
  application: {
    id: ID,
    name: "Expenses",
    description: "Travel",
    protocol: "saml",
    enabled: true,
    requiresAssignment: true,
  },
  arn: `arn:aws:sso::111122223333:application/ssoins-1234567890abcdef/${ID}`,
  signIn: { protocol: "saml", acs: `${OWN}/saml/acs`, audience: `${OWN}/saml`, relayState: "" },
  attributes: [{ attribute: "Subject", value: "${user:email}", format: "emailAddress" }],
  expressions: ["${user:email}"],
  issuer: "https://portal.sso.us-east-1.amazonaws.com/saml/assertion/apl",
  certificate: "-----BEGIN CERTIFICATE-----",
  jwks: "{}",
  own: {
    home: `${OWN}/`,
    acs: `${OWN}/saml/acs`,
    audience: `${OWN}/saml`,
    start: `${OWN}/oidc/start`,
    callback: `${OWN}/oidc/callback`,
  },
  updatedAt: "2026-03-01T12:00:00Z",
};

const ASSIGNED = "/api/identity-center/applications/{id}/assigned";
const finance = { kind: "group", id: "g-1", name: "Finance", detail: "Work in Finance" };
const zoe = { kind: "user", id: "u-1", name: "zoe", detail: "Zoe Zander" };

function open(core: Core, path: string) {
  core
    .on("get", "/api/session", session)
    .on("get", "/api/identity-center/applications", { applications: [details.application] })
    .on("get", "/api/identity-center/applications/{id}", details)
    .on("get", ASSIGNED, { assigned: [finance], total: 1, pages: 1 });
  openAt(core, CENTER + path);
}

test("the list leads to an application", async ({ core }) => {
  open(core, "/applications");
  const row = (await screen.findByText("Expenses")).closest("tr");
  expect(row?.textContent).toContain("SAML 2.0");
  expect(await barriers()).toEqual([]);
  press("Expenses", "link");
  await screen.findByTestId("center-application");
  expect(addressShown()).toBe(`${CENTER}/applications/${ID}`);
  expect(await barriers()).toEqual([]);
});

test("without applications the list says what to do", async ({ core }) => {
  open(core, "/applications");
  core.on("get", "/api/identity-center/applications", { applications: [] });
  await screen.findByText(/There is no application. Add one/);
});

test("who may not see them hears why", async ({ core }) => {
  open(core, "/applications");
  core.on(
    "get",
    "/api/identity-center/applications",
    refused({ code: "ACCESS_DENIED", message: "Not authorized to perform: sso:ListApplications" }, 403),
  );
  await waitFor(() => expect(refusal()).toContain("sso:ListApplications"));
});

test("an application is added; what is wrong is said beside its field", async ({ core }) => {
  open(core, "/applications/add");
  await screen.findByTestId("center-add-application");
  expect(await barriers()).toEqual([]);
  core.on("post", "/api/identity-center/applications", wrongField("name", "Not this name"), details.application);
  press("Add application");
  await waitFor(() => expect(saidAt("Display name")).toContain("Not this name"));
  expect(document.activeElement).toBe(box("Display name"));
  type("Display name", "Expenses");
  press(/^OAuth 2.0/, "radio");
  press("Add application");
  await screen.findByTestId("center-application");
  expect(core.bodies("post", "/api/identity-center/applications")[1]).toEqual({
    name: "Expenses",
    description: "",
    protocol: "oidc",
  });
});

test("a configuration is saved with what was read before", async ({ core }) => {
  open(core, `/applications/${ID}?section=configuration`);
  await screen.findByLabelText("Application ACS URL");
  core.on("put", "/api/identity-center/applications/{id}", wrongField("acs", "https:// only"), details);
  type("Application ACS URL", "http://plain.example");
  press("Save configuration");
  await waitFor(() => expect(saidAt("Application ACS URL")).toContain("https:// only"));
  expect(core.bodies("put", "/api/identity-center/applications/{id}")).toEqual([
    {
      name: "Expenses",
      description: "Travel",
      enabled: true,
      requiresAssignment: true,
      signIn: { ...details.signIn, acs: "http://plain.example" },
      attributes: details.attributes,
      expected: "2026-03-01T12:00:00Z",
    },
  ]);
});

test("a mapping is added", async ({ core }) => {
  open(core, `/applications/${ID}?section=attributes`);
  const add = await screen.findByRole("button", { name: "Add attribute mapping" });
  expect(await barriers()).toEqual([]);
  add.click();
  core.on("put", "/api/identity-center/applications/{id}", wrongField("attributes", "Every attribute has a name"));
  await waitFor(() => expect(screen.getAllByRole("button", { name: /^Remove/ })).toHaveLength(2));
  press("Save attribute mappings");
  await screen.findByText("Every attribute has a name");
});

test("an assignment is taken away", async ({ core }) => {
  open(core, `/applications/${ID}`);
  const table = await screen.findByRole("table", { name: "Assigned users and groups" });
  within(table).getByRole("checkbox", { name: "Choose Finance" }).click();
  core.on("post", "/api/identity-center/applications/{id}/unassign", null);
  await waitFor(() => expect(screen.getByRole("button", { name: "Remove" })).not.toHaveProperty("disabled", true));
  press("Remove");
  await waitFor(() =>
    expect(core.bodies("post", "/api/identity-center/applications/{id}/unassign")).toEqual([
      { users: [], groups: ["g-1"] },
    ]),
  );
});

test("of many assignees another page is turned to, one is found, and only who is seen is taken away", async ({
  core,
}) => {
  open(core, `/applications/${ID}`);
  core.on("get", ASSIGNED, { assigned: [finance], total: 51, pages: 2 });
  core.on("post", "/api/identity-center/applications/{id}/unassign", null);
  const asked = () => core.sent("get", ASSIGNED).at(-1)?.query;
  await screen.findByRole("checkbox", { name: "Choose Finance" });
  press("Choose Finance", "checkbox");
  expect(screen.getByText("(51)")).toBeTruthy();
  core.on("get", ASSIGNED, { assigned: [zoe], total: 51, pages: 2 });
  press("Next page");
  await screen.findByText("Page 2 of 2");
  await screen.findByText("Zoe Zander");
  expect(asked()?.get("page")).toBe("2");
  expect(screen.getByRole("button", { name: "Remove" })).toHaveProperty("disabled", true);
  press("Choose zoe", "checkbox");
  // With the last one of the last page that page is gone, too.
  core.on("get", ASSIGNED, { assigned: [], total: 50, pages: 1 }, { assigned: [finance], total: 50, pages: 1 });
  press("Remove");
  await screen.findByText("Work in Finance");
  expect(asked()?.get("page")).toBe("1");
  expect(core.bodies("post", "/api/identity-center/applications/{id}/unassign")).toEqual([
    { users: ["u-1"], groups: [] },
  ]);
  core.on("get", ASSIGNED, { assigned: [], total: 0, pages: 1 });
  createWrapper().findTextFilter()?.findInput().setInputValue("nobody");
  await screen.findByText("No user or group that is assigned has this in its name.");
  expect(asked()?.get("search")).toBe("nobody");
});
