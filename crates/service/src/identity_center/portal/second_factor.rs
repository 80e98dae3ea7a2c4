//! What comes between the password and the portal.

use vestibule_identity::Timestamp;
use vestibule_identity::event::CredentialType;
use vestibule_identity::identity_center::attempt::Course;
use vestibule_identity::mfa::{MfaKind, SessionMfa};
use vestibule_store::Tx;
use vestibule_store::identity_center::DirectoryUserRow;

use crate::answers::PortalStep;
use crate::request::{Answer, Caller};
use crate::{Service, ServiceError};

/// The second factor that was given.
#[derive(Debug, Clone)]
pub(super) enum Second {
    /// None was asked for.
    None,
    /// A device of the person's.
    Device(SessionMfa),
    /// A code in a mail.
    MailCode,
}

impl Second {
    /// What the session says of it: only devices make it one with MFA.
    pub(super) fn device(&self) -> Option<SessionMfa> {
        match self {
            Self::Device(used) => Some(used.clone()),
            Self::None | Self::MailCode => None,
        }
    }

    /// What the records say of it.
    pub(super) fn credential(&self) -> Option<CredentialType> {
        match self {
            Self::None => None,
            Self::MailCode => Some(CredentialType::EmailOtp),
            Self::Device(used) => Some(credential(used.kind)),
        }
    }
}

/// `CredentialType` of a device.
pub(super) fn credential(kind: MfaKind) -> CredentialType {
    match kind {
        MfaKind::Passkey => CredentialType::Webauthn,
        MfaKind::Virtual | MfaKind::Hardware => CredentialType::Totp,
    }
}

impl Service {
    /// The password was right: what comes next. The caller commits.
    pub(super) async fn after_password(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        user: &DirectoryUserRow,
        _one_time: bool,
        course: &Course,
        now: Timestamp,
    ) -> Result<Answer<PortalStep>, ServiceError> {
        self.enter_portal(tx, caller, user, Second::None, course, now).await
    }
}
