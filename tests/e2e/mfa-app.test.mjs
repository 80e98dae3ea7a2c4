// An authenticator app: assigned by root with what the page shows, then asked for; and its codes, right and wrong.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { URL } from "node:url";
import { ARTIFACTS } from "./driver.mjs";
import * as mfa from "./factors.mjs";
import { journey } from "./journey.mjs";

journey("mfa app", async (person) => {
  await mfa.rootPassword(person);
  await person.page("mfa-reminder");
  await person.see("35 days left");
  await mfa.judge(person, "reminder");
  await person.remindLater();
  await person.see("The root user has no MFA: 35 days left to register it");

  await person.visit(mfa.CREDENTIALS);
  await person.page("security-credentials");
  await person.press("Assign MFA device");
  await person.page("assign-mfa");
  await mfa.judge(person, "assign");
  await mfa.chooseKind(person, "no spaces here", "Authenticator app");
  await person.beside("Device name");
  await person.screenshot("illegal-name");
  await mfa.chooseKind(person, "phone", "Authenticator app");
  await person.page("assign-virtual");
  await mfa.judge(person, "set-up");

  // The desk finds no code before there is one, then the one on the page.
  await person.desk("Authenticator");
  await person.press("Scan the code on screen");
  await person.see("There is no code on the screen");
  const phone = await mfa.scan(person);
  await mfa.judge(person, "scanned");

  // Twice the same code is not two codes; neither are two in the wrong order.
  const code = await mfa.codeOf(person, phone);
  const enable = async (code1, code2) => {
    await person.fill("MFA code 1", code1);
    await person.fill("MFA code 2", code2);
    await person.press("Add MFA");
  };
  await enable(code, code);
  assert.match(await person.beside("MFA code 1"), /code/i);
  await person.screenshot("same-code-twice");
  await enable("12345", code);
  await person.beside("MFA code 1");
  await mfa.fillTwoCodes(person, phone);
  await mfa.judge(person, "two-codes");
  const used = await person.value("MFA code 2");
  await person.press("Add MFA");
  await mfa.assigned(person, "phone");
  await person.see("This session was made without MFA");
  await mfa.judge(person, "assigned");
  await person.signOut();

  // From now on it is asked for. That a code was used is said only as long as it would be right: it comes first.
  await mfa.rootPassword(person);
  await person.page("mfa-code");
  await person.fill("MFA code", used);
  await person.press("Submit");
  await person.emptied("MFA code");
  assert.match(await person.beside("MFA code"), /used already/);
  await mfa.judge(person, "used-code");
  for (const wrong of ["12345", "1234567", "１２３４５６", "abcdef", ""]) {
    await person.fill("MFA code", wrong);
    await person.press("Submit");
    await person.beside("MFA code");
  }
  await person.screenshot("not-six-digits");
  const near = [used, await mfa.codeOf(person, phone), await mfa.nextOf(person, phone)];
  await person.closeDesk();
  await person.fill(
    "MFA code",
    ["000000", "111111", "222222", "333333"].find((code) => !near.includes(code)),
  );
  await person.press("Submit");
  await person.emptied("MFA code");
  assert.match(await person.beside("MFA code"), /incorrect/);
  await person.page("mfa-code");
  await mfa.judge(person, "wrong-code");
  // As people paste it.
  await mfa.nextCode(person);
  const right = await mfa.codeOf(person, phone);
  await person.closeDesk();
  await person.fill("MFA code", `${right.slice(0, 3)} ${right.slice(3)}`);
  await person.press("Submit");
  await person.page("console-home");
  assert.doesNotMatch(await person.text("#page"), /has no MFA/);

  // The same code again, in another sign-in, is used up; the next one is not.
  await person.signOut();
  await mfa.rootPassword(person);
  await person.page("mfa-code");
  await person.fill("MFA code", right);
  await person.press("Submit");
  await person.emptied("MFA code");
  assert.match(await person.beside("MFA code"), /used already/);
  await mfa.nextCode(person);
  await mfa.fillCode(person, phone);
  await person.filled("MFA code");
  await person.closeDesk();
  await person.press("Submit");
  await person.page("console-home");
  await person.visit(mfa.CREDENTIALS);
  await person.see("This session: password and authenticator app");
  await mfa.judge(person, "with-mfa");

  await person.visit(mfa.EVENTS);
  await person.page("event-history");
  await person.see("EnableMFADevice");
  await person.fill("Event name", "ConsoleLogin");
  await person.press("Filter");
  await person.see("Failure");
  await person.choose("radio", "Show ConsoleLogin");
  const record = JSON.parse(await person.appears("[data-testid=event-record]"));
  assert.equal(record.userIdentity.type, "Root");
  assert.equal(record.responseElements.ConsoleLogin, "Success");
  assert.equal(record.additionalEventData.MFAUsed, "Yes");
  await person.screenshot("events");
});

/** Reads the code in a picture with a reader that is none of ours; nothing where the picture shows none. */
function zbar(file) {
  const { status, stdout, error } = spawnSync("zbarimg", ["--quiet", "--raw", "-Sbinary", file], { encoding: "utf8" });
  assert.equal(error, undefined, "zbarimg of the package zbar-tools reads the picture");
  return status === 0 ? stdout.trim() : null;
}

/** The code of a seed at a time, by a program that is none of ours. */
function oathtool(seed, seconds) {
  const { status, stdout, error } = spawnSync("oathtool", ["--totp", "--base32", `--now=@${seconds}`, seed], {
    encoding: "utf8",
  });
  assert.equal(error, undefined, "oathtool of the package oathtool makes the code");
  assert.equal(status, 0, stdout);
  return stdout.trim();
}

journey("mfa real phone", async (person) => {
  // A phone is no part of the desk: it reads the screen, and keeps its own time.
  await person.signInRoot(mfa.ROOT);
  await person.closeDesk();
  await mfa.beginAssigning(person, "real-phone", "Authenticator app");
  await person.page("assign-virtual");
  await mfa.showCode(person);
  // The page has the code before the screen does: a camera looks until it sees one.
  const read = async () => zbar(path.join(ARTIFACTS, await person.screenshot("qr")));
  const address = new URL(await person.window.until(read, "a code on the screen"));
  assert.equal(address.protocol, "otpauth:");
  assert.equal(address.host, "totp");
  const id = /\d{4}-\d{4}-\d{4}/.exec(await person.text(".console-bar"))[0].replaceAll("-", "");
  assert.equal(decodeURIComponent(address.pathname), `/real-phone@${id}`);
  assert.deepEqual([...address.searchParams.keys()], ["secret"]);
  const seed = address.searchParams.get("secret");
  assert.match(seed, /^[A-Z2-7]{32}$/);
  await person.press("Show secret key");
  assert.equal(await person.appears("[data-testid=secret-key]"), seed);

  const now = () => Math.floor(Date.now() / 1000);
  const at = now();
  await person.fill("MFA code 1", oathtool(seed, at - 30));
  await person.fill("MFA code 2", oathtool(seed, at));
  await person.press("Add MFA");
  await mfa.assigned(person, "real-phone");
  await person.signOut();

  // A code of the step after is within the window.
  await mfa.rootPassword(person);
  await person.page("mfa-code");
  await person.fill("MFA code", oathtool(seed, at + 30));
  await person.press("Submit");
  await person.page("console-home");
  await person.signOut();

  // With the clock moved, its codes are of another time, and the page says why.
  await person.moveClock("1 hour");
  await person.closeDesk();
  await mfa.rootPassword(person);
  await person.page("mfa-code");
  await person.see("a real phone keeps real time");
  await mfa.judge(person, "clock-note");
  await person.fill("MFA code", oathtool(seed, now()));
  await person.press("Submit");
  assert.match(await person.beside("MFA code"), /incorrect/);
  await person.fill("MFA code", oathtool(seed, now() + 3600));
  await person.press("Submit");
  await person.page("console-home");

  // So it is where a device is assigned.
  await mfa.beginAssigning(person, "second-phone", "Authenticator app");
  await person.page("assign-virtual");
  await person.see("its codes will not match here");
  await mfa.judge(person, "clock-note-at-assignment");
  // Back in real time, the session that began in the simulated future is over.
  await person.desk("Clock");
  await person.press("Back to real time");
  await person.page("sign-in-chooser", "iam-sign-in");
});
