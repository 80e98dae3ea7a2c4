//! Applications in the Identity Center console.

use axum::extract::{Path, Query, State};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::application::{ApplicationSignIn, AttributeMapping};
use vestibule_service::ErrorBody;
use vestibule_service::answers::{
    ApplicationAssigneePage, ApplicationDetails, ApplicationList, ApplicationProtocol, ApplicationSummary,
};
use vestibule_service::identity_center::applications::{ApplicationChange, NewApplication};

use super::App;
use super::center_access::PartQuery;
use crate::answer::{Empty, Refused, Reply, empty, plain};
use crate::caller;
use crate::input::Body;

/// Their routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(details, update, delete))
        .routes(routes!(assigned))
        .routes(routes!(assign))
        .routes(routes!(unassign))
}

/// All applications.
#[utoipa::path(get, path = "/api/identity-center/applications", operation_id = "center_applications", responses((status = 200, body = ApplicationList), (status = "default", body = ErrorBody)))]
pub async fn list(State(app): State<App>, caller::From(caller): caller::From) -> Reply<ApplicationList> {
    plain(app.applications(&caller).await)
}

/// An application to add.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewApplicationForm {
    /// Its name.
    name: String,
    /// What it is for.
    #[serde(default)]
    description: String,
    /// How it is signed in to.
    protocol: ApplicationProtocol,
}

/// Add a customer managed application.
#[utoipa::path(post, path = "/api/identity-center/applications", operation_id = "center_create_application", request_body = NewApplicationForm, responses((status = 200, body = ApplicationSummary), (status = "default", body = ErrorBody)))]
pub async fn create(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<NewApplicationForm>,
) -> Reply<ApplicationSummary> {
    let form = NewApplication {
        name: form.name,
        description: form.description,
        protocol: form.protocol,
    };
    plain(app.create_application(&caller, form).await)
}

/// An application.
#[utoipa::path(get, path = "/api/identity-center/applications/{id}", operation_id = "center_application", params(("id" = String, Path)), responses((status = 200, body = ApplicationDetails), (status = "default", body = ErrorBody)))]
pub async fn details(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Reply<ApplicationDetails> {
    plain(app.application(&caller, &id).await)
}

/// What of an application may change.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationForm {
    /// Its name.
    name: String,
    /// What it is for.
    description: String,
    /// Whether people may sign in to it.
    enabled: bool,
    /// Only who is assigned may.
    requires_assignment: bool,
    /// How it is signed in to; the protocol stays.
    sign_in: ApplicationSignIn,
    /// What it is told.
    attributes: Vec<AttributeMapping>,
    /// `updatedAt` of what was read before.
    #[schema(value_type = String, format = "date-time")]
    expected: Timestamp,
}

/// Change an application.
#[utoipa::path(put, path = "/api/identity-center/applications/{id}", operation_id = "center_update_application", params(("id" = String, Path)), request_body = ApplicationForm, responses((status = 200, body = ApplicationDetails), (status = "default", body = ErrorBody)))]
pub async fn update(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<ApplicationForm>,
) -> Reply<ApplicationDetails> {
    let change = ApplicationChange {
        name: form.name,
        description: form.description,
        enabled: form.enabled,
        requires_assignment: form.requires_assignment,
        sign_in: form.sign_in,
        attributes: form.attributes,
        expected: form.expected,
    };
    plain(app.update_application(&caller, &id, change).await)
}

/// Delete an application.
#[utoipa::path(delete, path = "/api/identity-center/applications/{id}", operation_id = "center_delete_application", params(("id" = String, Path)), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Result<Empty, Refused> {
    done(app.delete_application(&caller, &id).await)
}

/// Who is assigned to an application.
#[utoipa::path(get, path = "/api/identity-center/applications/{id}/assigned", operation_id = "center_application_assigned", params(("id" = String, Path), PartQuery), responses((status = 200, body = ApplicationAssigneePage), (status = "default", body = ErrorBody)))]
pub async fn assigned(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Query(query): Query<PartQuery>,
) -> Reply<ApplicationAssigneePage> {
    plain(app.application_assigned(&caller, &id, &query.into()).await)
}

/// People and groups, by id.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Assignees {
    /// People.
    #[serde(default)]
    users: Vec<String>,
    /// Groups.
    #[serde(default)]
    groups: Vec<String>,
}

/// Assign people and groups to an application.
#[utoipa::path(post, path = "/api/identity-center/applications/{id}/assign", operation_id = "center_assign_application", params(("id" = String, Path)), request_body = Assignees, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn assign(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<Assignees>,
) -> Result<Empty, Refused> {
    done(app.assign_application(&caller, &id, &form.users, &form.groups).await)
}

/// Take assignments away.
#[utoipa::path(post, path = "/api/identity-center/applications/{id}/unassign", operation_id = "center_unassign_application", params(("id" = String, Path)), request_body = Assignees, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn unassign(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<Assignees>,
) -> Result<Empty, Refused> {
    done(app.unassign_application(&caller, &id, &form.users, &form.groups).await)
}

fn done(result: Result<(), vestibule_service::ServiceError>) -> Result<Empty, Refused> {
    empty(result.map(vestibule_service::Answer::new))
}
