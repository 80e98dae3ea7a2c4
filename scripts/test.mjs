// npm test: installs what is missing, then runs everything there is to run. --only <step or group> runs a part.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from "node:fs";
import path from "node:path";
import {
  bin,
  building,
  buildUi,
  checkToolchains,
  fail,
  FORMATTED,
  installNodeModules,
  installPackages,
  output,
  ROOT,
  say,
} from "./setup.mjs";

const node = process.execPath;
const outside = () => {
  const folder = path.join(ROOT, "tests/outside");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".test.mjs"))
    .map((name) => path.join(folder, name));
};
const hasNextest = () => output("cargo", ["nextest", "--version"]) !== null;

// A step `aside` needs nothing from the steps of cargo, which leave a core idle much of the time. It goes on beside them, and
// what it says comes in one piece between two of theirs. A step that `writes` makes data folders.
const STEPS = [
  { name: "fmt", group: "check", command: () => ["cargo", "fmt", "--all", "--check"] },
  {
    name: "format",
    group: "check",
    aside: true,
    command: () => [node, bin("prettier"), "--check", "--log-level=warn", ...FORMATTED],
  },
  {
    name: "clippy",
    group: "check",
    command: () => ["cargo", "clippy", "--workspace", "--all-targets", "--", "-D", "warnings"],
  },
  { name: "schema", group: "check", command: () => [node, "scripts/gen.mjs", "--check"] },
  { name: "types", group: "check", aside: true, command: () => [node, bin("tsc"), "-p", "ui"] },
  {
    name: "lint",
    group: "check",
    aside: true,
    command: () => [node, bin("eslint"), "--max-warnings=0", "ui/src", "scripts", "tests"],
  },
  {
    name: "rust",
    group: "unit",
    writes: true,
    command: () =>
      hasNextest()
        ? ["cargo", "nextest", "run", "--workspace", "--no-fail-fast"]
        : ["cargo", "test", "--workspace", "--no-fail-fast"],
  },
  {
    name: "ui",
    group: "unit",
    aside: true,
    command: () => [node, bin("vitest"), "run", "--config", "ui/vite.config.ts"],
  },
  { name: "architecture", group: "unit", aside: true, command: () => [node, "--test", "tests/architecture.test.mjs"] },
  { name: "app", group: "e2e", command: () => ["cargo", ...building("vestibule")] },
  // It asks a program that is built as the app is.
  {
    name: "outside",
    group: "unit",
    command: () => [node, "--test", "--test-concurrency=1", ...outside()],
  },
  {
    name: "window",
    group: "e2e",
    needs: "app",
    writes: true,
    command: () => [node, "tests/e2e/run.mjs"],
  },
];

const placeOf = ({ name }) => STEPS.findIndex((step) => step.name === name);

const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1] : null;
const chosen = STEPS.filter((step) => only === null || step.name === only || step.group === only);
if (chosen.length === 0)
  fail(
    `There is no step or group "${only}". Steps: ${STEPS.map((step) => step.name).join(", ")}; groups: check, unit, e2e.`,
  );

const began = performance.now();
checkToolchains();
const needed = ["build"];
if (chosen.some((step) => step.group === "e2e")) needed.push("window");
if (chosen.some((step) => step.name === "outside")) needed.push("outside");
installPackages(needed);
installNodeModules();
buildUi();
const results = [{ name: "set-up", seconds: (performance.now() - began) / 1000, ok: true }];

// Every commit of every test waits for its disk. What tests write lives for seconds, and none of them cuts the power of the
// machine: where there is room, it is kept in memory.
const MEMORY = "/dev/shm";
const ROOM = 1 << 30;
const memory = existsSync(MEMORY) && room(MEMORY) > ROOM ? mkdtempSync(path.join(MEMORY, "vestibule-")) : null;
process.on("exit", () => {
  if (memory === null) return;
  try {
    rmSync(memory, { recursive: true, force: true });
  } catch (error) {
    // Something that is about to end still wrote there. That is no verdict on the tests.
    say(`${memory} is left behind: ${error.message}`);
  }
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

function room(folder) {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Runs a step; what it prints is shown at once, or given back. */
async function take(step, { aside }) {
  if (step.needs !== undefined && results.some((result) => result.name === step.needs && !result.ok)) {
    results.push({ name: step.name, seconds: 0, ok: false });
    return [];
  }
  const [command, ...args] = step.command();
  const parts = [command === node ? "node" : command, ...args];
  const title = `${step.name}: ${parts.map((part) => (path.isAbsolute(part) ? path.relative(ROOT, part) : part)).join(" ")}`;
  if (!aside) say(title);
  const start = performance.now();
  const shown = aside ? "pipe" : "inherit";
  const env = memory !== null && step.writes === true ? { ...process.env, TMPDIR: memory } : process.env;
  const running = spawn(command, args, { cwd: ROOT, env, stdio: ["ignore", shown, shown] });
  const said = [];
  for (const stream of [running.stdout, running.stderr]) stream?.on("data", (chunk) => said.push(chunk));
  const [status] = await once(running, "close").catch((error) => {
    said.push(Buffer.from(`${error.message}\n`));
    return [null];
  });
  results.push({ name: step.name, seconds: (performance.now() - start) / 1000, ok: status === 0 });
  const tell = () => process.stdout.write(Buffer.concat(said));
  if (aside) return [() => say(title), tell];
  tell();
  return [];
}

/** Runs steps one after the other, and others beside them. */
async function takeBeside(steps, others) {
  const waiting = [];
  const tell = () => {
    for (const word of waiting.splice(0)) word();
  };
  let alone = false;
  const beside = (async () => {
    for (const step of others) {
      waiting.push(...(await take(step, { aside: true })));
      if (alone) tell();
    }
  })();
  for (const step of steps) {
    await take(step, { aside: false });
    tell();
  }
  alone = true;
  await beside;
  tell();
}

const aside = chosen.filter((step) => step.aside === true);
const inTurn = chosen.filter((step) => step.aside !== true && step.name !== "window");
if (inTurn.length > 0) await takeBeside(inTurn, aside);
else for (const step of aside) await take(step, { aside: false });
// The windows have the machine for themselves.
for (const step of chosen.filter((step) => step.name === "window")) await take(step, { aside: false });

results.sort((one, other) => placeOf(one) - placeOf(other));
console.log("");
for (const { name, seconds, ok } of results)
  console.log(`  ${ok ? "ok    " : "FAILED"} ${name.padEnd(14)} ${seconds.toFixed(1).padStart(7)} s`);
if (existsSync(path.join(ROOT, "tests/artifacts"))) console.log("  screenshots of the window: tests/artifacts");
const failed = results.filter((result) => !result.ok).length;
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
