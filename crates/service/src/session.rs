//! Console sessions.
//!
//! A session is 256 random bits that the store knows only by hash; each authentication makes a new one.

mod view;

use std::collections::BTreeMap;
use std::time::Duration;

use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::account::Account;
use vestibule_identity::mfa::SessionMfa;
use vestibule_identity::mfa::root::RootMfa;
use vestibule_identity::principal::Principal;
use vestibule_identity::session::{CONSOLE_SESSION, EndReason, Federation, RoleSession, SessionState};
use vestibule_store::{
    NewSession, Reads, SessionRow, Tx, account_password_policies, accounts, attempts, login_profiles, sessions,
};

use crate::answers::{FederatedEnd, PastRole, SessionView, SignedOut};
use crate::authorize::Documents;
use crate::mfa;
use crate::multi_session::without_session;
use crate::request::{Answer, Caller, CookieChange, SessionLabel, seconds};
use crate::sign_in::root_mfa::grace;
use crate::{Service, ServiceError};
use vestibule_policy::Attached;
pub(crate) use view::identity_view;

/// `last_seen` is written at most this often, so that reading pages does not write.
const SEEN_GRAIN_SECONDS: i64 = 60;
/// How long the cookie of a federated session outlives it. AWS documents no time.
const WAY_BACK: Duration = Duration::from_hours(12);

/// A live session with what every page needs of it.
pub(crate) struct Live {
    pub(crate) session: SessionRow,
    /// The account that pages are about: that of the role, while the session acts as one.
    pub(crate) account: Account,
    role: Option<RoleSession>,
    /// Of who signed in; a role that the session acts as has none.
    pub(crate) session_policies: Vec<Attached>,
}

impl Live {
    /// Who acts: the role, while the session acts as one.
    pub(crate) fn principal(&self) -> &Principal {
        self.role
            .as_ref()
            .map_or(&self.session.principal, |role| &role.principal)
    }

    /// The role that it acts as now.
    pub(crate) fn role(&self) -> Option<&RoleSession> {
        self.role.as_ref()
    }

    /// The role that it acted as until its time was over, unless that was noticed already.
    pub(crate) fn past_role(&self) -> Option<&RoleSession> {
        self.session.role.as_ref().filter(|_| self.role.is_none())
    }

    /// When the credentials that act were issued.
    pub(crate) fn issued_at(&self) -> Timestamp {
        self.role
            .as_ref()
            .map_or_else(|| self.own_issued_at(), |role| role.started_at)
    }

    /// When the credentials of who signed in were issued. A console that opened for older ones is as old as they are, so that
    /// what revokes them (`aws:TokenIssueTime`) revokes it.
    pub(crate) fn own_issued_at(&self) -> Timestamp {
        let federation = self.session.federation.as_ref();
        federation
            .and_then(|from| from.issued_at)
            .unwrap_or(self.session.span.created_at)
    }

    /// When the credentials that act expire: a role's with its session.
    pub(crate) fn expires_at(&self) -> Timestamp {
        let session = self.session.span.expires_at;
        self.role.as_ref().map_or(session, |role| session.min(role.expires_at))
    }

    /// The id of the role's temporary key, while the session acts as one or began with one.
    pub(crate) fn role_key(&self) -> Option<&str> {
        match (&self.role, &self.session.federation) {
            (Some(role), _) => Some(role.key.as_str()),
            (None, Some(federation)) => Some(federation.key.as_str()),
            (None, None) => None,
        }
    }

    /// How the session came about, where it began with a role and acts as that one.
    pub(crate) fn federation(&self) -> Option<&Federation> {
        self.session.federation.as_ref().filter(|_| self.role.is_none())
    }

    /// What limits who acts.
    pub(crate) fn session_policies(&self) -> &[Attached] {
        if self.role.is_some() {
            &[]
        } else {
            &self.session_policies
        }
    }

    /// Tags of who acts, over those of the role: `aws:PrincipalTag/…`.
    pub(crate) fn session_tags(&self) -> Option<&BTreeMap<String, String>> {
        match (&self.role, &self.session.federation) {
            (Some(role), _) => Some(&role.tags),
            (None, Some(federation)) => Some(&federation.tags),
            (None, None) => None,
        }
    }

    /// The root user or IAM user whose own password, devices and sessions a page is about.
    ///
    /// # Errors
    /// [`ServiceError::RoleHasNone`]: a role has no credentials of its own.
    pub(crate) fn own(&self) -> Result<&Principal, ServiceError> {
        match self.principal() {
            own @ (Principal::Root { .. } | Principal::IamUser { .. }) => Ok(own),
            Principal::AssumedRole { .. } | Principal::FederatedUser { .. } => Err(ServiceError::RoleHasNone),
        }
    }
}

/// Who begins a session, and for how long.
struct Entry<'a> {
    principal: &'a Principal,
    mfa: Option<&'a SessionMfa>,
    federation: Option<&'a Federation>,
    lifetime: Duration,
}

/// The session's account, and the role it acts as now.
async fn standing(
    documents: &Documents,
    connection: &mut impl Reads,
    session: SessionRow,
    now: Timestamp,
) -> Result<Live, ServiceError> {
    let role = session.role.clone().filter(|role| role.is_live_at(now));
    let principal = role.as_ref().map_or(&session.principal, |role| &role.principal);
    let account = accounts::by_id(connection, principal.account())
        .await?
        .ok_or(ServiceError::NotSignedIn)?;
    let texts = session.federation.as_ref().map(|from| from.session_policies.as_slice());
    Ok(Live {
        session_policies: documents.of_session(texts.unwrap_or_default())?,
        session,
        account,
        role,
    })
}

impl Service {
    /// Who is signed in here; otherwise where to sign in.
    ///
    /// # Errors
    /// Store failures only.
    pub async fn session(&self, caller: &Caller) -> Result<Answer<SessionView>, ServiceError> {
        match self.live(caller).await {
            Ok(live) => {
                let now = self.now();
                let mut reader = self.store.read().await?;
                let root_mfa_days_left = match live.principal() {
                    Principal::Root { account } if mfa::assigned(&mut reader, live.principal()).await?.is_empty() => {
                        match grace(&mut reader, account, now).await? {
                            RootMfa::MayWait { days_left } => Some(days_left),
                            RootMfa::Required => Some(0),
                        }
                    }
                    _ => None,
                };
                let password_days_left = match live.principal() {
                    Principal::Root { .. } | Principal::AssumedRole { .. } | Principal::FederatedUser { .. } => None,
                    Principal::IamUser { user, .. } => {
                        let policy = account_password_policies::get(&mut reader, &live.account.id).await?;
                        login_profiles::get(&mut reader, user)
                            .await?
                            .and_then(|row| policy.freshness(row.changed_at, now).days_left())
                    }
                };
                Ok(Answer::new(SessionView::SignedIn {
                    identity: Box::new(identity_view(live.principal(), &live.account)),
                    expires_at: live.session.span.expires_at,
                    password_days_left,
                    session_mfa: live.session.mfa.clone(),
                    root_mfa_days_left,
                    role: live.role().map(|role| Box::new(view::role(&live, role))),
                    past_role: live.past_role().map(|role| PastRole {
                        display_name: role.display_name.clone(),
                        ended_at: role.expires_at,
                    }),
                    recent_roles: caller.recent_roles.clone(),
                    multi_session: caller.multi_session,
                    label: caller.label.as_ref().map(|label| label.as_str().to_owned()),
                    other_sessions: self.others(&mut reader, caller).await?,
                    issuer: live.session.federation.as_ref().and_then(|from| from.issuer.clone()),
                    federation: view::federation(&live).map(Box::new),
                }))
            }
            Err(ServiceError::NotSignedIn) => {
                let recalled = self.recall(caller).await?;
                let federated = self.federated_end(caller).await?;
                // The cookie of a federated session stays: it tells the way back as long as nobody signs in.
                let keeps = federated.is_some() && caller.label.is_none();
                let answer = Answer::new(SessionView::SignedOut {
                    sign_in_address: recalled.sign_in_address(),
                    federated,
                });
                let answer = if caller.session.is_some() && !keeps {
                    without_session(answer, caller)
                } else {
                    answer
                };
                Ok(if recalled.stale_cookie {
                    answer.with(CookieChange::ClearRemembered)
                } else {
                    answer
                })
            }
            Err(other) => Err(other),
        }
    }

    /// Ends this browser's session in the store, so that its cookie is worthless wherever it is kept.
    ///
    /// # Errors
    /// Store failures only; signing out twice is fine.
    pub async fn sign_out(&self, caller: &Caller) -> Result<Answer<SignedOut>, ServiceError> {
        let now = self.now();
        let mut issuer = None;
        if let Some(token) = &caller.session {
            let mut tx = self.store.write().await?;
            if let Some(row) = sessions::by_token(&mut tx, &token.hash().0).await? {
                sessions::end(&mut tx, row.id, now, EndReason::SignedOut).await?;
                issuer = row.federation.and_then(|from| from.issuer);
            }
            self.commit(tx).await?;
        }
        let recalled = self.recall(caller).await?;
        let answer = Answer::new(SignedOut {
            sign_in_address: issuer.unwrap_or_else(|| recalled.sign_in_address()),
        });
        Ok(without_session(answer, caller).with(CookieChange::ClearAttempt))
    }

    /// The federated session that this browser's cookie stood for.
    async fn federated_end(&self, caller: &Caller) -> Result<Option<FederatedEnd>, ServiceError> {
        let Some(token) = &caller.session else {
            return Ok(None);
        };
        let mut reader = self.store.read().await?;
        let row = sessions::by_token(&mut reader, &token.hash().0).await?;
        Ok(row.and_then(|row| {
            let federation = row.federation?;
            Some(FederatedEnd {
                by: view::kind(&federation.by),
                issuer: federation.issuer,
                expired: self.now() >= row.span.expires_at,
            })
        }))
    }

    /// The live session of the caller.
    pub(crate) async fn live(&self, caller: &Caller) -> Result<Live, ServiceError> {
        let token = caller.session.as_ref().ok_or(ServiceError::NotSignedIn)?;
        let now = self.now();
        let mut reader = self.store.read().await?;
        let row = sessions::by_token(&mut reader, &token.hash().0)
            .await?
            .ok_or(ServiceError::NotSignedIn)?;
        let live = standing(&self.documents, &mut reader, row, now).await?;
        drop(reader);
        let row = &live.session;
        match row.span.state_at(now) {
            SessionState::Live => {}
            SessionState::Ended => return Err(ServiceError::NotSignedIn),
            SessionState::Expired => {
                let mut tx = self.store.write().await?;
                sessions::end(&mut tx, row.id, now, EndReason::Expired).await?;
                self.commit(tx).await?;
                return Err(ServiceError::NotSignedIn);
            }
        }
        if now.as_second() - row.last_seen_at.as_second() >= SEEN_GRAIN_SECONDS {
            let mut tx = self.store.write().await?;
            sessions::touch(&mut tx, row.id, now).await?;
            self.commit(tx).await?;
        }
        Ok(live)
    }

    /// The live session of the caller, for a use case that writes: it is looked at inside the transaction.
    pub(crate) async fn live_in(&self, tx: &mut Tx, caller: &Caller) -> Result<Live, ServiceError> {
        let token = caller.session.as_ref().ok_or(ServiceError::NotSignedIn)?;
        let row = sessions::by_token(tx, &token.hash().0)
            .await?
            .ok_or(ServiceError::NotSignedIn)?;
        let now = self.now();
        if row.span.state_at(now) != SessionState::Live {
            return Err(ServiceError::NotSignedIn);
        }
        standing(&self.documents, tx, row, now).await
    }

    /// Ends what stood on a credential that is gone: sessions but `keep`, and sign-ins that wait for their second step.
    pub(crate) async fn end_everything_of(
        &self,
        tx: &mut Tx,
        principal: &Principal,
        keep: Option<uuid::Uuid>,
        reason: EndReason,
    ) -> Result<(), ServiceError> {
        attempts::delete_of(tx, principal).await?;
        sessions::end_all_of(tx, principal, keep, self.now(), reason).await?;
        Ok(())
    }

    /// A new session for someone who just proved who they are; the browser's previous one ends.
    pub(crate) async fn open_session(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        principal: &Principal,
        mfa: Option<&SessionMfa>,
        now: Timestamp,
    ) -> Result<CookieChange, ServiceError> {
        let entry = Entry {
            principal,
            mfa,
            federation: None,
            lifetime: CONSOLE_SESSION,
        };
        self.begin(tx, caller, entry, now).await
    }

    /// A new session for someone whom somebody else vouched for: a role's, for as long as that one says.
    pub(crate) async fn open_federated_session(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        principal: &Principal,
        federation: &Federation,
        lifetime: Duration,
        now: Timestamp,
    ) -> Result<CookieChange, ServiceError> {
        let entry = Entry {
            principal,
            mfa: None,
            federation: Some(federation),
            lifetime,
        };
        self.begin(tx, caller, entry, now).await
    }

    async fn begin(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        entry: Entry<'_>,
        now: Timestamp,
    ) -> Result<CookieChange, ServiceError> {
        let Entry {
            principal,
            mfa,
            federation,
            lifetime,
        } = entry;
        let replaced = if caller.multi_session {
            self.room_beside(tx, caller, principal).await?
        } else {
            None
        };
        if !caller.multi_session
            && let Some(old) = &caller.session
        {
            sessions::end_by_token(tx, &old.hash().0, now, EndReason::Replaced).await?;
        }
        let token = Token::generate(&*self.entropy);
        let session = NewSession {
            id: vestibule_identity::clock::random_uuid(&*self.entropy),
            token_hash: token.hash().0,
            principal: principal.clone(),
            mfa: mfa.cloned(),
            federation: federation.cloned(),
            created_at: now,
            expires_at: now.saturating_add(lifetime).unwrap_or(now),
            source_ip: caller.source_ip.clone(),
            user_agent: caller.user_agent.clone(),
        };
        sessions::insert(tx, &session).await?;
        // The browser of someone who came from elsewhere can ask for the way back a while after the end.
        let lifetime = match federation {
            Some(_) => lifetime.saturating_add(WAY_BACK),
            None => lifetime,
        };
        if caller.multi_session {
            let label = replaced.unwrap_or_else(|| SessionLabel::generate(&*self.entropy, principal.account()));
            return Ok(CookieChange::SetLabelledSession {
                label,
                token,
                seconds: seconds(lifetime),
            });
        }
        Ok(CookieChange::SetSession {
            token,
            seconds: seconds(lifetime),
        })
    }
}
