/** A page of the company's single sign-on that needs no more than its name. */
export type CompanyPlace = keyof typeof PLACES;

/** A page about one thing. */
export type CompanyThing = keyof typeof THINGS;

/** A page of the company's single sign-on. */
export type CompanyRoute =
  | { page: "company"; at: CompanyPlace }
  | { page: "company"; at: CompanyThing; id: string }
  /** A client asks who somebody is; what follows `?`. */
  | { page: "company"; at: "authorize"; query: string };

export const COMPANY = "https://sso.anycompany.example";
const HOST = "sso.anycompany.example";
const AUTHORIZE = "/oauth/authorize";

const PLACES = {
  home: "",
  "aws-console": "/apps/aws-console",
  "identity-center": "/apps/identity-center",
  broker: "/broker",
  contractor: "/contractor",
  builds: "/builds",
  "sign-on": "/saml/sso",
  metadata: "/saml/metadata",
  discovery: "/.well-known/openid-configuration",
  jwks: "/oauth/jwks",
  people: "/admin/people",
  "add-person": "/admin/people/add",
  groups: "/admin/groups",
  "add-group": "/admin/groups/add",
  mappings: "/admin/roles",
  attributes: "/admin/attributes",
  certificates: "/admin/certificates",
  saml: "/admin/saml",
  oidc: "/admin/oidc",
  provisioning: "/admin/provisioning",
  "broker-settings": "/admin/broker",
  faults: "/admin/faults",
  issued: "/admin/issued",
} as const;

const THINGS = {
  person: "/admin/people/",
  group: "/admin/groups/",
  "issued-one": "/admin/issued/",
} as const;

/** A page for who administers single sign-on. */
export type AdministrationRoute =
  | {
      page: "company";
      at: { [P in CompanyPlace]: (typeof PLACES)[P] extends `/admin/${string}` ? P : never }[CompanyPlace];
    }
  | { page: "company"; at: CompanyThing; id: string };

export function isAdministration(route: CompanyRoute): route is AdministrationRoute {
  return companyAddress(route).startsWith(`${COMPANY}/admin/`);
}

/** The page of the company that an address leads to; `null` where it leads to none. */
export function companyRoute(path: string, url: URL): CompanyRoute | null {
  if (url.hostname !== HOST) return null;
  if (path === AUTHORIZE) return { page: "company", at: "authorize", query: url.search.slice(1) };
  if (path === "/admin") return { page: "company", at: "people" };
  const place = (Object.keys(PLACES) as CompanyPlace[]).find((at) => PLACES[at] === path);
  if (place !== undefined) return { page: "company", at: place };
  const thing = (Object.keys(THINGS) as CompanyThing[]).find((at) => path.startsWith(THINGS[at]));
  if (thing === undefined) return null;
  const id = decoded(path.slice(THINGS[thing].length));
  return id === null ? null : { page: "company", at: thing, id };
}

/** One part of a path; `null` for several, and for what is no text. */
function decoded(part: string): string | null {
  try {
    return part.includes("/") ? null : decodeURIComponent(part);
  } catch {
    return null;
  }
}

export function companyAddress(route: CompanyRoute): string {
  if (route.at === "authorize") return COMPANY + AUTHORIZE + (route.query === "" ? "" : `?${route.query}`);
  if ("id" in route) return COMPANY + THINGS[route.at] + encodeURIComponent(route.id);
  return COMPANY + (PLACES[route.at] || "/");
}
