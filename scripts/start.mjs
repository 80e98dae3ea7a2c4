// npm start: sets up what is missing, builds, opens the app.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { buildUi, checkToolchains, fail, installNodeModules, installPackages, ROOT, run, say } from "./setup.mjs";

checkToolchains();
installPackages(["build"]);
installNodeModules();
buildUi();
say("building the app (the first time takes some minutes)");
run("cargo", ["build", "--release", "-p", "vestibule", "--features", "custom-protocol"]);
if (process.platform === "linux" && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
  fail(
    "The app is built, but there is no display to open it on. Run npm start in a desktop session (or under xvfb-run).",
  );
}
say("opening Vestibule");
const app = path.join(ROOT, "target/release", process.platform === "win32" ? "vestibule.exe" : "vestibule");
const done = spawnSync(app, process.argv.slice(2), { stdio: "inherit" });
process.exit(done.status ?? 1);
