//! `AssumeRoleWithSAML` as the Query protocol has it; what it does is in `federation::saml`.
//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html>

use super::answers::SamlCall;
use super::parameters::{ARN, Checked, Parameters, SAML_ASSERTION};
use super::session_policies::SessionPolicyForm;
use super::{ROLE_SECONDS, StsError};

impl SamlCall {
    /// Reads the parameters.
    ///
    /// # Errors
    /// [`StsError::ValidationError`]
    pub fn read(parameters: &Parameters) -> Result<Self, StsError> {
        let mut checked = Checked::new(parameters);
        let call = Self {
            role_arn: checked.needed("RoleArn", &ARN),
            principal_arn: checked.needed("PrincipalArn", &ARN),
            assertion: checked.needed("SAMLAssertion", &SAML_ASSERTION),
            duration_seconds: checked.seconds("DurationSeconds", ROLE_SECONDS),
            policies: SessionPolicyForm::read(parameters),
        };
        checked.finish()?;
        Ok(call)
    }
}
