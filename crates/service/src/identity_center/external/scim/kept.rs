//! A person between SCIM and the identity store. The store has columns for what pages and policies ask for; the rest is kept as
//! it was sent.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::person;
use vestibule_store::identity_center::DirectoryUserRow;

use super::ScimError;
use super::names::{ENTERPRISE, USER};
use super::resource::{Address, Checked, Enterprise, Manager, Name, Plural, Resource};
use crate::ServiceError;
use crate::identity_center::external::SCIM;

/// What the store has no column for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Rest {
    name: Name,
    email: Option<Plural>,
    address: Option<Address>,
    phone: Option<Plural>,
    roles: Vec<Plural>,
}

impl Checked {
    /// The person as the store has them, over those that are there.
    pub(super) fn row(&self, known: DirectoryUserRow, now: Timestamp) -> Result<DirectoryUserRow, ScimError> {
        let moved = self.email.folded() != known.email.folded();
        Ok(DirectoryUserRow {
            user_name: self.user_name.clone(),
            display_name: self.display_name.clone(),
            given_name: self.given_name.clone(),
            family_name: self.family_name.clone(),
            email_verified: known.email_verified && !moved,
            email: self.email.clone(),
            enabled: self.resource.active,
            attributes: person::attributes(&attributes(&self.resource))
                .map_err(|error| ScimError::value(error.to_string()))?,
            external_id: self.resource.external_id.clone(),
            created_by: SCIM.to_owned(),
            updated_at: now,
            ..known
        })
    }

    /// The rest, as it is kept.
    pub(super) fn rest(&self) -> Result<String, ServiceError> {
        let resource = &self.resource;
        let without = |item: &Plural| Plural {
            value: None,
            ..item.clone()
        };
        let rest = Rest {
            name: Name {
                family_name: None,
                given_name: None,
                ..resource.name.clone()
            },
            email: resource.emails.first().map(without),
            address: resource.addresses.first().map(|item| Address {
                formatted: item.formatted.clone(),
                kind: item.kind.clone(),
                primary: item.primary,
                ..Address::default()
            }),
            phone: resource.phone_numbers.first().map(without),
            roles: resource.roles.clone(),
        };
        Ok(serde_json::to_string(&rest)?)
    }
}

/// Attributes by their names in `${path:…}`.
fn attributes(resource: &Resource) -> BTreeMap<String, String> {
    let enterprise = &resource.enterprise;
    let address = resource.addresses.first();
    let of_address = |part: fn(&Address) -> &Option<String>| address.and_then(|one| part(one).as_ref());
    let manager = enterprise.manager.as_ref().and_then(|one| one.value.as_ref());
    let phone = resource.phone_numbers.first().and_then(|one| one.value.as_ref());
    [
        ("title", resource.title.as_ref()),
        ("userType", resource.user_type.as_ref()),
        ("employeeNumber", enterprise.employee_number.as_ref()),
        ("costCenter", enterprise.cost_center.as_ref()),
        ("organization", enterprise.organization.as_ref()),
        ("division", enterprise.division.as_ref()),
        ("department", enterprise.department.as_ref()),
        ("manager", manager),
        ("phoneNumber", phone),
        ("nickName", resource.nick_name.as_ref()),
        ("profileUrl", resource.profile_url.as_ref()),
        ("preferredLanguage", resource.preferred_language.as_ref()),
        ("locale", resource.locale.as_ref()),
        ("timezone", resource.timezone.as_ref()),
        ("streetAddress", of_address(|one| &one.street_address)),
        ("locality", of_address(|one| &one.locality)),
        ("region", of_address(|one| &one.region)),
        ("postalCode", of_address(|one| &one.postal_code)),
        ("country", of_address(|one| &one.country)),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name.to_owned(), value?.clone())))
    .collect()
}

/// The type of what an administrator wrote. Providers ask for `emails[type eq "work"]`, and would not find it without.
fn by_hand() -> String {
    "work".to_owned()
}

/// The person's JSON from what is kept.
pub(super) fn resource(row: &DirectoryUserRow, rest: Option<&str>) -> Result<Resource, ServiceError> {
    let rest: Rest = rest.map(serde_json::from_str).transpose()?.unwrap_or_default();
    let of = |name: &str| row.attributes.get(name).cloned();
    let mut address = Address {
        street_address: of("streetAddress"),
        locality: of("locality"),
        region: of("region"),
        postal_code: of("postalCode"),
        country: of("country"),
        ..Address::default()
    };
    match rest.address {
        Some(sent) => {
            address.formatted = sent.formatted;
            address.kind = sent.kind;
            address.primary = sent.primary;
        }
        None if address != Address::default() => address.kind = Some(by_hand()),
        None => {}
    }
    let phone = of("phoneNumber").map(|value| Plural {
        value: Some(value),
        ..rest.phone.unwrap_or(Plural {
            kind: Some(by_hand()),
            ..Plural::default()
        })
    });
    let email = rest.email.unwrap_or(Plural {
        value: None,
        kind: Some(by_hand()),
        primary: Some(true),
    });
    Ok(Resource {
        external_id: row.external_id.clone(),
        user_name: Some(row.user_name.as_str().to_owned()),
        name: Name {
            given_name: Some(row.given_name.clone()),
            family_name: Some(row.family_name.clone()),
            ..rest.name
        },
        display_name: Some(row.display_name.clone()),
        nick_name: of("nickName"),
        profile_url: of("profileUrl"),
        title: of("title"),
        user_type: of("userType"),
        preferred_language: of("preferredLanguage"),
        locale: of("locale"),
        timezone: of("timezone"),
        active: row.enabled,
        emails: vec![Plural {
            value: Some(row.email.as_str().to_owned()),
            ..email
        }],
        addresses: if address == Address::default() {
            Vec::new()
        } else {
            vec![address]
        },
        phone_numbers: phone.into_iter().collect(),
        roles: rest.roles,
        enterprise: Enterprise {
            employee_number: of("employeeNumber"),
            cost_center: of("costCenter"),
            organization: of("organization"),
            division: of("division"),
            department: of("department"),
            manager: of("manager").map(|value| Manager { value: Some(value) }),
        },
    })
}

/// The person's JSON with what the endpoint adds.
pub(super) fn shown(row: &DirectoryUserRow, rest: Option<&str>) -> Result<Value, ServiceError> {
    let mut value = serde_json::to_value(resource(row, rest)?)?;
    if let Some(fields) = value.as_object_mut() {
        let mut schemas = vec![USER];
        if fields.contains_key(ENTERPRISE) {
            schemas.push(ENTERPRISE);
        }
        fields.insert("schemas".to_owned(), json!(schemas));
        fields.insert("id".to_owned(), json!(row.id));
        fields.insert("meta".to_owned(), meta("User", row.created_at, row.updated_at));
    }
    Ok(value)
}

/// `meta`, to the second as documented.
pub(super) fn meta(kind: &str, created: Timestamp, changed: Timestamp) -> Value {
    let second = |at: Timestamp| Timestamp::from_second(at.as_second()).unwrap_or(at).to_string();
    json!({ "resourceType": kind, "created": second(created), "lastModified": second(changed) })
}
