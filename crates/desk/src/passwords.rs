//! The password manager.

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, SqliteConnection};
use utoipa::ToSchema;

use crate::{Desk, DeskError};

/// Whose password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EntryKind {
    /// A root user's.
    Root,
    /// An IAM user's.
    IamUser,
    /// Of someone who signs in at an access portal.
    DirectoryUser,
    /// Of someone who signs in at the company.
    CompanyUser,
}

impl EntryKind {
    fn text(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::IamUser => "iam-user",
            Self::DirectoryUser => "directory-user",
            Self::CompanyUser => "company-user",
        }
    }
}

/// An entry without its password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasswordEntry {
    /// Number.
    pub id: i64,
    /// Root user, IAM user, person of a portal or of the company.
    pub kind: EntryKind,
    /// Alias or id, for IAM users; the portal's `d-…` for its people; the company's host for its.
    pub account: Option<String>,
    /// The account's name, if known.
    pub account_name: String,
    /// IAM user name or e-mail address.
    pub sign_in_name: String,
    /// Title.
    pub title: String,
    /// What state the person is in.
    pub note: String,
    /// Where to sign in.
    pub address: String,
    /// Whether a password is known.
    pub has_password: bool,
}

/// An entry to keep.
pub(crate) struct NewEntry<'a> {
    pub(crate) kind: EntryKind,
    pub(crate) account: Option<&'a str>,
    pub(crate) account_name: &'a str,
    pub(crate) sign_in_name: &'a str,
    pub(crate) title: &'a str,
    pub(crate) note: &'a str,
    pub(crate) address: &'a str,
    pub(crate) password: Option<&'a SecretString>,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    kind: String,
    account: String,
    account_name: String,
    sign_in_name: String,
    title: String,
    note: String,
    address: String,
    sealed: Option<Vec<u8>>,
}

impl Row {
    fn entry(self) -> PasswordEntry {
        PasswordEntry {
            id: self.id,
            kind: match self.kind.as_str() {
                "root" => EntryKind::Root,
                "directory-user" => EntryKind::DirectoryUser,
                "company-user" => EntryKind::CompanyUser,
                _ => EntryKind::IamUser,
            },
            account: (!self.account.is_empty()).then_some(self.account),
            account_name: self.account_name,
            sign_in_name: self.sign_in_name,
            title: self.title,
            note: self.note,
            address: self.address,
            has_password: self.sealed.is_some(),
        }
    }
}

impl Desk {
    /// The entries, in the order they came.
    ///
    /// # Errors
    /// Store failures.
    pub async fn passwords(&self) -> Result<Vec<PasswordEntry>, DeskError> {
        let rows: Vec<Row> = sqlx::query_as("SELECT * FROM passwords ORDER BY id")
            .fetch_all(&self.pool)
            .await?;
        Ok(rows.into_iter().map(Row::entry).collect())
    }

    /// An entry's password, if it has one.
    ///
    /// # Errors
    /// Store failures; a sealed value that does not open.
    pub async fn reveal_password(&self, id: i64) -> Result<Option<SecretString>, DeskError> {
        let row: Option<Row> = sqlx::query_as("SELECT * FROM passwords WHERE id = ?1")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let Some(sealed) = &row.sealed else { return Ok(None) };
        let place = place(&row.kind, &row.account, &row.sign_in_name);
        let opened = self.key.open(&place, sealed)?;
        Ok(std::str::from_utf8(&opened).ok().map(SecretString::from))
    }

    /// Keeps a password: updates the entry of this name, or adds one.
    ///
    /// # Errors
    /// Store failures.
    pub async fn save_password(
        &self,
        kind: EntryKind,
        account: Option<&str>,
        sign_in_name: &str,
        password: &SecretString,
    ) -> Result<PasswordEntry, DeskError> {
        let known: Option<Row> =
            sqlx::query_as("SELECT * FROM passwords WHERE kind = ?1 AND account = ?2 AND sign_in_name = ?3")
                .bind(kind.text())
                .bind(account.unwrap_or_default())
                .bind(sign_in_name)
                .fetch_optional(&self.pool)
                .await?;
        let address = match account {
            Some(portal) if kind == EntryKind::DirectoryUser => format!("https://{portal}.awsapps.com/start"),
            Some(host) if kind == EntryKind::CompanyUser => format!("https://{host}/"),
            Some(account) => format!("https://{account}.signin.aws.amazon.com/console"),
            None => "https://signin.aws.amazon.com/signin".to_owned(),
        };
        let fresh_title = match account {
            Some(_) if kind == EntryKind::DirectoryUser => format!("{sign_in_name} at the access portal"),
            Some(host) if kind == EntryKind::CompanyUser => format!("{sign_in_name} at {host}"),
            Some(account) => format!("{sign_in_name} @ {account}"),
            None => format!("Root user {sign_in_name}"),
        };
        let entry = NewEntry {
            kind,
            account,
            account_name: known.as_ref().map_or("", |row| &row.account_name),
            sign_in_name: known.as_ref().map_or(sign_in_name, |row| &row.sign_in_name),
            title: known.as_ref().map_or(&fresh_title, |row| &row.title),
            note: known.as_ref().map_or("Saved by you.", |_| "Changed and saved by you."),
            address: &address,
            password: Some(password),
        };
        self.keep_entry(&mut *self.pool.acquire().await?, &entry).await
    }

    pub(crate) async fn keep_entry(
        &self,
        connection: &mut SqliteConnection,
        entry: &NewEntry<'_>,
    ) -> Result<PasswordEntry, DeskError> {
        let account = entry.account.unwrap_or_default();
        let place = place(entry.kind.text(), account, entry.sign_in_name);
        let sealed = match entry.password {
            Some(password) => Some(
                self.key
                    .seal(&place, password.expose_secret().as_bytes(), &*self.entropy)?,
            ),
            None => None,
        };
        let row: Row = sqlx::query_as("INSERT INTO passwords (kind, account, account_name, sign_in_name, title, note, address, sealed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (kind, account, sign_in_name) DO UPDATE SET account_name = ?3, sign_in_name = ?4, title = ?5, note = ?6, address = ?7, sealed = ?8 RETURNING *")
            .bind(entry.kind.text())
            .bind(account)
            .bind(entry.account_name)
            .bind(entry.sign_in_name)
            .bind(entry.title)
            .bind(entry.note)
            .bind(entry.address)
            .bind(sealed)
            .fetch_one(connection)
            .await?;
        Ok(row.entry())
    }

    /// Forgets an entry.
    ///
    /// # Errors
    /// Store failures.
    pub async fn delete_password(&self, id: i64) -> Result<(), DeskError> {
        sqlx::query("DELETE FROM passwords WHERE id = ?1")
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

fn place(kind: &str, account: &str, sign_in_name: &str) -> String {
    format!("password/{kind}/{account}/{sign_in_name}")
}
