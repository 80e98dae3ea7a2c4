// The house rules that a compiler does not know: who may import whom, and what no product code may touch.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { ROOT } from "../scripts/setup.mjs";

const MAY_IMPORT = {
  "vestibule-identity": [],
  "vestibule-policy": [],
  "vestibule-credentials": ["identity"],
  "vestibule-saml": [],
  "vestibule-store": ["identity"],
  "vestibule-service": ["identity", "policy", "credentials", "saml", "store"],
  "vestibule-company": ["identity", "credentials", "saml"],
  "vestibule-desk": ["identity", "credentials"],
  "vestibule-web": ["identity", "credentials", "service", "company", "desk"],
  vestibule: ["web"],
};
const NEVER = {
  "vestibule-identity": ["tokio", "sqlx", "axum", "tauri", "getrandom", "rand"],
  "vestibule-policy": ["tokio", "sqlx", "axum", "tauri", "getrandom", "rand"],
  "vestibule-credentials": ["sqlx", "axum", "tauri", "tokio"],
  "vestibule-saml": ["tokio", "sqlx", "axum", "tauri", "getrandom", "rand"],
  "vestibule-store": ["axum", "tauri"],
  "vestibule-service": ["axum", "tauri", "sqlx"],
  "vestibule-company": ["axum", "tauri"],
  "vestibule-desk": ["axum", "tauri"],
  "vestibule-web": ["sqlx", "tauri"],
  vestibule: ["sqlx", "axum"],
};

const metadata = JSON.parse(
  execFileSync("cargo", ["metadata", "--format-version", "1", "--no-deps"], { cwd: ROOT, maxBuffer: 1 << 26 }),
);

function files(folder, endings) {
  return readdirSync(path.join(ROOT, folder)).flatMap((name) => {
    const file = path.join(folder, name);
    if (statSync(path.join(ROOT, file)).isDirectory())
      return ["dist", "gen", "target"].includes(name) ? [] : files(file, endings);
    return endings.some((ending) => name.endsWith(ending)) ? [file] : [];
  });
}

const read = (file) => readFileSync(path.join(ROOT, file), "utf8");

test("every crate is in the table", () => {
  assert.deepEqual(metadata.packages.map((one) => one.name).sort(), Object.keys(MAY_IMPORT).sort());
});

for (const { name, dependencies } of metadata.packages) {
  test(`${name} imports only what it may`, () => {
    const product = dependencies.filter((one) => one.kind === null).map((one) => one.name);
    const own = product.filter((one) => one.startsWith("vestibule-")).map((one) => one.slice("vestibule-".length));
    assert.deepEqual(
      own.filter((one) => !MAY_IMPORT[name].includes(one)),
      [],
    );
    assert.deepEqual(
      product.filter((one) => NEVER[name].includes(one)),
      [],
    );
  });
}

test("only the host folder talks to Tauri", () => {
  const guilty = files("ui/src", [".ts", ".tsx"]).filter((file) => read(file).includes("@tauri-apps/"));
  // The folder's own tests stand in for the shell.
  assert.deepEqual(guilty, ["ui/src/host/desktop.ts", "ui/src/host/host.test.ts"]);
});

test("nothing in the product opens a socket or fetches", () => {
  const rust = [...files("crates", [".rs"]), ...files("src-tauri/src", [".rs"])].filter(
    (file) => !/tests?[./]/.test(file),
  );
  assert.deepEqual(
    rust.filter((file) => /Tcp(Listener|Stream)|UdpSocket|UnixListener|reqwest/.test(read(file))),
    [],
  );
  const pages = files("ui/src", [".ts", ".tsx"]).filter(
    (file) => !file.startsWith("ui/src/host/") && !/\.test\./.test(file),
  );
  assert.deepEqual(
    pages.filter((file) => /\b(fetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon)/.test(read(file))),
    [],
  );
});

test("the window's security settings are exactly these", () => {
  const { app } = JSON.parse(read("src-tauri/tauri.conf.json"));
  assert.deepEqual(app, {
    withGlobalTauri: false,
    windows: [],
    security: {
      freezePrototype: true,
      capabilities: ["main"],
      csp: "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; connect-src 'self' ipc: http://ipc.localhost; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
    },
  });
  assert.deepEqual(readdirSync(path.join(ROOT, "src-tauri/capabilities")), ["main.json"]);
  const { windows, permissions, remote } = JSON.parse(read("src-tauri/capabilities/main.json"));
  assert.deepEqual(
    { windows, permissions, remote },
    {
      windows: ["main"],
      permissions: ["allow-request", "core:event:allow-emit", "core:event:allow-listen", "core:event:allow-unlisten"],
      remote: undefined,
    },
  );
});

test("the pages offer the regions that the core knows", () => {
  const regions = (file, quoted) => [...read(file).matchAll(quoted)].map(([, region]) => region);
  assert.deepEqual(
    regions("ui/src/browser/regions.ts", /^ {2}"([a-z0-9-]+)":/gm),
    regions("crates/identity/src/event/region.rs", /^ {4}"([a-z0-9-]+)",$/gm),
  );
});

test("no room is crowded", () => {
  const all = [
    ...files("crates", [".rs"]),
    ...files("src-tauri/src", [".rs"]),
    ...files("ui/src", [".ts", ".tsx"]),
    ...files("scripts", [".mjs"]),
    ...files("tests", [".mjs"]),
  ];
  const crowded = all.filter(
    (file) => file !== "ui/src/api/schema.ts" && !/tests?\b.*\.rs$/.test(file) && read(file).split("\n").length > 500,
  );
  assert.deepEqual(crowded, []);
});
