//! Applications: how people sign in to them, what they are told, and how long a session of theirs lasts.
//!
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/customermanagedapps.html>

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How an application is signed in to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "protocol", rename_all = "kebab-case")]
pub enum ApplicationSignIn {
    /// A SAML 2.0 response, posted by the browser.
    Saml {
        /// Application ACS URL: where the response goes.
        acs: String,
        /// Application SAML audience: who is to believe it.
        audience: String,
        /// Relay state: where the application leads to afterwards.
        #[serde(rename = "relayState")]
        relay_state: String,
    },
    /// OpenID Connect, authorization code with PKCE.
    Oidc {
        /// Where the application begins a sign-in (OpenID Connect third-party initiated login).
        #[serde(rename = "startUrl")]
        start_url: String,
        /// Where codes may be sent; compared exactly.
        #[serde(rename = "redirectUris")]
        redirect_uris: Vec<String>,
    },
}

/// The kind of value that an attribute of an assertion says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum AttributeFormat {
    /// Not said.
    #[default]
    Unspecified,
    /// An address.
    EmailAddress,
    /// The same name for ever.
    Persistent,
    /// A name for this session.
    Transient,
}

impl AttributeFormat {
    /// The `Format` of a `NameID`.
    #[must_use]
    pub fn uri(self) -> &'static str {
        match self {
            Self::Unspecified => "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
            Self::EmailAddress => "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
            Self::Persistent => "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
            Self::Transient => "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
        }
    }
}

/// An attribute of the application, and what of the person it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttributeMapping {
    /// The application's name of it; `Subject` must be there.
    pub attribute: String,
    /// `${user:email}` and its like, perhaps with text around it.
    pub value: String,
    /// Its format.
    #[serde(default)]
    pub format: AttributeFormat,
}

/// The attribute that names the person.
pub const SUBJECT: &str = "Subject";
/// Most mappings that an application may have. AWS documents no number; ours.
pub const MOST_MAPPINGS: usize = 50;

/// What mappings may name.
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/attributemappingsconcept.html>
pub const EXPRESSIONS: &[&str] = &[
    "${user:subject}",
    "${user:email}",
    "${user:name}",
    "${user:preferredUsername}",
    "${user:givenName}",
    "${user:familyName}",
    "${user:groups}",
];

/// What of a person applications can be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told<'a> {
    /// Opaque id.
    pub id: &'a str,
    /// User name.
    pub user_name: &'a str,
    /// Display name.
    pub display_name: &'a str,
    /// First name.
    pub given_name: &'a str,
    /// Last name.
    pub family_name: &'a str,
    /// Primary address.
    pub email: &'a str,
    /// Ids of their groups.
    pub groups: &'a [String],
}

impl Told<'_> {
    /// What a mapping's value is for this person; nothing for an expression that there is not.
    #[must_use]
    pub fn resolve(&self, value: &str) -> Option<Vec<String>> {
        if value == "${user:groups}" {
            return Some(self.groups.to_vec());
        }
        let mut text = String::new();
        let mut rest = value;
        while let Some((before, after)) = rest.split_once("${") {
            let (expression, after) = after.split_once('}')?;
            text.push_str(before);
            text.push_str(self.one(expression)?);
            rest = after;
        }
        text.push_str(rest);
        Some(vec![text])
    }

    fn one(&self, expression: &str) -> Option<&str> {
        Some(match expression {
            "user:subject" | "user:preferredUsername" => self.user_name,
            "user:email" => self.email,
            "user:name" => self.display_name,
            "user:givenName" => self.given_name,
            "user:familyName" => self.family_name,
            _ => return None,
        })
    }
}

/// A mapping that cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// Nobody would be named.
    #[error("Map exactly one attribute called Subject: it names the person.")]
    Subject,
    /// Two of one name, or one without.
    #[error("Every attribute has a name of its own, of 1 to 256 characters.")]
    Name,
    /// An expression that there is not.
    #[error(
        "A value is text with ${{user:subject}}, ${{user:email}}, ${{user:name}}, ${{user:preferredUsername}}, ${{user:givenName}}, ${{user:familyName}}, or ${{user:groups}} alone."
    )]
    Value,
    /// Too many.
    #[error("An application has at most {MOST_MAPPINGS} attribute mappings.")]
    TooMany,
}

/// Whether these mappings can be kept.
///
/// # Errors
/// [`MappingError`], the first rule that is broken.
pub fn check(mappings: &[AttributeMapping]) -> Result<(), MappingError> {
    if mappings.len() > MOST_MAPPINGS {
        return Err(MappingError::TooMany);
    }
    if mappings.iter().filter(|one| one.attribute == SUBJECT).count() != 1 {
        return Err(MappingError::Subject);
    }
    let somebody = Told {
        id: "",
        user_name: "",
        display_name: "",
        given_name: "",
        family_name: "",
        email: "",
        groups: &[],
    };
    for (index, mapping) in mappings.iter().enumerate() {
        let name = mapping.attribute.as_str();
        let is_own = mappings.iter().take(index).all(|other| other.attribute != name);
        let fits = (1..=256).contains(&name.chars().count()) && name.trim() == name && !name.contains(char::is_control);
        if !is_own || !fits {
            return Err(MappingError::Name);
        }
        let is_list = mapping.value == "${user:groups}";
        if mapping.value.is_empty()
            || mapping.value.chars().count() > 256
            || somebody.resolve(&mapping.value).is_none()
            || (name == SUBJECT && is_list)
        {
            return Err(MappingError::Value);
        }
    }
    Ok(())
}

/// How long a session of an application lasts before the portal is asked again, silently.
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/authconcept.html>
pub const SESSION: Duration = Duration::from_hours(1);
/// How long it lives at most once the portal session is over ("within 30 minutes").
pub const AFTER_PORTAL: Duration = Duration::from_mins(30);

/// Where a session of an application stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// When the portal was last asked.
    pub refreshed_at: Timestamp,
    /// When it is asked again, or the session ends if the portal session is over.
    pub until: Timestamp,
    /// Whether it goes on.
    pub is_live: bool,
}

/// Where a session stands that began at `began`, of a portal session that ended at `portal_end`, if it did.
///
/// It is renewed every hour while the portal session lives. Nothing needs to run for that: the answer is worked out from
/// the times alone.
#[must_use]
pub fn standing(began: Timestamp, portal_end: Option<Timestamp>, now: Timestamp) -> Standing {
    let ended = portal_end.filter(|end| *end <= now);
    let asked_until = ended.unwrap_or(now).max(began);
    let hour = i64::try_from(SESSION.as_secs()).unwrap_or(i64::MAX);
    let passed = (asked_until.as_second() - began.as_second()) / hour * hour;
    let refreshed_at = later(began, Duration::from_secs(u64::try_from(passed).unwrap_or(0)));
    let renewal = later(refreshed_at, SESSION);
    let until = match ended {
        Some(end) => renewal.min(later(end, AFTER_PORTAL)),
        None => renewal,
    };
    Standing {
        refreshed_at,
        until,
        // A clock that was moved back has no sessions of the future.
        is_live: began <= now && now < until,
    }
}

fn later(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use proptest::prelude::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + minutes * 60).unwrap()
    }

    #[test]
    fn a_session_is_renewed_every_hour_while_the_portal_session_lives() {
        assert_eq!(standing(at(0), None, at(59)).refreshed_at, at(0));
        assert_eq!(standing(at(0), None, at(60)).refreshed_at, at(60));
        assert!(standing(at(0), None, at(10_000)).is_live);
        assert!(!standing(at(0), None, at(-1)).is_live);
    }

    #[test]
    fn it_ends_within_half_an_hour_of_the_portal_session() {
        // Renewed at 60; the portal session ends at 70: half an hour later.
        assert!(standing(at(0), Some(at(70)), at(99)).is_live);
        assert!(!standing(at(0), Some(at(70)), at(100)).is_live);
        // The next renewal, which fails, comes before that.
        assert!(standing(at(0), Some(at(110)), at(119)).is_live);
        assert!(!standing(at(0), Some(at(110)), at(120)).is_live);
        // An end in the future has not come yet.
        assert!(standing(at(0), Some(at(200)), at(150)).is_live);
    }

    proptest! {
        #[test]
        fn never_longer_than_documented(end in 0i64..5_000, now in 0i64..6_000) {
            let standing = standing(at(0), Some(at(end)), at(now));
            if now >= end + 30 {
                prop_assert!(!standing.is_live);
            }
            if now < end {
                prop_assert!(standing.is_live);
            }
        }

        #[test]
        fn any_value_is_resolved_or_refused(value in ".{0,40}") {
            let groups = ["g".to_owned()];
            let told = Told { id: "i", user_name: "u", display_name: "d", given_name: "g", family_name: "f", email: "e", groups: &groups };
            let _ = told.resolve(&value);
        }
    }

    #[test]
    fn mappings_name_the_person_once() {
        let mapping = |attribute: &str, value: &str| AttributeMapping {
            attribute: attribute.to_owned(),
            value: value.to_owned(),
            format: AttributeFormat::default(),
        };
        let subject = mapping(SUBJECT, "${user:email}");
        assert_eq!(check(std::slice::from_ref(&subject)), Ok(()));
        assert_eq!(check(&[]), Err(MappingError::Subject));
        assert_eq!(check(&[subject.clone(), subject.clone()]), Err(MappingError::Subject));
        for (attribute, value, error) in [
            ("", "${user:email}", MappingError::Name),
            ("a ", "${user:email}", MappingError::Name),
            ("a", "${user:password}", MappingError::Value),
            ("a", "${user:email", MappingError::Value),
            ("a", "x${user:groups}", MappingError::Value),
            ("a", "", MappingError::Value),
        ] {
            assert_eq!(
                check(&[subject.clone(), mapping(attribute, value)]),
                Err(error),
                "{attribute} {value}"
            );
        }
        let two = mapping("a", "x");
        assert_eq!(check(&[subject.clone(), two.clone(), two]), Err(MappingError::Name));
        assert_eq!(check(&[mapping(SUBJECT, "${user:groups}")]), Err(MappingError::Value));
        assert_eq!(check(&vec![subject; 51]), Err(MappingError::TooMany));
    }

    #[test]
    fn values_are_put_together() {
        let groups = ["g1".to_owned(), "g2".to_owned()];
        let told = Told {
            id: "i",
            user_name: "mary",
            display_name: "Mary Major",
            given_name: "Mary",
            family_name: "Major",
            email: "mary@example.com",
            groups: &groups,
        };
        assert_eq!(
            told.resolve("u-${user:subject}-${user:email}").unwrap(),
            ["u-mary-mary@example.com"]
        );
        assert_eq!(told.resolve("${user:groups}").unwrap(), groups);
        assert_eq!(told.resolve("plain").unwrap(), ["plain"]);
        assert_eq!(told.resolve("${user:x}"), None);
    }
}
