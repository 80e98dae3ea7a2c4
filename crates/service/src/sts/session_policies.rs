//! Session policies: what a session may do is also in them.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session>

use serde_json::{Map, Value, json};
use vestibule_identity::names::AccountId;
use vestibule_policy::{Document, Kind};
use vestibule_store::{Reads, policies};

use super::StsError;
use super::parameters::{Checked, POLICY, Parameters};

/// Managed policies in one call.
pub(super) const MOST_ARNS: usize = 10;
/// Characters of policies and tags together. AWS packs them in a form that it does not tell, and says how much of an
/// unnamed limit they take; ours is counted unpacked.
const SPACE: usize = 4096;

/// Session policies as a call passes them.
#[derive(Debug, Default)]
pub struct SessionPolicyForm {
    /// `PolicyArns`
    pub arns: Vec<String>,
    /// `Policy`
    pub inline: Option<String>,
    /// What is wrong with the parameters. It is said when the policies are read, so that it is known whose call is refused,
    /// and recorded.
    fault: Option<String>,
}

/// Session policies that were accepted.
#[derive(Debug, Default)]
pub(crate) struct SessionPolicies {
    /// Documents.
    pub(crate) documents: Vec<String>,
    /// `PackedPolicySize`, in per cent; none if there are neither policies nor tags.
    pub(crate) packed: Option<u32>,
}

impl SessionPolicyForm {
    pub(super) fn read(parameters: &Parameters) -> Self {
        let mut checked = Checked::new(parameters);
        Self {
            inline: checked.text("Policy", &POLICY),
            arns: checked.list("PolicyArns", ".arn", MOST_ARNS),
            fault: checked.finish().err().map(|error| error.to_string()),
        }
    }

    /// Adds them to `requestParameters`, unless they are more than a call may have.
    pub(super) fn record_in(&self, fields: &mut Map<String, Value>) {
        if self.fault.is_some() {
            return;
        }
        if let Some(policy) = &self.inline {
            fields.insert("policy".to_owned(), json!(policy));
        }
        if !self.arns.is_empty() {
            let arns: Vec<Value> = self.arns.iter().map(|arn| json!({ "arn": arn })).collect();
            fields.insert("policyArns".to_owned(), json!(arns));
        }
    }
}

/// Reads session policies; managed ones as they are now.
///
/// # Errors
/// [`StsError::MalformedPolicyDocument`], [`StsError::PackedPolicyTooLarge`], [`StsError::ValidationError`] for too many or
/// too long ones, and for a managed policy that the account does not have.
pub(crate) async fn accepted(
    connection: &mut impl Reads,
    account: &AccountId,
    form: &SessionPolicyForm,
    tags: &[(String, String)],
) -> Result<SessionPolicies, StsError> {
    if let Some(words) = &form.fault {
        return Err(StsError::ValidationError(words.clone()));
    }
    let mut documents = Vec::new();
    let mut size = 0;
    if let Some(text) = &form.inline {
        Document::parse(text, Kind::Session).map_err(|error| StsError::MalformedPolicyDocument(error.to_string()))?;
        size += text.chars().filter(|one| !one.is_whitespace()).count();
        documents.push(text.clone());
    }
    if form.arns.len() > MOST_ARNS {
        let words = format!("At most {MOST_ARNS} managed policies can be passed.");
        return Err(StsError::ValidationError(words));
    }
    for arn in &form.arns {
        let shown: String = arn.chars().take(256).collect();
        let missing = || StsError::ValidationError(format!("Policy {shown} does not exist or is not attachable."));
        let policy = policies::by_arn(connection, arn).await?;
        let policy = policy
            .filter(|policy| policy.account.as_ref().is_none_or(|own| own == account))
            .ok_or_else(missing)?;
        let text = policies::document(connection, arn, policy.default_version).await?;
        documents.push(text.ok_or_else(missing)?);
        size += arn.len();
    }
    size += tags
        .iter()
        .map(|(key, value)| key.chars().count() + value.chars().count())
        .sum::<usize>();
    let packed = u32::try_from(size.saturating_mul(100).div_ceil(SPACE)).unwrap_or(u32::MAX);
    if packed > 100 {
        return Err(StsError::PackedPolicyTooLarge(packed));
    }
    Ok(SessionPolicies {
        documents,
        packed: (size > 0).then_some(packed),
    })
}
