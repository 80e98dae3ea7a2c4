/** A page of an access portal. `at` is what follows `#` in its address. */
export interface PortalRoute {
  page: "portal";
  /** The address without its fragment. */
  base: string;
  at: string;
}

/** Every family of portal addresses; the last two have no path. */
const FAMILIES: readonly { host: RegExp; path: string }[] = [
  { host: /^[a-z0-9][a-z0-9-]*\.awsapps\.com$/, path: "/start" },
  { host: /^ssoins-[0-9a-f]{16}\.[a-z]{2}-[a-z]+-\d\.portal\.amazonaws\.com$/, path: "" },
  { host: /^ssoins-[0-9a-f]{16}\.portal\.[a-z]{2}-[a-z]+-\d\.app\.aws$/, path: "" },
];

/** The portal's page that an address leads to; `null` where it leads to none. */
export function portalRoute(path: string, url: URL): PortalRoute | null {
  for (const family of FAMILIES) {
    if (!family.host.test(url.hostname)) continue;
    if (path !== "" && path !== family.path) return null;
    const at = url.hash.replace(/^#/, "").replace(/^\/$/, "");
    return { page: "portal", base: `https://${url.hostname}${family.path}`, at };
  }
  return null;
}

export function portalAddress({ base, at }: PortalRoute): string {
  return at === "" ? base : `${base}#${at}`;
}

/** The token of a link in a mail, where the portal's address is one: an invitation, or a new password. */
export function mailedToken({ at }: PortalRoute): string | null {
  const url = new URL(at, "https://portal.invalid");
  return ["/invitation", "/reset-password"].includes(url.pathname) ? (url.searchParams.get("token") ?? "") : null;
}

/** The identity store that a portal belongs to: `d-…`. */
export function directoryOf({ startUrl }: { startUrl: string }): string {
  return new URL(startUrl).hostname.split(".")[0] ?? "";
}
