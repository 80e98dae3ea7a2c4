// npm run gen: the front end's types from the core's own description of its API. With --check, only compares.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { bin, building, fail, output, program, ROOT, run, say } from "./setup.mjs";

const target = path.join(ROOT, "ui/src/api/schema.ts");
run("cargo", [...building("openapi"), "--quiet"]);
const description = output(program("openapi"), []);
if (description === null) fail("The core could not describe its API.");
const input = path.join(ROOT, "target/openapi.json");
const made = path.join(ROOT, "target/schema.ts");
mkdirSync(path.dirname(input), { recursive: true });
writeFileSync(input, description);
if (output(process.execPath, [bin("openapi-typescript"), input, "-o", made]) === null)
  fail("The types could not be generated.");
const fresh = readFileSync(made, "utf8");
rmSync(made);
if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== fresh) fail("ui/src/api/schema.ts is out of date: npm run gen");
  say("ui/src/api/schema.ts is up to date");
} else {
  writeFileSync(target, fresh);
  say("wrote ui/src/api/schema.ts");
}
