// A security key: registered, touched, refused; its teaching faults; and a person who may choose between key and app.
import assert from "node:assert/strict";
import * as mfa from "./factors.mjs";
import { journey } from "./journey.mjs";

const KEY = "My security key";
const USE = "Use passkey or security key";

journey("mfa key", async (person) => {
  await person.signInRoot(mfa.ROOT);
  await person.closeDesk();
  await mfa.beginAssigning(person, "blue-key", "Passkey or security key");
  await person.page("assign-passkey");
  await mfa.judge(person, "assign");

  // Not touched, then touched.
  await person.press("Continue", "#page");
  assert.match(await mfa.asked(person), /console\.aws\.amazon\.com[\s\S]*create a passkey[\s\S]*aws\.amazon\.com/);
  await mfa.judge(person, "touch-to-register");
  await person.press("Cancel", mfa.TOUCH);
  assert.match(await person.refused("MFA_REFUSED"), /not touched/);
  await mfa.judge(person, "not-touched");
  await person.press("Continue", "#page");
  await mfa.touch(person, KEY);
  await mfa.assigned(person, "blue-key");
  await mfa.judge(person, "assigned");

  // The same key is registered once.
  await mfa.beginAssigning(person, "blue-key-again", "Passkey or security key");
  await person.page("assign-passkey");
  await person.press("Continue", "#page");
  await mfa.touch(person, KEY);
  await person.see("This key is registered already");
  await mfa.judge(person, "registered-already");
  await person.press("Cancel", mfa.TOUCH);
  await person.signOut();

  await mfa.rootPassword(person);
  await person.page("mfa-passkey");
  await mfa.judge(person, "challenge");
  await person.press(USE);
  assert.match(await mfa.asked(person), /https:\/\/signin\.aws\.amazon\.com[\s\S]*use a passkey/);
  await mfa.judge(person, "touch-to-sign-in");
  await person.press("Cancel", mfa.TOUCH);
  await person.refused("MFA_REFUSED");
  await person.page("mfa-passkey");
  await person.press(USE);
  await mfa.touch(person, KEY);
  await person.page("console-home");
  await person.visit(mfa.CREDENTIALS);
  await person.see("Only presence was proved");
  await person.signOut();

  await mfa.rootPassword(person);
  await person.page("mfa-passkey");
  const sign = async () => {
    await person.press(USE, "#page");
    await mfa.touch(person, KEY);
  };
  // What a trainer switches on is warned of, refused for a clear reason, and leaves the attempt.
  for (const [fault, reason] of [
    ["Cloned: its counter goes back", /counter of the security key did not grow/],
    ["No touch: it answers by itself", /nobody touched it/],
    ["Other site: it signs another address", /made for a site that is not ours/],
  ]) {
    await mfa.switchFault(person, KEY, fault);
    await mfa.judge(person, `fault-${fault.split(":")[0].toLowerCase().replace(" ", "-")}`);
    await person.press(USE, "#page");
    assert.match(await mfa.asked(person), /A teaching fault of this key is on/);
    await mfa.judge(person, "warned");
    await person.press("Touch the key", mfa.TOUCH);
    await person.window.until(async () => reason.test((await person.refusal()).text), `the refusal ${reason}`);
    assert.equal((await person.refusal()).code, "MFA_REFUSED");
    await person.page("mfa-passkey");
    await mfa.judge(person, "refused");
    await mfa.switchFault(person, KEY, fault);
  }
  await person.closeDesk();
  await sign();
  await person.page("console-home");
  await person.visit(mfa.EVENTS);
  await person.page("event-history");
  await person.see("Failure");
});

journey("mfa key with pin", async (person) => {
  await person.signInRoot(mfa.ROOT);
  await person.desk("Keys");
  await person.press("Add a key", "#desk");
  await person.fill("Name of the key", "Red key", "#desk");
  await person.fill("PIN", "2468", "#desk");
  await person.press("Add", "#desk form");
  await person.appears('[data-testid="key-Red key"]');
  await person.screenshot("keys");
  await person.closeDesk();
  await mfa.beginAssigning(person, "red-key", "Passkey or security key");
  await person.page("assign-passkey");
  await person.press("Continue", "#page");
  await mfa.asked(person);
  await person.choose("radio", "Red key");
  await person.fill("PIN of the key", "1357", mfa.TOUCH);
  await person.press("Touch the key", mfa.TOUCH);
  await person.beside("PIN of the key", mfa.TOUCH);
  await mfa.judge(person, "wrong-pin");
  await person.fill("PIN of the key", "2468", mfa.TOUCH);
  await person.press("Touch the key", mfa.TOUCH);
  await mfa.assigned(person, "red-key");
  await person.signOut();
  await mfa.rootPassword(person);
  await person.page("mfa-passkey");
  await person.press(USE);
  await mfa.asked(person);
  await person.choose("radio", "Red key");
  await person.fill("PIN of the key", "2468", mfa.TOUCH);
  await person.press("Touch the key", mfa.TOUCH);
  await person.page("console-home");
  await person.visit(mfa.CREDENTIALS);
  await person.see("The key also checked who touched it");
  await person.screenshot("verified");
});

journey("mfa app or key", async (person) => {
  await mfa.userPassword(person, "kim");
  await person.page("mfa-choose");
  await mfa.judge(person, "choose");
  await person.choose("radio", "Authenticator app");
  await person.press("Next");
  await person.page("mfa-code");
  await person.follow("Try another MFA method");
  await person.page("mfa-choose");
  await person.choose("radio", "Passkey or security key");
  await person.press("Next");
  await person.page("mfa-passkey");
  await mfa.judge(person, "key-chosen");
  // Somebody else's key does not do.
  await person.press(USE);
  await mfa.touch(person, "judy's security key");
  await person.see("This key has no passkey for this sign-in");
  await mfa.judge(person, "another-key");
  await person.choose("radio", "kim's security key");
  await person.press("Touch the key", mfa.TOUCH);
  await person.page("console-home");
  await person.signOut();

  await mfa.userPassword(person, "kim");
  await person.page("mfa-choose");
  await person.choose("radio", "Authenticator app");
  await person.press("Next");
  await person.page("mfa-code");
  await mfa.fillCode(person, mfa.app("kim-phone@kim"));
  await person.press("Submit");
  await person.page("console-home");
  await person.closeDesk();
  await person.signOut();

  // Who has only a key is asked for it at once.
  await mfa.userPassword(person, "judy");
  await person.page("mfa-passkey");
  await person.press(USE);
  await mfa.touch(person, "judy's security key");
  await person.page("console-home");
  await person.see("judy @ anycompany");
});
