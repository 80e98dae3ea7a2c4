import Button from "@cloudscape-design/components/button";
import SideNavigation, { type SideNavigationProps } from "@cloudscape-design/components/side-navigation";
import { useLayoutEffect, useRef, useState, type ReactNode } from "react";
import { iamAddress, type IamRoute } from "../../../browser/iam";
import { useNavigation } from "../../../browser/navigation";
import { ConsolePage } from "../ConsolePage";
import { isBuilt } from "./pages";

type Place = Exclude<
  IamRoute["page"],
  "user" | "group" | "role" | "policy" | "edit-policy" | "identity-provider" | "inspect-response"
>;

const SECTIONS: { text: string; places: [Place, string][] }[] = [
  {
    text: "Access management",
    places: [
      ["groups", "User groups"],
      ["users", "Users"],
      ["roles", "Roles"],
      ["policies", "Policies"],
      ["identity-providers", "Identity providers"],
      ["account-settings", "Account settings"],
      ["root-access", "Root access management"],
    ],
  },
  { text: "Access reports", places: [["credential-report", "Credential report"]] },
];

/** The entry that a page stands under. */
const UNDER: Partial<Record<IamRoute["page"], Place>> = {
  user: "users",
  "create-user": "users",
  group: "groups",
  "create-group": "groups",
  role: "roles",
  "create-role": "roles",
  policy: "policies",
  "create-policy": "policies",
  "edit-policy": "policies",
  "identity-provider": "identity-providers",
  "create-identity-provider": "identity-providers",
  "inspect-response": "identity-providers",
};

function link([page, text]: [Place, string]): SideNavigationProps.Link {
  return { type: "link", text, href: iamAddress({ page }) };
}

/** The side navigation of the IAM console. */
function IamNav() {
  const { route, visit } = useNavigation();
  const here = UNDER[route.page as IamRoute["page"]] ?? (route.page as Place);
  const items: SideNavigationProps.Item[] = [];
  if (isBuilt("iam-dashboard")) items.push(link(["iam-dashboard", "Dashboard"]));
  for (const { text, places } of SECTIONS) {
    const built = places.filter(([page]) => isBuilt(page)).map(link);
    if (built.length > 0) items.push({ type: "section", text, items: built });
  }
  return (
    <SideNavigation
      header={{ text: "Identity and Access Management (IAM)", href: iamAddress({ page: "iam-dashboard" }) }}
      activeHref={iamAddress({ page: here })}
      items={items}
      onFollow={(event) => {
        event.preventDefault();
        visit(event.detail.href);
      }}
    />
  );
}

/** Below this the navigation stands in the way and is closed unless asked for. */
const ROOM = 1000;

/** Whether there is room for the navigation beside the page. */
function useRoom() {
  const place = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(true);
  // Before it is seen: a page that moves at once moves away under the pointer.
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null || typeof ResizeObserver === "undefined") return;
    const look = () => setRoom(element.getBoundingClientRect().width >= ROOM);
    const observer = new ResizeObserver(look);
    observer.observe(element);
    look();
    return () => observer.disconnect();
  }, []);
  return [place, room] as const;
}

interface Props {
  testId: string;
  children: ReactNode;
}

/** A page of the IAM console: the navigation beside it, or above it where there is no room. */
export function IamPage({ testId, children }: Props) {
  return (
    <ConsolePage testId={testId}>
      <Beside of="IAM" nav={<IamNav />}>
        {children}
      </Beside>
    </ConsolePage>
  );
}

interface BesideProps {
  /** Whose navigation it is. */
  of: string;
  nav: ReactNode;
  children: ReactNode;
}

/** A page with its console's navigation beside it, or above it where there is no room. */
export function Beside({ of, nav, children }: BesideProps) {
  const [place, room] = useRoom();
  const [wanted, setWanted] = useState<boolean | null>(null);
  const open = wanted ?? room;
  return (
    <div ref={place} className={room ? "iam iam-beside" : "iam"}>
      <div className="iam-side">
        <Button
          variant="icon"
          iconName={open ? "close" : "menu"}
          ariaLabel={open ? `Close the ${of} navigation` : `Open the ${of} navigation`}
          ariaExpanded={open}
          onClick={() => setWanted(!open)}
        />
        {open && <div className="iam-nav">{nav}</div>}
      </div>
      <div className="iam-page">{children}</div>
    </div>
  );
}
