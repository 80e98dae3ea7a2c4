//! What the use cases answer: the closed set of shapes the front end draws.
//!
//! These types are the service's side of the HTTP API; `web` adds only transport.

mod applications;
mod console;
mod external;
mod federation;
mod identity_center;
mod mfa;
mod oauth;
mod organization;
mod people;
mod permission_sets;
mod policies;
mod portal;
mod roles;
mod saml;
mod sign_in;

pub(crate) use applications::protocol;
pub use applications::{
    ApplicationAddresses, ApplicationAssignee, ApplicationAssigneePage, ApplicationClaim, ApplicationDetails,
    ApplicationEntry, ApplicationList, ApplicationPage, ApplicationProtocol, ApplicationRedirect, ApplicationSummary,
    ApplicationVisitor, PortalApplication, PortalApplications,
};
pub use console::{
    CallerIdentity, Column, Fact, ResourceLink, ResourcePage, Row, Section, SectionShown, ServicePage, ServiceTile,
    ServicesView,
};
pub use external::{
    CenterCertificate, CenterProvider, CenterProvisioning, CenterServiceProvider, CenterSource, CertificateState,
    PortalLanding, PortalSamlRequest, ScimNewToken, ScimTokenState, ScimTokenView,
};
pub use federation::{FederatedEnd, FederationKind, FederationView, SessionTag};
pub use identity_center::{
    CenterDelegate, CenterGroup, CenterGroupPage, CenterPassword, CenterPasswordReset, CenterPortal, CenterSession,
    CenterSessions, CenterUser, CenterUserAdded, CenterUserDetails, CenterUserGroups, CenterUserPage, CenterView,
    IdentitySource,
};
pub use mfa::{CeremonyOptions, MfaChoice, MfaDevice, MfaEnrolled, PortalDevices, UserMfa, VirtualDevice};
pub use oauth::{DevicePage, OauthConsent, OauthDecision, OauthRedirect, OauthScope};
pub use organization::{
    ControlPolicyEntry, ControlPolicyList, ControlPolicyView, CreatedAccount, DelegationPolicy, InheritedPolicy,
    OrganizationAccount, OrganizationTree, OrganizationUnit, OrganizationView, PolicyTarget, RootAccess, RootAccount,
    RootCredentials, TargetPolicies,
};
pub use people::{
    AccessKeyList, AccessKeyView, AccountSummary, ConsolePasswordView, CredentialReport, GroupDetails, GroupList,
    GroupMember, GroupView, KeyLastUse, NewAccessKey, Recommendations, Tag, TagList, UserDetails, UserGroup,
    UserGroups,
};
pub use permission_sets::{
    AccessEntry, AccessPage, AssignedPage, AssignedPrincipal, AssignmentOutcome, CenterAccount, CenterAccountDetails,
    CenterAccountPage, CenterUnit, CenterUnits, CustomerPolicy, NamedSet, PermissionSetDetails, PermissionSetPage,
    PermissionSetView, PredefinedSet, PredefinedSets, PrincipalKind, ProvisionedAccount, ProvisionedPage,
    ProvisionedSet, RequestKindView, RequestPage, RequestView, SetBoundary, SetPermissions,
};
pub use policies::{
    GroupPolicies, HolderPolicies, Holders, InlinePolicy, PolicyChecked, PolicyDetail, PolicyEntity, PolicyPage,
    PolicyView, Simulated, SimulatedAction, SimulatedDecision, Simulation, VersionDocument, VersionView,
};
pub use portal::{
    FederatedSignIn, IssuedCredentials, IssuedCredentialsView, PortalAccount, PortalAccounts, PortalConsole,
    PortalCredentials, PortalLinkView, PortalPage, PortalPermissionSet, PortalPerson, PortalStep,
};
pub use roles::{
    IdentityProvider, IdentityProviderDetails, IdentityProviders, PastRole, ProviderKind, RecentRole, RoleDetails,
    RoleList, RoleSummary, RoleView, SwitchedRole,
};
pub use saml::{
    SamlAccount, SamlAttribute, SamlCertificate, SamlCheck, SamlInspectedRole, SamlInspection, SamlOutcome,
    SamlProviderDetails, SamlReport, SamlRole, SamlStep,
};
use serde::{Deserialize, Serialize};
pub use sign_in::{Challenge, SignInPage, SignInStep};
use utoipa::ToSchema;
use vestibule_identity::Timestamp;
pub use vestibule_identity::mfa::{MfaKind, SessionMfa};
pub use vestibule_identity::password_policy::PasswordPolicy;
pub use vestibule_identity::sign_in::{ChangeReason, CheckPurpose};

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IdentityView {
    /// Root user, IAM user or a role's session.
    pub kind: IdentityKind,
    /// `user @ account`, as the account menu shows it.
    pub display_name: String,
    /// 12 digits.
    pub account_id: String,
    /// `1111-2222-3333`.
    pub account_id_dashed: String,
    /// The account's name.
    pub account_name: String,
    /// The account's alias, if it has one.
    pub account_alias: Option<String>,
    /// The principal's ARN.
    pub arn: String,
    /// IAM user name; absent for the root user and roles.
    pub user_name: Option<String>,
    /// The root user's e-mail address; absent for IAM users.
    pub email: Option<String>,
}

/// The kinds of people who can be signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum IdentityKind {
    /// The account's root user.
    Root,
    /// An IAM user.
    IamUser,
    /// A session of a role.
    AssumedRole,
    /// A session of `GetFederationToken`.
    FederatedUser,
}

/// Whether this browser has a live console session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "status", rename_all = "kebab-case")]
pub enum SessionView {
    /// A live session.
    SignedIn {
        /// Who.
        identity: Box<IdentityView>,
        /// When the session ends by itself.
        #[serde(rename = "expiresAt")]
        #[schema(value_type = String, format = "date-time")]
        expires_at: Timestamp,
        /// Whole days until the password expires, during the last 15 days.
        #[serde(rename = "passwordDaysLeft")]
        password_days_left: Option<u16>,
        /// The second factor this session began with.
        #[serde(rename = "sessionMfa")]
        session_mfa: Option<SessionMfa>,
        /// Days that a root user without a second factor may still put it off.
        #[serde(rename = "rootMfaDaysLeft")]
        root_mfa_days_left: Option<u16>,
        /// The role that the session acts as.
        role: Option<Box<RoleView>>,
        /// The role whose time ran out, until the person takes note.
        #[serde(rename = "pastRole")]
        past_role: Option<PastRole>,
        /// The roles that this browser switched to, newest first.
        #[serde(rename = "recentRoles")]
        recent_roles: Vec<RecentRole>,
        /// Multi-session is on in this browser.
        #[serde(rename = "multiSession")]
        multi_session: bool,
        /// Which of several sessions this is, as its addresses name it.
        label: Option<String>,
        /// The others of this browser.
        #[serde(rename = "otherSessions")]
        other_sessions: Vec<OtherSession>,
        /// Where the person came from, if somebody else vouched for them.
        issuer: Option<String>,
        /// How the session came about, if somebody else vouched for the person.
        federation: Option<Box<FederationView>>,
    },
    /// No live session.
    SignedOut {
        /// Where a console address sends this browser to sign in.
        #[serde(rename = "signInAddress")]
        sign_in_address: String,
        /// The session that this browser had, if somebody else vouched for the person.
        federated: Option<FederatedEnd>,
    },
}

/// Another session of the same browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OtherSession {
    /// As its addresses name it.
    pub label: String,
    /// Who.
    pub display_name: String,
}

/// Whether several identities may be signed in side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MultiSessionChanged {
    /// It is on.
    pub multi_session: bool,
}

/// Where sign-out leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignedOut {
    /// The sign-in page this browser goes to next.
    pub sign_in_address: String,
}

/// A usable password recovery link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryView {
    /// The root user's e-mail address.
    pub email: String,
    /// The rules the new password must meet.
    pub requirements: Vec<String>,
}

/// A console session as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionEntry {
    /// Opaque id, usable to end the session.
    pub id: String,
    /// Whether it is the session asking.
    pub current: bool,
    /// When it began.
    #[schema(value_type = String, format = "date-time")]
    pub started_at: Timestamp,
    /// When it was last used.
    #[schema(value_type = String, format = "date-time")]
    pub last_seen_at: Timestamp,
    /// When it ends by itself.
    #[schema(value_type = String, format = "date-time")]
    pub expires_at: Timestamp,
    /// The address it was opened from.
    pub source_ip: String,
    /// The browser it was opened with.
    pub user_agent: String,
}

/// The Security credentials page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SecurityCredentialsView {
    /// Whose credentials.
    pub identity: IdentityView,
    /// When the password was last changed.
    #[schema(value_type = Option<String>, format = "date-time")]
    pub password_changed_at: Option<Timestamp>,
    /// When it expires under the account's password policy.
    #[schema(value_type = Option<String>, format = "date-time")]
    pub password_expires_at: Option<Timestamp>,
    /// Whether this person may change the password here.
    pub may_change_password: bool,
    /// The rules a new password must meet.
    pub requirements: Vec<String>,
    /// Second factors, oldest first.
    pub mfa_devices: Vec<MfaDevice>,
    /// How many there may be.
    pub mfa_limit: usize,
    /// The second factor that this session began with.
    pub session_mfa: Option<SessionMfa>,
    /// Live sessions, newest first.
    pub sessions: Vec<SessionEntry>,
}

/// How many sessions an act ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EndedSessions {
    /// The number of sessions ended.
    pub ended: u64,
}

/// The Account settings page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// 12 digits.
    pub account_id: String,
    /// `1111-2222-3333`.
    pub account_id_dashed: String,
    /// The account's name.
    pub name: String,
    /// The root user's e-mail address; only the root user sees it.
    pub email: Option<String>,
    /// The alias, if one is set.
    pub alias: Option<String>,
    /// Whether it is the organization's management account.
    pub is_management: bool,
    /// The sign-in address people should use: with the alias if there is one.
    pub sign_in_url: String,
    /// The sign-in address that always works.
    pub sign_in_url_with_id: String,
    /// The custom password policy; `null` means the AWS default applies.
    pub password_policy: Option<PasswordPolicy>,
}

/// What a user's console access amounts to now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ConsoleAccess {
    /// No password: cannot sign in.
    None,
    /// Can sign in.
    Enabled,
    /// Must choose a new password at the next sign-in.
    ResetRequired,
    /// The password is past its age.
    Expired,
    /// One hundred failures: an administrator must set a new password.
    Disabled,
}

/// One IAM user in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserView {
    /// IAM user name.
    pub user_name: String,
    /// `AIDA…`.
    pub user_id: String,
    /// The user's ARN.
    pub arn: String,
    /// When the user was created.
    #[schema(value_type = String, format = "date-time")]
    pub created_at: Timestamp,
    /// Console access.
    pub console_access: ConsoleAccess,
    /// How many groups the user is in; absent if the caller may not know.
    pub groups: Option<usize>,
    /// Kinds of the user's second factors; absent if the caller may not know.
    pub mfa: Option<Vec<MfaKind>>,
    /// Access keys, oldest first; absent if the caller may not know.
    pub access_keys: Option<Vec<AccessKeyView>>,
    /// When the password was last changed.
    #[schema(value_type = Option<String>, format = "date-time")]
    pub password_changed_at: Option<Timestamp>,
    /// When the password was last used to sign in (five-minute grain).
    #[schema(value_type = Option<String>, format = "date-time")]
    pub password_last_used_at: Option<Timestamp>,
}

/// A page of users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserPage {
    /// In name order.
    pub users: Vec<UserView>,
    /// Give this as `after` for the next page; `null` on the last.
    pub next: Option<String>,
}

/// A user just made. A generated password is in here and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreatedUser {
    /// The user.
    pub user: UserView,
    /// The generated password, shown this once; `null` when the administrator chose it.
    pub password: Option<String>,
    /// Where the user signs in.
    pub sign_in_url: String,
}

/// A console password just set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasswordSet {
    /// The generated password, shown this once; `null` when the administrator chose it.
    pub password: Option<String>,
}

/// Success or failure of the recorded act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EventOutcome {
    /// It succeeded.
    Success,
    /// It was refused or failed.
    Failure,
}

/// One recorded event.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EventView {
    /// Position in the account's history; grows.
    pub seq: i64,
    /// Event id (UUID).
    pub id: String,
    /// When.
    #[schema(value_type = String, format = "date-time")]
    pub time: Timestamp,
    /// Event name, for example `ConsoleLogin`.
    pub name: String,
    /// User name as recorded.
    pub user_name: Option<String>,
    /// The address it came from.
    pub source_ip: String,
    /// The region it was recorded in.
    pub region: String,
    /// Success or failure.
    pub outcome: EventOutcome,
    /// The whole record in CloudTrail's shape.
    #[schema(value_type = Object)]
    pub record: serde_json::Value,
}

/// A page of events, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EventPage {
    /// Newest first.
    pub events: Vec<EventView>,
    /// Give this as `before` for older ones; `null` on the last page.
    pub next: Option<i64>,
}

/// Exported events, one JSON record a line, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EventExport {
    /// JSON lines.
    pub json_lines: String,
}
