import createWrapper from "@cloudscape-design/components/test-utils/dom";
import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { SessionView } from "../../api/types";
import { host, setHost } from "../../host";
import type { Core } from "../../testing/core";
import { addressShown, openAt, press } from "../../testing/window";
import { CONSOLE_HOME, session, SIGN_IN } from "../../testing/world";

const LABEL = "111122223333-a1b2c3d4";
const OTHER = "444455556666-e5f6g7h8";
const OWN = `https://${LABEL}.us-east-1.console.aws.amazon.com`;

const several: SessionView = {
  ...session,
  multiSession: true,
  label: LABEL,
  otherSessions: [{ label: OTHER, displayName: "frank @ 4444-5555-6666" }],
};

/** The sessions that requests to the core were about. */
function asked(): (string | null)[] {
  const sessions: (string | null)[] = [];
  const { send } = host();
  setHost({
    ...host(),
    send: (request) => {
      sessions.push(request.headers.get("x-console-session"));
      return send(request);
    },
  });
  return sessions;
}

function menu() {
  const menu = createWrapper().findButtonDropdown('[data-testid="account-menu"]');
  menu?.openDropdown();
  return menu;
}

async function open(core: Core, view: SessionView) {
  core.on("get", "/api/session", view);
  openAt(core, CONSOLE_HOME);
  await screen.findByTestId("page-console-home");
}

test("it is off until it is turned on in the account menu", async ({ core }) => {
  await open(core, session);
  expect(addressShown()).toBe(CONSOLE_HOME);
  core.on("put", "/api/sessions", { multiSession: true });
  core.on("get", "/api/session", several);
  const opened = menu();
  expect(opened?.findItemById("add-session")).toBeNull();
  opened?.findItemById("multi-session")?.click();
  await expect.poll(addressShown).toBe(`${OWN}/console/home`);
  expect(core.bodies("put", "/api/sessions")).toEqual([{ multiSession: true }]);
});

test("the address says whose page it is, links keep it, and requests are about it", async ({ core }) => {
  const sessions = asked();
  await open(core, several);
  await expect.poll(addressShown).toBe(`${OWN}/console/home`);
  core.hold("get", "/api/security-credentials");
  menu()?.findItemById("security-credentials")?.click();
  await expect.poll(addressShown).toBe(`${OWN}/iam/home#/security_credentials`);
  expect(sessions.at(0)).toBeNull();
  expect(sessions.at(-1)).toBe(LABEL);
});

test("a page is drawn once, at the address of its own session", async ({ core }) => {
  await open(core, several);
  expect(addressShown()).toBe(`${OWN}/console/home`);
  await waitFor(() => expect(core.sent("get", "/api/console/services")).toHaveLength(1));
});

test("to another session, to sign in to one more, and out of all", async ({ core }) => {
  await open(core, several);
  await expect.poll(addressShown).toBe(`${OWN}/console/home`);
  core.on("get", "/api/session", { ...several, label: OTHER, otherSessions: [] });
  menu()?.findItemById(`session-${OTHER}`)?.click();
  await expect.poll(addressShown).toBe(`https://${OTHER}.us-east-1.console.aws.amazon.com/console/home`);
  press("Back");
  core.on("get", "/api/session", several);
  await expect.poll(addressShown).toBe(`${OWN}/console/home`);
  core.on("post", "/api/sign-out-of-all", { signInAddress: SIGN_IN }).hold("get", "/api/sign-in");
  await screen.findByTestId("page-console-home");
  menu()?.findItemById("sign-out-of-all")?.click();
  await expect.poll(addressShown).toBe(SIGN_IN);
});
