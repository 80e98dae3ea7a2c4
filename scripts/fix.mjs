// npm run fix: formatting, generated types, what the linter can mend.
import { bin, checkToolchains, installNodeModules, run } from "./setup.mjs";

checkToolchains();
installNodeModules();
run("cargo", ["fmt", "--all"]);
run(process.execPath, ["scripts/gen.mjs"]);
run(process.execPath, [
  bin("prettier"),
  "--write",
  "--log-level=warn",
  "ui/src",
  "!ui/src/api/schema.ts",
  "scripts",
  "tests/**/*.mjs",
  "ui/*.{ts,mjs}",
]);
run(process.execPath, [bin("eslint"), "--fix", "ui/src", "scripts", "tests"]);
