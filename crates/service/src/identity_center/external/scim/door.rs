//! The endpoint's door: the access token, the operation, and the record of it.
//! <https://docs.aws.amazon.com/singlesignon/latest/developerguide/making-api-requests.html>,
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/scim-logging-using-cloudtrail.html>

use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};
use uuid::Uuid;
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::clock::random_uuid;
use vestibule_identity::event::{EventContext, ScimFacts, WITHHELD, scim_call};
use vestibule_store::identity_center::{InstanceRow, ScimTokenRow, Source, scim};
use vestibule_store::{Reads, Tx};

use super::error::Halt;
use super::names::tidy;
use super::{ScimError, ScimQuery, discovery, groups, users};
use crate::identity_center::the_instance;
use crate::request::Caller;
use crate::{Service, ServiceError};

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScimOperation {
    /// `POST /Users`.
    CreateUser,
    /// `GET /Users/{id}`.
    GetUser(String),
    /// `GET /Users`.
    ListUsers,
    /// `PUT /Users/{id}`.
    PutUser(String),
    /// `PATCH /Users/{id}`.
    PatchUser(String),
    /// `DELETE /Users/{id}`.
    DeleteUser(String),
    /// `POST /Groups`.
    CreateGroup,
    /// `GET /Groups/{id}`.
    GetGroup(String),
    /// `GET /Groups`.
    ListGroups,
    /// `PATCH /Groups/{id}`.
    PatchGroup(String),
    /// `DELETE /Groups/{id}`.
    DeleteGroup(String),
    /// `GET /ServiceProviderConfig`.
    ServiceProviderConfig,
    /// `GET /ResourceTypes`.
    ListResourceTypes,
    /// `GET /Schemas`.
    ListSchemas,
    /// `GET /Schemas/{id}`.
    GetSchema(String),
    /// Anything else, which is not supported: `/Me`, `/Bulk`, `/.search`, `PUT /Groups/{id}`.
    Unsupported,
}

impl ScimOperation {
    fn name(&self) -> Option<&'static str> {
        Some(match self {
            Self::CreateUser => "CreateUser",
            Self::GetUser(_) => "GetUser",
            Self::ListUsers => "ListUsers",
            Self::PutUser(_) => "PutUser",
            Self::PatchUser(_) => "PatchUser",
            Self::DeleteUser(_) => "DeleteUser",
            Self::CreateGroup => "CreateGroup",
            Self::GetGroup(_) => "GetGroup",
            Self::ListGroups => "ListGroups",
            Self::PatchGroup(_) => "PatchGroup",
            Self::DeleteGroup(_) => "DeleteGroup",
            Self::ServiceProviderConfig => "ServiceProviderConfig",
            Self::ListResourceTypes => "ListResourceTypes",
            Self::ListSchemas => "ListSchemas",
            Self::GetSchema(_) => "GetSchema",
            Self::Unsupported => return None,
        })
    }

    fn id(&self) -> Option<&str> {
        match self {
            Self::GetUser(id)
            | Self::PutUser(id)
            | Self::PatchUser(id)
            | Self::DeleteUser(id)
            | Self::GetGroup(id)
            | Self::PatchGroup(id)
            | Self::DeleteGroup(id) => Some(id),
            _ => None,
        }
    }

    fn has_body(&self) -> bool {
        matches!(
            self,
            Self::CreateUser | Self::PutUser(_) | Self::PatchUser(_) | Self::CreateGroup | Self::PatchGroup(_)
        )
    }

    fn writes(&self) -> bool {
        self.has_body() || matches!(self, Self::DeleteUser(_) | Self::DeleteGroup(_))
    }
}

/// A call of the endpoint.
#[derive(Debug)]
pub struct ScimCall {
    /// From the address.
    pub tenant: String,
    /// What stands behind `Bearer`.
    pub token: Option<SecretString>,
    /// What is asked.
    pub operation: ScimOperation,
    /// What stands behind the question mark.
    pub query: ScimQuery,
    /// JSON, where there is any.
    pub body: String,
}

/// What is answered.
#[derive(Debug)]
pub struct ScimReply {
    /// HTTP status.
    pub status: u16,
    /// JSON, where there is any.
    pub body: Option<Value>,
    /// `x-amzn-RequestId`.
    pub request: Uuid,
}

impl Service {
    /// Answers a call. What is refused changes nothing, and is recorded, too, if the token is right.
    ///
    /// # Errors
    /// Faults of ours only; refusals are answers.
    pub async fn scim(&self, caller: &Caller, call: ScimCall) -> Result<ScimReply, ServiceError> {
        let now = self.now();
        let request = random_uuid(&*self.entropy);
        // Whoever has no token keeps nobody from writing.
        let mut reader = self.store.read().await?;
        let may_try = authorized(&mut reader, &call, now).await?.is_some();
        drop(reader);
        if !may_try {
            return Ok(refused(&ScimError::Unauthorized, request, now));
        }
        let mut tx = self.store.write().await?;
        let Some((instance, token)) = authorized(&mut tx, &call, now).await? else {
            return Ok(refused(&ScimError::Unauthorized, request, now));
        };
        let parsed = if call.operation.has_body() {
            serde_json::from_str(&call.body).map_err(|_| ScimError::syntax("Invalid JSON from RequestBody"))
        } else {
            Ok(Value::Null)
        };
        let body = parsed.as_ref().cloned().unwrap_or(Value::Null);
        let done = match parsed {
            Ok(body) => run(self, &mut tx, &instance, &call, body, now).await,
            Err(error) => Err(error.into()),
        };
        let (tx, answer) = match done {
            Ok(answer) => (tx, Ok(answer)),
            Err(Halt::Refused(error)) => {
                drop(tx);
                (self.store.write().await?, Err(error))
            }
            Err(Halt::Fault(error)) => return Err(error),
        };
        let mut tx = tx;
        scim::touch(&mut tx, token.id, now).await?;
        if let Some(name) = call.operation.name() {
            let parameters = parameters(&call, body);
            let (response, error) = match &answer {
                Ok((_, Some(shown))) if call.operation.writes() => (masked(shown), None),
                Ok(_) => (Value::Null, None),
                Err(error) => (Value::Null, Some((error.exception(), error.to_string()))),
            };
            let facts = ScimFacts {
                name,
                token: &token.id.to_string(),
                read_only: !call.operation.writes(),
                parameters,
                response,
                error,
            };
            let record = scim_call(&self.scim_context(caller, &instance), request, facts);
            self.record(&mut tx, &record).await?;
        }
        self.commit(tx).await?;
        Ok(match answer {
            Ok((status, body)) => ScimReply { status, body, request },
            Err(error) => refused(&error, request, now),
        })
    }

    fn scim_context(&self, caller: &Caller, instance: &InstanceRow) -> EventContext {
        EventContext {
            host: format!("scim.{}.amazonaws.com", instance.home_region),
            ..self.portal_context(caller, instance)
        }
    }
}

fn refused(error: &ScimError, request: Uuid, now: Timestamp) -> ScimReply {
    ScimReply {
        status: error.status(),
        body: Some(error.body(request, now)),
        request,
    }
}

/// The instance and the token, if that is right for this tenant now.
async fn authorized(
    connection: &mut impl Reads,
    call: &ScimCall,
    now: Timestamp,
) -> Result<Option<(InstanceRow, ScimTokenRow)>, ServiceError> {
    let instance = the_instance(connection).await?;
    if instance.source != Source::External {
        return Ok(None);
    }
    let Some(token) = call.token.as_ref().and_then(|text| Token::parse(text.expose_secret())) else {
        return Ok(None);
    };
    let found = scim::token(connection, &token.hash().0).await?;
    // One of the future was made before the clock was moved back.
    let right = found.filter(|row| row.tenant == call.tenant && row.created_at <= now && now < row.expires_at);
    Ok(right.map(|row| (instance, row)))
}

/// What an operation answers: status and JSON.
type Done = (u16, Option<Value>);

async fn run(
    service: &Service,
    tx: &mut Tx,
    instance: &InstanceRow,
    call: &ScimCall,
    body: Value,
    now: Timestamp,
) -> Result<Done, Halt> {
    let shown = |value: Value| (200, Some(value));
    Ok(match &call.operation {
        ScimOperation::CreateUser => (201, Some(users::create(service, tx, instance, body, now).await?)),
        ScimOperation::GetUser(id) => shown(users::get(tx, id).await?),
        ScimOperation::ListUsers => shown(users::list(tx, &call.query).await?),
        ScimOperation::PutUser(id) => shown(users::put(tx, id, body, now).await?),
        ScimOperation::PatchUser(id) => shown(users::patch(tx, id, body, now).await?),
        ScimOperation::DeleteUser(id) => {
            users::delete(tx, id, now).await?;
            (204, None)
        }
        ScimOperation::CreateGroup => (201, Some(groups::create(service, tx, instance, body, now).await?)),
        ScimOperation::GetGroup(id) => shown(groups::get(tx, id).await?),
        ScimOperation::ListGroups => shown(groups::list(tx, &call.query).await?),
        ScimOperation::PatchGroup(id) => {
            groups::patch(tx, id, body, now).await?;
            (204, None)
        }
        ScimOperation::DeleteGroup(id) => {
            groups::delete(tx, id).await?;
            (204, None)
        }
        ScimOperation::ServiceProviderConfig => shown(discovery::service_provider_config()),
        ScimOperation::ListResourceTypes => shown(discovery::resource_types()),
        ScimOperation::ListSchemas => shown(discovery::schemas()),
        ScimOperation::GetSchema(id) => {
            shown(discovery::schema(id).ok_or_else(|| ScimError::NotFound(format!("Schema {id}")))?)
        }
        ScimOperation::Unsupported => return Err(ScimError::syntax("The operation is not supported").into()),
    })
}

/// `requestParameters`: what tells of people is hidden, as documented.
fn parameters(call: &ScimCall, body: Value) -> Value {
    let mut fields = serde_json::Map::new();
    if call.operation.has_body() && !body.is_null() {
        fields.insert("httpBody".to_owned(), masked(&tidy(body)));
    }
    fields.insert("tenantId".to_owned(), json!(call.tenant));
    if let Some(id) = call.operation.id() {
        fields.insert("id".to_owned(), json!(id));
    }
    if call.query.filter.is_some() {
        fields.insert("filter".to_owned(), json!(WITHHELD));
    }
    Value::Object(fields)
}

/// A path without what it asks for: `emails[value eq "…"]` has an address in it.
fn without_question(path: &str) -> String {
    match (path.find('"'), path.rfind('"')) {
        (Some(first), Some(last)) => {
            let before = path.get(..first).unwrap_or_default();
            let after = path.get(last + 1..).filter(|_| first < last).unwrap_or_default();
            format!("{before}\"{WITHHELD}\"{after}")
        }
        _ => path.to_owned(),
    }
}

/// Names and flags stay; texts go, but for those that the service makes.
pub(super) fn masked(value: &Value) -> Value {
    const SHOWN: &[&str] = &["schemas", "id", "meta", "op"];
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| {
                let value = if SHOWN.contains(&name.as_str()) {
                    value.clone()
                } else if let ("path", Value::String(path)) = (name.as_str(), value) {
                    json!(without_question(path))
                } else if name == "value" {
                    json!(WITHHELD)
                } else {
                    masked(value)
                };
                (name.clone(), value)
            })
            .collect(),
        Value::Array(items) => items.iter().map(masked).collect(),
        Value::Bool(_) | Value::Null => value.clone(),
        Value::String(_) | Value::Number(_) => json!(WITHHELD),
    }
}
