//! An unfinished sign-in with the person whose password was given, in one look.

use sqlx::FromRow as _;
use sqlx::Row as _;
use vestibule_identity::Timestamp;
use vestibule_identity::account::Account;
use vestibule_identity::sign_in::Attempt;
use vestibule_identity::user::IamUser;

use crate::convert::{from_json, time};
use crate::{MfaDeviceRow, Reads, StoreError, accounts, mfa_devices, users};

/// Rows of four tables, told apart by their first column.
const LOOK: &str = "SELECT 'attempt' AS part, attempt, expires_at FROM attempts WHERE token_hash = ?1;
SELECT 'account' AS part, accounts.* FROM attempts LEFT JOIN users ON users.id = owner JOIN accounts ON accounts.id = coalesce(account_id, owner) WHERE token_hash = ?1;
SELECT 'user' AS part, users.* FROM attempts JOIN users ON users.id = owner WHERE token_hash = ?1;
SELECT 'device' AS part, mfa_devices.* FROM attempts LEFT JOIN users ON users.id = owner JOIN mfa_devices ON mfa_devices.account_id = coalesce(users.account_id, owner) AND user_id IS users.id WHERE token_hash = ?1 ORDER BY mfa_devices.created_at, mfa_devices.name, mfa_devices.id";

/// What is known of an attempt.
#[derive(Debug)]
pub struct Challenge {
    /// Where it stands.
    pub attempt: Attempt,
    /// Until when.
    pub expires_at: Timestamp,
    /// The account; none before the password was right.
    pub account: Option<Account>,
    /// The IAM user; none for root.
    pub user: Option<IamUser>,
    /// The person's devices, assigned or not, oldest first.
    pub devices: Vec<MfaDeviceRow>,
}

/// The attempt of a token with its person.
pub async fn get(connection: &mut impl Reads, token_hash: &[u8; 32]) -> Result<Option<Challenge>, StoreError> {
    let rows = sqlx::query(LOOK)
        .bind(token_hash.as_slice())
        .fetch_all(connection.ready().await?)
        .await?;
    let (mut attempt, mut account, mut user, mut devices) = (None, None, None, Vec::new());
    for row in &rows {
        match row.try_get("part")? {
            "attempt" => {
                let expires_at = time("attempts", row.try_get("expires_at")?)?;
                attempt = Some((from_json("attempts", row.try_get("attempt")?)?, expires_at));
            }
            "account" => account = Some(accounts::Row::from_row(row)?.account()?),
            "user" => user = Some(users::Row::from_row(row)?.user()?),
            _ => devices.push(mfa_devices::Row::from_row(row)?.device()?),
        }
    }
    Ok(attempt.map(|(attempt, expires_at)| Challenge {
        attempt,
        expires_at,
        account,
        user,
        devices,
    }))
}
