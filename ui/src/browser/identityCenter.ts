/** The addresses of the Identity Center console, by what follows `#!`. */
const PLACES = {
  "": "center-dashboard",
  "/users": "center-users",
  "/users/add": "center-add-user",
  "/groups": "center-groups",
  "/groups/create": "center-create-group",
  "/applications": "center-applications",
  "/applications/add": "center-add-application",
  "/settings": "center-settings",
  "/settings/identity-source": "center-change-source",
  "/accounts": "center-accounts",
  "/permission-sets": "center-permission-sets",
  "/permission-sets/create": "center-create-permission-set",
  "/provisioning": "center-provisioning",
} as const;

/** The lists whose entries have a page of their own: the id follows the list's path. */
const THINGS = {
  "/users": "center-user",
  "/groups": "center-group",
  "/accounts": "center-account",
  "/permission-sets": "center-permission-set",
  "/applications": "center-application",
} as const;

export type CenterPlace = (typeof PLACES)[keyof typeof PLACES];
export type CenterThing = (typeof THINGS)[keyof typeof THINGS];

/** The pages of the Identity Center console. `section` is the tab that a details page opens at. */
export type CenterRoute =
  | { [P in CenterPlace]: { page: P } }[CenterPlace]
  | { [P in CenterThing]: { page: P; id: string; section: string | null } }[CenterThing];

export const CENTER = "/singlesignon/home";
const HOME = `https://us-east-1.console.aws.amazon.com${CENTER}`;

function turned<K extends string, V extends string>(table: Readonly<Record<K, V>>): Record<V, K> {
  return Object.fromEntries(Object.entries(table).map(([path, page]) => [page, path])) as Record<V, K>;
}

const PATH_OF = turned(PLACES);
const LIST_OF = turned(THINGS);

/** Whether a page is one of this console. */
export function isCenterRoute(route: { page: string }): route is CenterRoute {
  return Object.hasOwn(PATH_OF, route.page) || Object.hasOwn(LIST_OF, route.page);
}

/** The address of a page of the Identity Center console. */
export function centerAddress(route: CenterRoute): string {
  if (!("id" in route)) return `${HOME}#!${PATH_OF[route.page] === "" ? "/" : PATH_OF[route.page]}`;
  const query = route.section === null ? "" : `?section=${encodeURIComponent(route.section)}`;
  return `${HOME}#!${LIST_OF[route.page]}/${encodeURIComponent(route.id)}${query}`;
}

/** The page that what follows `/singlesignon/home` leads to. */
export function centerRoute(hash: string): CenterRoute | null {
  const [whole = "", query = ""] = hash.replace(/^#!?/, "").split("?", 2);
  const path = whole.replace(/\/+$/, "");
  if (Object.hasOwn(PLACES, path)) return { page: PLACES[path as keyof typeof PLACES] };
  const end = path.lastIndexOf("/");
  const list = path.slice(0, end);
  if (end < 1 || !Object.hasOwn(THINGS, list)) return null;
  try {
    const id = decodeURIComponent(path.slice(end + 1));
    const section = new URLSearchParams(query).get("section");
    return { page: THINGS[list as keyof typeof THINGS], id, section };
  } catch {
    return null;
  }
}
