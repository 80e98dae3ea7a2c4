import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { barriers } from "../testing/axe";
import { refused } from "../testing/core";
import { addressShown, openAt, press } from "../testing/window";
import { ALIAS_SIGN_IN, entry } from "../testing/world";
import { person } from "./people";

test.for([
  ["An everyday user.", "An everyday user.", null],
  ["App only.\nIn Authenticator, on your desk.", "App only.", "In Authenticator, on your desk."],
  ["Both. MFA: app and key.", "Both.", "app and key."],
  ["Both.\nApp.\nKey.", "Both.", "App. Key."],
  ["Learns what MFA is.", "Learns what MFA is.", null],
  ["", "", null],
  ["Permissions: may read. MFA: app.", "May read.", "app."],
  ["Permissions: ", "", null],
] as const)("%j teaches %j with %j", ([note, teaches, secondFactor]) => {
  expect(person({ ...entry, note })).toMatchObject({ teaches, secondFactor });
});

test("getting started: the people by what they teach, as the desk knows them", async ({ core }) => {
  core.on("get", "/desk/passwords", {
    entries: [
      { ...entry, id: 1, kind: "root", account: null, signInName: "root@acme.example", note: "May do everything." },
      { ...entry, id: 2, signInName: "alice", note: "App only.\nIn Authenticator." },
      { ...entry, id: 3, signInName: "bob", note: "An everyday user." },
      { ...entry, id: 5, signInName: "adam", note: "Permissions: an administrator." },
      { ...entry, id: 4, signInName: "me", accountName: "", note: "Saved by you." },
    ],
  });
  core.on("get", "/api/sign-in", { page: "iam-user", account: "acme", accountFixed: true, remembered: false });
  openAt(core);
  const groups = await screen.findAllByTestId("people");
  const rows = groups.map((group) => within(group).getAllByRole("row").slice(1));
  expect(groups.map((group) => group.querySelector("h3")?.textContent)).toEqual([
    "Signing in with a password",
    "Signing in with a second factor",
    "Permissions, for the scenarios below",
    "Saved by you",
  ]);
  expect(rows.map((group) => group.map(({ textContent }) => textContent))).toEqual([
    ["root@acme.exampleRoot user of AcmeMay do everything.", "bobIAM user of AcmeAn everyday user."],
    ["aliceIAM user of AcmeApp only.Second factor: In Authenticator."],
    ["adamIAM user of AcmeAn administrator."],
    ["meIAM user of acmeSaved by you."],
  ]);
  expect(await barriers()).toEqual([]);
  press("alice", "link");
  await screen.findByTestId("page-iam-sign-in");
  expect(addressShown()).toBe(ALIAS_SIGN_IN);
});

test("getting started: the company's people, its site, and what there is to find out", async ({ core }) => {
  core.on("get", "/company/api/session", { name: "AnyCompany", faults: [], step: { step: "user-name" } });
  const company = {
    ...entry,
    kind: "company-user" as const,
    account: "sso.anycompany.example",
    accountName: "AnyCompany single sign-on",
    address: "https://sso.anycompany.example/",
  };
  core.on("get", "/desk/passwords", {
    entries: [
      { ...company, id: 1, signInName: "carla", note: "One role. MFA: authenticator app." },
      { ...company, id: 2, signInName: "me", accountName: "", note: "Saved by you." },
    ],
  });
  const walk = { teaches: "What it is.", people: ["farid", "hugo"], steps: ["First this."], goal: "he is in." };
  core.on("get", "/world/company-walks", [
    { ...walk, id: "wrong-case", title: "A mistake", done: true },
    { ...walk, id: "broker", title: "A link", done: false },
    { ...walk, id: "department", title: "Tags", done: null },
  ]);
  openAt(core);
  const groups = await screen.findAllByTestId("people");
  expect(groups.map((group) => group.querySelector("h3")?.textContent)).toEqual(["At the company", "Saved by you"]);
  // Of what leaves no record nothing is said.
  await screen.findByText("(1/2)");
  expect(within(screen.getByTestId("scenario-wrong-case")).getByText("Done")).toBeTruthy();
  expect(within(screen.getByTestId("scenario-broker")).getByText("Not done yet")).toBeTruthy();
  expect(screen.getByTestId("scenario-department").textContent).not.toMatch(/Done(?! when)|Not done/);
  expect(await barriers()).toEqual([]);
  press(/^AnyCompany single sign-on/);
  await screen.findByTestId("page-company-user-name");
  expect(addressShown()).toBe("https://sso.anycompany.example/");
});

test("getting started: nobody", async ({ core }) => {
  openAt(core);
  await screen.findByText(/^Nobody yet\./);
  expect(screen.queryAllByTestId("people")).toEqual([]);
});

test("getting started: a desk that fails is said, and the tiles stay", async ({ core }) => {
  core.on("get", "/desk/passwords", refused({ code: "INTERNAL", message: "It could not be read." }, 500));
  openAt(core);
  await screen.findByText("It could not be read.");
  expect(screen.getByText("Console home")).toBeTruthy();
});
