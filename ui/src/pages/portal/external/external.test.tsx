import createWrapper from "@cloudscape-design/components/test-utils/dom";
import { act, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { PortalPage } from "../../../api/types";
import { post, takePosted } from "../../../browser/posted";
import { barriers } from "../../../testing/axe";
import { refused, type Core } from "../../../testing/core";
import { addressShown, goTo, openAt, press, refusal } from "../../../testing/window";

const PORTAL = "https://d-1234567890.awsapps.com/start";
const COMPANY = "https://idp.elsewhere.example/sso";
const ACS = "https://us-east-1.signin.aws/platform/saml/acs/7c0a9e3e-6a3b-4c5d-8e9f-0a1b2c3d4e5f";
const request = { address: COMPANY, samlRequest: "PHJlcXVlc3Q+", relayState: "r-1" };

const signedOut: PortalPage = {
  address: PORTAL,
  startUrl: PORTAL,
  issuer: "https://identitycenter.amazonaws.com/ssoins-1234567890abcdef",
  region: "us-east-1",
  source: "external",
  now: "2026-03-01T12:00:00Z",
};
const signedIn: PortalPage = {
  ...signedOut,
  signedIn: {
    userName: "mary@anycompany.example",
    displayName: "Mary Major",
    email: "mary@anycompany.example",
    expiresAt: "2026-03-01T20:00:00Z",
    managesDevices: false,
  },
};

function open(core: Core, at = "", page = signedOut) {
  core.on("get", "/api/portal", page);
  openAt(core, `${PORTAL}${at}`);
}

test("the portal goes to the company at once, with the page that was wanted", async ({ core }) => {
  core.on("post", "/api/portal/sign-in/external", request);
  open(core, "#/console?account_id=111122223333");
  await waitFor(() => expect(addressShown()).toBe(COMPANY));
  expect(core.bodies("post", "/api/portal/sign-in/external")).toEqual([
    { destination: `${PORTAL}#/console?account_id=111122223333` },
  ]);
  expect(takePosted(COMPANY)).toEqual({ SAMLRequest: "PHJlcXVlc3Q+", RelayState: "r-1" });
});

test("a portal that cannot send anybody says so", async ({ core }) => {
  const message = "This access portal signs people in itself.";
  core.on("post", "/api/portal/sign-in/external", refused({ code: "EXTERNAL_SIGN_IN_REFUSED", message }, 403));
  open(core);
  await waitFor(() => expect(refusal()).toContain(message));
  expect(await barriers()).toEqual([]);
});

test("who signs out stays out until they want in again", async ({ core }) => {
  core
    .on("get", "/api/portal/accounts", { accounts: [], total: 0, page: 1, pages: 1 })
    .on("post", "/api/portal/sign-out", null);
  open(core, "", signedIn);
  await screen.findByTestId("page-portal");
  core.on("get", "/api/portal", signedOut);
  const menu = createWrapper().findButtonDropdown("[data-testid=portal-menu]");
  act(() => menu?.openDropdown());
  act(() => menu?.findItemById("sign-out")?.click());
  await screen.findByTestId("page-portal-signed-out");
  expect(await barriers()).toEqual([]);
  core.on("post", "/api/portal/sign-in/external", request);
  press("Sign in with your company");
  await waitFor(() => expect(addressShown()).toBe(COMPANY));
});

test("the company's answer is taken, and leads to the page that was wanted", async ({ core }) => {
  core
    .on("post", "/api/portal/saml", { address: `${PORTAL}#/mfa-devices` })
    .on("get", "/api/portal", signedOut)
    .on("post", "/api/portal/sign-in/external", request);
  post(ACS, { SAMLResponse: "PHNhbWw+", RelayState: "r-1" });
  openAt(core, ACS);
  await waitFor(() => expect(core.sent("get", "/api/portal")).not.toEqual([]));
  expect(core.bodies("post", "/api/portal/saml")).toEqual([
    { samlResponse: "PHNhbWw+", relayState: "r-1", address: ACS },
  ]);
});

test("an answer that is refused says why, and leads back to where the person came from", async ({ core }) => {
  const message = "An unexpected error has occurred. No user has the user name mary@elsewhere.example.";
  core
    .on("post", "/api/portal/sign-in/external", request)
    .on("post", "/api/portal/saml", refused({ code: "EXTERNAL_SIGN_IN_REFUSED", message }, 403));
  open(core);
  await waitFor(() => expect(addressShown()).toBe(COMPANY));
  post(ACS, { SAMLResponse: "PHNhbWw+" });
  goTo(ACS);
  await screen.findByTestId("page-portal-acs-refused");
  expect(refusal()).toContain(message);
  expect(await barriers()).toEqual([]);
  press("Start again at the access portal");
  await waitFor(() => expect(addressShown()).toBe(COMPANY));
});

test("who comes back without an answer is told so", async ({ core }) => {
  openAt(core, ACS);
  await screen.findByTestId("page-portal-acs-nothing");
  expect(await barriers()).toEqual([]);
});
