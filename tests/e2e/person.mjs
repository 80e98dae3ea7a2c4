// A person at the window: sees, types, presses. Nothing here talks to the core.
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createRequire } from "node:module";
import { Window } from "./driver.mjs";
import { AIM, ARRIVED, FIND, FIND_READY, FOCUS_SHOWS, UNANSWERED } from "./pointing.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What was to be done has to be done anew. */
const MISSED = Symbol("missed");

// A world that nobody has been in yet. Every first start makes the same people anew, and hashes all their passwords.
const WORLD = process.env.VESTIBULE_E2E_WORLD;

const UNITS = { second: 1, minute: 60, hour: 3600, day: 24 * 3600 };

/** How long "30 seconds" or "1 day" is. */
function seconds(step) {
  const [, count, unit] = /^(\d+) (\w+?)s?$/.exec(step);
  return Number(count) * UNITS[unit];
}

export class Person {
  #window;
  #folder;
  #shots = 0;

  constructor(name) {
    this.name = name;
    this.#folder = mkdtempSync(path.join(os.tmpdir(), "vestibule-e2e-"));
    if (WORLD !== undefined) cpSync(WORLD, this.#folder, { recursive: true });
  }

  get folder() {
    return this.#folder;
  }

  get window() {
    return this.#window;
  }

  async start(meanwhile) {
    this.#window = await Window.open({ folder: this.#folder, meanwhile });
    await this.page("start", "store-error");
    return this;
  }

  async restart() {
    await this.#window.close();
    return this.start();
  }

  /** The power goes. */
  async kill9() {
    await this.#window.kill9();
    return this.start();
  }

  async leave() {
    await this.#window?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Finds a thing and does something to it. A page that is drawn anew in between has another such thing there. */
  #act(role, name, scope, act) {
    return this.#drawn(() => this.#window.run(FIND, role, name, scope ?? null), act, `${role} "${name}"`);
  }

  async #drawn(find, act, what) {
    const done = await this.#window.until(async () => {
      try {
        const found = await find();
        if (found === null) return null;
        const value = await act(found);
        return value === MISSED ? null : { value };
      } catch (error) {
        // The driver names an element that is no longer there before it hands it out or does anything to it.
        if (error.code === "stale element reference") return null;
        throw error;
      }
    }, what);
    return done.value;
  }

  has(role, name, scope) {
    return this.#window.run(
      `function (role, name, scope) { return (${FIND})(role, name, scope) !== null }`,
      role,
      name,
      scope ?? null,
    );
  }

  /** Waits until one of these pages is shown; says which. */
  page(...names) {
    return this.#window.until(
      () =>
        this.#window.run(
          "function (names) { return names.find((name) => document.querySelector(`[data-testid='page-${name}']`)) ?? null }",
          names,
        ),
      `page ${names.join(" or ")}`,
    );
  }

  /** Waits until the window shows this text. */
  see(text) {
    return this.#window.until(
      () =>
        this.#window.run(
          "function (text) { return document.body.innerText.replace(/\\s+/g, ' ').includes(text) }",
          text,
        ),
      `the words "${text}"`,
    );
  }

  /** Waits until this part is shown; gives its text. */
  appears(selector) {
    return this.#window.until(() => this.text(selector), selector);
  }

  /** Waits until nothing of this kind is shown any more. */
  gone(selector) {
    return this.#window.until(
      () =>
        this.#window.run(
          "function (selector) { return [...document.querySelectorAll(selector)].every((one) => one.getClientRects().length === 0) }",
          selector,
        ),
      `no ${selector}`,
    );
  }

  text(selector = "body") {
    return this.#window.run(
      "function (selector) { return document.querySelector(selector)?.innerText ?? null }",
      selector,
    );
  }

  /** Waits for a refusal of what was sent last; says its code and words. */
  refusal() {
    return this.#window.until(
      () =>
        this.#window.run(
          `function () {
            const box = document.querySelector("[data-testid=refusal]");
            return box && !${UNANSWERED} ? { code: box.dataset.code, text: box.innerText } : null;
          }`,
        ),
      "a refusal",
    );
  }

  /** Waits until the refusal has this code; gives its words. */
  async refused(code) {
    const refusal = await this.#window.until(async () => {
      const found = await this.refusal();
      return found.code === code ? found : null;
    }, `the refusal ${code}`);
    return refusal.text;
  }

  /** Waits for an error beside a field, of what was sent last; gives its text. */
  beside(label, scope) {
    const read = (field) =>
      this.#window.run(
        `function (field) {
          const ids = (field.getAttribute("aria-describedby") ?? "").split(/\\s+/).filter(Boolean);
          const text = ids.map((id) => document.getElementById(id)?.innerText ?? "").join(" ");
          return field.getAttribute("aria-invalid") === "true" && !${UNANSWERED} ? text : null;
        }`,
        field,
      );
    return this.#window.until(() => this.#act("field", label, scope, read), `an error beside "${label}"`);
  }

  async visit(address) {
    // Put in as from the clipboard, and sent, at once: a page that goes elsewhere by itself forgets what was put in.
    // Typing it is a journey of its own.
    await this.#window.run(
      `function (address) {
        const field = document.querySelector("[data-testid=address]");
        field.focus();
        field.select();
        document.execCommand("insertText", false, address);
        field.form.requestSubmit();
      }`,
      address,
    );
  }

  address() {
    return this.#window.run("function () { return document.querySelector('[data-testid=address]').value }");
  }

  async #replace(field, value) {
    await this.#window.run("function (field) { field.focus(); field.select(); }", field);
    await this.#window.type(field, value === "" ? "\uE017" : value);
  }

  async fill(label, value, scope) {
    await this.#act("field", label, scope, (field) => this.#replace(field, value));
  }

  /** Puts text into an editor in place of what is in it, as from the clipboard. */
  async paste(selector, text) {
    await this.appears(selector);
    await this.#window.run("function (selector) { document.querySelector(selector).focus() }", selector);
    await this.#window.keys("Control+a");
    await this.#window.run(
      `function (selector, text) {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
        document.querySelector(selector).dispatchEvent(paste);
      }`,
      selector,
      text,
    );
  }

  value(label) {
    return this.#property(label, "value");
  }

  #property(label, property) {
    return this.#act("field", label, undefined, (field) =>
      this.#window.run("function (field, property) { return field[property] }", field, property),
    );
  }

  isReadOnly(label) {
    return this.#property(label, "readOnly");
  }

  typeOf(label) {
    return this.#property(label, "type");
  }

  /** Waits until the password manager filled a field. */
  filled(label) {
    return this.#window.until(async () => (await this.value(label)) !== "", `"${label}" to be filled`);
  }

  /** Waits until a secret was taken out of its field: the answer to a form has come. */
  emptied(label) {
    return this.#window.until(async () => (await this.value(label)) === "", `"${label}" to be emptied`);
  }

  /** Presses a button with the pointer, once it can be pressed and stands still. */
  async press(name, scope) {
    await this.#drawn(
      () => this.#window.run(FIND_READY, "button", name, scope ?? null),
      async (button) => {
        await this.#window.runAsync(AIM, button);
        await this.#window.click(button);
        return (await this.#window.runAsync(ARRIVED)) ? true : MISSED;
      },
      `button "${name}"`,
    );
  }

  /** Lets the password manager keep what was typed. Its offer takes room above the page, which moves when it goes. */
  async keepPassword() {
    await this.press("Keep it");
    await this.gone("[data-testid=save-offer]");
  }

  async follow(name, scope) {
    await this.choose("link", name, scope);
  }

  async choose(role, name, scope) {
    await this.#act(role, name, scope, (element) =>
      this.#window.run("function (element) { element.scrollIntoView({ block: 'center' }); element.click() }", element),
    );
  }

  async back() {
    await this.press("Back");
  }

  async reload() {
    await this.press("Reload");
  }

  async desk(tab) {
    const open = await this.#window.run("function () { return document.getElementById('desk') !== null }");
    if (!open) await this.press("My desk");
    await this.choose("tab", tab);
  }

  async closeDesk() {
    if (await this.has("button", "Close the desk")) await this.press("Close the desk");
  }

  /** One click in the password manager. */
  async fillFor(signInName) {
    await this.desk("Passwords");
    await this.press("Fill", `[data-testid="password-${signInName}"]`);
  }

  /** Reads a password in the password manager, as its owner may. */
  async passwordOf(signInName) {
    await this.desk("Passwords");
    const card = `[data-testid="password-${signInName}"]`;
    await this.press("Show password", card);
    const shown = await this.#window.until(() => this.text(`${card} .secret`), "the password");
    await this.press("Hide password", card);
    return shown;
  }

  /** Opens the newest mail with this subject. */
  async openMail(subject) {
    await this.desk("Mailbox");
    if (await this.has("button", "Mailbox", ".desk-body")) await this.press("Mailbox", ".desk-body");
    await this.press(subject, ".desk-body");
    await this.#window.until(() => this.text(".mail-body"), "the mail");
  }

  /** What time the desk's clock shows, in seconds. */
  async clock() {
    return Date.parse(await this.appears("[data-testid=clock-now]")) / 1000;
  }

  /** Moves the clock by one of its steps. */
  async moveClock(step) {
    await this.desk("Clock");
    const before = await this.clock();
    await this.press(step);
    await this.clockMoved(before, seconds(step));
  }

  /** Waits until the clock shows a time that is so much later: time passes by itself, too, and the clock shows it. */
  async clockMoved(before, by) {
    await this.#window.until(async () => (await this.clock()) >= before + by, "the clock to move");
  }

  /** Reads the question in words of a security check and answers it. */
  async passSecurityCheck() {
    await this.page("security-check");
    if (await this.has("link", "Ask me a question")) await this.follow("Ask me a question");
    const numbers = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    await this.see("What is ");
    const [, first, second] = /What is (\w+) plus (\w+)\?/.exec(await this.text("#page"));
    await this.fill("Your answer", String(numbers.indexOf(first) + numbers.indexOf(second)));
    await this.press("Submit");
  }

  async signInIam(account, userName, password) {
    await this.visit(`https://${account}.signin.aws.amazon.com/console`);
    await this.page("iam-sign-in");
    await this.fill("IAM user name", userName);
    await this.fill("Password", password);
    await this.press("Sign in");
  }

  /** Signs the root user in with the password manager. */
  async signInRoot(email) {
    await this.visit("https://signin.aws.amazon.com/signin");
    await this.page("sign-in-chooser", "iam-sign-in");
    await this.fillFor(email);
    await this.page("sign-in-chooser");
    await this.filled("Root user email address");
    await this.press("Next");
    await this.page("root-password");
    await this.filled("Password");
    await this.press("Sign in");
    await this.remindLater();
  }

  /** A root user without MFA puts it off once more. */
  async remindLater() {
    await this.page("mfa-reminder");
    await this.press("Remind me later");
    await this.page("console-home");
  }

  /** Chooses from the account menu. A page that is drawn anew shuts its menu: one opens it again. */
  async fromAccountMenu(item) {
    await this.settled();
    const find = async () => {
      const found = await this.#window.run(FIND, "menuitem", item, null);
      if (found !== null) return found;
      const shut = await this.#window.run(
        "function () { return document.querySelector('[data-testid=account-menu] button[aria-expanded=false]') !== null }",
      );
      if (shut) await this.press("Account menu");
      return null;
    };
    await this.#drawn(
      find,
      (found) => this.#window.run("function (element) { element.click() }", found),
      `"${item}" in the account menu`,
    );
  }

  /** Several sessions in this browser: the address says from then on which one the page is about. */
  async turnOnMultiSession() {
    await this.fromAccountMenu("Turn on multi-session");
    await this.#window.until(
      async () => /^https:\/\/\d{12}-[a-z0-9]{8}\./.test(await this.address()),
      "an address of one of several sessions",
    );
  }

  async signOut() {
    await this.fromAccountMenu("Sign out");
    await this.page("sign-in-chooser", "iam-sign-in");
  }

  /** Waits until nothing is loading, neither in the page nor on the desk. */
  settled() {
    return this.#window.until(
      () =>
        this.#window.run(
          "function () { return ![...document.querySelectorAll('#page *, #desk *')].some((one) => one.children.length === 0 && one.textContent === 'Loading') }",
        ),
      "the page to be loaded",
    );
  }

  /** Whether one must scroll sideways to see all of the page, or of the desk. */
  overflows() {
    return this.#window.run(
      `function () {
        const parts = [...document.querySelectorAll("#page, .desk-body, html")];
        return parts.some((part) => part.scrollWidth > part.clientWidth);
      }`,
    );
  }

  /** The accessible name of what has the focus. */
  focused() {
    return this.#window.run(
      `function () {
        const one = document.activeElement;
        return (one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent ?? one.textContent ?? "").trim();
      }`,
    );
  }

  /** Goes on with a key until what has this name, or begins with it, has the focus. */
  async tabTo(name, key = "Tab") {
    for (let steps = 0; steps < 100; steps += 1) {
      if ((await this.focused()).startsWith(name)) return;
      await this.#window.keys(key);
    }
    throw new Error(`"${name}" cannot be reached with the ${key} key`);
  }

  /** Whether one sees where the focus is: what has it, or what stands around it, is drawn otherwise than without. */
  focusShows() {
    return this.#window.run(FOCUS_SHOWS);
  }

  /** Waits until a menu is open. */
  menu() {
    return this.appears("[role=menuitem]");
  }

  /** Keeps a picture of the window; says where. */
  async screenshot(name) {
    this.#shots += 1;
    const file = `${this.name}/${String(this.#shots).padStart(2, "0")}-${name}.png`;
    await this.#window.screenshot(file);
    return file;
  }

  /** Accessibility problems of what is shown, once all of it is. */
  async axe() {
    await this.settled();
    await this.#window.run(`function (source) { if (!window.axe) (0, eval)(source) }`, AXE).catch(async () => {
      await this.#window.command("POST", "/execute/sync", { script: `${AXE}; return true`, args: [] });
    });
    const problems = await this.#window.runAsync(
      `const done = arguments[arguments.length - 1];
       window.axe.run(document, { resultTypes: ["violations"] }).then(
         (result) => done(result.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.target.join(" ") + " " + n.failureSummary).join(" | "))),
         (error) => done([String(error)]));`,
    );
    return problems;
  }
}
