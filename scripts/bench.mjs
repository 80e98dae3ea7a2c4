// npm run bench: ratios, measured in one run. Nothing here passes or fails: the aims are printed beside the figures.
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildUi, checkToolchains, installNodeModules, installPackages, output, ROOT, run, say } from "./setup.mjs";

const ROUNDS = 9;

checkToolchains();
installPackages(["build", "window"]);
installNodeModules();
buildUi();
say(
  "cargo bench (aims: sign-in 1.05, throttled 1 %, MFA step 1 ms beyond its commit, key ceremony 1.2, look-ups 1.2, a realistic decision 1, a page of the portal 10 ms, a SAML response 1.5)",
);
run("cargo", ["bench", "-q", "-p", "vestibule-web", "--bench", "sign_in"]);
run("cargo", ["bench", "-q", "-p", "vestibule-web", "--bench", "mfa"]);
run("cargo", ["bench", "-q", "-p", "vestibule-service", "--bench", "portal"]);
run("cargo", ["bench", "-q", "-p", "vestibule-policy", "--bench", "decide"]);
run("cargo", ["bench", "-q", "-p", "vestibule-saml", "--bench", "judge"]);
run("cargo", ["bench", "-q", "-p", "vestibule-store", "--bench", "lookups"]);
run("cargo", ["bench", "-q", "-p", "vestibule-store", "--bench", "directory"]);
run("cargo", ["bench", "-q", "-p", "vestibule-store", "--bench", "commits"]);

const built = path.join(ROOT, "target/release/vestibule");
const [app, still] = ["vestibule-app", "vestibule-static"].map((name) => path.join(ROOT, "target/release", name));
const build = (env) =>
  run("cargo", ["build", "--release", "-q", "-p", "vestibule", "--features", "custom-protocol"], {
    env: { ...process.env, ...env },
  });
say("building the same shell around one static page, and the app");
build({ TAURI_CONFIG: JSON.stringify({ build: { frontendDist: "../tests/bench/static" } }) });
copyFileSync(built, still);
build({});
copyFileSync(built, app);

const { Window, stopScreen } = await import("../tests/e2e/driver.mjs");
const times = { app: [], still: [] };
const memory = { app: [], still: [] };
const data = { app: folder(), still: folder() };
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const [name, binary] of Object.entries({ app, still })) {
    const start = performance.now();
    const window = await Window.open({ folder: data[name], binary });
    await window.until(
      () =>
        window.run(
          "function () { return document.querySelector('[data-testid=address]') !== null && document.querySelector('[data-testid=page-start]') !== null }",
        ),
      "the page",
    );
    // The first round makes the world and warms the disk.
    if (round > 0) times[name].push(performance.now() - start);
    if (round > 0) memory[name].push(proportionalSetSize(binary));
    await window.close();
  }
}
stopScreen();
for (const name of Object.values(data)) rmSync(name, { recursive: true, force: true });

const ratio = (values) => median(values.app) / median(values.still);
console.log(
  `start to interactive / same shell with a static page (aim 1.3): ${median(times.app).toFixed(0)} ms / ${median(times.still).toFixed(0)} ms = ${ratio(times).toFixed(3)}`,
);
console.log(
  `memory (PSS of all processes) / static page: ${median(memory.app).toFixed(0)} MiB / ${median(memory.still).toFixed(0)} MiB = ${ratio(memory).toFixed(3)}`,
);
run(process.execPath, ["tests/bench/qr.mjs"], { env: { ...process.env, VESTIBULE_APP: app } });
console.log(
  `size: binary ${mib(statSync(app).size)} MiB, of which the front end is ${mib(sizeOf(path.join(ROOT, "ui/dist")))} MiB before compression`,
);
process.exit(0);

function folder() {
  return mkdtempSync(path.join(os.tmpdir(), "vestibule-bench-"));
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function mib(bytes) {
  return (bytes / 1024 / 1024).toFixed(1);
}

function sizeOf(file) {
  return statSync(file).isDirectory()
    ? readdirSync(file).reduce((sum, name) => sum + sizeOf(path.join(file, name)), 0)
    : statSync(file).size;
}

/** Of the app and the web engine's processes below it, in MiB. */
function proportionalSetSize(binary) {
  const rows = (output("ps", ["-eo", "pid=,ppid=,args="]) ?? "").split("\n").map((row) => row.trim().split(/\s+/));
  const wanted = new Set(rows.filter(([, , command]) => command === binary).map(([pid]) => pid));
  for (let grew = true; grew;) {
    grew = false;
    for (const [pid, parent] of rows) if (wanted.has(parent) && !wanted.has(pid)) grew = Boolean(wanted.add(pid));
  }
  const kib = [...wanted].map((pid) => Number(read(`/proc/${pid}/smaps_rollup`).match(/^Pss:\s+(\d+)/m)?.[1] ?? 0));
  return kib.reduce((sum, value) => sum + value, 0) / 1024;
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
