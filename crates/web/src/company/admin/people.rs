//! The company's people and groups.

use axum::extract::{Path, State};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vestibule_company::CompanyErrorBody;
use vestibule_company::admin::groups::{CompanyGroup, GroupForm};
use vestibule_company::admin::mappings::{MappingForm, RoleMapping};
use vestibule_company::admin::people::{CompanyPerson, PersonForm};

use crate::company::answer::{Body, Empty, Refused, Reply, done, plain};
use crate::company::{App, caller};

/// The routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(people, add_person))
        .routes(routes!(change_person))
        .routes(routes!(enable_person))
        .routes(routes!(disable_person))
        .routes(routes!(reset_password))
        .routes(routes!(remove_authenticator))
        .routes(routes!(groups, add_group))
        .routes(routes!(change_group, delete_group))
        .routes(routes!(mappings, add_mapping))
        .routes(routes!(change_mapping, delete_mapping))
}

/// Everybody.
#[utoipa::path(get, path = "/company/api/admin/people", responses((status = 200, body = Vec<CompanyPerson>), (status = "default", body = CompanyErrorBody)))]
pub async fn people(State(app): State<App>, caller::From(caller): caller::From) -> Reply<Vec<CompanyPerson>> {
    plain(app.people(&caller).await)
}

/// Add somebody; their first password goes to them.
#[utoipa::path(post, path = "/company/api/admin/people", request_body = PersonForm, responses((status = 200, body = CompanyPerson), (status = "default", body = CompanyErrorBody)))]
pub async fn add_person(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<PersonForm>,
) -> Reply<CompanyPerson> {
    plain(app.add_person(&caller, form).await)
}

/// Change somebody.
#[utoipa::path(put, path = "/company/api/admin/people/{id}", params(("id" = String, Path)), request_body = PersonForm, responses((status = 200, body = CompanyPerson), (status = "default", body = CompanyErrorBody)))]
pub async fn change_person(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<PersonForm>,
) -> Reply<CompanyPerson> {
    plain(app.change_person(&caller, &id, form).await)
}

/// Let somebody sign in again.
#[utoipa::path(post, path = "/company/api/admin/people/{id}/enable", params(("id" = String, Path)), responses((status = 200, body = CompanyPerson), (status = "default", body = CompanyErrorBody)))]
pub async fn enable_person(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Reply<CompanyPerson> {
    plain(app.enable_person(&caller, &id, true).await)
}

/// Let somebody sign in no more.
#[utoipa::path(post, path = "/company/api/admin/people/{id}/disable", params(("id" = String, Path)), responses((status = 200, body = CompanyPerson), (status = "default", body = CompanyErrorBody)))]
pub async fn disable_person(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Reply<CompanyPerson> {
    plain(app.enable_person(&caller, &id, false).await)
}

/// Give somebody a new password; it goes to them.
#[utoipa::path(post, path = "/company/api/admin/people/{id}/password", params(("id" = String, Path)), responses((status = 204), (status = "default", body = CompanyErrorBody)))]
pub async fn reset_password(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Result<Empty, Refused> {
    done(app.reset_password(&caller, &id).await)
}

/// Take somebody's authenticator app away.
#[utoipa::path(delete, path = "/company/api/admin/people/{id}/authenticator", params(("id" = String, Path)), responses((status = 204), (status = "default", body = CompanyErrorBody)))]
pub async fn remove_authenticator(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Result<Empty, Refused> {
    done(app.remove_authenticator(&caller, &id).await)
}

/// Every group.
#[utoipa::path(get, path = "/company/api/admin/groups", responses((status = 200, body = Vec<CompanyGroup>), (status = "default", body = CompanyErrorBody)))]
pub async fn groups(State(app): State<App>, caller::From(caller): caller::From) -> Reply<Vec<CompanyGroup>> {
    plain(app.groups(&caller).await)
}

/// Add a group.
#[utoipa::path(post, path = "/company/api/admin/groups", request_body = GroupForm, responses((status = 200, body = CompanyGroup), (status = "default", body = CompanyErrorBody)))]
pub async fn add_group(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<GroupForm>,
) -> Reply<CompanyGroup> {
    plain(app.add_group(&caller, form).await)
}

/// Change a group and its members.
#[utoipa::path(put, path = "/company/api/admin/groups/{id}", params(("id" = String, Path)), request_body = GroupForm, responses((status = 200, body = CompanyGroup), (status = "default", body = CompanyErrorBody)))]
pub async fn change_group(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<GroupForm>,
) -> Reply<CompanyGroup> {
    plain(app.change_group(&caller, &id, form).await)
}

/// Delete a group with its mappings.
#[utoipa::path(delete, path = "/company/api/admin/groups/{id}", params(("id" = String, Path)), responses((status = 204), (status = "default", body = CompanyErrorBody)))]
pub async fn delete_group(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Result<Empty, Refused> {
    done(app.delete_group(&caller, &id).await)
}

/// Which group enters AWS in which role.
#[utoipa::path(get, path = "/company/api/admin/mappings", responses((status = 200, body = Vec<RoleMapping>), (status = "default", body = CompanyErrorBody)))]
pub async fn mappings(State(app): State<App>, caller::From(caller): caller::From) -> Reply<Vec<RoleMapping>> {
    plain(app.mappings(&caller).await)
}

/// Map a group to a role.
#[utoipa::path(post, path = "/company/api/admin/mappings", request_body = MappingForm, responses((status = 200, body = RoleMapping), (status = "default", body = CompanyErrorBody)))]
pub async fn add_mapping(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<MappingForm>,
) -> Reply<RoleMapping> {
    plain(app.add_mapping(&caller, form).await)
}

/// Change a mapping; it gets another number.
#[utoipa::path(put, path = "/company/api/admin/mappings/{id}", params(("id" = i64, Path)), request_body = MappingForm, responses((status = 200, body = RoleMapping), (status = "default", body = CompanyErrorBody)))]
pub async fn change_mapping(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<i64>,
    Body(form): Body<MappingForm>,
) -> Reply<RoleMapping> {
    plain(app.change_mapping(&caller, id, form).await)
}

/// Delete a mapping.
#[utoipa::path(delete, path = "/company/api/admin/mappings/{id}", params(("id" = i64, Path)), responses((status = 204), (status = "default", body = CompanyErrorBody)))]
pub async fn delete_mapping(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<i64>,
) -> Result<Empty, Refused> {
    done(app.delete_mapping(&caller, id).await)
}
