import { lazy } from "react";
import { never } from "../api/types";
import type { Route } from "../browser/addresses";
import { NotFound } from "./NotFound";
import { Start } from "./Start";

const SignIn = lazy(() => import("./sign-in/SignIn"));
const Recovery = lazy(() => import("./sign-in/Recovery"));
const MfaRecovery = lazy(() => import("./sign-in/MfaRecovery"));
const ConsoleHome = lazy(() => import("./console/ConsoleHome"));
const SecurityCredentials = lazy(() => import("./console/SecurityCredentials"));
const AccountSettings = lazy(() => import("./console/AccountSettings"));
const Users = lazy(() => import("./console/Users"));
const CreateUser = lazy(() => import("./console/CreateUser"));
const EventHistory = lazy(() => import("./console/EventHistory"));
const Policies = lazy(() => import("./console/iam/policies/Policies"));
const PolicyPage = lazy(() => import("./console/iam/policies/PolicyPage"));
const CreatePolicy = lazy(() => import("./console/iam/policies/CreatePolicy"));
const EditPolicy = lazy(() => import("./console/iam/policies/EditPolicy"));
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
    case "security-credentials":
      return <SecurityCredentials />;
    case "account-settings":
      return <AccountSettings />;
    case "users":
      return <Users />;
    case "create-user":
      return <CreateUser />;
    case "event-history":
      return <EventHistory />;
    case "policies":
      return <Policies />;
    case "policy":
      return <PolicyPage arn={route.arn} />;
    case "create-policy":
      return <CreatePolicy />;
    case "edit-policy":
      return <EditPolicy arn={route.arn} />;
    case "policy-simulator":
      return <PolicySimulator />;
    case "not-found":
      return <NotFound address={route.address} />;
    default:
      return never(route);
  }
}
