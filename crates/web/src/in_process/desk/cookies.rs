//! The browser's cookie jar.

use std::sync::Arc;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vestibule_desk::browser::CookieView;
use vestibule_service::ErrorBody;

use super::{answer, done};
use crate::answer::{Empty, Refused, Reply};
use crate::input::Body;
use crate::world::World;

/// The cookie jar.
#[derive(Debug, Serialize, ToSchema)]
pub struct Cookies {
    /// By name; never with values.
    pub cookies: Vec<CookieView>,
}

/// Which cookie.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CookieForm {
    /// Name.
    pub name: String,
    /// Host.
    pub domain: String,
    /// Path.
    pub path: String,
}

/// The cookie jar.
#[utoipa::path(get, path = "/desk/cookies", responses((status = 200, body = Cookies), (status = "default", body = ErrorBody)))]
pub async fn list(State(world): State<Arc<World>>) -> Reply<Cookies> {
    Ok(answer(Cookies {
        cookies: world.desk.cookies().await?,
    }))
}

/// Delete one cookie.
#[utoipa::path(post, path = "/desk/cookies/delete", request_body = CookieForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete(State(world): State<Arc<World>>, Body(form): Body<CookieForm>) -> Result<Empty, Refused> {
    world.desk.delete_cookie(&form.name, &form.domain, &form.path).await?;
    Ok(done())
}

/// Delete all cookies.
#[utoipa::path(delete, path = "/desk/cookies", responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn clear(State(world): State<Arc<World>>) -> Result<Empty, Refused> {
    world.desk.clear_cookies().await?;
    Ok(done())
}
