// npm test: installs what is missing, then runs everything there is to run. --only <step or group> runs a part.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import {
  bin,
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
const hasNextest = () => output("cargo", ["nextest", "--version"]) !== null;

const STEPS = [
  { name: "fmt", group: "check", command: () => ["cargo", "fmt", "--all", "--check"] },
  {
    name: "format",
    group: "check",
    command: () => [node, bin("prettier"), "--check", "--log-level=warn", ...FORMATTED],
  },
  {
    name: "clippy",
    group: "check",
    command: () => ["cargo", "clippy", "--workspace", "--all-targets", "--", "-D", "warnings"],
  },
  { name: "schema", group: "check", command: () => [node, "scripts/gen.mjs", "--check"] },
  { name: "types", group: "check", command: () => [node, bin("tsc"), "-p", "ui"] },
  {
    name: "lint",
    group: "check",
    command: () => [node, bin("eslint"), "--max-warnings=0", "ui/src", "scripts", "tests"],
  },
  {
    name: "rust",
    group: "unit",
    command: () =>
      hasNextest()
        ? ["cargo", "nextest", "run", "--workspace", "--no-fail-fast"]
        : ["cargo", "test", "--workspace", "--no-fail-fast"],
  },
  { name: "ui", group: "unit", command: () => [node, bin("vitest"), "run", "--config", "ui/vite.config.ts"] },
  { name: "architecture", group: "unit", command: () => [node, "--test", "tests/architecture.test.mjs"] },
  // The same profile as the tests: only the last crate is compiled again, with the page inside.
  { name: "app", group: "e2e", command: () => ["cargo", "build", "-p", "vestibule", "--features", "custom-protocol"] },
  {
    name: "window",
    group: "e2e",
    needs: "app",
    command: () => [node, "tests/e2e/run.mjs"],
  },
];

const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1] : null;
const chosen = STEPS.filter((step) => only === null || step.name === only || step.group === only);
if (chosen.length === 0)
  fail(
    `There is no step or group "${only}". Steps: ${STEPS.map((step) => step.name).join(", ")}; groups: check, unit, e2e.`,
  );

const began = performance.now();
checkToolchains();
installPackages(chosen.some((step) => step.group === "e2e") ? ["build", "window"] : ["build"]);
installNodeModules();
buildUi();
const results = [{ name: "set-up", seconds: (performance.now() - began) / 1000, ok: true }];
for (const step of chosen) {
  if (step.needs !== undefined && results.some((result) => result.name === step.needs && !result.ok)) {
    results.push({ name: step.name, seconds: 0, ok: false });
    continue;
  }
  const [command, ...args] = step.command();
  say(
    `${step.name}: ${[command === node ? "node" : command, ...args].map((part) => (path.isAbsolute(part) ? path.relative(ROOT, part) : part)).join(" ")}`,
  );
  const start = performance.now();
  const done = spawnSync(command, args, { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"] });
  results.push({ name: step.name, seconds: (performance.now() - start) / 1000, ok: done.status === 0 });
}

console.log("");
for (const { name, seconds, ok } of results)
  console.log(`  ${ok ? "ok    " : "FAILED"} ${name.padEnd(14)} ${seconds.toFixed(1).padStart(7)} s`);
if (existsSync(path.join(ROOT, "tests/artifacts"))) console.log("  screenshots of the window: tests/artifacts");
const failed = results.filter((result) => !result.ok).length;
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
