//! OAuth for tools: clients, what they ask for, what people allowed them, and the tokens for it. All secrets by hash.

pub mod clients;
pub mod codes;
pub mod devices;
pub mod grants;
pub mod requests;
pub mod tokens;

pub use clients::{ClientRow, Registration};
pub use codes::CodeRow;
pub use devices::DeviceRow;
pub use grants::GrantRow;
pub use requests::RequestRow;
pub use tokens::{TokenKind, TokenRow};

use std::time::Duration;

use vestibule_identity::Timestamp;

use crate::convert::millis;
use crate::{StoreError, Tx};

/// What is over is kept this long, so that whoever is late hears why.
const KEPT: Duration = Duration::from_hours(1);

/// Forgets what is over.
pub async fn sweep(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    let old = millis(now.checked_sub(KEPT).unwrap_or(now));
    for statement in [
        "DELETE FROM oauth_requests WHERE expires_at <= ?",
        "DELETE FROM oauth_devices WHERE expires_at <= ?",
        "DELETE FROM oauth_grants WHERE ends_at <= ?",
        "DELETE FROM oauth_codes WHERE grant_id IS NULL AND expires_at <= ?",
        // What was allowed outlives the registration.
        "DELETE FROM oauth_clients WHERE expires_at <= ? AND NOT EXISTS (SELECT 1 FROM oauth_grants WHERE client_id = oauth_clients.id)",
    ] {
        tx.statement(statement).bind(old).later().await?;
    }
    Ok(())
}

/// Ends what began after `now`: the clock was moved back. Registrations stay.
pub async fn end_future(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    for statement in [
        "DELETE FROM oauth_requests WHERE asked_at > ?",
        "DELETE FROM oauth_codes WHERE issued_at > ?",
        "DELETE FROM oauth_tokens WHERE issued_at > ?",
        "DELETE FROM oauth_grants WHERE begun_at > ?",
    ] {
        tx.statement(statement).bind(millis(now)).later().await?;
    }
    // A device that goes on asking hears that its time is over.
    tx.statement("UPDATE oauth_devices SET expires_at = ? WHERE issued_at > ?")
        .bind(millis(now))
        .bind(millis(now))
        .later()
        .await
}

/// Forgets everything that a person has yet to allow. What was allowed ends with the sessions.
pub async fn forget_requests(tx: &mut Tx) -> Result<(), StoreError> {
    for statement in [
        "DELETE FROM oauth_requests",
        "DELETE FROM oauth_devices",
        "DELETE FROM oauth_codes",
    ] {
        tx.statement(statement).later().await?;
    }
    Ok(())
}
