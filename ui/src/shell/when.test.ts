import { expect, test } from "vitest";
import { when } from "./when";

test.each([
  ["2026-03-01T09:04:05Z", "1 Mar 2026, 09:04:05 UTC"],
  ["2026-12-31T23:59:59.999Z", "31 Dec 2026, 23:59:59 UTC"],
  ["2026-03-01T00:30:00+02:00", "28 Feb 2026, 22:30:00 UTC"],
  ["2028-02-29T00:00:00Z", "29 Feb 2028, 00:00:00 UTC"],
])("%s is %s, wherever the reader is", (time, words) => {
  expect(when(time)).toBe(words);
});
