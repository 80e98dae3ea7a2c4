//! What the consoles show of services that are only shown, and of the session itself.

use serde::Serialize;
use utoipa::ToSchema;
use vestibule_identity::Timestamp;
use vestibule_identity::mfa::SessionMfa;

use crate::ErrorBody;

/// The services that are only shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ServicesView {
    /// In the order of the console's menu.
    pub services: Vec<ServiceTile>,
}

/// A service at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ServiceTile {
    /// As it stands in addresses.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The kind of service.
    pub category: String,
    /// Whether the first list of its page would be shown.
    pub allowed: bool,
}

/// A service's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ServicePage {
    /// As it stands in addresses.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The region that was asked; `null` for a service that is one for all regions.
    pub region: Option<String>,
    /// What it lists.
    pub sections: Vec<Section>,
}

/// A resource's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResourcePage {
    /// The service, as it stands in addresses.
    pub service: String,
    /// The service's name.
    pub service_name: String,
    /// Its ARN.
    pub arn: String,
    /// Its name.
    pub name: String,
    /// The region that it is in.
    pub region: String,
    /// What it is in.
    pub parent: Option<ResourceLink>,
    /// The folder of a bucket that is shown.
    pub prefix: Option<String>,
    /// What is to be seen of it.
    pub sections: Vec<Section>,
}

/// A way to a resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ResourceLink {
    /// Its ARN.
    pub arn: String,
    /// Its name.
    pub name: String,
    /// The region that it is in.
    pub region: String,
    /// The folder of a bucket.
    pub prefix: Option<String>,
}

/// A part of a page that one action gives leave to see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Section {
    /// Names it within its page.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The action that was asked, for example `s3:ListBucket`.
    pub action: String,
    /// What it shows.
    pub shown: SectionShown,
}

/// What a section shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "as", rename_all = "kebab-case")]
pub enum SectionShown {
    /// The refusal.
    Refused {
        /// In AWS's words, with its reasons.
        refusal: Box<ErrorBody>,
    },
    /// Resources.
    Table {
        /// What is said of each.
        columns: Vec<Column>,
        /// In name order.
        rows: Vec<Row>,
    },
    /// Facts of a resource.
    Facts {
        /// One after the other.
        facts: Vec<Fact>,
    },
    /// Text; `null` if there is none.
    Text {
        /// As it is.
        text: Option<String>,
    },
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Column {
    /// `created` holds times.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// A resource in a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Row {
    /// The way to it.
    pub link: ResourceLink,
    /// A value for each column.
    pub cells: Vec<String>,
}

/// A fact, or a condition key with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Fact {
    /// `created` is a time.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What is so.
    pub value: String,
}

/// `GetCallerIdentity`, and what the session is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallerIdentity {
    /// The unique id: `AIDA…`, `AROA…:<session>`, or the account for its root user.
    pub user_id: String,
    /// 12 digits.
    pub account: String,
    /// The principal's ARN.
    pub arn: String,
    /// The id of the temporary key, of a role's session.
    pub access_key_id: Option<String>,
    /// When the credentials were issued.
    #[schema(value_type = String, format = "date-time")]
    pub issued_at: Timestamp,
    /// When they expire.
    #[schema(value_type = String, format = "date-time")]
    pub expires_at: Timestamp,
    /// The second factor that the session began with.
    pub session_mfa: Option<SessionMfa>,
    /// Seconds since then.
    pub mfa_age_seconds: Option<i64>,
    /// The condition keys that every request of this session carries.
    pub keys: Vec<Fact>,
}
