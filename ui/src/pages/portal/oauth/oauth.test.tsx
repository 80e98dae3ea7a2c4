import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { OauthConsent, PortalPage } from "../../../api/types";
import { barriers } from "../../../testing/axe";
import { refused, wrongField, type Core } from "../../../testing/core";
import { addressShown, box, openAt, press, refusal, saidAt, type } from "../../../testing/window";

const PORTAL = "https://d-1234567890.awsapps.com/start";
const CONSENT = `${PORTAL}#/authorize?request=asked`;
const AUTHORIZE = "https://oidc.us-east-1.amazonaws.com/authorize?client_id=cli&scopes=sso%3Aaccount%3Aaccess";
const CALLBACK = "http://127.0.0.1:49152/oauth/callback";

const portal: PortalPage = {
  address: PORTAL,
  startUrl: PORTAL,
  issuer: "https://identitycenter.amazonaws.com/ssoins-1234567890abcdef",
  region: "us-east-1",
  now: "2026-03-01T12:00:00Z",
  signedIn: {
    userName: "mary",
    displayName: "Mary Major",
    email: "mary@anycompany.example",
    expiresAt: "2026-03-01T20:00:00Z",
    managesDevices: true,
  },
};

const consent: OauthConsent = {
  request: "asked",
  clientName: "botocore-client-my-sso",
  scopes: [{ name: "sso:account:access", words: "Access your AWS accounts" }],
  userName: "mary",
  leadsTo: "127.0.0.1:49152",
  expiresAt: "2026-03-01T12:10:00Z",
};

const device: OauthConsent = { ...consent, leadsTo: null, userCode: "BCDF-GHJK" };

function signedIn(core: Core) {
  return core.on("get", "/api/portal", portal);
}

test("a tool's address leads to the consent page, and the answer out of the simulator", async ({ core }) => {
  signedIn(core)
    .on("post", "/api/portal/oauth/authorize", { address: `${PORTAL}/#/authorize?request=asked` })
    .on("post", "/api/portal/oauth/consent", consent)
    .on("post", "/api/portal/oauth/decision", { allowed: true, address: `${CALLBACK}?code=secret-code&state=5f0c3a` });
  openAt(core, AUTHORIZE);
  const page = await screen.findByTestId("page-consent");
  expect(addressShown()).toBe(CONSENT);
  expect(core.bodies("post", "/api/portal/oauth/authorize")).toEqual([
    { query: "client_id=cli&scopes=sso%3Aaccount%3Aaccess" },
  ]);
  expect(within(page).getByTestId("scopes").textContent).toContain("Access your AWS accounts sso:account:access");
  expect(page.textContent).toContain("botocore-client-my-sso");
  expect(page.textContent).toContain("127.0.0.1:49152");
  expect(page.textContent).toContain("mary");
  expect(await barriers()).toEqual([]);
  press("Allow access");
  const outside = await screen.findByTestId("page-outside");
  expect(core.bodies("post", "/api/portal/oauth/decision")).toEqual([{ request: "asked", allow: true }]);
  expect(outside.textContent).toContain("code=hidden");
  expect(outside.textContent).not.toContain("secret-code");
  expect(await barriers()).toEqual([]);
});

test("whoever says no sends the tool away", async ({ core }) => {
  signedIn(core)
    .on("post", "/api/portal/oauth/consent", consent)
    .on("post", "/api/portal/oauth/decision", { allowed: false, address: `${CALLBACK}?error=access_denied&state=a` });
  openAt(core, CONSENT);
  await screen.findByTestId("page-consent");
  press("Cancel");
  const outside = await screen.findByTestId("page-outside");
  expect(core.bodies("post", "/api/portal/oauth/decision")).toEqual([{ request: "asked", allow: false }]);
  expect(outside.textContent).toContain("access_denied");
});

test("an address that is not right leads nowhere", async ({ core }) => {
  core.on(
    "post",
    "/api/portal/oauth/authorize",
    refused({ code: "AUTHORIZATION_REFUSED", message: "The tool that sent you here is not registered." }),
  );
  openAt(core, AUTHORIZE);
  await waitFor(() => expect(refusal()).toContain("The address is not right"));
  expect(addressShown()).toBe(AUTHORIZE);
  expect(screen.getByTestId("page-authorize").textContent).toContain("The tool that sent you here is not registered.");
});

test("somebody else's request is not shown", async ({ core }) => {
  signedIn(core).on(
    "post",
    "/api/portal/oauth/consent",
    refused({ code: "CONSENT_FOREIGN", message: "Only they can answer it." }, 403),
  );
  openAt(core, CONSENT);
  await waitFor(() => expect(refusal()).toContain("Only they can answer it."));
  expect(screen.queryByRole("button", { name: "Allow access" })).toBeNull();
});

test("a request that is over by the time it is answered says so", async ({ core }) => {
  signedIn(core)
    .on("post", "/api/portal/oauth/consent", consent)
    .on("post", "/api/portal/oauth/decision", refused({ code: "CONSENT_GONE", message: "Start again." }, 410));
  openAt(core, CONSENT);
  await screen.findByTestId("page-consent");
  press("Allow access");
  await waitFor(() => expect(refusal()).toContain("Start again."));
  expect(screen.queryByRole("button", { name: "Allow access" })).toBeNull();
});

test("whoever is not signed in signs in first", async ({ core }) => {
  core.on("get", "/api/portal", { ...portal, signedIn: null });
  openAt(core, CONSENT);
  await screen.findByTestId("page-portal-user-name");
  expect(addressShown()).toBe(CONSENT);
  expect(core.bodies("post", "/api/portal/oauth/consent")).toEqual([]);
});

test("a device's code is confirmed, then what the device asks for", async ({ core }) => {
  signedIn(core)
    .on("get", "/api/portal/oauth/device", { address: `${PORTAL}/#/device?user_code=BCDF-GHJK` })
    .on("post", "/api/portal/oauth/device", device)
    .on("post", "/api/portal/oauth/decision", { allowed: true });
  openAt(core, "https://device.sso.us-east-1.amazonaws.com/?user_code=BCDF-GHJK");
  await screen.findByTestId("page-device");
  expect(addressShown()).toBe(`${PORTAL}#/device?user_code=BCDF-GHJK`);
  expect(box("Code").value).toBe("BCDF-GHJK");
  expect(await barriers()).toEqual([]);
  press("Confirm and continue");
  const page = await screen.findByTestId("page-consent");
  expect(core.bodies("post", "/api/portal/oauth/device")).toEqual([{ userCode: "BCDF-GHJK" }]);
  expect(page.textContent).toContain("BCDF-GHJK");
  press("Allow access");
  const decided = await screen.findByTestId("page-decided");
  expect(decided.textContent).toContain("Request approved");
});

test("a code that is not right is said beside its field", async ({ core }) => {
  signedIn(core).on("post", "/api/portal/oauth/device", wrongField("userCode", "This code is not right."));
  openAt(core, `${PORTAL}#/device`);
  await screen.findByTestId("page-device");
  type("Code", "bcdf ghjk");
  press("Confirm and continue");
  await waitFor(() => expect(saidAt("Code")).toContain("This code is not right."));
  expect(core.bodies("post", "/api/portal/oauth/device")).toEqual([{ userCode: "bcdf ghjk" }]);
});
