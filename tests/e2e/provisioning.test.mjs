// The company's administrator provisions people to IAM Identity Center: with the endpoint and the token that AWS gave, by
// hand and after each change; what AWS refuses is said, and what came is looked after at the company.
import assert from "node:assert/strict";
import { CENTER, changeSource, enableProvisioning } from "./center.mjs";
import { COMPANY, signInAtCompany } from "./company.mjs";
import { journey } from "./journey.mjs";

const CARLA = "carla@anycompany.example";

/** The page of provisioning, as it is now. */
async function toProvisioning(person) {
  await person.visit(`${COMPANY}/admin/provisioning`);
  await person.page("company-provisioning");
  await person.settled();
}

/** How it went for somebody, as the page says it. */
function went(person, name) {
  return person.window.run(
    `function (name) {
      const row = [...document.querySelectorAll("#page tbody tr")].find((one) => one.innerText.includes(name));
      return row?.innerText.replace(/\\s+/g, " ") ?? null;
    }`,
    name,
  );
}

async function goes(person, name, words) {
  await person.window.until(async () => (await went(person, name))?.includes(words), `${name}: ${words}`);
}

/** A person's page at the company. */
async function toCarla(person) {
  await person.visit(`${COMPANY}/admin/people`);
  await person.page("company-people");
  await person.follow("carla", "#page");
  await person.page("company-person");
}

/** The list of users in AWS. */
async function toUsers(person) {
  await person.visit(`${CENTER}/users`);
  await person.page("center-users");
  await person.settled();
}

journey("provisioning", async (person) => {
  await changeSource(person);
  const { endpoint, token } = await enableProvisioning(person);

  await signInAtCompany(person, "hugo");
  await toProvisioning(person);
  await person.press("Push everybody now", "#page");
  await person.refused("NOT_CONFIGURED");
  await person.fill("SCIM endpoint", "somewhere");
  await person.press("Save", "#page");
  await person.beside("SCIM endpoint");

  // A token that is none: AWS says so about each, and nobody is there.
  await person.fill("SCIM endpoint", endpoint);
  await person.fill("Access token", "not-the-token");
  await person.press("Save", "#page");
  await person.see("Saved");
  await person.press("Push everybody now", "#page");
  await goes(person, CARLA, "401: Authorization header is invalid or missing");
  await person.screenshot("wrong-token");
  assert.deepEqual(await person.axe(), []);
  await toUsers(person);
  await person.see("Username");
  assert.ok(!(await person.text("#page")).includes(CARLA));

  await toProvisioning(person);
  await person.fill("Another access token - optional", token);
  await person.press("Save", "#page");
  await person.see("Saved");
  // It is kept, and not shown again.
  assert.equal(await person.value("Another access token - optional"), "");
  await person.press("Push everybody now", "#page");
  await goes(person, CARLA, "Added there");
  await person.screenshot("pushed");
  await toUsers(person);
  await person.see(CARLA);
  await person.screenshot("users");

  // A change at the company follows by itself.
  await toCarla(person);
  await person.fill("Family name", "Conti Rossi");
  await person.press("Save", "#page");
  await person.see("Saved");
  await toUsers(person);
  await person.see("Carla Conti Rossi");
  await person.follow(CARLA, "#page");
  await person.page("center-user");
  await person.see("Your identity provider provisions this user.");
  assert.deepEqual(await person.axe(), []);
  await person.press("Edit", "#page");
  await person.see("Make changes there: they come here with the next synchronization.");
  await person.screenshot("not-here");

  // Who is taken out at the company is disabled there.
  await toCarla(person);
  await person.press("Switch off", "#page");
  await person.press("Switch off", "[role=dialog]");
  await person.see("carla cannot sign in any more.");
  await toProvisioning(person);
  await goes(person, CARLA, "Switched off there");
  await toUsers(person);
  await person.follow(CARLA, "#page");
  await person.page("center-user");
  await person.see("Disabled");
  await person.press("Enable user access", "#page");
  await person.see("may sign in again");

  // A group of the company has its name and members from there.
  await person.visit(`${CENTER}/groups`);
  await person.page("center-groups");
  await person.follow("aws-analysts", "#page");
  await person.page("center-group");
  await person.see("Your identity provider provisions this group");
  await person.see(CARLA);
  await person.screenshot("group");
  assert.deepEqual(await person.axe(), []);

  // The token is taken away: from then on nothing comes, and the company's page says why.
  await person.visit(`${CENTER}/settings`);
  await person.page("center-settings");
  await person.press("Delete the token");
  await person.press("Delete token", "[role=dialog]");
  await person.see("nobody can provision");
  await toProvisioning(person);
  await person.press("Push everybody now", "#page");
  await goes(person, CARLA, "401: Authorization header is invalid or missing");
});
