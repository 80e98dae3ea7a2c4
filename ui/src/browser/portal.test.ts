import { expect, test } from "vitest";
import { directoryOf, mailedToken, portalRoute } from "./portal";

function tokenAt(fragment: string): string | null {
  const url = new URL(`https://acme.awsapps.com/start${fragment}`);
  const route = portalRoute("/start", url);
  if (route === null) throw new Error("no portal");
  return mailedToken(route);
}

test("links in mail are invitations and new passwords", () => {
  expect(tokenAt("#/invitation?token=t-k_1")).toBe("t-k_1");
  expect(tokenAt("#/reset-password?token=t%2Bk")).toBe("t+k");
  expect(tokenAt("#/invitation")).toBe("");
  for (const other of ["", "#/", "#/invitations?token=t", "#/device?user_code=BCDF-GHJK", "#/console?token=t"])
    expect(tokenAt(other), other).toBeNull();
});

test("a portal's identity store is in its start URL, whatever its other name", () => {
  expect(directoryOf({ startUrl: "https://d-0123456789.awsapps.com/start" })).toBe("d-0123456789");
});
