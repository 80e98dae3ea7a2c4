// What the company's administrator does: people and groups, the mapping of roles, the rollover of a certificate, teaching
// faults that everybody sees, and what was issued.
import assert from "node:assert/strict";
import { COMPANY, companyPassword, openTile, signInAtCompany, signOutOfCompany, turnFault } from "./company.mjs";
import { journey } from "./journey.mjs";

journey("company administration", async (person) => {
  await signInAtCompany(person, "hugo");
  await openTile(person, "administration");
  await person.page("company-people");

  // Somebody new: the password is theirs, and the authenticator app is set up at the first sign-in.
  await person.press("Add person", "#page");
  await person.page("company-add-person");
  await person.fill("User name", "i");
  await person.press("Add person", "#page");
  assert.match(await person.beside("User name"), /2 to 64 characters/);
  await person.fill("User name", "ivo");
  await person.fill("Given name", "Ivo");
  await person.fill("Family name", "Iversen");
  await person.fill("E-mail address", "ivo@anycompany.example");
  await person.fill("Department - optional", "Finance");
  await person.press("Add person", "#page");
  await person.page("company-person");
  await person.see("Here since");

  // A group for them, with a role.
  await person.visit(`${COMPANY}/admin/groups/add`);
  await person.page("company-add-group");
  await person.fill("Name", "aws-guests");
  await person.press("Add group", "#page");
  await person.page("company-group");
  await person.visit(`${COMPANY}/admin/roles`);
  await person.page("company-mappings");
  await person.see("aws-support");
  await person.see("role/companysupport");

  // One certificate follows another.
  await person.visit(`${COMPANY}/admin/certificates`);
  await person.page("company-certificates");
  await person.press("Add the next certificate", "#page");
  await person.press("Add", "[role=dialog]");
  await person.see("Next: published, signs nothing yet");
  await person.press("Let the certificate");
  await person.see("Old: published, signs nothing any more");
  await person.press("Remove the certificate", "#page");
  await person.press("Remove certificate", "[role=dialog]");
  await person.gone("[role=dialog]");
  await person.see("Certificates (1)");

  // Metadata is there to take along.
  await person.visit(`${COMPANY}/admin/saml`);
  await person.page("company-saml");
  assert.match(await person.appears("[data-testid=company-metadata]"), /EntityDescriptor/);

  // Everybody sees that a fault is on.
  await turnFault(person, "unsigned", true);
  await person.see("A teaching fault is on");
  await signOutOfCompany(person);
  await signInAtCompany(person, "carla");
  await person.see("What is sent from here is wrong on purpose: Unsigned.");
  await signOutOfCompany(person);

  await companyPassword(person, "ivo");
  await person.page("company-enrol");
});
