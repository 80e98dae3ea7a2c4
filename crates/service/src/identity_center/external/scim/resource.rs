//! A person, as SCIM has them and as the identity store does.
//! <https://docs.aws.amazon.com/singlesignon/latest/developerguide/createuser.html>,
//! <https://docs.aws.amazon.com/singlesignon/latest/developerguide/limitations.html>

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use vestibule_identity::identity_center::names::DirectoryUserName;
use vestibule_identity::names::EmailAddress;

use super::ScimError;
use super::names::{ENTERPRISE, USER, declares, tidy};

/// What is not taken at all.
const UNSUPPORTED: &[&str] = &[
    "ims",
    "photos",
    "x509Certificates",
    "entitlements",
    "password",
    "groups",
];
/// Longest text.
const LONGEST: usize = 1024;

/// A person's JSON, without `id`, `meta` and `schemas`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Resource {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) external_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) user_name: Option<String>,
    #[serde(default)]
    pub(super) name: Name,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) nick_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) profile_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) user_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) preferred_language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) locale: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) timezone: Option<String>,
    #[serde(default = "yes", deserialize_with = "flag")]
    pub(super) active: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) emails: Vec<Plural>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) addresses: Vec<Address>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) phone_numbers: Vec<Plural>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) roles: Vec<Plural>,
    #[serde(
        rename = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        default,
        skip_serializing_if = "Enterprise::is_empty"
    )]
    pub(super) enterprise: Enterprise,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "as the schema spells them")]
pub(super) struct Name {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) formatted: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) family_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) given_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) middle_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) honorific_prefix: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) honorific_suffix: Option<String>,
}

/// One of several values, of which there is at most one here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Plural {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "maybe_flag")]
    pub(super) primary: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "as the schema spells them")]
pub(super) struct Address {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) formatted: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) street_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) locality: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) postal_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) country: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "maybe_flag")]
    pub(super) primary: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Enterprise {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) employee_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cost_center: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) organization: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) division: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) department: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) manager: Option<Manager>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manager {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<String>,
}

impl Enterprise {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn yes() -> bool {
    true
}

/// Some providers write flags as texts.
fn flag<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    match Value::deserialize(from)? {
        Value::Bool(flag) => Ok(flag),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Ok(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Ok(false),
        _ => Err(serde::de::Error::custom("neither true nor false")),
    }
}

fn maybe_flag<'de, D: Deserializer<'de>>(from: D) -> Result<Option<bool>, D::Error> {
    flag(from).map(Some)
}

/// A person whose attributes hold against every rule.
#[derive(Debug)]
pub(super) struct Checked {
    pub(super) resource: Resource,
    pub(super) user_name: DirectoryUserName,
    pub(super) email: EmailAddress,
    pub(super) given_name: String,
    pub(super) family_name: String,
    pub(super) display_name: String,
}

impl Resource {
    /// Reads a person's JSON as it was sent.
    pub(super) fn read(body: Value) -> Result<Self, ScimError> {
        let body = tidy(body);
        let Some(fields) = body.as_object() else {
            return Err(ScimError::syntax(
                "Request is unparsable, syntactically incorrect, or violates schema.",
            ));
        };
        if let Some(name) = UNSUPPORTED.iter().find(|name| fields.contains_key(**name)) {
            return Err(ScimError::value(format!("Attribute {name} is not supported")));
        }
        if fields
            .get("schemas")
            .is_some_and(|schemas| !declares(schemas, &[USER, ENTERPRISE]))
        {
            return Err(ScimError::syntax("Unsupported schema"));
        }
        for list in ["emails", "addresses", "phoneNumbers", "roles"] {
            let items = fields.get(list).and_then(Value::as_array);
            if items.is_some_and(|items| items.len() > 1) {
                return Err(ScimError::value(format!(
                    "List attribute {list} exceeds allowed limit of 1"
                )));
            }
            let has_display = items.is_some_and(|items| items.iter().any(|item| item.get("display").is_some()));
            if has_display {
                return Err(ScimError::value(format!("Attribute {list}.display is not supported")));
            }
        }
        if fields
            .get(ENTERPRISE)
            .and_then(|one| one.get("manager")?.get("displayName"))
            .is_some()
        {
            return Err(ScimError::value("Attribute manager.displayName is not supported"));
        }
        serde_json::from_value(body)
            .map_err(|_| ScimError::syntax("Request is unparsable, syntactically incorrect, or violates schema."))
    }

    /// Holds it against every rule.
    pub(super) fn check(self) -> Result<Checked, ScimError> {
        if let Ok(whole) = serde_json::to_value(&self) {
            check_texts(&whole, "")?;
        }
        let required = |value: &Option<String>, name: &str| {
            value
                .clone()
                .ok_or_else(|| ScimError::value(format!("Attribute {name} is required")))
        };
        let typed = required(&self.user_name, "userName")?;
        let user_name = DirectoryUserName::parse(&typed)
            .map_err(|error| ScimError::value(format!("Value at 'userName' failed to satisfy constraint: {error}")))?;
        let email = match self.emails.first() {
            Some(email) if email.primary != Some(true) => {
                return Err(ScimError::value("The emails attribute value must be marked as primary"));
            }
            Some(email) => required(&email.value, "emails.value")?,
            // Everybody here has an address. AWS does not ask for one.
            None if typed.contains('@') => typed,
            None => return Err(ScimError::value("Attribute emails is required")),
        };
        let email = EmailAddress::parse(&email).map_err(|error| {
            ScimError::value(format!("Value at 'emails.value' failed to satisfy constraint: {error}"))
        })?;
        Ok(Checked {
            user_name,
            email,
            given_name: required(&self.name.given_name, "name.givenName")?,
            family_name: required(&self.name.family_name, "name.familyName")?,
            display_name: required(&self.display_name, "displayName")?,
            resource: self,
        })
    }
}

/// Every text, wherever it stands: printable, and of 1 to 1,024 characters. In the words of documented records.
fn check_texts(value: &Value, place: &str) -> Result<(), ScimError> {
    match value {
        Value::String(text) => check_text(text, place),
        Value::Array(items) => items.iter().try_for_each(|item| check_texts(item, place)),
        Value::Object(fields) => fields.iter().try_for_each(|(name, value)| {
            let place = if place.is_empty() {
                name.clone()
            } else {
                format!("{place}.{name}")
            };
            check_texts(value, &place)
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}

fn check_text(text: &str, place: &str) -> Result<(), ScimError> {
    let constraint = match text.chars().count() {
        _ if text.trim().is_empty() => "Member must have length greater than or equal to 1",
        length if length > LONGEST => "Member must have length less than or equal to 1024",
        _ if text.chars().any(char::is_control) => {
            "Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\t\\n\\r ]+"
        }
        _ => return Ok(()),
    };
    Err(ScimError::value(format!(
        "1 validation errors detected: Value at '{place}' failed to satisfy constraint: {constraint}"
    )))
}
