//! What AWS sign-in tells identity providers about itself (facts 2.1).

use axum::response::{IntoResponse as _, Response};
use http::header::CONTENT_TYPE;
use vestibule_service::federation::saml::sign_in_metadata;

/// <https://signin.aws.amazon.com/static/saml-metadata.xml>
pub(super) async fn of_sign_in() -> Response {
    ([(CONTENT_TYPE, "application/samlmetadata+xml")], sign_in_metadata()).into_response()
}
