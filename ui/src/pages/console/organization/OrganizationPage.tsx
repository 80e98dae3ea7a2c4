import SideNavigation from "@cloudscape-design/components/side-navigation";
import type { ReactNode } from "react";
import { organizationAddress, type OrganizationRoute } from "../../../browser/organizations";
import { useNavigation } from "../../../browser/navigation";
import { ConsolePage } from "../ConsolePage";
import { Beside } from "../iam/IamNav";

type Place = "organization" | "organization-policies" | "organization-settings";

const PLACES: [Place, string][] = [
  ["organization", "AWS accounts"],
  ["organization-policies", "Policies"],
  ["organization-settings", "Settings"],
];

/** The entry that a page stands under. */
const UNDER: Record<OrganizationRoute["page"], Place> = {
  organization: "organization",
  "organization-create-account": "organization",
  "organization-target": "organization",
  "organization-policies": "organization-policies",
  "organization-create-policy": "organization-policies",
  "organization-policy": "organization-policies",
  "organization-settings": "organization-settings",
};

/** A page of the AWS Organizations console. */
export function OrganizationPage({ testId, children }: { testId: string; children: ReactNode }) {
  return (
    <ConsolePage testId={testId}>
      <Beside of="AWS Organizations" nav={<OrganizationNav />}>
        {children}
      </Beside>
    </ConsolePage>
  );
}

function OrganizationNav() {
  const { route, visit } = useNavigation();
  const page = UNDER[route.page as OrganizationRoute["page"]];
  return (
    <SideNavigation
      header={{ text: "AWS Organizations", href: organizationAddress({ page: "organization" }) }}
      activeHref={organizationAddress({ page })}
      items={PLACES.map(([to, text]) => ({ type: "link", text, href: organizationAddress({ page: to }) }))}
      onFollow={(event) => {
        event.preventDefault();
        visit(event.detail.href);
      }}
    />
  );
}
