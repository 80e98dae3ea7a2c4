//! What a person opens from the company's portal.

use axum::extract::{Path, State};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vestibule_company::CompanyErrorBody;
use vestibule_company::broker::{BrokerLink, BrokerPage};
use vestibule_company::portal::CompanyPortal;
use vestibule_company::saml::SamlForm;
use vestibule_company::web_identity::builds::{BuildRun, Builds};
use vestibule_company::web_identity::{AssumeForm, CompanyCredentials, IssuedToken, WebIdentityPage};

use super::answer::{Body, Reply, plain};
use super::{App, caller};

/// The routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(portal))
        .routes(routes!(console))
        .routes(routes!(identity_center))
        .routes(routes!(web_identity))
        .routes(routes!(web_identity_token))
        .routes(routes!(web_identity_assume))
        .routes(routes!(broker))
        .routes(routes!(broker_link))
        .routes(routes!(builds))
        .routes(routes!(run_build))
}

/// The portal: who one is, and what one may open.
#[utoipa::path(get, path = "/company/api/portal", responses((status = 200, body = CompanyPortal), (status = "default", body = CompanyErrorBody)))]
pub async fn portal(State(app): State<App>, caller::From(caller): caller::From) -> Reply<CompanyPortal> {
    plain(app.portal(&caller).await)
}

/// A form to post on to the AWS console.
#[utoipa::path(post, path = "/company/api/portal/aws-console", responses((status = 200, body = SamlForm), (status = "default", body = CompanyErrorBody)))]
pub async fn console(State(app): State<App>, caller::From(caller): caller::From) -> Reply<SamlForm> {
    plain(app.open_console(&caller).await)
}

/// A form to post on to IAM Identity Center.
#[utoipa::path(post, path = "/company/api/portal/identity-center", responses((status = 200, body = SamlForm), (status = "default", body = CompanyErrorBody)))]
pub async fn identity_center(State(app): State<App>, caller::From(caller): caller::From) -> Reply<SamlForm> {
    plain(app.open_identity_center(&caller).await)
}

/// A contractor's page.
#[utoipa::path(get, path = "/company/api/web-identity", responses((status = 200, body = WebIdentityPage), (status = "default", body = CompanyErrorBody)))]
pub async fn web_identity(State(app): State<App>, caller::From(caller): caller::From) -> Reply<WebIdentityPage> {
    plain(app.web_identity(&caller).await)
}

/// An ID token for a contractor.
#[utoipa::path(post, path = "/company/api/web-identity/token", responses((status = 200, body = IssuedToken), (status = "default", body = CompanyErrorBody)))]
pub async fn web_identity_token(State(app): State<App>, caller::From(caller): caller::From) -> Reply<IssuedToken> {
    plain(app.web_identity_token(&caller).await)
}

/// Short-term credentials for a contractor, shown once.
#[utoipa::path(post, path = "/company/api/web-identity/assume", request_body = AssumeForm, responses((status = 200, body = CompanyCredentials), (status = "default", body = CompanyErrorBody)))]
pub async fn web_identity_assume(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<AssumeForm>,
) -> Reply<CompanyCredentials> {
    plain(app.web_identity_assume(&caller, form).await)
}

/// The identity broker's page.
#[utoipa::path(get, path = "/company/api/broker", responses((status = 200, body = BrokerPage), (status = "default", body = CompanyErrorBody)))]
pub async fn broker(State(app): State<App>, caller::From(caller): caller::From) -> Reply<BrokerPage> {
    plain(app.broker(&caller).await)
}

/// A link into the console.
#[utoipa::path(post, path = "/company/api/broker/link", responses((status = 200, body = BrokerLink), (status = "default", body = CompanyErrorBody)))]
pub async fn broker_link(State(app): State<App>, caller::From(caller): caller::From) -> Reply<BrokerLink> {
    plain(app.broker_link(&caller).await)
}

/// Build jobs and their runs.
#[utoipa::path(get, path = "/company/api/builds", responses((status = 200, body = Builds), (status = "default", body = CompanyErrorBody)))]
pub async fn builds(State(app): State<App>, caller::From(caller): caller::From) -> Reply<Builds> {
    plain(app.builds(&caller).await)
}

/// Run a build job.
#[utoipa::path(post, path = "/company/api/builds/{id}/run", params(("id" = String, Path)), responses((status = 200, body = BuildRun), (status = "default", body = CompanyErrorBody)))]
pub async fn run_build(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Reply<BuildRun> {
    plain(app.run_build(&caller, &id).await)
}
