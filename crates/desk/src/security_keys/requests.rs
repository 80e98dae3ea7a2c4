//! A site asks a key, and the person touches it.

use secrecy::SecretString;
use serde_json::Value;
use sqlx::SqliteConnection;
use url::Url;
use vestibule_credentials::security_key::{KeyError, authenticate, origin_may_use, register};

use super::{Row, SecurityKeyError};
use crate::{Desk, DeskError};

/// What a site asks of a key, and what the person types.
pub struct KeyRequest {
    /// The origin of the page that asks.
    pub origin: String,
    /// The site's options: the object inside `publicKey`.
    pub options: Value,
    /// The key's PIN.
    pub pin: Option<SecretString>,
}

/// A refusal counts: what led to it is kept, for example a try of the PIN.
type Outcome = Result<Value, SecurityKeyError>;

impl Desk {
    /// Registers a key with the site that asks; `None` when there is no such key.
    ///
    /// # Errors
    /// [`DeskError::Key`] when the browser or the key refuses; store failures.
    pub async fn register_key(&self, id: i64, request: &KeyRequest) -> Result<Option<Value>, DeskError> {
        site_may_ask(&request.origin, request.options.pointer("/rp/id"))?;
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let Some(row) = key(&mut tx, id).await? else {
            return Ok(None);
        };
        let outcome = self.register_touched(&mut tx, &row, request).await?;
        tx.commit().await?;
        Ok(Some(outcome?))
    }

    /// Proves to the site that asks that this key is here; `None` when there is no such key.
    ///
    /// # Errors
    /// [`DeskError::Key`] when the browser or the key refuses; store failures.
    pub async fn authenticate_key(&self, id: i64, request: &KeyRequest) -> Result<Option<Value>, DeskError> {
        site_may_ask(&request.origin, request.options.get("rpId"))?;
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let Some(row) = key(&mut tx, id).await? else {
            return Ok(None);
        };
        let outcome = self.authenticate_touched(&mut tx, &row, request).await?;
        tx.commit().await?;
        Ok(Some(outcome?))
    }

    async fn register_touched(
        &self,
        connection: &mut SqliteConnection,
        row: &Row,
        request: &KeyRequest,
    ) -> Result<Outcome, DeskError> {
        let wish = request.options.pointer("/authenticatorSelection/userVerification");
        let pin = request.pin.as_ref();
        let verified = match self.judge_pin(connection, row, pin, discouraged(wish)).await? {
            Ok(verified) => verified,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let (_, existing) = self.credentials(connection, row.id).await?;
        match register(&request.origin, &request.options, &existing, verified) {
            Ok((credential, material)) => {
                self.keep_credential(connection, row.id, &material).await?;
                Ok(Ok(credential))
            }
            Err(error) => Ok(Err(refusal(error)?)),
        }
    }

    async fn authenticate_touched(
        &self,
        connection: &mut SqliteConnection,
        row: &Row,
        request: &KeyRequest,
    ) -> Result<Outcome, DeskError> {
        let wish = request.options.get("userVerification");
        let pin = request.pin.as_ref();
        let verified = match self.judge_pin(connection, row, pin, discouraged(wish)).await? {
            Ok(verified) => verified,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let (rows, mut materials) = self.credentials(connection, row.id).await?;
        let faults = row.faults().into();
        let (credential, used) = match authenticate(&request.origin, &request.options, &mut materials, verified, faults)
        {
            Ok(answer) => answer,
            Err(error) => return Ok(Err(refusal(error)?)),
        };
        let (Some(used_row), Some(material)) = (rows.get(used), materials.get(used)) else {
            return Err(DeskError::Corrupt);
        };
        let sealed = self.seal_credential(row.id, &used_row.seal_id, material)?;
        sqlx::query("UPDATE security_key_credentials SET sealed = ?2 WHERE id = ?1")
            .bind(used_row.id)
            .bind(sealed)
            .execute(connection)
            .await?;
        Ok(Ok(credential))
    }
}

async fn key(connection: &mut SqliteConnection, id: i64) -> Result<Option<Row>, DeskError> {
    Ok(sqlx::query_as("SELECT * FROM security_keys WHERE id = ?1")
        .bind(id)
        .fetch_optional(connection)
        .await?)
}

/// The browser's part: a site that names no relying party asks for itself (WebAuthn Level 3, section 5.1.3).
fn site_may_ask(origin: &str, rp_id: Option<&Value>) -> Result<(), SecurityKeyError> {
    let site = Url::parse(origin).map_err(|_| SecurityKeyError::Origin)?;
    let rp_id = match rp_id {
        None | Some(Value::Null) => site.host_str().unwrap_or_default(),
        Some(Value::String(rp_id)) => rp_id,
        Some(_) => return Err(SecurityKeyError::Unreadable),
    };
    if origin_may_use(origin, rp_id) {
        Ok(())
    } else {
        Err(SecurityKeyError::Origin)
    }
}

/// As browsers do, a PIN that a key has is asked for unless the site would rather do without.
fn discouraged(wish: Option<&Value>) -> bool {
    wish.and_then(Value::as_str) == Some("discouraged")
}

fn refusal(error: KeyError) -> Result<SecurityKeyError, DeskError> {
    Ok(match error {
        KeyError::Origin => SecurityKeyError::Origin,
        KeyError::Options => SecurityKeyError::Unreadable,
        KeyError::NoCredential => SecurityKeyError::NoCredential,
        KeyError::Excluded => SecurityKeyError::Excluded,
        KeyError::VerificationRequired => SecurityKeyError::CannotVerify,
        KeyError::Algorithm => SecurityKeyError::Algorithm,
        KeyError::Refused => SecurityKeyError::Silent,
        KeyError::Material => return Err(DeskError::Corrupt),
    })
}
