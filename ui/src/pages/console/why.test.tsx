import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Denial } from "../../api/types";
import { barriers } from "../../testing/axe";
import { refused, type Core } from "../../testing/core";
import { dialog, openAt, press, pressInDialog, refusal } from "../../testing/window";
import { session } from "../../testing/world";

const USERS = "https://us-east-1.console.aws.amazon.com/iam/home#/users";

const implicit: Denial = {
  message: "User: alice is not authorized to perform: iam:ListUsers because no identity-based policy allows it",
  principal: "arn:aws:iam::111122223333:user/alice",
  action: "iam:ListUsers",
  resource: "arn:aws:iam::111122223333:user/",
  explicit: false,
  reasons: ["No identity-based policy allows it.", "The key aws:MultiFactorAuthPresent was absent."],
};

async function deny(core: Core, denial: Denial | null) {
  const error = refused({ code: "ACCESS_DENIED", message: implicit.message, denial }, 403);
  core.on("get", "/api/session", session).on("get", "/api/users", error);
  openAt(core, USERS);
  await screen.findByTestId("refusal");
}

test("access denied says it in AWS's words, and why when asked", async ({ core }) => {
  await deny(core, implicit);
  expect(refusal()).toContain(implicit.message);
  expect(dialog()).toBeNull();
  press("Why?");
  const open = dialog()?.getElement();
  if (open === undefined) throw new Error("no dialog");
  expect(within(open).getByText(/^Implicitly denied/)).toBeTruthy();
  for (const part of [implicit.principal, implicit.action, implicit.resource])
    expect(within(open).getByText(part)).toBeTruthy();
  const reasons = within(screen.getByTestId("reasons")).getAllByRole("listitem");
  expect(reasons.map(({ textContent }) => textContent)).toEqual(implicit.reasons);
  expect(await barriers()).toEqual([]);
});

test("an explicit denial is called one", async ({ core }) => {
  await deny(core, { ...implicit, explicit: true });
  press("Why?");
  expect(screen.getByText(/^Explicitly denied/)).toBeTruthy();
});

test("the dialog takes the focus, and gives it back whichever way it is closed", async ({ core }) => {
  await deny(core, implicit);
  const why = screen.getByTestId("why");
  for (const close of [
    () => pressInDialog("Close"),
    () => void fireEvent.keyDown(document.activeElement ?? document.body, { key: "Escape", keyCode: 27 }),
  ]) {
    press("Why?");
    await waitFor(() => expect(dialog()?.getElement().contains(document.activeElement)).toBe(true));
    close();
    await waitFor(() => expect(dialog()).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(why));
  }
});

test("a refusal without a decision has no reasons to show", async ({ core }) => {
  await deny(core, null);
  expect(screen.queryByTestId("why")).toBeNull();
});

test("what is wrong with a policy document is listed with its place", async ({ core }) => {
  const problems = [
    { code: "MalformedPolicyDocument", message: "A statement needs Action.", path: "$.Statement", line: 3, column: 5 },
    { code: "MalformedPolicyDocument", message: "This is not JSON.", path: "$" },
  ];
  core.on("get", "/api/session", session);
  core.on("get", "/api/users", refused({ code: "MALFORMED_POLICY", message: "Syntax errors in policy.", problems }));
  openAt(core, USERS);
  const shown = await screen.findByTestId("refusal");
  expect(
    within(shown)
      .getAllByRole("listitem")
      .map(({ textContent }) => textContent),
  ).toEqual(["Line 3, column 5: A statement needs Action.", "This is not JSON."]);
});
