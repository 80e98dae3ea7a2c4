//! The federation endpoint: a sign-in token is exchanged for a console session (facts 2.6).
//!
//! Whoever vouches for a person (the access portal, an identity broker) asks for a token, and sends the browser here with it.
//! A token lasts 15 minutes and is taken once.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html>

pub mod saml;
mod signin_token;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::account::AccountStatus;
use vestibule_identity::event::federated_console_login;
use vestibule_identity::ids::RoleId;
use vestibule_identity::principal::Principal;
use vestibule_identity::session::Federation;
use vestibule_store::identity_center::sign_in_tokens;
use vestibule_store::{Tx, accounts, roles};

pub use signin_token::{SigninTokenForm, SigninTokenRefusal};

use crate::addresses;
use crate::answers::FederatedSignIn;
use crate::request::{Answer, Caller};
use crate::{Service, ServiceError};

/// How long a sign-in token may be redeemed.
pub(crate) const TOKEN_LIFETIME: Duration = Duration::from_mins(15);

/// What a token begins.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// The role's session.
    pub(crate) principal: Principal,
    /// How it came about.
    pub(crate) federation: Federation,
    /// How long the session lasts, from when the token is redeemed.
    pub(crate) seconds: u64,
    /// When it ends at the latest: with the credentials, where no duration was asked for.
    #[serde(default)]
    pub(crate) until: Option<Timestamp>,
}

impl Entry {
    /// How long a session lasts that begins now; none if its end is over.
    fn lifetime(&self, now: Timestamp) -> Option<Duration> {
        let wanted = Duration::from_secs(self.seconds);
        match self.until {
            None => Some(wanted),
            Some(end) => {
                let left = Duration::try_from(end.duration_since(now)).ok()?;
                (!left.is_zero()).then(|| wanted.min(left))
            }
        }
    }
}

/// What stands in the address of the endpoint.
pub struct Login {
    /// `SigninToken`.
    pub token: String,
    /// `Destination`: a console address; console home where it is empty or leads elsewhere.
    pub destination: String,
    /// `Issuer`: where the person is sent when the session ends. What is no web address is passed over.
    pub issuer: String,
}

/// Longest address that is followed.
const LONGEST_ADDRESS: usize = 2048;

/// The address, if a browser may be sent there: `http` or `https`, and nobody's name and password in it.
#[must_use]
pub fn web_address(text: &str) -> Option<String> {
    let url = url::Url::parse(text).ok()?;
    let fits = text.len() <= LONGEST_ADDRESS
        && matches!(url.scheme(), "http" | "https")
        && url.username().is_empty()
        && url.password().is_none();
    fits.then(|| url.into())
}

impl Service {
    /// A token that begins a session.
    pub(crate) async fn issue_sign_in_token(
        &self,
        tx: &mut Tx,
        entry: &Entry,
        now: Timestamp,
    ) -> Result<Token, ServiceError> {
        let token = Token::generate(&*self.entropy);
        let expires_at = now.saturating_add(TOKEN_LIFETIME).unwrap_or(now);
        sign_in_tokens::insert(tx, &token.hash().0, &serde_json::to_string(entry)?, expires_at).await?;
        Ok(token)
    }

    /// Redeems a sign-in token.
    ///
    /// # Errors
    /// [`ServiceError::SignInTokenInvalid`] for one that was never issued, was used, is too old, or leads into an account
    /// that was closed;
    /// [`ServiceError::TooManySessions`].
    pub async fn federation_login(
        &self,
        caller: &Caller,
        login: Login,
    ) -> Result<Answer<FederatedSignIn>, ServiceError> {
        let token = Token::parse(&login.token).ok_or(ServiceError::SignInTokenInvalid)?;
        let now = self.now();
        let mut tx = self.store.write().await?;
        let Some((entry, expires_at)) = sign_in_tokens::take(&mut tx, &token.hash().0, now).await? else {
            return Err(ServiceError::SignInTokenInvalid);
        };
        let entry: Entry = serde_json::from_str(&entry)?;
        let lifetime = entry.lifetime(now);
        let Entry {
            principal,
            mut federation,
            ..
        } = entry;
        // The access portal says where its people come from; for others the link does.
        federation.issuer = federation.issuer.or_else(|| web_address(&login.issuer));
        // Closing an account ends its sessions; one that waits to begin is no exception.
        let account = accounts::by_id(&mut tx, principal.account()).await?;
        let is_open = account.is_some_and(|account| account.status == AccountStatus::Active);
        let Some(lifetime) = lifetime.filter(|_| is_open && in_time(expires_at, now)) else {
            self.commit(tx).await?;
            return Err(ServiceError::SignInTokenInvalid);
        };
        let session = self
            .open_federated_session(&mut tx, caller, &principal, &federation, lifetime, now)
            .await?;
        if let Some(role) = role_of(&principal) {
            roles::touch(&mut tx, role, now).await?;
        }
        let context = self.root_event_context(caller, principal.account());
        let record = federated_console_login(&context, &principal, &federation, addresses::LOGIN_TO);
        self.record(&mut tx, &record).await?;
        self.commit(tx).await?;
        Ok(Answer::new(FederatedSignIn {
            destination: addresses::console_or_home(&login.destination),
        })
        .with(session))
    }
}

/// One of the future was issued before the clock was moved back.
fn in_time(expires_at: Timestamp, now: Timestamp) -> bool {
    let issued = expires_at.checked_sub(TOKEN_LIFETIME).unwrap_or(expires_at);
    issued <= now && now < expires_at
}

fn role_of(principal: &Principal) -> Option<&RoleId> {
    match principal {
        Principal::AssumedRole { role, .. } => Some(role),
        Principal::Root { .. } | Principal::IamUser { .. } | Principal::FederatedUser { .. } => None,
    }
}
