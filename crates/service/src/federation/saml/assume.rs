//! `AssumeRoleWithSAML`: the same assertion, for credentials instead of a console session (facts 2.4).
//!
//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html>

use vestibule_identity::Timestamp;
use vestibule_saml::{InResponseTo, Verified};
use vestibule_store::{ProviderRow, StsCall, Tx, roles as role_rows};

use super::admit::{Admitted, Case, Lasting};
use super::claims::DURATIONS;
use super::record::Refused;
use super::refusal::{SamlRefusal, SamlRefused};
use super::roles::{Pair, pairs};
use super::sheet::{Fault, Own, Sheet};
use super::weigh::{Said, Sent, Verdict, Weighed, every_endpoint};
use super::{decoded, keys};
use crate::request::Caller;
use crate::sts::answers::{AssumedUser, AssumedWithSaml, SamlCall};
use crate::sts::{NewCredentials, SessionPolicies, StsError, accepted_session_policies};
use crate::{Service, ServiceError};

impl From<&SamlRefusal> for StsError {
    fn from(refusal: &SamlRefusal) -> Self {
        let words = refusal.to_string();
        match refusal.code().0 {
            "AccessDenied" => Self::AccessDenied(words),
            "ExpiredTokenException" => Self::ExpiredIdentityToken(words),
            "ValidationError" => Self::ValidationError(words),
            _ => Self::InvalidIdentityToken(words),
        }
    }
}

/// The check that is not of the assertion but of what is asked along with it.
const SESSION_POLICY: &str = "session-policy";

/// Who asks, with what and when.
struct Asked<'a> {
    caller: &'a Caller,
    call: &'a SamlCall,
    pair: &'a Pair,
    now: Timestamp,
}

/// Session policies of the call.
async fn passed_policies(tx: &mut Tx, asked: &Asked<'_>, admitted: &Admitted) -> Result<SessionPolicies, StsError> {
    let tags: Vec<(String, String)> = admitted.federation.tags.clone().into_iter().collect();
    accepted_session_policies(tx, &admitted.role.account, &asked.call.policies, &tags).await
}

impl Service {
    /// Credentials of a role for somebody for whom a company's identity provider vouches. Nobody signs the call.
    ///
    /// # Errors
    /// [`StsError`], with the codes and words of AWS (facts 2.3, 6.3).
    pub async fn assume_role_with_saml(&self, caller: &Caller, call: SamlCall) -> Result<AssumedWithSaml, StsError> {
        let wrong = |words: &str| StsError::ValidationError(words.to_owned());
        if call
            .duration_seconds
            .is_some_and(|seconds| !DURATIONS.contains(&seconds))
        {
            return Err(wrong("DurationSeconds must be between 900 and 43200."));
        }
        let pair = Pair::of(&call.role_arn, &call.principal_arn).ok_or_else(|| wrong("Request ARN is invalid"))?;
        let bytes = decoded(&call.assertion).ok_or_else(|| StsError::from(&SamlRefusal::Response))?;
        let endpoints = every_endpoint();
        let endpoints: Vec<&str> = endpoints.iter().map(String::as_str).collect();
        let now = self.now();
        let sent = Sent {
            bytes: &bytes,
            endpoints: &endpoints,
            // Tools for the command line send the provider a request of their own: it has no other way to begin.
            in_response_to: InResponseTo::Anything,
            now,
        };
        let mut reader = self.store.read().await?;
        let weighed = self.weigh(&mut reader, &sent, Some(&pair.provider)).await?;
        drop(reader);
        if let Verdict::Refused { refusal, signed: None } = &weighed.verdict {
            return Err(refusal.into());
        }
        let mut tx = self.store.write().await?;
        let weighed = if self.still_holds(&mut tx, &weighed).await? {
            weighed
        } else {
            self.weigh(&mut tx, &sent, Some(&pair.provider)).await?
        };
        let asked = Asked {
            caller,
            call: &call,
            pair: &pair,
            now,
        };
        self.assume_by(tx, &asked, weighed).await
    }

    async fn assume_by(&self, mut tx: Tx, asked: &Asked<'_>, weighed: Weighed) -> Result<AssumedWithSaml, StsError> {
        let Weighed {
            provider: Some(provider),
            mut sheet,
            verdict,
        } = weighed
        else {
            return Err((&SamlRefusal::NoProvider).into());
        };
        let verified = match verdict {
            Verdict::Held(verified) => *verified,
            Verdict::Refused { refusal, signed } => {
                let refused = SamlRefused {
                    refusal,
                    report: sheet.whole(),
                };
                if let Some(said) = signed {
                    self.refuse_credentials(tx, asked, &provider, &said, (&refused).into())
                        .await?;
                }
                return Err((&refused.refusal).into());
            }
        };
        let said = Said::from(&verified);
        let judged = match self
            .named_pair(&mut tx, asked, &verified, &provider, &mut sheet)
            .await?
        {
            Ok(()) => {
                let case = Case {
                    provider: &provider,
                    said: &said,
                    pair: asked.pair,
                    lasting: Lasting::Seconds(asked.call.duration_seconds),
                    now: asked.now,
                };
                self.admit_by_saml(&mut tx, asked.caller, &case, &mut sheet).await?
            }
            Err(fault) => Err(fault),
        };
        let admitted = match judged {
            Ok(admitted) => admitted,
            Err(fault) => {
                let refused = sheet.refused(&fault);
                self.refuse_credentials(tx, asked, &provider, &said, (&refused).into())
                    .await?;
                return Err((&refused.refusal).into());
            }
        };
        match passed_policies(&mut tx, asked, &admitted).await {
            Ok(policies) => {
                let given = (admitted, policies);
                self.give_credentials(tx, asked, &provider, &verified, given).await
            }
            Err(StsError::Service(fault)) => Err(StsError::Service(fault)),
            Err(refusal) => {
                let refused = Refused {
                    code: refusal.code(),
                    words: refusal.message(),
                    check: SESSION_POLICY,
                };
                self.refuse_credentials(tx, asked, &provider, &said, refused).await?;
                Err(refusal)
            }
        }
    }

    /// The assertion names the role with this provider, and was not used before.
    async fn named_pair(
        &self,
        tx: &mut Tx,
        asked: &Asked<'_>,
        verified: &Verified,
        provider: &ProviderRow,
        sheet: &mut Sheet,
    ) -> Result<Result<(), Fault>, ServiceError> {
        if let Err(fault) = self.not_used(tx, verified, provider, sheet).await? {
            return Ok(Err(fault));
        }
        if pairs(&verified.attributes).contains(asked.pair) {
            sheet.passed(Own::RolePair, format!("{}.", asked.pair.role));
            return Ok(Ok(()));
        }
        let words = format!("The assertion does not name {}.", asked.pair.role);
        Ok(Err(Fault::new(Own::RolePair, SamlRefusal::NotNamed, words)))
    }

    async fn give_credentials(
        &self,
        mut tx: Tx,
        asked: &Asked<'_>,
        provider: &ProviderRow,
        verified: &Verified,
        (mut admitted, policies): (Admitted, SessionPolicies),
    ) -> Result<AssumedWithSaml, StsError> {
        admitted.federation.session_policies = policies.documents;
        self.take_assertion(&mut tx, verified, provider).await?;
        let new = NewCredentials {
            call: StsCall::AssumeRoleWithSaml,
            principal: admitted.principal.clone(),
            federation: admitted.federation.clone(),
            mfa_at: None,
            chained: false,
            lifetime: admitted.lifetime,
        };
        let credentials = self.issue_temporary(&mut tx, new, asked.now).await?;
        role_rows::touch(&mut tx, &admitted.role.id, asked.now).await?;
        self.record_saml(&mut tx, asked.caller, &admitted, &Said::from(verified))
            .await?;
        self.commit(tx).await?;
        Ok(AssumedWithSaml {
            credentials,
            user: AssumedUser::of(&admitted.principal),
            subject: verified.subject.value.clone(),
            subject_type: keys::subject_type(&verified.subject).to_owned(),
            issuer: verified.issuer.clone(),
            audience: verified.recipient.clone(),
            name_qualifier: admitted.name_qualifier,
            source_identity: admitted.federation.source_identity,
            packed: policies.packed,
        })
    }

    async fn refuse_credentials(
        &self,
        mut tx: Tx,
        asked: &Asked<'_>,
        provider: &ProviderRow,
        said: &Said,
        refused: Refused<'_>,
    ) -> Result<(), ServiceError> {
        let role = Some(asked.pair.role.as_str());
        self.record_saml_refused(&mut tx, asked.caller, provider, said, role, refused)
            .await?;
        self.commit(tx).await
    }
}
