import { expect, test } from "vitest";
import { routeOf } from "./addresses";

test.for([
  ["sso.anycompany.example", "home"],
  ["HTTPS://SSO.anycompany.example/", "home"],
  ["https://sso.anycompany.example/admin", "people"],
  ["https://sso.anycompany.example/admin/", "people"],
  ["https://sso.anycompany.example/broker/?from=mail", "broker"],
])("%j is the company's %s", ([typed, at]) => {
  expect(routeOf(typed ?? "")).toEqual({ page: "company", at });
});

test.for([
  "https://sso.anycompany.example/nowhere",
  "https://sso.anycompany.example/admin/people/a/b",
  "https://sso.anycompany.example/admin/people/%E0%A4%A",
  "https://anycompany.example/",
  "https://sso.anycompany.example.evil.example/",
])("%j is no page of the company", (typed) => {
  expect(routeOf(typed).page).toBe("not-found");
});
