/** Where a tool sends a browser to sign in. */
export interface AuthorizeRoute {
  page: "oauth-authorize";
  host: string;
  /** What follows the question mark: the core reads it. */
  query: string;
}

/** The address of old for the code of a device. */
export interface DeviceRoute {
  page: "oauth-device";
  host: string;
  userCode: string;
}

/** An address of this computer, at which a tool would listen. */
export interface OutsideRoute {
  page: "outside";
  address: string;
}

const AUTHORIZE_HOST = /^oidc\.[a-z]{2}-[a-z]+-\d\.(?:amazonaws\.com|api\.aws)$/;
const DEVICE_HOST = /^device\.sso\.[a-z]{2}-[a-z]+-\d\.amazonaws\.com$/;
const LOOPBACK: readonly string[] = ["127.0.0.1", "[::1]", "localhost"];

/** The page of OAuth that an address leads to; `null` where it leads to none. */
export function oauthRoute(path: string, url: URL): AuthorizeRoute | DeviceRoute | OutsideRoute | null {
  const host = url.hostname;
  if (url.protocol === "http:" && LOOPBACK.includes(host)) return { page: "outside", address: url.href };
  if (AUTHORIZE_HOST.test(host) && path === "/authorize")
    return { page: "oauth-authorize", host, query: url.search.slice(1) };
  if (DEVICE_HOST.test(host) && path === "")
    return { page: "oauth-device", host, userCode: url.searchParams.get("user_code") ?? "" };
  return null;
}

export function oauthAddress(route: AuthorizeRoute | DeviceRoute | OutsideRoute): string {
  switch (route.page) {
    case "oauth-authorize":
      return `https://${route.host}/authorize${route.query === "" ? "" : `?${route.query}`}`;
    case "oauth-device":
      return `https://${route.host}/${route.userCode === "" ? "" : `?user_code=${encodeURIComponent(route.userCode)}`}`;
    case "outside":
      return route.address;
  }
}
