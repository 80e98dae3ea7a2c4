import createWrapper from "@cloudscape-design/components/test-utils/dom";
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type {
  CompanyGroup,
  CompanyPerson,
  FaultSwitch,
  OidcAdministration,
  RoleMapping,
  SamlAdministration,
} from "../../../api/company";
import { COMPANY } from "../../../browser/company";
import { barriers } from "../../../testing/axe";
import { carla, hugo, openCompany } from "../../../testing/company";
import { refused, wrongField, type Core } from "../../../testing/core";
import { addressShown, box, dialog, press, pressInDialog, refusal, saidAt, type } from "../../../testing/window";

const dario: CompanyPerson = {
  id: "p-1",
  userName: "dario",
  givenName: "Dario",
  familyName: "Duarte",
  email: "dario@anycompany.example",
  department: "Engineering",
  costCentre: "4200",
  title: "Developer",
  enabled: true,
  groups: ["g-1"],
  hasAuthenticator: true,
  createdAt: "2026-03-01T12:00:00Z",
};
const developers: CompanyGroup = {
  id: "g-1",
  name: "aws-developers",
  description: "Develops in AWS.",
  members: ["p-1"],
  isFixed: false,
};
const mapping: RoleMapping = {
  id: 1,
  groupId: "g-1",
  roleArn: "arn:aws:iam::111122223333:role/companysupport",
  providerArn: "arn:aws:iam::111122223333:saml-provider/AnyCompanySSO",
};
const saml: SamlAdministration = {
  entityId: `${COMPANY}/saml/metadata`,
  signOn: `${COMPANY}/saml/sso`,
  settings: {
    audience: "urn:amazon:webservices",
    acs: "https://signin.aws.amazon.com/saml",
    relayState: "",
    signed: "assertion",
    nameId: "persistent",
    sessionName: "email",
    sessionSeconds: 3600,
    sourceIdentity: false,
    sessionEnd: false,
  },
  identityCenter: { audience: "", acs: "", userName: "email" },
  tags: [{ key: "department", source: "department", transitive: true }],
  certificates: [
    {
      id: "c-1",
      algorithm: "p256",
      state: "active",
      createdAt: "2026-03-01T12:00:00Z",
      subject: "CN=AnyCompany single sign-on",
      validUntil: "2029-03-01T12:00:00Z",
      fingerprint: "AA:BB:CC:DD:EE",
      pem: "-----BEGIN CERTIFICATE-----",
    },
    {
      id: "c-2",
      algorithm: "rsa2048",
      state: "next",
      createdAt: "2026-03-01T12:00:00Z",
      subject: "CN=AnyCompany single sign-on",
      fingerprint: "11:22:33:44:55",
      pem: "-----BEGIN CERTIFICATE-----",
    },
  ],
};
const oidc: OidcAdministration = {
  issuer: COMPANY,
  settings: {
    algorithm: "p256",
    tokenSeconds: 3600,
    contractorAudience: "sts.amazonaws.com",
    contractorRole: "arn:aws:iam::111122223333:role/CompanyContractor",
  },
  keys: [{ id: "k1", algorithm: "p256", state: "active", createdAt: "2026-03-01T12:00:00Z" }],
  clients: [{ id: "wiki", name: "Company wiki", redirectUris: ["https://wiki.example/callback"], audiences: [] }],
  builds: [],
};

async function open(core: Core, path: string, testId: string): Promise<void> {
  core
    .on("get", "/company/api/admin/people", [dario])
    .on("get", "/company/api/admin/groups", [developers])
    .on("get", "/company/api/admin/sign-in", { requireCode: true })
    .on("get", "/company/api/admin/saml", saml);
  openCompany(core, hugo, path);
  await screen.findByTestId(testId);
}

test("who does not administer is told who does", async ({ core }) => {
  openCompany(core, carla, "/admin/people");
  await screen.findByTestId("page-company-not-administrator");
  expect(await barriers()).toEqual([]);
});

test("people are listed, found, and lead to their page", async ({ core }) => {
  await open(core, "/admin", "page-company-people");
  await screen.findByText("dario");
  expect(addressShown()).toBe(`${COMPANY}/admin/people`);
  expect(await barriers()).toEqual([]);
  fireEvent.change(screen.getByLabelText("Find people"), { target: { value: "nobody" } });
  await screen.findByText("Nobody's name or department has this in it.");
  core.on("put", "/company/api/admin/sign-in", { requireCode: false });
  press(/^Everybody needs an authenticator app/, "checkbox");
  await waitFor(() => expect(core.bodies("put", "/company/api/admin/sign-in")).toEqual([{ requireCode: false }]));
});

test("somebody is added, and what is wrong is said at its field", async ({ core }) => {
  await open(core, "/admin/people/add", "page-company-add-person");
  await screen.findByLabelText("User name");
  core.on("post", "/company/api/admin/people", wrongField("userName", "A user name has 2 to 64 characters."), dario);
  type("User name", "x");
  press("Add person");
  await screen.findByText("A user name has 2 to 64 characters.");
  expect(document.activeElement).toBe(box("User name"));
  expect(await barriers()).toEqual([]);
  type("User name", "dario");
  press("Add person");
  await screen.findByTestId("page-company-person");
  expect(addressShown()).toBe(`${COMPANY}/admin/people/p-1`);
});

test("a password is reset only when it is said twice, and goes to its owner", async ({ core }) => {
  await open(core, "/admin/people/p-1", "page-company-person");
  await screen.findByText("Reset password");
  expect(await barriers()).toEqual([]);
  press("Reset password");
  expect(dialog()?.getElement().textContent).toContain("Give dario a new password?");
  core.on(
    "post",
    "/company/api/admin/people/{id}/password",
    refused({ code: "NO_SUCH_ENTITY", message: "There is no such person." }, 404),
    null,
  );
  pressInDialog("Reset password");
  await waitFor(() => expect(refusal()).toContain("There is no such person."));
  expect(dialog()).not.toBeNull();
  pressInDialog("Reset password");
  await screen.findByText("dario has a new password in the password manager.");
  expect(dialog()).toBeNull();
});

test("a person keeps what was typed until it is saved", async ({ core }) => {
  await open(core, "/admin/people/p-1", "page-company-person");
  await screen.findByLabelText("Department - optional");
  type("Department - optional", "Data");
  core.on("put", "/company/api/admin/people/{id}", { ...dario, department: "Data" });
  press("Save");
  await screen.findByText("Saved");
  expect(core.bodies("put", "/company/api/admin/people/{id}")[0]).toMatchObject({
    userName: "dario",
    department: "Data",
    groups: ["g-1"],
  });
  type("Department - optional", "Sales");
  expect(screen.queryByText("Saved")).toBeNull();
});

test("an address of nobody says so", async ({ core }) => {
  await open(core, "/admin/people/p-9", "page-company-person");
  await screen.findByText("Nobody is here");
});

test("a role of a group is corrected: capitals count", async ({ core }) => {
  core.on("get", "/company/api/admin/mappings", [mapping]);
  await open(core, "/admin/roles", "page-company-mappings");
  await screen.findByText(mapping.roleArn);
  expect(await barriers()).toEqual([]);
  press(`Change ${mapping.roleArn} of aws-developers`);
  expect(box("Role ARN").value).toBe(mapping.roleArn);
  const right = { ...mapping, roleArn: "arn:aws:iam::111122223333:role/CompanySupport" };
  core.on("put", "/company/api/admin/mappings/{id}", wrongField("roleArn", "This looks like arn:…"), right);
  type("Role ARN", "nonsense");
  pressInDialog("Save");
  await screen.findByText("This looks like arn:…");
  expect(saidAt("Role ARN")).toContain("This looks like arn:…");
  type("Role ARN", right.roleArn);
  core.on("get", "/company/api/admin/mappings", [right]);
  pressInDialog("Save");
  await waitFor(() => expect(dialog()).toBeNull());
  await screen.findByText(right.roleArn);
  expect(core.bodies("put", "/company/api/admin/mappings/{id}").at(-1)).toEqual({
    groupId: "g-1",
    roleArn: right.roleArn,
    providerArn: right.providerArn,
  });
});

test("a role without a group is not sent", async ({ core }) => {
  core.on("get", "/company/api/admin/mappings", []);
  await open(core, "/admin/roles", "page-company-mappings");
  await screen.findByText(/^No group has a role in AWS\./);
  press("Add role");
  pressInDialog("Add role");
  await screen.findByText("Choose a group.", { selector: "*" });
});

test("session tags are added and saved together", async ({ core }) => {
  await open(core, "/admin/attributes", "page-company-attributes");
  await screen.findByLabelText("Key of tag 1");
  expect(await barriers()).toEqual([]);
  press("Add tag");
  fireEvent.change(screen.getByLabelText("Key of tag 2"), { target: { value: "costCentre" } });
  core.on("put", "/company/api/admin/saml/tags", saml);
  press("Save tags");
  await waitFor(() =>
    expect(core.bodies("put", "/company/api/admin/saml/tags")).toEqual([
      {
        tags: [
          { key: "department", source: "department", transitive: true },
          { key: "costCentre", source: "department", transitive: false },
        ],
      },
    ]),
  );
});

test("a session's length is a number, or nothing", async ({ core }) => {
  await open(core, "/admin/attributes", "page-company-attributes");
  const label = "Session duration in seconds (SessionDuration) - optional";
  await screen.findByLabelText(label);
  type(label, "an hour");
  press("Save");
  await screen.findByText("A number of seconds, or nothing.");
  core.on("put", "/company/api/admin/saml", saml);
  type(label, "");
  press("Save");
  await screen.findByText("Saved");
  expect(core.bodies("put", "/company/api/admin/saml")).toEqual([{ ...saml.settings, sessionSeconds: null }]);
});

test("the next certificate signs, and the one that signs cannot go", async ({ core }) => {
  await open(core, "/admin/certificates", "page-company-certificates");
  await screen.findByText("Signs");
  expect(await barriers()).toEqual([]);
  expect(screen.queryByRole("button", { name: "Remove the certificate AA:BB:CC:DD" })).toBeNull();
  core.on("post", "/company/api/admin/saml/certificates/{id}/activate", saml);
  press("Let the certificate 11:22:33:44 sign");
  await waitFor(() =>
    expect(core.sent("post", "/company/api/admin/saml/certificates/{id}/activate")[0]?.path).toContain("/c-2/"),
  );
  press("Add the next certificate");
  core.on("post", "/company/api/admin/saml/certificates", saml);
  pressInDialog("Add");
  await waitFor(() => expect(dialog()).toBeNull());
  expect(core.bodies("post", "/company/api/admin/saml/certificates")).toEqual([{ algorithm: "p256" }]);
});

test("SAML settings: metadata to take along, and who relies on it", async ({ core }) => {
  core.raw("get", "/company/saml/metadata", () => Promise.resolve(new Response("<EntityDescriptor/>")));
  await open(core, "/admin/saml", "page-company-saml");
  expect((await screen.findByTestId("company-metadata")).textContent).toContain("<EntityDescriptor/>");
  expect(await barriers()).toEqual([]);
  core.on("put", "/company/api/admin/saml/identity-center", wrongField("acs", "It begins with https://."));
  type("Assertion consumer service (ACS) URL", "ftp://x");
  const form = box("Assertion consumer service (ACS) URL").closest("form");
  if (form === null) throw new Error("no form");
  fireEvent.submit(form);
  await screen.findByText("It begins with https://.");
});

test("OpenID Connect: keys, settings, clients", async ({ core }) => {
  core.on("get", "/company/api/admin/oidc", oidc);
  await open(core, "/admin/oidc", "page-company-oidc");
  await screen.findByText("Company wiki");
  expect(await barriers()).toEqual([]);
  core.on("put", "/company/api/admin/oidc", oidc);
  type("A token is good for, in seconds", "600");
  press("Save");
  await screen.findByText("Saved");
  expect(core.bodies("put", "/company/api/admin/oidc")[0]).toMatchObject({ tokenSeconds: 600 });
  press("Change Company wiki");
  core.on("put", "/company/api/admin/oidc/clients/{id}", oidc);
  pressInDialog("Save");
  await waitFor(() => expect(dialog()).toBeNull());
  expect(core.bodies("put", "/company/api/admin/oidc/clients/{id}")).toEqual([
    { name: "Company wiki", redirectUris: ["https://wiki.example/callback"], audiences: [] },
  ]);
});

test("provisioning: a token is sent once and kept out of sight", async ({ core }) => {
  const page = { settings: { endpoint: "", automatic: true }, hasToken: false, records: [] };
  core.on("get", "/company/api/admin/scim", page);
  await open(core, "/admin/provisioning", "page-company-provisioning");
  await screen.findByText(/^Nothing was pushed yet\./);
  expect(await barriers()).toEqual([]);
  core.on("put", "/company/api/admin/scim", { ...page, hasToken: true });
  core.on("get", "/company/api/admin/scim", { ...page, hasToken: true });
  type("SCIM endpoint", "https://scim.us-east-1.amazonaws.com/t/scim/v2");
  type("Access token", "secret");
  press("Save");
  await screen.findByText("Saved");
  expect((await screen.findByLabelText<HTMLInputElement>("Another access token - optional")).value).toBe("");
  press("Save");
  await waitFor(() => expect(core.bodies("put", "/company/api/admin/scim")).toHaveLength(2));
  expect(core.bodies("put", "/company/api/admin/scim")[1]).not.toHaveProperty("token");
});

test("provisioning: what the other side refuses is counted, and said beside each", async ({ core }) => {
  const record = { at: "2026-03-01T12:00:00Z", remoteId: null, kind: "person" as const };
  const records = [
    { ...record, localId: "p-1", name: "dario@anycompany.example", outcome: { result: "created" as const } },
    {
      ...record,
      localId: "p-2",
      name: "carla@anycompany.example",
      outcome: { result: "failed" as const, code: "401", message: "Authorization header is invalid." },
    },
  ];
  const page = { settings: { endpoint: "https://x.example", automatic: true }, hasToken: true, records: [] };
  core.on("get", "/company/api/admin/scim", page);
  await open(core, "/admin/provisioning", "page-company-provisioning");
  await screen.findByText(/^Nothing was pushed yet\./);
  expect(screen.queryByText(/could not be pushed/)).toBeNull();
  core.on("post", "/company/api/admin/scim/provision", { ...page, records });
  core.on("get", "/company/api/admin/scim", { ...page, records });
  press("Push everybody now");
  await screen.findByText("1 of 2 could not be pushed");
  screen.getByText("401: Authorization header is invalid.");
  expect(await barriers()).toEqual([]);
});

test("the broker's key is set, and its secret is sent once", async ({ core }) => {
  const settings = {
    accessKeyId: "AKIAAAAAAAAAAAAAAAAA",
    mode: { kind: "assume-role" as const, roleArn: "arn:aws:iam::111122223333:role/CompanyBroker" },
    destination: "https://console.aws.amazon.com/",
  };
  core.on("get", "/company/api/admin/broker", { settings, hasSecret: true });
  await open(core, "/admin/broker", "page-company-broker-settings");
  await screen.findByLabelText("Access key ID");
  expect(await barriers()).toEqual([]);
  core.on("put", "/company/api/admin/broker", { settings, hasSecret: true });
  type("The console session lasts, in seconds (SessionDuration) - optional", "7200");
  press("Save");
  await screen.findByText("Saved");
  expect(core.bodies("put", "/company/api/admin/broker")).toEqual([
    { ...settings, credentialsSeconds: null, consoleSeconds: 7200 },
  ]);
});

test("teaching faults are switched on one by one, and off at once", async ({ core }) => {
  const unsigned: FaultSwitch = { fault: "unsigned", words: "Not signed.", ofTokens: false, on: false };
  const late: FaultSwitch = { fault: "token-expired", words: "Expired.", ofTokens: true, on: true };
  core.on("get", "/company/api/admin/faults", [unsigned, late]);
  await open(core, "/admin/faults", "page-company-faults");
  await screen.findByText("ID token expired");
  expect(await barriers()).toEqual([]);
  core.on("put", "/company/api/admin/faults", [unsigned, late]);
  const toggle = createWrapper(screen.getByTestId("fault-unsigned")).findToggle();
  act(() => toggle?.findNativeInput().click());
  await waitFor(() =>
    expect(core.bodies("put", "/company/api/admin/faults")).toEqual([{ on: ["token-expired", "unsigned"] }]),
  );
  await screen.findByText("Switch all off");
  await waitFor(() => expect(screen.getByText("Switch all off").closest("button")?.disabled).toBe(false));
  press("Switch all off");
  await waitFor(() => expect(core.bodies("put", "/company/api/admin/faults").at(-1)).toEqual({ on: [] }));
});

test("what was issued is listed and read", async ({ core }) => {
  const one = {
    id: 7,
    kind: "saml" as const,
    issuedAt: "2026-03-01T12:00:00Z",
    userName: "dario",
    audience: "urn:amazon:webservices",
    faults: ["unsigned" as const],
  };
  core.on("get", "/company/api/admin/log", [one]);
  await open(core, "/admin/issued", "page-company-issued");
  core.on("get", "/company/api/admin/log/{id}", { ...one, readable: "<Response/>" });
  await screen.findByText("SAML response 7");
  expect(await barriers()).toEqual([]);
  press("SAML response 7", "link");
  await screen.findByTestId("page-company-issued-one");
  expect((await screen.findByTestId("issued-text")).textContent).toBe("<Response/>");
  expect(await barriers()).toEqual([]);
});
