import createWrapper from "@cloudscape-design/components/test-utils/dom";
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { SessionView } from "../../api/types";
import { barriers } from "../../testing/axe";
import { refused, wrongField, type Core } from "../../testing/core";
import { addressShown, box, openAt, press, refusal, saidAt, type } from "../../testing/window";
import { CONSOLE_HOME, session } from "../../testing/world";

const SWITCH = "https://signin.aws.amazon.com/switchrole";
const landed = { destination: CONSOLE_HOME };

const asAuditor: SessionView = {
  ...session,
  identity: {
    ...session.identity,
    kind: "assumed-role",
    arn: "arn:aws:sts::444455556666:assumed-role/Auditor/alice",
    displayName: "Auditor/alice @ 4444-5555-6666",
    userName: null,
  },
  role: {
    displayName: "Books",
    color: "83d4e8",
    roleName: "Auditor",
    sessionName: "alice",
    switchedFrom: "arn:aws:iam::111122223333:user/alice",
    accessKeyId: "ASIAAAAAAAAAAAAAAAAA",
    expiresAt: "2026-03-01T13:04:05Z",
  },
  recentRoles: [
    { account: "444455556666", roleName: "Auditor", displayName: "Books", color: "83d4e8" },
    { account: "acme", roleName: "ReadOnly", displayName: "ReadOnly @ acme" },
  ],
};

function menu() {
  const menu = createWrapper().findButtonDropdown('[data-testid="account-menu"]');
  menu?.openDropdown();
  return menu;
}

async function open(core: Core, address: string, view: SessionView = session) {
  core.on("get", "/api/session", view);
  openAt(core, address);
  await screen.findByRole("navigation", { name: "Console" });
}

test("the form: a suggested name, the chosen colour, and then console home", async ({ core }) => {
  await open(core, SWITCH);
  core.on("post", "/api/switch-role", landed);
  type("Account ID or alias", "acme");
  type("IAM role name", "ops/Admin");
  expect(box("Display name - optional").value).toBe("ops/Admin @ acme");
  const color = createWrapper().findSelect();
  color?.openDropdown();
  color?.selectOptionByValue("f2b0a9");
  expect(await barriers()).toEqual([]);
  press("Switch Role");
  await screen.findByTestId("page-console-home");
  expect(core.bodies("post", "/api/switch-role")).toEqual([
    { account: "acme", roleName: "ops/Admin", displayName: "ops/Admin @ acme", color: "f2b0a9" },
  ]);
  expect(addressShown()).toBe(CONSOLE_HOME);
});

test("a link fills the form", async ({ core }) => {
  await open(core, `${SWITCH}?account=acme&roleName=Admin&displayName=Break%20glass&color=123456`);
  expect(box("Account ID or alias").value).toBe("acme");
  expect(box("IAM role name").value).toBe("Admin");
  expect(box("Display name - optional").value).toBe("Break glass");
  expect(createWrapper().findSelect()?.getElement().textContent).toContain("#123456");
});

test("what is refused is said in AWS's words, and why on asking; what is missing beside its field", async ({
  core,
}) => {
  await open(core, SWITCH);
  core.on(
    "post",
    "/api/switch-role",
    wrongField("roleName", "Enter the name of a role."),
    refused(
      {
        code: "SWITCH_ROLE_REFUSED",
        message: "Invalid information in one or more fields.",
        denial: {
          action: "sts:AssumeRole",
          explicit: false,
          message: "User: x is not authorized",
          principal: "arn:aws:iam::111122223333:user/alice",
          reasons: ["No role trust policy allows this."],
          resource: "arn:aws:iam::111122223333:role/Admin",
        },
      },
      403,
    ),
  );
  type("Account ID or alias", "acme");
  press("Switch Role");
  await screen.findByText("Enter the name of a role.");
  expect(saidAt("IAM role name")).toContain("Enter the name of a role.");
  type("IAM role name", "Admin");
  press("Switch Role");
  await screen.findByTestId("refusal");
  expect(refusal()).toContain("Invalid information in one or more fields.");
  press("Why?");
  expect(await screen.findByText("No role trust policy allows this.")).toBeTruthy();
});

test("as a role the menu says which and until when, leads back, and to the roles before", async ({ core }) => {
  await open(core, CONSOLE_HOME, asAuditor);
  core.on("post", "/api/switch-back", landed).on("post", "/api/switch-role", landed);
  const opened = menu();
  const words = opened?.findOpenDropdown()?.getElement().textContent;
  expect(words).toContain("Role Auditor/alice session, until 1 Mar 2026, 13:04:05 UTC");
  expect(opened?.findNativeButton().getElement().textContent).toBe("Books");
  const asked = core.sent("get", "/api/session").length;
  opened?.findItemById("switch-back")?.click();
  // The page is loaded anew, and has another menu then.
  await waitFor(() => expect(core.sent("get", "/api/session").length).toBeGreaterThan(asked));
  await screen.findByTestId("page-console-home");
  expect(core.sent("post", "/api/switch-back").length).toBe(1);
  menu()?.findItemById("recent-1")?.click();
  await expect
    .poll(() => core.bodies("post", "/api/switch-role"))
    .toEqual([{ account: "acme", roleName: "ReadOnly", displayName: "ReadOnly @ acme", color: null }]);
});

test("a role of the history that is refused by now is shown in the form", async ({ core }) => {
  await open(core, CONSOLE_HOME, asAuditor);
  core.on("post", "/api/switch-role", refused({ code: "SWITCH_ROLE_REFUSED", message: "Invalid" }, 403));
  menu()?.findItemById("recent-0")?.click();
  await screen.findByTestId("page-switch-role");
  expect(box("IAM role name").value).toBe("Auditor");
});

test("the root user is offered no role", async ({ core }) => {
  await open(core, CONSOLE_HOME, { ...session, identity: { ...session.identity, kind: "root", userName: null } });
  const opened = menu();
  expect(opened?.findItemById("switch-role")).toBeNull();
  expect(opened?.findItemById("sign-out")).not.toBeNull();
});

test("a role whose time is over is told of until one takes note", async ({ core }) => {
  await open(core, CONSOLE_HOME, {
    ...session,
    pastRole: { displayName: "Books", endedAt: "2026-03-01T13:04:05Z" },
  });
  core.on("post", "/api/switch-back", landed);
  const note = await screen.findByTestId("past-role");
  expect(within(note).getByText(/The session of the role Books has expired/)).toBeTruthy();
  core.on("get", "/api/session", session);
  press("Dismiss");
  await expect.poll(() => screen.queryByTestId("past-role")).toBeNull();
});
