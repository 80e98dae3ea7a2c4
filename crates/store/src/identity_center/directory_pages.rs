//! Long lists of people and groups, a page at a time. Every page is a walk along an index, however long the list is.

use vestibule_identity::identity_center::ids::DirectoryGroupId;

use super::directory_groups::{self, DirectoryGroupRow};
use super::directory_users::{self, DirectoryUserRow};
use crate::{Reads, StoreError};

/// The first text after every text that begins with `prefix`.
fn end_of(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}

/// The first text that a page may hold: what begins with `prefix`, and comes after `after`. One lower bound, so that the
/// index serves it: of two, it would take one and try what follows one by one.
fn start_of(prefix: &str, after: Option<&str>) -> String {
    match after {
        Some(after) if after >= prefix => format!("{after}\0"),
        _ => prefix.to_owned(),
    }
}

/// By what a person is found. The list has the finds of the first, then those of the second, and so on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    UserName,
    DisplayName,
    Email,
}

impl By {
    const ALL: [Self; 3] = [Self::UserName, Self::DisplayName, Self::Email];

    fn digit(self) -> char {
        match self {
            Self::UserName => '1',
            Self::DisplayName => '2',
            Self::Email => '3',
        }
    }

    /// Only a covering index is read to find the ids; a person who was found by something earlier is skipped in it.
    fn query(self) -> &'static str {
        match self {
            Self::UserName => {
                "SELECT * FROM directory_users WHERE user_name_folded >= ?3 AND user_name_folded < ?2 ORDER BY user_name_folded LIMIT ?5"
            }
            Self::DisplayName => {
                "SELECT * FROM directory_users WHERE id IN (SELECT id FROM directory_users INDEXED BY directory_users_by_display WHERE display_folded < ?2 AND (display_folded, user_name_folded) >= (?3, ?4) AND NOT (user_name_folded >= ?1 AND user_name_folded < ?2) ORDER BY display_folded, user_name_folded LIMIT ?5) ORDER BY display_folded, user_name_folded"
            }
            Self::Email => {
                "SELECT * FROM directory_users WHERE id IN (SELECT id FROM directory_users INDEXED BY directory_users_by_email WHERE email_folded < ?2 AND (email_folded, user_name_folded) >= (?3, ?4) AND NOT (user_name_folded >= ?1 AND user_name_folded < ?2) AND NOT (display_folded >= ?1 AND display_folded < ?2) ORDER BY email_folded, user_name_folded LIMIT ?5) ORDER BY email_folded, user_name_folded"
            }
        }
    }

    fn key(self, user: &DirectoryUserRow) -> String {
        match self {
            Self::UserName => user.user_name.folded(),
            Self::DisplayName => user.display_name.to_lowercase(),
            Self::Email => user.email.folded(),
        }
    }
}

/// Where a page ended: by what its last person was found, that text, and the user name.
struct Place {
    by: By,
    key: String,
    user_name: String,
}

const BETWEEN: char = '\u{1f}';

impl Place {
    fn read(text: &str) -> Option<Self> {
        let mut characters = text.chars();
        let digit = characters.next()?;
        let by = By::ALL.into_iter().find(|by| by.digit() == digit)?;
        let (key, user_name) = characters.as_str().split_once(BETWEEN)?;
        Some(Self {
            by,
            key: key.to_owned(),
            user_name: user_name.to_owned(),
        })
    }

    fn write(by: By, user: &DirectoryUserRow) -> String {
        format!("{}{}{BETWEEN}{}", by.digit(), by.key(user), user.user_name.folded())
    }
}

/// People whose user name, display name or address begins with `find`, ignoring case, after the place where the page
/// before ended; and where this one ends, if there are more. A place that cannot be read is the beginning.
pub async fn users(
    connection: &mut impl Reads,
    find: &str,
    after: Option<&str>,
    limit: u32,
) -> Result<(Vec<DirectoryUserRow>, Option<String>), StoreError> {
    let prefix = find.trim().to_lowercase();
    let place = after.and_then(Place::read);
    let all: &[By] = if prefix.is_empty() { &[By::UserName] } else { &By::ALL };
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut found: Vec<(By, DirectoryUserRow)> = Vec::new();
    for by in all {
        if place.as_ref().is_some_and(|place| place.by.digit() > by.digit()) {
            continue;
        }
        let here = place.as_ref().filter(|place| place.by == *by);
        // After a place there is the same key with a later name; a user name is a key of its own.
        let start = match (here, by) {
            (None, _) => (prefix.clone(), String::new()),
            (Some(place), By::UserName) => (start_of(&prefix, Some(&place.user_name)), String::new()),
            (Some(place), _) => (place.key.clone(), format!("{}\0", place.user_name)),
        };
        let left = most.saturating_add(1).saturating_sub(found.len());
        if left == 0 {
            break;
        }
        let rows: Vec<directory_users::Row> = sqlx::query_as(by.query())
            .bind(&prefix)
            .bind(end_of(&prefix))
            .bind(start.0)
            .bind(start.1)
            .bind(i64::try_from(left).unwrap_or(i64::MAX))
            .fetch_all(connection.ready().await?)
            .await?;
        for row in rows {
            found.push((*by, row.user()?));
        }
    }
    let more = found.len() > most;
    found.truncate(most);
    let next = found.last().filter(|_| more).map(|(by, user)| Place::write(*by, user));
    Ok((found.into_iter().map(|(_, user)| user).collect(), next))
}

/// Groups whose name begins with `find`, ignoring case, after the folded name that the page before ended with.
pub async fn groups(
    connection: &mut impl Reads,
    find: &str,
    after: Option<&str>,
    limit: u32,
) -> Result<(Vec<DirectoryGroupRow>, Option<String>), StoreError> {
    let prefix = find.trim().to_lowercase();
    let rows: Vec<directory_groups::Row> = sqlx::query_as(
        "SELECT * FROM directory_groups WHERE name_folded >= ?1 AND name_folded < ?2 ORDER BY name_folded LIMIT ?3",
    )
    .bind(start_of(&prefix, after))
    .bind(end_of(&prefix))
    .bind(limit.saturating_add(1))
    .fetch_all(connection.ready().await?)
    .await?;
    let groups = rows
        .into_iter()
        .map(directory_groups::Row::group)
        .collect::<Result<Vec<_>, _>>()?;
    Ok(paged(groups, limit, |group| group.name.folded()))
}

/// Members of a group whose user name begins with `find`, in the order of user names.
pub async fn members(
    connection: &mut impl Reads,
    group: &DirectoryGroupId,
    find: &str,
    after: Option<&str>,
    limit: u32,
) -> Result<(Vec<DirectoryUserRow>, Option<String>), StoreError> {
    let prefix = find.trim().to_lowercase();
    let rows: Vec<directory_users::Row> = sqlx::query_as(
        "SELECT directory_users.* FROM directory_memberships CROSS JOIN directory_users ON id = user_id WHERE group_id = ?1 AND member_folded >= ?2 AND member_folded < ?3 ORDER BY member_folded LIMIT ?4",
    )
    .bind(group.as_str())
    .bind(start_of(&prefix, after))
    .bind(end_of(&prefix))
    .bind(limit.saturating_add(1))
    .fetch_all(connection.ready().await?)
    .await?;
    let users = rows
        .into_iter()
        .map(directory_users::Row::user)
        .collect::<Result<Vec<_>, _>>()?;
    Ok(paged(users, limit, |user| user.user_name.folded()))
}

/// One more than a page was asked for, to know whether there is another.
fn paged<T>(mut rows: Vec<T>, limit: u32, key: impl Fn(&T) -> String) -> (Vec<T>, Option<String>) {
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    let next = rows.last().filter(|_| more).map(key);
    (rows, next)
}
