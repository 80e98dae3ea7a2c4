//! A key's PIN. The key judges it, so it is sealed as it is, together with the tries that are left: neither can be put
//! back without the other.
//!
//! A real key wants to be plugged in again after three wrong PINs in a row and blocks itself after eight (CTAP 2.1 section
//! 6.5.1); here there is nothing to unplug, and three block it.

use secrecy::zeroize::{Zeroize, Zeroizing};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::{Row, SecurityKeyError};
use crate::{Desk, DeskError};

const TRIES: u8 = 3;

/// CTAP 2.1 section 6.5.1: at least four characters, at most 63 bytes.
const SHORTEST: usize = 4;
const LONGEST_BYTES: usize = 63;

#[derive(Serialize, Deserialize)]
pub(super) struct Pin {
    digits: String,
    tries_left: u8,
}

impl Drop for Pin {
    fn drop(&mut self) {
        self.digits.zeroize();
    }
}

/// The PIN of a key that is added. Left empty, there is none.
pub(super) fn new_pin(typed: Option<&SecretString>) -> Result<Option<Pin>, DeskError> {
    let Some(typed) = given(typed) else { return Ok(None) };
    if typed.chars().count() < SHORTEST || typed.len() > LONGEST_BYTES {
        return Err(DeskError::invalid(
            "pin",
            "A PIN has 4 to 63 characters. Leave it empty for a key without a PIN.",
        ));
    }
    Ok(Some(Pin {
        digits: typed.to_owned(),
        tries_left: TRIES,
    }))
}

fn given(typed: Option<&SecretString>) -> Option<&str> {
    typed.map(ExposeSecret::expose_secret).filter(|text| !text.is_empty())
}

impl Desk {
    pub(super) async fn keep_pin(
        &self,
        connection: &mut SqliteConnection,
        key: i64,
        pin: &Pin,
    ) -> Result<Row, DeskError> {
        let text = Zeroizing::new(serde_json::to_vec(pin)?);
        let sealed = self.key.seal(&place(key), &text, &*self.entropy)?;
        Ok(
            sqlx::query_as("UPDATE security_keys SET pin = ?2 WHERE id = ?1 RETURNING *")
                .bind(key)
                .bind(sealed)
                .fetch_one(connection)
                .await?,
        )
    }

    pub(super) fn pin_blocked(&self, row: &Row) -> Result<bool, DeskError> {
        Ok(self.pin(row)?.is_some_and(|pin| pin.tries_left == 0))
    }

    /// Whether the key knows who touches it. A try is counted before its outcome is told.
    pub(super) async fn judge_pin(
        &self,
        connection: &mut SqliteConnection,
        row: &Row,
        typed: Option<&SecretString>,
        may_do_without: bool,
    ) -> Result<Result<bool, SecurityKeyError>, DeskError> {
        let (mut pin, typed) = match (self.pin(row)?, given(typed)) {
            (None, None) => return Ok(Ok(false)),
            (None, Some(_)) => return Ok(Err(SecurityKeyError::NoPin)),
            (Some(_), None) if may_do_without => return Ok(Ok(false)),
            (Some(pin), _) if pin.tries_left == 0 => return Ok(Err(SecurityKeyError::PinBlocked)),
            (Some(_), None) => return Ok(Err(SecurityKeyError::PinNeeded)),
            (Some(pin), Some(typed)) => (pin, typed),
        };
        let right = pin.digits == typed;
        let tries_left = if right { TRIES } else { pin.tries_left.saturating_sub(1) };
        if tries_left != pin.tries_left {
            pin.tries_left = tries_left;
            self.keep_pin(connection, row.id, &pin).await?;
        }
        Ok(match (right, tries_left) {
            (true, _) => Ok(true),
            (false, 0) => Err(SecurityKeyError::PinBlocked),
            (false, tries_left) => Err(SecurityKeyError::PinWrong { tries_left }),
        })
    }

    fn pin(&self, row: &Row) -> Result<Option<Pin>, DeskError> {
        let Some(sealed) = &row.pin else { return Ok(None) };
        let opened = self.key.open(&place(row.id), sealed)?;
        Ok(Some(serde_json::from_slice(&opened)?))
    }
}

fn place(key: i64) -> String {
    format!("security-key/{key}/pin")
}
