import type { ComponentType } from "react";
import { addressOf } from "../../../browser/addresses";
import type { CenterRoute } from "../../../browser/identityCenter";
import { lazy } from "../../lazy";
import { NotFound } from "../../NotFound";

/** What a details page is told. */
export interface ThingProps {
  id: string;
  section: string | null;
}

type PropsOf<P extends CenterRoute["page"]> =
  Extract<CenterRoute, { page: P }> extends { id: string } ? ThingProps : object;

/** The pages that there are. Any other address of this console leads nowhere, and no link leads there. */
const PAGES: { [P in CenterRoute["page"]]?: ComponentType<PropsOf<P>> } = {
  "center-dashboard": lazy(() => import("./Dashboard")),
  "center-applications": lazy(() => import("./applications/Applications")),
  "center-add-application": lazy(() => import("./applications/AddApplication")),
  "center-application": lazy(() => import("./applications/Application")),
  "center-users": lazy(() => import("./users/Users")),
  "center-add-user": lazy(() => import("./users/AddUser")),
  "center-user": lazy(() => import("./users/User")),
  "center-groups": lazy(() => import("./groups/Groups")),
  "center-create-group": lazy(() => import("./groups/CreateGroup")),
  "center-group": lazy(() => import("./groups/Group")),
  "center-settings": lazy(() => import("./settings/Settings")),
  "center-change-source": lazy(() => import("./settings/source/ChangeSource")),
  "center-accounts": lazy(() => import("./access/Accounts")),
  "center-account": lazy(() => import("./access/Account")),
  "center-permission-sets": lazy(() => import("./access/PermissionSets")),
  "center-create-permission-set": lazy(() => import("./access/CreatePermissionSet")),
  "center-permission-set": lazy(() => import("./access/PermissionSet")),
  "center-provisioning": lazy(() => import("./access/Provisioning")),
};

/** Whether there is a page for this route. */
export function isBuilt(page: CenterRoute["page"]): boolean {
  return page in PAGES;
}

/** A page of the Identity Center console. */
export function IdentityCenter({ route }: { route: CenterRoute }) {
  const { page, ...props } = route;
  const Found = PAGES[page] as ComponentType<typeof props> | undefined;
  if (Found === undefined) return <NotFound address={addressOf(route)} />;
  return <Found key={"id" in props ? props.id : page} {...props} />;
}
