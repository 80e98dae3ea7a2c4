import type { Route } from "../browser/addresses";
import { Iam } from "./console/iam/pages";
import { NotFound } from "./NotFound";
import { onDemand } from "./onDemand";
import { Start } from "./Start";

const SignIn = onDemand(() => import("./sign-in/SignIn"));
const Recovery = onDemand(() => import("./sign-in/Recovery"));
const MfaRecovery = onDemand(() => import("./sign-in/MfaRecovery"));
const ConsoleHome = onDemand(() => import("./console/ConsoleHome"));
const SwitchRole = onDemand(() => import("./console/SwitchRole"));
const CloudShell = onDemand(() => import("./console/services/CloudShell"));
const ResourcePage = onDemand(() => import("./console/services/ResourcePage"));
const ServicePage = onDemand(() => import("./console/services/ServicePage"));
const EventHistory = onDemand(() => import("./console/EventHistory"));
const PolicySimulator = onDemand(() => import("./console/iam/policies/PolicySimulator"));
const OrganizationAccounts = onDemand(() => import("./console/organization/Accounts"));
const CreateAccount = onDemand(() => import("./console/organization/CreateAccount"));
const OrganizationTarget = onDemand(() => import("./console/organization/Target"));
const ControlPolicies = onDemand(() => import("./console/organization/Policies"));
const CreateControlPolicy = onDemand(() => import("./console/organization/CreatePolicy"));
const ControlPolicy = onDemand(() => import("./console/organization/Policy"));
const OrganizationSettings = onDemand(() => import("./console/organization/Settings"));

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
    case "switch-role":
      return <SwitchRole link={route} />;
    case "cloudshell":
      return <CloudShell />;
    case "service":
      return <ServicePage service={route.service} region={route.region} />;
    case "resource":
      return <ResourcePage service={route.service} arn={route.arn} prefix={route.prefix ?? ""} />;
    case "not-found":
      return <NotFound address={route.address} />;
    case "organization":
      return <OrganizationAccounts />;
    case "organization-create-account":
      return <CreateAccount />;
    case "organization-target":
      return <OrganizationTarget key={route.target} target={route.target} />;
    case "organization-policies":
      return <ControlPolicies />;
    case "organization-create-policy":
      return <CreateControlPolicy kind={route.kind} />;
    case "organization-policy":
      return <ControlPolicy key={route.policy} policy={route.policy} />;
    case "organization-settings":
      return <OrganizationSettings />;
    default:
      return <Iam route={route} />;
  }
}
