import "virtual:company.css";
import "./company.css";
import { useCallback, type ReactNode } from "react";
import { api, outcome } from "../../api/client";
import type { CompanyIdentity } from "../../api/company";
import { isAdministration, type CompanyRoute } from "../../browser/company";
import { Loading } from "../../desk/Loading";
import { useLoaded } from "../../desk/useLoaded";
import { Administration } from "./admin/Administration";
import { LAYER } from "./admin/CompanyDialog";
import { Authorize } from "./Authorize";
import { Broker } from "./Broker";
import { Builds } from "./Builds";
import { CompanyBar } from "./CompanyBar";
import { CompanySession } from "./CompanySession";
import { Continue } from "./Continue";
import { Contractor } from "./Contractor";
import { FaultBanner } from "./FaultBanner";
import { Portal } from "./Portal";
import { Published } from "./Published";
import { SignOn } from "./SignOn";
import { CompanySignIn } from "./sign-in/CompanySignIn";

const ask = () => outcome(api.GET("/company/api/session"));

/** AnyCompany's single sign-on: a site of its own, with people, keys and a look of its own. */
export default function Company({ route }: { route: CompanyRoute }) {
  return (
    <>
      <div className="company-holder">
        <div className="company">
          <Site route={route} />
        </div>
      </div>
      <div id={LAYER} className="company company-layer" />
    </>
  );
}

function Site({ route }: { route: CompanyRoute }) {
  switch (route.at) {
    // What anybody may read, and what other sites send the browser to.
    case "metadata":
    case "discovery":
    case "jwks":
      return (
        <Anybody>
          <Published what={route.at} />
        </Anybody>
      );
    case "sign-on":
      return (
        <Anybody>
          <SignOn />
        </Anybody>
      );
    case "authorize":
      return (
        <Anybody>
          <Authorize query={route.query} />
        </Anybody>
      );
    default:
      return <SignedIn route={route} />;
  }
}

function Anybody({ children }: { children: ReactNode }) {
  return (
    <>
      <CompanyBar identity={null} route={null} />
      {children}
    </>
  );
}

/** A page for who is signed in; whoever is not signs in first, and stays at its address. */
function SignedIn({ route }: { route: CompanyRoute }) {
  const [loaded, again] = useLoaded(ask);
  const ended = useCallback(() => again(), [again]);
  return (
    <Loading of={loaded}>
      {({ identity, step, faults }) =>
        identity == null ? (
          <>
            <CompanyBar identity={null} route={null} />
            <CompanySignIn step={step ?? { step: "user-name" }} onSignedIn={again} />
          </>
        ) : (
          <CompanySession value={{ identity, onEnded: ended }}>
            <CompanyBar identity={identity} route={route} />
            <FaultBanner faults={faults} isAdministrator={identity.isAdministrator} />
            <Inside route={route} identity={identity} />
          </CompanySession>
        )
      }
    </Loading>
  );
}

function Inside({ route, identity }: { route: CompanyRoute; identity: CompanyIdentity }) {
  if (isAdministration(route)) return <Administration route={route} identity={identity} />;
  switch (route.at) {
    case "aws-console":
    case "identity-center":
      return <Continue to={route.at} />;
    case "broker":
      return <Broker />;
    case "contractor":
      return <Contractor />;
    case "builds":
      return <Builds />;
    default:
      return <Portal />;
  }
}
