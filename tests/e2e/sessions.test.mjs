// Sessions end, waits grow, and neither a restart nor the power going changes that.
import assert from "node:assert/strict";
import { journey } from "./journey.mjs";

const HOME = "https://console.aws.amazon.com/console/home";

journey("sessions", async (person) => {
  const password = await person.passwordOf("alice");
  await person.closeDesk();
  const signIn = async () => {
    await person.signInIam("anycompany", "alice", password);
    await person.page("console-home");
  };

  // A session lives through a restart and through the power going.
  await signIn();
  await person.restart();
  await person.visit(HOME);
  await person.page("console-home");
  await person.kill9();
  await person.visit(HOME);
  await person.page("console-home");

  // It ends after twelve hours of simulated time.
  await person.moveClock("1 hour");
  await person.page("console-home");
  await person.moveClock("12 hours");
  await person.page("sign-in-chooser", "iam-sign-in");
  await person.press("Back to real time");
  await person.see("The same as real time");
  await person.closeDesk();

  // Signing out ends it; going back shows the sign-in page.
  await signIn();
  await person.signOut();
  await person.back();
  await person.page("sign-in-chooser", "iam-sign-in");

  // A session that another browser holds is listed and can be ended.
  await signIn();
  await person.desk("Cookies");
  await person.press("Delete cookie __Host-console-session");
  await person.page("sign-in-chooser", "iam-sign-in");
  await person.closeDesk();
  await signIn();
  await person.visit("https://us-east-1.console.aws.amazon.com/iam/home#/security_credentials");
  await person.page("security-credentials");
  await person.see("This session");
  await person.screenshot("two-sessions");
  await person.press("End all others");
  await person.see("(1)");
});

journey("waiting", async (person) => {
  const password = await person.passwordOf("alice");
  await person.closeDesk();
  for (let tries = 0; tries < 5; tries += 1) {
    await person.signInIam("anycompany", "alice", "wrong");
    await person.refused("AUTHENTICATION_FAILED");
  }
  // The right one waits too, so that nobody learns by trying.
  await person.signInIam("anycompany", "alice", password);
  const words = await person.refused("TOO_MANY_ATTEMPTS");
  assert.match(words, /\d+ seconds?|minute/);
  await person.screenshot("wait");

  await person.kill9();
  await person.signInIam("anycompany", "alice", password);
  await person.refused("TOO_MANY_ATTEMPTS");
  // Others are not held up.
  const erin = await person.passwordOf("erin");
  await person.closeDesk();
  await person.signInIam("anycompany", "erin", erin);
  await person.page("console-home");
  await person.signOut();

  await person.moveClock("1 minute");
  await person.closeDesk();
  await person.signInIam("anycompany", "alice", password);
  await person.page("console-home");
});
