//! How provisioning went, for each person and group.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vestibule_identity::Timestamp;

use crate::{CompanyError, Tx, stored_time};

/// What was provisioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProvisionedKind {
    /// A person.
    Person,
    /// A group.
    Group,
}

impl ProvisionedKind {
    fn text(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Group => "group",
        }
    }
}

/// How it went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "result", rename_all = "kebab-case")]
pub enum ProvisionOutcome {
    /// It was not there.
    Created,
    /// It was there.
    Updated,
    /// The person is switched off here, so there, too.
    Deactivated,
    /// The person is switched off here and was never there.
    Skipped,
    /// Refused.
    Failed {
        /// HTTP status or kind.
        code: String,
        /// Words of the other side.
        message: String,
    },
}

impl ProvisionOutcome {
    pub(super) fn failed(error: &CompanyError) -> Self {
        match error {
            CompanyError::Remote(refusal) => Self::Failed {
                code: refusal.code.clone(),
                message: refusal.message.clone(),
            },
            other => Self::Failed {
                code: "Unreachable".to_owned(),
                message: other.body().message,
            },
        }
    }
}

/// How it went for one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProvisionRecord {
    /// A person or a group.
    pub kind: ProvisionedKind,
    /// Its id here.
    pub local_id: String,
    /// Its id there.
    pub remote_id: Option<String>,
    /// Its name there.
    pub name: String,
    /// How it went.
    pub outcome: ProvisionOutcome,
    /// When.
    #[schema(value_type = String, format = "date-time")]
    pub at: Timestamp,
    /// Who was put into a group, by their ids there.
    #[serde(skip)]
    pub members: Vec<String>,
}

type Row = (String, String, Option<String>, String, String, i64, String);

pub(super) async fn all(tx: &mut Tx) -> Result<Vec<ProvisionRecord>, CompanyError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT kind, local_id, remote_id, name, outcome, at, members FROM provisioned ORDER BY kind DESC, name",
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|(kind, local_id, remote_id, name, outcome, at, members)| {
            Ok(ProvisionRecord {
                kind: match kind.as_str() {
                    "person" => ProvisionedKind::Person,
                    _ => ProvisionedKind::Group,
                },
                local_id,
                remote_id,
                name,
                outcome: serde_json::from_str(&outcome)?,
                at: stored_time(at),
                members: serde_json::from_str(&members)?,
            })
        })
        .collect()
}

pub(super) async fn put(tx: &mut Tx, record: &ProvisionRecord) -> Result<(), CompanyError> {
    sqlx::query("INSERT INTO provisioned (kind, local_id, remote_id, name, outcome, at, members) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (kind, local_id) DO UPDATE SET remote_id = ?3, name = ?4, outcome = ?5, at = ?6, members = ?7")
        .bind(record.kind.text())
        .bind(&record.local_id)
        .bind(&record.remote_id)
        .bind(&record.name)
        .bind(serde_json::to_string(&record.outcome)?)
        .bind(record.at.as_millisecond())
        .bind(serde_json::to_string(&record.members)?)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub(super) async fn forget(tx: &mut Tx) -> Result<(), CompanyError> {
    sqlx::query("DELETE FROM provisioned").execute(&mut **tx).await?;
    Ok(())
}

pub(super) async fn forget_group(tx: &mut Tx, id: &str) -> Result<(), CompanyError> {
    sqlx::query("DELETE FROM provisioned WHERE kind = 'group' AND local_id = ?1")
        .bind(id)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
