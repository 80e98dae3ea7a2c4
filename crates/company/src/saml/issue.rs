//! Writing and signing a response, with the faults that are on.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use vestibule_identity::Timestamp;
use vestibule_identity::clock::random_uuid;
use vestibule_saml::fault::{Fault as DocumentFault, Forged, sign_faulty};
use vestibule_saml::{Attribute, Draft, NameId, Signed, SigningKey};

use super::claims::{self, PREFIX};
use super::log::{Issued, IssuedKind};
use super::{ENTITY_ID, SamlForm};
use crate::faults::{self, Fault};
use crate::keys::{self, CompanyKeyState, Purpose};
use crate::people::PersonRow;
use crate::session::Live;
use crate::settings::{self, IdentityCenterSettings, NameIdFormat, SamlSettings, SignedElement};
use crate::{Company, CompanyError, Tx};

/// How long a response is good; AWS takes five minutes.
const VALIDITY: Duration = Duration::from_mins(5);
/// For clocks that differ.
const SKEW: Duration = Duration::from_mins(1);
/// By how much the faults about time are off.
const FAR: Duration = Duration::from_mins(10);
/// Longer than any role's session: `SessionDuration` goes to 43200.
const OVER_LONG: &str = "86400";

/// Whom a forged assertion is about.
const FORGED: &str = "root@anycompany.example";

const PERSISTENT: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
const EMAIL: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";

/// What is to be said, and to whom.
pub(super) struct Letter {
    pub(super) audience: String,
    pub(super) acs: String,
    pub(super) in_response_to: Option<String>,
    pub(super) relay_state: String,
    pub(super) subject: NameId,
    pub(super) attributes: Vec<Attribute>,
    pub(super) signed: Signed,
    pub(super) session_end: bool,
}

fn subject(format: NameIdFormat, person: &PersonRow) -> NameId {
    let (format, value) = match format {
        NameIdFormat::Persistent => (PERSISTENT, &person.id),
        NameIdFormat::Email => (EMAIL, &person.email),
    };
    NameId {
        format: format.to_owned(),
        value: value.clone(),
        name_qualifier: None,
        sp_name_qualifier: None,
    }
}

impl Letter {
    /// To the AWS console. Somebody without a role is not sent there.
    pub(super) async fn to_console(tx: &mut Tx, person: &PersonRow) -> Result<Self, CompanyError> {
        let settings: SamlSettings = settings::get(tx).await?;
        let roles = claims::mappings_of(tx, &person.id).await?;
        if roles.is_empty() {
            return Err(CompanyError::AccessDenied(
                "None of your groups is mapped to a role in AWS.",
            ));
        }
        let attributes = claims::for_aws(tx, &settings, person, &roles).await?;
        Ok(Self {
            audience: settings.audience,
            acs: settings.acs,
            in_response_to: None,
            relay_state: settings.relay_state,
            subject: subject(settings.name_id, person),
            attributes,
            signed: match settings.signed {
                SignedElement::Assertion => Signed::Assertion,
                SignedElement::Response => Signed::Response,
                SignedElement::Both => Signed::Both,
            },
            session_end: settings.session_end,
        })
    }

    /// To Identity Center, which wants the user name there as the subject, and nothing else.
    /// <https://docs.aws.amazon.com/singlesignon/latest/userguide/other-idps.html>
    pub(super) async fn to_identity_center(tx: &mut Tx, person: &PersonRow) -> Result<Self, CompanyError> {
        let settings: IdentityCenterSettings = settings::get(tx).await?;
        if settings.acs.is_empty() {
            return Err(CompanyError::NotConfigured(
                "Identity Center was not set up here yet: an administrator enters its addresses.",
            ));
        }
        Ok(Self {
            audience: settings.audience,
            acs: settings.acs,
            in_response_to: None,
            relay_state: String::new(),
            subject: NameId {
                format: EMAIL.to_owned(),
                value: settings.user_name.of(person).to_owned(),
                name_qualifier: None,
                sp_name_qualifier: None,
            },
            attributes: Vec::new(),
            signed: Signed::Assertion,
            session_end: false,
        })
    }
}

/// When it says it was issued, and from when until when it says it is good.
fn times(now: Timestamp, faults: &[Fault]) -> (Timestamp, Timestamp, Timestamp) {
    let earlier = |at: Timestamp, by| at.checked_sub(by).unwrap_or(at);
    let later = |at: Timestamp, by| at.checked_add(by).unwrap_or(at);
    let issued_at = if faults.contains(&Fault::Expired) {
        earlier(now, FAR + VALIDITY)
    } else if faults.contains(&Fault::Future) {
        later(now, FAR)
    } else {
        now
    };
    (issued_at, earlier(issued_at, SKEW), later(issued_at, VALIDITY))
}

/// `arn:aws:iam::…:role/path/Name` with the name in the other case.
fn wrong_case(pair: &str) -> String {
    let (role, rest) = pair.split_once(',').unwrap_or((pair, ""));
    let (before, name) = role.rsplit_once('/').unwrap_or(("", role));
    let lower = name.to_lowercase();
    let name = if lower == name { name.to_uppercase() } else { lower };
    format!("{before}/{name},{rest}")
}

/// Spoils what is said; faults of the document itself come when it is written.
fn spoil(letter: &mut Letter, faults: &[Fault]) {
    let is_role = |attribute: &Attribute| attribute.name == format!("{PREFIX}Role");
    for fault in faults {
        match fault {
            Fault::WrongAudience => "https://another-application.example".clone_into(&mut letter.audience),
            Fault::RoleCase => {
                for role in letter.attributes.iter_mut().filter(|one| is_role(one)) {
                    role.values = role.values.iter().map(|pair| wrong_case(pair)).collect();
                }
            }
            Fault::NoSessionName => letter
                .attributes
                .retain(|one| one.name != format!("{PREFIX}RoleSessionName")),
            Fault::OverLong => {
                let name = format!("{PREFIX}SessionDuration");
                letter.attributes.retain(|one| one.name != name);
                letter.attributes.push(Attribute {
                    name,
                    values: vec![OVER_LONG.to_owned()],
                });
            }
            Fault::Unsigned
            | Fault::OldKey
            | Fault::WrongRecipient
            | Fault::Expired
            | Fault::Future
            | Fault::Replayed
            | Fault::TwoAssertions
            | Fault::Wrapped
            | Fault::TokenExpired
            | Fault::TokenAudience
            | Fault::TokenIssuer => {}
        }
    }
}

impl Company {
    /// Writes a response, signs it and notes it down. The caller commits.
    pub(super) async fn issue(&self, tx: &mut Tx, live: &Live, letter: Letter) -> Result<SamlForm, CompanyError> {
        let now = self.now();
        let faults: Vec<Fault> = faults::on(tx)
            .await?
            .into_iter()
            .filter(|fault| !fault.is_of_tokens())
            .collect();
        let (action, audience, relay_state) = (letter.acs.clone(), letter.audience.clone(), letter.relay_state.clone());
        let form = |xml: &str| SamlForm {
            action: action.clone(),
            saml_response: BASE64.encode(xml),
            relay_state: relay_state.clone(),
        };
        if faults.contains(&Fault::Replayed)
            && let Some(previous) = self.previous_response(tx, &live.person.user_name, &audience).await?
        {
            return Ok(form(&previous));
        }
        let key = self.signing_key(tx, faults.contains(&Fault::OldKey)).await?;
        let xml = self.write(live, letter, &key, &faults, now)?;
        let issued = Issued {
            kind: IssuedKind::Saml,
            user_name: &live.person.user_name,
            audience: &audience,
            faults: &faults,
            text: &xml,
        };
        self.log_issued(tx, &issued, now).await?;
        Ok(form(&xml))
    }

    fn write(
        &self,
        live: &Live,
        mut letter: Letter,
        key: &SigningKey,
        faults: &[Fault],
        now: Timestamp,
    ) -> Result<String, CompanyError> {
        spoil(&mut letter, faults);
        let (issued_at, not_before, not_on_or_after) = times(now, faults);
        let destination = if faults.contains(&Fault::WrongRecipient) {
            "https://another-application.example/saml"
        } else {
            &letter.acs
        };
        let id = || format!("_{}", random_uuid(&*self.entropy).simple());
        let (response_id, assertion_id) = (id(), id());
        let forged = NameId {
            value: FORGED.to_owned(),
            ..letter.subject.clone()
        };
        let draft = Draft {
            response_id: &response_id,
            assertion_id: &assertion_id,
            in_response_to: letter.in_response_to.as_deref(),
            issuer: ENTITY_ID,
            destination,
            audience: &letter.audience,
            subject: &letter.subject,
            attributes: &letter.attributes,
            issued_at,
            not_before,
            not_on_or_after,
            authenticated_at: live.begun_at,
            session_index: &live.session,
            session_until: letter.session_end.then_some(live.expires_at),
            signed: letter.signed,
        };
        let fault = faults.iter().find_map(|fault| match fault {
            Fault::Unsigned => Some(DocumentFault::Unsigned),
            Fault::TwoAssertions => Some(DocumentFault::TwoAssertions),
            Fault::Wrapped => Some(DocumentFault::Wrapped(Forged {
                subject: &forged,
                attributes: &letter.attributes,
            })),
            _ => None,
        });
        match fault {
            Some(fault) => sign_faulty(&draft, key, fault),
            None => vestibule_saml::sign(&draft, key),
        }
        .map_err(|_| CompanyError::Key)
    }

    /// The key that signs, or one that was taken out of the metadata.
    async fn signing_key(&self, tx: &mut Tx, removed: bool) -> Result<SigningKey, CompanyError> {
        let wanted = if removed {
            CompanyKeyState::Removed
        } else {
            CompanyKeyState::Active
        };
        let key = keys::all(tx, Purpose::Saml)
            .await?
            .into_iter()
            .rev()
            .find(|key| key.state() == wanted)
            .ok_or(CompanyError::Key)?;
        self.saml_key(&key)
    }
}
