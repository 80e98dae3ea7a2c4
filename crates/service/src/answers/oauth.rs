//! What the pages are told that let tools in.

use serde::Serialize;
use utoipa::ToSchema;
use vestibule_identity::Timestamp;

/// Where the browser goes next: to a consent page, or back to the tool with a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OauthRedirect {
    /// Where to.
    pub address: String,
}

/// The page where a device's code is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DevicePage {
    /// Its address.
    pub address: String,
}

/// Something that a tool asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OauthScope {
    /// For example `sso:account:access`.
    pub name: String,
    /// What it lets the tool do.
    pub words: String,
}

/// What a person is asked to allow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OauthConsent {
    /// Names the request in the answer.
    pub request: String,
    /// What the tool calls itself.
    pub client_name: String,
    /// What it asks for.
    pub scopes: Vec<OauthScope>,
    /// Who allows it.
    pub user_name: String,
    /// Host and port that the answer is sent to; a device asks for it instead.
    pub leads_to: Option<String>,
    /// The code of the device.
    pub user_code: Option<String>,
    /// Until when it may be answered.
    #[schema(value_type = String, format = "date-time")]
    pub expires_at: Timestamp,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OauthDecision {
    /// It was allowed.
    pub allowed: bool,
    /// Where the browser goes with the answer; nowhere for a device.
    pub address: Option<String>,
}
