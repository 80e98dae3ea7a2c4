import createWrapper from "@cloudscape-design/components/test-utils/dom";
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { PortalCredentials, PortalPage } from "../../api/types";
import { barriers } from "../../testing/axe";
import { refused, type Core } from "../../testing/core";
import { addressShown, dialog, openAt, press, pressInDialog, refusal } from "../../testing/window";
import { session } from "../../testing/world";

const PORTAL = "https://d-1234567890.awsapps.com/start";
const FEDERATION =
  "https://us-east-1.signin.aws.amazon.com/federation?Action=login&Issuer=x&Destination=&SigninToken=token";
const CONSOLE = "https://us-east-1.console.aws.amazon.com/s3/home?region=us-east-1#a";

const portal: PortalPage = {
  address: PORTAL,
  startUrl: PORTAL,
  issuer: "https://identitycenter.amazonaws.com/ssoins-1234567890abcdef",
  region: "us-east-1",
  now: "2026-03-01T12:00:00Z",
  signedIn: {
    userName: "mary",
    displayName: "Mary Major",
    email: "mary@anycompany.example",
    expiresAt: "2026-03-01T20:00:00Z",
    managesDevices: true,
  },
};

const finance = {
  id: "111122223333",
  name: "Finance",
  email: "finance@anycompany.example",
  permissionSets: [
    { name: "PowerUserAccess", description: "Everything but users and groups" },
    { name: "ViewOnlyAccess", description: "Sees what there is" },
  ],
};
const labs = {
  id: "444455556666",
  name: "Labs",
  email: "labs@anycompany.example",
  permissionSets: [{ name: "AdministratorAccess", description: "" }],
};

const credentials: PortalCredentials = {
  accountId: finance.id,
  roleName: "PowerUserAccess",
  accessKeyId: "ASIAAAAAAAAAAAAAAAAA",
  secretAccessKey: "secret/secret",
  sessionToken: "token+token",
  issuedAt: "2026-03-01T12:00:00Z",
  expiresAt: "2026-03-01T12:01:30Z",
};

function listed(...accounts: (typeof finance)[]) {
  return { accounts, total: accounts.length, page: 1, pages: accounts.length === 0 ? 0 : 1 };
}

async function open(core: Core, at = "", accounts = listed(finance, labs)) {
  core.on("get", "/api/portal", portal).on("get", "/api/portal/accounts", accounts);
  openAt(core, PORTAL + at);
  await screen.findByRole("navigation", { name: "Access portal" });
}

/** Opens the row of an account. */
async function expand(name: string) {
  const row = (await screen.findByText(name)).closest<HTMLElement>('[data-testid="portal-account"]');
  if (row === null) throw new Error(`no row of ${name}`);
  act(() => createWrapper(row).findExpandableSection()?.findExpandButton().click());
  return row;
}

test("accounts open to permission sets, and a permission set to the console", async ({ core }) => {
  await open(core);
  const row = await expand("Finance");
  expect(row.textContent).toContain("111122223333 | finance@anycompany.example");
  expect(row.textContent).toContain("Everything but users and groups");
  expect(await barriers()).toEqual([]);
  core
    .on("post", "/api/portal/console", { address: FEDERATION })
    .on("post", "/api/federation/login", { destination: "https://console.aws.amazon.com/console/home" })
    .on("get", "/api/session", session);
  press("PowerUserAccess: management console of Finance", "link");
  await waitFor(() => expect(addressShown()).toBe("https://console.aws.amazon.com/console/home"));
  expect(core.bodies("post", "/api/portal/console")).toEqual([
    { accountId: "111122223333", roleName: "PowerUserAccess" },
  ]);
});

test("what was taken away meanwhile is refused beside its account", async ({ core }) => {
  await open(core);
  await expand("Finance");
  core.on("post", "/api/portal/console", refused({ code: "NO_PORTAL_ACCESS", message: "No access" }, 403));
  press("ViewOnlyAccess: management console of Finance", "link");
  await waitFor(() => expect(refusal()).toContain("No access"));
});

test("the search is asked of the core, for accounts and applications alike", async ({ core }) => {
  await open(core);
  await screen.findByText("Labs");
  core.on("get", "/api/portal/accounts", listed());
  fireEvent.change(screen.getByLabelText("Find accounts and applications"), { target: { value: "nowhere" } });
  await screen.findByText("No account of yours has this in its name, ID or e-mail address.");
  expect(core.sent("get", "/api/portal/accounts").at(-1)?.query.get("search")).toBe("nowhere");
  core.on("get", "/api/portal/applications", { applications: [] });
  press("Applications", "tab");
  await screen.findByTestId("no-applications");
});

test("who is assigned nothing is told whom to ask", async ({ core }) => {
  await open(core, "", listed());
  await screen.findByText("No account is assigned to you yet. Ask your administrator.");
  expect(await barriers()).toEqual([]);
});

test("many accounts come a page at a time", async ({ core }) => {
  await open(core, "", { ...listed(finance, labs), total: 120, pages: 3 });
  await screen.findByText("Labs");
  act(() => createWrapper().findPagination()?.findNextPageButton().click());
  await waitFor(() => expect(core.sent("get", "/api/portal/accounts").at(-1)?.query.get("page")).toBe("2"));
});

test("credentials are issued once, shown for each shell, and count down", async ({ core }) => {
  await open(core);
  await expand("Finance");
  core.on("post", "/api/portal/credentials", credentials);
  press("Access keys of PowerUserAccess in Finance");
  const shown = within(await screen.findByRole("dialog"));
  await shown.findByText(/These credentials expire in 1 min/);
  expect(core.bodies("post", "/api/portal/credentials")).toEqual([
    { accountId: "111122223333", roleName: "PowerUserAccess" },
  ]);
  const text = (label: string) => shown.getAllByRole("region", { name: label }).map(({ textContent }) => textContent);
  expect(text("Environment variables")).toEqual([
    'export AWS_ACCESS_KEY_ID="ASIAAAAAAAAAAAAAAAAA"\nexport AWS_SECRET_ACCESS_KEY="secret/secret"\nexport AWS_SESSION_TOKEN="token+token"',
  ]);
  expect(text("Profile")).toEqual([
    "[111122223333_PowerUserAccess]\naws_access_key_id=ASIAAAAAAAAAAAAAAAAA\naws_secret_access_key=secret/secret\naws_session_token=token+token",
  ]);
  expect(await barriers()).toEqual([]);
  press("Windows", "tab");
  expect(text("Environment variables").join()).toContain("SET AWS_ACCESS_KEY_ID=ASIAAAAAAAAAAAAAAAAA\n");
  press("PowerShell", "tab");
  expect(text("Environment variables").join()).toContain('$Env:AWS_SESSION_TOKEN="token+token"');
});

test("expired credentials say so, and others can be had", async ({ core }) => {
  await open(core);
  await expand("Finance");
  core.on("post", "/api/portal/credentials", { ...credentials, expiresAt: "2026-03-01T12:00:00Z" }, credentials);
  press("Access keys of PowerUserAccess in Finance");
  await screen.findByText("These credentials have expired");
  press("Get new credentials");
  await screen.findByText(/These credentials expire in 1 min/);
  expect(core.bodies("post", "/api/portal/credentials")).toHaveLength(2);
});

test("a shortcut is made of account, permission set and destination", async ({ core }) => {
  await open(core);
  await screen.findByText("Labs");
  press("Create shortcut");
  const select = (place: number) => {
    const found = createWrapper(dialog()?.getElement()).findAllSelects()[place];
    if (found === undefined) throw new Error("no such choice");
    return found;
  };
  act(() => select(0).openDropdown());
  await waitFor(() => expect(select(0).findDropdown().findOptions()).toHaveLength(2));
  act(() => select(0).selectOptionByValue("111122223333"));
  const link = () => screen.queryByTestId("shortcut-link")?.textContent;
  expect(link()).toBe(`${PORTAL}/#/console?account_id=111122223333`);
  act(() => select(1).openDropdown());
  act(() => select(1).selectOptionByValue("ViewOnlyAccess"));
  const destination = screen.getByLabelText("Destination - optional");
  fireEvent.change(destination, { target: { value: "https://example.com/" } });
  expect(link()).toBeUndefined();
  await screen.findByText(/Enter an address of the console/);
  fireEvent.change(destination, { target: { value: CONSOLE } });
  expect(link()).toBe(
    `${PORTAL}/#/console?account_id=111122223333&role_name=ViewOnlyAccess&destination=${encodeURIComponent(CONSOLE)}`,
  );
  expect(await barriers()).toEqual([]);
  pressInDialog("Close");
});

test("a shortcut is followed into the console", async ({ core }) => {
  core
    .on("post", "/api/portal/console", { address: FEDERATION })
    .on("post", "/api/federation/login", { destination: "https://console.aws.amazon.com/console/home" })
    .on("get", "/api/session", session);
  core.on("get", "/api/portal", portal).on("get", "/api/portal/accounts", listed(finance));
  openAt(
    core,
    `${PORTAL}/#/console?account_id=111122223333&role_name=A%2BB&destination=${encodeURIComponent(CONSOLE)}`,
  );
  await waitFor(() => expect(addressShown()).toBe("https://console.aws.amazon.com/console/home"));
  expect(core.bodies("post", "/api/portal/console")).toEqual([
    { accountId: "111122223333", roleName: "A+B", destination: CONSOLE },
  ]);
});

test("a shortcut without a permission set asks for one", async ({ core }) => {
  await open(core, "/#/console?account_id=111122223333", listed(finance));
  await screen.findByTestId("page-shortcut-role");
  expect(await barriers()).toEqual([]);
  core.on("post", "/api/portal/console", refused({ code: "NO_PORTAL_ACCESS", message: "No access" }, 403));
  press("ViewOnlyAccess", "link");
  await screen.findByTestId("page-no-access");
  expect(core.bodies("post", "/api/portal/console")).toEqual([
    { accountId: "111122223333", roleName: "ViewOnlyAccess", destination: "" },
  ]);
  press("Go to your access portal");
  await screen.findByTestId("page-portal");
});

test("a shortcut to a foreign account leads nowhere", async ({ core }) => {
  await open(core, "/#/console?account_id=999999999999", listed());
  expect((await screen.findByTestId("page-no-access")).textContent).toContain("A link never grants access");
  expect(await barriers()).toEqual([]);
});

test("who is not signed in signs in, and the shortcut goes on", async ({ core }) => {
  core
    .on("get", "/api/portal", { ...portal, signedIn: null }, portal)
    .on("get", "/api/portal/accounts", listed(finance))
    .on("post", "/api/portal/sign-in/user-name", { step: "password", userName: "mary" })
    .on("post", "/api/portal/sign-in/password", { step: "signed-in" });
  openAt(core, `${PORTAL}/#/console?account_id=111122223333`);
  await screen.findByTestId("page-portal-user-name");
  core.on("get", "/api/portal", { ...portal, signedIn: null });
  press("Next");
  await screen.findByTestId("page-portal-password");
  core.on("get", "/api/portal", portal);
  press("Sign in");
  await screen.findByTestId("page-shortcut-role");
});

test("signing out leads to the sign-in of the portal", async ({ core }) => {
  await open(core, "/#/console?account_id=111122223333", listed(finance));
  core.on("post", "/api/portal/sign-out", null).on("get", "/api/portal", { ...portal, signedIn: null });
  const menu = createWrapper().findButtonDropdown('[data-testid="portal-menu"]');
  act(() => menu?.openDropdown());
  act(() => menu?.findItemById("sign-out")?.click());
  await screen.findByTestId("page-portal-user-name");
  expect(addressShown()).toBe(PORTAL);
});

test("a console session that is over offers the way back", async ({ core }) => {
  core.on("get", "/api/session", {
    status: "signed-out",
    signInAddress: "https://signin.aws.amazon.com/signin",
    federated: { by: "identity-center", issuer: PORTAL, expired: true },
  });
  openAt(core, "https://console.aws.amazon.com/console/home");
  await screen.findByText("Your session has expired");
  expect(await barriers()).toEqual([]);
  core.on("get", "/api/portal", portal).on("get", "/api/portal/accounts", listed(finance));
  press("Go to your access portal");
  await screen.findByTestId("page-portal");
});

test("the account menu of a session from the portal leads back to it", async ({ core }) => {
  core.on("get", "/api/session", { ...session, issuer: PORTAL });
  openAt(core, "https://console.aws.amazon.com/console/home");
  await screen.findByRole("navigation", { name: "Console" });
  core.on("get", "/api/portal", portal).on("get", "/api/portal/accounts", listed(finance));
  const menu = createWrapper().findButtonDropdown('[data-testid="account-menu"]');
  act(() => menu?.openDropdown());
  act(() => menu?.findItemById("portal")?.click());
  await screen.findByTestId("page-portal");
});

test("a portal session that ended meanwhile is said to be over", async ({ core }) => {
  await open(core);
  await screen.findByText("Labs");
  core
    .on("get", "/api/portal/accounts", refused({ code: "NOT_SIGNED_IN", message: "You are not signed in." }, 401))
    .on("get", "/api/portal", { ...portal, signedIn: null });
  fireEvent.change(screen.getByLabelText("Find accounts and applications"), { target: { value: "labs" } });
  await screen.findByTestId("portal-ended");
  await screen.findByTestId("page-portal-user-name");
  expect(await barriers()).toEqual([]);
});
