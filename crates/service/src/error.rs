//! Every way a use case can refuse, with the code and the words a person sees.

mod body;
mod code;
mod entity;
mod field;
mod words;

use crate::answers::Challenge;
use crate::federation::saml::SamlRefused;
use crate::identity_center::admin::CenterRefusal;
use crate::identity_center::applications::ApplicationRefusal;
use crate::identity_center::external::ExternalRefused;
use crate::identity_center::oauth::ConsentRefusal;
use crate::identity_center::portal::PortalLinkRefusal;
use crate::organization::OrganizationRefusal;
pub use body::{Denial, ErrorBody, PolicyProblem};
pub use code::ErrorCode;
pub use entity::Entity;
use vestibule_credentials::webauthn::WebauthnError;
use vestibule_identity::mfa::MfaKind;
use vestibule_policy::MalformedPolicy;
use vestibule_store::StoreError;
use words::{already_exists, does_not_exist, wait_words};
pub use words::{store_code, store_words};

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html>
const SWITCH_REFUSED: &str =
    "Invalid information in one or more fields. Check your information or contact your administrator.";

/// Why a use case refused.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// A field is wrong; `message` says what is allowed.
    #[error("{message}")]
    Invalid {
        /// Field name as the API spells it.
        field: &'static str,
        /// Words for the person.
        message: String,
    },
    /// The one message for every wrong combination (facts 3.5).
    #[error("Your authentication information is incorrect. Please try again.")]
    AuthenticationFailed,
    /// Root step one reveals this (facts 2.2).
    #[error("An AWS account with that sign-in information does not exist. Try again or create a new account.")]
    AccountDoesNotExist,
    /// Said only after a right root password.
    #[error("This account is suspended. Contact support to reactivate it before signing in to the console.")]
    AccountSuspended,
    /// The throttle (NIST SP 800-63B-4 section 3.2.2; AWS documents none).
    #[error("Too many failed attempts. Wait {} before you try again.", wait_words(*.seconds))]
    TooManyAttempts {
        /// Seconds until the next try is looked at.
        seconds: u32,
    },
    /// The limit of 100 consecutive failures is reached.
    #[error(
        "This sign-in is disabled after 100 failed attempts in a row. An IAM user needs a new password from the administrator; a root user or a person of the access portal can use Forgot password."
    )]
    CredentialDisabled,
    /// The attempt cookie is missing, foreign, used or too old.
    #[error("This sign-in has expired. Start again from the sign-in page.")]
    AttemptExpired,
    /// Wrong answer; the picture is thrown away.
    #[error("The characters you entered were not right. Try again with the new image.")]
    SecurityCheckFailed {
        /// The next challenge.
        challenge: Box<Challenge>,
    },
    /// The new password breaks rules.
    #[error("{message}")]
    PasswordPolicyViolation {
        /// Field name as the API spells it.
        field: &'static str,
        /// Which rules, in words.
        message: String,
    },
    /// One message for both causes at a forced change (facts 3.3).
    #[error(
        "Either user is not authorized to perform iam:ChangePassword or entered password does not comply with account password policy set by administrator"
    )]
    ChangePasswordRefused,
    /// Hard expiry (facts 3.2).
    #[error("Your password has expired. Contact your administrator to have it reset.")]
    PasswordExpired,
    /// The link's 30 minutes are over.
    #[error("This link has expired. Ask for a new one from the sign-in page.")]
    RecoveryLinkExpired,
    /// The link was used, or a newer one was asked for.
    #[error("This link was already used or replaced by a newer one. Ask for a new one from the sign-in page.")]
    RecoveryLinkUsed,
    /// No such link.
    #[error(
        "This link is not valid. Open it from the mail again, in the browser that asked for it, or ask for a new one."
    )]
    RecoveryLinkInvalid,
    /// The code is not the device's. AWS's words for a device; at sign-in those of every wrong credential (facts 4.2, 3.5).
    #[error("{}", words::code_invalid(.field))]
    MfaCodeInvalid {
        /// Field name as the API spells it.
        field: &'static str,
    },
    /// A step is accepted once (RFC 6238 section 5.2).
    #[error("This code was used already. Wait for the next one.")]
    MfaCodeUsed {
        /// Field name as the API spells it.
        field: &'static str,
    },
    /// A security key's answer was refused.
    #[error("The answer was refused: {0}.")]
    MfaRefused(#[from] KeyRefusal),
    /// Eight devices (facts 4.1).
    #[error("Cannot exceed quota for MFA devices per user: 8. Remove a device first.")]
    MfaLimitExceeded,
    /// The call was not answered with the digits of the page.
    #[error("The digits were not typed into the phone, or were not those on this page. Call again.")]
    PhoneRefused,
    /// No live session.
    #[error("You are signed out. Sign in to continue.")]
    NotSignedIn,
    /// A policy decision (facts 7.2).
    #[error("{}", .0.message)]
    AccessDenied(Box<Denial>),
    /// One's own device is removed with the password, on Security credentials.
    #[error("Remove your own device on the Security credentials page, where your password is asked for.")]
    OwnDevice,
    /// A role has no credentials of its own.
    #[error("A role has no password, MFA device or key of its own. Switch back to see yours.")]
    RoleHasNone,
    /// One message for everything that is wrong (facts 5); the denial has the reasons, where somebody asks "Why?".
    #[error("{SWITCH_REFUSED}")]
    SwitchRoleRefused(Box<Denial>),
    /// AWS documents what five are, not what happens at the sixth (facts 1.7).
    #[error("Five identities are signed in, which is as many as a browser may have. Sign out of one first.")]
    TooManySessions,
    /// The root user has no role to go to (facts 5).
    #[error("You cannot switch roles when you are signed in as the root user. Sign in as an IAM user.")]
    RootCannotSwitch,
    /// A policy document is refused. The words are those of its first fault.
    #[error(transparent)]
    MalformedPolicy(#[from] MalformedPolicy),
    /// It is in use. <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html>
    #[error("{0}")]
    DeleteConflict(&'static str),
    /// A quota, by AWS's name of it. <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
    #[error("Cannot exceed quota for {quota}: {limit}")]
    LimitExceeded {
        /// The quota's name, for example `PoliciesPerUser`.
        quota: &'static str,
        /// How many there may be.
        limit: usize,
    },
    /// A quota that AWS words otherwise.
    #[error("{0}")]
    LimitReached(String),
    /// AWS's policies cannot be changed.
    #[error("Policy is outside your own account.")]
    OutsideAccount,
    /// It is in use, in words that name it.
    #[error("{0}")]
    InUse(String),
    /// A role that only AWS may change (facts 1.7).
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html>
    #[error("Cannot perform the operation on the protected role '{0}' - this role is only modifiable by AWS")]
    ProtectedRole(String),
    /// The provider that a service keeps in an account. Words after those about roles.
    #[error(
        "Cannot perform the operation on the protected SAML provider '{0}' - this provider is only modifiable by AWS"
    )]
    ProtectedProvider(String),
    /// Assertions are not decrypted here. RSA decryption has no implementation in Rust that tells nothing by its timing
    /// (RUSTSEC-2023-0071), and every assertion must be read by whoever judges it.
    #[error(
        "Vestibule does not decrypt assertions, so a provider cannot require encryption or have private keys. Have the identity provider send signed assertions unencrypted; the mode stays Allowed."
    )]
    EncryptionNotOffered,
    /// What someone changes is not what they had read. AWS's words and ours.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html>
    #[error(
        "The request was rejected because multiple requests to change this object were submitted simultaneously. Someone else changed it after you had opened it. Nothing of yours was saved: load it again to see what holds now."
    )]
    ConcurrentModification,
    /// The one message for every wrong combination at the portal. AWS's words are not documented; these are ours.
    #[error("The user name or password is incorrect. Please try again.")]
    PortalAuthenticationFailed,
    /// The administrator allows other types (facts 1.4).
    #[error("Your administrator does not allow this type of MFA device.")]
    MfaTypeNotAllowed,
    /// Two apps, six keys (facts 1.4).
    #[error("{}", words::portal_mfa_limit(*.kind, *.most))]
    PortalMfaLimit {
        /// Of which kind.
        kind: MfaKind,
        /// How many there may be.
        most: usize,
    },
    /// The administrator looks after the devices (facts 1.4).
    #[error("Your administrator manages MFA devices for you. Ask them to register, rename or remove one.")]
    DevicesNotShown,
    /// The code is not that of the mail. The words are ours.
    #[error("The verification code is incorrect. Check the newest mail, and try again.")]
    MailCodeInvalid,
    /// The code is too old, was tried too often, or a newer one was sent.
    #[error("This verification code is no longer valid. Choose Resend code to get a new one.")]
    MailCodeExpired,
    /// A link in a mail of the directory leads no further.
    #[error(transparent)]
    PortalLink(#[from] PortalLinkRefusal),
    /// No organization has a portal at this address.
    #[error("There is no access portal at this address. Check it, or ask your administrator for your portal's URL.")]
    NoSuchPortal,
    /// Not assigned, or nothing of this name: the portal does not tell which (facts 3.8).
    #[error("No access")]
    NoPortalAccess,
    /// A sign-in token that was never issued, was used, or is too old. The words are ours.
    #[error("This sign-in link is no longer valid. Go back to where you got it and ask for a new one.")]
    SignInTokenInvalid,
    /// A SAML response lets nobody in; with the report for whoever asks why.
    #[error(transparent)]
    Saml(#[from] Box<SamlRefused>),
    /// What a tool asks for cannot be allowed here.
    #[error(transparent)]
    Consent(#[from] ConsentRefusal),
    /// An application does not let somebody in.
    #[error(transparent)]
    Application(#[from] ApplicationRefusal),
    /// The company's identity provider signs people in, or could not.
    #[error(transparent)]
    External(#[from] Box<ExternalRefused>),
    /// A rule of Identity Center.
    #[error(transparent)]
    IdentityCenter(#[from] CenterRefusal),
    /// A rule of the organization.
    #[error(transparent)]
    Organization(#[from] OrganizationRefusal),
    /// An action whose name the policy engine does not read.
    #[error("the action {name} cannot be decided")]
    UnknownAction {
        /// The name.
        name: &'static str,
    },
    /// A stored policy does not read back.
    #[error("a stored policy could not be read back")]
    StoredPolicy,
    /// The name is taken.
    #[error("{}", already_exists(*.entity, .name))]
    AlreadyExists {
        /// What kind of thing.
        entity: Entity,
        /// Its name.
        name: String,
    },
    /// Nothing has this name.
    #[error("{}", does_not_exist(*.entity, .name))]
    NoSuchEntity {
        /// What kind of thing.
        entity: Entity,
        /// Its name.
        name: String,
    },
    /// The store went back in time, and what came back with it may still be used.
    #[error("the store went back in time")]
    RolledBack {
        /// How long until it cannot.
        left: std::time::Duration,
    },
    /// The store said no.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Hashing failed.
    #[error("a password could not be checked")]
    Hash(#[from] vestibule_credentials::password::HashError),
    /// Sealed data did not open.
    #[error("a sealed value did not open")]
    Seal(#[from] vestibule_credentials::seal::SealError),
    /// A certificate that was read once does not read back.
    #[error("a stored certificate could not be read back")]
    StoredCertificate,
    /// The key of an application could not be made or read.
    #[error("an application's key could not be used")]
    ApplicationKey,
    /// A demo key could not be made.
    #[error("a demo security key could not be made")]
    DemoKey(#[from] vestibule_credentials::security_key::KeyError),
    /// A value the service wrote itself does not read back.
    #[error("stored data could not be read back: {0}")]
    Encoding(#[from] serde_json::Error),
    /// A worker thread went away.
    #[error("a worker stopped before it answered")]
    Worker,
    /// The store is open but holds no world.
    #[error("the store holds no world")]
    NoWorld,
}

/// Why a security key's answer was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefusal {
    /// The answer did not pass.
    #[error(transparent)]
    Webauthn(#[from] WebauthnError),
    /// The page that asked is none of the service's.
    #[error("it was made for a site that is not ours")]
    ForeignSite,
    /// There is no ceremony: used, replaced by a newer one, or older than five minutes.
    #[error("the request it answers was already used or is too old; start again")]
    NoCeremony,
    /// The credential is registered, to this person or another.
    #[error("the security key is registered already")]
    Registered,
}
