// npm run fuzz -- [iterations] [seed]: fuzzers of the policy engine and of the gate for SAML responses, the same for the same
// seed. Stable Rust is enough.
import { checkToolchains, installPackages, run, say } from "./setup.mjs";

const [iterations = "100000", seed = "1"] = process.argv.slice(2);
checkToolchains();
installPackages(["build"]);
for (const [what, crate] of [
  ["the policy engine", "vestibule-policy"],
  ["the gate for SAML responses", "vestibule-saml"],
]) {
  say(`fuzzing ${what}: ${iterations} inputs, seed ${seed}`);
  run("cargo", ["run", "-q", "--release", "-p", crate, "--example", "fuzz", "--", iterations, seed]);
}
