import { act, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { refused } from "../testing/core";
import { dialog, goTo, openAt, press, pressInDialog } from "../testing/window";
import { CONSOLE_HOME, session } from "../testing/world";

test("every page says that this is a simulator", ({ core }) => {
  openAt(core, "anywhere");
  expect(screen.getByLabelText("About this window").textContent).toContain("Not AWS");
});

test("a second start of the app is said in the first one's window", async ({ core }) => {
  openAt(core);
  act(() => core.raise());
  await screen.findByText("Vestibule is open already: this is its window.");
});

test("a store that cannot be used takes the page's place until it can", async ({ core }) => {
  const error = { code: "STORE_READ_ONLY", message: "It cannot be written." } as const;
  core.on("get", "/api/session", refused(error, 503)).raw("post", "/api/sign-out", () => Promise.reject(new Error()));
  openAt(core, CONSOLE_HOME);
  const page = await screen.findByTestId("page-store-error");
  expect(page.textContent).toContain("The identity store cannot be written");
  expect(page.textContent).toContain("STORE_READ_ONLY");
  expect(screen.queryByRole("button", { name: "Put it aside and start over" })).toBeNull();
  press("Try again");
  await screen.findByText("It still cannot be used.");
  expect(core.unexpected.splice(0)).toEqual(["POST /world/retry"]);
  goTo("somewhere else");
  expect(screen.getByTestId("page-store-error")).toBeTruthy();
});

test("only a damaged store may be put aside, and only when it is said twice", async ({ core }) => {
  core.on("get", "/api/session", refused({ code: "STORE_CORRUPT", message: "Damaged." }, 503), session);
  openAt(core, CONSOLE_HOME);
  await screen.findByTestId("page-store-error");
  press("Put it aside and start over");
  expect(dialog()?.getElement().textContent).toContain("Start a new world?");
  pressInDialog("Cancel");
  expect(dialog()).toBeNull();
  expect(core.log).not.toContain("POST /world/start-over");
  press("Put it aside and start over");
  pressInDialog("Start over");
  await screen.findByText("It still cannot be used.");
  expect(core.unexpected.splice(0)).toEqual(["POST /world/start-over"]);
});
