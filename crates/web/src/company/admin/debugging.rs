//! Teaching faults, the log, sign-in settings, the broker, provisioning.

use axum::extract::{Path, State};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vestibule_company::CompanyErrorBody;
use vestibule_company::admin::faults::{FaultSwitch, FaultsForm};
use vestibule_company::broker::{BrokerAdministration, BrokerForm};
use vestibule_company::saml::{IssuedDetails, IssuedSummary};
use vestibule_company::scim::{ScimAdministration, ScimForm};
use vestibule_company::settings::SignInSettings;

use crate::company::answer::{Body, Reply, plain};
use crate::company::{App, caller};

/// The routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(faults, set_faults))
        .routes(routes!(log))
        .routes(routes!(log_entry))
        .routes(routes!(sign_in, set_sign_in))
        .routes(routes!(broker, set_broker))
        .routes(routes!(scim, set_scim))
        .routes(routes!(provision))
}

/// Every teaching fault with its switch.
#[utoipa::path(get, path = "/company/api/admin/faults", responses((status = 200, body = Vec<FaultSwitch>), (status = "default", body = CompanyErrorBody)))]
pub async fn faults(State(app): State<App>, caller::From(caller): caller::From) -> Reply<Vec<FaultSwitch>> {
    plain(app.fault_switches(&caller).await)
}

/// Switch teaching faults on and off.
#[utoipa::path(put, path = "/company/api/admin/faults", request_body = FaultsForm, responses((status = 200, body = Vec<FaultSwitch>), (status = "default", body = CompanyErrorBody)))]
pub async fn set_faults(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<FaultsForm>,
) -> Reply<Vec<FaultSwitch>> {
    plain(app.set_faults(&caller, &form).await)
}

/// What was issued, newest first.
#[utoipa::path(get, path = "/company/api/admin/log", responses((status = 200, body = Vec<IssuedSummary>), (status = "default", body = CompanyErrorBody)))]
pub async fn log(State(app): State<App>, caller::From(caller): caller::From) -> Reply<Vec<IssuedSummary>> {
    plain(app.issued(&caller).await)
}

/// An issued response or token, readable.
#[utoipa::path(get, path = "/company/api/admin/log/{id}", params(("id" = i64, Path)), responses((status = 200, body = IssuedDetails), (status = "default", body = CompanyErrorBody)))]
pub async fn log_entry(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<i64>,
) -> Reply<IssuedDetails> {
    plain(app.issued_one(&caller, id).await)
}

/// How people sign in.
#[utoipa::path(get, path = "/company/api/admin/sign-in", responses((status = 200, body = SignInSettings), (status = "default", body = CompanyErrorBody)))]
pub async fn sign_in(State(app): State<App>, caller::From(caller): caller::From) -> Reply<SignInSettings> {
    plain(app.sign_in_settings(&caller).await)
}

/// Change how people sign in.
#[utoipa::path(put, path = "/company/api/admin/sign-in", request_body = SignInSettings, responses((status = 200, body = SignInSettings), (status = "default", body = CompanyErrorBody)))]
pub async fn set_sign_in(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<SignInSettings>,
) -> Reply<SignInSettings> {
    plain(app.set_sign_in_settings(&caller, form).await)
}

/// The identity broker.
#[utoipa::path(get, path = "/company/api/admin/broker", responses((status = 200, body = BrokerAdministration), (status = "default", body = CompanyErrorBody)))]
pub async fn broker(State(app): State<App>, caller::From(caller): caller::From) -> Reply<BrokerAdministration> {
    plain(app.broker_administration(&caller).await)
}

/// Set the identity broker up.
#[utoipa::path(put, path = "/company/api/admin/broker", request_body = BrokerForm, responses((status = 200, body = BrokerAdministration), (status = "default", body = CompanyErrorBody)))]
pub async fn set_broker(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<BrokerForm>,
) -> Reply<BrokerAdministration> {
    plain(app.set_broker(&caller, form).await)
}

/// Provisioning.
#[utoipa::path(get, path = "/company/api/admin/scim", responses((status = 200, body = ScimAdministration), (status = "default", body = CompanyErrorBody)))]
pub async fn scim(State(app): State<App>, caller::From(caller): caller::From) -> Reply<ScimAdministration> {
    plain(app.scim_administration(&caller).await)
}

/// Set provisioning up.
#[utoipa::path(put, path = "/company/api/admin/scim", request_body = ScimForm, responses((status = 200, body = ScimAdministration), (status = "default", body = CompanyErrorBody)))]
pub async fn set_scim(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<ScimForm>,
) -> Reply<ScimAdministration> {
    plain(app.set_scim(&caller, form).await)
}

/// Provision now.
#[utoipa::path(post, path = "/company/api/admin/scim/provision", responses((status = 200, body = ScimAdministration), (status = "default", body = CompanyErrorBody)))]
pub async fn provision(State(app): State<App>, caller::From(caller): caller::From) -> Reply<ScimAdministration> {
    plain(app.provision_now(&caller).await)
}
