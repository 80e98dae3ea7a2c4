//! What a person may enter, a page at a time: in one statement, whose work grows with the person's own assignments.

use sqlx::FromRow;
use vestibule_identity::identity_center::ids::DirectoryUserId;

use crate::{Reads, StoreError};

/// An account of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnteredAccount {
    /// 12 digits.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its root user's address.
    pub email: String,
    /// The person's permission sets in it, in name order: name and description.
    pub sets: Vec<(String, String)>,
}

/// A page of accounts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EnteredPage {
    /// In name order.
    pub accounts: Vec<EnteredAccount>,
    /// How many there are on all pages.
    pub total: u32,
}

#[derive(FromRow)]
struct Row {
    id: String,
    name: String,
    email: String,
    total: u32,
    set_name: String,
    description: String,
}

// CROSS JOIN keeps the order: from the person to what is theirs, never through everyone's assignments.
pub(crate) const PAGE: &str = "WITH who (kind, id) AS MATERIALIZED (\
      SELECT 'user', ?1 UNION ALL SELECT 'group', group_id FROM directory_memberships WHERE user_id = ?1), \
    page (id, name, email, total) AS MATERIALIZED (\
      SELECT id, name, email, COUNT(*) OVER () FROM accounts \
      WHERE id IN (SELECT account_id FROM who CROSS JOIN assignments ON principal_kind = who.kind AND principal_id = who.id) \
        AND status = 'active' \
        AND (?2 = '' OR instr(id, ?2) > 0 OR instr(lower(name), ?2) > 0 OR instr(email_folded, ?2) > 0) \
      ORDER BY name COLLATE NOCASE, id LIMIT ?3 OFFSET ?4) \
    SELECT DISTINCT page.id, page.name, page.email, total, permission_sets.name AS set_name, description FROM page \
      CROSS JOIN who CROSS JOIN assignments \
        ON principal_kind = who.kind AND principal_id = who.id AND assignments.account_id = page.id \
      JOIN permission_sets ON permission_sets.id = permission_set_id \
    ORDER BY page.name COLLATE NOCASE, page.id, name_folded";

/// A page of the active accounts that a person has a permission set in. `search` is found in id, name and address, in
/// small letters; with 12 digits of an account, that one.
pub async fn page(
    connection: &mut impl Reads,
    user: &DirectoryUserId,
    search: &str,
    limit: u32,
    offset: u32,
) -> Result<EnteredPage, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(PAGE)
        .bind(user.as_str())
        .bind(search)
        .bind(limit)
        .bind(offset)
        .fetch_all(connection.ready().await?)
        .await?;
    let mut page = EnteredPage::default();
    for row in rows {
        page.total = row.total;
        let set = (row.set_name, row.description);
        match page.accounts.last_mut() {
            Some(account) if account.id == row.id => account.sets.push(set),
            _ => page.accounts.push(EnteredAccount {
                id: row.id,
                name: row.name,
                email: row.email,
                sets: vec![set],
            }),
        }
    }
    Ok(page)
}
