// A WebDriver client for the real window: WebKitWebDriver starts the app and we talk to it over loopback.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { startScreen } from "./screen.mjs";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const APP = process.env.VESTIBULE_APP ?? path.join(ROOT, "target/debug/vestibule");
export const ARTIFACTS = path.join(ROOT, "tests/artifacts");
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
// A condition that is not met by then never will be.
const PATIENCE = Number(process.env.VESTIBULE_E2E_PATIENCE_MS ?? 30_000);
const KEYS = {
  Tab: "\uE004",
  Enter: "\uE007",
  Space: " ",
  Escape: "\uE00C",
  ArrowDown: "\uE015",
  ArrowUp: "\uE013",
  Shift: "\uE008",
  Control: "\uE009",
  Alt: "\uE00A",
  ArrowLeft: "\uE012",
  ArrowRight: "\uE014",
};

let screen;

/** The screen that all windows of this process share. */
async function theScreen() {
  screen ??= await startScreen();
  return screen;
}

/** Takes the screen away at the end of the run. */
export function stopScreen() {
  screen?.stop();
  screen = undefined;
}

/** One run of the app in its window. */
export class Window {
  #size = [1280, 800];
  #driver;
  #base;
  #session;
  #log = "";
  #env = {};

  /** Starts the app on a data folder. Something else may go on while it has no page yet. */
  static async open({ folder, downloads, binary = APP, meanwhile }) {
    const window = new Window();
    window.#env = {
      ...process.env,
      DISPLAY: (await theScreen()).display,
      WEBKIT_DISABLE_DMABUF_RENDERER: "1",
      VESTIBULE_DATA_DIR: folder,
      VESTIBULE_DOWNLOADS_DIR: downloads ?? path.join(folder, "downloads"),
      GTK_A11Y: "none",
    };
    // Only the driver can take a port that is surely free: other windows are being opened meanwhile.
    window.#driver = spawn("WebKitWebDriver", ["--port=0", "--host=127.0.0.1"], {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...window.#env, TAURI_WEBVIEW_AUTOMATION: "true" },
    });
    for (const stream of [window.#driver.stdout, window.#driver.stderr]) {
      stream.on("data", (chunk) => (window.#log += chunk));
      // A window process that outlives the driver must not keep the test runner waiting for its output.
      stream.unref();
    }
    try {
      const port = await window.#until(() => portOf(window.#driver.pid), "the driver to listen");
      window.#base = `http://127.0.0.1:${port}`;
      await window.#until(async () => (await window.#call("GET", "/status")).ready === true, "the driver to be ready");
      await Promise.all([window.#begin(binary), meanwhile?.(window)]);
    } catch (error) {
      window.kill();
      // Its files are about to be taken away.
      await window.#ended();
      throw error;
    }
    await window.resize(1280, 800);
    return window;
  }

  /** Has the driver start the app. It would wait for ever for one that ended at once. */
  async #begin(binary) {
    const browserOptions = { binary, args: [] };
    const asked = this.#call("POST", "/session", {
      capabilities: { alwaysMatch: { "webkitgtk:browserOptions": browserOptions } },
    });
    let isOver = false;
    const over = asked.finally(() => (isOver = true)).catch(() => undefined);
    for (let ran = false; !isOver;) {
      const runs = this.#apps().length > 0;
      if (ran && !runs && !isOver) throw new Error(`the app ended before it had a window: ${this.#log}`);
      ran = runs;
      await Promise.race([over, new Promise((resolve) => setTimeout(resolve, 25))]);
    }
    this.#session = `/session/${(await asked).sessionId}`;
  }

  /** What the app and the driver printed. */
  get log() {
    return this.#log;
  }

  async #call(method, route, body) {
    const response = await fetch(this.#base + route, {
      method,
      headers: { "content-type": "application/json" },
      body: method === "POST" ? JSON.stringify(body ?? {}) : undefined,
    }).catch((error) => ({ failed: error }));
    if (response.failed) {
      if (route === "/status") return { ready: false };
      throw response.failed;
    }
    const { value } = await response.json();
    if (value?.error) throw Object.assign(new Error(`${value.error}: ${value.message}`), { code: value.error });
    return value;
  }

  command(method, route, body) {
    return this.#call(method, this.#session + route, body);
  }

  async #until(condition, what) {
    const end = performance.now() + PATIENCE;
    for (;;) {
      const value = await condition();
      if (value) return value;
      if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /** Waits for a condition in the page. */
  until(condition, what) {
    return this.#until(condition, what);
  }

  /** Runs a function in the page; elements come back as references. */
  run(script, ...args) {
    return this.command("POST", "/execute/sync", { script: `return (${script}).apply(null, arguments)`, args });
  }

  runAsync(script, ...args) {
    return this.command("POST", "/execute/async", { script, args });
  }

  async click(element) {
    await this.command("POST", `/element/${element[ELEMENT]}/click`);
  }

  async type(element, text) {
    await this.command("POST", `/element/${element[ELEMENT]}/value`, { text });
  }

  /** Presses keys one after the other, with modifiers as in `Alt+ArrowLeft`. */
  async keys(...names) {
    const actions = names.flatMap((name) => {
      const held = (name.length > 1 ? name.split("+") : [name]).map((key) => KEYS[key] ?? key);
      return [
        ...held.map((value) => ({ type: "keyDown", value })),
        ...held.toReversed().map((value) => ({ type: "keyUp", value })),
      ];
    });
    await this.command("POST", "/actions", { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  async resize(width, height) {
    await this.command("POST", "/window/rect", { width, height, x: 0, y: 0 });
    this.#size = [width, height];
  }

  /** Keeps a picture of the window. */
  async screenshot(file) {
    const target = path.join(ARTIFACTS, file);
    mkdirSync(path.dirname(target), { recursive: true });
    // Two frames later the screen shows what the page has become.
    await this.runAsync(
      "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)))",
    );
    writeFileSync(target, (await theScreen()).picture(...this.#size));
  }

  /** Starts the app on the same data folder, with no driver at its side. */
  startAlone() {
    return spawn(APP, [], { detached: true, env: this.#env, stdio: "ignore" });
  }

  /** Closes an app that was started alone: when it is gone, its web processes may still be at their files. */
  async closeAlone(app) {
    app.kill("SIGTERM");
    await this.#ended(app);
  }

  /** Starts the app a second time on the same data folder; gives how that ended. */
  async startAgain() {
    const [status] = await once(this.startAlone(), "exit");
    return { status };
  }

  /** Closes the window as a person would, then the driver. */
  async close() {
    if (this.#driver.exitCode !== null || this.#driver.signalCode !== null) return;
    const gone = once(this.#driver, "exit");
    // The driver would only cut the app off; told by a signal, it closes its stores first.
    const apps = this.#apps();
    for (const pid of apps) process.kill(pid, "SIGTERM");
    await this.#until(() => apps.every((pid) => !this.#apps().includes(pid)), "the app to close");
    this.kill("SIGTERM");
    await gone;
    await this.#ended();
  }

  /** The power goes: waits until every process of this run is gone, so that the folder can be opened again. */
  async kill9() {
    const gone = once(this.#driver, "exit");
    this.kill("SIGKILL");
    await gone;
    await this.#ended();
  }

  /** The processes of the app itself. */
  #apps() {
    const { pid } = this.#driver;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
    return children.map(Number).filter(lives);
  }

  /** Waits until a process and all that it started are gone. */
  #ended({ pid: first } = this.#driver) {
    return this.#until(
      () => !readdirSync("/proc").some((pid) => groupOf(pid) === first && lives(pid)),
      "the processes to be gone",
    );
  }

  /** Ends the app and everything it started, at once. */
  kill(signal = "SIGKILL") {
    try {
      process.kill(-this.#driver.pid, signal);
    } catch {
      // It is gone already.
    }
  }
}

/** What the kernel says of a process, from its state on; nothing of one that ends while it is looked at. */
function statOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
}

/** A process that has ended, with all its threads, and is only waiting to be taken note of holds nothing any more. */
function lives(pid) {
  const stat = statOf(pid);
  return stat !== null && !(stat[0] === "Z" && Number(stat[17]) <= 1);
}

function groupOf(pid) {
  const stat = /^\d+$/.test(pid) ? statOf(pid) : null;
  return stat === null ? null : Number(stat[2]);
}

/** The port that a process listens on, once it does. */
function portOf(pid) {
  const sockets = readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
    } catch {
      return undefined;
    }
  });
  const listening = readFileSync("/proc/net/tcp", "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .find((parts) => parts[3] === "0A" && sockets.includes(parts[9]));
  return listening === undefined ? null : Number.parseInt(listening[1].split(":")[1], 16);
}
