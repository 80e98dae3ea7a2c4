//! The AWS Query protocol: STS at `POST /`, and at `GET /` with everything in the query.
//! <https://docs.aws.amazon.com/STS/latest/APIReference/CommonParameters.html>

use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::response::Response;
use http::{Request, StatusCode};
use secrecy::ExposeSecret as _;
use vestibule_credentials::sigv4;
use vestibule_service::sts::answers::{AssumedUser, IssuedCredentials, SamlCall};
use vestibule_service::sts::{Parameters, SignedRequest, StsError};

use super::xml::{self, Element};
use super::{BODY_LIMIT, as_sent, form_pairs, is_form};
use crate::caller;
use crate::ui::App;

const VERSION: &str = "2011-06-15";

/// Any call.
pub(super) async fn call(State(app): State<App>, caller: caller::From, request: Request<Body>) -> Response {
    let request_id = app.request_id();
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        let words = "The request is larger than any call.";
        return xml::refusal(
            StatusCode::PAYLOAD_TOO_LARGE,
            true,
            "RequestEntityTooLarge",
            words,
            &request_id,
        );
    };
    let form = is_form(&parts.headers);
    let sent = as_sent(&parts, &body);
    match answered(&app, &caller, &sent, form).await {
        Ok((action, result)) => xml::answer(action, &result, &request_id),
        Err(error) => {
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            xml::refusal(status, error.is_senders(), error.code(), &error.message(), &request_id)
        }
    }
}

/// What query and form say together, without what the signature says.
fn parameters(sent: &SignedRequest, form: bool) -> Result<Parameters, StsError> {
    let mut pairs: Vec<(String, String)> = sigv4::pairs(&sent.query)
        .ok_or(StsError::MalformedQueryString)?
        .into_iter()
        .filter(|(name, _)| !sigv4::is_signing(name))
        .collect();
    if form {
        pairs.extend(form_pairs(&sent.body));
    }
    Parameters::of(pairs)
}

async fn answered(
    app: &App,
    caller::From(caller): &caller::From,
    sent: &SignedRequest,
    form: bool,
) -> Result<(&'static str, Vec<Element>), StsError> {
    let parameters = parameters(sent, form)?;
    let action = parameters.get("Action").ok_or(StsError::MissingAction)?;
    let version = parameters.get("Version").unwrap_or(VERSION);
    let unknown = || StsError::InvalidAction {
        action: action.chars().take(128).collect(),
        version: version.chars().take(32).collect(),
    };
    if version != VERSION {
        return Err(unknown());
    }
    match action {
        "AssumeRole" => {
            let role = app.assume_role(caller, sent, &parameters).await?;
            let mut result = vec![
                credentials(&role.credentials),
                user("AssumedRoleUser", "AssumedRoleId", &role.user),
            ];
            result.extend(role.packed.map(packed));
            result.extend(role.source_identity.map(|name| Element::text("SourceIdentity", name)));
            Ok(("AssumeRole", result))
        }
        "GetFederationToken" => {
            let token = app.get_federation_token(caller, sent, &parameters).await?;
            let mut result = vec![
                credentials(&token.credentials),
                user("FederatedUser", "FederatedUserId", &token.user),
            ];
            result.extend(token.packed.map(packed));
            Ok(("GetFederationToken", result))
        }
        "GetSessionToken" => {
            let given = app.get_session_token(caller, sent, &parameters).await?;
            Ok(("GetSessionToken", vec![credentials(&given)]))
        }
        "AssumeRoleWithSAML" => {
            let role = app.assume_role_with_saml(caller, SamlCall::read(&parameters)?).await?;
            let mut result = vec![
                Element::text("Issuer", role.issuer),
                user("AssumedRoleUser", "AssumedRoleId", &role.user),
                credentials(&role.credentials),
                Element::text("Subject", role.subject),
                Element::text("SubjectType", role.subject_type),
                Element::text("Audience", role.audience),
                Element::text("NameQualifier", role.name_qualifier),
            ];
            result.extend(role.packed.map(packed));
            result.extend(role.source_identity.map(|name| Element::text("SourceIdentity", name)));
            Ok(("AssumeRoleWithSAML", result))
        }
        "AssumeRoleWithWebIdentity" => {
            let role = app.assume_role_with_web_identity(caller, &parameters).await?;
            let mut result = vec![
                Element::text("SubjectFromWebIdentityToken", role.subject),
                Element::text("Audience", role.audience),
                user("AssumedRoleUser", "AssumedRoleId", &role.user),
                credentials(&role.credentials),
                Element::text("Provider", role.provider),
            ];
            result.extend(role.packed.map(packed));
            result.extend(role.source_identity.map(|name| Element::text("SourceIdentity", name)));
            Ok(("AssumeRoleWithWebIdentity", result))
        }
        "GetCallerIdentity" => {
            let who = app.sts_caller_identity(caller, sent).await?;
            let result = vec![
                Element::text("Arn", who.arn),
                Element::text("UserId", who.user_id),
                Element::text("Account", who.account),
            ];
            Ok(("GetCallerIdentity", result))
        }
        _ => Err(unknown()),
    }
}

fn credentials(issued: &IssuedCredentials) -> Element {
    // To the second, as AWS writes it.
    let expires = issued.expires_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    Element::of(
        "Credentials",
        vec![
            Element::text("AccessKeyId", issued.key.as_str()),
            Element::text("SecretAccessKey", issued.secret.expose_secret()),
            Element::text("SessionToken", issued.token.reveal()),
            Element::text("Expiration", expires),
        ],
    )
}

fn user(name: &'static str, id: &'static str, user: &AssumedUser) -> Element {
    Element::of(
        name,
        vec![
            Element::text(id, user.id.as_str()),
            Element::text("Arn", user.arn.as_str()),
        ],
    )
}

fn packed(percent: u32) -> Element {
    Element::text("PackedPolicySize", percent.to_string())
}
