// A hardware token, a phone whose clock is wrong, a root user past the 35 days, and the keyboard alone.
import assert from "node:assert/strict";
import * as mfa from "./factors.mjs";
import { journey } from "./journey.mjs";

journey("mfa token", async (person) => {
  const leos = await mfa.tokenOf(person, "leo's token");
  const spare = await mfa.tokenOf(person, "Spare token");
  await mfa.judge(person, "tokens");
  await mfa.userPassword(person, "leo");
  await person.page("mfa-code");
  await mfa.judge(person, "challenge");
  // The code of another token is no use.
  await mfa.fillCode(person, spare);
  await person.press("Submit");
  await person.beside("MFA code");
  await mfa.fillCode(person, leos);
  await mfa.judge(person, "filled");
  await person.press("Submit");
  await person.page("console-home");
  await person.closeDesk();
  await person.visit(mfa.CREDENTIALS);
  await person.see("This session: password and hardware TOTP token");
  await person.signOut();

  await mfa.userPassword(person, "alice");
  await person.page("console-home");
  await mfa.beginAssigning(person, "fob", "Hardware TOTP token");
  await person.page("assign-hardware");
  await mfa.judge(person, "assign");
  // One that nobody made, and one that is somebody else's.
  for (const serial of ["VEST-no-such", leos.serial]) {
    await person.fill("Serial number", serial);
    await person.fill("MFA code 1", "111111");
    await person.fill("MFA code 2", "222222");
    await person.press("Add MFA");
    await person.emptied("MFA code 1");
    await person.page("assign-hardware");
  }
  await mfa.judge(person, "refused");
  await person.fill("Serial number", spare.serial);
  await mfa.fillTwoCodes(person, spare);
  await mfa.judge(person, "two-codes");
  await person.press("Add MFA");
  await mfa.assigned(person, "fob");
  await person.see(spare.serial);
  await mfa.judge(person, "assigned");
  await person.signOut();
  await mfa.userPassword(person, "alice");
  await person.page("mfa-code");
  await mfa.nextCode(person);
  await mfa.fillCode(person, spare);
  await person.press("Submit");
  await person.page("console-home");
});

journey("mfa slow clock", async (person) => {
  const phone = mfa.app("oscar-phone@oscar");
  await mfa.userPassword(person, "oscar");
  await person.page("mfa-code");
  for (let tries = 0; tries < 3; tries += 1) {
    await mfa.fillCode(person, phone);
    await person.press("Submit");
    await person.emptied("MFA code");
    assert.match(await person.beside("MFA code"), /incorrect/);
  }
  await person.see("Your device may be out of step");
  await mfa.judge(person, "refused");
  await person.press("Re-sync", "[data-testid=suggest-resync]");
  await person.page("mfa-trouble");
  await mfa.judge(person, "trouble");
  await person.fill("MFA code 1", "111111");
  await person.fill("MFA code 2", "222222");
  await person.press("Re-sync authentication device");
  await person.beside("MFA code 1");
  await mfa.fillTwoCodes(person, phone);
  await person.press("Re-sync authentication device");
  await person.page("mfa-code");
  await person.see("Your device is back in step");
  await mfa.judge(person, "back-in-step");
  await mfa.nextCode(person);
  await mfa.fillCode(person, phone);
  await person.press("Submit");
  await person.page("console-home");
  await person.closeDesk();
  await person.visit(mfa.CREDENTIALS);
  await person.see("In step");

  // Once in step, the phone's clock is followed.
  await person.signOut();
  await mfa.userPassword(person, "oscar");
  await person.page("mfa-code");
  await mfa.nextCode(person);
  await mfa.fillCode(person, phone);
  await person.press("Submit");
  await person.page("console-home");
});

journey("mfa after 35 days", async (person) => {
  await mfa.rootPassword(person, "labs-root@anycompany.example");
  await person.page("assign-mfa");
  await person.see("The 35 days to register one have passed");
  assert.equal(await person.has("button", "Remind me later"), false);
  await mfa.judge(person, "must-register");
  await mfa.chooseKind(person, "labs-phone", "Authenticator app");
  await person.page("assign-virtual");
  await mfa.judge(person, "set-up");
  const phone = await mfa.scan(person);
  await mfa.judge(person, "scanned");
  await mfa.fillTwoCodes(person, phone);
  await person.press("Add MFA");
  await person.page("console-home");
  await person.closeDesk();
  await person.see("AnyCompany Labs");
  await person.signOut();
  await mfa.rootPassword(person, "labs-root@anycompany.example");
  await person.page("mfa-code");
  await mfa.nextCode(person);
  await mfa.fillCode(person, phone);
  await person.press("Submit");
  await person.page("console-home");

  // The other root user's 35 days pass by the clock.
  await person.closeDesk();
  await person.signOut();
  await person.signInRoot(mfa.ROOT);
  await person.signOut();
  await mfa.moveSeconds(person, 34 * 24 * 3600);
  await mfa.rootPassword(person);
  await person.page("mfa-reminder");
  await person.see("1 day");
  await person.screenshot("last-day");
  await mfa.moveSeconds(person, 24 * 3600);
  await mfa.rootPassword(person);
  await person.page("assign-mfa");
  await person.see("The 35 days to register one have passed");
});

journey("mfa keyboard only", async (person) => {
  const password = await person.passwordOf("ivan");
  await person.closeDesk();
  const { window } = person;
  await window.keys("Control+l");
  await window.keys(..."https://anycompany.signin.aws.amazon.com/console", "Enter");
  await person.page("iam-sign-in");
  await person.tabTo("IAM user name");
  await window.keys(..."ivan", "Tab", ...password, "Enter");
  await person.page("mfa-code");
  assert.equal(await person.focused(), "MFA code");

  // Typed, and wrong: the focus is where it is typed again.
  await window.keys(..."12345", "Enter");
  await person.beside("MFA code");
  assert.equal(await person.focused(), "MFA code");

  // The desk is opened, the code put into the page, and sent.
  await person.tabTo("My desk", "Shift+Tab");
  await window.keys("Enter");
  await person.tabTo("Passwords");
  await window.keys("ArrowRight");
  await person.tabTo("Fill the code of ivan-phone@ivan");
  await window.keys("Enter");
  await person.filled("MFA code");
  await person.tabTo("MFA code", "Shift+Tab");
  await window.keys("Enter");
  await person.page("console-home");
  await person.see("ivan @ anycompany");
});
