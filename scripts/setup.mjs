// What a bare machine needs before anything can be built. Only Rust and Node are expected to be there.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

const PACKAGES = {
  build: {
    why: "to compile the window (GTK and WebKitGTK headers)",
    apt: ["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev"],
  },
  window: {
    why: "to test in the real window without a screen; zbar-tools reads its QR code and oathtool makes codes, as a phone would that is none of ours",
    apt: ["webkit2gtk-driver", "xvfb", "xauth", "zbar-tools", "oathtool"],
  },
  outside: {
    why: "to ask verifiers in Python, which are none of ours, about our signatures",
    apt: ["python3-venv"],
    unless: ["python3", ["-c", "import venv, ensurepip"]],
  },
};

const ELSEWHERE = `Vestibule installs its system packages by itself on Debian and Ubuntu only. Install these, then run the command again:
  Debian, Ubuntu  build-essential pkg-config libwebkit2gtk-4.1-dev      (tests: webkit2gtk-driver xvfb xauth zbar-tools oathtool python3-venv)
  Fedora          gcc-c++ pkgconf-pkg-config webkit2gtk4.1-devel        (tests: webkitgtk-driver xorg-x11-server-Xvfb zbar oathtool python3)
  Arch            base-devel pkgconf webkit2gtk-4.1                     (tests: xorg-server-xvfb zbar oath-toolkit python)
  macOS           Xcode command line tools (xcode-select --install)     (window tests run on Linux only)
  Windows         Visual Studio Build Tools with C++, WebView2 runtime  (window tests run on Linux only)
Set VESTIBULE_SKIP_PACKAGES=1 to go on without this check.`;

/** Says a thing to the person at the terminal. */
export function say(text) {
  console.log(`\u001b[36mvestibule\u001b[0m ${text}`);
}

export function fail(text) {
  console.error(`\u001b[31mvestibule\u001b[0m ${text}`);
  process.exit(1);
}

/** Runs a command with its output shown; ends the program when it fails. */
export function run(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"], ...options });
  if (done.status !== 0) fail(`${command} ${args.join(" ")} failed${done.error ? `: ${done.error.message}` : ""}.`);
}

/** What a command prints, or null when it cannot be run. */
export function output(command, args) {
  const done = spawnSync(command, args, { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28 });
  return done.status === 0 ? done.stdout.trim() : null;
}

function atLeast(version, wanted) {
  const numbers = version.split(".").map(Number);
  for (const [index, need] of wanted.entries()) {
    if ((numbers[index] ?? 0) !== need) return (numbers[index] ?? 0) > need;
  }
  return true;
}

/** Rust and Node: named, never installed. */
export function checkToolchains() {
  if (!atLeast(process.versions.node, [20, 15]))
    fail(`Node ${process.versions.node} is too old: 20.15 or newer is needed (https://nodejs.org).`);
  const rustc = output("rustc", ["--version"]);
  const version = rustc?.match(/rustc (\d+\.\d+\.\d+)/)?.[1];
  if (version === undefined || output("cargo", ["--version"]) === null)
    fail("Rust is missing: install it from https://rustup.rs, then run the command again.");
  if (!atLeast(version, [1, 95])) fail(`Rust ${version} is too old: 1.95 or newer is needed (rustup update).`);
}

/** System packages of these groups, installed where that is possible. */
export function installPackages(groups) {
  if (process.env.VESTIBULE_SKIP_PACKAGES === "1" || process.platform === "darwin" || process.platform === "win32")
    return;
  if (output("dpkg-query", ["--version"]) === null || output("apt-get", ["--version"]) === null) {
    if (output("pkg-config", ["--exists", "webkit2gtk-4.1"]) !== null) return;
    fail(ELSEWHERE);
  }
  const missing = groups
    .map((group) => PACKAGES[group])
    .filter(({ unless }) => unless === undefined || output(...unless) === null)
    .map(({ why, apt }) => ({ why, apt: apt.filter((name) => !installed(name)) }))
    .filter((group) => group.apt.length > 0);
  if (missing.length === 0) return;
  for (const { apt, why } of missing) say(`installing ${apt.join(", ")}: ${why}`);
  const root = process.getuid?.() === 0;
  if (!root && output("sudo", ["--version"]) === null)
    fail(
      `sudo is missing. As root: apt-get install --no-install-recommends ${missing.flatMap((group) => group.apt).join(" ")}`,
    );
  const apt = (args) =>
    run(root ? "apt-get" : "sudo", root ? args : ["apt-get", ...args], {
      stdio: [root ? "ignore" : "inherit", "inherit", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  apt(["update", "-qq"]);
  apt(["install", "-y", "-qq", "--no-install-recommends", ...missing.flatMap((group) => group.apt)]);
}

function installed(name) {
  return output("dpkg-query", ["-W", "-f=${Status}", name])?.endsWith("ok installed") ?? false;
}

/** npm packages, only when the lock file changed. */
export function installNodeModules() {
  const stamp = path.join(ROOT, "node_modules/.vestibule-lock");
  const wanted = hash([path.join(ROOT, "package-lock.json")]);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  say("installing the front end's npm packages (npm ci)");
  run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  writeFileSync(stamp, wanted);
}

/** The front end, only when its sources changed. */
export function buildUi() {
  const folder = path.join(ROOT, "target");
  const stamp = path.join(folder, "ui.stamp");
  const sources = [...files(path.join(ROOT, "ui"), ["dist"]), path.join(ROOT, "package-lock.json")];
  const wanted = hash(sources);
  if (existsSync(path.join(ROOT, "ui/dist/assets")) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted)
    return;
  say("building the front end");
  run(process.execPath, [bin("vite"), "build", "--config", "ui/vite.config.ts", "--logLevel", "warn"]);
  mkdirSync(folder, { recursive: true });
  writeFileSync(stamp, wanted);
}

/** How cargo builds one of our programs: with the features that the app has, so that what is compiled for one serves all. */
export const building = (program) => [
  "build",
  "--workspace",
  "--features",
  "vestibule/custom-protocol",
  "--bin",
  program,
];

/** Where cargo puts it. */
export function program(name) {
  const target = path.resolve(ROOT, process.env.CARGO_TARGET_DIR ?? "target");
  return path.join(target, "debug", process.platform === "win32" ? `${name}.exe` : name);
}

/** What prettier looks after; the generated types are as their generator writes them. */
export const FORMATTED = ["ui/src", "!ui/src/api/schema.ts", "ui/*.{ts,mjs}", "scripts", "tests/**/*.mjs"];

/** The script behind a command of an installed npm package. */
export function bin(name) {
  const scripts = {
    vite: "vite/bin/vite.js",
    vitest: "vitest/vitest.mjs",
    tsc: "typescript/bin/tsc",
    eslint: "eslint/bin/eslint.js",
    prettier: "prettier/bin/prettier.cjs",
    "openapi-typescript": "openapi-typescript/bin/cli.js",
  };
  return path.join(ROOT, "node_modules", scripts[name]);
}

function files(folder, skip) {
  return readdirSync(folder)
    .filter((name) => !skip.includes(name))
    .sort()
    .flatMap((name) => {
      const file = path.join(folder, name);
      return statSync(file).isDirectory() ? files(file, []) : [file];
    });
}

function hash(list) {
  const digest = createHash("sha256");
  for (const file of list) digest.update(path.relative(ROOT, file)).update(readFileSync(file));
  return digest.digest("hex");
}
