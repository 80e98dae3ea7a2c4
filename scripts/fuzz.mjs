// npm run fuzz -- [iterations] [seed]: a fuzzer of the policy engine, the same for the same seed. Stable Rust is enough.
import { checkToolchains, installPackages, run, say } from "./setup.mjs";

const [iterations = "100000", seed = "1"] = process.argv.slice(2);
checkToolchains();
installPackages(["build"]);
say(`fuzzing the policy engine: ${iterations} inputs, seed ${seed}`);
run("cargo", ["run", "-q", "--release", "-p", "vestibule-policy", "--example", "fuzz", "--", iterations, seed]);
