//! What somebody typed as a user name, while a sign-in waits. It may be a password in the wrong box, so that the store has it
//! sealed only.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use vestibule_credentials::token::Token;
use vestibule_identity::identity_center::attempt::PortalAttempt;

use crate::{Service, ServiceError};

/// Where it is sealed for: this attempt, and no other.
fn place(token: &Token) -> String {
    format!("portal-attempts/{}", BASE64.encode(token.hash().0))
}

fn name_of(attempt: &mut PortalAttempt) -> Option<&mut String> {
    match attempt {
        PortalAttempt::UserName { user_name, .. } | PortalAttempt::SecurityCheck { user_name, .. } => Some(user_name),
        PortalAttempt::MailCode { .. }
        | PortalAttempt::NewPassword { .. }
        | PortalAttempt::Mfa { .. }
        | PortalAttempt::External { .. }
        | PortalAttempt::Register { .. } => None,
    }
}

impl Service {
    /// The attempt as the store keeps it.
    pub(super) fn with_name_sealed(
        &self,
        token: &Token,
        attempt: &PortalAttempt,
    ) -> Result<PortalAttempt, ServiceError> {
        let mut kept = attempt.clone();
        if let Some(name) = name_of(&mut kept) {
            *name = BASE64.encode(self.key.seal(&place(token), name.as_bytes(), &*self.entropy)?);
        }
        Ok(kept)
    }

    /// The attempt as it was. One whose name does not open has expired.
    pub(super) fn with_name_open(&self, token: &Token, mut kept: PortalAttempt) -> Result<PortalAttempt, ServiceError> {
        if let Some(name) = name_of(&mut kept) {
            let sealed = BASE64.decode(&*name).map_err(|_| ServiceError::AttemptExpired)?;
            let plain = self.key.open(&place(token), &sealed);
            let plain = plain.map_err(|_| ServiceError::AttemptExpired)?;
            *name = String::from_utf8_lossy(&plain).into_owned();
        }
        Ok(kept)
    }
}
