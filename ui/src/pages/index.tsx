import { lazy } from "react";
import type { Route } from "../browser/addresses";
import { Iam } from "./console/iam/pages";
import { NotFound } from "./NotFound";
import { Start } from "./Start";

const SignIn = lazy(() => import("./sign-in/SignIn"));
const Recovery = lazy(() => import("./sign-in/Recovery"));
const MfaRecovery = lazy(() => import("./sign-in/MfaRecovery"));
const ConsoleHome = lazy(() => import("./console/ConsoleHome"));
const EventHistory = lazy(() => import("./console/EventHistory"));
const PolicySimulator = lazy(() => import("./console/iam/policies/PolicySimulator"));

/** The page of a route. */
export function Page({ route }: { route: Route }) {
  switch (route.page) {
    case "start":
      return <Start />;
    case "sign-in":
      return <SignIn account={route.account} region={route.region} />;
    case "recovery":
      return <Recovery token={route.token} />;
    case "mfa-recovery":
      return <MfaRecovery token={route.token} />;
    case "console-home":
      return <ConsoleHome />;
    case "event-history":
      return <EventHistory />;
    case "policy-simulator":
      return <PolicySimulator />;
    case "not-found":
      return <NotFound address={route.address} />;
    default:
      return <Iam route={route} />;
  }
}
