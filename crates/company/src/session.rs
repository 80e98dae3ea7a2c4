//! Who is signed in: eight hours, known by a token of which the store has the hash.

use std::time::Duration;

use sqlx::FromRow;
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::clock::random_uuid;

use crate::people::{self, ADMINISTRATORS, PersonRow};
use crate::request::{Answer, CookieChange, seconds};
use crate::{Caller, Company, CompanyError, Tx, stored_time};

/// How long a session lasts.
pub(crate) const LIFETIME: Duration = Duration::from_hours(8);

/// A live session with its person.
pub(crate) struct Live {
    pub(crate) person: PersonRow,
    /// Names the session to relying parties.
    pub(crate) session: String,
    pub(crate) begun_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) mfa: bool,
}

#[derive(FromRow)]
struct Row {
    id: String,
    person_id: String,
    mfa: bool,
    begun_at: i64,
    expires_at: i64,
}

/// The caller's session, if it lives and its person may still sign in.
pub(crate) async fn find(tx: &mut Tx, caller: &Caller, now: Timestamp) -> Result<Option<Live>, CompanyError> {
    let Some(token) = &caller.session else {
        return Ok(None);
    };
    let row: Option<Row> = sqlx::query_as("SELECT id, person_id, mfa, begun_at, expires_at FROM sessions WHERE token_hash = ?1 AND begun_at <= ?2 AND expires_at > ?2")
        .bind(token.hash().0.as_slice())
        .bind(now.as_millisecond())
        .fetch_optional(&mut **tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let person = people::by_id(tx, &row.person_id).await?;
    Ok(person.filter(|person| person.enabled).map(|person| Live {
        person,
        session: row.id,
        begun_at: stored_time(row.begun_at),
        expires_at: stored_time(row.expires_at),
        mfa: row.mfa,
    }))
}

/// Ends one session.
async fn end(tx: &mut Tx, token: &Token) -> Result<(), CompanyError> {
    sqlx::query("DELETE FROM sessions WHERE token_hash = ?1")
        .bind(token.hash().0.as_slice())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Ends every session of a person, and every sign-in that is on its way.
pub(crate) async fn end_all(tx: &mut Tx, person: &str) -> Result<(), CompanyError> {
    sqlx::query("DELETE FROM sessions WHERE person_id = ?1")
        .bind(person)
        .execute(&mut **tx)
        .await?;
    crate::sign_in::attempt::end_all(tx, person).await
}

impl Company {
    /// The caller's live session.
    ///
    /// # Errors
    /// [`CompanyError::NotSignedIn`].
    pub(crate) async fn live(&self, tx: &mut Tx, caller: &Caller) -> Result<Live, CompanyError> {
        find(tx, caller, self.now()).await?.ok_or(CompanyError::NotSignedIn)
    }

    /// The caller's live session, if the person administers single sign-on.
    ///
    /// # Errors
    /// [`CompanyError::NotSignedIn`], [`CompanyError::AccessDenied`].
    pub(crate) async fn administrator(&self, tx: &mut Tx, caller: &Caller) -> Result<Live, CompanyError> {
        let live = self.live(tx, caller).await?;
        if people::is_in(tx, &live.person.id, ADMINISTRATORS).await? {
            Ok(live)
        } else {
            Err(CompanyError::AccessDenied(
                "Only members of sso-administrators may do this.",
            ))
        }
    }

    /// Begins a session, and ends the one that the browser had.
    pub(crate) async fn begin_session(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        person: &PersonRow,
        mfa: bool,
        now: Timestamp,
    ) -> Result<(Live, CookieChange), CompanyError> {
        let token = Token::generate(&*self.entropy);
        let expires_at = now.saturating_add(LIFETIME).unwrap_or(now);
        let session = format!("_{}", random_uuid(&*self.entropy).simple());
        sqlx::query("DELETE FROM sessions WHERE expires_at <= ?1")
            .bind(now.as_millisecond())
            .execute(&mut **tx)
            .await?;
        if let Some(old) = &caller.session {
            end(tx, old).await?;
        }
        sqlx::query("INSERT INTO sessions (token_hash, id, person_id, mfa, begun_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
            .bind(token.hash().0.as_slice())
            .bind(&session)
            .bind(&person.id)
            .bind(mfa)
            .bind(now.as_millisecond())
            .bind(expires_at.as_millisecond())
            .execute(&mut **tx)
            .await?;
        let live = Live {
            person: person.clone(),
            session,
            begun_at: now,
            expires_at,
            mfa,
        };
        let cookie = CookieChange::SetSession {
            token,
            seconds: seconds(LIFETIME),
        };
        Ok((live, cookie))
    }

    /// Signs out. Whoever is not signed in is afterwards, too.
    ///
    /// # Errors
    /// Store failures.
    pub async fn sign_out(&self, caller: &Caller) -> Result<Answer<()>, CompanyError> {
        let mut tx = self.begin().await?;
        if let Some(token) = &caller.session {
            end(&mut tx, token).await?;
        }
        if let Some(token) = &caller.attempt {
            crate::sign_in::attempt::delete(&mut tx, token).await?;
        }
        tx.commit().await?;
        Ok(Answer::new(())
            .with(CookieChange::ClearSession)
            .with(CookieChange::ClearAttempt))
    }
}
