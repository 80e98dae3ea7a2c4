//! What a token says, and whether it is for here.
//! <https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation>,
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_adding-assume-role-idp>

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use vestibule_identity::Timestamp;
use vestibule_store::ProviderRow;

use super::unfit;
use crate::sts::StsError;
use crate::sts::session_tags::PassedTags;

/// By how much clocks may differ, in seconds. AWS documents none.
const SKEW: i64 = 5;
const TAGS: &str = "https://aws.amazon.com/tags";
const SOURCE_IDENTITY: &str = "https://aws.amazon.com/source_identity";

/// Whom the provider vouches for.
#[derive(Debug)]
pub(super) struct Identity {
    pub(super) subject: String,
    /// `azp` where the token has it, else `aud`.
    pub(super) audience: String,
    /// `aud`, where `azp` took its place.
    original_audience: Option<Vec<String>>,
    methods: Vec<String>,
    pub(super) tags: PassedTags,
    pub(super) source: Option<String>,
}

pub(super) fn text(claims: &Map<String, Value>, name: &str) -> Option<String> {
    let value = claims.get(name)?.as_str()?;
    (!value.is_empty()).then(|| value.to_owned())
}

/// One text, or a list of them.
fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(one) => Some(vec![one.clone()]),
        Value::Array(many) => many.iter().map(|one| one.as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}

/// Audience and subject as a token names them, for the record of a refusal.
pub(super) fn named(claims: &Map<String, Value>) -> (String, String) {
    let short = |text: String| text.chars().filter(|one| !one.is_control()).take(255).collect();
    let audience = text(claims, "azp").or_else(|| Some(claims.get("aud").and_then(texts)?.join(",")));
    let said = |name: Option<String>| name.map(short).unwrap_or_default();
    (said(audience), said(text(claims, "sub")))
}

/// Judges a token whose signature holds.
pub(super) fn judge(claims: &Map<String, Value>, provider: &ProviderRow, now: Timestamp) -> Result<Identity, StsError> {
    let missing = |name: &str| unfit(format!("Missing a required claim: {name}"));
    let number = |name: &str| claims.get(name).and_then(seconds);
    let issuer = text(claims, "iss").ok_or_else(|| missing("iss"))?;
    if issuer.strip_prefix("https://") != Some(provider.name.as_str()) {
        return Err(unfit("The ID Token is of another issuer."));
    }
    let subject = text(claims, "sub").ok_or_else(|| missing("sub"))?;
    if subject.chars().count() > 255 || subject.chars().any(char::is_control) {
        return Err(unfit("The subject of the ID Token is longer than 255 characters."));
    }
    let audiences = claims
        .get("aud")
        .and_then(texts)
        .filter(|audiences| audiences.iter().any(|one| !one.is_empty()))
        .ok_or_else(|| missing("aud"))?;
    let (audience, original) = match (claims.get("azp"), audiences.as_slice()) {
        (Some(party), _) => {
            let party = party.as_str().filter(|party| !party.is_empty());
            (
                party.ok_or_else(|| unfit("Incorrect token audience"))?.to_owned(),
                Some(audiences),
            )
        }
        (None, [one]) => (one.clone(), None),
        // Core 3.1.3.7: of several audiences one must be the party that it was issued to.
        (None, _) => return Err(unfit("Incorrect token audience")),
    };
    if !provider.audiences.contains(&audience) {
        return Err(unfit("Incorrect token audience"));
    }
    let now = now.as_second();
    let expires = number("exp").ok_or_else(|| missing("exp"))?;
    if now >= expires.saturating_add(SKEW) {
        return Err(StsError::ExpiredIdentityToken(format!(
            "Token expired: current date/time {now} must be before the expiration date/time {expires}"
        )));
    }
    let begun = number("iat").ok_or_else(|| missing("iat"))?;
    let from = match claims.get("nbf") {
        None => begun,
        Some(value) => seconds(value).ok_or_else(|| missing("nbf"))?.max(begun),
    };
    if from > now.saturating_add(SKEW) {
        return Err(unfit("Token is not yet valid: it was issued in the future."));
    }
    Ok(Identity {
        subject,
        audience,
        original_audience: original,
        methods: claims.get("amr").and_then(texts).unwrap_or_default(),
        tags: tags(claims)?,
        source: source_identity(claims)?,
    })
}

/// A numeric date (RFC 7519 section 2).
fn seconds(value: &Value) -> Option<i64> {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "parts of a second do not count, and what is too large is the largest"
    )]
    value
        .as_i64()
        .or_else(|| value.as_f64().map(|number| number.floor() as i64))
}

/// Session tags, nested or flat.
fn tags(claims: &Map<String, Value>) -> Result<PassedTags, StsError> {
    let wrong = || unfit("The session tags of the ID Token cannot be read.");
    let mut passed = PassedTags::default();
    let one = |value: &Value| match texts(value).as_deref() {
        Some([one]) => Ok(one.clone()),
        _ => Err(wrong()),
    };
    if let Some(nested) = claims.get(TAGS) {
        for (key, value) in nested
            .get("principal_tags")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            passed.tags.push((key.clone(), one(value)?));
        }
        if let Some(keys) = nested.get("transitive_tag_keys") {
            passed.transitive = texts(keys).ok_or_else(wrong)?;
        }
    }
    for (name, value) in claims {
        let Some(name) = name.strip_prefix(TAGS).and_then(|rest| rest.strip_prefix('/')) else {
            continue;
        };
        if let Some(key) = name.strip_prefix("principal_tags/") {
            passed.tags.push((key.to_owned(), one(value)?));
        } else if name == "transitive_tag_keys" {
            passed.transitive.extend(texts(value).ok_or_else(wrong)?);
        }
    }
    if passed.tags.len() > crate::tags::MOST_TAGS {
        return Err(wrong());
    }
    passed.accepted().map_err(|error| unfit(error.to_string()))
}

/// 2 to 64 of `[\w+=,.@-]`, and none of AWS's own.
fn source_identity(claims: &Map<String, Value>) -> Result<Option<String>, StsError> {
    let Some(value) = claims.get(SOURCE_IDENTITY) else {
        return Ok(None);
    };
    let is_allowed = |one: char| one.is_ascii_alphanumeric() || "_+=,.@-".contains(one);
    let name = value.as_str().filter(|name| {
        (2..=64).contains(&name.len()) && name.chars().all(is_allowed) && !name.to_lowercase().starts_with("aws:")
    });
    match name {
        Some(name) => Ok(Some(name.to_owned())),
        None => Err(unfit(
            r#"Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "aws:""#,
        )),
    }
}

impl Identity {
    /// The condition keys of the assumption, under the provider's name.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif>
    pub(super) fn keys(&self, provider: &str) -> Vec<(String, Vec<String>)> {
        let mut keys = vec![
            (format!("{provider}:aud"), vec![self.audience.clone()]),
            (format!("{provider}:sub"), vec![self.subject.clone()]),
        ];
        if let Some(original) = &self.original_audience {
            keys.push((format!("{provider}:oaud"), original.clone()));
        }
        if !self.methods.is_empty() {
            keys.push((format!("{provider}:amr"), self.methods.clone()));
        }
        keys
    }

    /// Those that outlive it.
    pub(super) fn lasting(&self, provider: &str) -> BTreeMap<String, String> {
        self.keys(provider)
            .into_iter()
            .filter_map(|(key, mut values)| {
                (values.len() == 1)
                    .then(|| values.pop())
                    .flatten()
                    .map(|value| (key, value))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;
