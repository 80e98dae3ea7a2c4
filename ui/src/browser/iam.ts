/** The pages of the IAM console. `section` is the tab that a details page opens at. */
export type IamRoute =
  | { page: "iam-dashboard" }
  | { page: "users" }
  | { page: "create-user" }
  | { page: "user"; userName: string; section: string | null }
  | { page: "groups" }
  | { page: "create-group" }
  | { page: "group"; groupName: string; section: string | null }
  | { page: "roles" }
  | { page: "create-role" }
  | { page: "role"; roleName: string; section: string | null }
  | { page: "policies" }
  | { page: "create-policy" }
  | { page: "policy"; arn: string; section: string | null }
  | { page: "edit-policy"; arn: string }
  | { page: "identity-providers" }
  | { page: "create-identity-provider" }
  | { page: "identity-provider"; arn: string }
  | { page: "inspect-response"; arn: string }
  | { page: "account-settings" }
  | { page: "root-access" }
  | { page: "credential-report" }
  | { page: "security-credentials" };

const HOME = "https://us-east-1.console.aws.amazon.com/iam/home";

const PLACES = {
  "/home": "iam-dashboard",
  "/users": "users",
  "/users/create": "create-user",
  "/groups": "groups",
  "/groups/create": "create-group",
  "/roles": "roles",
  "/roles/create": "create-role",
  "/policies": "policies",
  "/policies/create": "create-policy",
  "/identity_providers": "identity-providers",
  "/identity_providers/create": "create-identity-provider",
  "/account_settings": "account-settings",
  "/organization/root-access": "root-access",
  "/credential_report": "credential-report",
  "/security_credentials": "security-credentials",
} as const;

type Place = (typeof PLACES)[keyof typeof PLACES];

const PATH_OF = Object.fromEntries(Object.entries(PLACES).map(([path, page]) => [page, path])) as Record<Place, string>;

function details(list: string, name: string, section: string | null): string {
  const query = section === null ? "" : `?section=${encodeURIComponent(section)}`;
  return `${HOME}#/${list}/details/${encodeURIComponent(name)}${query}`;
}

/** The address of a page of the IAM console. */
export function iamAddress(route: IamRoute): string {
  switch (route.page) {
    case "user":
      return details("users", route.userName, route.section);
    case "group":
      return details("groups", route.groupName, route.section);
    case "role":
      return details("roles", route.roleName, route.section);
    case "policy":
      return details("policies", route.arn, route.section);
    case "edit-policy":
      return `${HOME}#/policies/edit/${encodeURIComponent(route.arn)}`;
    case "identity-provider":
      return details("identity_providers", route.arn, null);
    case "inspect-response":
      return `${HOME}#/identity_providers/inspect/${encodeURIComponent(route.arn)}`;
    default:
      return `${HOME}#${PATH_OF[route.page]}`;
  }
}

const DETAILS = /^\/(users|groups|roles|policies|identity_providers)\/(details|edit|inspect)\/([^/]+)$/;

/** The page that what follows `/iam/home` leads to. */
export function iamRoute(hash: string): IamRoute | null {
  const [whole = "", query = ""] = hash.replace(/^#/, "").split("?", 2);
  const path = whole.replace(/\/+$/, "");
  if (path === "") return { page: "iam-dashboard" };
  if (path in PLACES && Object.hasOwn(PLACES, path)) return { page: PLACES[path as keyof typeof PLACES] };
  const [, list, verb, encoded = ""] = DETAILS.exec(path) ?? [];
  const name = decoded(encoded);
  if (list === undefined || name === null) return null;
  if (verb === "edit") return list === "policies" ? { page: "edit-policy", arn: name } : null;
  if (verb === "inspect") return list === "identity_providers" ? { page: "inspect-response", arn: name } : null;
  const section = new URLSearchParams(query).get("section");
  switch (list) {
    case "users":
      return { page: "user", userName: name, section };
    case "groups":
      return { page: "group", groupName: name, section };
    case "roles":
      return { page: "role", roleName: name, section };
    case "policies":
      return { page: "policy", arn: name, section };
    default:
      return { page: "identity-provider", arn: name };
  }
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
