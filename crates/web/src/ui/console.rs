//! Services that are only shown, and who one is.

use axum::extract::{Path, Query, State};
use serde::Deserialize;
use utoipa::IntoParams;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{CallerIdentity, ResourcePage, ServicePage, ServicesView};

use super::App;
use crate::answer::{Reply, plain};
use crate::caller;

/// Where.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RegionQuery {
    /// The region chosen in the bar.
    region: String,
}

/// Which resource.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ResourceQuery {
    /// Its ARN.
    arn: String,
    /// A folder of a bucket, up to its slash.
    prefix: Option<String>,
}

/// The services.
#[utoipa::path(get, path = "/api/console/services", params(RegionQuery), responses((status = 200, body = ServicesView), (status = "default", body = ErrorBody)))]
pub async fn services(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Query(query): Query<RegionQuery>,
) -> Reply<ServicesView> {
    plain(app.console_services(&caller, &query.region).await)
}

/// A service's page.
#[utoipa::path(get, path = "/api/console/services/{service}", params(("service" = String, Path, description = "As in addresses"), RegionQuery), responses((status = 200, body = ServicePage), (status = "default", body = ErrorBody)))]
pub async fn service(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(service): Path<String>,
    Query(query): Query<RegionQuery>,
) -> Reply<ServicePage> {
    plain(app.console_service(&caller, &service, &query.region).await)
}

/// A resource's page.
#[utoipa::path(get, path = "/api/console/services/{service}/resource", params(("service" = String, Path, description = "As in addresses"), ResourceQuery), responses((status = 200, body = ResourcePage), (status = "default", body = ErrorBody)))]
pub async fn resource(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(service): Path<String>,
    Query(query): Query<ResourceQuery>,
) -> Reply<ResourcePage> {
    plain(
        app.console_resource(&caller, &service, &query.arn, query.prefix.as_deref())
            .await,
    )
}

/// `GetCallerIdentity`, and the session's facts.
#[utoipa::path(get, path = "/api/console/identity", responses((status = 200, body = CallerIdentity), (status = "default", body = ErrorBody)))]
pub async fn identity(State(app): State<App>, caller::From(caller): caller::From) -> Reply<CallerIdentity> {
    plain(app.caller_identity(&caller).await)
}
