/** The two kinds of control policies. */
export type PolicyKind = "service" | "resource";

/** The pages of the AWS Organizations console. */
export type OrganizationRoute =
  | { page: "organization" }
  | { page: "organization-create-account" }
  | { page: "organization-target"; target: string }
  | { page: "organization-policies" }
  | { page: "organization-create-policy"; kind: PolicyKind }
  | { page: "organization-policy"; kind: PolicyKind; policy: string }
  | { page: "organization-settings" };

export const ORGANIZATIONS = "/organizations/v2/home";
const HOST = "https://us-east-1.console.aws.amazon.com";

const SEGMENT: Record<PolicyKind, string> = {
  service: "service-control-policy",
  resource: "resource-control-policy",
};

/** Where a root, unit or account has its page. */
function place(target: string): string {
  if (target.startsWith("r-")) return `root/${target}`;
  if (target.startsWith("ou-")) return `organizational-units/${target}`;
  return `accounts/${target}`;
}

/** The address of a page of the AWS Organizations console. */
export function organizationAddress(route: OrganizationRoute): string {
  const path = () => {
    switch (route.page) {
      case "organization":
        return "accounts";
      case "organization-create-account":
        return "accounts/add/create";
      case "organization-target":
        return place(route.target);
      case "organization-policies":
        return "policies";
      case "organization-create-policy":
        return `policies/${SEGMENT[route.kind]}/create`;
      case "organization-policy":
        return `policies/${SEGMENT[route.kind]}/${route.policy}`;
      case "organization-settings":
        return "settings";
    }
  };
  return `${HOST}${ORGANIZATIONS}/${path()}`;
}

const TARGET = /^(?:root\/(r-[a-z0-9]+)|organizational-units\/(ou-[a-z0-9-]+)|accounts\/([0-9]{12}))$/;
const POLICY = /^policies\/(service|resource)-control-policy(?:\/([A-Za-z0-9_-]+))?$/;

/** The page that what follows `/organizations/v2/home` leads to. */
export function organizationRoute(rest: string): OrganizationRoute | null {
  const path = rest.replace(/^\/+|\/+$/g, "");
  switch (path) {
    case "":
    case "accounts":
      return { page: "organization" };
    case "accounts/add/create":
      return { page: "organization-create-account" };
    case "policies":
      return { page: "organization-policies" };
    case "settings":
      return { page: "organization-settings" };
  }
  const [, root, unit, account] = TARGET.exec(path) ?? [];
  const target = root ?? unit ?? account;
  if (target !== undefined) return { page: "organization-target", target };
  const found = POLICY.exec(path);
  if (found === null) return null;
  const kind: PolicyKind = found[1] === "service" ? "service" : "resource";
  const policy = found[2];
  if (policy === undefined) return { page: "organization-policies" };
  return policy === "create"
    ? { page: "organization-create-policy", kind }
    : { page: "organization-policy", kind, policy };
}
