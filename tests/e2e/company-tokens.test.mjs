// Ways into AWS without a SAML response: a build job and a contractor by their ID tokens, and the identity broker's link,
// in, out, used and expired.
import assert from "node:assert/strict";
import { COMPANY, companyCode, companyPassword, openTile, signInAtCompany, turnFault } from "./company.mjs";
import { fillTwoCodes, scan } from "./factors.mjs";
import { journey } from "./journey.mjs";

const RUNS = "[data-testid=build-runs]";
const LEFT = "[data-testid=broker-left]";

journey("company builds", async (person) => {
  await signInAtCompany(person, "hugo");
  await openTile(person, "builds");
  await person.page("company-builds");
  // The main branch gets its role; somebody's branch is not trusted.
  await person.press("Run shop, main branch");
  await person.see("Got the role: arn:aws:sts::");
  assert.match(await person.text(RUNS), /assumed-role\/CompanyBuild\/shop-main/);
  await person.press("Run shop, somebody's branch");
  await person.see("AccessDenied: ");
  await person.screenshot("runs");
  // A token with a fault gets nothing.
  await turnFault(person, "token-audience", true);
  await person.visit(`${COMPANY}/builds`);
  await person.page("company-builds");
  await person.press("Run shop, main branch");
  await person.see("InvalidIdentityToken: ");
  // One key follows another, and the role is got again.
  await turnFault(person, "token-audience", false);
  await person.visit(`${COMPANY}/admin/oidc`);
  await person.page("company-oidc");
  await person.press("Add the next key", "#page");
  await person.press("Add", "[role=dialog]");
  await person.gone("[role=dialog]");
  await person.press("Let the key", "#page");
  await person.see("Old: published, signs nothing any more");
  await person.visit(`${COMPANY}/builds`);
  await person.page("company-builds");
  await person.settled();
  const before = (await person.text(RUNS)).split("Got the role").length;
  await person.press("Run shop, main branch");
  await person.window.until(
    async () => (await person.text(RUNS)).split("Got the role").length > before,
    "a run that got its role",
  );
});

journey("company contractor", async (person) => {
  await companyPassword(person, "gita");
  await person.page("company-enrol");
  await fillTwoCodes(person, await scan(person));
  await person.closeDesk();
  await person.press("Set it up and sign in", "#page");
  await person.page("company-portal");
  await openTile(person, "web-identity");
  await person.page("company-contractor");
  await person.press("Get an ID token", "#page");
  assert.match(await person.appears("[data-testid=id-token-claims]"), /"sub": "gita"/);
  await person.press("Get credentials", "#page");
  assert.match(await person.appears("[data-testid=contractor-credentials]"), /assumed-role\/CompanyContractor\/gita/);
  await person.screenshot("credentials");
  const role = await person.value("Role ARN");
  await person.fill("Role ARN", role.replace("CompanyContractor", "CompanyBuild"));
  await person.press("Get credentials", "#page");
  assert.match(await person.refused("REMOTE_REFUSED"), /AccessDenied/);
  await person.gone("[data-testid=contractor-credentials]");
});

journey("an application at the company", async (person) => {
  const callback = "https://wiki.anycompany.example/callback";
  const asks = new URLSearchParams({
    response_type: "code",
    client_id: "wiki",
    redirect_uri: callback,
    scope: "openid",
    state: "mine",
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    code_challenge_method: "S256",
  });
  const ask = (prompt) => person.visit(`${COMPANY}/oauth/authorize?${asks}${prompt}`);
  const told = async () => {
    await person.page("not-found");
    const address = new URL(await person.address());
    assert.ok(address.href.startsWith(callback), address.href);
    assert.equal(address.searchParams.get("state"), "mine");
    return address.searchParams;
  };
  // Nobody is in, and nobody may be asked.
  await ask("&prompt=none");
  assert.equal((await told()).get("error"), "login_required");
  // Whoever signs in is sent back with a code; whoever is in already is not asked.
  await ask("");
  await companyPassword(person, "carla");
  await companyCode(person, "carla");
  assert.ok((await told()).get("code"));
  await ask("&prompt=none");
  assert.ok((await told()).get("code"));
  // Unless the application wants it: then somebody else may sign in, and is who is in.
  await ask("&prompt=login");
  await person.page("company-user-name");
  await person.screenshot("afresh");
  await companyPassword(person, "hugo");
  await companyCode(person, "hugo");
  assert.ok((await told()).get("code"));
  await person.visit(`${COMPANY}/`);
  await person.page("company-portal");
  await person.see("hugo@anycompany.example");
});

journey("company broker", async (person) => {
  await signInAtCompany(person, "hugo");
  await openTile(person, "broker");
  await person.page("company-broker");
  await person.press("Build a link", "#page");
  assert.match(await person.appears(LEFT), /works once, for another 1[45] min/);
  const link = (await person.text("[data-testid=broker-address]")).trim();
  await person.screenshot("link");
  await person.press("Open the console", "#page");
  await person.page("console-home");
  assert.match(await person.appears("[data-testid=account-menu]"), /CompanyBroker\/hugo/);
  // Out again leads back to who built the link.
  await person.fromAccountMenu("Sign out");
  assert.equal(await person.page("company-broker", "federated-end"), "company-broker");
  assert.equal(await person.address(), `${COMPANY}/broker`);
  // It works once.
  await person.visit(link);
  await person.page("federation");
  await person.refused("SIGN_IN_TOKEN_INVALID");
  await person.screenshot("used");
  // And for a quarter of an hour.
  await person.visit(`${COMPANY}/broker`);
  await person.page("company-broker");
  await person.press("Build a link", "#page");
  await person.appears(LEFT);
  await person.moveClock("15 minutes");
  await person.see("The link has expired.");
  await person.closeDesk();
  await person.press("Open the console", "#page");
  await person.page("federation");
  await person.refused("SIGN_IN_TOKEN_INVALID");
});
