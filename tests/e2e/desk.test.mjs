// The window and the desk: addresses, new world, two instances, a store that cannot be used, and no network.
import assert from "node:assert/strict";
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import initSqlJs from "sql.js";
import { journey } from "./journey.mjs";

const TABS = ["Passwords", "Authenticator", "Keys", "Token", "Phone", "Mailbox", "Cookies", "Clock", "Settings"];

journey("addresses", async (person) => {
  const leads = async (address, ...pages) => {
    await person.visit(address);
    return person.page(...pages);
  };
  await leads("signin.aws.amazon.com", "sign-in-chooser");
  await leads("HTTPS://SIGNIN.AWS.AMAZON.COM/signin/", "sign-in-chooser");
  await leads("console.aws.amazon.com", "sign-in-chooser");
  await leads("https://anycompany.signin.aws.amazon.com/console", "iam-sign-in");
  await leads("https://no-such-alias.signin.aws.amazon.com/console", "unknown-account");
  for (const nonsense of ["https://example.com", "file:///etc/passwd", "javascript:alert(1)", "☃", "a".repeat(3000)]) {
    await leads("vestibule://start", "start");
    await leads(nonsense, "not-found");
  }
  await person.screenshot("nonsense");
  await person.back();
  await person.page("start");
  await person.press("Forward");
  await person.page("not-found");
  await person.reload();
  await person.page("not-found");
});

journey("desk", async (person) => {
  for (const tab of TABS) {
    await person.desk(tab);
    await person.screenshot(tab.toLowerCase());
    assert.deepEqual(await person.axe(), []);
  }
  await person.desk("Mailbox");
  await person.see("No mail");
  await person.desk("Cookies");
  await person.see("No cookies");
  await person.desk("Clock");
  await person.see("The same as real time");
  await person.fill("Days", "-3", "#desk");
  await person.press("Move", "#desk");
  await person.see("Enter a number of days");
  await person.fill("Days", "35", "#desk");
  await person.press("Move", "#desk");
  await person.see("Ahead of real time by 35 d");
  await person.press("Back to real time");
  await person.see("The same as real time");
});

journey("new world", async (person) => {
  const before = await person.passwordOf("alice");
  await person.signInIam("anycompany", "alice", before);
  await person.page("console-home");
  await person.desk("Settings");
  await person.press("New world", "#desk");
  await person.screenshot("asking");
  await person.press("Cancel", "[role=dialog]");
  await person.reload();
  await person.page("console-home");
  await person.desk("Settings");
  await person.press("New world", "#desk");
  await person.press("Forget this world", "[role=dialog]");
  await person.page("start");
  await person.visit("https://console.aws.amazon.com/console/home");
  await person.page("sign-in-chooser");
  const after = await person.passwordOf("alice");
  assert.notEqual(after, before);
  await person.closeDesk();
  await person.signInIam("anycompany", "alice", before);
  await person.refused("AUTHENTICATION_FAILED");
  await person.signInIam("anycompany", "alice", after);
  await person.page("console-home");
});

journey("second start", async (person) => {
  const { status } = await person.window.startAgain();
  assert.equal(status, 0);
  await person.see("Vestibule is open already");
  await person.screenshot("raised");
});

journey(
  "second start before the first has a page",
  async (person) => {
    const lock = path.join(person.folder, "instance.lock");
    await person.start(async (window) => {
      await window.until(() => isLocked(lock), "the first start to take the folder");
      assert.equal((await window.startAgain()).status, 0);
    });
    await person.see("Vestibule is open already");
    assert.ok(!existsSync(path.join(person.folder, "raise")), "it is not told again");
  },
  { start: false },
);

journey("no network", async (person) => {
  // Without the driver, whose own socket is in the app's process.
  await person.window.close();
  const app = person.window.startAlone();
  try {
    const web = await person.window.until(() => childOf(app.pid, "WebKitWebProcess"), "the web process");
    const sockets = new Set(
      [String(app.pid), web].flatMap((pid) =>
        readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
          const socket = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1];
          return socket === undefined ? [] : [socket];
        }),
      ),
    );
    assert.ok(sockets.size > 0, "it talks to the screen at least");
    const open = ["tcp", "tcp6", "udp", "udp6"].flatMap((kind) =>
      (existsSync(`/proc/net/${kind}`) ? readFileSync(`/proc/net/${kind}`, "utf8").split("\n").slice(1) : [])
        .map((line) => line.trim().split(/\s+/))
        .filter((parts) => sockets.has(parts[9])),
    );
    assert.deepEqual(open, []);
  } finally {
    await person.window.closeAlone(app);
  }
});

for (const [name, damage, code, words] of [
  ["corrupt store", (file) => writeFileSync(file, "this is no database".repeat(500)), "STORE_CORRUPT", "is damaged"],
  ["newer store", newer, "STORE_NEWER", "from a newer version"],
])
  journey(name, async (person) => {
    const file = path.join(person.folder, "identity.db");
    const good = path.join(person.folder, "good.db");
    await person.window.close();
    copyFileSync(file, good);
    for (const beside of ["-wal", "-shm"]) rmSync(file + beside, { force: true });
    await damage(file);
    const damaged = readFileSync(file);
    await person.start();
    assert.equal(await person.page("store-error"), "store-error");
    await person.see(code);
    await person.see(words);
    await person.screenshot("page");
    assert.deepEqual(await person.axe(), []);
    assert.deepEqual(readFileSync(file), damaged, "the damaged file is untouched");

    // Mended from outside, it opens without a restart.
    copyFileSync(good, file);
    await person.press("Try again");
    await person.page("start");
    await person.window.close();

    // Put aside, it is kept, and a new world takes its place.
    for (const beside of ["-wal", "-shm"]) rmSync(file + beside, { force: true });
    await damage(file);
    const kept = statSync(file).size;
    await person.start();
    await person.press("Put it aside and start over");
    await person.press("Start over", "[role=dialog]");
    await person.page("start");
    assert.ok(
      readdirSync(person.folder, { recursive: true }).some(
        (entry) =>
          /identity/.test(entry) && entry !== "identity.db" && sizeOf(path.join(person.folder, entry)) === kept,
      ),
      "the old file is kept",
    );
    await person.fillFor("alice");
    await person.page("iam-sign-in");
    await person.filled("Password");
    await person.closeDesk();
    await person.press("Sign in");
    await person.page("console-home");
  });

journey("store that went back in time", async (person) => {
  const file = path.join(person.folder, "identity.db");
  const older = path.join(person.folder, "older.db");
  await person.window.close();
  copyFileSync(file, older);
  await person.start();
  await person.fillFor("alice");
  await person.page("iam-sign-in");
  await person.filled("Password");
  await person.closeDesk();
  await person.press("Sign in");
  await person.page("console-home");
  await person.window.close();

  for (const beside of ["-wal", "-shm"]) rmSync(file + beside, { force: true });
  copyFileSync(older, file);
  await person.start();
  assert.equal(await person.page("store-error"), "store-error");
  for (const words of ["STORE_ROLLED_BACK", "went back in time", "left to wait"]) await person.see(words);
  await person.screenshot("page");
  assert.deepEqual(await person.axe(), []);
  await person.press("Try again");
  await person.see("It still cannot be used.");

  // Only who gives all sessions and codes up goes on at once, and a restart finds nothing to complain of.
  await person.press("Continue now");
  await person.press("Give them up and continue", "[role=dialog]");
  await person.page("start");
  await person.fillFor("alice");
  await person.page("iam-sign-in");
  await person.filled("Password");
  await person.closeDesk();
  await person.press("Sign in");
  await person.page("console-home");
  await person.restart();
  await person.page("start");
});

/** Leaves the mark of a migration that this version does not know. */
async function newer(file) {
  const { Database } = await initSqlJs();
  const database = new Database(readFileSync(file));
  database.run(
    "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'later', 1, x'00', 0)",
  );
  writeFileSync(file, database.export());
}

function sizeOf(file) {
  return statSync(file).size;
}

function linkOf(file) {
  try {
    return readlinkSync(file);
  } catch {
    return "";
  }
}

/** Whether a process keeps others out of a file. */
function isLocked(file) {
  const inode = existsSync(file) ? statSync(file).ino : 0;
  return new RegExp(`FLOCK .*:${inode} `).test(readFileSync("/proc/locks", "utf8"));
}

/** The child of a process with this name, or its child's. */
function childOf(parent, name) {
  return readdirSync("/proc").find((pid) => {
    try {
      const [, comm, , ppid] = /^\d+ \((.*)\) (\S) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"));
      return (
        name.startsWith(comm) &&
        (Number(ppid) === parent || readFileSync(`/proc/${ppid}/stat`, "utf8").includes(` ${parent} `))
      );
    } catch {
      return false;
    }
  });
}
