//! Registering a client (`RegisterClient`). Anybody may: a client is worth nothing until a person allows it something.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::clock::random_bytes;
use vestibule_identity::identity_center::oauth::grant::{GrantType, REGISTRATION};
use vestibule_identity::identity_center::oauth::redirect::LoopbackUri;
use vestibule_identity::identity_center::oauth::scope::{MOST_SCOPES, Scope};
use vestibule_store::Reads;
use vestibule_store::identity_center::InstanceRow;
use vestibule_store::identity_center::oauth::{self, ClientRow, Registration, clients};

use super::OauthError;
use super::record::{Call, hidden};
use crate::Service;
use crate::addresses;
use crate::identity_center::the_instance;
use crate::request::Caller;

/// Longest name of a client, and most redirects. AWS documents neither.
const LONGEST_NAME: usize = 100;
const MOST_REDIRECTS: usize = 10;

/// What a client says of itself.
#[derive(Debug, Clone, Default)]
pub struct RegisterClient {
    /// `clientName`.
    pub client_name: String,
    /// `clientType`: `public`.
    pub client_type: String,
    /// `grantTypes`; empty for what the device flow needs.
    pub grant_types: Vec<String>,
    /// `redirectUris`.
    pub redirect_uris: Vec<String>,
    /// `issuerUrl`: a portal; needed for a code.
    pub issuer_url: Option<String>,
    /// `scopes`; none for a client of the old kind.
    pub scopes: Vec<String>,
}

/// A registered client.
#[derive(Debug)]
pub struct RegisteredClient {
    /// `clientId`.
    pub client_id: String,
    /// `clientSecret`.
    pub client_secret: SecretString,
    /// `clientIdIssuedAt`.
    pub issued_at: Timestamp,
    /// `clientSecretExpiresAt`.
    pub expires_at: Timestamp,
}

impl Service {
    /// Registers a client.
    ///
    /// # Errors
    /// `InvalidClientMetadata`, `InvalidRedirectUri`, `InvalidScope`, `UnsupportedGrantType`, `InvalidRequest`.
    pub async fn oauth_register_client(
        &self,
        caller: &Caller,
        form: &RegisterClient,
    ) -> Result<RegisteredClient, OauthError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let instance = the_instance(&mut tx).await?;
        let registration = match judge(form, &instance) {
            Ok(registration) => registration,
            Err(refused) => {
                self.record_oidc_refusal(&mut tx, caller, &instance, "RegisterClient", &refused)
                    .await?;
                self.commit(tx).await?;
                return Err(refused);
            }
        };
        oauth::sweep(&mut tx, now).await?;
        let secret = Token::generate(&*self.entropy);
        let client = ClientRow {
            id: URL_SAFE_NO_PAD.encode(random_bytes::<16>(&*self.entropy)),
            secret_hash: secret.hash().0,
            name: form.client_name.clone(),
            registration,
            issued_at: now,
            expires_at: now.saturating_add(REGISTRATION).unwrap_or(now),
        };
        clients::insert(&mut tx, &client).await?;
        let registered = &client.registration;
        let call = Call {
            name: "RegisterClient",
            who: None,
            parameters: json!({
                "clientName": client.name, "clientType": form.client_type, "grantTypes": registered.grant_types,
                "redirectUris": registered.redirects, "scopes": registered.scopes,
            }),
            response: json!({
                "clientId": client.id, "clientSecret": hidden(), "clientIdIssuedAt": now.as_second(),
                "clientSecretExpiresAt": client.expires_at.as_second(),
            }),
        };
        self.record_oidc(&mut tx, caller, &instance, call).await?;
        self.commit(tx).await?;
        Ok(RegisteredClient {
            client_id: client.id,
            client_secret: secret.reveal().into(),
            issued_at: client.issued_at,
            expires_at: client.expires_at,
        })
    }
}

fn judge(form: &RegisterClient, instance: &InstanceRow) -> Result<Registration, OauthError> {
    let name = &form.client_name;
    // A person reads it on the consent page: nothing that hides or turns around what stands beside it.
    let odd = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    if name.trim().is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(odd) {
        return Err(OauthError::InvalidClientMetadata("Invalid client name provided"));
    }
    if form.client_type != "public" {
        return Err(OauthError::InvalidClientMetadata(
            "Invalid client type provided: only public clients can register",
        ));
    }
    let scopes = scopes(&form.scopes)?;
    let grant_types: Vec<GrantType> = if form.grant_types.is_empty() {
        let refreshed = (!scopes.is_empty()).then_some(GrantType::RefreshToken);
        std::iter::once(GrantType::DeviceCode).chain(refreshed).collect()
    } else {
        let read = form.grant_types.iter().map(|word| GrantType::parse(word));
        let read: Option<BTreeSet<GrantType>> = read.collect();
        read.ok_or(OauthError::UnsupportedGrantType)?.into_iter().collect()
    };
    if form.redirect_uris.len() > MOST_REDIRECTS {
        return Err(OauthError::InvalidRedirectUri);
    }
    let redirects: Option<Vec<LoopbackUri>> = form.redirect_uris.iter().map(|text| LoopbackUri::parse(text)).collect();
    let redirects = redirects.ok_or(OauthError::InvalidRedirectUri)?;
    if grant_types.contains(&GrantType::AuthorizationCode) {
        if redirects.is_empty() {
            return Err(OauthError::InvalidRedirectUri);
        }
        if form.issuer_url.is_none() {
            return Err(OauthError::InvalidRequest(
                "An issuer URL is needed for authorization codes",
            ));
        }
    }
    let issuer = form.issuer_url.as_deref();
    if issuer.is_some_and(|issuer| !addresses::is_portal(instance, issuer)) {
        return Err(OauthError::InvalidRequest("Invalid issuer URL provided"));
    }
    Ok(Registration {
        grant_types,
        redirects,
        scopes,
    })
}

fn scopes(asked: &[String]) -> Result<Vec<Scope>, OauthError> {
    if asked.len() > MOST_SCOPES {
        return Err(OauthError::InvalidScope("A client may have at most 25 scopes"));
    }
    let read: Option<BTreeSet<Scope>> = asked.iter().map(|text| Scope::parse(text)).collect();
    let read = read.ok_or(OauthError::InvalidScope("Invalid scope provided"))?;
    Ok(read.into_iter().collect())
}

/// The client that a call is from. Secrets are compared by their hashes, so that time tells nothing of them.
pub(super) async fn authenticated(
    connection: &mut impl Reads,
    id: &str,
    secret: &SecretString,
    now: Timestamp,
) -> Result<ClientRow, OauthError> {
    let secret = Token::parse(secret.expose_secret()).ok_or(OauthError::InvalidClient)?;
    live_client(connection, id, now)
        .await?
        .filter(|client| client.secret_hash == secret.hash().0)
        .ok_or(OauthError::InvalidClient)
}

/// A client whose registration counts now.
pub(super) async fn live_client(
    connection: &mut impl Reads,
    id: &str,
    now: Timestamp,
) -> Result<Option<ClientRow>, vestibule_store::StoreError> {
    let found = clients::by_id(connection, id).await?;
    // One that was registered in a simulated future goes on: tools keep their registrations, and it allows nothing.
    Ok(found.filter(|client| now < client.expires_at))
}

/// The client must have registered this way to get tokens.
pub(super) fn may_use(client: &ClientRow, kind: GrantType) -> Result<(), OauthError> {
    if client.registration.grant_types.contains(&kind) {
        Ok(())
    } else {
        Err(OauthError::UnauthorizedClient)
    }
}

/// What a person is told that the client may do. One of the old kind asks for nothing and gets at accounts.
pub(super) fn effective_scopes(client: &ClientRow) -> Vec<Scope> {
    if client.registration.scopes.is_empty() {
        vec![Scope::account_access()]
    } else {
        client.registration.scopes.clone()
    }
}
