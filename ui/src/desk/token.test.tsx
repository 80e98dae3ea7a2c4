import { act, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { barriers } from "../testing/axe";
import { refused } from "../testing/core";
import { fob } from "../testing/mfa";
import { openAt, openDesk } from "../testing/window";
import { world } from "../testing/world";

afterEach(() => vi.useRealTimers());

const code = () => screen.getByTestId("code").textContent;

test("no token: where one comes from is said", async ({ core }) => {
  openAt(core);
  openDesk("Token");
  await screen.findByText(/^No hardware token\./);
  expect(await barriers()).toEqual([]);
});

test.for(["/desk/tokens", "/world"] as const)("%s that fails is said", async (path, { core }) => {
  core.on("get", path, refused({ code: "INTERNAL", message: "It could not be read." }, 500));
  openAt(core);
  openDesk("Token");
  await screen.findByText("It could not be read.");
});

test("the fob has its serial number on it, and rolls by the simulated clock", async ({ core }) => {
  vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
  core.on("get", "/desk/tokens", { tokens: [fob] });
  openAt(core);
  openDesk("Token");
  const drawn = await screen.findByTestId("token-ABCD12345678");
  expect(drawn.textContent).toContain("Serial number ABCD12345678 · 20 s left");
  expect(code()).toBe("042 917");
  expect(await barriers()).toEqual([]);
  core.on("get", "/desk/tokens", { tokens: [{ ...fob, code: "555666", stepEndsAt: "2026-03-01T09:04:55Z" }] });
  core.on("get", "/world", { ...world, clock: { ...world.clock, now: "2026-03-01T09:04:26Z" } });
  act(() => vi.advanceTimersByTime(18_000));
  expect(drawn.textContent).toContain("2 s left");
  act(() => vi.advanceTimersByTime(2_000));
  await waitFor(() => expect(code()).toBe("555 666"));
  expect(drawn.textContent).toContain("29 s left");
});

test("an answer that takes longer than a tick is shown, and asked for once", async ({ core }) => {
  vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
  core.on("get", "/desk/tokens", { tokens: [fob] });
  openAt(core);
  openDesk("Token");
  await screen.findByTestId("token-ABCD12345678");
  const before = core.sent("get", "/desk/tokens").length;
  const answer = core.hold("get", "/desk/tokens");
  for (let tick = 0; tick < 50; tick += 1) act(() => vi.advanceTimersByTime(500));
  answer({ tokens: [{ ...fob, code: "555666", stepEndsAt: "2026-03-01T09:04:55Z" }] });
  await waitFor(() => expect(code()).toBe("555 666"));
  expect(core.sent("get", "/desk/tokens")).toHaveLength(before + 1);
});
