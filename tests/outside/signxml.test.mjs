// signxml, a verifier that is none of ours, is asked about the corpus of SAML responses. The corpus is what our signing side
// makes (a test of the crate holds it against that), and its file names are our gate's verdicts.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { ROOT } from "../../scripts/setup.mjs";
import { python } from "./python.mjs";

const CORPUS = path.join(ROOT, "crates/saml/tests/corpus");
const FOLDER = path.join(CORPUS, "responses");

// Our refusals that are about the document and its signature: a signature that does not hold for anybody.
const OF_THE_SIGNATURE = [
  "algorithm",
  "digest",
  "encrypted",
  "not-signed",
  "not-utf8",
  "not-xml",
  "signature",
  "signature-shape",
  "untrusted-key",
  "weak-key",
];
// Where the two may differ, as we ask for more: signxml finds the signature wherever it stands and gives back what it covers.
const STRICTER = ["refused.signature-shape.the-signature-moved-to-the-response.xml"];

// It reads XML; base64 and forms are the program's.
const files = readdirSync(FOLDER)
  .filter((name) => !["accepted.base64.xml", "accepted.form.xml"].includes(name))
  .map((name) => ({ name, file: path.join(FOLDER, name), code: name.split(".")[1] }));
const answers = python("signxml_verify.py", [path.join(CORPUS, "metadata.xml"), ...files.map(({ file }) => file)]);

test("what we sign, it verifies, and reads the same name", () => {
  const accepted = files.filter(({ name }) => name.startsWith("accepted."));
  assert.ok(accepted.length >= 10);
  for (const { name, file } of accepted) {
    const { holds, element, name: subject } = answers[file];
    assert.ok(holds, `${name}: ${JSON.stringify(answers[file])}`);
    assert.match(subject, /^mary(@anycompany\.example)?$/, name);
    if (name.includes("-both") || name.includes("-response")) assert.equal(element, "Response", name);
    else assert.equal(element, "Assertion", name);
  }
  for (const algorithm of ["ecdsa", "rsa"])
    for (const signed of ["assertion", "response", "both"])
      assert.ok(accepted.some(({ name }) => name === `accepted.${algorithm}-${signed}.xml`));
});

test("a signature that we refuse, it refuses", () => {
  const refused = files.filter(({ name, code }) => name.startsWith("refused.") && OF_THE_SIGNATURE.includes(code));
  assert.ok(refused.length >= 40);
  const different = refused.filter(({ file }) => answers[file].holds).map(({ name }) => name);
  assert.deepEqual(different, STRICTER);
});

test("what it refuses, we refuse", () => {
  const different = files.filter(({ name, file }) => !answers[file].holds && !name.startsWith("refused."));
  assert.deepEqual(different, []);
});

test("nobody finds the forged name under a signature", () => {
  for (const { name, file } of files) if (answers[file].holds) assert.match(answers[file].name, /^mary/, name);
});
