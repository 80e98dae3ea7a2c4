import { expect, test } from "vitest";
import { appEntry, fob, NOW } from "../testing/mfa";
import { grouped } from "./RollingCode";
import { hasEnded, rollingAt } from "./rolling";

const AT = 1_000_000;
const told = { now: NOW, at: AT };
const seconds = (count: number) => AT + count * 1000;

test.for([
  [0, "012345", 20],
  [0.4, "012345", 20],
  [1, "012345", 19],
  [19.5, "012345", 1],
  [20, "678901", 30],
  [21, "678901", 29],
  // Asked in vain for more than a step: no later code is known.
  [55, "678901", 0],
  // This machine's clock was put back: no time has passed that we know of.
  [-40, "012345", 20],
] as const)("%f s after the answer the code is %s for %i s", ([after, code, left]) => {
  expect(rollingAt(appEntry, told, seconds(after))).toEqual({ code, left });
});

test("a step never has more than its 30 seconds", () => {
  const late = { ...appEntry, stepEndsAt: "2026-03-01T09:05:25Z" };
  expect(rollingAt(late, told, AT).left).toBe(30);
});

test("a fob does not know its next code", () => {
  expect(rollingAt(fob, told, seconds(19))).toEqual({ code: "042917", left: 1 });
  expect(rollingAt(fob, told, seconds(21))).toEqual({ code: "042917", left: 0 });
});

test("the core is asked when the first of the steps has ended, and not before", () => {
  const later = { ...appEntry, stepEndsAt: "2026-03-01T09:04:35Z" };
  expect(hasEnded([later, appEntry], told, seconds(19.9))).toBe(false);
  expect(hasEnded([later, appEntry], told, seconds(20))).toBe(true);
  expect(hasEnded([], told, seconds(99))).toBe(false);
});

test("codes keep their zeros", () => {
  expect(grouped("000042")).toBe("000 042");
});
