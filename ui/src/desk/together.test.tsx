import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { withCanvas } from "../testing/canvas";
import { refused } from "../testing/core";
import { appEntry, securityKey } from "../testing/mfa";
import { dialog, openAt, openDesk, press, pressInDialog, refusal, type } from "../testing/window";
import { ALIAS_SIGN_IN, credentials, key, mfaStep, session, signedIn } from "../testing/world";

// A page and the desk beside it: nothing goes from one to the other but what a person carries.

const PAGE = "https://us-east-1.console.aws.amazon.com/iam/home#/security_credentials";
const URI = "otpauth://totp/phone@Acme?secret=ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

test("the desk scans what the page draws", async ({ core }) => {
  withCanvas();
  core.on("get", "/api/session", session).on("get", "/api/security-credentials", credentials());
  core.on("post", "/api/mfa/{place}/virtual", {
    name: "phone",
    serial: "arn:aws:iam::111122223333:mfa/phone",
    secret: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
    otpauth: URI,
  });
  core.on("post", "/desk/authenticator", appEntry);
  openAt(core, PAGE);
  await screen.findByRole("heading", { name: /My security credentials/ });
  press("Assign MFA device");
  await screen.findByTestId("page-assign-mfa");
  type("Device name", "phone");
  press(/Authenticator app/, "radio");
  press("Next");
  await screen.findByTestId("page-assign-virtual");
  openDesk("Authenticator");
  await screen.findByRole("button", { name: "Scan the code on screen" });
  press("Scan the code on screen");
  await screen.findByText(/^There is no code on the screen\./);
  press("Show QR code");
  press("Scan the code on screen");
  await screen.findByText("phone@Acme was added.");
  expect(core.bodies("post", "/desk/authenticator")).toEqual([{ otpauth: URI }]);
  expect(screen.getByTestId("page-assign-virtual")).toBeTruthy();
});

test("a page asks for a key, the browser's dialog stands over it, and the answer goes to the service", async ({
  core,
}) => {
  const options: Record<string, never> = JSON.parse('{"rpId":"aws.amazon.com"}');
  core.on("get", "/api/sign-in", { page: "iam-user", account: "acme", accountFixed: true, remembered: false });
  core.on("post", "/api/sign-in/iam-user", mfaStep(key)).on("get", "/api/session", session);
  core.on("post", "/api/sign-in/mfa/passkey/start", { options });
  core.on("post", "/api/sign-in/mfa/passkey/finish", signedIn);
  core.on("get", "/desk/security-keys", { keys: [securityKey(4, "Blue")] });
  const noPasskey = { code: "KEY_NO_CREDENTIAL", message: "Not registered here." } as const;
  const credential: Record<string, never> = JSON.parse('{"id":"touched"}');
  core.on("post", "/desk/security-keys/{id}/authenticate", refused(noPasskey, 404), { credential });
  openAt(core, ALIAS_SIGN_IN);
  await screen.findByTestId("page-iam-sign-in");
  type("IAM user name", "alice");
  type("Password", "hunter2-Hunter2");
  press("Sign in");
  await screen.findByTestId("page-mfa-passkey");
  press("Use passkey or security key");
  await screen.findByText("Has no passkey for aws.amazon.com");
  pressInDialog("Touch the key");
  await screen.findByText("Not registered here.");
  pressInDialog("Cancel");
  await waitFor(() => expect(refusal()).toContain("Not registered here."));
  expect(core.bodies("post", "/api/sign-in/mfa/passkey/finish")).toEqual([]);
  press("Use passkey or security key");
  await screen.findByText("Has no passkey for aws.amazon.com");
  pressInDialog("Touch the key");
  await screen.findByTestId("page-console-home");
  expect(dialog()).toBeNull();
  expect(core.bodies("post", "/desk/security-keys/{id}/authenticate")[0]).toEqual({
    origin: "https://acme.signin.aws.amazon.com",
    options: { rpId: "aws.amazon.com" },
    pin: null,
  });
  expect(core.bodies("post", "/api/sign-in/mfa/passkey/finish")).toEqual([{ credential: { id: "touched" } }]);
});
