import { expect, test } from "vitest";
import { responseIn } from "./responseIn";

test.each([
  ["  PHNhbWw+\n", "PHNhbWw+"],
  ["PHNh\nbWw+", "PHNh\nbWw+"],
  ["<samlp:Response a='%41'/>", "<samlp:Response a='%41'/>"],
  ["PHNhbWw%2BPC9zYW1sPg%3D%3D", "PHNhbWw+PC9zYW1sPg=="],
  ["SAMLResponse=PHNhbWw%2B&RelayState=x", "PHNhbWw+"],
  ["RelayState=x&SAMLResponse=PHNhbWw%2B", "PHNhbWw+"],
  ["%E0%A4%A", "%E0%A4%A"],
  ["", ""],
])("%j holds %j", (pasted, response) => {
  expect(responseIn(pasted)).toBe(response);
});
