//! The demo applications: what a company's own application does when somebody signs in to it, drawn as a page that shows what
//! it was told.
//!
//! They are another party. An application knows what its administrator wrote down when it was connected (issuer, certificate
//! or keys, its own addresses) and what the browser brings; it expects its own addresses, whatever Identity Center was told
//! they are. Of Identity Center's state it asks one thing, as an application that refreshes its session would: whether the
//! portal session that it came from is over.
//!
//! - `saml`: a response that the browser posts; `oidc`: authorization code with PKCE.

mod oidc;
mod saml;

pub use oidc::Callback;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::application::{ApplicationSignIn, standing};
use vestibule_identity::identity_center::ids::ApplicationId;
use vestibule_store::identity_center::{ApplicationRow, NewApplicationSession, application_visits, applications};
use vestibule_store::{Reads, Tx};

use crate::addresses;
use crate::answers::{ApplicationClaim, ApplicationPage, ApplicationVisitor, protocol};
use crate::request::{Answer, Caller, CookieChange, seconds};
use crate::{Entity, Service, ServiceError};

/// By how much the applications' clocks may differ from the issuer's.
const SKEW: Duration = Duration::from_mins(1);
/// The browser keeps the cookie this long; the session is over sooner.
const COOKIE: Duration = Duration::from_hours(90 * 24);

/// What an application was told, as it remembers it.
#[derive(Debug, Serialize, Deserialize)]
struct Remembered {
    subject: String,
    subject_format: Option<String>,
    issuer: String,
    claims: Vec<ApplicationClaim>,
    /// What was checked, in words.
    checks: Vec<String>,
}

/// Somebody who is let in.
struct Visit<'a> {
    application: &'a ApplicationId,
    portal_session: Uuid,
    code_hash: Option<[u8; 32]>,
    told: Remembered,
}

impl Service {
    /// The application's page.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`].
    pub async fn application_page(&self, caller: &Caller, id: &str) -> Result<Answer<ApplicationPage>, ServiceError> {
        let now = self.now();
        let mut reader = self.store.read().await?;
        let row = application(&mut reader, id).await?;
        let mut visitor = None;
        let mut has_ended = false;
        if let Some(token) = &caller.application
            && let Some(session) = application_visits::session(&mut reader, &token.hash().0).await?
            && session.application == row.id
        {
            let standing = standing(session.began_at, session.portal_end, now);
            if standing.is_live {
                let told: Remembered = serde_json::from_str(&session.claims)?;
                visitor = Some(ApplicationVisitor {
                    subject: told.subject,
                    subject_format: told.subject_format,
                    issuer: told.issuer,
                    claims: told.claims,
                    checks: told.checks,
                    began_at: session.began_at,
                    refreshed_at: standing.refreshed_at,
                    until: standing.until,
                    is_ending: session.portal_end.is_some_and(|end| end <= now),
                });
            } else {
                has_ended = true;
            }
        }
        let gone = visitor.is_none() && caller.application.is_some();
        let answer = Answer::new(ApplicationPage {
            name: row.name.as_str().to_owned(),
            protocol: protocol(&row.sign_in),
            address: addresses::application(&row.id),
            signed_in: visitor,
            has_ended,
        });
        Ok(if gone {
            answer.with(CookieChange::ClearApplication)
        } else {
            answer
        })
    }

    /// Signs out of the application. The portal session goes on: there is no single logout (facts 1.5).
    ///
    /// # Errors
    /// Store failures only.
    pub async fn application_sign_out(&self, caller: &Caller) -> Result<Answer<()>, ServiceError> {
        if let Some(token) = &caller.application {
            let mut tx = self.store.write().await?;
            application_visits::end(&mut tx, &token.hash().0).await?;
            self.commit(tx).await?;
        }
        Ok(Answer::new(()).with(CookieChange::ClearApplication))
    }

    /// The application believes who it is: its own session begins. The caller commits.
    async fn begin_application_session(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        visit: Visit<'_>,
        now: Timestamp,
    ) -> Result<CookieChange, ServiceError> {
        if let Some(old) = &caller.application {
            application_visits::end(tx, &old.hash().0).await?;
        }
        let token = Token::generate(&*self.entropy);
        let session = NewApplicationSession {
            token_hash: token.hash().0,
            application: visit.application,
            portal_session: visit.portal_session,
            code_hash: visit.code_hash,
            claims: serde_json::to_string(&visit.told)?,
            at: now,
        };
        application_visits::begin(tx, session).await?;
        Ok(CookieChange::SetApplication {
            token,
            seconds: seconds(COOKIE),
        })
    }
}

async fn application(connection: &mut impl Reads, id: &str) -> Result<ApplicationRow, ServiceError> {
    applications::by_id(connection, &ApplicationId::stored(id.to_owned()))
        .await?
        .ok_or_else(|| ServiceError::NoSuchEntity {
            entity: Entity::Application,
            name: id.chars().take(64).collect(),
        })
}

fn is_oidc(row: &ApplicationRow) -> bool {
    matches!(row.sign_in, ApplicationSignIn::Oidc { .. })
}
