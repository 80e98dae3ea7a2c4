import type { ComponentType } from "react";
import { addressOf } from "../../../browser/addresses";
import type { IamRoute } from "../../../browser/iam";
import { lazy } from "../../lazy";
import { NotFound } from "../../NotFound";

type PropsOf<P extends IamRoute["page"]> = Omit<Extract<IamRoute, { page: P }>, "page">;

/** The pages that there are. Any other address of the IAM console leads nowhere, and no link leads there. */
const PAGES: { [P in IamRoute["page"]]?: ComponentType<PropsOf<P>> } = {
  "iam-dashboard": lazy(() => import("./Dashboard")),
  users: lazy(() => import("./users/Users")),
  "create-user": lazy(() => import("./users/CreateUser")),
  user: lazy(() => import("./users/User")),
  groups: lazy(() => import("./groups/Groups")),
  "create-group": lazy(() => import("./groups/CreateGroup")),
  group: lazy(() => import("./groups/Group")),
  roles: lazy(() => import("./roles/Roles")),
  "create-role": lazy(() => import("./roles/CreateRole")),
  role: lazy(() => import("./roles/Role")),
  "identity-providers": lazy(() => import("./providers/IdentityProviders")),
  "create-identity-provider": lazy(() => import("./providers/CreateIdentityProvider")),
  "identity-provider": lazy(() => import("./providers/IdentityProvider")),
  "inspect-response": lazy(() => import("./providers/inspect/InspectResponse")),
  "credential-report": lazy(() => import("./CredentialReport")),
  policies: lazy(() => import("./policies/Policies")),
  policy: lazy(() => import("./policies/PolicyPage")),
  "create-policy": lazy(() => import("./policies/CreatePolicy")),
  "edit-policy": lazy(() => import("./policies/EditPolicy")),
  "account-settings": lazy(() => import("../AccountSettings")),
  "root-access": lazy(() => import("./RootAccess")),
  "security-credentials": lazy(() => import("../SecurityCredentials")),
};

/** Whether there is a page for this route. */
export function isBuilt(page: IamRoute["page"]): boolean {
  return page in PAGES;
}

/** A page of the IAM console. */
export function Iam({ route }: { route: IamRoute }) {
  const { page, ...props } = route;
  const Found = PAGES[page] as ComponentType<typeof props> | undefined;
  return Found === undefined ? <NotFound address={addressOf(route)} /> : <Found {...props} />;
}
