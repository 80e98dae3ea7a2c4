//! What an OpenID provider publishes: its discovery document and its keys.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html>,
//! <https://openid.net/specs/openid-connect-discovery-1_0.html>

use std::time::Duration;

use serde_json::Value;
use vestibule_credentials::web_token::WebTokenRefusal;
use vestibule_identity::network::{Network, Request};

use super::unfit;
use crate::sts::StsError;

/// Bytes of a document.
const LONGEST: usize = 256 * 1024;
/// How long a provider may take.
const PATIENCE: Duration = Duration::from_secs(5);
const NO_KEYS: &str = "Couldn't retrieve verification key from your identity provider, please reference \
                       AssumeRoleWithWebIdentity documentation for requirements";
const UNREACHABLE: &str = "The request could not be fulfilled because the identity provider could not be reached to verify the \
                           incoming identity token.";
/// Algorithms of which a provider must offer one.
const ALGORITHMS: [&str; 6] = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];
const CLAIMS: [&str; 4] = ["aud", "iat", "iss", "sub"];

/// The provider's keys. A redirect is not followed.
pub(super) async fn published(network: &dyn Network, name: &str) -> Result<Value, StsError> {
    let issuer = format!("https://{name}");
    let discovery = document(network, &place(&issuer)).await?;
    let address = discovered(&discovery, &issuer).ok_or_else(|| unfit(NO_KEYS))?;
    document(network, &address).await
}

/// Where the discovery document is: a slash at the end of the issuer is left out (Discovery 4).
fn place(issuer: &str) -> String {
    let bare = issuer.strip_suffix('/').unwrap_or(issuer);
    format!("{bare}/.well-known/openid-configuration")
}

async fn document(network: &dyn Network, address: &str) -> Result<Value, StsError> {
    let unreachable = || StsError::IdpCommunicationError(UNREACHABLE.to_owned());
    let request = Request::get(address).header("accept", "application/json");
    let response = tokio::time::timeout(PATIENCE, network.send(request))
        .await
        .map_err(|_| unreachable())?
        .map_err(|_| unreachable())?;
    match response.status {
        200 if response.body.len() <= LONGEST => serde_json::from_str(&response.body).map_err(|_| unfit(NO_KEYS)),
        status if status >= 500 => Err(unreachable()),
        _ => Err(unfit(NO_KEYS)),
    }
}

/// `jwks_uri`, of a document that has what AWS demands.
fn discovered(document: &Value, issuer: &str) -> Option<String> {
    let has = |list: &str, wanted: &str| {
        let values = document.get(list).and_then(Value::as_array);
        values.is_some_and(|values| values.iter().any(|value| value == wanted))
    };
    let complete = document.get("issuer").and_then(Value::as_str) == Some(issuer)
        && CLAIMS.iter().all(|claim| has("claims_supported", claim))
        && has("response_types_supported", "id_token")
        && ALGORITHMS
            .iter()
            .any(|name| has("id_token_signing_alg_values_supported", name));
    let address = document.get("jwks_uri").and_then(Value::as_str)?;
    let url = url::Url::parse(address).ok()?;
    let fits = url.scheme() == "https" && url.username().is_empty() && url.password().is_none();
    (complete && fits).then(|| address.to_owned())
}

/// What a refused signature is to whoever calls.
pub(super) fn refusal(refusal: WebTokenRefusal) -> StsError {
    match refusal {
        WebTokenRefusal::Keys | WebTokenRefusal::NoKey => unfit(NO_KEYS),
        WebTokenRefusal::Malformed => {
            unfit("The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)")
        }
        WebTokenRefusal::Algorithm => unfit("The ID Token is signed with an algorithm that is not supported."),
        WebTokenRefusal::Signature => unfit("The ID Token's signature is not valid."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_slash_at_the_end_of_an_issuer_is_its_own_and_no_part_of_the_place() {
        for (issuer, there) in [
            (
                "https://idp.example",
                "https://idp.example/.well-known/openid-configuration",
            ),
            (
                "https://idp.example/",
                "https://idp.example/.well-known/openid-configuration",
            ),
            (
                "https://idp.example/t/",
                "https://idp.example/t/.well-known/openid-configuration",
            ),
        ] {
            assert_eq!(place(issuer), there);
        }
    }

    #[test]
    fn a_discovery_document_is_whole_and_of_the_issuer() {
        let good = json!({
            "issuer": "https://idp.example", "jwks_uri": "https://keys.example/jwks",
            "claims_supported": ["aud", "iat", "iss", "sub", "email"], "response_types_supported": ["code", "id_token"],
            "id_token_signing_alg_values_supported": ["ES256"],
        });
        let found = |document: &Value| discovered(document, "https://idp.example");
        assert_eq!(found(&good).as_deref(), Some("https://keys.example/jwks"));
        for (name, value) in [
            ("issuer", json!("https://other.example")),
            ("issuer", json!("https://idp.example/")),
            ("jwks_uri", json!("http://keys.example/jwks")),
            ("jwks_uri", json!("https://user@keys.example/jwks")),
            ("jwks_uri", json!(null)),
            ("claims_supported", json!(["aud", "iat", "iss"])),
            ("response_types_supported", json!(["code"])),
            ("id_token_signing_alg_values_supported", json!(["HS256", "none"])),
        ] {
            let mut wrong = good.clone();
            wrong[name] = value;
            assert_eq!(found(&wrong), None, "{wrong}");
        }
    }
}
