//! Who is signed in at the portal.

use std::collections::BTreeMap;
use std::time::Duration;

use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::clock::random_uuid;
use vestibule_identity::event::CredentialType;
use vestibule_identity::identity_center::attempt::Course;
use vestibule_identity::mfa::SessionMfa;
use vestibule_identity::session::{EndReason, SessionState};
use vestibule_store::identity_center::{
    DirectoryUserRow, InstanceRow, NewPortalSession, PortalSessionRow, Source, directory_users, portal_attempts,
    portal_sessions,
};
use vestibule_store::{Reads, Tx};

use super::second_factor::Second;
use crate::addresses;
use crate::answers::{IdentitySource, PortalPage, PortalPerson, PortalStep};
use crate::identity_center::external::ExternalRefusal;
use crate::identity_center::the_instance;
use crate::request::{Answer, Caller, CookieChange, seconds};
use crate::sign_in::is_live;
use crate::{Service, ServiceError};

/// `last_seen` is written at most this often, so that reading pages does not write.
const SEEN_GRAIN_SECONDS: i64 = 60;
/// How long a browser remembers a user name. AWS documents no time.
const REMEMBERED: Duration = Duration::from_hours(365 * 24);

/// How somebody got in.
pub(crate) struct Entered<'a> {
    /// What was given, in order.
    pub(crate) credentials: Vec<CredentialType>,
    /// A device of the person's.
    pub(crate) mfa: Option<SessionMfa>,
    /// When the company's identity provider ends its session.
    pub(crate) until: Option<Timestamp>,
    /// What it says about the person for access control.
    pub(crate) tags: BTreeMap<String, String>,
    /// The sign-in.
    pub(crate) course: &'a Course,
}

/// A live session of the portal with its person.
pub(crate) struct LivePortal {
    pub(crate) instance: InstanceRow,
    pub(crate) session: PortalSessionRow,
    pub(crate) user: DirectoryUserRow,
}

impl Service {
    /// What a portal's address shows: the portal, and who is signed in there. `portal` is the first name of the host:
    /// `d-…`, the chosen one, or `ssoins-…`.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchPortal`].
    pub async fn portal_page(&self, caller: &Caller, address: &str) -> Result<Answer<PortalPage>, ServiceError> {
        let mut reader = self.store.read().await?;
        let instance = the_instance(&mut reader).await?;
        if !addresses::is_portal_page(&instance, &address.trim().to_ascii_lowercase()) {
            return Err(ServiceError::NoSuchPortal);
        }
        let under_way = match &caller.portal_attempt {
            Some(token) => is_under_way(&mut reader, token, self.now()).await?,
            None => false,
        };
        drop(reader);
        let signed_in = match self.live_portal(caller).await {
            Ok(live) => Some(PortalPerson {
                user_name: live.user.user_name.as_str().to_owned(),
                display_name: live.user.display_name.clone(),
                email: live.user.email.as_str().to_owned(),
                expires_at: live.session.span.expires_at,
                mfa: live.session.mfa.clone(),
                manages_devices: live.instance.settings.shows_devices() && live.instance.source == Source::Directory,
            }),
            Err(ServiceError::NotSignedIn) => None,
            Err(other) => return Err(other),
        };
        let gone = signed_in.is_none() && caller.portal.is_some();
        let answer = Answer::new(PortalPage {
            address: addresses::portal(&instance),
            start_url: format!("https://{}.awsapps.com/start", instance.store),
            issuer: format!("https://identitycenter.amazonaws.com/{}", instance.id),
            region: instance.home_region.clone(),
            source: IdentitySource::of(instance.source),
            now: self.now(),
            remembered: caller.portal_user.clone(),
            under_way: under_way && signed_in.is_none() && instance.source == Source::Directory,
            signed_in,
        });
        Ok(if gone {
            answer.with(CookieChange::ClearPortalSession)
        } else {
            answer
        })
    }

    /// Signs out of the portal. Console sessions and credentials that came from it live on (facts 1.5).
    ///
    /// # Errors
    /// Store failures only; signing out twice is fine.
    pub async fn portal_sign_out(&self, caller: &Caller) -> Result<Answer<()>, ServiceError> {
        if let Some(token) = &caller.portal {
            let now = self.now();
            let mut tx = self.store.write().await?;
            if let Some(row) = portal_sessions::by_token(&mut tx, &token.hash().0).await? {
                portal_sessions::end(&mut tx, row.id, now, EndReason::SignedOut).await?;
            }
            self.commit(tx).await?;
        }
        Ok(Answer::new(())
            .with(CookieChange::ClearPortalSession)
            .with(CookieChange::ClearPortalAttempt))
    }

    /// The live portal session of the caller.
    pub(crate) async fn live_portal(&self, caller: &Caller) -> Result<LivePortal, ServiceError> {
        let now = self.now();
        let mut reader = self.store.read().await?;
        let live = look(&mut reader, caller, now).await?;
        drop(reader);
        if now.as_second() - live.session.last_seen_at.as_second() >= SEEN_GRAIN_SECONDS {
            let mut tx = self.store.write().await?;
            portal_sessions::touch(&mut tx, live.session.id, now).await?;
            self.commit(tx).await?;
        }
        Ok(live)
    }

    /// The same for a use case that writes: it is looked at inside the transaction.
    pub(crate) async fn live_portal_in(&self, tx: &mut Tx, caller: &Caller) -> Result<LivePortal, ServiceError> {
        look(tx, caller, self.now()).await
    }

    /// Everything that the directory asks for is proved: in. The caller commits.
    pub(crate) async fn enter_portal(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        user: &DirectoryUserRow,
        second: &Second,
        course: &Course,
        now: Timestamp,
    ) -> Result<Answer<PortalStep>, ServiceError> {
        if the_instance(tx).await?.source == Source::External {
            return Err(ExternalRefusal::Elsewhere.into());
        }
        let first = if course.mailed {
            CredentialType::EmailOtp
        } else {
            CredentialType::Password
        };
        let entered = Entered {
            credentials: std::iter::once(first).chain(second.credential()).collect(),
            mfa: second.device(),
            until: None,
            tags: BTreeMap::new(),
            course,
        };
        self.open_portal(tx, caller, user, entered, now).await
    }

    /// A portal session, and what the browser remembers. The caller commits.
    pub(crate) async fn open_portal(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        user: &DirectoryUserRow,
        entered: Entered<'_>,
        now: Timestamp,
    ) -> Result<Answer<PortalStep>, ServiceError> {
        let instance = the_instance(tx).await?;
        let Entered { until, course, .. } = entered;
        if let Some(token) = &caller.portal_attempt {
            portal_attempts::delete(tx, &token.hash().0).await?;
        }
        if let Some(old) = &caller.portal
            && let Some(row) = portal_sessions::by_token(tx, &old.hash().0).await?
        {
            portal_sessions::end(tx, row.id, now, EndReason::Replaced).await?;
        }
        directory_users::set_signed_in(tx, &user.id, now).await?;
        let token = Token::generate(&*self.entropy);
        // The shorter of the setting and what the provider says (facts 1.5).
        let longest = now.saturating_add(instance.settings.session()).unwrap_or(now);
        let expires_at = until.map_or(longest, |until| longest.min(until));
        let lifetime = Duration::try_from(expires_at.duration_since(now)).unwrap_or_default();
        let session = NewPortalSession {
            id: random_uuid(&*self.entropy),
            token_hash: token.hash().0,
            user: user.id.clone(),
            mfa: entered.mfa,
            tags: entered.tags,
            created_at: now,
            expires_at,
            source_ip: caller.source_ip.clone(),
            user_agent: caller.user_agent.clone(),
        };
        portal_sessions::insert(tx, &session).await?;
        self.record_portal_entry(tx, caller, &instance, user, &entered.credentials, course)
            .await?;
        let answer = Answer::new(PortalStep::SignedIn)
            .with(CookieChange::SetPortalSession {
                token,
                seconds: seconds(lifetime),
            })
            .with(CookieChange::ClearPortalAttempt);
        Ok(if course.remember {
            answer.with(CookieChange::SetPortalUser {
                user_name: user.user_name.as_str().to_owned(),
                seconds: seconds(REMEMBERED),
            })
        } else {
            answer.with(CookieChange::ClearPortalUser)
        })
    }
}

async fn is_under_way(connection: &mut impl Reads, token: &Token, now: Timestamp) -> Result<bool, ServiceError> {
    let attempt = portal_attempts::get(connection, &token.hash().0).await?;
    Ok(attempt.is_some_and(|(_, expires_at)| is_live(expires_at, now)))
}

/// A disabled person's sessions were ended; that nobody who is disabled acts is looked at again all the same.
async fn look(connection: &mut impl Reads, caller: &Caller, now: Timestamp) -> Result<LivePortal, ServiceError> {
    let token = caller.portal.as_ref().ok_or(ServiceError::NotSignedIn)?;
    let session = portal_sessions::by_token(connection, &token.hash().0)
        .await?
        .filter(|row| row.span.state_at(now) == SessionState::Live)
        .ok_or(ServiceError::NotSignedIn)?;
    let user = directory_users::by_id(connection, &session.user)
        .await?
        .filter(|user| user.enabled)
        .ok_or(ServiceError::NotSignedIn)?;
    Ok(LivePortal {
        instance: the_instance(connection).await?,
        session,
        user,
    })
}
