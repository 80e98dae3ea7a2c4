// What a person does with a second factor: reads codes, lets them roll, scans what a page shows, touches a key.
import assert from "node:assert/strict";

export const ROOT = "root@anycompany.example";
export const SIGN_IN = "https://signin.aws.amazon.com/signin";
export const CREDENTIALS = "https://us-east-1.console.aws.amazon.com/iam/home#/security_credentials";
export const EVENTS = "https://us-east-1.console.aws.amazon.com/cloudtrailv2/home#/events";
export const USERS = "https://us-east-1.console.aws.amazon.com/iam/home#/users";

/** Shorter than this, a code may end before it is used. */
const SHORT_SECONDS = 12;
const DAY = 24 * 3600;

/** A key of the authenticator app, by the name it was scanned with. */
export function app(account) {
  return { tab: "Authenticator", card: `[data-testid="authenticator-${account}"]` };
}

/** A hardware token. */
function token(serial) {
  return { tab: "Token", card: `[data-testid="token-${serial}"]` };
}

/** Moves the clock by so many seconds. */
export async function moveSeconds(person, seconds) {
  await person.desk("Clock");
  const before = await person.clock();
  await person.fill("Days", String(seconds / DAY), "#desk");
  await person.press("Move", "#desk");
  await person.clockMoved(before, seconds);
}

/** The next code comes: by the clock, never by waiting. */
export async function nextCode(person) {
  await person.moveClock("30 seconds");
}

/** How many seconds the code of a device is good for. */
async function leftOf(person, device) {
  return Number(/(\d+) s/.exec(await person.appears(device.card))[1]);
}

/** The code that a device shows, with time enough to use it. */
export async function codeOf(person, device) {
  await person.desk(device.tab);
  const left = await leftOf(person, device);
  if (left < SHORT_SECONDS) {
    await moveSeconds(person, left + 1);
    await person.desk(device.tab);
  }
  await person.appears(device.card);
  return (await person.text(`${device.card} [data-testid=code]`)).replace(" ", "");
}

/** The code that follows. */
export async function nextOf(person, device) {
  await person.desk(device.tab);
  return /then (\d{3} \d{3})/.exec(await person.appears(device.card))[1].replace(" ", "");
}

/** One click puts the code of now into the page. */
export async function fillCode(person, device) {
  await codeOf(person, device);
  await person.press("Fill", device.card);
}

/** Two codes that follow each other: the first one's time passes by the clock, however long the desk takes. */
export async function fillTwoCodes(person, device) {
  await fillCode(person, device);
  await person.filled("MFA code 1");
  await moveSeconds(person, (await leftOf(person, device)) + 1);
  await person.desk(device.tab);
  await person.appears(device.card);
  await person.press("Fill", device.card);
  await person.filled("MFA code 2");
  assert.notEqual(await person.value("MFA code 1"), await person.value("MFA code 2"));
}

/** Begins to assign a device on Security credentials. */
export async function beginAssigning(person, name, kind) {
  await person.visit(CREDENTIALS);
  await person.page("security-credentials");
  await person.press("Assign MFA device");
  await chooseKind(person, name, kind);
}

/** The first page of the wizard, wherever it is drawn. */
export async function chooseKind(person, name, kind) {
  await person.page("assign-mfa");
  await person.fill("Device name", name);
  await person.choose("radio", kind);
  await person.press("Next", "#page");
}

/** Shows the QR code and waits until it is drawn. */
export async function showCode(person) {
  await person.press("Show QR code");
  await person.window.until(
    () => person.window.run("function () { return document.querySelector('[data-testid=qr]')?.width > 0 }"),
    "the QR code",
  );
}

/** The desk's authenticator reads the code that the page shows; gives what it calls it. */
export async function scan(person) {
  await showCode(person);
  await person.desk("Authenticator");
  await person.press("Scan the code on screen");
  await person.see("was added.");
  const [, account] = /(\S+) was added\./.exec(await person.text("[data-testid=authenticator-word]"));
  return app(account);
}

/** The device that was assigned is on the page. */
export async function assigned(person, name) {
  await person.page("security-credentials");
  await person.see(`MFA device ${name} was assigned`);
  await person.closeDesk();
}

/** An authenticator app, from the name to the news of it. */
export async function enrolApp(person, name) {
  await beginAssigning(person, name, "Authenticator app");
  await person.page("assign-virtual");
  const device = await scan(person);
  await fillTwoCodes(person, device);
  await person.press("Add MFA");
  await assigned(person, name);
  return device;
}

/** A security key, from the name to the news of it. */
export async function enrolKey(person, name, key) {
  await beginAssigning(person, name, "Passkey or security key");
  await person.page("assign-passkey");
  await person.press("Continue", "#page");
  await touch(person, key);
  await assigned(person, name);
}

/** The browser's own dialog. */
export const TOUCH = "[data-testid=touch-key]";

/** The browser's dialog asks for a key: this one is touched. */
export async function touch(person, key) {
  await asked(person);
  await person.choose("radio", key);
  await person.press("Touch the key", TOUCH);
}

/** Waits for the browser to ask for a key; gives its words. */
export async function asked(person) {
  await person.see("Your browser asks for a security key");
  await person.window.until(() => person.has("button", "Touch the key", TOUCH), "a key to touch");
  return person.text(TOUCH);
}

/** Root gives email and password, up to what comes then. */
export async function rootPassword(person, email = ROOT) {
  await person.visit(SIGN_IN);
  await person.page("sign-in-chooser", "iam-sign-in");
  await person.fillFor(email);
  await person.page("sign-in-chooser");
  await person.filled("Root user email address");
  await person.closeDesk();
  await person.press("Next");
  await person.page("root-password");
  await person.filled("Password");
  await person.press("Sign in");
}

/** An IAM user of the demo gives name and password, up to what comes then. */
export async function userPassword(person, userName) {
  await person.fillFor(userName);
  await person.page("iam-sign-in");
  await person.filled("Password");
  await person.closeDesk();
  await person.press("Sign in");
}

/** A picture of a page, and its barriers. */
export async function judge(person, name) {
  await person.screenshot(name);
  assert.deepEqual(await person.axe(), [], name);
}

/** Switches a teaching fault of a key on or off. */
export async function switchFault(person, key, fault) {
  await person.desk("Keys");
  const card = `[data-testid="key-${key}"]`;
  await person.appears(card);
  if (!/Cloned/.test(await person.text(card))) await person.press("Teaching faults", card);
  const before = await person.text(card);
  await person.choose("checkbox", fault);
  await person.window.until(async () => (await person.text(card)) !== before, `${fault} to be switched`);
}

/** The hardware token with this label. */
export async function tokenOf(person, label) {
  await person.desk("Token");
  const serial = await person.window.until(
    () =>
      person.window.run(
        `function (label) {
          const cards = [...document.querySelectorAll("[data-testid^=token-]")];
          const card = cards.find((one) => one.querySelector("h3")?.textContent === label);
          return card ? card.dataset.testid.slice("token-".length) : null;
        }`,
        label,
      ),
    `the token ${label}`,
  );
  return { ...token(serial), serial };
}

/** The digits that the page shows during a call. */
export async function digitsShown(person) {
  await person.page("alternative-call");
  return person.appears("[data-testid=call-digits]");
}

/** The phone rings; digits are typed into it. */
export async function answerCall(person, digits) {
  await person.desk("Phone");
  await person.appears("[data-testid=call]");
  await person.fill("Digits", digits, "[data-testid=call]");
  await person.press("Send the digits", "[data-testid=call]");
}
