import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { ApplicationEntry, PortalApplication, PortalPage } from "../../api/types";
import { barriers } from "../../testing/axe";
import { refused, type Core } from "../../testing/core";
import { addressShown, goTo, openAt, press, refusal } from "../../testing/window";

const PORTAL = "https://d-1234567890.awsapps.com/start";
const ID = "apl-1234567890abcdef";
const OWN = `https://${ID}.apps.anycompany.example`;

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
const expenses: PortalApplication = { id: ID, name: "Expenses", description: "Travel", protocol: "saml" };
const wiki: PortalApplication = { id: "apl-fedcba0987654321", name: "Wiki", description: "", protocol: "oidc" };
const entry: ApplicationEntry = {
  kind: "saml",
  name: "Expenses",
  acs: `${OWN}/saml/acs`,
  samlResponse: "PHNhbWw+",
  relayState: "there",
};

async function openTiles(core: Core, applications: PortalApplication[]) {
  core
    .on("get", "/api/portal", portal)
    .on("get", "/api/portal/accounts", { accounts: [], total: 0, page: 1, pages: 0 })
    .on("get", "/api/portal/applications", { applications });
  openAt(core, PORTAL);
  fireEvent.click(await screen.findByRole("tab", { name: "Applications" }));
  for (const { name } of applications) await screen.findByRole("button", { name });
}

test("a SAML tile posts its response to the application, which shows what it was told", async ({ core }) => {
  await openTiles(core, [expenses, wiki]);
  await screen.findByRole("button", { name: "Expenses" });
  expect(await barriers()).toEqual([]);
  core
    .on("post", "/api/portal/applications/{id}/open", entry)
    .on("post", "/api/application/{id}/saml", { address: `${OWN}/` })
    .on("get", "/api/application/{id}", {
      name: "Expenses",
      protocol: "saml",
      address: `${OWN}/`,
      hasEnded: false,
      signedIn: {
        subject: "mary@anycompany.example",
        issuer: "https://portal.sso.us-east-1.amazonaws.com/saml/assertion/apl",
        claims: [{ name: "groups", values: ["one", "two"] }],
        checks: ["The signature is the issuer's."],
        beganAt: "2026-03-01T12:00:00Z",
        refreshedAt: "2026-03-01T12:00:00Z",
        until: "2026-03-01T13:00:00Z",
        isEnding: false,
      },
    });
  press("Expenses");
  const page = await screen.findByTestId("page-application-inside");
  expect(addressShown()).toBe(`${OWN}/`);
  expect(within(page).getByRole("cell", { name: "one, two" })).toBeTruthy();
  expect(core.bodies("post", "/api/application/{id}/saml")).toEqual([
    { samlResponse: "PHNhbWw+", relayState: "there" },
  ]);
  expect(await barriers()).toEqual([]);
});

test("a refusal of the application is said on its page", async ({ core }) => {
  await openTiles(core, [expenses]);
  core
    .on("post", "/api/portal/applications/{id}/open", entry)
    .on(
      "post",
      "/api/application/{id}/saml",
      refused({ code: "APPLICATION_REFUSED", message: "The application did not let you in." }, 403),
    );
  press("Expenses");
  await screen.findByTestId("page-application-refused");
  expect(refusal()).toContain("did not let you in");
});

test("Shift and the menu open administrator mode, from which the response is sent", async ({ core }) => {
  await openTiles(core, [expenses]);
  core.on("post", "/api/portal/applications/{id}/open", { ...entry, xml: "<saml2p:Response>\n</saml2p:Response>" });
  fireEvent.click(await screen.findByRole("button", { name: "Expenses" }), { shiftKey: true });
  await screen.findByText("You are now in administrator mode");
  expect(addressShown()).toBe(`${PORTAL}#/saml/${ID}`);
  expect(core.bodies("post", "/api/portal/applications/{id}/open")).toEqual([{ readable: true }]);
  expect(screen.getByTestId("saml-xml").textContent).toContain("saml2p:Response");
  expect(await barriers()).toEqual([]);
  core.on("post", "/api/application/{id}/saml", refused({ code: "APPLICATION_REFUSED", message: "No." }, 403));
  press("Send to Expenses");
  await screen.findByTestId("page-application-refused");
});

test("an OpenID Connect tile begins at the application", async ({ core }) => {
  await openTiles(core, [wiki]);
  const own = `https://${wiki.id}.apps.anycompany.example`;
  core
    .on("post", "/api/portal/applications/{id}/open", {
      kind: "oidc",
      name: "Wiki",
      address: `${own}/oidc/start?iss=x`,
    })
    .on("post", "/api/application/{id}/start", {
      address: `${PORTAL}#/authorize?client_id=${wiki.id}&redirect_uri=r&state=s&nonce=n&code_challenge=c&code_challenge_method=S256&scope=openid&response_type=code`,
    })
    .on("post", "/api/portal/applications/authorize", { address: `${own}/oidc/callback?code=c&state=s` })
    .on(
      "post",
      "/api/application/{id}/callback",
      refused({ code: "APPLICATION_REFUSED", message: "Not this time." }, 403),
    );
  press("Wiki");
  await screen.findByTestId("page-application-refused");
  expect(core.bodies("post", "/api/portal/applications/authorize")).toEqual([
    {
      clientId: wiki.id,
      redirectUri: "r",
      responseType: "code",
      scope: "openid",
      state: "s",
      nonce: "n",
      codeChallenge: "c",
      codeChallengeMethod: "S256",
    },
  ]);
  expect(core.bodies("post", "/api/application/{id}/callback")).toEqual([{ code: "c", state: "s", error: "" }]);
});

test("nothing assigned, nothing found, nothing posted", async ({ core }) => {
  await openTiles(core, []);
  await screen.findByTestId("no-applications");
  core.on("get", "/api/application/{id}", {
    name: "Expenses",
    protocol: "saml",
    address: `${OWN}/`,
    hasEnded: true,
  });
  goTo(`${OWN}/saml/acs`);
  await screen.findByText("Nothing was posted here");
  goTo(OWN);
  await waitFor(() => expect(screen.getByTestId("page-application").textContent).toContain("has ended"));
});
