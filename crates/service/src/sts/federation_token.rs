//! `GetFederationToken`: a user or root user vouches for somebody, with session policies that bound them (facts 2.7).
//!
//! Without a session policy the federated user may do nothing, but what policies of resources allow them by name.
//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html>

use serde_json::{Map, Value, json};
use vestibule_identity::Timestamp;
use vestibule_identity::event::{StsFacts, recorded_credentials};
use vestibule_identity::ids::TemporaryKeyId;
use vestibule_identity::names::SessionName;
use vestibule_identity::principal::{FederationIssuer, Principal};
use vestibule_identity::session::{FederatedBy, Federation};
use vestibule_store::{StsCall, Tx};

use super::answers::{AssumedUser, FederationToken};
use super::issue::NewCredentials;
use super::parameters::{Checked, FEDERATED_NAME, Parameters};
use super::session_policies::{self, SessionPolicyForm};
use super::session_tags::{self, PassedTags};
use super::session_token::own_lifetime;
use super::signature::{SignedRequest, Signer};
use super::{OWN_SECONDS, StsError, facts, short};
use crate::Service;
use crate::authorize::{Action, Asker, Question};
use crate::request::Caller;
use crate::tags::recorded;

struct Form {
    name: SessionName,
    seconds: Option<u64>,
    policies: SessionPolicyForm,
    tags: PassedTags,
}

impl Form {
    fn read(parameters: &Parameters) -> Result<Self, StsError> {
        let mut checked = Checked::new(parameters);
        let name = checked.needed("Name", &FEDERATED_NAME);
        let seconds = checked.seconds("DurationSeconds", OWN_SECONDS);
        let policies = SessionPolicyForm::read(parameters);
        let tags = session_tags::form(&mut checked, false);
        checked.finish()?;
        Ok(Self {
            name: SessionName::parse(&name).map_err(|error| StsError::ValidationError(error.to_string()))?,
            seconds,
            policies,
            tags: tags.accepted()?,
        })
    }

    /// `requestParameters`
    fn recorded(&self) -> Value {
        let mut fields = Map::new();
        fields.insert("name".to_owned(), json!(self.name));
        if let Some(seconds) = self.seconds {
            fields.insert("durationSeconds".to_owned(), json!(seconds));
        }
        self.policies.record_in(&mut fields);
        if !self.tags.tags.is_empty() {
            fields.insert("tags".to_owned(), json!(recorded(&self.tags.tags)));
        }
        Value::Object(fields)
    }
}

impl Service {
    /// Vouches for somebody.
    ///
    /// # Errors
    /// [`StsError`]
    pub async fn get_federation_token(
        &self,
        caller: &Caller,
        request: &SignedRequest,
        parameters: &Parameters,
    ) -> Result<FederationToken, StsError> {
        let now = self.now();
        let (mut tx, signer) = self.signed(request, now).await?;
        let form = Form::read(parameters)?;
        let given = self.vouch(&mut tx, caller, &signer, &form, now).await;
        let facts = match &given {
            Ok(token) => StsFacts {
                response: json!({
                    "credentials": recorded_credentials(&token.credentials.key, token.credentials.expires_at),
                    "federatedUser": { "federatedUserId": token.user.id, "arn": token.user.arn },
                }),
                ..facts("GetFederationToken", form.recorded(), None)
            },
            Err(StsError::Service(_)) => return given,
            Err(refusal) => {
                let error = Some((refusal.code(), refusal.message()));
                facts("GetFederationToken", form.recorded(), error)
            }
        };
        self.record_sts(&mut tx, caller, &signer, facts).await?;
        self.commit(tx).await?;
        given
    }

    async fn vouch(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        signer: &Signer,
        form: &Form,
        now: Timestamp,
    ) -> Result<FederationToken, StsError> {
        if signer.session.is_some() {
            let words = "Cannot call GetFederationToken with session credentials";
            return Err(StsError::AccessDenied(words.to_owned()));
        }
        let account = signer.account.id.clone();
        let principal = Principal::FederatedUser {
            account: account.clone(),
            name: form.name.clone(),
            issuer: match &signer.principal {
                Principal::IamUser { user, name, .. } => Some(FederationIssuer {
                    user: user.clone(),
                    name: name.clone(),
                }),
                _ => None,
            },
        };
        let arn = principal.arn();
        let asker = Asker::of_signer(signer, caller, None);
        let mut actions = vec![Action::GetFederationToken];
        if !form.tags.tags.is_empty() {
            actions.push(Action::TagSession);
        }
        for action in actions {
            let question = Question::new(action, &arn).with(form.tags.keys());
            if self.judge(tx, &asker, question).await?.is_some() {
                return Err(StsError::AccessDenied(short(&signer.principal, action, &arn)));
            }
        }
        let policies = session_policies::accepted(tx, &account, &form.policies, &form.tags.tags).await?;
        let federation = Federation {
            tags: form.tags.tags.iter().cloned().collect(),
            session_policies: policies.documents,
            ..Federation::new(FederatedBy::Broker, None, TemporaryKeyId::generate(&*self.entropy))
        };
        let new = NewCredentials {
            call: StsCall::GetFederationToken,
            principal: principal.clone(),
            federation,
            mfa_at: None,
            chained: false,
            lifetime: own_lifetime(signer, form.seconds),
        };
        Ok(FederationToken {
            credentials: self.issue_temporary(tx, new, now).await?,
            user: AssumedUser::of(&principal),
            packed: policies.packed,
        })
    }
}
