import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ErrorBody } from "../api/types";
import { setHost } from "../host";
import { dialog, press, pressInDialog } from "../testing/window";
import { StoreErrorPage } from "./StoreErrorPage";

const rolledBack = (retryAfterSeconds: number): ErrorBody => ({
  code: "STORE_ROLLED_BACK",
  message: "The identity store is older than what Vestibule last wrote.",
  retryAfterSeconds,
});

const refusal = (error: ErrorBody) => Response.json(error, { status: 503 });

let answers: Response[];
let sent: string[];
let recovered: number;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  [answers, sent, recovered] = [[], [], 0];
  setHost({
    send: (request) => {
      sent.push(`${request.method} ${new URL(request.url).pathname}`);
      const answer = answers.shift();
      return answer === undefined ? Promise.reject(new Error("no answer")) : Promise.resolve(answer);
    },
    onRaised: () => () => undefined,
    credentials: null,
  });
});

afterEach(() => vi.useRealTimers());

function open(error: ErrorBody): HTMLElement {
  render(<StoreErrorPage error={error} onRecovered={() => (recovered += 1)} />);
  return screen.getByTestId("page-store-error");
}

const pass = (seconds: number) => act(() => vi.advanceTimersByTime(seconds * 1000));
const waiting = () => screen.queryByRole("timer")?.textContent;

test("a store that went back is explained, with the time that is left", () => {
  const page = open(rolledBack(125));
  expect(page.textContent).toContain("The identity store went back in time");
  expect(page.textContent).toContain("older than what Vestibule last wrote");
  expect(page.textContent).toContain("STORE_ROLLED_BACK");
  for (const words of ["write-ahead log", "everyone is signed out", "Passwords, users and settings"])
    expect(page.textContent).toContain(words);
  expect(waiting()).toBe("2 minutes 5 seconds left to wait");
  pass(4);
  expect(waiting()).toBe("2 minutes 1 second left to wait");
  pass(61);
  expect(waiting()).toBe("1 minute left to wait");
  pass(59);
  expect(waiting()).toBe("1 second left to wait");
  pass(1);
  expect(waiting()).toBeUndefined();
  expect(page.textContent).toContain("The wait is over");
  expect(sent, "it opens only when it is asked for").toEqual([]);
});

test("tried too early, it says how much is left by the core's clock", async () => {
  open(rolledBack(125));
  answers = [refusal(rolledBack(90)), new Response(null, { status: 204 })];
  press("Try again");
  await screen.findByText("It still cannot be used.");
  expect(waiting()).toBe("1 minute 30 seconds left to wait");
  pass(90);
  press("Try again");
  await vi.waitFor(() => expect(recovered).toBe(1));
  expect(sent).toEqual(["POST /world/retry", "POST /world/retry"]);
});

test("continuing now gives something up, so it is said twice", async () => {
  open(rolledBack(125));
  press("Continue now");
  expect(dialog()?.getElement().textContent).toContain("Continue without waiting?");
  expect(dialog()?.getElement().textContent).toContain("every authenticator code up to the end of the wait");
  pressInDialog("Cancel");
  expect(dialog()).toBeNull();
  expect(sent).toEqual([]);
  answers = [new Response(null, { status: 204 })];
  press("Continue now");
  pressInDialog("Give them up and continue");
  await vi.waitFor(() => expect(recovered).toBe(1));
  expect(sent).toEqual(["POST /world/accept-rollback"]);
});

test("it may be put aside as well", async () => {
  open(rolledBack(125));
  answers = [new Response(null, { status: 204 })];
  press("Put it aside and start over");
  expect(dialog()?.getElement().textContent).toContain("Start a new world?");
  pressInDialog("Start over");
  await vi.waitFor(() => expect(recovered).toBe(1));
  expect(sent).toEqual(["POST /world/start-over"]);
});

test("what a try finds is what the page shows then; no answer changes nothing", async () => {
  const page = open({ code: "STORE_BUSY", message: "In use." });
  expect(screen.queryByRole("button", { name: "Continue now" })).toBeNull();
  answers = [refusal(rolledBack(180))];
  press("Try again");
  await screen.findByText("3 minutes left to wait");
  expect(page.textContent).toContain("The identity store went back in time");
  expect(page.textContent).not.toContain("STORE_BUSY");
  press("Try again");
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  expect(page.textContent).toContain("The identity store went back in time");
});
