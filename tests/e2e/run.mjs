// All journeys, in several windows at a time: each file is a process with a screen of its own, each journey has its own
// driver and data folder. Files given as arguments are all that is run then.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { run } from "node:test";
import { tap } from "node:test/reporters";
import { fileURLToPath } from "node:url";
import { stopScreen, Window } from "./driver.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const WINDOWS = Number(process.env.VESTIBULE_E2E_WINDOWS ?? Math.min(Math.max(os.availableParallelism(), 2), 4));
// Only ends what hangs.
const TIMEOUT = 30 * 60_000;

/** The longest files begin, so that no window works alone at the end. A walk through every look is made four times. */
function weight(file) {
  const text = readFileSync(file, "utf8");
  return text.length * (text.includes("everyLook(") ? 4 : 1);
}

const asked = process.argv.slice(2).map((file) => path.resolve(file));
const all = readdirSync(HERE)
  .filter((name) => name.endsWith(".test.mjs"))
  .map((name) => path.join(HERE, name));
const files = (asked.length > 0 ? asked : all).toSorted((one, other) => weight(other) - weight(one));

/** Opens the app for the first time and closes it again. */
async function firstStart(folder) {
  const window = await Window.open({ folder });
  await window.until(
    () => window.run("function () { return document.querySelector('[data-testid=page-start]') !== null }"),
    "the first start",
  );
  await window.close();
  // What the web engine keeps there is its own.
  rmSync(path.join(folder, "webview"), { recursive: true, force: true });
}

const world = mkdtempSync(path.join(os.tmpdir(), "vestibule-world-"));
process.on("exit", () => rmSync(world, { recursive: true, force: true }));
await firstStart(world).finally(stopScreen);
process.env.VESTIBULE_E2E_WORLD = world;
// No journey lasts long enough to get back what the optimizing compilers of the web engine take.
process.env.JSC_useDFGJIT ??= "0";

const results = run({ files, concurrency: WINDOWS, timeout: TIMEOUT });
results.on("test:fail", () => {
  process.exitCode = 1;
});
results.compose(tap).pipe(process.stdout);
