//! What a browser receives of a refusal.

use serde::Serialize;
use utoipa::ToSchema;
use vestibule_policy::Problem;
use vestibule_store::StoreError;

use super::{ErrorCode, ServiceError, store_words};
use crate::answers::{Challenge, SamlReport};

/// The body of every refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ErrorBody {
    /// Stable code.
    pub code: ErrorCode,
    /// Words for the person.
    pub message: String,
    /// The form field at fault, in camel case.
    pub field: Option<String>,
    /// Seconds to wait before the next try.
    pub retry_after_seconds: Option<u32>,
    /// A fresh security check after a wrong answer.
    pub challenge: Option<Box<Challenge>>,
    /// What was decided and why, when policies refused.
    pub denial: Option<Box<Denial>>,
    /// What is wrong with a policy document, what the message says first.
    pub problems: Option<Vec<PolicyProblem>>,
    /// What was asked of a SAML response, and how it went.
    pub report: Option<Box<SamlReport>>,
}

/// One thing that is wrong with a policy document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PolicyProblem {
    /// The API's error code.
    pub code: String,
    /// What is wrong, in plainer words than the API's.
    pub message: String,
    /// Where, for example `$.Statement[0].Action`.
    pub path: String,
    /// From 1, where it is known.
    pub line: Option<usize>,
    /// In characters, from 1.
    pub column: Option<usize>,
}

impl From<&Problem> for PolicyProblem {
    fn from(problem: &Problem) -> Self {
        Self {
            code: problem.code().to_owned(),
            message: problem.detail(),
            path: problem.path.to_string(),
            line: problem.position.map(|position| position.line),
            column: problem.position.map(|position| position.column),
        }
    }
}

/// A decision of policies against someone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Denial {
    /// AWS's words.
    pub message: String,
    /// Who asked, an ARN.
    pub principal: String,
    /// For what, for example `iam:CreateUser`.
    pub action: String,
    /// On what, an ARN or `*`.
    pub resource: String,
    /// A statement denies; otherwise none allows.
    pub explicit: bool,
    /// The statements that decided and the policies that did not allow, a sentence each.
    pub reasons: Vec<String>,
}

impl ServiceError {
    /// The body a person's browser receives. Faults of ours are named by code only; the log has the cause.
    #[must_use]
    pub fn body(self) -> ErrorBody {
        let code = self.code();
        let message = match &self {
            Self::RolledBack { .. } => store_words(&StoreError::WentBack).to_owned(),
            Self::Store(error) => store_words(error).to_owned(),
            other if code == ErrorCode::Internal => {
                tracing::error!(error = %other, "a use case failed");
                "Something went wrong in Vestibule itself. Nothing was changed.".to_owned()
            }
            other => other.to_string(),
        };
        let field = match &self {
            Self::Invalid { field, .. }
            | Self::PasswordPolicyViolation { field, .. }
            | Self::MfaCodeInvalid { field }
            | Self::MfaCodeUsed { field } => Some((*field).to_owned()),
            Self::MailCodeInvalid | Self::MailCodeExpired => Some("code".to_owned()),
            _ => None,
        };
        let retry_after_seconds = match &self {
            Self::TooManyAttempts { seconds } => Some(*seconds),
            Self::RolledBack { left } => Some(crate::rollback::whole_seconds(*left)),
            _ => None,
        };
        let problems = match &self {
            Self::MalformedPolicy(error) => Some(error.problems().map(PolicyProblem::from).collect()),
            _ => None,
        };
        let (challenge, denial, report) = match self {
            Self::SecurityCheckFailed { challenge } => (Some(challenge), None, None),
            Self::AccessDenied(denial) | Self::SwitchRoleRefused(denial) => (None, Some(denial), None),
            Self::Saml(refused) => (None, None, Some(Box::new(refused.report))),
            Self::External(refused) => (None, None, refused.report.map(Box::new)),
            _ => (None, None, None),
        };
        ErrorBody {
            code,
            message,
            field,
            retry_after_seconds,
            challenge,
            denial,
            problems,
            report,
        }
    }
}
