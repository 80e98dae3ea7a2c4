import { addressOf, type Route } from "../browser/addresses";
import { isCenterRoute } from "../browser/identityCenter";
import { Iam } from "./console/iam/pages";
import { IdentityCenter } from "./console/identity-center/pages";
import { lazy } from "./lazy";
import { NotFound } from "./NotFound";
import { Outside } from "./Outside";
import { Start } from "./Start";

const SignIn = lazy(() => import("./sign-in/SignIn"));
const Recovery = lazy(() => import("./sign-in/Recovery"));
const MfaRecovery = lazy(() => import("./sign-in/MfaRecovery"));
const ConsoleHome = lazy(() => import("./console/ConsoleHome"));
const Company = lazy(() => import("./company/Company"));
const Application = lazy(() => import("./application/Application"));
const Federation = lazy(() => import("./federation/Federation"));
const FederationCall = lazy(() => import("./federation/FederationCall"));
const Saml = lazy(() => import("./federation/Saml"));
const SamlMetadata = lazy(() => import("./federation/SamlMetadata"));
const Authorize = lazy(() => import("./portal/oauth/Authorize"));
const OldDevice = lazy(() => import("./portal/oauth/OldDevice"));
const Portal = lazy(() => import("./portal/Portal"));
const PortalAcs = lazy(() => import("./portal/external/PortalAcs"));
const SwitchRole = lazy(() => import("./console/SwitchRole"));
const CloudShell = lazy(() => import("./console/services/CloudShell"));
const ResourcePage = lazy(() => import("./console/services/ResourcePage"));
const ServicePage = lazy(() => import("./console/services/ServicePage"));
const EventHistory = lazy(() => import("./console/EventHistory"));
const PolicySimulator = lazy(() => import("./console/iam/policies/PolicySimulator"));
const OrganizationAccounts = lazy(() => import("./console/organization/Accounts"));
const CreateAccount = lazy(() => import("./console/organization/CreateAccount"));
const OrganizationTarget = lazy(() => import("./console/organization/Target"));
const ControlPolicies = lazy(() => import("./console/organization/Policies"));
const CreateControlPolicy = lazy(() => import("./console/organization/CreatePolicy"));
const ControlPolicy = lazy(() => import("./console/organization/Policy"));
const OrganizationSettings = lazy(() => import("./console/organization/Settings"));

/** The page of a route. */
export function Page({ route }: { route: Route }) {
  if (isCenterRoute(route)) return <IdentityCenter route={route} />;
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
    case "portal":
      return <Portal key={route.base} route={route} />;
    case "federation":
      return <Federation key={route.token} route={route} />;
    case "federation-call":
      return <FederationCall query={route.query} />;
    case "saml":
      return <Saml route={route} />;
    case "saml-metadata":
      return <SamlMetadata />;
    case "portal-acs":
      return <PortalAcs route={route} />;
    case "application":
      return <Application key={`${route.application} ${route.at} ${route.query}`} route={route} />;
    case "company":
      return <Company key={addressOf(route)} route={route} />;
    case "oauth-authorize":
      return <Authorize key={route.query} query={route.query} />;
    case "oauth-device":
      return <OldDevice key={route.userCode} userCode={route.userCode} />;
    case "outside":
      return <Outside address={route.address} />;
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
