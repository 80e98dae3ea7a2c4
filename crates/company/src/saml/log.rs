//! What was issued, for whoever debugs.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use sqlx::FromRow;
use utoipa::ToSchema;
use vestibule_identity::Timestamp;
use vestibule_identity::clock::random_bytes;

use crate::faults::Fault;
use crate::{Company, CompanyError, Tx, stored_time};

/// Older ones are forgotten.
const MOST_KEPT: i64 = 200;

/// What was issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum IssuedKind {
    /// A SAML response.
    Saml,
    /// An ID token.
    IdToken,
}

impl IssuedKind {
    fn text(self) -> &'static str {
        match self {
            Self::Saml => "saml",
            Self::IdToken => "id-token",
        }
    }
}

/// A line of the log.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IssuedSummary {
    /// Number.
    pub id: i64,
    /// What.
    pub kind: IssuedKind,
    /// When.
    #[schema(value_type = String, format = "date-time")]
    pub issued_at: Timestamp,
    /// About whom.
    pub user_name: String,
    /// For whom.
    pub audience: String,
    /// Faults that are in it.
    pub faults: Vec<Fault>,
}

/// An issued response or token, readable.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IssuedDetails {
    /// The line.
    #[serde(flatten)]
    pub summary: IssuedSummary,
    /// Indented XML, or header and claims as JSON. A token's signature is not shown.
    pub readable: String,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    kind: String,
    issued_at: i64,
    user_name: String,
    audience: String,
    faults: String,
    mark: Vec<u8>,
    sealed: Vec<u8>,
}

impl Row {
    fn summary(&self) -> Result<IssuedSummary, CompanyError> {
        Ok(IssuedSummary {
            id: self.id,
            kind: match self.kind.as_str() {
                "saml" => IssuedKind::Saml,
                _ => IssuedKind::IdToken,
            },
            issued_at: stored_time(self.issued_at),
            user_name: self.user_name.clone(),
            audience: self.audience.clone(),
            faults: serde_json::from_str(&self.faults)?,
        })
    }
}

fn place(mark: &[u8]) -> String {
    mark.iter()
        .fold("issued/".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}

pub(crate) async fn list(tx: &mut Tx) -> Result<Vec<IssuedSummary>, CompanyError> {
    let rows: Vec<Row> = sqlx::query_as("SELECT * FROM issued ORDER BY id DESC")
        .fetch_all(&mut **tx)
        .await?;
    rows.iter().map(Row::summary).collect()
}

/// One to be logged.
pub(crate) struct Issued<'a> {
    pub(crate) kind: IssuedKind,
    pub(crate) user_name: &'a str,
    pub(crate) audience: &'a str,
    pub(crate) faults: &'a [Fault],
    pub(crate) text: &'a str,
}

impl Company {
    /// Whether the log has a SAML response with a teaching fault in it.
    ///
    /// # Errors
    /// Store failures.
    pub async fn has_sent_faults(&self) -> Result<bool, CompanyError> {
        let mut tx = self.begin().await?;
        let found: bool =
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM issued WHERE kind = 'saml' AND faults <> '[]')")
                .fetch_one(&mut *tx)
                .await?;
        Ok(found)
    }

    pub(crate) async fn log_issued(
        &self,
        tx: &mut Tx,
        issued: &Issued<'_>,
        now: Timestamp,
    ) -> Result<(), CompanyError> {
        let mark: [u8; 16] = random_bytes(&*self.entropy);
        let sealed = self.key.seal(&place(&mark), issued.text.as_bytes(), &*self.entropy)?;
        let id: i64 = sqlx::query_scalar("INSERT INTO issued (kind, issued_at, user_name, audience, faults, mark, sealed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING id")
            .bind(issued.kind.text())
            .bind(now.as_millisecond())
            .bind(issued.user_name)
            .bind(issued.audience)
            .bind(serde_json::to_string(issued.faults)?)
            .bind(mark.as_slice())
            .bind(sealed)
            .fetch_one(&mut **tx)
            .await?;
        sqlx::query("DELETE FROM issued WHERE id <= ?1")
            .bind(id - MOST_KEPT)
            .execute(&mut **tx)
            .await?;
        Ok(())
    }

    /// The latest SAML response to this person for this audience.
    pub(crate) async fn previous_response(
        &self,
        tx: &mut Tx,
        user_name: &str,
        audience: &str,
    ) -> Result<Option<String>, CompanyError> {
        let row: Option<Row> = sqlx::query_as(
            "SELECT * FROM issued WHERE kind = 'saml' AND user_name = ?1 AND audience = ?2 ORDER BY id DESC LIMIT 1",
        )
        .bind(user_name)
        .bind(audience)
        .fetch_optional(&mut **tx)
        .await?;
        row.map(|row| self.logged_text(&row)).transpose()
    }

    pub(crate) async fn issued_details(&self, tx: &mut Tx, id: i64) -> Result<IssuedDetails, CompanyError> {
        let row: Row = sqlx::query_as("SELECT * FROM issued WHERE id = ?1")
            .bind(id)
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(CompanyError::NoSuchEntity("log entry"))?;
        let text = self.logged_text(&row)?;
        let summary = row.summary()?;
        let readable = match summary.kind {
            IssuedKind::Saml => vestibule_saml::pretty(&text),
            IssuedKind::IdToken => readable_token(&text),
        };
        Ok(IssuedDetails { summary, readable })
    }

    fn logged_text(&self, row: &Row) -> Result<String, CompanyError> {
        let opened = self.key.open(&place(&row.mark), &row.sealed)?;
        Ok(std::str::from_utf8(&opened).unwrap_or_default().to_owned())
    }
}

/// Header and claims of a token, indented.
pub(crate) fn readable_token(token: &str) -> String {
    let part = |text: &str| {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let value: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
        serde_json::to_string_pretty(&value).ok()
    };
    let parts: Vec<String> = token.split('.').take(2).filter_map(part).collect();
    parts.join("\n")
}
