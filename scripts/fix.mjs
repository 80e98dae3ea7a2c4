// npm run fix: formatting, generated types, what the linter can mend.
import { bin, checkToolchains, FORMATTED, installNodeModules, run } from "./setup.mjs";

checkToolchains();
installNodeModules();
run("cargo", ["fmt", "--all"]);
run(process.execPath, ["scripts/gen.mjs"]);
run(process.execPath, [bin("prettier"), "--write", "--log-level=warn", ...FORMATTED]);
run(process.execPath, [bin("eslint"), "--fix", "ui/src", "scripts", "tests"]);
