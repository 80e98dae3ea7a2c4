/** A page of a demo application. */
export interface ApplicationRoute {
  page: "application";
  /** `apl-…` */
  application: string;
  /** Its home, where it begins a sign-in, where codes come back, where SAML responses are posted. */
  at: "home" | "start" | "callback" | "acs";
  /** What follows `?`. */
  query: string;
}

const HOST = /^(apl-[0-9a-f]{16})\.apps\.anycompany\.example$/;
const PATHS = { home: "", start: "/oidc/start", callback: "/oidc/callback", acs: "/saml/acs" } as const;

/** The application's page that an address leads to; `null` where it leads to none. */
export function applicationRoute(path: string, url: URL): ApplicationRoute | null {
  const application = HOST.exec(url.hostname)?.[1];
  if (application === undefined) return null;
  const place = (Object.keys(PATHS) as (keyof typeof PATHS)[]).find((at) => PATHS[at] === path);
  if (place === undefined) return null;
  return { page: "application", application, at: place, query: url.search.replace(/^\?/, "") };
}

export function applicationAddress({ application, at, query }: ApplicationRoute): string {
  const path = PATHS[at] === "" ? "/" : PATHS[at];
  return `https://${application}.apps.anycompany.example${path}${query === "" ? "" : `?${query}`}`;
}
