import { expect, test } from "vitest";
import { addressAt, canGoBack, canGoForward, move, startAt, type History, type Move } from "./history";

function after(...moves: Move[]): History {
  return moves.reduce(move, startAt("start"));
}

const a: Move = { kind: "visit", address: "a" };
const b: Move = { kind: "visit", address: "b" };
const c: Move = { kind: "visit", address: "c" };
const back: Move = { kind: "back" };
const forward: Move = { kind: "forward" };
const reload: Move = { kind: "reload" };

test("back and forward walk the same way", () => {
  expect(addressAt(after(a, b))).toBe("b");
  expect(addressAt(after(a, b, back))).toBe("a");
  expect(addressAt(after(a, b, back, back))).toBe("start");
  expect(addressAt(after(a, b, back, back, forward, forward))).toBe("b");
});

test("at the ends there is no further, and nothing is loaded", () => {
  const first = after();
  expect(canGoBack(first)).toBe(false);
  expect(move(first, back)).toBe(first);
  const last = after(a);
  expect(canGoForward(last)).toBe(false);
  expect(move(last, forward)).toBe(last);
});

test("a visit forgets what was ahead", () => {
  const history = after(a, b, back, c);
  expect(history.entries).toEqual(["start", "a", "c"]);
  expect(canGoForward(history)).toBe(false);
});

test("a replacement leaves no trace, and keeps what is ahead", () => {
  const history = after(a, b, back, { kind: "replace", address: "x" });
  expect(history.entries).toEqual(["start", "x", "b"]);
  expect(addressAt(history)).toBe("x");
  expect(canGoForward(history)).toBe(true);
});

test("every load counts, and a reload is no arrival", () => {
  const there = after(a, b, back);
  const again = move(there, reload);
  expect(again.visit).toBe(there.visit + 1);
  expect(again.arrival).toBe(there.arrival);
  expect(again.entries).toEqual(there.entries);
  for (const step of [a, back, forward, { kind: "replace", address: "x" } as const]) {
    const next = move(there, step);
    expect(next.arrival).toBe(next.visit);
    expect(next.visit).toBe(there.visit + 1);
  }
});

test("a link leads on in the session of its page; what is typed goes where it says", () => {
  const own = "https://111122223333-a1b2c3d4.us-east-1.console.aws.amazon.com";
  const home = "https://console.aws.amazon.com/console/home";
  const there = move(startAt("vestibule://start"), { kind: "visit", address: `${own}/console/home` });
  const users = "https://us-east-1.console.aws.amazon.com/iam/home#/users";
  expect(addressAt(move(there, { kind: "visit", address: users }))).toBe(`${own}/iam/home#/users`);
  expect(addressAt(move(there, { kind: "replace", address: users }))).toBe(`${own}/iam/home#/users`);
  expect(addressAt(move(there, { kind: "open", address: home }))).toBe(home);
  const out = move(there, { kind: "visit", address: "https://signin.aws.amazon.com/signin" });
  expect(addressAt(out)).toBe("https://signin.aws.amazon.com/signin");
  expect(addressAt(move(out, { kind: "visit", address: home }))).toBe(home);
});
