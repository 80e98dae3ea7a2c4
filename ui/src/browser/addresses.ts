import { regionOf, serviceAddress, serviceRoute, type ServiceRoute } from "./services";
import { applicationAddress, applicationRoute, type ApplicationRoute } from "./applications";
import { companyAddress, companyRoute, type CompanyRoute } from "./company";
import { iamAddress, iamRoute, type IamRoute } from "./iam";
import { CENTER, centerAddress, centerRoute, isCenterRoute, type CenterRoute } from "./identityCenter";
import { arrivalAddress, arrivalRoute, type ArrivalRoute } from "./federation";
import { portalAddress, portalRoute, type PortalRoute } from "./portal";
import { oauthAddress, oauthRoute, type AuthorizeRoute, type DeviceRoute, type OutsideRoute } from "./oauth";
import { ORGANIZATIONS, organizationAddress, organizationRoute, type OrganizationRoute } from "./organizations";

/** What a link to a role may say; all of it typed by somebody. */
export interface RoleLink {
  account: string;
  roleName: string;
  displayName: string;
  color: string;
}

/** Every page of the simulated browser. */
export type Route =
  | IamRoute
  | OrganizationRoute
  | CenterRoute
  | PortalRoute
  | ArrivalRoute
  | ApplicationRoute
  | CompanyRoute
  | AuthorizeRoute
  | DeviceRoute
  | OutsideRoute
  | { page: "start" }
  | { page: "sign-in"; account: string | null; region: string | null }
  | { page: "recovery"; token: string }
  | { page: "mfa-recovery"; token: string }
  | { page: "console-home" }
  | { page: "event-history" }
  | { page: "policy-simulator" }
  | ({ page: "switch-role" } & RoleLink)
  | { page: "cloudshell" }
  | ServiceRoute
  | { page: "not-found"; address: string };

export const START = "vestibule://start";
const SIGN_IN = "https://signin.aws.amazon.com/signin";
const CONSOLE_HOME = "https://console.aws.amazon.com/console/home";
const RECOVERY = "https://signin.aws.amazon.com/resetpassword";
const MFA_RECOVERY = "https://signin.aws.amazon.com/mfa-recovery";
const SWITCH_ROLE = "https://signin.aws.amazon.com/switchrole";
const CLOUDTRAIL = "https://us-east-1.console.aws.amazon.com/cloudtrailv2/home";
const POLICY_SIMULATOR = "https://policysim.aws.amazon.com/home/index.jsp";
const CLOUDSHELL = "https://us-east-1.console.aws.amazon.com/cloudshell/home";
const ACCOUNT_HOST = /^([a-z0-9][a-z0-9-]*)\.signin\.aws\.amazon\.com$/;

/** The address of a page. */
export function addressOf(route: Route): string {
  if (isCenterRoute(route)) return centerAddress(route);
  switch (route.page) {
    case "start":
      return START;
    case "sign-in": {
      if (route.account === null) return SIGN_IN;
      const region = route.region === null ? "" : `?region=${encodeURIComponent(route.region)}`;
      return `https://${route.account}.signin.aws.amazon.com/console${region}`;
    }
    case "recovery":
      return `${RECOVERY}?token=${encodeURIComponent(route.token)}`;
    case "mfa-recovery":
      return `${MFA_RECOVERY}?token=${encodeURIComponent(route.token)}`;
    case "console-home":
      return CONSOLE_HOME;
    case "policy-simulator":
      return POLICY_SIMULATOR;
    case "event-history":
      return `${CLOUDTRAIL}#/events`;
    case "switch-role":
      return SWITCH_ROLE + roleQuery(route);
    case "cloudshell":
      return CLOUDSHELL;
    case "service":
    case "resource":
      return serviceAddress(route);
    case "portal":
      return portalAddress(route);
    case "saml":
    case "saml-metadata":
    case "federation":
    case "federation-call":
    case "portal-acs":
      return arrivalAddress(route);
    case "application":
      return applicationAddress(route);
    case "company":
      return companyAddress(route);
    case "oauth-authorize":
    case "oauth-device":
    case "outside":
      return oauthAddress(route);
    case "not-found":
      return route.address;
    case "organization":
    case "organization-create-account":
    case "organization-target":
    case "organization-policies":
    case "organization-create-policy":
    case "organization-policy":
    case "organization-settings":
      return organizationAddress(route);
    default:
      return iamAddress(route);
  }
}

function roleQuery(link: RoleLink): string {
  const given = (["account", "roleName", "displayName", "color"] as const).filter((name) => link[name] !== "");
  const query = given.map((name) => `${name}=${encodeURIComponent(link[name])}`).join("&");
  return query === "" ? "" : `?${query}`;
}

const LABEL = String.raw`\d{12}-[a-z0-9]{8}`;
const CONSOLE_OF_SESSION = new RegExp(
  String.raw`^https://(${LABEL})\.([a-z]{2}-[a-z]+-\d\.console\.aws\.amazon\.com)(?=/|$)`,
);
const SWITCH_OF_SESSION = new RegExp(
  String.raw`^https://signin\.aws\.amazon\.com/sessions/(${LABEL})/v1/switchrole(?=\?|$)`,
);

/** Which of several sessions an address is about; `null` where it does not say. */
export function sessionOf(address: string): string | null {
  return CONSOLE_OF_SESSION.exec(address)?.[1] ?? SWITCH_OF_SESSION.exec(address)?.[1] ?? null;
}

/** The same page in one of several sessions. Addresses outside the console know no sessions, and stay. */
export function inSession(address: string, session: string): string {
  return address
    .replace(/^https:\/\/console\.aws\.amazon\.com(?=\/|$)/, `https://${session}.us-east-1.console.aws.amazon.com`)
    .replace(/^https:\/\/([a-z]{2}-[a-z]+-\d\.console\.aws\.amazon\.com)(?=\/|$)/, `https://${session}.$1`)
    .replace(SWITCH_ROLE, `https://signin.aws.amazon.com/sessions/${session}/v1/switchrole`);
}

/** The same page, whoever's session it is. */
function withoutSession(address: string): string {
  return address.replace(CONSOLE_OF_SESSION, "https://$2").replace(SWITCH_OF_SESSION, SWITCH_ROLE);
}

/** The page an address leads to; forgiving about scheme, case, spaces and the last slash. */
export function routeOf(typed: string): Route {
  const text = typed.trim();
  const notFound: Route = { page: "not-found", address: text };
  if (text === "" || text.toLowerCase().replace(/\/$/, "") === START) return { page: "start" };
  let url: URL;
  try {
    url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
    url = new URL(withoutSession(url.href));
  } catch {
    return notFound;
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return notFound;
  const path = url.pathname.replace(/\/+$/, "");
  const vouched =
    arrivalRoute(path, url) ??
    portalRoute(path, url) ??
    companyRoute(path, url) ??
    applicationRoute(path, url) ??
    oauthRoute(path, url);
  if (vouched !== null) return vouched;
  switch (url.hostname) {
    case "console.aws.amazon.com":
      return path === "" || path === "/console" || path === "/console/home" ? { page: "console-home" } : notFound;
    case "signin.aws.amazon.com":
      return signInHost(path, url, notFound);
    case "us-east-1.console.aws.amazon.com":
      return serviceRoute(path, url) ?? consoleHost(path, url.hash, notFound);
    case "policysim.aws.amazon.com":
      return path === "" || path === "/home/index.jsp" ? { page: "policy-simulator" } : notFound;
    default: {
      if (regionOf(url.hostname) !== null) {
        const home = path === "" || path === "/console/home";
        return serviceRoute(path, url) ?? (home ? { page: "console-home" } : notFound);
      }
      const account = ACCOUNT_HOST.exec(url.hostname)?.[1];
      const known = path === "" || path === "/console";
      return account !== undefined && known
        ? { page: "sign-in", account, region: url.searchParams.get("region") }
        : notFound;
    }
  }
}

function signInHost(path: string, url: URL, notFound: Route): Route {
  switch (path) {
    case "":
    case "/signin":
    case "/console":
      return { page: "sign-in", account: null, region: null };
    case "/resetpassword":
      return { page: "recovery", token: url.searchParams.get("token") ?? "" };
    case "/switchrole": {
      const said = (name: string) => url.searchParams.get(name) ?? "";
      return {
        page: "switch-role",
        account: said("account"),
        roleName: said("roleName"),
        displayName: said("displayName"),
        color: said("color"),
      };
    }
    case "/mfa-recovery":
      return { page: "mfa-recovery", token: url.searchParams.get("token") ?? "" };
    default:
      return notFound;
  }
}

function consoleHost(path: string, hash: string, notFound: Route): Route {
  const clean = hash.replace(/\/+$/, "");
  if (path === "/console/home" || path === "") return { page: "console-home" };
  if (path === "/cloudtrailv2/home" && (clean === "" || clean === "#/events")) return { page: "event-history" };
  if (path === ORGANIZATIONS || path.startsWith(`${ORGANIZATIONS}/`))
    return organizationRoute(path.slice(ORGANIZATIONS.length)) ?? notFound;
  if (path === CENTER) return centerRoute(hash) ?? notFound;
  if (path === "/cloudshell/home") return { page: "cloudshell" };
  if (path === "/iam/home") return iamRoute(hash) ?? notFound;
  return notFound;
}
