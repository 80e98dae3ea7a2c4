//! Requests of SCIM 2.0 (RFC 7644), those that Identity Center knows.
//! <https://docs.aws.amazon.com/singlesignon/latest/developerguide/supported-apis.html>

use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};
use url::form_urlencoded::byte_serialize;
use vestibule_identity::network::{Network, Request, Response};

use super::records::ProvisionOutcome;
use crate::people::{GroupRow, PersonRow};
use crate::{CompanyError, RemoteRefusal};

const CONTENT: &str = "application/scim+json";
const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
/// Memberships that one request may change.
const MOST_CHANGES: usize = 100;
const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// A person as SCIM writes one.
pub(super) fn user_body(person: &PersonRow, user_name: &str) -> Value {
    let mut body = json!({
        "schemas": [USER, ENTERPRISE],
        "externalId": person.id,
        "userName": user_name,
        "name": { "givenName": person.given_name, "familyName": person.family_name },
        "displayName": person.display_name(),
        "emails": [{ "value": person.email, "type": "work", "primary": true }],
        "active": person.enabled,
    });
    // What is empty is not said: Identity Center refuses empty texts.
    if let Value::Object(fields) = &mut body {
        if !person.title.is_empty() {
            fields.insert("title".to_owned(), person.title.clone().into());
        }
        let mut enterprise = serde_json::Map::new();
        for (name, value) in [("department", &person.department), ("costCenter", &person.cost_centre)] {
            if !value.is_empty() {
                enterprise.insert(name.to_owned(), value.clone().into());
            }
        }
        fields.insert(ENTERPRISE.to_owned(), Value::Object(enterprise));
    }
    body
}

/// A group as SCIM writes one, without its members.
fn group_body(group: &GroupRow) -> Value {
    json!({ "schemas": [GROUP], "externalId": group.id, "displayName": group.name })
}

/// What of a group is to be changed. Identity Center takes members by name, and never all at once.
/// <https://docs.aws.amazon.com/singlesignon/latest/developerguide/patchgroup.html>
pub(super) struct GroupChange<'c> {
    /// Its name.
    pub(super) name: &'c str,
    /// Who is to be in it.
    pub(super) members: &'c [String],
    /// Who was put into it before.
    pub(super) before: &'c [String],
    /// Whom the other side knows; others are no longer there to be removed.
    pub(super) known: &'c [String],
}

impl GroupChange<'_> {
    /// Operations, as many together as one request may have.
    fn requests(&self, is_new: bool) -> Vec<Value> {
        let before: &[String] = if is_new { &[] } else { self.before };
        let come = self.members.iter().filter(|id| !before.contains(id));
        let go = before
            .iter()
            .filter(|id| !self.members.contains(id) && self.known.contains(id));
        let changes: Vec<(&str, &String)> = come.map(|id| ("add", id)).chain(go.map(|id| ("remove", id))).collect();
        changes
            .chunks(MOST_CHANGES)
            .map(|changes| {
                let operations: Vec<Value> = changes
                    .iter()
                    .map(|(op, id)| json!({ "op": op, "path": "members", "value": [{ "value": id }] }))
                    .collect();
                json!({ "schemas": [PATCH], "Operations": operations })
            })
            .collect()
    }
}

pub(super) struct Client<'a> {
    network: &'a dyn Network,
    endpoint: &'a str,
    token: &'a SecretString,
}

impl<'a> Client<'a> {
    pub(super) fn new(network: &'a dyn Network, endpoint: &'a str, token: &'a SecretString) -> Self {
        Self {
            network,
            endpoint,
            token,
        }
    }

    async fn send(&self, method: &'static str, path: &str, body: Option<&Value>) -> Result<Response, CompanyError> {
        let mut request = Request {
            method,
            url: format!("{}{path}", self.endpoint),
            headers: Vec::new(),
            body: body.map(Value::to_string).unwrap_or_default(),
        };
        if body.is_some() {
            request = request.header("content-type", CONTENT);
        }
        let bearer = format!("Bearer {}", self.token.expose_secret());
        let request = request.header("accept", CONTENT).header("authorization", bearer);
        Ok(self.network.send(request).await?)
    }

    async fn expect(&self, method: &'static str, path: &str, body: Option<&Value>) -> Result<Value, CompanyError> {
        let answer = self.send(method, path, body).await?;
        if (200..300).contains(&answer.status) {
            return Ok(serde_json::from_str(&answer.body).unwrap_or(Value::Null));
        }
        Err(refusal(&answer))
    }

    /// The id of what has this value in this attribute, if anything has.
    async fn find(&self, path: &str, attribute: &str, value: &str) -> Result<Option<String>, CompanyError> {
        let quoted = value.replace('\\', "\\\\").replace('"', "\\\"");
        let filter = format!("{attribute} eq \"{quoted}\"");
        let filter: String = byte_serialize(filter.as_bytes()).collect();
        let found = self.expect("GET", &format!("{path}?filter={filter}"), None).await?;
        Ok(found
            .get("Resources")
            .and_then(|all| all.as_array()?.first()?.get("id")?.as_str())
            .map(str::to_owned))
    }

    /// Replaces what has this id. `false` when nothing has.
    async fn replace(&self, method: &'static str, path: &str, body: &Value) -> Result<bool, CompanyError> {
        match self.expect(method, path, Some(body)).await {
            Ok(_) => Ok(true),
            Err(CompanyError::Remote(refusal)) if refusal.status == 404 => Ok(false),
            Err(other) => Err(other),
        }
    }

    async fn create(&self, path: &str, body: &Value) -> Result<String, CompanyError> {
        let made = self.expect("POST", path, Some(body)).await?;
        made.get("id")
            .and_then(Value::as_str)
            .map(str::to_owned)
            .ok_or_else(|| {
                CompanyError::Remote(RemoteRefusal {
                    status: 201,
                    code: "Unreadable".to_owned(),
                    message: "The answer has no id.".to_owned(),
                })
            })
    }

    /// Makes a person be there as here. Who has no id yet, or one that is gone, is looked for by name first.
    pub(super) async fn put_user(
        &self,
        known: Option<&str>,
        user_name: &str,
        enabled: bool,
        body: &Value,
    ) -> Result<(Option<String>, ProvisionOutcome), CompanyError> {
        let updated = if enabled {
            ProvisionOutcome::Updated
        } else {
            ProvisionOutcome::Deactivated
        };
        if let Some(id) = known
            && self.replace("PUT", &format!("/Users/{id}"), body).await?
        {
            return Ok((Some(id.to_owned()), updated));
        }
        if let Some(id) = self.find("/Users", "userName", user_name).await? {
            self.expect("PUT", &format!("/Users/{id}"), Some(body)).await?;
            return Ok((Some(id), updated));
        }
        if !enabled {
            return Ok((None, ProvisionOutcome::Skipped));
        }
        Ok((Some(self.create("/Users", body).await?), ProvisionOutcome::Created))
    }

    /// Makes a group be there as here, with its members. One that has no id yet, or one that is gone, is looked for by name
    /// first.
    pub(super) async fn put_group(
        &self,
        known: Option<&str>,
        group: &GroupRow,
        change: &GroupChange<'_>,
    ) -> Result<(String, ProvisionOutcome), CompanyError> {
        let (id, outcome, is_new) = match self.known_group(known, change.name).await? {
            Some(id) => (id, ProvisionOutcome::Updated, false),
            None => match self.find("/Groups", "displayName", change.name).await? {
                Some(id) => (id, ProvisionOutcome::Updated, true),
                None => (
                    self.create("/Groups", &group_body(group)).await?,
                    ProvisionOutcome::Created,
                    true,
                ),
            },
        };
        for request in change.requests(is_new) {
            self.expect("PATCH", &format!("/Groups/{id}"), Some(&request)).await?;
        }
        Ok((id, outcome))
    }

    /// A group that was pushed before, if it is still there; it has the right name afterwards.
    async fn known_group(&self, known: Option<&str>, name: &str) -> Result<Option<String>, CompanyError> {
        let Some(id) = known else { return Ok(None) };
        let path = format!("/Groups/{id}");
        let found = match self.expect("GET", &path, None).await {
            Ok(found) => found,
            Err(CompanyError::Remote(refusal)) if refusal.status == 404 => return Ok(None),
            Err(other) => return Err(other),
        };
        if found.get("displayName").and_then(Value::as_str) != Some(name) {
            let rename = json!({
                "schemas": [PATCH],
                "Operations": [{ "op": "replace", "path": "displayName", "value": name }],
            });
            self.expect("PATCH", &path, Some(&rename)).await?;
        }
        Ok(Some(id.to_owned()))
    }

    pub(super) async fn delete_group(&self, id: &str) -> Result<(), CompanyError> {
        match self.expect("DELETE", &format!("/Groups/{id}"), None).await {
            Err(CompanyError::Remote(refusal)) if refusal.status == 404 => Ok(()),
            other => other.map(|_| ()),
        }
    }
}

/// RFC 7644 3.12.
fn refusal(answer: &Response) -> CompanyError {
    let body: Option<Value> = serde_json::from_str(&answer.body).ok();
    let text = |name: &str| {
        let value = body.as_ref()?.get(name)?;
        Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    };
    CompanyError::Remote(RemoteRefusal {
        status: answer.status,
        code: text("scimType").unwrap_or_else(|| answer.status.to_string()),
        message: text("detail").unwrap_or_else(|| "Refused without words.".to_owned()),
    })
}
