//! Who one is, and what policies can know of it.

use vestibule_identity::principal::Principal;
use vestibule_store::permissions;

use crate::answers::{CallerIdentity, Fact};
use crate::authorize::Asker;
use crate::request::Caller;
use crate::{Service, ServiceError};

/// Keys as they are written; policies compare them in any case.
const SPELLED: &[&str] = &[
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:MultiFactorAuthAge",
    "aws:MultiFactorAuthPresent",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalOrgID",
    "aws:PrincipalType",
    "aws:SecureTransport",
    "aws:SourceIp",
    "aws:TokenIssueTime",
    "aws:UserAgent",
    "aws:ViaAWSService",
];

impl Service {
    /// `GetCallerIdentity`, which needs no permission and which no policy can deny, with the session's facts.
    /// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>
    ///
    /// # Errors
    /// [`ServiceError::NotSignedIn`].
    pub async fn caller_identity(&self, caller: &Caller) -> Result<CallerIdentity, ServiceError> {
        let live = self.live(caller).await?;
        let now = self.now();
        let mut reader = self.store.read().await?;
        let organization = permissions::organization(&mut reader).await?;
        let principal = live.principal();
        let context = Asker::of(&live).context(now, organization.as_ref());
        let mut keys: Vec<Fact> = context
            .iter()
            .map(|(key, values)| {
                let spelled = SPELLED.iter().find(|known| known.eq_ignore_ascii_case(key));
                Fact {
                    id: key.to_owned(),
                    title: spelled.map_or(key, |known| known).to_owned(),
                    value: values.join(", "),
                }
            })
            .collect();
        keys.sort_by(|one, other| one.id.cmp(&other.id));
        let account = principal.account().as_str().to_owned();
        let mfa_age = |mfa: &vestibule_identity::mfa::SessionMfa| (now.as_second() - mfa.at.as_second()).max(0);
        Ok(CallerIdentity {
            user_id: match principal {
                Principal::Root { .. } => account.clone(),
                _ => principal.key().unwrap_or_default(),
            },
            account,
            arn: principal.arn(),
            access_key_id: live.role_key().map(ToOwned::to_owned),
            issued_at: live.issued_at(),
            expires_at: live.expires_at(),
            mfa_age_seconds: live.session.mfa.as_ref().map(mfa_age),
            session_mfa: live.session.mfa.clone(),
            keys,
        })
    }
}
