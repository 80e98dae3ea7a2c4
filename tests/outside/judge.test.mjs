// Responses by signers in Python that are none of ours, in the shapes of real products, are judged by the program that is there
// for files of others: every right one is accepted, every wrong one refused by its name.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import test, { after } from "node:test";
import { building, program, run } from "../../scripts/setup.mjs";
import { python } from "./python.mjs";

const AT = "2026-11-18T11:06:50Z";
const FOLDER = mkdtempSync(path.join(tmpdir(), "vestibule-outside-"));
after(() => rmSync(FOLDER, { recursive: true, force: true }));

run("cargo", [...building("vestibule-headless"), "--quiet"]);
const PROGRAM = program("vestibule-headless");

python("write_responses.py", [FOLDER, AT]);
const RESPONSES = path.join(FOLDER, "responses");
const PROVIDERS = path.join(FOLDER, "providers");
const providers = (begins) => readdirSync(PROVIDERS).filter((name) => name.startsWith(begins));

function judge(provider, files, ...more) {
  const args = ["saml-judge", path.join(PROVIDERS, provider), ...files, "--at", AT, ...more];
  const { status, stdout, stderr } = spawnSync(PROGRAM, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  return { status, stderr, lines: stdout.split("\n").filter((line) => line !== "") };
}

/** File names with what is said of them. */
function verdicts({ lines }) {
  return lines.map((line) => {
    const end = line.indexOf(": ");
    return [path.basename(line.slice(0, end)), line.slice(end + 2)];
  });
}

const all = judge("all.xml", [RESPONSES]);

test("every right response is accepted and every wrong one is refused by its name", () => {
  assert.deepEqual([all.status, all.stderr], [0, ""]);
  const files = readdirSync(RESPONSES);
  assert.equal(all.lines.length, files.length);
  assert.ok(files.filter((name) => name.startsWith("accepted.")).length > 130);
  assert.ok(files.filter((name) => name.startsWith("refused.")).length > 50);
  const wrong = verdicts(all).filter(([name, words]) => {
    const [verdict, code] = name.split(".");
    if (verdict === "accepted") return words !== "accepted mary@outside.example";
    return !words.startsWith(`refused ${code}: `);
  });
  assert.deepEqual(wrong, []);
});

test("an algorithm that is not allowed is named", () => {
  const said = new Map(verdicts(all));
  for (const [name, algorithm] of [
    ["rsa-sha384", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384"],
    ["rsa-sha512", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"],
    ["ecdsa-sha512", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512"],
    ["p-384", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384"],
    ["rsa-sha1", "http://www.w3.org/2000/09/xmldsig#rsa-sha1"],
    ["pss", "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"],
    ["digest-sha512", "http://www.w3.org/2001/04/xmlenc#sha512"],
    ["digest-sha1", "http://www.w3.org/2000/09/xmldsig#sha1"],
    ["c14n", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"],
  ])
    assert.equal(
      said.get(`refused.algorithm.${name}.xml`),
      `refused algorithm: the algorithm ${algorithm} is not allowed`,
    );
});

test("JSON says the same, a line a file", () => {
  const { status, lines } = judge("all.xml", [RESPONSES], "--json");
  assert.equal(status, 0);
  const said = lines
    .map((line) => JSON.parse(line))
    .map(({ file, verdict, name_id, refusal }) => {
      const words = verdict === "accepted" ? `accepted ${name_id}` : `refused ${refusal.code}: ${refusal.words}`;
      return [path.basename(file), words];
    });
  // Lines for people write out what would move the cursor.
  const plain = ([name, words]) => [name, words.replace(/\\u\{.*?\}/g, "")];
  assert.deepEqual(said.map(plain), verdicts(all).map(plain));
});

const file = (name) => path.join(RESPONSES, `accepted.${name}.xml`);

test("metadata and certificates are read as people have them", () => {
  for (const provider of [...providers("all"), ...providers("one")]) {
    const rsa = judge(provider, [file("xmlsec-rsa-2048-both")]);
    assert.deepEqual([rsa.status, rsa.stderr], [0, ""], provider);
    assert.match(rsa.lines[0], /: accepted mary@outside\.example$/, provider);
    const [ecdsa] = judge(provider, [file("signxml-p-256-assertion")]).lines;
    if (provider.startsWith("all")) assert.match(ecdsa, /: accepted mary/, provider);
    else assert.match(ecdsa, /: refused untrusted-key: /, provider);
    // Metadata knows the issuer, a certificate does not.
    const [other] = judge(provider, [path.join(RESPONSES, "refused.issuer.another-issuer.xml")]).lines;
    assert.match(other, provider.endsWith(".xml") ? /: refused issuer: / : /: accepted mary/, provider);
  }
  assert.ok(providers("all").length >= 13 && providers("one").length >= 9);
});

test("what a short key signed is refused for that", () => {
  const [weak] = providers("weak");
  for (const response of [file("declaration"), path.join(RESPONSES, "refused.weak-key.rsa-1024.xml")]) {
    const { status, lines } = judge(weak, [response]);
    assert.equal(status, 0);
    assert.match(lines[0], /: refused weak-key: /);
  }
});

test("what cannot be used is said", () => {
  const unusable = providers("unusable");
  assert.ok(unusable.length >= 7);
  for (const provider of unusable) {
    const { status, lines, stderr } = judge(provider, [file("declaration")]);
    assert.deepEqual([status, lines], [2, []], provider);
    assert.match(stderr, / cannot be used: /, provider);
  }
});
