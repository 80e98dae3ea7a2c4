// The company as the identity source of IAM Identity Center, on AWS's side.
import { COMPANY } from "./company.mjs";

export const ROOT = "root@anycompany.example";
export const CENTER = "https://us-east-1.console.aws.amazon.com/singlesignon/home#!";

/** The text of a fact of the page, by its name. */
export function fact(person, label) {
  return person.window.until(
    () =>
      person.window.run(
        `function (label) {
          const name = [...document.querySelectorAll("#page div")].find((one) => one.children.length === 0 && one.textContent === label);
          return name?.parentElement?.querySelector(".wrap")?.innerText?.trim() || null;
        }`,
        label,
      ),
    label,
  );
}

/** From the directory to the company, in the console. Gives what the company must be told. */
export async function changeSource(person) {
  await person.visit(`${COMPANY}/saml/metadata`);
  await person.page("company-metadata");
  const metadata = await person.appears("[data-testid=published]");
  await person.signInRoot(ROOT);
  await person.closeDesk();
  await person.visit(`${CENTER}/settings`);
  await person.page("center-settings");
  await person.see("Identity store ID");
  const portal = await fact(person, "Default");
  await person.press("Change identity source");
  await person.page("change-source");
  await person.press("Next", "#page");
  await person.see("Service provider metadata");
  const audience = await fact(person, "IAM Identity Center issuer URL");
  const acs = await fact(person, "IAM Identity Center Assertion Consumer Service (ACS) URL");
  await person.screenshot("configure");
  // What is wrong is said beside its field.
  await person.fill("Metadata document", "<not-metadata/>");
  await person.press("Next", "#page");
  await person.fill("To confirm, enter ACCEPT", "ACCEPT");
  await person.screenshot("confirm");
  await person.press("Change identity source", "#page");
  await person.beside("Metadata document");
  await person.screenshot("metadata-refused");
  await person.window.run(
    `function (text) {
      const field = document.querySelector("textarea[name=metadata]");
      field.focus();
      field.select();
      document.execCommand("insertText", false, text);
    }`,
    metadata,
  );
  await person.press("Next", "#page");
  await person.fill("To confirm, enter ACCEPT", "ACCEPT");
  await person.press("Change identity source", "#page");
  await person.page("center-settings");
  await person.see("IdP SAML certificates");
  return { portal, audience, acs };
}

/** Switches automatic provisioning on, on the page of the settings. Gives endpoint and token as the page gives them. */
export async function enableProvisioning(person) {
  await person.press("Enable", "#page");
  await person.appears("[data-testid=scim-token]");
  await person.press("Show token");
  const token = await person.text("[data-testid=scim-token]");
  const endpoint = await fact(person, "SCIM endpoint");
  await person.screenshot("token");
  await person.press("Done");
  return { endpoint, token };
}
