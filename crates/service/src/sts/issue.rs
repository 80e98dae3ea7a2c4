//! Temporary credentials: made, kept and given away once.

use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use vestibule_credentials::access_key::new_secret;
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::ids::TemporaryKeyId;
use vestibule_identity::principal::Principal;
use vestibule_identity::session::Federation;
use vestibule_store::{StsCall, TemporaryCredentialRow, Tx, temporary_credentials};

use crate::{Service, ServiceError};

/// How long expired credentials are remembered, as long as those of permission sets.
const REMEMBERED: Duration = Duration::from_hours(24 * 90);

/// Whom credentials are for.
pub(crate) struct NewCredentials {
    /// The call that makes them.
    pub(crate) call: StsCall,
    /// Who acts with them.
    pub(crate) principal: Principal,
    /// How that came about. Its key names the credentials.
    pub(crate) federation: Federation,
    /// When a second factor was proved.
    pub(crate) mfa_at: Option<Timestamp>,
    /// A role's session assumed the role.
    pub(crate) chained: bool,
    /// How long they last.
    pub(crate) lifetime: Duration,
}

/// Credentials just issued. Secret and token are in here and nowhere else.
#[derive(Debug)]
pub struct IssuedCredentials {
    /// `AccessKeyId`
    pub key: TemporaryKeyId,
    /// `SecretAccessKey`
    pub secret: SecretString,
    /// `SessionToken`
    pub token: Token,
    /// `Expiration`
    pub expires_at: Timestamp,
}

/// Where a secret is sealed for.
pub(super) fn place(key: &TemporaryKeyId) -> String {
    format!("temporary-credentials/{key}")
}

impl Service {
    /// Issues credentials. The caller records and commits.
    pub(crate) async fn issue_temporary(
        &self,
        tx: &mut Tx,
        new: NewCredentials,
        now: Timestamp,
    ) -> Result<IssuedCredentials, ServiceError> {
        let issued = IssuedCredentials {
            key: new.federation.key.clone(),
            secret: new_secret(&*self.entropy),
            token: Token::generate(&*self.entropy),
            expires_at: now.saturating_add(new.lifetime).unwrap_or(now),
        };
        let sealed = self.key.seal(
            &place(&issued.key),
            issued.secret.expose_secret().as_bytes(),
            &*self.entropy,
        )?;
        let row = TemporaryCredentialRow {
            principal: new.principal,
            federation: new.federation,
            call: new.call,
            mfa_at: new.mfa_at,
            chained: new.chained,
            sealed,
            token_hash: issued.token.hash().0,
            issued_at: now,
            expires_at: issued.expires_at,
        };
        temporary_credentials::delete_expired(tx, now.checked_sub(REMEMBERED).unwrap_or(now)).await?;
        temporary_credentials::insert(tx, &row).await?;
        Ok(issued)
    }
}
