import { useEffect, type ReactNode } from "react";
import type { PortalPage, PortalPerson } from "../../api/types";
import type { PortalRoute } from "../../browser/portal";
import { Loading } from "../../desk/Loading";
import type { Told } from "../../desk/rolling";
import type { Loaded } from "../../desk/useLoaded";
import { AdministratorMode } from "./AdministratorMode";
import { AuthorizeApplication } from "./AuthorizeApplication";
import { Home } from "./Home";
import { MfaDevices } from "./MfaDevices";
import { Device } from "./oauth/Device";
import { Request } from "./oauth/Request";
import { PortalBar } from "./PortalBar";
import { Shortcut } from "./Shortcut";

export interface InsideProps {
  page: PortalPage;
  person: PortalPerson;
  /** The portal's time, and when it was told. */
  told: Told;
  route: PortalRoute;
  /** Somebody is not signed in any more. */
  onEnded(): void;
}

/** What was loaded for a page of the portal; a session that ended meanwhile leads to sign-in. */
export function PortalLoading<T>({
  of,
  onEnded,
  children,
}: {
  of: Loaded<T>;
  onEnded(): void;
  children: (data: T) => ReactNode;
}) {
  const ended = of.state === "failed" && of.error.code === "NOT_SIGNED_IN";
  useEffect(() => {
    if (ended) onEnded();
  }, [ended, onEnded]);
  return ended ? null : <Loading of={of}>{children}</Loading>;
}

/** The portal for who is signed in. What follows `#` in the address says which of its pages. */
export function Inside(props: InsideProps) {
  return (
    <>
      <PortalBar {...props} />
      <Place {...props} />
    </>
  );
}

function Place(props: InsideProps) {
  const { at } = props.route;
  const question = at.includes("?") ? at.indexOf("?") : at.length;
  const path = at.slice(0, question);
  const asked = new URLSearchParams(at.slice(question + 1));
  const { base } = props.route;
  const { onEnded } = props;
  if (path.startsWith("/saml/")) return <AdministratorMode key={at} {...props} id={path.slice("/saml/".length)} />;
  switch (path) {
    case "/authorize": {
      // A tool's request has a number of its own; an application's says all that it asks.
      const request = asked.get("request");
      return request === null ? (
        <AuthorizeApplication key={at} {...props} asked={asked} />
      ) : (
        <Request key={at} request={request} base={base} onEnded={onEnded} />
      );
    }
    case "/device":
      return <Device key={at} userCode={asked.get("user_code") ?? ""} base={base} onEnded={onEnded} />;
    case "/console":
      return <Shortcut key={at} {...props} asked={asked} />;
    case "/mfa-devices":
      return <MfaDevices onEnded={props.onEnded} />;
    default:
      return <Home {...props} />;
  }
}
