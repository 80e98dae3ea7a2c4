import { api } from "../../api/client";
import type { CompanyIdentity } from "../../api/company";
import { isAdministration, type CompanyRoute } from "../../browser/company";
import { useNavigation } from "../../browser/navigation";
import { CompanyMark } from "./CompanyMark";

interface Props {
  /** Whoever is signed in. */
  identity: CompanyIdentity | null;
  route: CompanyRoute | null;
}

/** The bar above every page of the company. */
export function CompanyBar({ identity, route }: Props) {
  const { visit } = useNavigation();
  const home = () => visit({ page: "company", at: "home" });
  const administering = route !== null && isAdministration(route);
  // The session that is gone is noticed by the page, which signs in then.
  const signOut = async () => {
    await api.POST("/company/api/sign-out");
    home();
  };
  return (
    <div className="company-bar" role="navigation" aria-label="AnyCompany">
      <button type="button" className="company-brand" onClick={home}>
        <CompanyMark />
        <span className="company-name">
          AnyCompany <small>Single sign-on</small>
        </span>
      </button>
      <span className="grow" />
      {identity !== null && (
        <>
          <button
            type="button"
            className="company-link"
            aria-current={route?.at === "home" ? "page" : undefined}
            onClick={home}
          >
            My applications
          </button>
          {identity.isAdministrator && (
            <button
              type="button"
              className="company-link"
              aria-current={administering ? "page" : undefined}
              onClick={() => visit({ page: "company", at: "people" })}
            >
              Administration
            </button>
          )}
          <span className="company-who" data-testid="company-who">
            {identity.displayName}
            <small>{[identity.title, identity.department].filter((word) => word !== "").join(", ")}</small>
          </span>
          <button type="button" className="company-link outlined" onClick={() => void signOut()}>
            Sign out
          </button>
        </>
      )}
    </div>
  );
}
