import createWrapper from "@cloudscape-design/components/test-utils/dom";
import { act, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { FederationView, SessionView } from "../../api/types";
import { barriers } from "../../testing/axe";
import { type Core } from "../../testing/core";
import { addressShown, openAt, press } from "../../testing/window";
import { alice, CONSOLE_HOME, session, SIGN_IN } from "../../testing/world";

const CREDENTIALS = "https://us-east-1.console.aws.amazon.com/iam/home#/security_credentials";
const BROKER = "https://portal.anycompany.example/aws";

const saml: FederationView = {
  by: "saml",
  provider: "arn:aws:iam::111122223333:saml-provider/Corp",
  subject: "mary@corp.example",
  sourceIdentity: "mary",
  tags: [
    { key: "costCentre", value: "42", isTransitive: false },
    { key: "department", value: "shop", isTransitive: true },
  ],
};

function signedIn(federation: FederationView, issuer?: string): SessionView {
  return {
    ...session,
    identity: {
      ...alice,
      kind: "assumed-role",
      arn: "arn:aws:sts::111122223333:assumed-role/Developer/mary",
      displayName: "Developer/mary @ acme",
      userName: null,
    },
    federation,
    issuer: issuer ?? null,
  };
}

function menu() {
  const found = createWrapper().findButtonDropdown('[data-testid="account-menu"]');
  act(() => found?.openDropdown());
  return found;
}

async function home(core: Core, view: SessionView) {
  core.on("get", "/api/session", view);
  openAt(core, CONSOLE_HOME);
  await screen.findByTestId("page-console-home");
}

test("the account menu says role and session, and who vouched", async ({ core }) => {
  await home(core, signedIn(saml));
  const found = menu();
  expect(found?.getElement().textContent).toContain("Developer/mary @ acme");
  expect(found?.findOpenDropdown()?.getElement().textContent).toContain("Federated (SAML) session, until");
  expect(found?.findItemById("portal")).toBeNull();
});

test("a broker's session knows the way back, when it lasts and when it is over", async ({ core }) => {
  await home(core, signedIn({ ...saml, by: "broker" }, BROKER));
  const found = menu();
  expect(found?.findItemById("portal")?.getElement().textContent).toBe("Back to portal.anycompany.example");
  core.on("get", "/api/session", {
    status: "signed-out",
    signInAddress: SIGN_IN,
    federated: { by: "broker", issuer: BROKER, expired: true },
  });
  press("Reload");
  await screen.findByText("The time of the credentials that you came with is over.");
  expect(await barriers()).toEqual([]);
  press("Go to portal.anycompany.example");
  await waitFor(() => expect(addressShown()).toBe(BROKER));
});

test("a session whose beginning nobody told leads to no made-up place", async ({ core }) => {
  core.on("get", "/api/sign-in", { page: "chooser" }).on("get", "/api/session", {
    status: "signed-out",
    signInAddress: SIGN_IN,
    federated: { by: "saml", issuer: null, expired: false },
  });
  openAt(core, CONSOLE_HOME);
  await screen.findByText(/Go back to your company's sign-in page/);
  expect(screen.queryByRole("button", { name: /^Go to/ })).toBeNull();
  press("Sign in another way");
  await waitFor(() => expect(addressShown()).toBe(SIGN_IN));
});

test("who came from outside sees the session in place of credentials", async ({ core }) => {
  core.on("get", "/api/session", signedIn(saml));
  openAt(core, CREDENTIALS);
  await screen.findByRole("heading", { level: 1, name: "My session" });
  for (const said of ["mary@corp.example", saml.provider ?? "", "department", "It goes along (transitive)"])
    screen.getByText(said);
  expect(await barriers()).toEqual([]);
});
