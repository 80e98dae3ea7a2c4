import type { components, paths } from "./schema";

type Schemas = components["schemas"];

export type AccessKey = Schemas["AccessKeyView"];
export type AccessKeyList = Schemas["AccessKeyList"];
export type AccountSummary = Schemas["AccountSummary"];
export type AccountView = Schemas["AccountView"];
export type AuthenticatorEntry = Schemas["AuthenticatorEntry"];
export type AuthenticatorScreen = Schemas["AuthenticatorScreen"];
export type Call = Schemas["Call"];
export type CeremonyForm = Schemas["CeremonyForm"];
export type Challenge = Schemas["Challenge"];
export type ClockView = Schemas["ClockView"];
export type ConsoleAccess = Schemas["ConsoleAccess"];
export type CookieView = Schemas["CookieView"];
export type Denial = Schemas["Denial"];
export type DocumentKind = Schemas["DocumentKind"];
export type ErrorBody = Schemas["ErrorBody"];
export type ErrorCode = Schemas["ErrorCode"];
export type EventView = Schemas["EventView"];
export type GroupDetails = Schemas["GroupDetails"];
export type GroupView = Schemas["GroupView"];
export type HolderPolicies = Schemas["HolderPolicies"];
export type Holders = Schemas["PolicyEntity"]["kind"];
export type IdentityView = Schemas["IdentityView"];
export type InlinePolicy = Schemas["InlinePolicy"];
export type KeyFaults = Schemas["KeyFaults"];
export type KeyLastUse = Schemas["KeyLastUse"];
export type MailSummary = Schemas["MailSummary"];
export type Message = Schemas["Message"];
export type MfaChoice = Schemas["MfaChoice"];
export type MfaDevice = Schemas["MfaDevice"];
export type MfaEnrolled = Schemas["MfaEnrolled"];
export type MfaKind = Schemas["MfaKind"];
/** Where a device is assigned: on Security credentials, or within a sign-in. */
export type MfaPlace = paths["/api/mfa/{place}/virtual"]["post"]["parameters"]["path"]["place"];
export type NewAccessKey = Schemas["NewAccessKey"];
export type PasswordEntry = Schemas["PasswordEntry"];
export type PasswordPolicy = Schemas["PasswordPolicy"];
export type PhoneView = Schemas["PhoneView"];
export type PolicyChecked = Schemas["PolicyChecked"];
export type PolicyDetail = Schemas["PolicyDetail"];
export type PolicyPage = Schemas["PolicyPage"];
export type PolicyProblem = Schemas["PolicyProblem"];
export type PolicyScope = NonNullable<NonNullable<paths["/api/policies"]["get"]["parameters"]["query"]>["scope"]>;
export type PolicyView = Schemas["PolicyView"];
export type RecentRole = Schemas["RecentRole"];
export type SecurityCheck = Schemas["SecurityCheck"];
export type SecurityCredentialsView = Schemas["SecurityCredentialsView"];
export type SecurityKeyView = Schemas["SecurityKeyView"];
export type SessionEntry = Schemas["SessionEntry"];
export type SessionMfa = Schemas["SessionMfa"];
export type SessionView = Schemas["SessionView"];
export type SignInPage = Schemas["SignInPage"];
export type SignInStep = Schemas["SignInStep"];
export type Tag = Schemas["Tag"];
export type Simulated = Schemas["Simulated"];
export type SimulatedAction = Schemas["SimulatedAction"];
export type Token = Schemas["Token"];
export type UserDetails = Schemas["UserDetails"];
export type UserView = Schemas["UserView"];
export type VirtualDevice = Schemas["VirtualDevice"];
export type WorldAnswer = Schemas["WorldAnswer"];
export type ControlPolicyEntry = Schemas["ControlPolicyEntry"];
export type ControlPolicyView = Schemas["ControlPolicyView"];
export type OrganizationAccount = Schemas["OrganizationAccount"];
export type OrganizationTree = Schemas["OrganizationTree"];
export type OrganizationUnit = Schemas["OrganizationUnit"];
export type OrganizationView = Schemas["OrganizationView"];
export type PolicyTarget = Schemas["PolicyTarget"];
export type RootAccess = Schemas["RootAccess"];
export type RootAccount = Schemas["RootAccount"];
export type TargetPolicies = Schemas["TargetPolicies"];

/** For the `default` of a match over a closed set: a new case is a compile error. */
export function never(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}
