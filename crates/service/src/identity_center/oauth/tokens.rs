//! Tokens for a code, a device's code or a refresh token (`CreateToken`), and taking them back.
//!
//! - A code or a device's code is taken once; a second use takes back what the first gave (RFC 6749 10.5).
//! - A refresh token is replaced at each use; an old one that comes back takes everything back (RFC 9700 4.14).
//! - Nothing outlives the portal session of the person who allowed it.

use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use vestibule_credentials::pkce::Challenge;
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::clock::random_uuid;
use vestibule_identity::identity_center::oauth::device::Poll;
use vestibule_identity::identity_center::oauth::grant::{ACCESS_TOKEN, GrantType, LEGACY_ACCESS_TOKEN};
use vestibule_identity::session::SessionState;
use vestibule_store::identity_center::oauth::{
    ClientRow, GrantRow, TokenKind, TokenRow, clients, codes, devices, grants, tokens,
};
use vestibule_store::identity_center::{InstanceRow, directory_users, portal_sessions};
use vestibule_store::{Reads, Tx};

use super::OauthError;
use super::clients::{authenticated, may_use};
use super::record::{Call, hidden};
use crate::identity_center::portal::LivePortal;
use crate::identity_center::the_instance;
use crate::request::Caller;
use crate::{Service, ServiceError};

/// What a tool asks with. `scope` has no effect, so it is not here.
#[derive(Debug, Clone)]
pub struct CreateToken {
    /// `clientId`.
    pub client_id: String,
    /// `clientSecret`.
    pub client_secret: SecretString,
    /// `grantType`.
    pub grant_type: String,
    /// `code`.
    pub code: Option<SecretString>,
    /// `redirectUri`.
    pub redirect_uri: Option<String>,
    /// `codeVerifier`.
    pub code_verifier: Option<SecretString>,
    /// `deviceCode`.
    pub device_code: Option<SecretString>,
    /// `refreshToken`.
    pub refresh_token: Option<SecretString>,
}

/// What it gets; `tokenType` is `Bearer`.
#[derive(Debug)]
pub struct Tokens {
    /// `accessToken`.
    pub access_token: SecretString,
    /// `expiresIn`, in seconds.
    pub expires_in: i64,
    /// `refreshToken`.
    pub refresh_token: Option<SecretString>,
}

/// A tool gives a token back (RFC 7009).
#[derive(Debug, Clone)]
pub struct RevokeToken {
    /// `clientId`.
    pub client_id: String,
    /// `clientSecret`.
    pub client_secret: SecretString,
    /// An access or refresh token.
    pub token: SecretString,
}

impl Service {
    /// Tokens.
    ///
    /// # Errors
    /// Those of [`OauthError`] that are not about registration.
    pub async fn oauth_create_token(&self, caller: &Caller, form: &CreateToken) -> Result<Tokens, OauthError> {
        let mut tx = self.store.write().await?;
        let instance = the_instance(&mut tx).await?;
        let created = self.exchange(&mut tx, form).await;
        match &created {
            Ok((tokens, live)) => {
                let call = Call {
                    name: "CreateToken",
                    who: Some(live.user.user_name.as_str()),
                    parameters: parameters(form),
                    response: json!({
                        "accessToken": hidden(), "tokenType": "Bearer", "expiresIn": tokens.expires_in,
                        "refreshToken": tokens.refresh_token.as_ref().map(|_| hidden()),
                    }),
                };
                self.record_oidc(&mut tx, caller, &instance, call).await?;
            }
            Err(error) if !error.is_refusal() => return created.map(|(tokens, _)| tokens),
            Err(refused) => {
                self.record_oidc_refusal(&mut tx, caller, &instance, "CreateToken", refused)
                    .await?;
            }
        }
        // A refusal is committed as well: it may have taken something back.
        self.commit(tx).await?;
        created.map(|(tokens, _)| tokens)
    }

    async fn exchange(&self, tx: &mut Tx, form: &CreateToken) -> Result<(Tokens, LivePortal), OauthError> {
        let now = self.now();
        let client = authenticated(tx, &form.client_id, &form.client_secret, now).await?;
        let kind = GrantType::parse(&form.grant_type).ok_or(OauthError::UnsupportedGrantType)?;
        may_use(&client, kind)?;
        match kind {
            GrantType::AuthorizationCode => self.redeem_code(tx, &client, form, now).await,
            GrantType::DeviceCode => self.redeem_device(tx, &client, form, now).await,
            GrantType::RefreshToken => self.refresh(tx, &client, form, now).await,
        }
    }

    async fn redeem_code(
        &self,
        tx: &mut Tx,
        client: &ClientRow,
        form: &CreateToken,
        now: Timestamp,
    ) -> Result<(Tokens, LivePortal), OauthError> {
        let code = given(form.code.as_ref(), "A code is needed")?.hash().0;
        let row = codes::get(tx, &code)
            .await?
            .filter(|row| row.client == client.id)
            .ok_or(OauthError::InvalidGrant)?;
        if row.spent {
            if let Some(grant) = row.grant {
                grants::revoke(tx, grant, now).await?;
            }
            return Err(OauthError::InvalidGrant);
        }
        // Whatever is wrong with this try, there is no second one.
        codes::spend(tx, &code).await?;
        let in_time = row.issued_at <= now && now < row.expires_at;
        let challenge: Challenge = serde_json::from_str(&row.challenge).map_err(ServiceError::from)?;
        let verifier = form.code_verifier.as_ref().map(ExposeSecret::expose_secret);
        let proved = verifier.is_some_and(|verifier| challenge.is_answered_by(verifier));
        let same_redirect = form.redirect_uri.as_deref() == Some(row.redirect.as_str());
        if !in_time || !proved || !same_redirect {
            return Err(OauthError::InvalidGrant);
        }
        let (grant, live) = self.begin_grant(tx, client, row.session, now).await?;
        codes::redeemed(tx, &code, grant.id).await?;
        let tokens = self.issue(tx, client, &grant, now).await?;
        Ok((tokens, live))
    }

    async fn redeem_device(
        &self,
        tx: &mut Tx,
        client: &ClientRow,
        form: &CreateToken,
        now: Timestamp,
    ) -> Result<(Tokens, LivePortal), OauthError> {
        let code = given(form.device_code.as_ref(), "A device code is needed")?.hash().0;
        let row = devices::get(tx, &code)
            .await?
            .filter(|row| row.client == client.id)
            .ok_or(OauthError::InvalidGrant)?;
        if now < row.issued_at {
            return Err(OauthError::ExpiredToken);
        }
        let (flow, told) = row.flow.poll(row.expires_at, now);
        devices::set_flow(tx, &code, &flow).await?;
        let session = match told {
            Poll::Pending => return Err(OauthError::AuthorizationPending),
            Poll::SlowDown => return Err(OauthError::SlowDown),
            Poll::Denied => return Err(OauthError::AccessDenied),
            Poll::Expired => return Err(OauthError::ExpiredToken),
            Poll::Again(grant) => {
                grants::revoke(tx, grant, now).await?;
                return Err(OauthError::InvalidGrant);
            }
            Poll::Allowed(session) => session,
        };
        let (grant, live) = self.begin_grant(tx, client, session, now).await?;
        devices::set_flow(tx, &code, &flow.taken(grant.id)).await?;
        let tokens = self.issue(tx, client, &grant, now).await?;
        Ok((tokens, live))
    }

    async fn refresh(
        &self,
        tx: &mut Tx,
        client: &ClientRow,
        form: &CreateToken,
        now: Timestamp,
    ) -> Result<(Tokens, LivePortal), OauthError> {
        let token = given(form.refresh_token.as_ref(), "A refresh token is needed")?
            .hash()
            .0;
        let row = tokens::get(tx, &token)
            .await?
            .filter(|row| row.kind == TokenKind::Refresh)
            .ok_or(OauthError::InvalidGrant)?;
        let grant = grants::by_id(tx, row.grant)
            .await?
            .filter(|grant| grant.client == client.id)
            .ok_or(OauthError::InvalidGrant)?;
        if row.used_at.is_some() {
            grants::revoke(tx, grant.id, now).await?;
            return Err(OauthError::InvalidGrant);
        }
        let in_time = row.issued_at <= now && now < row.expires_at;
        let live = live_session(tx, grant.session, now).await?;
        let (true, None, Some(live)) = (in_time, grant.revoked_at, live) else {
            return Err(OauthError::InvalidGrant);
        };
        tokens::set_used(tx, &token, now).await?;
        let tokens = self.issue(tx, client, &grant, now).await?;
        Ok((tokens, live))
    }

    /// A grant on a portal session, which must be live still.
    async fn begin_grant(
        &self,
        tx: &mut Tx,
        client: &ClientRow,
        session: uuid::Uuid,
        now: Timestamp,
    ) -> Result<(GrantRow, LivePortal), OauthError> {
        let live = live_session(tx, session, now).await?.ok_or(OauthError::InvalidGrant)?;
        let grant = GrantRow {
            id: random_uuid(&*self.entropy),
            client: client.id.clone(),
            session,
            begun_at: now,
            ends_at: live.session.span.expires_at,
            revoked_at: None,
        };
        grants::insert(tx, &grant).await?;
        Ok((grant, live))
    }

    async fn issue(
        &self,
        tx: &mut Tx,
        client: &ClientRow,
        grant: &GrantRow,
        now: Timestamp,
    ) -> Result<Tokens, OauthError> {
        let lifetime = if client.registration.scopes.is_empty() {
            LEGACY_ACCESS_TOKEN
        } else {
            ACCESS_TOKEN
        };
        let row = |kind, expires_at| TokenRow {
            grant: grant.id,
            kind,
            issued_at: now,
            expires_at,
            used_at: None,
        };
        let access = Token::generate(&*self.entropy);
        let expires_at = now.saturating_add(lifetime).unwrap_or(now).min(grant.ends_at);
        tokens::insert(tx, &access.hash().0, &row(TokenKind::Access, expires_at)).await?;
        let refresh = may_use(client, GrantType::RefreshToken)
            .is_ok()
            .then(|| Token::generate(&*self.entropy));
        if let Some(refresh) = &refresh {
            tokens::insert(tx, &refresh.hash().0, &row(TokenKind::Refresh, grant.ends_at)).await?;
        }
        Ok(Tokens {
            access_token: access.reveal().into(),
            expires_in: expires_at.as_second() - now.as_second(),
            refresh_token: refresh.map(|token| token.reveal().into()),
        })
    }

    /// Takes back everything that was given together with a token. A token that nobody has is as good as taken back.
    ///
    /// # Errors
    /// `InvalidClient`.
    pub async fn oauth_revoke_token(&self, form: &RevokeToken) -> Result<(), OauthError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let client = authenticated(&mut tx, &form.client_id, &form.client_secret, now).await?;
        let Some(token) = Token::parse(form.token.expose_secret()) else {
            return Ok(());
        };
        if let Some(row) = tokens::get(&mut tx, &token.hash().0).await?
            && let Some(grant) = grants::by_id(&mut tx, row.grant).await?
            && grant.client == client.id
        {
            grants::revoke(&mut tx, grant.id, now).await?;
        }
        self.commit(tx).await?;
        Ok(())
    }
}

/// What the request was, without its secrets.
fn parameters(form: &CreateToken) -> serde_json::Value {
    let hide = |secret: &Option<SecretString>| secret.as_ref().map(|_| hidden());
    json!({
        "clientId": form.client_id, "clientSecret": hidden(), "grantType": form.grant_type,
        "code": hide(&form.code), "codeVerifier": hide(&form.code_verifier), "redirectUri": form.redirect_uri,
        "deviceCode": hide(&form.device_code), "refreshToken": hide(&form.refresh_token),
    })
}

/// A secret that must be there. One that cannot be any is like one that nobody has.
fn given(secret: Option<&SecretString>, missing: &'static str) -> Result<Token, OauthError> {
    let secret = secret.ok_or(OauthError::InvalidRequest(missing))?;
    Token::parse(secret.expose_secret()).ok_or(OauthError::InvalidGrant)
}

/// A portal session by its id, if it and its person count now.
async fn live_session(
    connection: &mut impl Reads,
    id: uuid::Uuid,
    now: Timestamp,
) -> Result<Option<LivePortal>, ServiceError> {
    let session = portal_sessions::by_id(connection, id).await?;
    let Some(session) = session.filter(|row| row.span.state_at(now) == SessionState::Live) else {
        return Ok(None);
    };
    let user = directory_users::by_id(connection, &session.user).await?;
    let Some(user) = user.filter(|user| user.enabled) else {
        return Ok(None);
    };
    let instance: InstanceRow = the_instance(connection).await?;
    Ok(Some(LivePortal {
        instance,
        session,
        user,
    }))
}

/// Who an access token is of, and whose it is: it, its grant and the portal session behind it must all count now.
pub(super) async fn bearer(
    connection: &mut impl Reads,
    token: &SecretString,
    now: Timestamp,
) -> Result<Option<(LivePortal, ClientRow)>, ServiceError> {
    let Some(token) = Token::parse(token.expose_secret()) else {
        return Ok(None);
    };
    let row = tokens::get(connection, &token.hash().0)
        .await?
        .filter(|row| row.kind == TokenKind::Access && row.issued_at <= now && now < row.expires_at);
    let Some(row) = row else { return Ok(None) };
    let grant = grants::by_id(connection, row.grant).await?;
    let Some(grant) = grant.filter(|grant| grant.revoked_at.is_none()) else {
        return Ok(None);
    };
    let live = live_session(connection, grant.session, now).await?;
    let client = clients::by_id(connection, &grant.client).await?;
    Ok(live.zip(client))
}
