// How long until the QR code of a new device is drawn, against the same wizard's page that asks the service for nothing and
// draws no code. The way to the code is told in its two presses, as a person makes them. Run by scripts/bench.mjs with the app
// to measure in VESTIBULE_APP.
import { stopScreen } from "../e2e/driver.mjs";
import { Person } from "../e2e/person.mjs";

const ROUNDS = 15;
const CREDENTIALS = "https://us-east-1.console.aws.amazon.com/iam/home#/security_credentials";

// From the press to the wanted part, by the page's own clock. On the way a code is asked for as soon as that is offered: the
// second time is that press.
const MEASURE = `
  const [wanted, done] = arguments;
  const button = (name) => [...document.querySelectorAll("button")].find((one) => one.textContent.trim() === name);
  const start = performance.now();
  let asked = null;
  const look = () => {
    const show = button("Show QR code");
    if (show !== undefined) {
      asked ??= performance.now();
      show.click();
    }
    if (document.querySelector(wanted) === null) return;
    watcher.disconnect();
    const end = performance.now();
    done([end - start, asked === null ? 0 : end - asked]);
  };
  const watcher = new MutationObserver(look);
  watcher.observe(document.body, { childList: true, subtree: true });
  button("Next").click();`;

const person = new Person("bench-qr");
const times = { qr: [], still: [], shown: [] };
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
      const [whole, drawing] = await person.window.runAsync(MEASURE, wanted);
      // The first round loads what later ones have.
      if (round === 0) continue;
      times[name].push(whole);
      if (name === "qr") times.shown.push(drawing);
    }
  }
} finally {
  await person.leave();
  stopScreen();
}
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const [qr, still, shown] = [median(times.qr), median(times.still), median(times.shown)];
console.log(
  `QR page ready / the wizard's static page (aim 1.2): ${qr.toFixed(1)} ms / ${still.toFixed(1)} ms = ${(qr / still).toFixed(2)}; of it, from "Show QR code" to the code ${shown.toFixed(1)} ms = ${(shown / still).toFixed(2)}`,
);
