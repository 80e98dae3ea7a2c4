//! Names of attributes. They are the same whatever their case (RFC 7643 2.1).

use serde_json::{Map, Value};

/// The schema of people.
pub(super) const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// The schema of groups.
pub(super) const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
/// What companies say of their people besides.
pub(super) const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/// Partial changes.
pub(super) const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
/// Lists.
pub(super) const LIST: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

/// Of the enterprise extension.
pub(super) const OF_ENTERPRISE: &[&str] = &[
    "employeeNumber",
    "costCenter",
    "organization",
    "division",
    "department",
    "manager",
];

/// Every other that is known, whether it is taken or not.
const OTHERS: &[&str] = &[
    "schemas",
    "id",
    "externalId",
    "meta",
    "userName",
    "name",
    "formatted",
    "familyName",
    "givenName",
    "middleName",
    "honorificPrefix",
    "honorificSuffix",
    "displayName",
    "nickName",
    "profileUrl",
    "title",
    "userType",
    "preferredLanguage",
    "locale",
    "timezone",
    "active",
    "password",
    "emails",
    "phoneNumbers",
    "ims",
    "photos",
    "addresses",
    "groups",
    "entitlements",
    "roles",
    "x509Certificates",
    "value",
    "display",
    "type",
    "primary",
    "streetAddress",
    "locality",
    "region",
    "postalCode",
    "country",
    "members",
    "Operations",
    "op",
    "path",
];

/// As the schemas spell it; unknown ones stay as they are.
pub(super) fn spelled(name: &str) -> &str {
    let same = |known: &&&str| known.eq_ignore_ascii_case(name);
    OTHERS
        .iter()
        .chain(OF_ENTERPRISE)
        .chain(&[USER, GROUP, ENTERPRISE])
        .find(same)
        .map_or(name, |known| *known)
}

/// Whether `schemas` of a resource have one of these. What stands beside it is passed over, as its attributes are: Entra ID names
/// a schema of its own with every group, and companies have extensions.
/// <https://learn.microsoft.com/en-us/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups#create-group>
pub(super) fn declares(schemas: &Value, known: &[&str]) -> bool {
    let Some(all) = schemas.as_array() else {
        return false;
    };
    let is_known = |one: &Value| {
        one.as_str()
            .is_some_and(|text| known.iter().any(|name| name.eq_ignore_ascii_case(text)))
    };
    // An empty list says as little as none.
    all.iter().all(Value::is_string) && (all.is_empty() || all.iter().any(is_known))
}

/// The same with every name as the schemas spell it, and without what is `null`: that is as good as absent (RFC 7643 2.5).
pub(super) fn tidy(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept: Map<String, Value> = fields
                .into_iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(name, value)| (spelled(&name).to_owned(), tidy(value)))
                .collect();
            Value::Object(kept)
        }
        Value::Array(items) => Value::Array(items.into_iter().map(tidy).collect()),
        other => other,
    }
}
