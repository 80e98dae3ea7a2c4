//! What an administrator writes about an application, and what it begins with.

use vestibule_identity::identity_center::application::{ApplicationSignIn, AttributeFormat, AttributeMapping, SUBJECT};
use vestibule_identity::identity_center::ids::{ApplicationId, DirectoryGroupId, DirectoryUserId};
use vestibule_store::identity_center::assignments::Assignee;

use crate::ServiceError;
use crate::addresses;
use crate::answers::ApplicationProtocol;

/// `sso-admin` API, `Description`.
const LONGEST_DESCRIPTION: usize = 128;
const LONGEST_ADDRESS: usize = 1024;
const MOST_REDIRECTS: usize = 10;
/// Assignees of one request.
const MOST_AT_ONCE: usize = 100;

pub(super) fn description(text: &str) -> Result<String, ServiceError> {
    let text = text.trim();
    if text.chars().count() <= LONGEST_DESCRIPTION && !text.contains(char::is_control) {
        Ok(text.to_owned())
    } else {
        Err(ServiceError::invalid(
            "description",
            "A description has at most 128 printable characters.",
        ))
    }
}

/// What the demo application of this id expects.
pub(super) fn first_sign_in(protocol: ApplicationProtocol, id: &ApplicationId) -> ApplicationSignIn {
    match protocol {
        ApplicationProtocol::Saml => ApplicationSignIn::Saml {
            acs: addresses::application_acs(id),
            audience: addresses::application_audience(id),
            relay_state: String::new(),
        },
        ApplicationProtocol::Oidc => ApplicationSignIn::Oidc {
            start_url: addresses::application_start(id),
            redirect_uris: vec![addresses::application_callback(id)],
        },
    }
}

pub(super) fn first_mappings(protocol: ApplicationProtocol) -> Vec<AttributeMapping> {
    let mapping = |attribute: &str, value: &str, format| AttributeMapping {
        attribute: attribute.to_owned(),
        value: value.to_owned(),
        format,
    };
    let plain = AttributeFormat::Unspecified;
    match protocol {
        ApplicationProtocol::Saml => vec![
            mapping(SUBJECT, "${user:email}", AttributeFormat::EmailAddress),
            mapping("name", "${user:name}", plain),
            mapping("groups", "${user:groups}", plain),
        ],
        ApplicationProtocol::Oidc => vec![
            mapping(SUBJECT, "${user:subject}", plain),
            mapping("email", "${user:email}", plain),
            mapping("name", "${user:name}", plain),
            mapping("preferred_username", "${user:preferredUsername}", plain),
            mapping("groups", "${user:groups}", plain),
        ],
    }
}

/// Addresses of pages on the web, and an audience that is any name.
pub(super) fn sign_in(wanted: ApplicationSignIn) -> Result<ApplicationSignIn, ServiceError> {
    Ok(match wanted {
        ApplicationSignIn::Saml {
            acs,
            audience,
            relay_state,
        } => {
            let audience = audience.trim().to_owned();
            let fits = (1..=LONGEST_ADDRESS).contains(&audience.chars().count());
            if !fits || audience.contains(char::is_control) {
                return Err(ServiceError::invalid(
                    "audience",
                    "Enter the audience that the application expects.",
                ));
            }
            if relay_state.chars().count() > LONGEST_ADDRESS || relay_state.contains(char::is_control) {
                return Err(ServiceError::invalid(
                    "relayState",
                    "A relay state has at most 1,024 characters.",
                ));
            }
            ApplicationSignIn::Saml {
                acs: address("acs", &acs)?,
                audience,
                relay_state: relay_state.trim().to_owned(),
            }
        }
        ApplicationSignIn::Oidc {
            start_url,
            redirect_uris,
        } => {
            if redirect_uris.is_empty() || redirect_uris.len() > MOST_REDIRECTS {
                return Err(ServiceError::invalid(
                    "redirectUris",
                    "Enter 1 to 10 redirect addresses.",
                ));
            }
            ApplicationSignIn::Oidc {
                start_url: address("startUrl", &start_url)?,
                redirect_uris: redirect_uris
                    .iter()
                    .map(|uri| address("redirectUris", uri))
                    .collect::<Result<_, _>>()?,
            }
        }
    })
}

/// `https`, without fragment and without credentials in it.
fn address(field: &'static str, text: &str) -> Result<String, ServiceError> {
    let text = text.trim();
    let fits = text.len() <= LONGEST_ADDRESS
        && url::Url::parse(text).is_ok_and(|url| {
            url.scheme() == "https" && url.fragment().is_none() && url.username().is_empty() && url.password().is_none()
        });
    if fits {
        Ok(text.to_owned())
    } else {
        Err(ServiceError::invalid(
            field,
            "Enter an address that begins with https:// and has no #, of at most 1,024 characters.",
        ))
    }
}

pub(super) fn assignees(users: &[String], groups: &[String]) -> Result<Vec<Assignee>, ServiceError> {
    let all: Vec<Assignee> = users
        .iter()
        .map(|id| Assignee::User(DirectoryUserId::stored(id.clone())))
        .chain(
            groups
                .iter()
                .map(|id| Assignee::Group(DirectoryGroupId::stored(id.clone()))),
        )
        .collect();
    if all.is_empty() || all.len() > MOST_AT_ONCE {
        return Err(ServiceError::invalid("assignees", "Choose 1 to 100 people and groups."));
    }
    Ok(all)
}
