//! What the endpoint says of itself (RFC 7643 5, 6 and 7).
//! <https://docs.aws.amazon.com/singlesignon/latest/developerguide/serviceproviderconfig.html>

use serde_json::{Value, json};

use super::names::{ENTERPRISE, GROUP, LIST, USER};

const DOCUMENTATION: &str =
    "https://docs.aws.amazon.com/singlesignon/latest/userguide/manage-your-identity-source-idp.html";

pub(super) fn service_provider_config() -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        "documentationUri": DOCUMENTATION,
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "OAuth Bearer Token",
            "description": "Authentication scheme using the OAuth Bearer Token Standard",
            "specUri": "https://www.rfc-editor.org/info/rfc6750",
            "documentationUri": DOCUMENTATION,
            "primary": true,
        }],
        "patch": { "supported": true },
        "bulk": { "supported": false, "maxOperations": 1, "maxPayloadSize": 1_048_576 },
        "filter": { "supported": true, "maxResults": 100 },
        "changePassword": { "supported": false },
        "sort": { "supported": false },
        "etag": { "supported": false },
    })
}

pub(super) fn resource_types() -> Value {
    let schema = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
    list(&[
        json!({
            "schemas": [schema], "id": "User", "name": "User", "endpoint": "/Users", "description": "User Account",
            "schema": USER, "schemaExtensions": [{ "schema": ENTERPRISE, "required": false }],
        }),
        json!({
            "schemas": [schema], "id": "Group", "name": "Group", "endpoint": "/Groups", "description": "Group",
            "schema": GROUP, "schemaExtensions": [],
        }),
    ])
}

pub(super) fn schemas() -> Value {
    let all: Vec<Value> = [USER, ENTERPRISE, GROUP].into_iter().filter_map(schema).collect();
    list(&all)
}

pub(super) fn schema(id: &str) -> Option<Value> {
    let (name, description, attributes) = if id.eq_ignore_ascii_case(USER) {
        ("User", "User Account", user())
    } else if id.eq_ignore_ascii_case(ENTERPRISE) {
        ("EnterpriseUser", "Enterprise User", enterprise())
    } else if id.eq_ignore_ascii_case(GROUP) {
        ("Group", "Group", group())
    } else {
        return None;
    };
    let id = [USER, ENTERPRISE, GROUP]
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(id))?;
    Some(json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"], "id": id, "name": name,
        "description": description, "attributes": attributes,
    }))
}

fn list(resources: &[Value]) -> Value {
    json!({
        "schemas": [LIST], "totalResults": resources.len(), "itemsPerPage": resources.len(), "startIndex": 1,
        "Resources": resources,
    })
}

/// A text with one value.
fn text(name: &str, required: bool) -> Value {
    json!({
        "name": name, "type": "string", "multiValued": false, "required": required, "caseExact": false,
        "mutability": "readWrite", "returned": "default",
        "uniqueness": if name == "userName" { "server" } else { "none" },
    })
}

fn flag(name: &str) -> Value {
    json!({
        "name": name, "type": "boolean", "multiValued": false, "required": false, "mutability": "readWrite",
        "returned": "default",
    })
}

fn complex(name: &str, multi_valued: bool, required: bool, parts: &[Value]) -> Value {
    json!({
        "name": name, "type": "complex", "multiValued": multi_valued, "required": required,
        "subAttributes": parts, "mutability": "readWrite", "returned": "default",
    })
}

fn texts(names: &[&str]) -> Vec<Value> {
    names.iter().map(|name| text(name, false)).collect()
}

fn plural(name: &str) -> Value {
    complex(
        name,
        true,
        false,
        &[text("value", false), text("type", false), flag("primary")],
    )
}

fn user() -> Vec<Value> {
    let mut name = texts(&["formatted", "middleName", "honorificPrefix", "honorificSuffix"]);
    name.extend([text("familyName", true), text("givenName", true)]);
    let mut address = texts(&[
        "formatted",
        "streetAddress",
        "locality",
        "region",
        "postalCode",
        "country",
        "type",
    ]);
    address.push(flag("primary"));
    let mut all = vec![
        text("userName", true),
        complex("name", false, true, &name),
        text("displayName", true),
    ];
    all.extend(texts(&[
        "nickName",
        "profileUrl",
        "title",
        "userType",
        "preferredLanguage",
        "locale",
        "timezone",
    ]));
    all.push(flag("active"));
    all.push(plural("emails"));
    all.push(plural("phoneNumbers"));
    all.push(complex("addresses", true, false, &address));
    all.push(plural("roles"));
    all
}

fn enterprise() -> Vec<Value> {
    let mut all = texts(&["employeeNumber", "costCenter", "organization", "division", "department"]);
    all.push(complex("manager", false, false, &[text("value", false)]));
    all
}

fn group() -> Vec<Value> {
    vec![
        text("displayName", true),
        complex("members", true, false, &[text("value", false)]),
    ]
}
