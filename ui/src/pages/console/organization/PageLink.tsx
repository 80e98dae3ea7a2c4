import Link from "@cloudscape-design/components/link";
import type { ReactNode } from "react";
import { organizationAddress, type OrganizationRoute } from "../../../browser/organizations";
import { useNavigation } from "../../../browser/navigation";

/** A link to a page of this console. */
export function PageLink({ to, children }: { to: OrganizationRoute; children: ReactNode }) {
  const { visit } = useNavigation();
  const href = organizationAddress(to);
  return (
    <Link
      href={href}
      onFollow={(event) => {
        event.preventDefault();
        visit(href);
      }}
    >
      {children}
    </Link>
  );
}
