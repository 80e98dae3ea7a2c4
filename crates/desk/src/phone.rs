//! The phone. A call rings with a token of its own: digits typed into it reach whoever rang, once, and no other call.

use secrecy::SecretString;
use serde::Serialize;
use sqlx::{FromRow, SqliteConnection};
use utoipa::ToSchema;
use vestibule_identity::Timestamp;

use crate::sealing::{place, seal_id};
use crate::{Desk, DeskError};

/// The number of the person's phone, kept for fiction.
pub const NUMBER: &str = "+1 206 555 0100";

/// How long the line is held, in seconds of the simulated clock.
const LINE_SECONDS: i64 = 300;

/// How a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CallState {
    /// Waits for digits.
    Ringing,
    /// The digits were right.
    Accepted,
    /// The digits were wrong; a call takes them once.
    Refused,
    /// Over.
    Ended,
}

impl CallState {
    fn text(self) -> &'static str {
        match self {
            Self::Ringing => "ringing",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Ended => "ended",
        }
    }

    fn read(text: &str) -> Self {
        match text {
            "ringing" => Self::Ringing,
            "accepted" => Self::Accepted,
            "refused" => Self::Refused,
            _ => Self::Ended,
        }
    }

    fn takes_digits(self) -> bool {
        self == Self::Ringing
    }

    fn words(self) -> &'static str {
        match self {
            Self::Ringing => {
                "This is an automated call to verify your identity. Enter the 6 digits that your screen shows."
            }
            Self::Accepted => "Thank you. Your identity is verified. Go on where you began; you can hang up.",
            Self::Refused => "Those are not the digits on your screen. Hang up, and ask there to be called again.",
            Self::Ended => "This call is over.",
        }
    }
}

/// A call as the person sees and hears it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Call {
    /// Number in the list.
    pub id: i64,
    /// Who rings.
    pub from: String,
    /// The number that was dialled.
    pub to: String,
    /// When it began to ring.
    #[schema(value_type = String, format = "date-time")]
    pub started_at: Timestamp,
    /// How it stands.
    pub state: CallState,
    /// What the voice says.
    pub words: String,
}

/// A call that comes in.
pub(crate) struct NewCall {
    pub(crate) token: SecretString,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) sent_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    caller: String,
    callee: String,
    started_at: i64,
    state: String,
    seal_id: Vec<u8>,
    sealed: Vec<u8>,
}

impl Row {
    fn started_at(&self) -> Timestamp {
        Timestamp::from_millisecond(self.started_at).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    // A clock that went back must not leave a call ringing for days either.
    fn state(&self, now: Timestamp) -> CallState {
        let state = CallState::read(&self.state);
        let age = now.as_second().saturating_sub(self.started_at().as_second());
        if state.takes_digits() && age.unsigned_abs() > LINE_SECONDS.unsigned_abs() {
            CallState::Ended
        } else {
            state
        }
    }

    fn call(self, now: Timestamp) -> Call {
        let state = self.state(now);
        Call {
            id: self.id,
            started_at: self.started_at(),
            from: self.caller,
            to: self.callee,
            state,
            words: state.words().to_owned(),
        }
    }
}

impl Desk {
    /// The phone has one line: a call that still rang ends when the next one comes.
    pub(crate) async fn ring(&self, connection: &mut SqliteConnection, call: &NewCall) -> Result<(), DeskError> {
        use secrecy::ExposeSecret;
        let seal_id = seal_id(&*self.entropy);
        let token = call.token.expose_secret().as_bytes();
        let sealed = self.key.seal(&place("phone-call", &seal_id), token, &*self.entropy)?;
        sqlx::query("UPDATE phone_calls SET state = 'ended' WHERE callee = ?1 AND state = 'ringing'")
            .bind(&call.to)
            .execute(&mut *connection)
            .await?;
        sqlx::query("INSERT INTO phone_calls (caller, callee, started_at, state, seal_id, sealed) VALUES (?1, ?2, ?3, 'ringing', ?4, ?5)")
            .bind(&call.from)
            .bind(&call.to)
            .bind(call.sent_at.as_millisecond())
            .bind(seal_id.as_slice())
            .bind(sealed)
            .execute(&mut *connection)
            .await?;
        Ok(())
    }

    /// The calls, newest first.
    ///
    /// # Errors
    /// Store failures.
    pub async fn calls(&self) -> Result<Vec<Call>, DeskError> {
        let rows: Vec<Row> = sqlx::query_as("SELECT * FROM phone_calls ORDER BY id DESC")
            .fetch_all(&self.pool)
            .await?;
        let now = self.clock.now();
        Ok(rows.into_iter().map(|row| row.call(now)).collect())
    }

    /// The token that goes with digits typed into a call.
    ///
    /// # Errors
    /// A call that takes no digits any more; store failures; a sealed value that does not open.
    pub async fn call_token(&self, id: i64) -> Result<Option<SecretString>, DeskError> {
        let row: Option<Row> = sqlx::query_as("SELECT * FROM phone_calls WHERE id = ?1")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = row else { return Ok(None) };
        if !row.state(self.clock.now()).takes_digits() {
            return Err(DeskError::invalid("digits", "This call takes no more digits."));
        }
        let opened = self.key.open(&place("phone-call", &row.seal_id), &row.sealed)?;
        Ok(std::str::from_utf8(&opened).ok().map(SecretString::from))
    }

    /// Notes what whoever rang said to the digits.
    ///
    /// # Errors
    /// Store failures.
    pub async fn note_digits(&self, id: i64, accepted: bool) -> Result<Option<Call>, DeskError> {
        let state = if accepted {
            CallState::Accepted
        } else {
            CallState::Refused
        };
        let row: Option<Row> =
            sqlx::query_as("UPDATE phone_calls SET state = ?2 WHERE id = ?1 AND state = 'ringing' RETURNING *")
                .bind(id)
                .bind(state.text())
                .fetch_optional(&self.pool)
                .await?;
        let now = self.clock.now();
        Ok(row.map(|row| row.call(now)))
    }

    /// Hangs up; a call that is over leaves the list.
    ///
    /// # Errors
    /// Store failures.
    pub async fn hang_up(&self, id: i64) -> Result<(), DeskError> {
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let row: Option<Row> = sqlx::query_as("SELECT * FROM phone_calls WHERE id = ?1")
            .bind(id)
            .fetch_optional(&mut *tx)
            .await?;
        if let Some(row) = row {
            let over = row.state(self.clock.now()) == CallState::Ended;
            let statement = if over {
                "DELETE FROM phone_calls WHERE id = ?1"
            } else {
                "UPDATE phone_calls SET state = 'ended' WHERE id = ?1"
            };
            sqlx::query(statement).bind(id).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// The digits that were typed: six, perhaps with spaces between them.
///
/// # Errors
/// Anything else.
pub fn typed_digits(text: &str) -> Result<String, DeskError> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(digits)
    } else {
        Err(DeskError::invalid(
            "digits",
            "Enter the 6 digits that your screen shows.",
        ))
    }
}
