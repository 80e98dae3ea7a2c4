// Tools at the portal: addresses that lead to it, a code that no device shows, a sign-in on the way.
import { journey } from "./journey.mjs";

journey("tools at the portal", async (person) => {
  const mary = await person.passwordOf("mary");
  await person.closeDesk();

  // Nobody registered this client, so nobody is sent anywhere.
  await person.visit("https://oidc.us-east-1.amazonaws.com/authorize?response_type=code&client_id=nobody");
  await person.page("authorize");
  await person.refused("AUTHORIZATION_REFUSED");

  // The address of old leads to the portal, and the portal asks who it is first.
  await person.visit("https://device.sso.us-east-1.amazonaws.com/?user_code=BCDF-GHJK");
  await person.page("portal-user-name");
  await person.fill("Username", "mary");
  await person.press("Next");
  await person.page("portal-password");
  await person.fill("Password", mary);
  await person.press("Sign in");
  await person.page("device");
  await person.screenshot("device");
  await person.press("Confirm and continue");
  await person.beside("Code");
  await person.see("This code is not right");

  // An address of this computer is only shown.
  await person.visit("http://127.0.0.1:49152/oauth/callback?code=abc&state=1");
  await person.page("outside");
  await person.see("code=hidden");
  await person.screenshot("outside");
});
