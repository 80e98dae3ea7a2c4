//! Who signed a request (facts 6.5).
//!
//! The order of AWS: the signature can be read; the key is known, with its session token; the time; the scope; the
//! signature. For a key that nobody has the signature is worked out as well. There is no protection against a request that
//! is sent twice within its fifteen minutes: Signature Version 4 has none.

use std::time::Duration;

use secrecy::zeroize::Zeroizing;
use vestibule_credentials::sigv4::{self, Claim, Unreadable, Wire};
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::account::{Account, AccountStatus};
use vestibule_identity::event::REGIONS;
use vestibule_identity::identity_center::names::DirectoryUserName;
use vestibule_identity::ids::{AccessKeyId, TemporaryKeyId};
use vestibule_identity::names::Path;
use vestibule_identity::principal::Principal;
use vestibule_identity::session::{FederatedBy, Federation};
use vestibule_policy::Attached;
use vestibule_store::identity_center::{RoleCredentialRow, role_credentials};
use vestibule_store::{
    AccessKeyRow, KeyUse, Reads, StsCall, TemporaryCredentialRow, Tx, access_keys, accounts, roles,
    temporary_credentials, users,
};

use super::{StsError, issue};
use crate::identity_center::portal::credentials as portal;
use crate::{Service, ServiceError, access_keys as long_term};

/// How far the time of a signature may be from ours. The page about errors says 15 minutes, another one five.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html>
const WINDOW: Duration = Duration::from_mins(15);
const SERVICE: &str = "sts";
const TERMINATOR: &str = "aws4_request";
/// Signs for keys that nobody has.
const NOBODY: &[u8] = b"0000000000000000000000000000000000000000";
const MISMATCH: &str = "The request signature we calculated does not match the signature you provided. Check your AWS Secret \
                        Access Key and signing method. Consult the service documentation for details.";

/// A request as it came over the wire.
pub struct SignedRequest {
    /// HTTP method.
    pub method: String,
    /// Path, percent-encoded as it came.
    pub path: String,
    /// Query without the question mark, percent-encoded as it came.
    pub query: String,
    /// Headers with their names in lower case, in their order.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for SignedRequest {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} {}", self.method, self.path)
    }
}

impl SignedRequest {
    fn wire(&self) -> Wire<'_> {
        Wire {
            method: &self.method,
            path: &self.path,
            query: &self.query,
            headers: &self.headers,
            body: &self.body,
        }
    }

    /// The regions that a signature may be for: that of the endpoint, or any where the address names none.
    fn fits_region(&self, region: &str) -> bool {
        let host = self.headers.iter().find(|(name, _)| name == "host");
        let host = host.map_or("", |(_, value)| value.as_str());
        match host
            .strip_prefix("sts.")
            .and_then(|rest| rest.strip_suffix("amazonaws.com"))
        {
            Some("") => region == "us-east-1",
            Some(named) => named.strip_suffix('.') == Some(region) && REGIONS.contains(&region),
            None => REGIONS.contains(&region),
        }
    }
}

/// What is known of temporary credentials.
#[derive(Debug, Clone)]
pub(crate) struct KeySession {
    /// The call that made them; none: Identity Center did.
    pub(crate) call: Option<StsCall>,
    pub(crate) federation: Federation,
    pub(crate) mfa_at: Option<Timestamp>,
    pub(crate) chained: bool,
    pub(crate) issued_at: Timestamp,
    pub(crate) expires_at: Timestamp,
}

/// A key that somebody has.
pub(crate) struct HeldKey {
    pub(crate) principal: Principal,
    /// None: a long-term key.
    pub(crate) session: Option<KeySession>,
    secret: Zeroizing<Vec<u8>>,
    token_hash: Option<[u8; 32]>,
    is_active: bool,
}

impl HeldKey {
    /// Whether this is the session token that belongs to the key; long-term keys have none.
    pub(crate) fn has_token(&self, token: Option<&str>) -> bool {
        use subtle::ConstantTimeEq as _;
        match (&self.token_hash, token) {
            (None, None) => true,
            (Some(known), Some(token)) => {
                Token::parse(token).is_some_and(|token| bool::from(token.hash().0.ct_eq(known)))
            }
            _ => false,
        }
    }

    /// Whether this is the key's secret.
    pub(crate) fn has_secret(&self, secret: &str) -> bool {
        use subtle::ConstantTimeEq as _;
        bool::from(self.secret.as_slice().ct_eq(secret.as_bytes()))
    }
}

/// Who signed a request.
pub(crate) struct Signer {
    pub(crate) principal: Principal,
    pub(crate) account: Account,
    /// The id of the key.
    pub(crate) key: String,
    /// None: a long-term key.
    pub(crate) session: Option<KeySession>,
    /// Session policies.
    pub(crate) policies: Vec<Attached>,
}

impl From<Unreadable> for StsError {
    fn from(unreadable: Unreadable) -> Self {
        match unreadable {
            Unreadable::Missing => Self::MissingAuthenticationToken,
            Unreadable::Incomplete(words) => Self::IncompleteSignature(words),
            Unreadable::Unsigned(words) => Self::SignatureDoesNotMatch(words),
            Unreadable::Query => Self::MalformedQueryString,
        }
    }
}

impl Service {
    /// Begins a call: who signed it, in the transaction that it goes on in. That credentials are over is said when the time of
    /// that is kept, so that no machine's clock brings them back.
    pub(super) async fn signed(&self, request: &SignedRequest, now: Timestamp) -> Result<(Tx, Signer), StsError> {
        let mut tx = self.store.write().await?;
        match self.signer(&mut tx, request, now).await {
            Ok(signer) => Ok((tx, signer)),
            Err(StsError::ExpiredToken) => {
                self.commit(tx).await?;
                Err(StsError::ExpiredToken)
            }
            Err(refusal) => Err(refusal),
        }
    }

    /// Who signed a request; notes that a long-term key was used. The caller commits.
    async fn signer(&self, tx: &mut Tx, request: &SignedRequest, now: Timestamp) -> Result<Signer, StsError> {
        let wire = request.wire();
        let claim = sigv4::read(&wire)?;
        let held = self.held_key(tx, &claim.key_id).await?;
        let fits = claim.fits(&wire, held.as_ref().map_or(NOBODY, |held| held.secret.as_slice()));
        let held = held
            .filter(|held| held.is_active && held.has_token(claim.session_token.as_deref()))
            .ok_or(StsError::InvalidClientTokenId)?;
        if let Some(session) = &held.session {
            in_force(session, now)?;
        }
        in_time(&claim, now)?;
        in_scope(&claim, request)?;
        if !fits {
            return Err(StsError::SignatureDoesNotMatch(MISMATCH.to_owned()));
        }
        let account = accounts::by_id(tx, held.principal.account())
            .await?
            .filter(|account| account.status == AccountStatus::Active)
            .ok_or(StsError::InvalidClientTokenId)?;
        if held.session.is_none() {
            let used = KeyUse {
                at: now,
                service: SERVICE.to_owned(),
                region: claim.scope.region.clone(),
            };
            access_keys::set_last_used(tx, &AccessKeyId::stored(claim.key_id.clone()), &used).await?;
        }
        let texts = held
            .session
            .as_ref()
            .map(|session| session.federation.session_policies.as_slice());
        Ok(Signer {
            policies: self.documents.of_session(texts.unwrap_or_default())?,
            principal: held.principal,
            account,
            key: claim.key_id,
            session: held.session,
        })
    }

    /// The key of this id, whether or not it may be used now.
    pub(crate) async fn held_key(
        &self,
        connection: &mut impl Reads,
        id: &str,
    ) -> Result<Option<HeldKey>, ServiceError> {
        if id.starts_with("AKIA") {
            return match access_keys::by_id(connection, &AccessKeyId::stored(id.to_owned())).await? {
                Some(row) => self.long_term_key(connection, row).await,
                None => Ok(None),
            };
        }
        let id = TemporaryKeyId::stored(id.to_owned());
        if let Some(row) = temporary_credentials::by_key(connection, &id).await? {
            return self.temporary_key(connection, row).await;
        }
        match role_credentials::by_key(connection, &id).await? {
            Some(row) => self.role_key(connection, row).await,
            None => Ok(None),
        }
    }

    async fn long_term_key(
        &self,
        connection: &mut impl Reads,
        row: AccessKeyRow,
    ) -> Result<Option<HeldKey>, ServiceError> {
        let principal = match &row.user {
            None => Principal::Root { account: row.account },
            Some(id) => match users::by_id(connection, id).await? {
                Some(user) => Principal::IamUser {
                    account: user.account,
                    user: user.id,
                    name: user.name,
                },
                None => return Ok(None),
            },
        };
        Ok(Some(HeldKey {
            principal,
            session: None,
            secret: self.key.open(&long_term::place(&row.id), &row.sealed)?,
            token_hash: None,
            is_active: row.is_active,
        }))
    }

    /// A user who is gone has no sessions of their own any more; those of roles and federated users live on without
    /// permissions.
    async fn temporary_key(
        &self,
        connection: &mut impl Reads,
        row: TemporaryCredentialRow,
    ) -> Result<Option<HeldKey>, ServiceError> {
        if let Principal::IamUser { user, .. } = &row.principal
            && users::by_id(connection, user).await?.is_none()
        {
            return Ok(None);
        }
        Ok(Some(HeldKey {
            secret: self.key.open(&issue::place(&row.federation.key), &row.sealed)?,
            principal: row.principal,
            token_hash: Some(row.token_hash),
            is_active: true,
            session: Some(KeySession {
                call: Some(row.call),
                federation: row.federation,
                mfa_at: row.mfa_at,
                chained: row.chained,
                issued_at: row.issued_at,
                expires_at: row.expires_at,
            }),
        }))
    }

    /// Credentials of a permission set, from the portal or for a tool.
    async fn role_key(
        &self,
        connection: &mut impl Reads,
        row: RoleCredentialRow,
    ) -> Result<Option<HeldKey>, ServiceError> {
        let session = DirectoryUserName::parse(&row.user_name)
            .ok()
            .and_then(|name| name.session_name());
        let Some(session) = session else {
            return Ok(None);
        };
        let path = match roles::by_id(connection, &row.role).await? {
            Some(role) => role.path,
            None => Path::root(),
        };
        let by = FederatedBy::IdentityCenter {
            user: row.user,
            permission_set: row.permission_set,
        };
        Ok(Some(HeldKey {
            secret: self.key.open(&portal::place(&row.key), &row.sealed)?,
            principal: Principal::AssumedRole {
                account: row.account,
                role: row.role,
                path,
                name: row.role_name,
                session,
            },
            token_hash: Some(row.token_hash),
            is_active: true,
            session: Some(KeySession {
                call: None,
                federation: Federation {
                    tags: row.tags,
                    ..Federation::new(by, None, row.key)
                },
                mfa_at: None,
                chained: false,
                issued_at: row.issued_at,
                expires_at: row.expires_at,
            }),
        }))
    }
}

/// Credentials of the future were issued before the clock was moved back.
pub(crate) fn in_force(session: &KeySession, now: Timestamp) -> Result<(), StsError> {
    if session.issued_at > now {
        return Err(StsError::InvalidClientTokenId);
    }
    if now >= session.expires_at {
        return Err(StsError::ExpiredToken);
    }
    Ok(())
}

/// Times are compared as they are written: to the second.
fn in_time(claim: &Claim, now: Timestamp) -> Result<(), StsError> {
    let shift = |time: Timestamp, seconds: i64| {
        time.checked_add(jiff::SignedDuration::from_secs(seconds))
            .unwrap_or(time)
    };
    let window = i64::try_from(WINDOW.as_secs()).unwrap_or(0);
    let now = Timestamp::from_second(now.as_second()).unwrap_or(now);
    let stamp = |time| sigv4::stamp(time);
    if claim.time > shift(now, window) {
        return Err(StsError::SignatureDoesNotMatch(format!(
            "Signature not yet current: {} is still later than {} ({} + 15 min.)",
            claim.stamp,
            stamp(shift(now, window)),
            stamp(now)
        )));
    }
    // STS passes over `X-Amz-Expires`: an address is as good as a request, and as long.
    let earliest = shift(now, window.saturating_neg());
    if claim.time < earliest {
        return Err(StsError::SignatureDoesNotMatch(format!(
            "Signature expired: {} is now earlier than {} ({} - {} min.)",
            claim.stamp,
            stamp(earliest),
            stamp(now),
            window / 60
        )));
    }
    Ok(())
}

fn in_scope(claim: &Claim, request: &SignedRequest) -> Result<(), StsError> {
    let scope = &claim.scope;
    let shown = |text: &str| text.chars().take(64).collect::<String>();
    let mut words = Vec::new();
    if claim.stamp.get(..8) != Some(scope.date.as_str()) {
        words.push(format!(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{}' != '{}', from '{}'.",
            shown(&scope.date),
            claim.stamp.get(..8).unwrap_or_default(),
            claim.stamp
        ));
    }
    if !request.fits_region(&scope.region) {
        words.push(format!(
            "Credential should be scoped to a valid Region, not '{}'. ",
            shown(&scope.region)
        ));
    }
    if scope.service != SERVICE {
        words.push(format!("Credential should be scoped to correct service: '{SERVICE}'. "));
    }
    if scope.terminator != TERMINATOR {
        words.push(format!(
            "Credential should be scoped with a valid terminator: '{TERMINATOR}', not '{}'. ",
            shown(&scope.terminator)
        ));
    }
    if words.is_empty() {
        Ok(())
    } else {
        Err(StsError::SignatureDoesNotMatch(words.concat().trim_end().to_owned()))
    }
}
