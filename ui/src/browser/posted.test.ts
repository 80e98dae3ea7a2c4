import { expect, test } from "vitest";
import { post, takePosted } from "./posted";

test("a form reaches the address that it was posted to, once", () => {
  post("https://signin.aws.amazon.com/saml", { SAMLResponse: "PHNhbWw+", RelayState: "" });
  expect(takePosted("https://sso.anycompany.example/saml/sso")).toBeNull();
  expect(takePosted("https://signin.aws.amazon.com/saml")).toEqual({ SAMLResponse: "PHNhbWw+", RelayState: "" });
  expect(takePosted("https://signin.aws.amazon.com/saml")).toBeNull();
});
