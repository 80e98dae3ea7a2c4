//! `getSigninToken`: temporary credentials become a token that begins a console session (facts 2.6).
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html>

use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::account::AccountStatus;
use vestibule_identity::event::{EventIdentity, KeyedSession, get_signin_token};
use vestibule_identity::ids::TemporaryKeyId;
use vestibule_identity::principal::Principal;
use vestibule_identity::session::Federation;
use vestibule_store::{Reads, StoreError, StsCall, accounts, roles};

use super::Entry;
use crate::request::Caller;
use crate::sts::{KeySession, LONGEST_CHAINED, in_force};
use crate::{Service, ServiceError};

/// `SessionDuration`, in seconds.
const DURATIONS: std::ops::RangeInclusive<u64> = 900..=43_200;

/// What stands in the address of the endpoint, or in a form.
#[derive(Debug)]
pub struct SigninTokenForm {
    /// `Session`: JSON with `sessionId`, `sessionKey` and `sessionToken`.
    pub session: SecretString,
    /// `SessionDuration`, in seconds.
    pub duration: Option<String>,
    /// `SessionType`, which is `json` where it is said.
    pub kind: Option<String>,
}

/// Why there is no token. AWS says HTTP 400 and documents no words; these are ours.
#[derive(Debug, thiserror::Error)]
pub enum SigninTokenRefusal {
    /// `Session` is not what it must be.
    #[error("Session must be a JSON document with sessionId, sessionKey and sessionToken.")]
    Unreadable,
    /// No such credentials, or not with this secret and token.
    #[error("Invalid credentials parameter: the credentials are not valid.")]
    Unknown,
    /// Their time is over.
    #[error("Invalid credentials parameter: the credentials have expired.")]
    Expired,
    /// A user's own keys.
    #[error(
        "Invalid credentials parameter: the console opens for temporary credentials only, of AssumeRole or \
         GetFederationToken for example."
    )]
    LongTerm,
    /// A user's own session.
    #[error("Invalid credentials parameter: credentials of GetSessionToken do not open the console.")]
    OwnSession,
    /// Not a number of the range.
    #[error("SessionDuration must be a number of seconds from 900 to 43200.")]
    Duration,
    /// Federated users have no other duration than that of their credentials.
    #[error("SessionDuration cannot be used with credentials of GetFederationToken.")]
    DurationOfFederated,
    /// Role chaining.
    #[error("SessionDuration exceeds the 1 hour session limit for roles assumed by role chaining.")]
    DurationOfChained,
    /// The role allows less.
    #[error("SessionDuration exceeds the MaxSessionDuration set for this role.")]
    DurationOfRole,
    /// A fault of ours.
    #[error(transparent)]
    Service(ServiceError),
}

impl From<ServiceError> for SigninTokenRefusal {
    fn from(error: ServiceError) -> Self {
        Self::Service(error)
    }
}

impl From<StoreError> for SigninTokenRefusal {
    fn from(error: StoreError) -> Self {
        Self::Service(error.into())
    }
}

/// `Session`. Keys are exactly these.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SessionJson {
    #[serde(rename = "sessionId")]
    id: String,
    #[serde(rename = "sessionKey")]
    key: SecretString,
    #[serde(rename = "sessionToken")]
    token: SecretString,
}

/// Temporary credentials that may open the console.
struct Fit {
    principal: Principal,
    session: KeySession,
}

impl Service {
    /// A sign-in token for temporary credentials, good once and for 15 minutes.
    ///
    /// # Errors
    /// [`SigninTokenRefusal`]
    pub async fn get_signin_token(&self, caller: &Caller, form: SigninTokenForm) -> Result<Token, SigninTokenRefusal> {
        if form.kind.is_some_and(|kind| kind != "json") {
            return Err(SigninTokenRefusal::Unreadable);
        }
        let given: SessionJson =
            serde_json::from_str(form.session.expose_secret()).map_err(|_| SigninTokenRefusal::Unreadable)?;
        let duration = match form.duration.as_deref() {
            None => None,
            Some(text) => Some(
                text.parse()
                    .ok()
                    .filter(|seconds| DURATIONS.contains(seconds))
                    .ok_or(SigninTokenRefusal::Duration)?,
            ),
        };
        let now = self.now();
        let mut tx = self.store.write().await?;
        let Fit { principal, session } = match self.fit(&mut tx, &given, now).await {
            // No machine's clock brings back what was said to be over.
            Err(SigninTokenRefusal::Expired) => {
                self.commit(tx).await?;
                return Err(SigninTokenRefusal::Expired);
            }
            fit => fit?,
        };
        let account = accounts::by_id(&mut tx, principal.account())
            .await?
            .filter(|account| account.status == AccountStatus::Active)
            .ok_or(SigninTokenRefusal::Unknown)?;
        if let Some(seconds) = duration {
            may_last(&mut tx, &principal, &session, seconds).await?;
        }
        let left = session.expires_at.as_second().saturating_sub(now.as_second());
        let key = TemporaryKeyId::generate(&*self.entropy);
        let who = EventIdentity::of_key(
            &principal,
            &account,
            &given.id,
            Some(KeyedSession {
                federation: &session.federation,
                started: session.issued_at,
                mfa: session.mfa_at.is_some(),
            }),
        );
        let entry = Entry {
            principal,
            federation: Federation {
                issuer: None,
                key: key.clone(),
                issued_at: Some(session.issued_at),
                ..session.federation
            },
            seconds: duration.unwrap_or_else(|| u64::try_from(left).unwrap_or(0)),
            until: duration.is_none().then_some(session.expires_at),
        };
        let token = self.issue_sign_in_token(&mut tx, &entry, now).await?;
        let context = self.root_event_context(caller, &account.id);
        self.record(&mut tx, &get_signin_token(&context, &who, &key)).await?;
        self.commit(tx).await?;
        Ok(token)
    }

    /// The credentials, if they are right and may open the console. Secret and token are looked at before anything is said
    /// of them.
    async fn fit(
        &self,
        connection: &mut impl Reads,
        given: &SessionJson,
        now: Timestamp,
    ) -> Result<Fit, SigninTokenRefusal> {
        let held = self.held_key(connection, &given.id).await?;
        let held = held.ok_or(SigninTokenRefusal::Unknown)?;
        if !held.has_secret(given.key.expose_secret()) {
            return Err(SigninTokenRefusal::Unknown);
        }
        let has_token = held.has_token(Some(given.token.expose_secret()));
        let Some(session) = held.session else {
            return Err(SigninTokenRefusal::LongTerm);
        };
        if !has_token {
            return Err(SigninTokenRefusal::Unknown);
        }
        match in_force(&session, now) {
            Ok(()) => {}
            Err(crate::sts::StsError::ExpiredToken) => return Err(SigninTokenRefusal::Expired),
            Err(_) => return Err(SigninTokenRefusal::Unknown),
        }
        if session.call == Some(StsCall::GetSessionToken) {
            return Err(SigninTokenRefusal::OwnSession);
        }
        Ok(Fit {
            principal: held.principal,
            session,
        })
    }
}

/// Whether a console session may last so long.
async fn may_last(
    connection: &mut impl Reads,
    principal: &Principal,
    session: &KeySession,
    seconds: u64,
) -> Result<(), SigninTokenRefusal> {
    let Principal::AssumedRole { role, .. } = principal else {
        return Err(SigninTokenRefusal::DurationOfFederated);
    };
    if session.chained && seconds > LONGEST_CHAINED.as_secs() {
        return Err(SigninTokenRefusal::DurationOfChained);
    }
    match roles::by_id(connection, role).await? {
        Some(role) if seconds <= role.max_session.as_secs() => Ok(()),
        _ => Err(SigninTokenRefusal::DurationOfRole),
    }
}
