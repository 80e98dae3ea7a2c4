//! Console sessions and the remembered account of this browser.
//!
//! A session is 256 random bits that the store knows only by hash; each authentication makes a new one. The remembered
//! account is a selector and a validator: it says whom to ask for, never who someone is.

use vestibule_credentials::token::{SelectorValidator, Token};
use vestibule_identity::Timestamp;
use vestibule_identity::account::Account;
use vestibule_identity::mfa::SessionMfa;
use vestibule_identity::mfa::root::RootMfa;
use vestibule_identity::names::UserName;
use vestibule_identity::principal::Principal;
use vestibule_identity::remembered::{Presented, REMEMBERED_LIFETIME, RememberedAccount};
use vestibule_identity::session::{CONSOLE_SESSION, EndReason, RoleSession, SessionState};
use vestibule_identity::user::IamUser;
use vestibule_store::{
    NewSession, Reads, SessionRow, Tx, account_password_policies, accounts, attempts, login_profiles, remembered,
    sessions,
};

use crate::addresses;
use crate::answers::{IdentityKind, IdentityView, SessionView, SignedOut};
use crate::mfa;
use crate::request::{Answer, Caller, CookieChange, seconds};
use crate::sign_in::root_mfa::grace;
use crate::{Service, ServiceError};

/// `last_seen` is written at most this often, so that reading pages does not write.
const SEEN_GRAIN_SECONDS: i64 = 60;

/// A live session with what every page needs of it.
pub(crate) struct Live {
    pub(crate) session: SessionRow,
    /// The account that pages are about: that of the role, while the session acts as one.
    pub(crate) account: Account,
    role: Option<RoleSession>,
}

impl Live {
    /// Who acts: the role, while the session acts as one.
    pub(crate) fn principal(&self) -> &Principal {
        self.role
            .as_ref()
            .map_or(&self.session.principal, |role| &role.principal)
    }

    /// When the credentials that act were issued.
    pub(crate) fn issued_at(&self) -> Timestamp {
        self.role
            .as_ref()
            .map_or(self.session.span.created_at, |role| role.started_at)
    }

    /// The root user or IAM user whose own password, devices and sessions a page is about.
    ///
    /// # Errors
    /// [`ServiceError::RoleHasNone`]: a role has no credentials of its own.
    pub(crate) fn own(&self) -> Result<&Principal, ServiceError> {
        match self.principal() {
            own @ (Principal::Root { .. } | Principal::IamUser { .. }) => Ok(own),
            Principal::AssumedRole { .. } => Err(ServiceError::RoleHasNone),
        }
    }
}

/// The session's account, and the role it acts as now.
async fn standing(connection: &mut impl Reads, session: SessionRow, now: Timestamp) -> Result<Live, ServiceError> {
    let role = session.role.clone().filter(|role| role.is_live_at(now));
    let principal = role.as_ref().map_or(&session.principal, |role| &role.principal);
    let account = accounts::by_id(connection, principal.account())
        .await?
        .ok_or(ServiceError::NotSignedIn)?;
    Ok(Live { session, account, role })
}

/// What the remembered-account cookie recalls.
pub(crate) struct Recalled {
    pub(crate) who: Option<(Account, UserName)>,
    /// The browser holds a cookie that is worth nothing and should go.
    pub(crate) stale_cookie: bool,
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
                    Principal::Root { .. } | Principal::AssumedRole { .. } => None,
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
                    session_mfa: live.session.mfa,
                    root_mfa_days_left,
                }))
            }
            Err(ServiceError::NotSignedIn) => {
                let recalled = self.recall(caller).await?;
                let answer = Answer::new(SessionView::SignedOut {
                    sign_in_address: sign_in_address(recalled.who.as_ref()),
                });
                let answer = if caller.session.is_some() {
                    answer.with(CookieChange::ClearSession)
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
        if let Some(token) = &caller.session {
            let mut tx = self.store.write().await?;
            sessions::end_by_token(&mut tx, &token.hash().0, now, EndReason::SignedOut).await?;
            self.commit(tx).await?;
        }
        let recalled = self.recall(caller).await?;
        Ok(Answer::new(SignedOut {
            sign_in_address: sign_in_address(recalled.who.as_ref()),
        })
        .with(CookieChange::ClearSession)
        .with(CookieChange::ClearAttempt))
    }

    /// "Sign in to a different account": forgets the remembered account.
    ///
    /// # Errors
    /// Store failures only.
    pub async fn forget_account(&self, caller: &Caller) -> Result<Answer<()>, ServiceError> {
        if let Some(cookie) = &caller.remembered {
            let mut tx = self.store.write().await?;
            remembered::delete(&mut tx, cookie.selector()).await?;
            self.commit(tx).await?;
        }
        Ok(Answer::new(()).with(CookieChange::ClearRemembered))
    }

    /// The live session of the caller.
    pub(crate) async fn live(&self, caller: &Caller) -> Result<Live, ServiceError> {
        let token = caller.session.as_ref().ok_or(ServiceError::NotSignedIn)?;
        let now = self.now();
        let mut reader = self.store.read().await?;
        let row = sessions::by_token(&mut reader, &token.hash().0)
            .await?
            .ok_or(ServiceError::NotSignedIn)?;
        let live = standing(&mut reader, row, now).await?;
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
        standing(tx, row, now).await
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
        if let Some(old) = &caller.session {
            sessions::end_by_token(tx, &old.hash().0, now, EndReason::Replaced).await?;
        }
        let token = Token::generate(&*self.entropy);
        let session = NewSession {
            id: vestibule_identity::clock::random_uuid(&*self.entropy),
            token_hash: token.hash().0,
            principal: principal.clone(),
            mfa: mfa.cloned(),
            created_at: now,
            expires_at: now.saturating_add(CONSOLE_SESSION).unwrap_or(now),
            source_ip: caller.source_ip.clone(),
            user_agent: caller.user_agent.clone(),
        };
        sessions::insert(tx, &session).await?;
        Ok(CookieChange::SetSession {
            token,
            seconds: seconds(CONSOLE_SESSION),
        })
    }

    /// Whom the remembered-account cookie names. An older validator shown again revokes its family.
    pub(crate) async fn recall(&self, caller: &Caller) -> Result<Recalled, ServiceError> {
        let Some(cookie) = &caller.remembered else {
            return Ok(Recalled {
                who: None,
                stale_cookie: false,
            });
        };
        let now = self.now();
        let mut reader = self.store.read().await?;
        let presented = present(&mut reader, cookie, now).await?;
        if let Presented::Current(family) = presented
            && let Some(account) = accounts::by_id(&mut reader, &family.account).await?
        {
            return Ok(Recalled {
                who: Some((account, family.user_name)),
                stale_cookie: false,
            });
        }
        drop(reader);
        self.revoke_if_replayed(cookie, now).await?;
        Ok(Recalled {
            who: None,
            stale_cookie: true,
        })
    }

    async fn revoke_if_replayed(&self, cookie: &SelectorValidator, now: Timestamp) -> Result<(), ServiceError> {
        let mut tx = self.store.write().await?;
        match present(&mut tx, cookie, now).await? {
            Presented::Replayed | Presented::Expired => {
                remembered::delete(&mut tx, cookie.selector()).await?;
                self.commit(tx).await
            }
            Presented::Current(_) | Presented::Unknown => Ok(()),
        }
    }

    /// Whether the caller presents a valid remembered-account cookie (it changes the recorded region, facts 6.2).
    pub(crate) async fn remembers(&self, tx: &mut Tx, caller: &Caller, now: Timestamp) -> Result<bool, ServiceError> {
        let Some(cookie) = &caller.remembered else {
            return Ok(false);
        };
        let presented = present(tx, cookie, now).await?;
        Ok(matches!(presented, Presented::Current(_)))
    }

    /// After a sign-in: rotates, starts or forgets the remembered account, as the person chose.
    pub(crate) async fn remember(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        account: &Account,
        user: &IamUser,
        wanted: bool,
        now: Timestamp,
    ) -> Result<Option<CookieChange>, ServiceError> {
        let mut same = None;
        if let Some(cookie) = &caller.remembered {
            let presented = present(tx, cookie, now).await?;
            match presented {
                Presented::Current(family)
                    if wanted && family.account == account.id && family.user_name == user.name =>
                {
                    same = Some((cookie, family));
                }
                Presented::Unknown => {}
                _ => remembered::delete(tx, cookie.selector()).await?,
            }
        }
        if !wanted {
            let had_one = caller.remembered.is_some();
            return Ok(had_one.then_some(CookieChange::ClearRemembered));
        }
        let fresh = if let Some((cookie, family)) = same {
            let fresh = cookie.rotate(&*self.entropy);
            let family = family.rotate(fresh.validator_hash().0, now);
            remembered::put(tx, fresh.selector(), &family).await?;
            fresh
        } else {
            let fresh = SelectorValidator::generate(&*self.entropy);
            let family = RememberedAccount::start(account.id.clone(), user.name.clone(), fresh.validator_hash().0, now);
            remembered::put(tx, fresh.selector(), &family).await?;
            fresh
        };
        Ok(Some(CookieChange::SetRemembered {
            cookie: fresh,
            seconds: seconds(REMEMBERED_LIFETIME),
        }))
    }
}

async fn present(
    connection: &mut impl Reads,
    cookie: &SelectorValidator,
    now: Timestamp,
) -> Result<Presented, ServiceError> {
    let family = remembered::by_selector(connection, cookie.selector()).await?;
    Ok(match family {
        Some(family) => family.present(&cookie.validator_hash().0, now),
        None => Presented::Unknown,
    })
}

fn sign_in_address(who: Option<&(Account, UserName)>) -> String {
    who.map_or_else(
        || addresses::SIGN_IN.to_owned(),
        |(account, _)| addresses::account_sign_in(account),
    )
}

/// The identity as pages show it: `user @ account` with the alias or the dashed id (facts 7.1).
pub(crate) fn identity_view(principal: &Principal, account: &Account) -> IdentityView {
    let shown = account
        .alias
        .as_ref()
        .map_or_else(|| account.id.dashed(), |alias| alias.as_str().to_owned());
    let role_name;
    let (kind, name, user_name, email) = match principal {
        Principal::Root { .. } => (
            IdentityKind::Root,
            "root",
            None,
            Some(account.email.as_str().to_owned()),
        ),
        Principal::IamUser { name, .. } => (
            IdentityKind::IamUser,
            name.as_str(),
            Some(name.as_str().to_owned()),
            None,
        ),
        Principal::AssumedRole { name, session, .. } => {
            role_name = format!("{name}/{session}");
            (IdentityKind::AssumedRole, role_name.as_str(), None, None)
        }
    };
    IdentityView {
        kind,
        display_name: format!("{name} @ {shown}"),
        account_id: account.id.as_str().to_owned(),
        account_id_dashed: account.id.dashed(),
        account_name: account.name.as_str().to_owned(),
        account_alias: account.alias.as_ref().map(|alias| alias.as_str().to_owned()),
        arn: principal.arn(),
        user_name,
        email,
    }
}
