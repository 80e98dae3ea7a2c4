import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Scenario } from "../api/types";
import { barriers } from "../testing/axe";
import { refused } from "../testing/core";
import { openAt, press } from "../testing/window";

function scenario(id: string, done = false): Scenario {
  return {
    id,
    title: `The ${id}`,
    teaches: `What ${id} teaches.`,
    people: ["lena", "mira"],
    steps: ["First this.", "Then that."],
    goal: "both are in.",
    done,
  };
}

test("what there is to do, and what was done, as the core says it", async ({ core }) => {
  core.on("get", "/world/scenarios", [scenario("deadlock"), scenario("region", true)]);
  openAt(core);
  await screen.findByText("(1/2)");
  const one = screen.getByTestId("scenario-deadlock");
  expect(within(one).getByText("Not done yet")).toBeTruthy();
  expect(within(screen.getByTestId("scenario-region")).getByText("Done")).toBeTruthy();
  expect(within(one).getByText("Then that.")).toBeTruthy();
  expect(one.textContent).toContain("With lena, mira");
  expect(one.textContent).toContain("Done when: both are in.");
  expect(await barriers()).toEqual([]);
  core.on("get", "/world/scenarios", [scenario("deadlock", true), scenario("region", true)]);
  press("Reload");
  await screen.findByText("(2/2)");
  expect(screen.getByTestId("scenario-deadlock").dataset["done"]).toBe("true");
});

test("a world without scenarios shows none, and a failure is said", async ({ core }) => {
  openAt(core);
  await screen.findByText("People to be");
  expect(screen.queryByText("Scenarios")).toBeNull();
  core.on("get", "/world/scenarios", refused({ code: "INTERNAL", message: "It could not be read." }, 500));
  press("Reload");
  await screen.findByText("It could not be read.");
});
