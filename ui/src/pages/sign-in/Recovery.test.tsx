import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { ErrorCode } from "../../api/types";
import { refused, wrongField, type Core } from "../../testing/core";
import { box, openAt, press, refusal, saidAt, type } from "../../testing/window";

const LINK = "https://signin.aws.amazon.com/resetpassword?token=t%2Bk";
const usable = { email: "root@acme.example", requirements: ["At least 8 characters"] };

async function openLink(core: Core) {
  core.on("get", "/api/recovery", usable);
  openAt(core, LINK);
  await screen.findByTestId("page-reset-password");
}

function send() {
  type("New password", "fresh");
  type("Confirm new password", "fresh");
  press("Reset password");
}

test("a link asks for a new password, by the rules", async ({ core }) => {
  await openLink(core);
  expect(core.sent("get", "/api/recovery").map(({ query }) => query.get("token"))).toEqual(["t+k"]);
  expect(screen.getByTestId("page-reset-password").textContent).toContain("root@acme.example");
  expect(saidAt("New password")).toContain("At least 8 characters");
  expect(document.activeElement).toBe(box("New password"));
});

const DEAD: ErrorCode[] = ["RECOVERY_LINK_EXPIRED", "RECOVERY_LINK_USED", "RECOVERY_LINK_INVALID"];

test.for(DEAD)("%s at the door and on sending", async (code, { core }) => {
  await openLink(core);
  core.on("post", "/api/recovery", refused({ code, message: `Told: ${code}` }, 410));
  send();
  await screen.findByTestId("page-link-expired");
  expect(refusal()).toContain(`Told: ${code}`);
  core.on("get", "/api/recovery", refused({ code, message: `At once: ${code}` }, 410));
  press("Reload");
  await screen.findByText(`At once: ${code}`);
  expect(screen.getByTestId("page-link-expired")).toBeTruthy();
});

test("a password that breaks the rules is said at its box, and typed anew", async ({ core }) => {
  await openLink(core);
  core.on("post", "/api/recovery", wrongField("newPassword", "At least 8 characters, please."));
  send();
  await screen.findByText("At least 8 characters, please.");
  expect(saidAt("New password")).toContain("At least 8 characters, please.");
  expect(document.activeElement).toBe(box("New password"));
  expect([box("New password").value, box("Confirm new password").value]).toEqual(["", ""]);
});

test("done, with the offer to keep it", async ({ core }) => {
  await openLink(core);
  core.on("post", "/api/recovery", null);
  send();
  const heading = await screen.findByRole("heading", { level: 1, name: "Password reset" });
  expect(document.activeElement).toBe(heading);
  expect(core.bodies("post", "/api/recovery")).toEqual([
    { token: "t+k", newPassword: "fresh", confirmPassword: "fresh" },
  ]);
  expect(screen.getByTestId("save-offer").textContent).toContain("root@acme.example");
});
