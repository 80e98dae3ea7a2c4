// npm run dev: the development server and the app beside it; both stop together.
import { spawn } from "node:child_process";
import { bin, checkToolchains, installNodeModules, installPackages, ROOT } from "./setup.mjs";

checkToolchains();
installPackages(["build"]);
installNodeModules();
const start = (command, args) => spawn(command, args, { cwd: ROOT, stdio: "inherit" });
const both = [
  start(process.execPath, [bin("vite"), "--config", "ui/vite.config.ts"]),
  start("cargo", ["run", "-p", "vestibule"]),
];
for (const one of both) {
  one.once("exit", (code) => {
    for (const other of both) other.kill();
    process.exitCode ??= code ?? 0;
  });
}
