// The pages of federation on AWS's side in light and dark, in a large and in the smallest window.
import { COMPANY, openTile, signInAtCompany, signOutOfCompany, turnFault } from "./company.mjs";
import { moveSeconds } from "./factors.mjs";
import { everyLook, picture, toTop } from "./looks.mjs";

const IAM = "https://us-east-1.console.aws.amazon.com/iam/home#/";
const CENTER = "https://us-east-1.console.aws.amazon.com/singlesignon/home#!";
const ROOT = "root@anycompany.example";

/** What somebody hostile would send: entities, a script, and names that go on for ever. */
const HOSTILE = `<!DOCTYPE Response [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1" Version="2.0"><!-- <b>not bold</b> -->
<script>document.title = "&b;"</script><Issuer>${"x".repeat(400)}</Issuer></samlp:Response>`;

/** Puts a long text into a box at once, as from the clipboard. */
function insert(person, name, text) {
  return person.window.run(
    `function (name, text) {
      const field = document.querySelector("textarea[name=" + name + "]");
      field.focus();
      field.select();
      document.execCommand("insertText", false, text);
    }`,
    name,
    text,
  );
}

/** The same for the choices of a form. */
function toChoices(person) {
  return person.window.run(
    "function () { document.querySelector('#page [role=radiogroup]').scrollIntoView({ block: 'center' }) }",
  );
}

everyLook("look federation", async (person, judge) => {
  // The way in.
  await person.visit("https://signin.aws.amazon.com/saml");
  await person.page("saml-nothing");
  await judge("nothing-posted");
  await person.visit("https://signin.aws.amazon.com/static/saml-metadata.xml");
  await person.page("saml-metadata");
  await person.see("EntityDescriptor");
  await judge("metadata-of-aws");
  await person.visit("https://signin.aws.amazon.com/federation?Action=getSigninToken&Session=x");
  await person.page("federation-call");
  await person.see("It was refused");
  await judge("federation-call");
  await person.visit(`${COMPANY}/saml/metadata`);
  await person.page("company-metadata");
  const metadata = await person.appears("[data-testid=published]");
  await signInAtCompany(person, "dario");
  await openTile(person, "aws-console");
  await person.page("choose-role");
  await person.press("Sign in", "#page");
  await judge("choose-role");
  await person.choose("radio", "CompanyDeveloper");
  await person.press("Sign in", "#page");
  await person.page("console-home");
  await person.press("Account menu");
  await person.menu();
  await judge("account-menu");
  await person.fromAccountMenu("Security credentials");
  await person.see("My session");
  await judge("my-session");
  await person.moveClock("1 hour");
  await person.moveClock("1 hour");
  await person.closeDesk();
  await person.reload();
  await person.page("federated-end");
  await judge("federated-end");

  // A refusal, and the inspector.
  await signOutOfCompany(person);
  await signInAtCompany(person, "hugo");
  await person.visit(`${COMPANY}/broker`);
  await person.page("company-broker");
  await person.press("Build a link", "#page");
  await person.appears("[data-testid=broker-address]");
  await judge("broker-link");
  await moveSeconds(person, 15 * 60);
  await person.closeDesk();
  await person.see("The link has expired");
  await picture(person, "[data-testid=broker-link]", "broker-link-expired");
  await person.press("Open the console", "#page");
  await person.page("federation");
  await person.refused("SIGN_IN_TOKEN_INVALID");
  await judge("link-expired");
  await turnFault(person, "wrong-recipient", true);
  await openTile(person, "aws-console");
  await person.page("saml-refused");
  await judge("refused");
  await person.press("Why?");
  await person.appears("[data-testid=why-dialog]");
  await judge("report");
  await person.press("Inspect it in IAM", "[data-testid=why-dialog]");
  await person.page("sign-in-chooser", "iam-sign-in", "federated-end");
  await person.signInRoot(ROOT);
  await person.closeDesk();
  await person.visit(`${IAM}identity_providers`);
  await person.page("identity-providers");
  await person.see("AnyCompanySSO");
  await judge("providers");
  await person.follow("AnyCompanySSO");
  await person.page("identity-provider");
  await person.see("Signing certificates");
  await judge("provider");
  await picture(person, "pre.raw-text", "provider-metadata");
  await person.press("Replace metadata", "#page");
  await judge("replace-metadata");
  await person.press("Inspect a response");
  await person.page("inspect-response");
  await person.window.until(async () => (await person.value("SAML response")) !== "", "the response");
  await person.press("Inspect", "#page");
  await person.see("This response would let nobody in");
  await picture(person, "[data-testid=inspection]", "inspection");
  await picture(person, "[aria-label='Attributes']", "inspection-attributes");
  await picture(person, "[data-testid=saml-xml]", "inspection-xml");
  await insert(person, "samlResponse", HOSTILE);
  await person.press("Inspect", "#page");
  await person.see("Nobody who is trusted here signed it");
  await judge("hostile");
  await picture(person, "[data-testid=inspection]", "hostile-inspection");
  await person.visit(`${IAM}identity_providers`);
  await person.page("identity-providers");
  await person.follow("sso.anycompany.example");
  await person.page("identity-provider");
  await person.see("Thumbprints");
  await judge("oidc-provider");
  await person.press("Add audience");
  await person.appears("[role=dialog]");
  await judge("add-audience");
  await person.visit(`${IAM}identity_providers/create`);
  await person.page("create-identity-provider");
  await person.press("Add provider", "#page");
  await person.beside("Provider name");
  await person.screenshot("create-provider");
  await toTop(person);
  await judge("create-provider");
  await person.visit(`${IAM}roles/create`);
  await person.page("create-role");
  await person.choose("radio", "SAML 2.0 federation");
  await person.see("Choose a provider");
  await toChoices(person);
  await judge("create-role");
  await person.press("Identity provider", "#page");
  await person.window.keys("ArrowDown", "Enter");
  await person.appears("[data-testid=trust-policy]");
  await picture(person, "[data-testid=trust-policy]", "create-role-trust");

  // The company as the identity source.
  await person.visit(`${CENTER}/settings/identity-source`);
  await person.page("change-source");
  await judge("choose-source");
  await person.press("Next", "#page");
  await person.see("Service provider metadata");
  await person.screenshot("configure-source");
  await toChoices(person);
  await judge("configure-source");
  await person.choose("radio", "By hand");
  await person.screenshot("configure-by-hand");
  await toChoices(person);
  await judge("configure-by-hand");
  await person.choose("radio", "By its metadata");
  await person.press("Next", "#page");
  await person.press("Change identity source", "#page");
  await person.beside("Metadata document");
  await person.screenshot("metadata-refused");
  await toChoices(person);
  await judge("metadata-refused");
  await insert(person, "metadata", metadata);
  await person.press("Next", "#page");
  await person.press("Change identity source", "#page");
  await person.beside("To confirm, enter ACCEPT");
  await person.screenshot("confirm-source");
  await toTop(person);
  await judge("confirm-source");
  await person.fill("To confirm, enter ACCEPT", "ACCEPT");
  await person.press("Change identity source", "#page");
  await person.page("center-settings");
  await person.see("IdP SAML certificates");
  await picture(person, "[aria-label='IdP certificates']", "certificates");
  await person.press("Enable", "#page");
  await person.appears("[data-testid=scim-token]");
  await picture(person, "[data-testid=scim-token]", "provisioning");
  await person.press("Import certificate");
  await person.appears("[role=dialog]");
  await judge("import-certificate");
  await person.press("Cancel", "[role=dialog]");
  await person.choose("tab", "Authentication");
  await judge("authentication");
  await person.signOut();

  // The portal, for somebody whom the company does not send yet.
  await person.visit(`${CENTER}/settings`);
  await person.page("sign-in-chooser", "iam-sign-in");
});
