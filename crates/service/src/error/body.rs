//! What a browser receives of a refusal.

use serde::Serialize;
use utoipa::ToSchema;
use vestibule_policy::Problem;

use super::ErrorCode;
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
