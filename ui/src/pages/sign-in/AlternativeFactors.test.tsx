import { act, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { ErrorBody, ErrorCode, SignInStep } from "../../api/types";
import { api } from "../../api/client";
import { barriers } from "../../testing/axe";
import { refused, type Core } from "../../testing/core";
import { addressShown, box, goTo, openAt, press, refusal, type } from "../../testing/window";
import { CONSOLE_HOME, phone, rootMfaStep, session, SIGN_IN, signedIn } from "../../testing/world";

const EMAIL = "root@acme.example";
const LINK = "https://signin.aws.amazon.com/mfa-recovery?token=t%2Bk";
const MAIL: SignInStep = { step: "alternative-mail", email: EMAIL };
const PHONE: SignInStep = { step: "alternative-phone", email: EMAIL, phone: "***-0142" };

function calling(digits: string, verified = false): SignInStep {
  return { step: "alternative-call", email: EMAIL, phone: "***-0142", digits, verified };
}

function said(code: ErrorCode, message: string): ErrorBody {
  return { code, message };
}

const over = said("ATTEMPT_EXPIRED", "This sign-in has expired. Start again from the sign-in page.");

/** The root user, whose password was right. */
async function openStep(core: Core, step: SignInStep, testId: string) {
  core.on("get", "/api/sign-in", { page: "chooser" });
  core.on("post", "/api/sign-in/root/email", { step: "root-password", email: EMAIL });
  core.on("post", "/api/sign-in/root/password", step);
  openAt(core, SIGN_IN);
  await screen.findByTestId("page-sign-in-chooser");
  type("Root user email address", EMAIL);
  press("Next");
  await screen.findByTestId("page-root-password");
  type("Password", "hunter2-Hunter2");
  press("Sign in");
  return screen.findByTestId(testId);
}

test("a root user who lost the device asks for the mail, and for it once more", async ({ core }) => {
  core.on("post", "/api/sign-in/mfa/alternative/start", MAIL, MAIL);
  const page = await openStep(core, rootMfaStep(phone), "page-mfa-code");
  expect(page.textContent).toContain(EMAIL);
  press("Troubleshoot MFA", "link");
  expect(screen.getByRole("heading", { name: "Troubleshoot your authentication device" })).toBeTruthy();
  expect(screen.getByRole("heading", { name: "Sign in using alternative factors of authentication" })).toBeTruthy();
  expect(screen.queryByTestId("ask-administrator")).toBeNull();
  press("Sign in using alternative factors");
  expect(await barriers()).toEqual([]);
  expect(core.sent("post", "/api/sign-in/mfa/alternative/start")).toEqual([]);
  press("Send verification email");
  expect((await screen.findByTestId("page-alternative-mail")).textContent).toContain(EMAIL);
  expect(await barriers()).toEqual([]);
  press("Resend the email");
  await screen.findByText("The email was sent again.");
  expect(core.sent("post", "/api/sign-in/mfa/alternative/start").length).toBe(2);
});

test("a mail that cannot be sent is said, here and when it is asked for again", async ({ core }) => {
  const many = said("TOO_MANY_ATTEMPTS", "Wait 30 seconds.");
  core.on("post", "/api/sign-in/mfa/alternative/start", refused(many, 429), MAIL, refused(many, 429));
  await openStep(core, rootMfaStep(phone), "page-mfa-code");
  press("Troubleshoot MFA", "link");
  press("Sign in using alternative factors");
  press("Send verification email");
  await screen.findByTestId("refusal");
  expect(refusal()).toContain("Wait 30 seconds.");
  press("Send verification email");
  await screen.findByTestId("page-alternative-mail");
  press("Resend the email");
  await screen.findByTestId("refusal");
  expect(screen.queryByText("The email was sent again.")).toBeNull();
});

async function openLink(core: Core, step: SignInStep = PHONE) {
  core.on("post", "/api/sign-in/mfa/alternative/verify", step);
  openAt(core, LINK);
}

test("from the mail's link to the console: the call, the digits, and what the phone said", async ({ core }) => {
  core.on("get", "/api/session", session);
  core.on("post", "/api/sign-in/mfa/alternative/call", calling("482913"));
  core.on("post", "/api/sign-in/mfa/alternative/finish", signedIn);
  core.on("get", "/api/sign-in/attempt", calling("482913"));
  await openLink(core);
  expect((await screen.findByTestId("page-alternative-phone")).textContent).toContain("***-0142");
  expect(core.bodies("post", "/api/sign-in/mfa/alternative/verify")).toEqual([{ token: "t+k" }]);
  expect(await barriers()).toEqual([]);
  press("Call me now");
  expect((await screen.findByTestId("call-digits")).textContent).toBe("482913");
  const button = () => screen.getByRole<HTMLButtonElement>("button", { name: "Sign in to the console" });
  expect(button().disabled).toBe(true);
  expect(screen.getByTestId("call-state").textContent).toContain("Waiting");
  expect(await barriers()).toEqual([]);

  // The digits are typed at the desk, which changes something.
  core.on("get", "/api/sign-in/attempt", calling("482913", true)).on("post", "/world/clock/real", null as never);
  await act(() => api.POST("/world/clock/real"));
  await screen.findByText("Your phone number is verified.");
  expect(button().disabled).toBe(false);
  const asked = core.sent("get", "/api/sign-in/attempt").length;
  press("Sign in to the console");
  await screen.findByTestId("page-console-home");
  expect(addressShown()).toBe(CONSOLE_HOME);
  expect(core.sent("get", "/api/sign-in/attempt").length).toBe(asked);
});

/** The page's own clock, wound by hand; the tests' waiting goes on. */
function ticks(): () => void {
  const { setInterval } = window;
  let tick: () => void = () => undefined;
  vi.spyOn(window, "setInterval").mockImplementation(((listener: () => void, every: number) => {
    if (every !== 3000) return setInterval(listener, every);
    tick = listener;
    return 0;
  }) as typeof window.setInterval);
  return () => act(() => tick());
}

test("digits typed in another window are seen after a while, and so is another call", async ({ core }) => {
  const tick = ticks();
  core.on("get", "/api/sign-in/attempt", calling("111111"), calling("222222"), calling("222222", true));
  await openLink(core, calling("111111"));
  await screen.findByText("111111");
  tick();
  expect(screen.getByTestId("call-digits").textContent).toBe("111111");
  tick();
  await screen.findByText("222222");
  tick();
  await screen.findByText("Your phone number is verified.");
});

test("a call that nobody took can be made again", async ({ core }) => {
  ticks();
  core.on("get", "/api/sign-in/attempt", calling("222222"));
  core.on("post", "/api/sign-in/mfa/alternative/call", calling("222222"));
  await openLink(core, calling("111111"));
  await screen.findByText("111111");
  press("Call me again", "link");
  await screen.findByText("222222");
});

test("other digits end the call, and that is said where one can be called again", async ({ core }) => {
  const tick = ticks();
  core.on("get", "/api/sign-in/attempt", PHONE);
  core.on("post", "/api/sign-in/mfa/alternative/call", calling("222222"));
  await openLink(core, calling("111111"));
  await screen.findByText("111111");
  tick();
  await screen.findByTestId("page-alternative-phone");
  expect(refusal()).toContain("Phone number not verified");
  expect(refusal()).toContain("was not the one on this page");
  core.hold("get", "/api/sign-in/attempt");
  press("Call me now");
  await screen.findByText("222222");
  expect(refusal()).toBeNull();
});

test("an answer from before another call does not bring the old digits back", async ({ core }) => {
  const tick = ticks();
  const late = core.hold("get", "/api/sign-in/attempt");
  core.on("post", "/api/sign-in/mfa/alternative/call", calling("222222"));
  await openLink(core, calling("111111"));
  await screen.findByText("111111");
  tick();
  press("Call me again", "link");
  await screen.findByText("222222");
  late(calling("111111", true));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(screen.getByTestId("call-digits").textContent).toBe("222222");
});

test("a sign-in that ends while the phone rings starts again", async ({ core }) => {
  const tick = ticks();
  core.on("get", "/api/sign-in/attempt", refused(over, 410));
  await openLink(core, calling("111111"));
  await screen.findByText("111111");
  tick();
  await screen.findByTestId("page-sign-in-chooser");
  expect(refusal()).toContain(over.message);
});

test("a core that cannot say is asked again", async ({ core }) => {
  const tick = ticks();
  const busy = refused(said("INTERNAL", "x"), 500);
  core.on("get", "/api/sign-in/attempt", busy, calling("111111", true));
  await openLink(core, calling("111111"));
  await screen.findByText("111111");
  tick();
  tick();
  await screen.findByText("Your phone number is verified.");
});

const DEAD: ErrorCode[] = ["RECOVERY_LINK_EXPIRED", "RECOVERY_LINK_USED", "RECOVERY_LINK_INVALID", "ATTEMPT_EXPIRED"];

test.for(DEAD)("a link that does not work any more: %s", async (code, { core }) => {
  core.on("post", "/api/sign-in/mfa/alternative/verify", refused(said(code, `Told: ${code}`), 410));
  core.on("get", "/api/sign-in", { page: "chooser" });
  openAt(core, LINK);
  await screen.findByTestId("page-link-expired");
  expect(refusal()).toContain(`Told: ${code}`);
  press("Go to the sign-in page");
  await screen.findByTestId("page-sign-in-chooser");
});

test("a link is sent once, and once more only when it is come to again", async ({ core }) => {
  await openLink(core);
  await screen.findByTestId("page-alternative-phone");
  expect(core.sent("post", "/api/sign-in/mfa/alternative/verify").length).toBe(1);
  core.on("post", "/api/sign-in/mfa/alternative/verify", refused(said("RECOVERY_LINK_USED", "Used."), 410));
  goTo(LINK);
  await screen.findByTestId("page-link-expired");
});

test.for([
  ["skip", "Remind me later", "/api/sign-in/mfa/skip"],
  ["enrol", "Register MFA", "/api/sign-in/mfa/enrol"],
] as const)("the reminder, %s", async ([, button, path], { core }) => {
  core.on("get", "/api/session", session).on("post", path, refused(over, 410));
  const page = await openStep(core, { step: "mfa-reminder", email: EMAIL, daysLeft: 1 }, "page-mfa-reminder");
  expect(page.textContent).toContain("1 day left");
  expect(await barriers()).toEqual([]);
  press(button);
  await screen.findByTestId("page-sign-in-chooser");
  expect(refusal()).toContain(over.message);
  expect(box("Root user email address").value).toBe(EMAIL);
});

test("the reminder put off goes on to the console", async ({ core }) => {
  core.on("get", "/api/session", session).on("post", "/api/sign-in/mfa/skip", signedIn);
  await openStep(core, { step: "mfa-reminder", email: EMAIL, daysLeft: 12 }, "page-mfa-reminder");
  press("Remind me later");
  await screen.findByTestId("page-console-home");
});
