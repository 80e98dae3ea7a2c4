//! `GetCallerIdentity`: who signed. It needs no permission, and no policy can refuse it.
//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>

use serde_json::Value;

use super::answers::CallerIdentity;
use super::signature::SignedRequest;
use super::{StsError, facts};
use crate::Service;
use crate::request::Caller;

impl Service {
    /// Says who signed.
    ///
    /// # Errors
    /// [`StsError`] of the signature.
    pub async fn sts_caller_identity(
        &self,
        caller: &Caller,
        request: &SignedRequest,
    ) -> Result<CallerIdentity, StsError> {
        let now = self.now();
        let (mut tx, signer) = self.signed(request, now).await?;
        self.record_sts(&mut tx, caller, &signer, facts("GetCallerIdentity", Value::Null, None))
            .await?;
        self.commit(tx).await?;
        let account = signer.account.id.as_str().to_owned();
        Ok(CallerIdentity {
            user_id: signer.principal.key().unwrap_or_else(|| account.clone()),
            arn: signer.principal.arn(),
            account,
        })
    }
}
