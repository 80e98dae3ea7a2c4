//! Short-term credentials for a token (`GetRoleCredentials`, facts 3.8).

use secrecy::SecretString;
use serde_json::{Value, json};
use vestibule_identity::Timestamp;
use vestibule_identity::names::AccountId;
use vestibule_store::identity_center::IssuedBy;

use super::SsoError;
use super::record::Call;
use crate::Service;
use crate::identity_center::portal::granted;
use crate::request::Caller;

/// `roleCredentials`.
#[derive(Debug)]
pub struct RoleCredentials {
    /// `accessKeyId`.
    pub access_key_id: String,
    /// `secretAccessKey`.
    pub secret_access_key: SecretString,
    /// `sessionToken`.
    pub session_token: SecretString,
    /// `expiration`; the API has it in milliseconds.
    pub expires_at: Timestamp,
}

impl Service {
    /// Credentials of a permission set. They last as long as the set's session, whatever becomes of the token.
    ///
    /// # Errors
    /// `Unauthorized`; `Forbidden` for whatever is not assigned or does not exist; `InvalidRequest`.
    pub async fn sso_role_credentials(
        &self,
        caller: &Caller,
        token: &SecretString,
        account: &str,
        role_name: &str,
    ) -> Result<RoleCredentials, SsoError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let live = self.holder(&mut tx, token).await?;
        if AccountId::parse(account).is_err() || role_name.is_empty() {
            return Err(SsoError::InvalidRequest("An account id and a role name are needed"));
        }
        let granted = match granted(&mut tx, &live, account, role_name)
            .await
            .map_err(SsoError::from)
        {
            Ok(granted) => granted,
            Err(refused @ SsoError::Forbidden) => {
                let call = Call {
                    name: "GetRoleCredentials",
                    who: Some(live.user.user_name.as_str()),
                    parameters: json!({ "accountId": account }),
                    response: Value::Null,
                };
                self.record_sso(&mut tx, caller, &live.instance, call, Some(&refused))
                    .await?;
                self.commit(tx).await?;
                return Err(refused);
            }
            Err(fault) => return Err(fault),
        };
        let issued = self
            .issue_role_credentials(&mut tx, caller, &live, &granted, IssuedBy::Cli, now)
            .await?;
        self.commit(tx).await?;
        Ok(RoleCredentials {
            access_key_id: issued.key.as_str().to_owned(),
            secret_access_key: issued.secret,
            session_token: issued.token.reveal().into(),
            expires_at: issued.expires_at,
        })
    }
}
