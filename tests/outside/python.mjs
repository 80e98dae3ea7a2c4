// Programs in Python that are none of ours, in an environment of their own under target/.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { output, ROOT } from "../../scripts/setup.mjs";

const FOLDER = path.join(ROOT, "target/outside");
const REQUIREMENTS = path.join(ROOT, "tests/outside/requirements.txt");
const PYTHON = path.join(FOLDER, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");

/** Makes the environment when what it needs has changed. Says why it cannot be made. */
function prepare() {
  const stamp = path.join(FOLDER, "vestibule-stamp");
  // An environment is for the Python that made it: after an upgrade of the system, it has no packages.
  const version = output("python3", ["--version"]) ?? "none";
  const wanted = createHash("sha256").update(readFileSync(REQUIREMENTS)).update(version).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  rmSync(FOLDER, { recursive: true, force: true });
  must("python3", ["-m", "venv", FOLDER], "Python 3 with its module venv is needed (Debian and Ubuntu: python3-venv)");
  must(
    PYTHON,
    ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "2", "-r", REQUIREMENTS],
    "pip could not install the outside verifiers. They come from the Python package index: is there a network?",
  );
  writeFileSync(stamp, wanted);
}

function must(command, args, words) {
  const done = spawnSync(command, args, { cwd: ROOT, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`${words}\n${done.error?.message ?? done.stderr}`);
  return done.stdout;
}

/** What a script of this folder prints, as JSON. */
export function python(script, args) {
  prepare();
  const printed = must(PYTHON, ["-B", path.join(ROOT, "tests/outside", script), ...args], `${script} failed`);
  return JSON.parse(printed);
}
