//! What is wrong with a document, asked while it is written.

use vestibule_policy::{Document, Kind};

use crate::answers::PolicyChecked;
use crate::error::PolicyProblem;
use crate::request::Caller;
use crate::{Service, ServiceError};

/// Kinds of documents that people write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// A managed policy.
    Managed,
    /// A policy embedded in a user, group or role.
    Inline,
    /// A permissions boundary.
    Boundary,
    /// A session policy.
    Session,
    /// A policy of a resource.
    Resource,
    /// A role's trust policy.
    Trust,
    /// A service control policy.
    ServiceControl,
    /// A resource control policy.
    ResourceControl,
}

impl From<DocumentKind> for Kind {
    fn from(kind: DocumentKind) -> Self {
        match kind {
            DocumentKind::Managed => Self::Managed,
            DocumentKind::Inline => Self::Inline,
            DocumentKind::Boundary => Self::Boundary,
            DocumentKind::Session => Self::Session,
            DocumentKind::Resource => Self::Resource,
            DocumentKind::Trust => Self::Trust,
            DocumentKind::ServiceControl => Self::ServiceControl,
            DocumentKind::ResourceControl => Self::ResourceControl,
        }
    }
}

impl Service {
    /// Checks a document. Nothing is read or changed, so nothing is asked but whether someone is signed in.
    ///
    /// # Errors
    /// [`ServiceError::NotSignedIn`].
    pub async fn check_policy(
        &self,
        caller: &Caller,
        document: &str,
        kind: DocumentKind,
    ) -> Result<PolicyChecked, ServiceError> {
        self.live(caller).await?;
        let kind = Kind::from(kind);
        let limits = kind.limits();
        let problems = match Document::parse(document, kind) {
            Ok(_) => Vec::new(),
            Err(error) => error.problems().map(PolicyProblem::from).collect(),
        };
        Ok(PolicyChecked {
            problems,
            characters: limits.count(document),
            limit: limits.characters,
        })
    }
}
