//! Multi-session: up to five identities side by side in one browser, for who turned it on
//! (<https://docs.aws.amazon.com/awsconsolehelpdocs/latest/gsg/multisession.html>, facts 1.7).
//!
//! Each session has a cookie of its own, named by its label, and addresses name the label. A label is no credential: it
//! only says which of the cookies that the browser holds is meant.

use vestibule_identity::principal::Principal;
use vestibule_identity::session::{EndReason, SessionState};
use vestibule_store::{Reads, SessionRow, Tx, accounts, sessions};

use crate::answers::{MultiSessionChanged, OtherSession};
use crate::request::{Answer, Caller, CookieChange, LabelledSession, SessionLabel};
use crate::session::identity_view;
use crate::{Service, ServiceError};

/// Identities side by side.
const MOST: usize = 5;

impl Service {
    /// Turns multi-session on or off in this browser. On, the present session gets a label; off, the others end.
    ///
    /// # Errors
    /// Store failures only.
    pub async fn set_multi_session(
        &self,
        caller: &Caller,
        on: bool,
    ) -> Result<Answer<MultiSessionChanged>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let present = match &caller.session {
            Some(token) => sessions::by_token(&mut tx, &token.hash().0)
                .await?
                .filter(|row| row.span.state_at(now) == SessionState::Live),
            None => None,
        };
        let seconds = |row: &SessionRow| (row.span.expires_at.as_second() - now.as_second()).max(0);
        let mut answer = Answer::new(MultiSessionChanged { multi_session: on });
        if on && !caller.multi_session {
            answer = match (present, &caller.session) {
                (Some(row), Some(token)) => {
                    let acting = row.principal.account();
                    answer
                        .with(CookieChange::SetLabelledSession {
                            label: SessionLabel::generate(&*self.entropy, acting),
                            token: token.clone(),
                            seconds: seconds(&row),
                        })
                        .with(CookieChange::ClearSession)
                }
                _ => answer.with(CookieChange::SetMultiSession(None)),
            };
        } else if !on && caller.multi_session {
            for other in &caller.sessions {
                if Some(&other.label) != caller.label.as_ref()
                    && let Some(row) = sessions::by_token(&mut tx, &other.token.hash().0).await?
                {
                    sessions::end(&mut tx, row.id, now, EndReason::SignedOut).await?;
                }
                answer = answer.with(CookieChange::ClearLabelledSession(other.label.clone()));
            }
            if let (Some(row), Some(token)) = (present, &caller.session) {
                answer = answer.with(CookieChange::SetSession {
                    token: token.clone(),
                    seconds: seconds(&row),
                });
            }
            answer = answer.with(CookieChange::ClearMultiSession);
        }
        self.commit(tx).await?;
        Ok(answer)
    }

    /// Ends all sessions of this browser.
    ///
    /// # Errors
    /// Store failures only; doing so twice is fine.
    pub async fn sign_out_of_all(&self, caller: &Caller) -> Result<Answer<crate::answers::SignedOut>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        for other in &caller.sessions {
            if let Some(row) = sessions::by_token(&mut tx, &other.token.hash().0).await? {
                sessions::end(&mut tx, row.id, now, EndReason::SignedOut).await?;
            }
        }
        self.commit(tx).await?;
        let mut answer = self.sign_out(caller).await?;
        for other in &caller.sessions {
            answer = answer.with(CookieChange::ClearLabelledSession(other.label.clone()));
        }
        if caller.multi_session {
            answer = answer.with(CookieChange::SetMultiSession(None));
        }
        Ok(answer)
    }

    /// Whether this identity fits beside the others. Asked before a password is looked at, so nothing is learnt of who is
    /// unknown.
    pub(crate) async fn has_room(
        &self,
        connection: &mut impl Reads,
        caller: &Caller,
        principal: Option<&Principal>,
    ) -> Result<(), ServiceError> {
        let live = self.live_sessions(connection, caller).await?;
        let is_there = live.iter().any(|(_, row)| Some(&row.principal) == principal);
        if live.len() >= MOST && !is_there {
            return Err(ServiceError::TooManySessions);
        }
        Ok(())
    }

    /// Whether one more identity fits; the label of a session of the same one, which ends.
    pub(crate) async fn room_beside(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        principal: &Principal,
    ) -> Result<Option<SessionLabel>, ServiceError> {
        self.has_room(tx, caller, Some(principal)).await?;
        for (session, row) in self.live_sessions(tx, caller).await? {
            if row.principal == *principal {
                sessions::end(tx, row.id, self.now(), EndReason::Replaced).await?;
                return Ok(Some(session.label.clone()));
            }
        }
        Ok(None)
    }

    /// The sessions of this browser besides the one that asks.
    pub(crate) async fn others(
        &self,
        connection: &mut impl Reads,
        caller: &Caller,
    ) -> Result<Vec<OtherSession>, ServiceError> {
        let now = self.now();
        let mut others = Vec::new();
        for (session, row) in self.live_sessions(connection, caller).await? {
            if Some(&session.label) == caller.label.as_ref() {
                continue;
            }
            let role = row.role.as_ref().filter(|role| role.is_live_at(now));
            let principal = role.map_or(&row.principal, |role| &role.principal);
            if let Some(account) = accounts::by_id(connection, principal.account()).await? {
                others.push(OtherSession {
                    label: session.label.as_str().to_owned(),
                    display_name: role.map_or_else(
                        || identity_view(principal, &account).display_name,
                        |role| role.display_name.clone(),
                    ),
                });
            }
        }
        Ok(others)
    }

    async fn live_sessions<'a>(
        &self,
        connection: &mut impl Reads,
        caller: &'a Caller,
    ) -> Result<Vec<(&'a LabelledSession, SessionRow)>, ServiceError> {
        let now = self.now();
        let mut live = Vec::new();
        if caller.multi_session {
            for session in &caller.sessions {
                let row = sessions::by_token(connection, &session.token.hash().0).await?;
                if let Some(row) = row.filter(|row| row.span.state_at(now) == SessionState::Live) {
                    live.push((session, row));
                }
            }
        }
        Ok(live)
    }
}

/// Takes the session's cookie away; another session becomes that of addresses without a label.
pub(crate) fn without_session<T>(answer: Answer<T>, caller: &Caller) -> Answer<T> {
    match &caller.label {
        None => answer.with(CookieChange::ClearSession),
        Some(gone) => {
            let next = caller
                .sessions
                .iter()
                .map(|other| &other.label)
                .find(|label| *label != gone);
            answer
                .with(CookieChange::ClearLabelledSession(gone.clone()))
                .with(CookieChange::SetMultiSession(next.cloned()))
        }
    }
}
