//! Short-term credentials of a permission set, for tools (facts 1.6, 3.8).
//!
//! They last as long as the permission set's session, do not refresh themselves, and outlive whatever let them be issued.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use vestibule_credentials::access_key::new_secret;
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::event::{Outcome, portal_call};
use vestibule_identity::identity_center::ids::DirectoryUserId;
use vestibule_identity::ids::TemporaryKeyId;
use vestibule_store::identity_center::{IssuedBy, RoleCredentialRow, role_credentials};
use vestibule_store::{Reads, Tx, roles};

use super::LivePortal;
use super::console::{Granted, granted, session_tags};
use crate::answers::{IssuedCredentials, IssuedCredentialsView, PortalCredentials};
use crate::identity_center::access::{ListPart, pages};
use crate::request::Caller;
use crate::{Service, ServiceError};

/// How long expired credentials are remembered, as long as event history goes back.
const REMEMBERED: Duration = Duration::from_hours(24 * 90);

/// Of which account and permission set.
#[derive(Debug)]
pub struct CredentialsForm {
    /// The account.
    pub account_id: String,
    /// The permission set's name.
    pub role_name: String,
}

/// Credentials just issued. Secret and token are in here and nowhere else.
pub(crate) struct RoleCredentials {
    pub(crate) key: TemporaryKeyId,
    pub(crate) secret: SecretString,
    pub(crate) token: Token,
    pub(crate) issued_at: Timestamp,
    pub(crate) expires_at: Timestamp,
}

/// Where a secret is sealed for.
pub(crate) fn place(key: &TemporaryKeyId) -> String {
    format!("role-credentials/{key}")
}

impl Service {
    /// Credentials of a permission set in an account.
    ///
    /// # Errors
    /// [`ServiceError::NoPortalAccess`] for whatever is not assigned or does not exist, [`ServiceError::NotSignedIn`].
    pub async fn portal_credentials(
        &self,
        caller: &Caller,
        form: CredentialsForm,
    ) -> Result<PortalCredentials, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let live = self.live_portal_in(&mut tx, caller).await?;
        let granted = granted(&mut tx, &live, &form.account_id, &form.role_name).await?;
        let issued = self
            .issue_role_credentials(&mut tx, caller, &live, &granted, IssuedBy::Portal, now)
            .await?;
        self.commit(tx).await?;
        Ok(PortalCredentials {
            account_id: granted.account.as_str().to_owned(),
            role_name: granted.set.name.as_str().to_owned(),
            access_key_id: issued.key.as_str().to_owned(),
            secret_access_key: issued.secret.expose_secret().to_owned(),
            session_token: issued.token.reveal(),
            issued_at: issued.issued_at,
            expires_at: issued.expires_at,
        })
    }

    /// Issues credentials, and records `GetRoleCredentials`. The caller commits.
    pub(crate) async fn issue_role_credentials(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &LivePortal,
        granted: &Granted,
        issued_by: IssuedBy,
        now: Timestamp,
    ) -> Result<RoleCredentials, ServiceError> {
        let issued = RoleCredentials {
            key: TemporaryKeyId::generate(&*self.entropy),
            secret: new_secret(&*self.entropy),
            token: Token::generate(&*self.entropy),
            issued_at: now,
            expires_at: now.saturating_add(granted.set.session).unwrap_or(now),
        };
        let sealed = self.key.seal(
            &place(&issued.key),
            issued.secret.expose_secret().as_bytes(),
            &*self.entropy,
        )?;
        let row = RoleCredentialRow {
            key: issued.key.clone(),
            account: granted.account.clone(),
            role: granted.role.id.clone(),
            role_name: granted.role.name.clone(),
            permission_set: granted.set.id.clone(),
            user: live.user.id.clone(),
            user_name: live.user.user_name.as_str().to_owned(),
            tags: session_tags(live),
            sealed,
            token_hash: issued.token.hash().0,
            issued_by,
            issued_at: now,
            expires_at: issued.expires_at,
        };
        role_credentials::delete_expired(tx, now.checked_sub(REMEMBERED).unwrap_or(now)).await?;
        role_credentials::insert(tx, &row).await?;
        roles::touch(tx, &granted.role.id, now).await?;
        let record = portal_call(
            &self.portal_context(caller, &live.instance),
            "GetRoleCredentials",
            live.user.user_name.as_str(),
            Outcome::Success,
            json!({ "accountId": granted.account, "roleName": granted.set.name }),
            Value::Null,
        );
        self.record(tx, &record).await?;
        Ok(issued)
    }
}

/// A page of what was issued to a person, for administrators: first what counts now, each newest first.
pub(crate) async fn issued_to(
    connection: &mut impl Reads,
    user: &DirectoryUserId,
    now: Timestamp,
    part: &ListPart,
) -> Result<IssuedCredentials, ServiceError> {
    let (rows, total) = role_credentials::of_user(connection, user, now, &part.page()).await?;
    let credentials = rows.into_iter().map(|row| IssuedCredentialsView {
        access_key_id: row.key.as_str().to_owned(),
        account_id: row.account.as_str().to_owned(),
        role_name: row.role_name.as_str().to_owned(),
        issued_by: row.issued_by.word().to_owned(),
        issued_at: row.issued_at,
        expires_at: row.expires_at,
        live: row.counts_at(now),
    });
    Ok(IssuedCredentials {
        credentials: credentials.collect(),
        total,
        pages: pages(total),
    })
}
