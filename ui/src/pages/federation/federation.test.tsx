import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { SamlCheck, SamlReport, SamlStep } from "../../api/types";
import { post } from "../../browser/posted";
import { barriers } from "../../testing/axe";
import { refused, type Core } from "../../testing/core";
import { addressShown, dialog, openAt, press, pressInDialog, refusal } from "../../testing/window";
import { CONSOLE_HOME, session, signedOut } from "../../testing/world";

const SAML = "https://signin.aws.amazon.com/saml";
const REGIONAL = "https://eu-central-1.signin.aws.amazon.com/saml";
const PROVIDER = "arn:aws:iam::111122223333:saml-provider/Corp";
const DEVELOPER = "arn:aws:iam::111122223333:role/Developer";
const ANALYST = "arn:aws:iam::444455556666:role/Analyst";
const FORM = { SAMLResponse: "PHNhbWw+", RelayState: "https://console.aws.amazon.com/s3/" };

const choose: SamlStep = {
  step: "choose-role",
  accounts: [
    {
      id: "111122223333",
      alias: "acme",
      roles: [
        { arn: DEVELOPER, name: "Developer" },
        { arn: "arn:aws:iam::111122223333:role/ops/OnCall", name: "OnCall" },
      ],
    },
    { id: "444455556666", roles: [{ arn: ANALYST, name: "Analyst" }] },
  ],
};

function check(name: string, title: string, outcome: SamlCheck["outcome"], ...words: string[]): SamlCheck {
  return { name, title, outcome, words };
}

const report: SamlReport = {
  provider: PROVIDER,
  failed: "audience",
  checks: [
    check("signature", "Signature", "passed", "It holds."),
    check("audience", "Audience", "failed", "The audience is urn:elsewhere."),
    check("trust-policy", "Trust policy", "not-reached"),
    check("something-new", "Something new", "passed", "Fine."),
  ],
};

const AUDIENCE = "Response does not contain the required audience.";
const LOGOUT = "Your request included an invalid SAML response. To logout, click here.";

function arrive(core: Core, address = SAML) {
  post(address, FORM);
  openAt(core, address);
}

test("one role: straight in, where the relay state leads", async ({ core }) => {
  core.on("post", "/api/saml", { step: "signed-in", destination: CONSOLE_HOME }).on("get", "/api/session", session);
  arrive(core, REGIONAL);
  await waitFor(() => expect(addressShown()).toBe(CONSOLE_HOME));
  expect(core.bodies("post", "/api/saml")).toEqual([
    { samlResponse: FORM.SAMLResponse, relayState: FORM.RelayState, address: REGIONAL, roleIndex: null },
  ]);
});

test("several roles: the form that tools read, by account, with nothing chosen", async ({ core }) => {
  core.on("post", "/api/saml", choose);
  arrive(core);
  await screen.findByRole("heading", { level: 1, name: "Select a role:" });
  const form = document.querySelector("#saml_form");
  const accounts = [...(form?.querySelectorAll("fieldset > div.saml-account") ?? [])];
  expect(accounts.map((account) => account.querySelector("div.saml-account-name")?.textContent)).toEqual([
    "Account: acme (111122223333)",
    "Account: 444455556666",
  ]);
  const roles = [...(form?.querySelectorAll("div.saml-role") ?? [])].map((role) => [
    role.querySelector<HTMLInputElement>("input.saml-radio[type=radio][name=roleIndex]")?.value,
    role.querySelector<HTMLLabelElement>("label.saml-role-description")?.htmlFor,
    role.textContent,
  ]);
  expect(roles).toEqual([
    [DEVELOPER, DEVELOPER, "Developer"],
    ["arn:aws:iam::111122223333:role/ops/OnCall", "arn:aws:iam::111122223333:role/ops/OnCall", "OnCall"],
    [ANALYST, ANALYST, "Analyst"],
  ]);
  expect(form?.querySelector<HTMLInputElement>("input[type=hidden][name=SAMLResponse]")?.value).toBe("PHNhbWw+");
  expect(await barriers()).toEqual([]);
});

test("a role must be chosen, and it is posted with the same response", async ({ core }) => {
  core.on("post", "/api/saml", choose, { step: "signed-in", destination: CONSOLE_HOME });
  core.on("get", "/api/session", session);
  arrive(core);
  await screen.findByTestId("page-choose-role");
  press("Sign in");
  await screen.findByText("Choose the role to sign in with.");
  expect(document.activeElement).toBe(screen.getByRole("radio", { name: "Developer" }));
  expect(await barriers()).toEqual([]);
  press("Analyst", "radio");
  expect(screen.queryByText("Choose the role to sign in with.")).toBeNull();
  press("Sign in");
  await waitFor(() => expect(addressShown()).toBe(CONSOLE_HOME));
  expect(core.bodies("post", "/api/saml").map(({ roleIndex }) => roleIndex)).toEqual([null, ANALYST]);
});

test("a refusal is in AWS's words, and says check by check why", async ({ core }) => {
  core.on("post", "/api/saml", refused({ code: "SAML_REFUSED", message: AUDIENCE, report }, 403));
  arrive(core);
  await screen.findByTestId("page-saml-refused");
  expect(refusal()).toBe(AUDIENCE);
  press("Why?");
  const text = dialog()?.getElement().textContent ?? "";
  expect(text).toContain("The audience is urn:elsewhere.");
  expect(text).toContain(PROVIDER);
  const outcomes = [...document.querySelectorAll("[data-check]")].map((one) => [
    one.getAttribute("data-check"),
    one.getAttribute("data-outcome"),
  ]);
  expect(outcomes).toEqual([
    ["signature", "passed"],
    ["audience", "failed"],
    ["trust-policy", "not-reached"],
    ["something-new", "passed"],
  ]);
  expect(await barriers()).toEqual([]);
  pressInDialog("Close");
});

test("AWS's last words lead out", async ({ core }) => {
  core
    .on("post", "/api/saml", refused({ code: "SAML_REFUSED", message: LOGOUT, report: { ...report, provider: null } }))
    .on("post", "/api/sign-out", { signInAddress: "https://signin.aws.amazon.com/signin" })
    .on("get", "/api/sign-in", { page: "chooser" });
  arrive(core);
  await screen.findByTestId("page-saml-refused");
  expect(refusal()).toBe(LOGOUT);
  press("click here", "link");
  await waitFor(() => expect(addressShown()).toBe("https://signin.aws.amazon.com/signin"));
});

test("the inspector is given the response", async ({ core }) => {
  core
    .on("post", "/api/saml", refused({ code: "SAML_REFUSED", message: AUDIENCE, report }, 403))
    .on("get", "/api/session", signedOut)
    .on("get", "/api/sign-in", { page: "chooser" });
  arrive(core);
  await screen.findByTestId("page-saml-refused");
  press("Why?");
  pressInDialog("Inspect it in IAM");
  // Nobody is signed in here who could look at it.
  await screen.findByTestId("page-sign-in-chooser");
});

test("a refusal that is none of SAML has no report", async ({ core }) => {
  core.on("post", "/api/saml", refused({ code: "TOO_MANY_SESSIONS", message: "There are five sessions." }, 409));
  arrive(core);
  await screen.findByText("There are five sessions.");
  expect(screen.queryByTestId("why")).toBeNull();
});

test("who comes without a response, or loads the page again, is told so", async ({ core }) => {
  openAt(core, SAML);
  await screen.findByTestId("page-saml-nothing");
  expect(await barriers()).toEqual([]);
});

const LINK = "https://signin.aws.amazon.com/federation?Action=login&SigninToken=t&Destination=d&Issuer=";
const dead = refused({ code: "SIGN_IN_TOKEN_INVALID", message: "The link was used, or is too old." }, 403);

test("a link that is spent leads back to who made it", async ({ core }) => {
  core.on("post", "/api/federation/login", dead);
  openAt(core, `${LINK}${encodeURIComponent("https://portal.anycompany.example/aws")}`);
  await screen.findByText("The link was used, or is too old.");
  expect(core.bodies("post", "/api/federation/login")).toEqual([
    { signinToken: "t", destination: "d", issuer: "https://portal.anycompany.example/aws" },
  ]);
  expect(await barriers()).toEqual([]);
  press("Go back to portal.anycompany.example");
  await waitFor(() => expect(addressShown()).toBe("https://portal.anycompany.example/aws"));
});

for (const issuer of ["", "javascript:alert(1)", "nonsense"])
  test(`nobody is led back to "${issuer}"`, async ({ core }) => {
    core.on("post", "/api/federation/login", dead).on("get", "/api/sign-in", { page: "chooser" });
    openAt(core, `${LINK}${encodeURIComponent(issuer)}`);
    await screen.findByText("The link was used, or is too old.");
    press("Go to the sign-in page");
    await waitFor(() => expect(addressShown()).toBe("https://signin.aws.amazon.com/signin"));
  });

for (const [address, path, title, status] of [
  [
    "https://signin.aws.amazon.com/static/saml-metadata.xml",
    "/static/saml-metadata.xml",
    "SAML metadata of AWS sign-in",
    200,
  ],
  [
    "https://signin.aws.amazon.com/federation?Action=getSigninToken",
    "/federation",
    "Answer of the federation endpoint",
    400,
  ],
] as const)
  test(`what software reads at ${path} is shown as it came`, async ({ core }) => {
    // It is no operation of the API that pages are made for.
    core.raw("get", path as never, () => Promise.resolve(new Response("<as it came/>", { status })));
    openAt(core, address);
    await screen.findByText("<as it came/>");
    screen.getByRole("heading", { level: 1, name: title });
    expect(screen.queryByText("It was refused.") !== null).toBe(status === 400);
    expect(await barriers()).toEqual([]);
  });
