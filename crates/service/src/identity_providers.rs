//! Identity providers: who vouches for people from outside, as entities that trust policies name. What they vouch is taken in
//! `federation`.
//!
//! - `saml`: metadata, what it says, and new metadata.
//! - `oidc`: audiences and thumbprints.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers.html>, facts 2.2 and 2.5 of federation.

mod oidc;
mod saml;

pub use oidc::OidcChange;
pub use saml::SamlChange;

use serde_json::{Value, json};
use vestibule_store::{ProviderRow, Reads, StoreError, identity_providers as providers, roles};

use crate::answers::{IdentityProvider, IdentityProviderDetails, IdentityProviders, ProviderKind};
use crate::authorize::{Action, Asker, Question};
use crate::request::{Answer, Caller};
use crate::session::Live;
use crate::{Entity, Service, ServiceError};

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
const MOST_OIDC: usize = 100;
const MOST_SAML: usize = 100;
const MOST_AUDIENCES: usize = 100;
const MOST_THUMBPRINTS: usize = 5;

/// An identity provider to create.
#[derive(Debug)]
pub enum NewProvider {
    /// `OpenID` Connect.
    Oidc {
        /// The issuer's address.
        url: String,
        /// Client ids.
        audiences: Vec<String>,
        /// Thumbprints; none lets AWS find out.
        thumbprints: Vec<String>,
    },
    /// SAML 2.0.
    Saml {
        /// Its name.
        name: String,
        /// The metadata document.
        metadata: String,
    },
}

struct Read {
    kind: ProviderKind,
    name: String,
    audiences: Vec<String>,
    thumbprints: Vec<String>,
    metadata: Option<String>,
}

impl Service {
    /// The account's identity providers.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], [`ServiceError::NotSignedIn`].
    pub async fn identity_providers(&self, caller: &Caller) -> Result<IdentityProviders, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        self.may(&mut reader, &live, Action::ListOpenIdConnectProviders, "*")
            .await?;
        self.may(&mut reader, &live, Action::ListSamlProviders, "*").await?;
        let rows = providers::of_account(&mut reader, &live.account.id).await?;
        Ok(IdentityProviders {
            providers: rows.iter().map(view).collect(),
        })
    }

    /// An identity provider.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn identity_provider(&self, caller: &Caller, arn: &str) -> Result<IdentityProviderDetails, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let row = self
            .may_on_provider(
                &mut reader,
                &live,
                arn,
                Action::GetOpenIdConnectProvider,
                Action::GetSamlProvider,
            )
            .await?;
        let all = format!("arn:aws:iam::{}:role/", live.account.id);
        let question = Question::new(Action::ListRoles, &all);
        let used_by = match self.judge(&mut reader, &Asker::of(&live), question).await? {
            Some(_) => None,
            None => Some(users_of(&mut reader, &live, arn).await?),
        };
        Ok(IdentityProviderDetails {
            provider: view(&row),
            saml: row.is_saml.then(|| Box::new(saml::details(&row))),
            audiences: row.audiences,
            thumbprints: row.thumbprints,
            metadata: row.metadata,
            used_by,
        })
    }

    /// Creates an identity provider.
    ///
    /// # Errors
    /// Field errors, [`ServiceError::AlreadyExists`], [`ServiceError::LimitExceeded`], [`ServiceError::AccessDenied`].
    pub async fn create_identity_provider(
        &self,
        caller: &Caller,
        new: NewProvider,
    ) -> Result<IdentityProvider, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let read = read(new)?;
        let arn = arn_of(&live, read.kind, &read.name);
        let action = match read.kind {
            ProviderKind::Oidc => Action::CreateOpenIdConnectProvider,
            ProviderKind::Saml => Action::CreateSamlProvider,
        };
        self.may(&mut tx, &live, action, &arn).await?;
        must_not_be_aws(&read.name)?;
        let row = ProviderRow {
            arn,
            account: live.account.id.clone(),
            is_saml: read.kind == ProviderKind::Saml,
            name: read.name,
            audiences: read.audiences,
            thumbprints: read.thumbprints,
            metadata: read.metadata,
            created_at: self.now(),
        };
        let present = providers::of_account(&mut tx, &live.account.id).await?;
        let (quota, limit) = if row.is_saml {
            ("SAMLProvidersPerAccount", MOST_SAML)
        } else {
            ("OpenIdConnectProvidersPerAccount", MOST_OIDC)
        };
        if present.iter().filter(|other| other.is_saml == row.is_saml).count() >= limit {
            return Err(ServiceError::LimitExceeded { quota, limit });
        }
        match providers::insert(&mut tx, &row).await {
            Err(StoreError::Conflict) => {
                return Err(ServiceError::AlreadyExists {
                    entity: Entity::IdentityProvider,
                    name: row.name,
                });
            }
            other => other?,
        }
        let (event, parameters, response) = if row.is_saml {
            (
                "CreateSAMLProvider",
                json!({ "name": row.name, "sAMLMetadataDocument": saml::recorded(row.metadata.as_deref()) }),
                json!({ "sAMLProviderArn": row.arn }),
            )
        } else {
            (
                "CreateOpenIDConnectProvider",
                json!({
                    "url": format!("https://{}", row.name),
                    "clientIDList": row.audiences,
                    "thumbprintList": row.thumbprints,
                }),
                json!({ "openIDConnectProviderArn": row.arn }),
            )
        };
        self.record_act(&mut tx, caller, &live, event, parameters, response)
            .await?;
        self.commit(tx).await?;
        Ok(view(&row))
    }

    /// Deletes an identity provider. Roles that trust it stay as they are, and nobody can assume them through it any more.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn delete_identity_provider(&self, caller: &Caller, arn: &str) -> Result<Answer<()>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let row = self
            .may_on_provider(
                &mut tx,
                &live,
                arn,
                Action::DeleteOpenIdConnectProvider,
                Action::DeleteSamlProvider,
            )
            .await?;
        must_not_be_aws(&row.name)?;
        providers::delete(&mut tx, &row.arn).await?;
        let (event, parameters) = if row.is_saml {
            ("DeleteSAMLProvider", json!({ "sAMLProviderArn": row.arn }))
        } else {
            (
                "DeleteOpenIDConnectProvider",
                json!({ "openIDConnectProviderArn": row.arn }),
            )
        };
        self.finish(tx, caller, &live, event, parameters, Value::Null).await
    }

    pub(crate) async fn may_on_provider(
        &self,
        connection: &mut impl Reads,
        live: &Live,
        arn: &str,
        oidc: Action,
        saml: Action,
    ) -> Result<ProviderRow, ServiceError> {
        let shown: String = arn.chars().take(512).collect();
        let action = if arn.contains(":saml-provider/") { saml } else { oidc };
        self.may(connection, live, action, &shown).await?;
        let row = providers::by_arn(connection, arn).await?;
        row.filter(|row| row.account == live.account.id)
            .ok_or(ServiceError::NoSuchEntity {
                entity: Entity::IdentityProvider,
                name: shown,
            })
    }
}

/// Identity Center keeps a provider in each account (facts 1.7).
fn must_not_be_aws(name: &str) -> Result<(), ServiceError> {
    if name.starts_with("AWSSSO_") && name.ends_with("_DO_NOT_DELETE") {
        Err(ServiceError::ProtectedProvider(name.to_owned()))
    } else {
        Ok(())
    }
}

async fn users_of(connection: &mut impl Reads, live: &Live, arn: &str) -> Result<Vec<String>, ServiceError> {
    let rows = roles::of_account(connection, &live.account.id).await?;
    let named = rows
        .into_iter()
        .filter(|role| crate::roles::names_provider(&role.trust_policy, arn));
    Ok(named.map(|role| role.name.as_str().to_owned()).collect())
}

fn view(row: &ProviderRow) -> IdentityProvider {
    IdentityProvider {
        arn: row.arn.clone(),
        kind: if row.is_saml {
            ProviderKind::Saml
        } else {
            ProviderKind::Oidc
        },
        name: row.name.clone(),
        created_at: row.created_at,
    }
}

fn arn_of(live: &Live, kind: ProviderKind, name: &str) -> String {
    let account = &live.account.id;
    match kind {
        ProviderKind::Oidc => format!("arn:aws:iam::{account}:oidc-provider/{name}"),
        ProviderKind::Saml => format!("arn:aws:iam::{account}:saml-provider/{name}"),
    }
}

fn read(new: NewProvider) -> Result<Read, ServiceError> {
    match new {
        NewProvider::Oidc {
            url,
            audiences,
            thumbprints,
        } => Ok(Read {
            kind: ProviderKind::Oidc,
            name: host_and_path(url.trim())?,
            audiences: read_audiences(&audiences)?,
            thumbprints: read_thumbprints(&thumbprints)?,
            metadata: None,
        }),
        NewProvider::Saml { name, metadata } => Ok(Read {
            kind: ProviderKind::Saml,
            name: saml::name(name.trim())?,
            audiences: Vec::new(),
            thumbprints: Vec::new(),
            metadata: Some(saml::metadata(metadata)?),
        }),
    }
}

/// `https`, no port, no query, at most 255 characters. Case is kept, and so is a slash at the end: the issuers of Microsoft and of
/// Auth0 have one.
fn host_and_path(url: &str) -> Result<String, ServiceError> {
    let wrong = || {
        ServiceError::invalid(
            "url",
            "Enter the provider's address: it begins with https://, has no port and no query, and at most 255 characters.",
        )
    };
    let rest = url.strip_prefix("https://").ok_or_else(wrong)?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let host_ok = host.contains('.') && host.split('.').all(label);
    let path_ok = path
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"/-._~%!$&'()*+,;=:@".contains(&byte));
    if url.len() <= 255 && host_ok && path_ok {
        Ok(rest.to_owned())
    } else {
        Err(wrong())
    }
}

fn read_audiences(audiences: &[String]) -> Result<Vec<String>, ServiceError> {
    let wrong = |words: &'static str| ServiceError::invalid("audiences", words);
    let mut read: Vec<String> = Vec::new();
    for audience in audiences.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        if audience.chars().count() > 255 || audience.chars().any(char::is_control) {
            return Err(wrong("An audience has at most 255 characters."));
        }
        if !read.iter().any(|other| other == audience) {
            read.push(audience.to_owned());
        }
    }
    if read.is_empty() {
        return Err(wrong(
            "Enter at least one audience: the client ID that tokens are made for.",
        ));
    }
    if read.len() > MOST_AUDIENCES {
        return Err(ServiceError::LimitExceeded {
            quota: "ClientIdsPerOpenIdConnectProvider",
            limit: MOST_AUDIENCES,
        });
    }
    Ok(read)
}

fn read_thumbprints(thumbprints: &[String]) -> Result<Vec<String>, ServiceError> {
    let mut read = Vec::new();
    for thumbprint in thumbprints
        .iter()
        .map(|text| text.trim())
        .filter(|text| !text.is_empty())
    {
        if thumbprint.len() != 40 || !thumbprint.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(ServiceError::invalid(
                "thumbprints",
                "A thumbprint has 40 hexadecimal digits: the SHA-1 of a certificate.",
            ));
        }
        read.push(thumbprint.to_ascii_lowercase());
    }
    if read.len() > MOST_THUMBPRINTS {
        return Err(ServiceError::LimitExceeded {
            quota: "ThumbprintsPerOpenIdConnectProvider",
            limit: MOST_THUMBPRINTS,
        });
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn addresses_of_providers() {
        for (url, name) in [
            (
                "https://token.actions.githubusercontent.com",
                "token.actions.githubusercontent.com",
            ),
            ("https://tenant.example.com/", "tenant.example.com/"),
            ("https://sts.example.com/tenant/", "sts.example.com/tenant/"),
            ("https://example.com/realms/Corp", "example.com/realms/Corp"),
        ] {
            assert_eq!(host_and_path(url).unwrap(), name);
        }
        let long = format!("https://example.com/{}", "x".repeat(240));
        for wrong in [
            "",
            "example.com",
            "http://example.com",
            "https://",
            "https://localhost",
            "https://example.com:8443",
            "https://example.com?x=1",
            "https://example.com/#x",
            "https://user@example.com",
            "https://-a.example.com",
            "https://ex\u{430}mple.com",
            &long,
        ] {
            assert!(host_and_path(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn audiences_and_thumbprints() {
        let list = |items: &[&str]| items.iter().map(|&item| item.to_owned()).collect::<Vec<_>>();
        assert_eq!(read_audiences(&list(&[" a ", "", "a", "b"])).unwrap(), ["a", "b"]);
        assert!(read_audiences(&list(&["", " "])).is_err());
        assert!(read_audiences(&list(&[&"x".repeat(256)])).is_err());
        let many: Vec<String> = (0..101).map(|at| format!("client-{at}")).collect();
        assert!(matches!(read_audiences(&many), Err(ServiceError::LimitExceeded { .. })));
        let print = "A".repeat(40);
        assert_eq!(read_thumbprints(&list(&[&print])).unwrap(), ["a".repeat(40)]);
        assert_eq!(read_thumbprints(&[]).unwrap(), Vec::<String>::new());
        for wrong in ["a", &"g".repeat(40), &"a".repeat(41)] {
            assert!(read_thumbprints(&list(&[wrong])).is_err(), "{wrong}");
        }
        assert!(read_thumbprints(&vec![print; 6]).is_err());
    }
}
