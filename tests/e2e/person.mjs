// A person at the window: sees, types, presses. Nothing here talks to the core.
import { mkdtempSync, rmSync } from "node:fs";
import { readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createRequire } from "node:module";
import { Window } from "./driver.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// Finds what a person would point at: by its accessible name, among what is visible.
const FIND = `function (role, name, scope) {
  const selectors = {
    button: "button, [role=button]", link: "a[href]", field: "input:not([type=checkbox]):not([type=radio]), textarea",
    checkbox: "input[type=checkbox]", radio: "input[type=radio]", tab: "[role=tab]", menuitem: "[role=menuitem]", option: "[role=option]",
  };
  const root = scope ? document.querySelector(scope) : document;
  if (!root) return null;
  const text = (node) => (node ? node.textContent.replace(/\\s+/g, " ").trim() : "");
  const named = (element) => {
    const by = element.getAttribute("aria-labelledby");
    const label = element.getAttribute("aria-label");
    if (label) return label;
    if (by) return by.split(/\\s+/).map((id) => text(document.getElementById(id))).join(" ").trim();
    if (element.labels && element.labels.length) return [...element.labels].map(text).join(" ");
    return text(element);
  };
  const all = [...root.querySelectorAll(selectors[role])].filter((element) => element.getClientRects().length > 0 || element.type === "radio" || element.type === "checkbox");
  return all.find((element) => named(element) === name) ?? all.find((element) => named(element).startsWith(name)) ?? null;
}`;

export class Person {
  #window;
  #folder;
  #shots = 0;

  constructor(name) {
    this.name = name;
    this.#folder = mkdtempSync(path.join(os.tmpdir(), "vestibule-e2e-"));
  }

  get folder() {
    return this.#folder;
  }

  get window() {
    return this.#window;
  }

  async start() {
    this.#window = await Window.open({ folder: this.#folder });
    await this.page("start", "store-error");
    return this;
  }

  async restart() {
    await this.#window.close();
    return this.start();
  }

  /** The power goes. */
  async kill9() {
    this.#window.kill("SIGKILL");
    return this.start();
  }

  async leave() {
    await this.#window?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #find(role, name, scope) {
    return this.#window.until(() => this.#window.run(FIND, role, name, scope ?? null), `${role} "${name}"`);
  }

  has(role, name, scope) {
    return this.#window.run(FIND, role, name, scope ?? null).then((found) => found !== null);
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

  text(selector = "body") {
    return this.#window.run(
      "function (selector) { return document.querySelector(selector)?.innerText ?? null }",
      selector,
    );
  }

  /** Waits for a refusal; says its code and words. */
  refusal() {
    return this.#window.until(
      () =>
        this.#window.run(
          "function () { const box = document.querySelector('[data-testid=refusal]'); return box ? { code: box.dataset.code, text: box.innerText } : null }",
        ),
      "a refusal",
    );
  }

  async visit(address) {
    const field = await this.#window.until(
      () => this.#window.run("function () { return document.querySelector('[data-testid=address]') }"),
      "the address bar",
    );
    await this.#replace(field, address);
    await this.#window.type(field, "\uE007");
  }

  address() {
    return this.#window.run("function () { return document.querySelector('[data-testid=address]').value }");
  }

  async #replace(field, value) {
    await this.#window.run("function (field) { field.focus(); field.select(); }", field);
    await this.#window.type(field, value === "" ? "\uE017" : value);
  }

  async fill(label, value, scope) {
    await this.#replace(await this.#find("field", label, scope), value);
  }

  value(label) {
    return this.#find("field", label).then((field) =>
      this.#window.run("function (field) { return field.value }", field),
    );
  }

  async press(name, scope) {
    const button = await this.#find("button", name, scope);
    await this.#window.run("function (element) { element.scrollIntoView({ block: 'center' }) }", button);
    await this.#window.click(button);
  }

  async follow(name, scope) {
    const link = await this.#find("link", name, scope);
    await this.#window.run("function (element) { element.scrollIntoView({ block: 'center' }); element.click() }", link);
  }

  async choose(role, name) {
    const element = await this.#find(role, name);
    await this.#window.run(
      "function (element) { element.scrollIntoView({ block: 'center' }); element.click() }",
      element,
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

  async moveClock(step) {
    await this.desk("Clock");
    const before = await this.text("[data-testid=clock-now]");
    await this.press(step);
    await this.#window.until(async () => (await this.text("[data-testid=clock-now]")) !== before, "the clock to move");
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
    await this.press("Next");
    await this.page("root-password");
    await this.press("Sign in");
    await this.page("console-home");
  }

  async signOut() {
    await this.press("Account menu");
    await this.choose("menuitem", "Sign out");
    await this.page("sign-in-chooser", "iam-sign-in");
  }

  async screenshot(name) {
    this.#shots += 1;
    await this.#window.screenshot(`${this.name}/${String(this.#shots).padStart(2, "0")}-${name}.png`);
  }

  /** Accessibility problems of what is shown. */
  async axe() {
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
