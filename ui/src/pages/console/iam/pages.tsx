import type { ComponentType } from "react";
import { addressOf } from "../../../browser/addresses";
import type { IamRoute } from "../../../browser/iam";
import { NotFound } from "../../NotFound";
import { onDemand } from "../../onDemand";

type PropsOf<P extends IamRoute["page"]> = Omit<Extract<IamRoute, { page: P }>, "page">;

/** The pages that there are. Any other address of the IAM console leads nowhere, and no link leads there. */
const PAGES: { [P in IamRoute["page"]]?: ComponentType<PropsOf<P>> } = {
  "iam-dashboard": onDemand(() => import("./Dashboard")),
  users: onDemand(() => import("./users/Users")),
  "create-user": onDemand(() => import("./users/CreateUser")),
  user: onDemand(() => import("./users/User")),
  groups: onDemand(() => import("./groups/Groups")),
  "create-group": onDemand(() => import("./groups/CreateGroup")),
  group: onDemand(() => import("./groups/Group")),
  roles: onDemand(() => import("./roles/Roles")),
  "create-role": onDemand(() => import("./roles/CreateRole")),
  role: onDemand(() => import("./roles/Role")),
  "identity-providers": onDemand(() => import("./providers/IdentityProviders")),
  "create-identity-provider": onDemand(() => import("./providers/CreateIdentityProvider")),
  "identity-provider": onDemand(() => import("./providers/IdentityProvider")),
  "credential-report": onDemand(() => import("./CredentialReport")),
  policies: onDemand(() => import("./policies/Policies")),
  policy: onDemand(() => import("./policies/PolicyPage")),
  "create-policy": onDemand(() => import("./policies/CreatePolicy")),
  "edit-policy": onDemand(() => import("./policies/EditPolicy")),
  "account-settings": onDemand(() => import("../AccountSettings")),
  "root-access": onDemand(() => import("./RootAccess")),
  "security-credentials": onDemand(() => import("../SecurityCredentials")),
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
