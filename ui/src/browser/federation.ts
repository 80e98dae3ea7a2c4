/** Where SAML responses for the console are posted. */
export interface SamlRoute {
  page: "saml";
  /** As it was posted to: of a region, or for one provider's encrypted assertions. */
  address: string;
}

/** What AWS sign-in tells identity providers about itself. */
export interface SamlMetadataRoute {
  page: "saml-metadata";
  host: string;
}

/** The federation endpoint: a link that begins a console session. */
export interface FederationRoute {
  page: "federation";
  host: string;
  token: string;
  destination: string;
  issuer: string;
}

/** The federation endpoint, asked for something else: it answers as it answers tools. */
export interface FederationCallRoute {
  page: "federation-call";
  host: string;
  /** What follows the question mark. */
  query: string;
}

/** Where the access portal takes responses of the company's identity provider. */
export interface PortalAcsRoute {
  page: "portal-acs";
  address: string;
}

/** The addresses at which people arrive for whom somebody else vouches. */
export type ArrivalRoute = SamlRoute | SamlMetadataRoute | FederationRoute | FederationCallRoute | PortalAcsRoute;

const SIGN_IN_HOST = /^(?:[a-z]{2}-[a-z]+-\d\.)?signin\.aws\.amazon\.com$/;
const SAML = /^\/saml(?:\/acs\/SAMLSP[A-Z0-9]+)?$/;
const METADATA = "/static/saml-metadata.xml";
const FEDERATION = "/federation";
const ACS_HOST = /^[a-z]{2}-[a-z]+-\d\.(?:signin\.aws|sso\.signin\.aws|signin\.aws\.amazon\.com)$/;
const ACS = /^\/platform\/saml\/acs\/[0-9a-f-]{36}$/;

/** The place of arrival that an address leads to; `null` where it leads to none. */
export function arrivalRoute(path: string, url: URL): ArrivalRoute | null {
  const host = url.hostname;
  if (ACS_HOST.test(host) && ACS.test(path)) return { page: "portal-acs", address: `https://${host}${path}` };
  if (!SIGN_IN_HOST.test(host)) return null;
  if (SAML.test(path)) return { page: "saml", address: `https://${host}${path}` };
  if (path === METADATA) return { page: "saml-metadata", host };
  if (path !== FEDERATION) return null;
  const said = (name: string) => url.searchParams.get(name) ?? "";
  // What comes twice is for the endpoint to refuse.
  const once = new Set(url.searchParams.keys()).size === url.searchParams.size;
  if (said("Action") !== "login" || !once)
    return { page: "federation-call", host, query: url.search.replace(/^\?/, "") };
  return {
    page: "federation",
    host,
    token: said("SigninToken"),
    destination: said("Destination"),
    issuer: said("Issuer"),
  };
}

export function arrivalAddress(route: ArrivalRoute): string {
  switch (route.page) {
    case "saml":
    case "portal-acs":
      return route.address;
    case "saml-metadata":
      return `https://${route.host}${METADATA}`;
    case "federation-call":
      return `https://${route.host}${FEDERATION}${route.query === "" ? "" : `?${route.query}`}`;
    case "federation": {
      const { host, token, destination, issuer } = route;
      const said = { Action: "login", Issuer: issuer, Destination: destination, SigninToken: token };
      return `https://${host}${FEDERATION}?${new URLSearchParams(said).toString()}`;
    }
  }
}
