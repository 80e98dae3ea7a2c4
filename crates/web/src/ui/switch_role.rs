//! Acting as a role, and as oneself again.

use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use vestibule_service::ErrorBody;
use vestibule_service::answers::SwitchedRole;
use vestibule_service::switch_role::Switch;

use super::App;
use crate::answer::{Reply, reply};
use crate::caller;
use crate::input::Body;

/// The Switch Role form.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SwitchRoleForm {
    /// 12-digit id (dashes allowed) or alias.
    account: String,
    /// Name of the role, with its path.
    role_name: String,
    /// What the account menu should call it; `role @ account` if empty.
    display_name: Option<String>,
    /// Its colour there: six hexadecimal digits.
    color: Option<String>,
}

/// Switch to a role.
#[utoipa::path(post, path = "/api/switch-role", request_body = SwitchRoleForm, responses((status = 200, body = SwitchedRole), (status = "default", body = ErrorBody)))]
pub async fn switch_role(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<SwitchRoleForm>,
) -> Reply<SwitchedRole> {
    let form = Switch {
        account: form.account,
        role_name: form.role_name,
        display_name: form.display_name,
        color: form.color,
    };
    reply(app.switch_role(&caller, form).await)
}

/// Act as who signed in again.
#[utoipa::path(post, path = "/api/switch-back", responses((status = 200, body = SwitchedRole), (status = "default", body = ErrorBody)))]
pub async fn switch_back(State(app): State<App>, caller::From(caller): caller::From) -> Reply<SwitchedRole> {
    reply(app.switch_back(&caller).await)
}
