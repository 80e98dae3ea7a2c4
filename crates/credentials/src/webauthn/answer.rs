//! What the relying party checks itself before the library does: the library matches origins as addresses, reads no
//! `id`, no `topOrigin` and no `userHandle`, and looks at `crossOrigin` at registration only.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Value;

use super::error::WebauthnError;

/// WebAuthn Level 3 section 7.1: "Verify that the credentialId is <= 1023 bytes."
const MOST_ID_BYTES: usize = 1023;
/// No field of a real answer comes near it.
const MOST_FIELD_TEXT: usize = 64 * 1024;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    id: String,
    raw_id: String,
    #[serde(rename = "type")]
    kind: String,
    response: Response,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    user_handle: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    origin: String,
    cross_origin: Option<bool>,
    top_origin: Option<Value>,
}

/// What of an answer is used here.
pub(super) struct Checked {
    pub(super) credential_id: Vec<u8>,
    pub(super) user_handle: Option<Vec<u8>>,
}

/// Reads an answer that must have been made at this origin.
pub(super) fn check(credential: &Value, origin: &str) -> Result<Checked, WebauthnError> {
    let answer = Answer::deserialize(credential).map_err(|_| WebauthnError::Malformed)?;
    let credential_id = decode(&answer.raw_id)?;
    // `id` is `rawId` in base64url: one of the two would go unread.
    if answer.kind != "public-key" || answer.id != answer.raw_id {
        return Err(WebauthnError::Malformed);
    }
    if credential_id.is_empty() || credential_id.len() > MOST_ID_BYTES {
        return Err(WebauthnError::Malformed);
    }
    let client_data = client_data(&answer.response)?;
    if client_data.origin != origin {
        return Err(WebauthnError::Origin);
    }
    if client_data.cross_origin == Some(true) || client_data.top_origin.is_some() {
        return Err(WebauthnError::Embedded);
    }
    let user_handle = answer.response.user_handle.as_deref().map(decode).transpose()?;
    Ok(Checked {
        credential_id,
        user_handle,
    })
}

/// The origin that the browser wrote into the answer, for the caller to judge whether it is one of its own.
#[must_use]
pub fn client_origin(credential: &Value) -> Option<String> {
    let answer = Answer::deserialize(credential).ok()?;
    Some(client_data(&answer.response).ok()?.origin)
}

fn client_data(response: &Response) -> Result<ClientData, WebauthnError> {
    let json = decode(&response.client_data)?;
    serde_json::from_slice(&json).map_err(|_| WebauthnError::Malformed)
}

fn decode(text: &str) -> Result<Vec<u8>, WebauthnError> {
    if text.len() > MOST_FIELD_TEXT {
        return Err(WebauthnError::Malformed);
    }
    URL_SAFE_NO_PAD.decode(text).map_err(|_| WebauthnError::Malformed)
}
