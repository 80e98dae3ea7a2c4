//! Groups: `/Groups`. Members are never shown (documented); they are asked for by a filter.

use serde_json::{Map, Value, json};
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::{DirectoryGroupId, DirectoryUserId};
use vestibule_identity::identity_center::names::DirectoryGroupName;
use vestibule_store::identity_center::{
    DirectoryGroupRow, InstanceRow, directory_groups, directory_pages, directory_users,
};
use vestibule_store::{StoreError, Tx};

use super::error::Halt;
use super::filter;
use super::kept::meta;
use super::list::Found;
use super::names::{GROUP, declares, tidy};
use super::patch::{Op, Operation, operations};
use super::path::Path;
use super::{ScimError, ScimQuery};
use crate::Service;
use crate::identity_center::admin::MOST_GROUPS;
use crate::identity_center::external::SCIM;
use crate::identity_center::provision::remove_unassigned;

/// Memberships that one request may change.
/// <https://docs.aws.amazon.com/singlesignon/latest/developerguide/patchgroup.html>
const MOST_CHANGES: usize = 100;

/// `CreateGroup`.
pub(super) async fn create(
    service: &Service,
    tx: &mut Tx,
    instance: &InstanceRow,
    body: Value,
    now: Timestamp,
) -> Result<Value, Halt> {
    let body = tidy(body);
    let fields = body
        .as_object()
        .ok_or_else(|| ScimError::syntax("Request is unparsable, syntactically incorrect, or violates schema."))?;
    if fields
        .get("schemas")
        .is_some_and(|schemas| !declares(schemas, &[GROUP]))
    {
        return Err(ScimError::syntax("Unsupported schema").into());
    }
    let name = fields
        .get("displayName")
        .ok_or_else(|| ScimError::value("Attribute displayName is required"))?;
    let members = members_of(fields.get("members"))?;
    if members.len() > MOST_CHANGES {
        return Err(too_many().into());
    }
    let group = DirectoryGroupRow {
        id: DirectoryGroupId::generate(&instance.store, &*service.entropy),
        name: name_of(name)?,
        description: String::new(),
        external_id: fields.get("externalId").map(external_id).transpose()?,
        created_by: SCIM.to_owned(),
        created_at: now,
        updated_at: now,
    };
    free(tx, &group).await?;
    if directory_groups::count(tx).await? >= MOST_GROUPS {
        return Err(ScimError::value("The number of groups has reached the limit of 100,000.").into());
    }
    directory_groups::insert(tx, &group).await.map_err(taken)?;
    for member in &members {
        join(tx, &group.id, member, now).await?;
    }
    let mut shown = view(&group);
    if let Some(fields) = shown.as_object_mut() {
        let members: Vec<Value> = members.iter().map(|member| json!({ "value": member })).collect();
        fields.insert("members".to_owned(), json!(members));
    }
    Ok(shown)
}

/// `GetGroup`.
pub(super) async fn get(tx: &mut Tx, id: &str) -> Result<Value, Halt> {
    Ok(view(&the_group(tx, id).await?))
}

/// `DeleteGroup`. Its people stay.
pub(super) async fn delete(tx: &mut Tx, id: &str) -> Result<(), Halt> {
    let group = the_group(tx, id).await?;
    directory_groups::delete(tx, &group.id).await?;
    Ok(remove_unassigned(tx, None).await?)
}

/// `PatchGroup`: members come and go by name, and never all at once.
pub(super) async fn patch(tx: &mut Tx, id: &str, body: Value, now: Timestamp) -> Result<(), Halt> {
    let known = the_group(tx, id).await?;
    let mut group = known.clone();
    let mut memberships: Vec<(bool, String)> = Vec::new();
    for operation in unfolded(operations(body)?)? {
        change(&mut group, &mut memberships, operation)?;
    }
    if memberships.len() > MOST_CHANGES {
        return Err(too_many().into());
    }
    SCIM.clone_into(&mut group.created_by);
    group.updated_at = now;
    free(tx, &group).await?;
    directory_groups::provision(tx, &group).await.map_err(taken)?;
    for (comes, member) in memberships {
        if comes {
            join(tx, &group.id, &member, now).await?;
        } else {
            let user = DirectoryUserId::stored(member);
            directory_groups::remove_member(tx, &group.id, &user).await?;
        }
    }
    Ok(())
}

/// Operations without a path name what they change in their value.
fn unfolded(operations: Vec<Operation>) -> Result<Vec<Operation>, ScimError> {
    let mut all = Vec::new();
    for operation in operations {
        match (operation.path, operation.value) {
            (None, Some(Value::Object(fields))) => {
                all.extend(fields.into_iter().map(|(name, value)| Operation {
                    op: operation.op,
                    path: Some(name),
                    value: Some(value),
                }));
            }
            (None, _) => return Err(ScimError::path("Missing path in PATCH request")),
            (path, value) => all.push(Operation {
                op: operation.op,
                path,
                value,
            }),
        }
    }
    Ok(all)
}

fn change(
    group: &mut DirectoryGroupRow,
    memberships: &mut Vec<(bool, String)>,
    operation: Operation,
) -> Result<(), ScimError> {
    let path = Path::parse(operation.path.as_deref().unwrap_or_default())?;
    let value = tidy(operation.value.unwrap_or(Value::Null));
    match (path.attribute.as_str(), operation.op) {
        ("displayName", Op::Add | Op::Replace) => group.name = name_of(&value)?,
        ("externalId", Op::Add | Op::Replace) => group.external_id = Some(external_id(&value)?),
        ("externalId", Op::Remove) => group.external_id = None,
        ("displayName", Op::Remove) => return Err(ScimError::mutability("Attribute displayName cannot be removed")),
        ("members", Op::Replace) => return Err(ScimError::value("Replacing all members is not supported")),
        ("members", op) => {
            let named = match (&path.which, path.part.as_deref()) {
                (Some(term), None) if op == Op::Remove && term.attribute == "value" => vec![term.value.clone()],
                (None, None) => members_of(Some(&value))?,
                _ => return Err(ScimError::path("Invalid path in PATCH request: members")),
            };
            if op == Op::Remove && named.is_empty() {
                return Err(ScimError::value("Removing all members is not supported"));
            }
            memberships.extend(named.into_iter().map(|member| (op == Op::Add, member)));
        }
        // Entra names the group again.
        ("id", Op::Add | Op::Replace) if value.as_str() == Some(group.id.as_str()) => {}
        (other, _) => {
            return Err(ScimError::mutability(format!(
                "Attribute {other} is not allowed: only displayName, members and externalId are"
            )));
        }
    }
    Ok(())
}

/// `ListGroups`. <https://docs.aws.amazon.com/singlesignon/latest/developerguide/listgroups.html>
pub(super) async fn list(tx: &mut Tx, query: &ScimQuery) -> Result<Value, Halt> {
    let asked = query.read()?;
    let terms = match query.filter.as_deref().map(str::trim) {
        Some(text) if !text.is_empty() => filter::parse(text)?,
        _ => Vec::new(),
    };
    let pairs: Vec<(&str, &str)> = terms
        .iter()
        .map(|term| (term.attribute.as_str(), term.value.as_str()))
        .collect();
    let found = match pairs.as_slice() {
        [] => {
            let (rows, next) = directory_pages::groups(tx, "", asked.after.as_deref(), asked.count).await?;
            Found {
                resources: rows.iter().map(view).collect(),
                total: directory_groups::count(tx).await?,
                next,
            }
        }
        [("members" | "member", member)] => {
            let user = DirectoryUserId::stored((*member).to_owned());
            let rows = directory_groups::of_user(tx, &user).await?;
            let total = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            let count = usize::try_from(asked.count).unwrap_or(usize::MAX);
            Found {
                resources: rows.iter().take(count).map(view).collect(),
                total,
                next: None,
            }
        }
        terms => Found::of(one(tx, terms).await?.as_ref().map(view)),
    };
    Ok(asked.answer(found))
}

async fn one(tx: &mut Tx, terms: &[(&str, &str)]) -> Result<Option<DirectoryGroupRow>, Halt> {
    Ok(match terms {
        [("displayName", name)] => match DirectoryGroupName::parse(name) {
            Ok(name) => directory_groups::by_name(tx, &name).await?,
            Err(_) => None,
        },
        [("externalId", id)] => directory_groups::by_external_id(tx, id).await?,
        [("id", id)] => by_id(tx, id).await?,
        [("id", id), ("members" | "member", member)] | [("members" | "member", member), ("id", id)] => {
            match by_id(tx, id).await? {
                Some(group) => {
                    let user = DirectoryUserId::stored((*member).to_owned());
                    let is_in = directory_groups::has_member(tx, &group.id, &user).await?;
                    Some(group).filter(|_| is_in)
                }
                None => None,
            }
        }
        _ => return Err(ScimError::filter().into()),
    })
}

async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<DirectoryGroupRow>, StoreError> {
    directory_groups::by_id(tx, &DirectoryGroupId::stored(id.to_owned())).await
}

async fn the_group(tx: &mut Tx, id: &str) -> Result<DirectoryGroupRow, Halt> {
    let found = by_id(tx, id).await?;
    found.ok_or_else(|| ScimError::NotFound(format!("Group {id}")).into())
}

fn view(group: &DirectoryGroupRow) -> Value {
    let mut fields = Map::new();
    fields.insert("schemas".to_owned(), json!([GROUP]));
    fields.insert("id".to_owned(), json!(group.id));
    if let Some(id) = &group.external_id {
        fields.insert("externalId".to_owned(), json!(id));
    }
    fields.insert("displayName".to_owned(), json!(group.name));
    fields.insert("members".to_owned(), json!([]));
    fields.insert("meta".to_owned(), meta("Group", group.created_at, group.updated_at));
    Value::Object(fields)
}

async fn join(tx: &mut Tx, group: &DirectoryGroupId, member: &str, now: Timestamp) -> Result<(), Halt> {
    let user = DirectoryUserId::stored(member.to_owned());
    if directory_users::by_id(tx, &user).await?.is_none() {
        return Err(ScimError::NotFound(format!("Member {member}")).into());
    }
    directory_groups::add_member(tx, group, &user, now).await?;
    Ok(())
}

async fn free(tx: &mut Tx, group: &DirectoryGroupRow) -> Result<(), Halt> {
    let is_other = |row: Option<DirectoryGroupRow>| row.is_some_and(|row| row.id != group.id);
    if is_other(directory_groups::by_name(tx, &group.name).await?) {
        return Err(ScimError::Conflict("GroupDisplayName").into());
    }
    if let Some(id) = &group.external_id
        && is_other(directory_groups::by_external_id(tx, id).await?)
    {
        return Err(ScimError::Conflict("ExternalId").into());
    }
    Ok(())
}

fn taken(error: StoreError) -> Halt {
    match error {
        StoreError::Conflict => ScimError::Conflict("GroupDisplayName").into(),
        other => other.into(),
    }
}

fn name_of(value: &Value) -> Result<DirectoryGroupName, ScimError> {
    let text = value.as_str().unwrap_or_default();
    DirectoryGroupName::parse(text)
        .map_err(|error| ScimError::value(format!("Value at 'displayName' failed to satisfy constraint: {error}")))
}

fn external_id(value: &Value) -> Result<String, ScimError> {
    value
        .as_str()
        .filter(|text| (1..=256).contains(&text.chars().count()) && !text.chars().any(char::is_control))
        .map(str::to_owned)
        .ok_or_else(|| {
            ScimError::value(
                "Value at 'externalId' failed to satisfy constraint: Member must have length less than or equal to 256",
            )
        })
}

/// Ids of members; a member is named once or twice, and is in it once.
fn members_of(value: Option<&Value>) -> Result<Vec<String>, ScimError> {
    let wrong = || ScimError::value("Value at 'members' failed to satisfy constraint: each member has a value");
    let items = match value {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Array(items)) => items.clone(),
        Some(one @ Value::Object(_)) => vec![one.clone()],
        Some(_) => return Err(wrong()),
    };
    items
        .iter()
        .map(|item| {
            let is_person = item.get("type").is_none_or(|kind| kind.as_str() == Some("User"));
            let id = item.get("value").and_then(Value::as_str).filter(|_| is_person);
            id.map(str::to_owned).ok_or_else(wrong)
        })
        .collect()
}

fn too_many() -> ScimError {
    ScimError::value("A maximum of 100 membership changes are allowed in a single request")
}
