//! The federation endpoint: `Action=getSigninToken`, then `Action=login` (facts 2.6). An address works, and so does a form.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html>

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION};
use http::{HeaderValue, Request, StatusCode};
use serde_json::json;
use vestibule_service::federation::{Login, SigninTokenForm, SigninTokenRefusal, web_address};

use super::xml::escape;
use super::{BODY_LIMIT, form_pairs, is_form};
use crate::answer::write_cookies;
use crate::caller;
use crate::ui::App;

/// With everything in the address.
pub(super) async fn by_address(State(app): State<App>, caller: caller::From, request: Request<Body>) -> Response {
    let query = request.uri().query().unwrap_or_default().to_owned();
    answered(&app, caller, form_pairs(query.as_bytes())).await
}

/// With everything in a form, or some of it in the address.
pub(super) async fn by_form(State(app): State<App>, caller: caller::From, request: Request<Body>) -> Response {
    let (parts, body) = request.into_parts();
    let mut pairs = form_pairs(parts.uri.query().unwrap_or_default().as_bytes());
    match to_bytes(body, BODY_LIMIT).await {
        Ok(body) if is_form(&parts.headers) => pairs.extend(form_pairs(&body)),
        Ok(body) if body.is_empty() => {}
        _ => return refusal("The request is not a form."),
    }
    answered(&app, caller, pairs).await
}

/// Everything that is read here.
const PARAMETERS: [&str; 7] = [
    "Action",
    "Session",
    "SessionDuration",
    "SessionType",
    "SigninToken",
    "Destination",
    "Issuer",
];

async fn answered(app: &App, caller::From(caller): caller::From, pairs: Vec<(String, String)>) -> Response {
    let count = |name: &str| pairs.iter().filter(|(known, _)| known == name).count();
    // Nobody could tell which one was meant.
    if let Some(name) = PARAMETERS.iter().find(|name| count(name) > 1) {
        return refusal(&format!("The parameter {name} is there more than once."));
    }
    let one = |name: &str| {
        let found = pairs.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone())
    };
    match one("Action").as_deref() {
        Some("getSigninToken") => {
            let form = SigninTokenForm {
                session: one("Session").unwrap_or_default().into(),
                duration: one("SessionDuration"),
                kind: one("SessionType"),
            };
            match app.get_signin_token(&caller, form).await {
                Ok(token) => {
                    let mut response = Json(json!({ "SigninToken": token.reveal() })).into_response();
                    no_store(&mut response);
                    response
                }
                Err(SigninTokenRefusal::Service(fault)) => {
                    tracing::error!(error = %fault, "the federation endpoint failed");
                    text(StatusCode::INTERNAL_SERVER_ERROR, "Internal failure")
                }
                Err(refused) => refusal(&refused.to_string()),
            }
        }
        Some("login") => {
            let issuer = one("Issuer").unwrap_or_default();
            let login = Login {
                token: one("SigninToken").unwrap_or_default(),
                destination: one("Destination").unwrap_or_default(),
                issuer: issuer.clone(),
            };
            match app.federation_login(&caller, login).await {
                Ok(answer) => {
                    let mut response = StatusCode::FOUND.into_response();
                    if let Ok(place) = HeaderValue::from_str(&answer.body.destination) {
                        response.headers_mut().insert(LOCATION, place);
                    }
                    write_cookies(&mut response, &answer.cookies);
                    no_store(&mut response);
                    response
                }
                Err(error) => {
                    let body = error.body();
                    page(
                        crate::answer::status(body.code),
                        &body.message,
                        web_address(&issuer).as_deref(),
                    )
                }
            }
        }
        _ => refusal("The parameter Action must be getSigninToken or login."),
    }
}

/// AWS documents no body of a refusal; it is seen to be HTTP 400.
fn refusal(words: &str) -> Response {
    text(StatusCode::BAD_REQUEST, words)
}

fn text(status: StatusCode, words: &str) -> Response {
    let mut response = (status, [(CONTENT_TYPE, "text/plain; charset=utf-8")], words.to_owned()).into_response();
    no_store(&mut response);
    response
}

/// A page that says why nobody was signed in, and leads back to whoever sent the person. A link that is used up is refused
/// as a bad request is.
fn page(status: StatusCode, words: &str, issuer: Option<&str>) -> Response {
    let mut body = String::from(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Federation</title></head><body><h1>You were \
         not signed in</h1><p>",
    );
    escape(words, &mut body);
    body.push_str("</p>");
    if let Some(issuer) = issuer {
        body.push_str("<p><a rel=\"noreferrer\" href=\"");
        escape(issuer, &mut body);
        body.push_str("\">Sign in again at ");
        escape(issuer, &mut body);
        body.push_str("</a></p>");
    }
    body.push_str("</body></html>");
    let status = if status == StatusCode::GONE {
        StatusCode::BAD_REQUEST
    } else {
        status
    };
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'"),
    ];
    let mut response = (status, headers, body).into_response();
    no_store(&mut response);
    response
}

fn no_store(response: &mut Response) {
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
}
