import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { CompanyStep } from "../../../api/company";
import { COMPANY } from "../../../browser/company";
import { post } from "../../../browser/posted";
import { barriers } from "../../../testing/axe";
import { atStep, carla, signedIn } from "../../../testing/company";
import { refused, wrongField, type Core } from "../../../testing/core";
import { addressShown, box, goTo, openAt, openDesk, press, refusal, saidAt, type } from "../../../testing/window";
import { entry } from "../../../testing/world";

const userName: CompanyStep = { step: "user-name" };
const password: CompanyStep = { step: "password", userName: "carla" };
const code: CompanyStep = { step: "code", userName: "carla" };
const enrol: CompanyStep = {
  step: "enrol",
  userName: "gita",
  otpauth: "otpauth://totp/x:gita?secret=JBSWY3DPEHPK3PXP",
  secret: "JBSWY3DPEHPK3PXP",
};
const inside: CompanyStep = { step: "signed-in", next: { kind: "portal" } };
const expired = refused({ code: "ATTEMPT_EXPIRED", message: "This sign-in took too long." }, 409);
const portal = { identity: carla, faults: [], tiles: [] };
const ofDesk = { ...entry, kind: "company-user" as const, account: "sso.anycompany.example", address: `${COMPANY}/` };

async function openStep(core: Core, step: CompanyStep, testId: string, at = "/") {
  core.on("get", "/company/api/session", atStep(step));
  openAt(core, COMPANY + at);
  await screen.findByTestId(testId);
}

test("user name, password and code lead in, and the page asked for is the one that comes", async ({ core }) => {
  await openStep(core, userName, "page-company-user-name", "/builds");
  expect(await barriers()).toEqual([]);
  expect(document.activeElement).toBe(box("User name"));
  core.on("post", "/company/api/sign-in/user-name", password);
  type("User name", "carla");
  press("Next");
  await screen.findByTestId("page-company-password");
  expect(core.bodies("post", "/company/api/sign-in/user-name")).toEqual([{ userName: "carla" }]);
  expect(await barriers()).toEqual([]);
  core.on("post", "/company/api/sign-in/password", code);
  type("Password", "secret");
  press("Sign in");
  await screen.findByTestId("page-company-code");
  expect(await barriers()).toEqual([]);
  core.on("post", "/company/api/sign-in/code", inside);
  core.on("get", "/company/api/session", signedIn(carla));
  core.on("get", "/company/api/builds", { jobs: [], runs: [] });
  type("Code", "123456");
  press("Verify");
  await screen.findByTestId("page-company-builds");
  expect(addressShown()).toBe(`${COMPANY}/builds`);
});

test("a wrong password is forgotten, the name is not", async ({ core }) => {
  await openStep(core, password, "page-company-password");
  const message = "The user name or password is not right.";
  core.on("post", "/company/api/sign-in/password", refused({ code: "AUTHENTICATION_FAILED", message }, 401));
  type("Password", "wrong");
  press("Sign in");
  await screen.findByText(message);
  expect([box("User name").value, box("Password").value]).toEqual(["carla", ""]);
  press("Use another user name", "link");
  await screen.findByTestId("page-company-user-name");
  expect(refusal()).toBeNull();
});

test("a wrong code is said at its box", async ({ core }) => {
  await openStep(core, code, "page-company-code");
  const message = "This code was used before. Wait for the next one.";
  core.on("post", "/company/api/sign-in/code", refused({ code: "CODE_USED", field: "code", message }, 422));
  type("Code", "000000");
  press("Verify");
  await screen.findByText(message);
  expect(saidAt("Code")).toContain(message);
  expect(box("Code").value).toBe("");
});

test("a sign-in that was left too long starts again, and says so", async ({ core }) => {
  await openStep(core, code, "page-company-code");
  core.on("post", "/company/api/sign-in/code", expired);
  type("Code", "123456");
  press("Verify");
  await screen.findByTestId("page-company-user-name");
  expect(refusal()).toContain("This sign-in took too long.");
});

test("an authenticator app is set up with two codes", async ({ core }) => {
  await openStep(core, enrol, "page-company-enrol");
  press("Show secret key");
  expect(screen.getByTestId("secret-key").textContent).toBe("JBSWY3DPEHPK3PXP");
  expect(await barriers()).toEqual([]);
  core.on("post", "/company/api/sign-in/enrol", wrongField("secondCode", "A code has six digits."));
  type("MFA code 1", "111111");
  type("MFA code 2", "2");
  press("Set it up and sign in");
  await screen.findByText("A code has six digits.");
  expect(saidAt("MFA code 2")).toContain("A code has six digits.");
  core.on("post", "/company/api/sign-in/enrol", inside);
  core.on("get", "/company/api/session", signedIn(carla));
  core.on("get", "/company/api/portal", portal);
  type("MFA code 1", "111111");
  type("MFA code 2", "222222");
  press("Set it up and sign in");
  await screen.findByTestId("page-company-portal");
  expect(core.bodies("post", "/company/api/sign-in/enrol").at(-1)).toEqual({
    firstCode: "111111",
    secondCode: "222222",
  });
});

test("the password manager fills both forms, and another person begins anew", async ({ core }) => {
  core.on("get", "/desk/passwords", {
    entries: [
      { ...ofDesk, signInName: "carla" },
      { ...ofDesk, id: 8, signInName: "dario" },
    ],
  });
  core.on("post", "/desk/passwords/{id}/reveal", { password: "from-the-desk" });
  await openStep(core, userName, "page-company-user-name");
  openDesk("Passwords");
  await screen.findByTestId("password-carla");
  press(/^Fill for carla/);
  await screen.findByDisplayValue("carla");
  core.on("post", "/company/api/sign-in/user-name", password);
  press("Next");
  await screen.findByTestId("page-company-password");
  expect(box("Password").value).toBe("from-the-desk");
  press(/^Fill for dario/);
  await screen.findByTestId("page-company-user-name");
  expect(box("User name").value).toBe("dario");
});

test("who was asked for by a relying party is told so, and the answer is posted on", async ({ core }) => {
  const waiting = { step: "user-name" as const, waitingFor: "https://portal.example/metadata" };
  core.on("post", "/company/saml/sso", { kind: "sign-in" }).on("get", "/company/api/session", atStep(waiting));
  openAt(core);
  post(`${COMPANY}/saml/sso`, { SAMLRequest: "cmVxdWVzdA==", RelayState: "mark" });
  goTo(`${COMPANY}/saml/sso`);
  await screen.findByTestId("page-company-user-name");
  expect(core.bodies("post", "/company/saml/sso")).toEqual([{ samlRequest: "cmVxdWVzdA==", relayState: "mark" }]);
  expect(screen.getByTestId("waiting-for").textContent).toContain("https://portal.example/metadata");
  core.on("post", "/company/api/sign-in/user-name", code);
  type("User name", "carla");
  press("Next");
  await screen.findByTestId("page-company-code");
  const form = { action: "https://example.com/acs", samlResponse: "cmVzcG9uc2U=", relayState: "mark" };
  core.on("post", "/company/api/sign-in/code", { step: "signed-in", next: { kind: "form", form } });
  type("Code", "123456");
  press("Verify");
  await screen.findByTestId("page-not-found");
  expect(addressShown()).toBe("https://example.com/acs");
});

test("a request that cannot be answered is refused in words; without one there is nothing to answer", async ({
  core,
}) => {
  const message = "The request to sign in cannot be answered: it is meant for another address.";
  core.on("post", "/company/saml/sso", refused({ code: "REQUEST_REFUSED", message }, 400));
  openAt(core);
  post(`${COMPANY}/saml/sso`, { SAMLRequest: "cmVxdWVzdA==" });
  goTo(`${COMPANY}/saml/sso`);
  await screen.findByTestId("page-company-sign-on-refused");
  expect(refusal()).toContain(message);
  expect(await barriers()).toEqual([]);
  goTo(`${COMPANY}/saml/sso`);
  await screen.findByTestId("page-company-nothing-posted");
});

test("an application's question goes to the company as it was asked", async ({ core }) => {
  core.on("get", "/company/oauth/authorize", { kind: "redirect", address: "https://wiki.example/callback?code=c" });
  const query = "response_type=code&client_id=wiki&redirect_uri=https%3A%2F%2Fwiki.example%2Fcallback&scope=openid";
  openAt(
    core,
    `${COMPANY}/oauth/authorize?${query}&code_challenge=x&code_challenge_method=S256&state=a%26b&prompt=login&nonce=1&nonce=2`,
  );
  await screen.findByTestId("page-not-found");
  expect(addressShown()).toBe("https://wiki.example/callback?code=c");
  const asked = core.sent("get", "/company/oauth/authorize")[0]?.query;
  const said = ["client_id", "state", "nonce", "prompt"].map((name) => asked?.getAll(name));
  expect(said).toEqual([["wiki"], ["a&b"], ["1", "2"], ["login"]]);
});
