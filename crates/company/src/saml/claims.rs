//! What AWS is told of a person: roles, the session's name, tags.

use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use utoipa::ToSchema;
use vestibule_saml::Attribute;

use crate::people::{PersonAttribute, PersonRow};
use crate::settings::{SamlSettings, SessionNameSource};
use crate::{CompanyError, Tx};

/// Before the name of every attribute that AWS reads; names are case-sensitive.
pub(crate) const PREFIX: &str = "https://aws.amazon.com/SAML/Attributes/";

/// A group's role.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub(crate) struct MappingRow {
    pub(crate) id: i64,
    pub(crate) group_id: String,
    pub(crate) role_arn: String,
    pub(crate) provider_arn: String,
}

pub(crate) async fn mappings(tx: &mut Tx) -> Result<Vec<MappingRow>, CompanyError> {
    Ok(
        sqlx::query_as("SELECT id, group_id, role_arn, provider_arn FROM role_mappings ORDER BY id")
            .fetch_all(&mut **tx)
            .await?,
    )
}

/// The roles that a person's groups are mapped to, each once.
pub(crate) async fn mappings_of(tx: &mut Tx, person: &str) -> Result<Vec<MappingRow>, CompanyError> {
    Ok(sqlx::query_as("SELECT min(r.id) AS id, r.group_id, r.role_arn, r.provider_arn FROM role_mappings r JOIN members m ON m.group_id = r.group_id WHERE m.person_id = ?1 GROUP BY r.role_arn, r.provider_arn ORDER BY min(r.id)")
        .bind(person)
        .fetch_all(&mut **tx)
        .await?)
}

/// Writes a mapping, under this number or the next one.
pub(crate) async fn put_mapping(
    tx: &mut Tx,
    id: Option<i64>,
    group: &str,
    role_arn: &str,
    provider_arn: &str,
) -> Result<i64, CompanyError> {
    sqlx::query_scalar(
        "INSERT INTO role_mappings (id, group_id, role_arn, provider_arn) VALUES (?1, ?2, ?3, ?4) RETURNING id",
    )
    .bind(id)
    .bind(group)
    .bind(role_arn)
    .bind(provider_arn)
    .fetch_one(&mut **tx)
    .await
    .map_err(|error| {
        if crate::error::is_taken(&error) {
            CompanyError::AlreadyExists("mapping")
        } else {
            error.into()
        }
    })
}

/// A session tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CompanySessionTag)]
pub struct SessionTag {
    /// Its key, as policies name it after `aws:PrincipalTag/`.
    pub key: String,
    /// What its value is.
    pub source: PersonAttribute,
    /// Whether it stays when the session acts as another role.
    pub transitive: bool,
}

pub(crate) async fn tags(tx: &mut Tx) -> Result<Vec<SessionTag>, CompanyError> {
    let rows: Vec<(String, String, bool)> =
        sqlx::query_as("SELECT key, source, transitive FROM session_tags ORDER BY key")
            .fetch_all(&mut **tx)
            .await?;
    rows.into_iter()
        .map(|(key, source, transitive)| {
            Ok(SessionTag {
                key,
                source: serde_json::from_str(&source)?,
                transitive,
            })
        })
        .collect()
}

pub(crate) async fn set_tags(tx: &mut Tx, tags: &[SessionTag]) -> Result<(), CompanyError> {
    sqlx::query("DELETE FROM session_tags").execute(&mut **tx).await?;
    for tag in tags {
        sqlx::query("INSERT INTO session_tags (key, source, transitive) VALUES (?1, ?2, ?3)")
            .bind(&tag.key)
            .bind(serde_json::to_string(&tag.source)?)
            .bind(tag.transitive)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

fn attribute(name: &str, values: Vec<String>) -> Attribute {
    Attribute {
        name: format!("{PREFIX}{name}"),
        values,
    }
}

/// What `RoleSessionName` is.
pub(crate) fn session_name(settings: &SamlSettings, person: &PersonRow) -> String {
    match settings.session_name {
        SessionNameSource::UserName => person.user_name.clone(),
        SessionNameSource::Email => person.email.clone(),
    }
}

/// Everything that AWS is told of a person.
pub(crate) async fn for_aws(
    tx: &mut Tx,
    settings: &SamlSettings,
    person: &PersonRow,
    roles: &[MappingRow],
) -> Result<Vec<Attribute>, CompanyError> {
    let pairs = roles
        .iter()
        .map(|role| format!("{},{}", role.role_arn, role.provider_arn))
        .collect();
    let mut attributes = vec![
        attribute("Role", pairs),
        attribute("RoleSessionName", vec![session_name(settings, person)]),
    ];
    if let Some(seconds) = settings.session_seconds {
        attributes.push(attribute("SessionDuration", vec![seconds.to_string()]));
    }
    if settings.source_identity {
        attributes.push(attribute("SourceIdentity", vec![person.user_name.clone()]));
    }
    let mut transitive = Vec::new();
    for tag in tags(tx).await? {
        let value = tag.source.of(person);
        // A person without a department has no tag, rather than an empty one.
        if value.is_empty() {
            continue;
        }
        attributes.push(attribute(&format!("PrincipalTag:{}", tag.key), vec![value.to_owned()]));
        if tag.transitive {
            transitive.push(tag.key);
        }
    }
    if !transitive.is_empty() {
        attributes.push(attribute("TransitiveTagKeys", transitive));
    }
    Ok(attributes)
}
