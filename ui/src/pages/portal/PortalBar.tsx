import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import { api } from "../../api/client";
import { useNavigation } from "../../browser/navigation";
import { Mark } from "../../shell/Glyph";
import { when } from "../../shell/when";
import { SIGNED_OUT } from "./external/ToCompany";
import type { InsideProps } from "./Inside";

/** The bar above every page of the portal: the way to its first page, and the person's menu. */
export function PortalBar({ page, person, route }: InsideProps) {
  const { visit, reload } = useNavigation();
  const signOut = async () => {
    await api.POST("/api/portal/sign-out");
    if (page.source === "external") visit({ ...route, at: SIGNED_OUT });
    else if (route.at === "") reload();
    else visit({ ...route, at: "" });
  };
  const choose = (id: string) => {
    if (id === "mfa-devices") visit({ ...route, at: "/mfa-devices" });
    else void signOut();
  };
  return (
    <div className="console-bar" role="navigation" aria-label="Access portal">
      <button type="button" className="console-brand menu-button" onClick={() => visit({ ...route, at: "" })}>
        <Mark size={24} /> Access portal
      </button>
      <span className="grow" />
      <ButtonDropdown
        ariaLabel={`Menu of ${person.displayName}`}
        data-testid="portal-menu"
        items={[
          {
            text: `${person.userName}, until ${when(person.expiresAt)}`,
            items: [
              ...(person.managesDevices ? [{ id: "mfa-devices", text: "MFA devices" }] : []),
              { id: "sign-out", text: "Sign out" },
            ],
          },
        ]}
        onItemClick={({ detail }) => choose(detail.id)}
      >
        {person.displayName}
      </ButtonDropdown>
    </div>
  );
}
