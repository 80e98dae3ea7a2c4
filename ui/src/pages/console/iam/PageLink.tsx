import Link from "@cloudscape-design/components/link";
import type { ReactNode } from "react";
import { addressOf, type Route } from "../../../browser/addresses";
import { useNavigation } from "../../../browser/navigation";

/** A link to another page of the simulated browser. */
export function PageLink({ to, children }: { to: Route; children: ReactNode }) {
  const { visit } = useNavigation();
  const href = addressOf(to);
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
