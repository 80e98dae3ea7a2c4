// How long until the QR code of a new device is drawn, against the same wizard's page without a code. Run by scripts/bench.mjs
// with the app to measure in VESTIBULE_APP.
import { stopScreen } from "../e2e/driver.mjs";
import { Person } from "../e2e/person.mjs";

const ROUNDS = 15;
const CREDENTIALS = "https://us-east-1.console.aws.amazon.com/iam/home#/security_credentials";

// From the press to the wanted part, by the page's own clock. On the way a code is asked for as soon as that is offered.
const MEASURE = `
  const [wanted, done] = arguments;
  const button = (name) => [...document.querySelectorAll("button")].find((one) => one.textContent.trim() === name);
  const start = performance.now();
  const look = () => {
    button("Show QR code")?.click();
    if (document.querySelector(wanted) === null) return;
    watcher.disconnect();
    done(performance.now() - start);
  };
  const watcher = new MutationObserver(look);
  watcher.observe(document.body, { childList: true, subtree: true });
  button("Next").click();`;

const person = new Person("bench-qr");
const times = { qr: [], still: [] };
try {
  await person.start();
  await person.signInRoot("root@anycompany.example");
  await person.closeDesk();
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, type, wanted] of [
      ["qr", "Authenticator app", "[data-testid=qr]"],
      ["still", "Hardware TOTP token", "[data-testid=page-assign-hardware]"],
    ]) {
      await person.visit(CREDENTIALS);
      await person.page("security-credentials");
      await person.settled();
      await person.press("Assign MFA device");
      await person.page("assign-mfa");
      await person.fill("Device name", "phone");
      await person.choose("radio", type);
      const took = await person.window.runAsync(MEASURE, wanted);
      // The first round loads what later ones have.
      if (round > 0) times[name].push(took);
    }
  }
} finally {
  await person.leave();
  stopScreen();
}
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const [qr, still] = [median(times.qr), median(times.still)];
console.log(
  `QR page ready / the wizard's static page (aim 1.2): ${qr.toFixed(1)} ms / ${still.toFixed(1)} ms = ${(qr / still).toFixed(2)}`,
);
