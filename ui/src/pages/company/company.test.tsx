import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { BuildJob, CompanyFault, CompanyTile } from "../../api/company";
import { COMPANY } from "../../browser/company";
import { takePosted } from "../../browser/posted";
import { barriers } from "../../testing/axe";
import { atStep, carla, hugo, openCompany } from "../../testing/company";
import { refused, wrongField, type Core } from "../../testing/core";
import { addressShown, box, openAt, press, refusal, saidAt, type } from "../../testing/window";
import { world } from "../../testing/world";

const tiles: CompanyTile[] = [
  { kind: "aws-console", title: "AWS console", words: "Opens the console in your role." },
  { kind: "builds", title: "Builds", words: "Build jobs that get a role by their token." },
];

function openPortal(core: Core, faults: CompanyFault[] = [], identity = carla, shown = tiles): void {
  core.on("get", "/company/api/portal", { identity, faults, tiles: shown });
  openCompany(core, identity, "/", { faults });
}

test("the portal shows what may be opened, and who one is", async ({ core }) => {
  openPortal(core);
  await screen.findByTestId("page-company-portal");
  expect(screen.getByTestId("tile-aws-console").textContent).toContain("Opens the console in your role.");
  expect(screen.getByTestId("company-who").textContent).toContain("Carla Conti");
  expect(screen.queryByText("Administration")).toBeNull();
  expect(screen.queryByTestId("fault-banner")).toBeNull();
  expect(await barriers()).toEqual([]);
});

test("who may open nothing is told whom to ask", async ({ core }) => {
  openPortal(core, [], carla, []);
  await screen.findByTestId("no-tiles");
});

test("everybody sees that what is sent is wrong on purpose", async ({ core }) => {
  openPortal(core, ["unsigned", "over-long"]);
  const banner = await screen.findByTestId("fault-banner");
  expect(banner.textContent).toContain("2 teaching faults are on");
  expect(banner.textContent).toContain("Unsigned; Session too long");
  expect(within(banner).queryByRole("button")).toBeNull();
});

test("a tile posts a response on by itself", async ({ core }) => {
  openPortal(core);
  await screen.findByTestId("page-company-portal");
  const form = { action: "https://example.com/saml", samlResponse: "cmVzcG9uc2U=", relayState: "" };
  core.on("post", "/company/api/portal/aws-console", form);
  press(/^AWS console/);
  await screen.findByTestId("page-not-found");
  expect(addressShown()).toBe(form.action);
  expect(takePosted(form.action)).toEqual({ SAMLResponse: "cmVzcG9uc2U=", RelayState: "" });
  press("Back");
  // The page that posted left no trace: back is the portal.
  await screen.findByTestId("page-company-portal");
  expect(core.sent("post", "/company/api/portal/aws-console")).toHaveLength(1);
});

test("what cannot be opened says why", async ({ core }) => {
  const message = "Identity Center was not set up here yet: an administrator enters its addresses.";
  core.on("post", "/company/api/portal/identity-center", refused({ code: "NOT_CONFIGURED", message }, 409));
  openCompany(core, carla, "/apps/identity-center");
  await screen.findByTestId("page-company-continue-refused");
  expect(refusal()).toContain(message);
  expect(await barriers()).toEqual([]);
});

test("signing out leads to the first page, which asks who one is", async ({ core }) => {
  openPortal(core);
  await screen.findByTestId("page-company-portal");
  core.on("post", "/company/api/sign-out", null);
  core.on("get", "/company/api/session", atStep({ step: "user-name" }));
  core.on("get", "/company/api/portal", refused({ code: "NOT_SIGNED_IN", message: "Sign in first." }, 401));
  press("Sign out");
  await screen.findByTestId("page-company-user-name");
});

test("a session that ended leads to sign-in at the same address", async ({ core }) => {
  core.on("get", "/company/api/builds", refused({ code: "NOT_SIGNED_IN", message: "Sign in first." }, 401));
  const ended = atStep({ step: "user-name" });
  openCompany(core, carla, "/builds");
  core.on("get", "/company/api/session", { name: "", identity: carla, faults: [] }, ended);
  await screen.findByTestId("page-company-user-name");
  expect(addressShown()).toBe(`${COMPANY}/builds`);
});

const main: BuildJob = {
  id: "shop-main",
  name: "shop, main branch",
  repository: "anycompany/shop",
  gitRef: "refs/heads/main",
  audience: "sts.amazonaws.com",
  roleArn: "arn:aws:iam::111122223333:role/CompanyBuild",
  subject: "repo:anycompany/shop:ref:refs/heads/main",
};

test("a build runs, and what AWS answered is there", async ({ core }) => {
  core.on("get", "/company/api/builds", { jobs: [main], runs: [] });
  openCompany(core, carla, "/builds");
  await screen.findByText("No job has run yet. Run one above, and what AWS answered is here.");
  const at = "2026-03-01T12:00:00Z";
  const assumed = {
    ...{ id: 1, job: "shop-main", ranAt: at, outcome: "assumed" as const },
    ...{ accessKeyId: "ASIAAAAAAAAAAAAAAAAA", expiresAt: at, arn: "arn:aws:sts::111122223333:assumed-role/x/y" },
  };
  const denied = {
    id: 2,
    job: "shop-main",
    ranAt: at,
    outcome: "refused" as const,
    code: "AccessDenied",
    message: "No.",
  };
  core.on("post", "/company/api/builds/{id}/run", assumed);
  core.on("get", "/company/api/builds", { jobs: [main], runs: [denied, assumed] });
  press("Run shop, main branch");
  await screen.findByText(/AccessDenied: No\./);
  expect(screen.getByTestId("build-runs").textContent).toContain("arn:aws:sts::111122223333:assumed-role/x/y");
  expect(await barriers()).toEqual([]);
});

test("a contractor gets a token and credentials, and what AWS refuses is in its words", async ({ core }) => {
  core.on("get", "/company/api/web-identity", {
    subject: "gita",
    audience: "sts.amazonaws.com",
    issuer: COMPANY,
    roleArn: "arn:aws:iam::111122223333:role/CompanyContractor",
    sessionName: "gita",
  });
  openCompany(core, { ...carla, userName: "gita" }, "/contractor");
  await screen.findByText("Get an ID token");
  expect(await barriers()).toEqual([]);
  core.on("post", "/company/api/web-identity/token", {
    token: "e30.e30.c2ln",
    claims: { sub: "gita" },
    expiresAt: "2026-03-01T13:00:00Z",
  });
  press("Get an ID token");
  expect((await screen.findByTestId("id-token-claims")).textContent).toContain('"sub": "gita"');
  const remote = { status: 403, code: "AccessDenied", message: "Not authorized to perform it" };
  core.on(
    "post",
    "/company/api/web-identity/assume",
    wrongField("roleArn", "This looks like arn:…"),
    refused({ code: "REMOTE_REFUSED", message: "x", remote }, 502),
    {
      accessKeyId: "ASIAAAAAAAAAAAAAAAAA",
      secretAccessKey: "secret/secret",
      sessionToken: "token+token",
      expiresAt: "2026-03-01T13:00:00Z",
      arn: "arn:aws:sts::111122223333:assumed-role/CompanyContractor/gita",
    },
  );
  type("Role ARN", "nonsense");
  press("Get credentials");
  await screen.findByText("This looks like arn:…");
  expect(saidAt("Role ARN")).toContain("This looks like arn:…");
  press("Get credentials");
  await waitFor(() => expect(refusal()).toContain("AccessDenied (HTTP 403): Not authorized to perform it"));
  expect(box("Role ARN").value).toBe("nonsense");
  press("Get credentials");
  expect((await screen.findByTestId("contractor-credentials")).textContent).toContain(
    'export AWS_SECRET_ACCESS_KEY="secret/secret"',
  );
});

test("the broker builds a link that counts down, and opens", async ({ core }) => {
  const arn = "arn:aws:sts::111122223333:assumed-role/CompanyBroker/hugo";
  const page = {
    isConfigured: true,
    mode: { kind: "assume-role" as const, roleArn: "arn:aws:iam::111122223333:role/CompanyBroker" },
    sessionName: "hugo",
    destination: "https://console.aws.amazon.com/",
  };
  core.on("get", "/company/api/broker", page);
  openCompany(core, hugo, "/broker");
  await screen.findByText("Build a link");
  const inTenMinutes = new Date(Date.now() + world.clock.offsetSeconds * 1000 + 600_000).toISOString();
  core.on(
    "post",
    "/company/api/broker/link",
    { address: "https://example.com/federation", arn, expiresAt: inTenMinutes, credentialsExpireAt: inTenMinutes },
    refused(
      { code: "REMOTE_REFUSED", message: "x", remote: { status: 403, code: "AccessDenied", message: "Not you." } },
      502,
    ),
  );
  press("Build a link");
  const link = await screen.findByTestId("broker-link");
  expect(link.textContent).toContain(arn);
  await waitFor(() => expect(screen.getByTestId("broker-left").textContent).toMatch(/another (10|9) min/));
  expect(await barriers()).toEqual([]);
  press("Build another link");
  await waitFor(() => expect(refusal()).toContain("Not you."));
  expect(screen.queryByTestId("broker-link")).toBeNull();
});

test("a broker without a key says who enters one", async ({ core }) => {
  core.on("get", "/company/api/broker", {
    isConfigured: false,
    mode: { kind: "federation-token", policy: "" },
    sessionName: "hugo",
    destination: "https://console.aws.amazon.com/",
  });
  openCompany(core, hugo, "/broker");
  await screen.findByText("The broker has no key yet");
  core.on("get", "/company/api/admin/broker", {
    hasSecret: false,
    settings: { accessKeyId: "", mode: { kind: "assume-role", roleArn: "" }, destination: "https://x.example/" },
  });
  press("Set it up");
  await screen.findByTestId("page-company-broker-settings");
});

test.for([
  ["/saml/metadata", "page-company-metadata", "<EntityDescriptor"],
  ["/.well-known/openid-configuration", "page-company-discovery", '"issuer": "x"'],
  ["/oauth/jwks", "page-company-jwks", '"keys": []'],
] as const)("anybody may read %s", async ([path, page, words], { core }) => {
  const text = (body: string, type: string) => () =>
    Promise.resolve(new Response(body, { headers: { "content-type": type } }));
  core.raw("get", "/company/saml/metadata", text("<EntityDescriptor/>", "application/samlmetadata+xml"));
  core.raw("get", "/company/.well-known/openid-configuration", text('{"issuer":"x"}', "application/json"));
  core.raw("get", "/company/oauth/jwks", text('{"keys":[]}', "application/json"));
  openAt(core, COMPANY + path);
  await screen.findByTestId(page);
  expect((await screen.findByTestId("published")).textContent).toContain(words);
  core.on("post", "/desk/downloads", { path: "/home/alice/file" });
  press("Download");
  await screen.findByText("/home/alice/file");
  expect(await barriers()).toEqual([]);
});
