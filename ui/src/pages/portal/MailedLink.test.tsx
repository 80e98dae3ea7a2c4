import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { ErrorCode, PortalPage } from "../../api/types";
import { barriers } from "../../testing/axe";
import { refused, wrongField, type Core } from "../../testing/core";
import { addressShown, box, openAt, press, refusal, saidAt, type } from "../../testing/window";

const PORTAL = "https://acme.awsapps.com/start";
const page: PortalPage = {
  address: PORTAL,
  startUrl: "https://d-0123456789.awsapps.com/start",
  issuer: "https://identitycenter.amazonaws.com/ssoins-0123456789abcdef",
  region: "us-east-1",
  now: "2026-03-01T12:00:00Z",
};
const requirements = ["8 to 64 characters"];

async function openLink(core: Core, purpose: "invitation" | "reset") {
  core.on("get", "/api/portal", page);
  core.on("get", "/api/portal/link", { purpose, userName: "jane", requirements });
  openAt(core, `${PORTAL}#/${purpose === "reset" ? "reset-password" : purpose}?token=t-k`);
  await screen.findByTestId("page-portal-link");
}

function send() {
  type("New password", "Fresh-1234");
  type("Confirm password", "Fresh-1234");
  press(/^(Set new|Reset) password$/);
}

test.for(["invitation", "reset"] as const)(
  "%s: a password by the rules, then signing in is next",
  async (of, { core }) => {
    await openLink(core, of);
    expect(core.sent("get", "/api/portal/link").map(({ query }) => query.get("token"))).toEqual(["t-k"]);
    expect(box("Username").value).toBe("jane");
    expect(await barriers()).toEqual([]);
    expect(saidAt("New password")).toContain("8 to 64 characters");
    core.on("post", "/api/portal/link", wrongField("newPassword", "At least one symbol, please."), null);
    send();
    await screen.findByText("At least one symbol, please.");
    expect([box("New password").value, box("Confirm password").value]).toEqual(["", ""]);
    send();
    await screen.findByTestId("page-portal-link-done");
    expect(core.bodies("post", "/api/portal/link").at(-1)).toEqual({
      token: "t-k",
      newPassword: "Fresh-1234",
      confirmPassword: "Fresh-1234",
    });
    expect(screen.getByTestId("save-offer").textContent).toContain("jane");
    press("Sign in");
    await screen.findByTestId("page-portal-user-name");
    expect(addressShown()).toBe(PORTAL);
  },
);

const DEAD: ErrorCode[] = ["RECOVERY_LINK_EXPIRED", "RECOVERY_LINK_USED", "RECOVERY_LINK_INVALID"];

test.for(DEAD)("%s at the door and on sending", async (code, { core }) => {
  await openLink(core, "invitation");
  core.on("post", "/api/portal/link", refused({ code, message: `Told: ${code}` }, 410));
  send();
  await screen.findByTestId("page-link-expired");
  expect(refusal()).toContain(`Told: ${code}`);
  core.on("get", "/api/portal/link", refused({ code, message: `At once: ${code}` }, 410));
  press("Reload");
  await screen.findByText(`At once: ${code}`);
  press("Go to the sign-in page");
  await screen.findByTestId("page-portal-user-name");
});

test("a portal that is none says so before the link is asked about", async ({ core }) => {
  core.on("get", "/api/portal", refused({ code: "NO_SUCH_PORTAL", message: "There is no access portal here." }, 404));
  openAt(core, "https://nobody.awsapps.com/start#/invitation?token=t-k");
  await screen.findByTestId("page-no-portal");
  expect(core.sent("get", "/api/portal/link")).toEqual([]);
});
