//! The security keys, and the touch.

use std::sync::Arc;

use axum::extract::{Path, State};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use vestibule_desk::security_keys::{KeyFaults, KeyRequest, SecurityKeyView};
use vestibule_service::ErrorBody;

use super::{answer, done, missing};
use crate::answer::{Empty, Refused, Reply};
use crate::input::Body;
use crate::world::World;

/// The keys.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecurityKeys {
    /// In the order they came.
    pub keys: Vec<SecurityKeyView>,
}

/// A key to add.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewSecurityKey {
    /// Name.
    pub name: String,
    /// PIN, 4 to 63 characters; without one the key proves presence only.
    #[schema(value_type = Option<String>)]
    pub pin: Option<SecretString>,
}

/// What can be changed of a key.
#[derive(Debug, Deserialize, ToSchema)]
pub struct SecurityKeyForm {
    /// Name.
    pub name: String,
    /// What it does wrong.
    pub faults: KeyFaults,
}

/// A touch: the person gives a site's request to a key.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CeremonyForm {
    /// The origin of the page that asks, as the address bar has it.
    pub origin: String,
    /// The site's options: the object inside `publicKey`.
    pub options: Value,
    /// The key's PIN.
    #[schema(value_type = Option<String>)]
    pub pin: Option<SecretString>,
}

impl CeremonyForm {
    fn request(self) -> KeyRequest {
        KeyRequest {
            origin: self.origin,
            options: self.options,
            pin: self.pin,
        }
    }
}

/// The key's answer, for the site.
#[derive(Debug, Serialize, ToSchema)]
pub struct CeremonyAnswer {
    /// What `navigator.credentials` would give the page, as JSON.
    pub credential: Value,
}

/// The keys.
#[utoipa::path(get, path = "/desk/security-keys", responses((status = 200, body = SecurityKeys), (status = "default", body = ErrorBody)))]
pub async fn list(State(world): State<Arc<World>>) -> Reply<SecurityKeys> {
    Ok(answer(SecurityKeys {
        keys: world.desk.security_keys().await?,
    }))
}

/// Add an empty key.
#[utoipa::path(post, path = "/desk/security-keys", request_body = NewSecurityKey, responses((status = 200, body = SecurityKeyView), (status = "default", body = ErrorBody)))]
pub async fn add(State(world): State<Arc<World>>, Body(form): Body<NewSecurityKey>) -> Reply<SecurityKeyView> {
    Ok(answer(
        world.desk.add_security_key(&form.name, form.pin.as_ref()).await?,
    ))
}

/// Rename a key, or let it do wrong.
#[utoipa::path(put, path = "/desk/security-keys/{id}", params(("id" = i64, Path, description = "Key")), request_body = SecurityKeyForm, responses((status = 200, body = SecurityKeyView), (status = "default", body = ErrorBody)))]
pub async fn change(
    State(world): State<Arc<World>>,
    Path(id): Path<i64>,
    Body(form): Body<SecurityKeyForm>,
) -> Reply<SecurityKeyView> {
    let key = world.desk.change_security_key(id, &form.name, form.faults).await?;
    Ok(answer(key.ok_or_else(missing)?))
}

/// Throw a key away, with everything on it.
#[utoipa::path(delete, path = "/desk/security-keys/{id}", params(("id" = i64, Path, description = "Key")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete(State(world): State<Arc<World>>, Path(id): Path<i64>) -> Result<Empty, Refused> {
    world.desk.delete_security_key(id).await?;
    Ok(done())
}

/// Register a key with the site that asks.
#[utoipa::path(post, path = "/desk/security-keys/{id}/register", params(("id" = i64, Path, description = "Key")), request_body = CeremonyForm, responses((status = 200, body = CeremonyAnswer), (status = "default", body = ErrorBody)))]
pub async fn register(
    State(world): State<Arc<World>>,
    Path(id): Path<i64>,
    Body(form): Body<CeremonyForm>,
) -> Reply<CeremonyAnswer> {
    let credential = world.desk.register_key(id, &form.request()).await?;
    Ok(answer(CeremonyAnswer {
        credential: credential.ok_or_else(missing)?,
    }))
}

/// Prove to the site that asks that this key is here.
#[utoipa::path(post, path = "/desk/security-keys/{id}/authenticate", params(("id" = i64, Path, description = "Key")), request_body = CeremonyForm, responses((status = 200, body = CeremonyAnswer), (status = "default", body = ErrorBody)))]
pub async fn authenticate(
    State(world): State<Arc<World>>,
    Path(id): Path<i64>,
    Body(form): Body<CeremonyForm>,
) -> Reply<CeremonyAnswer> {
    let credential = world.desk.authenticate_key(id, &form.request()).await?;
    Ok(answer(CeremonyAnswer {
        credential: credential.ok_or_else(missing)?,
    }))
}
