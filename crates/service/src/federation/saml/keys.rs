//! Condition keys of an assertion (facts 2.4).
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml>

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha1::{Digest as _, Sha1};
use vestibule_identity::names::AccountId;
use vestibule_saml::NameId;

use super::claims::SessionTags;
use super::weigh::Said;

type Keys = Vec<(String, Vec<String>)>;

/// Attributes that become keys, and which.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html#saml-attribute-mapping>
const MAPPED: &[(&str, &str)] = &[
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.1", "eduPersonAffiliation"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.2", "eduPersonNickname"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.3", "eduPersonOrgDN"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.4", "eduPersonOrgUnitDN"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.5", "eduPersonPrimaryAffiliation"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.6", "eduPersonPrincipalName"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.7", "eduPersonEntitlement"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.8", "eduPersonPrimaryOrgUnitDN"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.9", "eduPersonScopedAffiliation"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.10", "eduPersonTargetedID"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.11", "eduPersonAssurance"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.2", "eduOrgHomePageURI"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.3", "eduOrgIdentityAuthNPolicyURI"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.4", "eduOrgLegalName"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.5", "eduOrgSuperiorURI"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.6", "eduOrgWhitePagesURI"),
    ("urn:oid:2.5.4.3", "cn"),
    ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name", "name"),
    ("http://schemas.xmlsoap.org/claims/CommonName", "commonName"),
    (
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname",
        "givenName",
    ),
    (
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname",
        "surname",
    ),
    (
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
        "mail",
    ),
    (
        "http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid",
        "uid",
    ),
    ("2.5.4.3", "commonName"),
    ("2.5.4.4", "surname"),
    ("2.4.5.42", "givenName"),
    ("2.5.4.45", "x500UniqueIdentifier"),
    ("0.9.2342.19200300100.1.1", "uid"),
    ("0.9.2342.19200300100.1.3", "mail"),
    ("0.9.2342.19200300.100.1.45", "organizationStatus"),
];

/// Whether AWS reads an attribute of this name into a condition key, and which.
pub(super) fn mapped(name: &str) -> Option<&'static str> {
    MAPPED.iter().find(|(from, _)| *from == name).map(|(_, key)| *key)
}

/// `NameQualifier`: `Base64(SHA1(Issuer + AccountId + "/" + ProviderFriendlyName))` (facts 2.4).
pub(super) fn name_qualifier(issuer: &str, account: &AccountId, provider: &str) -> String {
    BASE64.encode(Sha1::digest(format!("{issuer}{account}/{provider}")))
}

/// `SubjectType`: the last word of a format of SAML 2.0; others are kept whole (facts 2.4). Without a format it is unspecified
/// (Core 8.3).
pub(super) fn subject_type(subject: &NameId) -> &str {
    if subject.format.is_empty() {
        return "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";
    }
    let short = subject
        .format
        .strip_prefix("urn:oasis:names:tc:SAML:2.0:nameid-format:");
    short.unwrap_or(&subject.format)
}

/// The keys that outlive the assumption.
pub(super) fn lasting(said: &Said, name_qualifier: &str) -> BTreeMap<String, String> {
    let keys = [
        ("saml:namequalifier", name_qualifier),
        ("saml:sub", said.subject.value.as_str()),
        ("saml:sub_type", subject_type(&said.subject)),
    ];
    keys.map(|(key, value)| (key.to_owned(), value.to_owned())).into()
}

/// All keys of the assertion, for the trust policy. `saml:aud` is the recipient, not the audience (facts 2.1). Of several
/// attributes for one key AWS maps one; here it is the first.
pub(super) fn of_assertion(said: &Said, account: &AccountId, provider: &str, name_qualifier: &str) -> Keys {
    let mut keys: Keys = lasting(said, name_qualifier)
        .into_iter()
        .map(|(key, value)| (key, vec![value]))
        .collect();
    for (key, value) in [
        ("saml:aud", said.recipient.clone()),
        ("saml:iss", said.issuer.clone()),
        ("saml:doc", format!("{account}/{provider}")),
    ] {
        keys.push((key.to_owned(), vec![value]));
    }
    for attribute in &said.attributes {
        let Some(name) = mapped(&attribute.name) else {
            continue;
        };
        let key = format!("saml:{name}");
        if !keys.iter().any(|(known, _)| *known == key) {
            keys.push((key, attribute.values.clone()));
        }
    }
    keys
}

/// The keys of what a request asks to be put into the session.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-sts>
pub(crate) fn of_session(session: &str, source_identity: Option<&str>, asked: &SessionTags) -> Keys {
    let mut keys: Keys = vec![("sts:RoleSessionName".to_owned(), vec![session.to_owned()])];
    if let Some(source) = source_identity {
        keys.push(("sts:SourceIdentity".to_owned(), vec![source.to_owned()]));
    }
    keys.extend(of_tags(asked));
    keys
}

/// `aws:RequestTag/…`, `aws:TagKeys` and `sts:TransitiveTagKeys`.
pub(crate) fn of_tags(asked: &SessionTags) -> Keys {
    let pairs: Vec<(String, String)> = asked
        .tags
        .iter()
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    let mut keys = crate::tags::keys_of_request(&pairs);
    if !asked.transitive.is_empty() {
        keys.push(("sts:TransitiveTagKeys".to_owned(), asked.transitive.clone()));
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The documentation's pseudocode, with its values.
    #[test]
    fn the_name_qualifier() {
        let Ok(account) = AccountId::parse("123456789012") else {
            return;
        };
        let qualifier = name_qualifier("https://example.com/saml", &account, "MySAMLIdP");
        assert_eq!(qualifier.len(), 28);
        assert_eq!(
            qualifier,
            name_qualifier("https://example.com/saml", &account, "MySAMLIdP")
        );
        assert_ne!(
            qualifier,
            name_qualifier("https://example.com/saml", &account, "MySAMLIdp")
        );
    }

    #[test]
    fn kinds_of_names() {
        let of = |format: &str| NameId {
            format: format.to_owned(),
            value: "x".to_owned(),
            name_qualifier: None,
            sp_name_qualifier: None,
        };
        let persistent = of("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent");
        assert_eq!(subject_type(&persistent), "persistent");
        let email = of("urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress");
        assert_eq!(subject_type(&email), email.format);
        assert!(subject_type(&of("")).ends_with("unspecified"));
    }
}
