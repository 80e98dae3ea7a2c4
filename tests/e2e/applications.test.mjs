// Applications: from a tile of the portal into an application that shows what it was told, with SAML and with OpenID
// Connect, and what an administrator sees before it is told.
import assert from "node:assert/strict";
import { journey } from "./journey.mjs";

journey("applications", async (person) => {
  await person.fillFor("mary");
  await person.closeDesk();
  await person.page("portal-user-name");
  await person.filled("Username");
  await person.press("Next", "#page");
  await person.page("portal-password");
  await person.filled("Password");
  await person.press("Sign in", "#page");
  await person.page("portal");
  const portal = await person.address();

  await person.choose("tab", "Applications");
  await person.see("Travel and expenses");
  await person.screenshot("tiles");
  await person.press("Expenses");
  await person.page("application-inside");
  await person.see("Signed in as mary@anycompany.example");
  await person.screenshot("saml");
  assert.match(await person.address(), /^https:\/\/apl-[0-9a-f]{16}\.apps\.anycompany\.example\/$/);

  await person.visit(portal);
  await person.page("portal");
  await person.choose("tab", "Applications");
  await person.press("Team wiki");
  await person.page("application-inside");
  await person.see("an ID token (OpenID Connect)");
  await person.screenshot("oidc");
  await person.press("Sign out of Team wiki");
  await person.page("application");
  await person.press("Sign in with the access portal");
  await person.page("application-inside");
});
