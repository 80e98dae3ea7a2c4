//! Accounts.

use sqlx::FromRow;
use vestibule_identity::Timestamp;
use vestibule_identity::account::{Account, AccountStatus};
use vestibule_identity::names::{AccountAlias, AccountId, AccountRef, EmailAddress};

use crate::convert::{maybe_time, millis, name, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "accounts";

#[derive(FromRow)]
pub(crate) struct Row {
    id: String,
    name: String,
    email: String,
    alias: Option<String>,
    status: String,
    is_management: bool,
    created_at: i64,
}

impl Row {
    pub(crate) fn account(self) -> Result<Account, StoreError> {
        Ok(Account {
            id: name(TABLE, self.id)?,
            name: name(TABLE, self.name)?,
            email: name(TABLE, self.email)?,
            alias: self.alias.map(|alias| name(TABLE, alias)).transpose()?,
            status: match self.status.as_str() {
                "active" => AccountStatus::Active,
                _ => AccountStatus::Suspended,
            },
            is_management: self.is_management,
            created_at: time(TABLE, self.created_at)?,
        })
    }
}

fn status(status: AccountStatus) -> &'static str {
    match status {
        AccountStatus::Active => "active",
        AccountStatus::Suspended => "suspended",
    }
}

/// Adds an account; [`StoreError::Conflict`] when its id, e-mail address or alias is taken.
pub async fn insert(tx: &mut Tx, account: &Account) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO accounts (id, name, email, email_folded, alias, status, is_management, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )
    .bind(account.id.as_str())
    .bind(account.name.as_str())
    .bind(account.email.as_str())
    .bind(account.email.folded())
    .bind(account.alias.as_ref().map(AccountAlias::as_str))
    .bind(status(account.status))
    .bind(account.is_management)
    .bind(millis(account.created_at))
    .execute(tx.ready().await?)
    .await?;
    Ok(())
}

/// By id.
pub async fn by_id(connection: &mut impl Reads, id: &AccountId) -> Result<Option<Account>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM accounts WHERE id = ?1")
        .bind(id.as_str())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::account).transpose()
}

/// By the root user's e-mail address, ignoring case.
pub async fn by_email(connection: &mut impl Reads, email: &EmailAddress) -> Result<Option<Account>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM accounts WHERE email_folded = ?1")
        .bind(email.folded())
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::account).transpose()
}

/// By id or alias.
pub async fn by_ref(connection: &mut impl Reads, named: &AccountRef) -> Result<Option<Account>, StoreError> {
    let row: Option<Row> = match named {
        AccountRef::Id(id) => return by_id(connection, id).await,
        AccountRef::Alias(alias) => {
            sqlx::query_as("SELECT * FROM accounts WHERE alias = ?1")
                .bind(alias.as_str())
                .fetch_optional(connection.ready().await?)
                .await?
        }
    };
    row.map(Row::account).transpose()
}

/// Sets or removes the alias; [`StoreError::Conflict`] when another account has it.
pub async fn set_alias(tx: &mut Tx, id: &AccountId, alias: Option<&AccountAlias>) -> Result<(), StoreError> {
    sqlx::query("UPDATE accounts SET alias = ?2 WHERE id = ?1")
        .bind(id.as_str())
        .bind(alias.map(AccountAlias::as_str))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// When the root user first signed in with the right password.
pub async fn root_first_sign_in(connection: &mut impl Reads, id: &AccountId) -> Result<Option<Timestamp>, StoreError> {
    let at: Option<i64> = sqlx::query_scalar("SELECT root_first_sign_in_at FROM accounts WHERE id = ?1")
        .bind(id.as_str())
        .fetch_optional(connection.ready().await?)
        .await?
        .flatten();
    maybe_time(TABLE, at)
}

/// Notes when the root user first signed in.
pub async fn set_root_first_sign_in(tx: &mut Tx, id: &AccountId, at: Timestamp) -> Result<(), StoreError> {
    sqlx::query("UPDATE accounts SET root_first_sign_in_at = ?2 WHERE id = ?1")
        .bind(id.as_str())
        .bind(millis(at))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Opens or suspends the account.
pub async fn set_status(tx: &mut Tx, id: &AccountId, to: AccountStatus) -> Result<(), StoreError> {
    sqlx::query("UPDATE accounts SET status = ?2 WHERE id = ?1")
        .bind(id.as_str())
        .bind(status(to))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}
