//! The whole account at a glance: the IAM dashboard and the credential report.

use axum::extract::State;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{AccountSummary, CredentialReport, Recommendations};

use super::App;
use crate::answer::{Reply, plain};
use crate::caller;

/// What the account has.
#[utoipa::path(get, path = "/api/iam/summary", responses((status = 200, body = AccountSummary), (status = "default", body = ErrorBody)))]
pub async fn summary(State(app): State<App>, caller::From(caller): caller::From) -> Reply<AccountSummary> {
    plain(app.account_summary(&caller).await)
}

/// What one would better change.
#[utoipa::path(get, path = "/api/iam/recommendations", responses((status = 200, body = Recommendations), (status = "default", body = ErrorBody)))]
pub async fn recommendations(State(app): State<App>, caller::From(caller): caller::From) -> Reply<Recommendations> {
    plain(app.recommendations(&caller).await)
}

/// The report of the last four hours, or a new one.
#[utoipa::path(post, path = "/api/credential-report", responses((status = 200, body = CredentialReport), (status = "default", body = ErrorBody)))]
pub async fn credential_report(State(app): State<App>, caller::From(caller): caller::From) -> Reply<CredentialReport> {
    plain(app.credential_report(&caller).await)
}
