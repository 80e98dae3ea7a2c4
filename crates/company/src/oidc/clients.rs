//! Applications that let people in by OpenID Connect.

use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use utoipa::ToSchema;

use crate::{CompanyError, Tx};

/// A client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OidcClient {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where codes may be sent, letter for letter.
    pub redirect_uris: Vec<String>,
    /// For whom its tokens are besides itself.
    #[serde(default)]
    pub audiences: Vec<String>,
}

#[derive(FromRow)]
struct Row {
    id: String,
    name: String,
    redirect_uris: String,
    audiences: String,
}

impl Row {
    fn client(self) -> Result<OidcClient, CompanyError> {
        Ok(OidcClient {
            id: self.id,
            name: self.name,
            redirect_uris: serde_json::from_str(&self.redirect_uris)?,
            audiences: serde_json::from_str(&self.audiences)?,
        })
    }
}

pub(crate) async fn all(tx: &mut Tx) -> Result<Vec<OidcClient>, CompanyError> {
    let rows: Vec<Row> = sqlx::query_as("SELECT * FROM clients ORDER BY id")
        .fetch_all(&mut **tx)
        .await?;
    rows.into_iter().map(Row::client).collect()
}

pub(crate) async fn get(tx: &mut Tx, id: &str) -> Result<Option<OidcClient>, CompanyError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM clients WHERE id = ?1")
        .bind(id)
        .fetch_optional(&mut **tx)
        .await?;
    row.map(Row::client).transpose()
}

pub(crate) async fn put(tx: &mut Tx, client: &OidcClient) -> Result<(), CompanyError> {
    sqlx::query("INSERT INTO clients (id, name, redirect_uris, audiences) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE SET name = ?2, redirect_uris = ?3, audiences = ?4")
        .bind(&client.id)
        .bind(&client.name)
        .bind(serde_json::to_string(&client.redirect_uris)?)
        .bind(serde_json::to_string(&client.audiences)?)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub(crate) async fn delete(tx: &mut Tx, id: &str) -> Result<(), CompanyError> {
    let gone = sqlx::query("DELETE FROM clients WHERE id = ?1")
        .bind(id)
        .execute(&mut **tx)
        .await?;
    if gone.rows_affected() == 0 {
        return Err(CompanyError::NoSuchEntity("client"));
    }
    Ok(())
}
