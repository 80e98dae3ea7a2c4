//! People's authenticator apps. When a code counts is `identity::mfa::totp`'s rule; a step of a seed counts once.

use sqlx::FromRow;
use vestibule_credentials::totp::{Code, Seed, consecutive_pair, matching_step, step_at};
use vestibule_identity::Timestamp;
use vestibule_identity::clock::random_bytes;
use vestibule_identity::mfa::totp::{StepRefusal, TotpState, WIDE, WINDOW};

use crate::{Company, CompanyError, Tx};

#[derive(FromRow)]
struct Row {
    mark: Vec<u8>,
    sealed: Vec<u8>,
    state: String,
}

fn place(mark: &[u8]) -> String {
    mark.iter()
        .fold("authenticator/".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}

pub(crate) async fn has(tx: &mut Tx, person: &str) -> Result<bool, CompanyError> {
    let found: Option<i64> = sqlx::query_scalar("SELECT 1 FROM authenticators WHERE person_id = ?1")
        .bind(person)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(found.is_some())
}

pub(crate) async fn remove(tx: &mut Tx, person: &str) -> Result<(), CompanyError> {
    sqlx::query("DELETE FROM authenticators WHERE person_id = ?1")
        .bind(person)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// After the clock was moved back: what was accepted in the future that was left does not lock an app until then.
pub(crate) async fn re_anchor_all(tx: &mut Tx, now: Timestamp) -> Result<(), CompanyError> {
    let all: Vec<(String, String)> = sqlx::query_as("SELECT person_id, state FROM authenticators")
        .fetch_all(&mut **tx)
        .await?;
    for (person, state) in all {
        let state: TotpState = serde_json::from_str(&state)?;
        set_state(tx, &person, state.re_anchor(step_at(now))).await?;
    }
    Ok(())
}

async fn set_state(tx: &mut Tx, person: &str, state: TotpState) -> Result<(), CompanyError> {
    sqlx::query("UPDATE authenticators SET state = ?2 WHERE person_id = ?1")
        .bind(person)
        .bind(serde_json::to_string(&state)?)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Marks a step accepted: of two who try, one gets `true`.
async fn use_step(tx: &mut Tx, mark: &[u8], step: i64) -> Result<bool, CompanyError> {
    let taken: Option<i64> =
        sqlx::query_scalar("INSERT INTO used_steps (mark, step) VALUES (?1, ?2) ON CONFLICT DO NOTHING RETURNING step")
            .bind(mark)
            .bind(step)
            .fetch_optional(&mut **tx)
            .await?;
    Ok(taken.is_some())
}

/// The step whose code and the next one's were given, if they are not too far off.
pub(super) fn attached(seed: &Seed, codes: (&Code, &Code), now: Timestamp) -> Result<TotpState, CompanyError> {
    let now = step_at(now);
    consecutive_pair(seed, codes.0, codes.1, now, WIDE)
        .and_then(|first| TotpState::attach(first, now).ok())
        .ok_or(CompanyError::CodeInvalid)
}

impl Company {
    /// Gives a person an app; the codes that proved it are used.
    pub(crate) async fn attach(
        &self,
        tx: &mut Tx,
        person: &str,
        seed: &Seed,
        state: TotpState,
        now: Timestamp,
    ) -> Result<(), CompanyError> {
        let mark: [u8; 16] = random_bytes(&*self.entropy);
        let sealed = self.key.seal(&place(&mark), seed.bytes(), &*self.entropy)?;
        remove(tx, person).await?;
        sqlx::query(
            "INSERT INTO authenticators (person_id, mark, sealed, state, added_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        )
        .bind(person)
        .bind(mark.as_slice())
        .bind(sealed)
        .bind(serde_json::to_string(&state)?)
        .bind(now.as_millisecond())
        .execute(&mut **tx)
        .await?;
        Ok(())
    }

    /// Judges a code and takes its step.
    pub(super) async fn accept_code(
        &self,
        tx: &mut Tx,
        person: &str,
        code: &Code,
        now: Timestamp,
    ) -> Result<(), CompanyError> {
        let row: Row = sqlx::query_as("SELECT mark, sealed, state FROM authenticators WHERE person_id = ?1")
            .bind(person)
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(CompanyError::AttemptExpired)?;
        let opened = self.key.open(&place(&row.mark), &row.sealed)?;
        let seed = Seed::from_bytes(&opened).map_err(|_| CompanyError::Corrupt)?;
        let state: TotpState = serde_json::from_str(&row.state)?;
        let now = step_at(now);
        let step = matching_step(&seed, code, state.expected(now), WINDOW).ok_or(CompanyError::CodeInvalid)?;
        let next = state.accept(step, now).map_err(|refusal| match refusal {
            StepRefusal::Used => CompanyError::CodeUsed,
            StepRefusal::OutsideWindow => CompanyError::CodeInvalid,
        })?;
        if !use_step(tx, &row.mark, step).await? {
            return Err(CompanyError::CodeUsed);
        }
        set_state(tx, person, next).await
    }
}
