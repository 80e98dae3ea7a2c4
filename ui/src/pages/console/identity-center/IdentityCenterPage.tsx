import SideNavigation, { type SideNavigationProps } from "@cloudscape-design/components/side-navigation";
import type { ReactNode } from "react";
import { centerAddress, type CenterPlace, type CenterRoute } from "../../../browser/identityCenter";
import { useNavigation } from "../../../browser/navigation";
import { ConsolePage } from "../ConsolePage";
import { Beside } from "../iam/IamNav";
import { isBuilt } from "./pages";

const SECTIONS: { text: string | null; places: [CenterPlace, string][] }[] = [
  {
    text: null,
    places: [
      ["center-dashboard", "Dashboard"],
      ["center-users", "Users"],
      ["center-groups", "Groups"],
      ["center-settings", "Settings"],
    ],
  },
  {
    text: "Multi-account permissions",
    places: [
      ["center-accounts", "AWS accounts"],
      ["center-permission-sets", "Permission sets"],
      ["center-provisioning", "Provisioning status"],
    ],
  },
  { text: "Application assignments", places: [["center-applications", "Applications"]] },
];

/** The entry that a page stands under. */
const UNDER: Partial<Record<CenterRoute["page"], CenterPlace>> = {
  "center-add-user": "center-users",
  "center-user": "center-users",
  "center-create-group": "center-groups",
  "center-group": "center-groups",
  "center-change-source": "center-settings",
  "center-account": "center-accounts",
  "center-permission-set": "center-permission-sets",
  "center-create-permission-set": "center-permission-sets",
  "center-add-application": "center-applications",
  "center-application": "center-applications",
};

function link([page, text]: [CenterPlace, string]): SideNavigationProps.Link {
  return { type: "link", text, href: centerAddress({ page }) };
}

/** The side navigation of the Identity Center console. */
function IdentityCenterNav() {
  const { route, visit } = useNavigation();
  const page = route.page as CenterRoute["page"];
  const items: SideNavigationProps.Item[] = SECTIONS.flatMap(({ text, places }): SideNavigationProps.Item[] => {
    const built = places.filter(([to]) => isBuilt(to)).map(link);
    if (text === null || built.length === 0) return built;
    return [{ type: "section", text, items: built }];
  });
  return (
    <SideNavigation
      header={{ text: "IAM Identity Center", href: centerAddress({ page: "center-dashboard" }) }}
      activeHref={centerAddress({ page: UNDER[page] ?? (page as CenterPlace) })}
      items={items}
      onFollow={(event) => {
        event.preventDefault();
        visit(event.detail.href);
      }}
    />
  );
}

/** A page of the Identity Center console. */
export function IdentityCenterPage({ testId, children }: { testId: string; children: ReactNode }) {
  return (
    <ConsolePage testId={testId}>
      <Beside of="IAM Identity Center" nav={<IdentityCenterNav />}>
        {children}
      </Beside>
    </ConsolePage>
  );
}
