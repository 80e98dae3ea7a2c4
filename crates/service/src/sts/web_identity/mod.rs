//! `AssumeRoleWithWebIdentity`: whoever has a token of an OpenID provider becomes a session of a role that trusts it
//! (facts 2.5). Nobody signs the call; the token is the proof.
//!
//! 1. The token says whose it is; the role's account must have that provider.
//! 2. The provider's keys, fetched now and kept nowhere; no transaction waits for them.
//! 3. `keys`: the signature. `claims`: what it says, and for whom.
//! 4. The role's trust policy, as for everybody who is vouched for; then credentials.
//!
//! Thumbprints are kept and not looked at: the simulated internet's certificates are all of trusted authorities.
//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html>

mod claims;
mod keys;

use std::time::Duration;

use serde_json::{Map, Value, json};
use vestibule_credentials::web_token;
use vestibule_identity::Timestamp;
use vestibule_identity::event::{EventIdentity, StsFacts, recorded_credentials, sts_call};
use vestibule_identity::ids::TemporaryKeyId;
use vestibule_identity::names::{AccountId, SessionName};
use vestibule_identity::session::{FederatedBy, Federation};
use vestibule_policy::{Attached, Kind};
use vestibule_store::{ProviderRow, Reads, RoleRow, StsCall, Tx, identity_providers as providers, roles};

use super::answers::{AssumedUser, AssumedWithWebIdentity};
use super::assume_role::{OVER_MAXIMUM, found, named, session_of, tags_of};
use super::issue::NewCredentials;
use super::parameters::{ARN, Checked, Parameters, SESSION_NAME, WEB_TOKEN};
use super::session_policies::{self, SessionPolicyForm};
use super::{DEFAULT_ROLE_SECONDS, ROLE_SECONDS, StsError};
use crate::authorize::{Action, Outsider, Question};
use crate::request::Caller;
use crate::tags::keys_of_resource;
use crate::{Service, ServiceError};
use claims::Identity;

struct Form {
    role_arn: String,
    session_name: SessionName,
    token: String,
    seconds: Option<u64>,
    policies: SessionPolicyForm,
}

impl Form {
    fn read(parameters: &Parameters) -> Result<Self, StsError> {
        let mut checked = Checked::new(parameters);
        let role_arn = checked.needed("RoleArn", &ARN);
        let session_name = checked.needed("RoleSessionName", &SESSION_NAME);
        let token = checked.needed("WebIdentityToken", &WEB_TOKEN);
        let seconds = checked.seconds("DurationSeconds", ROLE_SECONDS);
        let policies = SessionPolicyForm::read(parameters);
        checked.finish()?;
        if parameters.get("ProviderId").is_some() {
            let words = "ProviderId is for tokens of OAuth 2.0, which are not taken here.";
            return Err(StsError::ValidationError(words.to_owned()));
        }
        Ok(Self {
            session_name: SessionName::parse(&session_name)
                .map_err(|error| StsError::ValidationError(error.to_string()))?,
            role_arn,
            token,
            seconds,
            policies,
        })
    }

    /// `requestParameters`
    fn recorded(&self) -> Value {
        let mut fields = Map::new();
        fields.insert("roleArn".to_owned(), json!(self.role_arn));
        fields.insert("roleSessionName".to_owned(), json!(self.session_name));
        if let Some(seconds) = self.seconds {
            fields.insert("durationSeconds".to_owned(), json!(seconds));
        }
        self.policies.record_in(&mut fields);
        Value::Object(fields)
    }
}

fn unfit(words: impl Into<String>) -> StsError {
    StsError::InvalidIdentityToken(words.into())
}

fn not_authorized() -> StsError {
    StsError::AccessDenied(format!(
        "Not authorized to perform {}",
        Action::AssumeRoleWithWebIdentity.name()
    ))
}

impl Service {
    /// Assumes a role with a token.
    ///
    /// # Errors
    /// [`StsError`]
    pub async fn assume_role_with_web_identity(
        &self,
        caller: &Caller,
        parameters: &Parameters,
    ) -> Result<AssumedWithWebIdentity, StsError> {
        let form = Form::read(parameters)?;
        // The provider must be in the role's account.
        let (account, _) = named(&form.role_arn)?;
        let said = web_token::unverified(&form.token).ok_or_else(|| {
            unfit("The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)")
        })?;
        let issuer = claims::text(&said, "iss").ok_or_else(|| unfit("Missing a required claim: iss"))?;
        let mut reader = self.store.read().await?;
        let provider = provider_of(&mut reader, &account, &issuer).await?;
        drop(reader);
        let published = keys::published(&*self.network, &provider.name).await?;
        let said = web_token::verify(&form.token, &published).map_err(keys::refusal)?;
        let now = self.now();
        let mut tx = self.store.write().await?;
        // It may have been deleted, or know the audience no more, while its keys were fetched.
        let provider = provider_of(&mut tx, &account, &issuer).await?;
        let assumed = match claims::judge(&said, &provider, now) {
            Ok(identity) => {
                self.assume_by_token(&mut tx, caller, &form, &provider, &identity, now)
                    .await
            }
            Err(refusal) => Err(refusal),
        };
        let facts = match &assumed {
            Ok(assumed) => success(&form, assumed),
            Err(StsError::Service(_)) => return assumed,
            Err(refusal) => {
                let error = Some((refusal.code(), refusal.message()));
                super::facts("AssumeRoleWithWebIdentity", form.recorded(), error)
            }
        };
        let (audience, subject) = claims::named(&said);
        let who = EventIdentity::of_web_identity(&provider.arn, &audience, &subject);
        let context = self.root_event_context(caller, &account);
        self.record(&mut tx, &sts_call(&context, &who, facts)).await?;
        self.commit(tx).await?;
        assumed
    }

    async fn assume_by_token(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        form: &Form,
        provider: &ProviderRow,
        identity: &Identity,
        now: Timestamp,
    ) -> Result<AssumedWithWebIdentity, StsError> {
        let role = found(tx, &form.role_arn).await?.ok_or_else(not_authorized)?;
        self.trusted(tx, caller, form, provider, identity, &role).await?;
        let lifetime = Duration::from_secs(form.seconds.unwrap_or(DEFAULT_ROLE_SECONDS));
        if lifetime > role.max_session {
            return Err(StsError::ValidationError(OVER_MAXIMUM.to_owned()));
        }
        let tags: Vec<(String, String)> = identity.tags.tags.clone();
        let policies = session_policies::accepted(tx, &role.account, &form.policies, &tags).await?;
        let principal = session_of(&role, form.session_name.clone());
        let by = FederatedBy::WebIdentity {
            provider: provider.arn.clone(),
            subject: identity.subject.clone(),
        };
        let federation = Federation {
            tags: tags.into_iter().collect(),
            transitive: identity.tags.transitive.clone(),
            source_identity: identity.source.clone(),
            context: identity.lasting(&provider.name),
            session_policies: policies.documents,
            ..Federation::new(by, None, TemporaryKeyId::generate(&*self.entropy))
        };
        let new = NewCredentials {
            call: StsCall::AssumeRoleWithWebIdentity,
            principal: principal.clone(),
            federation,
            mfa_at: None,
            chained: false,
            lifetime,
        };
        let credentials = self.issue_temporary(tx, new, now).await?;
        roles::touch(tx, &role.id, now).await?;
        Ok(AssumedWithWebIdentity {
            credentials,
            user: AssumedUser::of(&principal),
            subject: identity.subject.clone(),
            audience: identity.audience.clone(),
            provider: provider.arn.clone(),
            source_identity: identity.source.clone(),
            packed: policies.packed,
        })
    }

    /// Whether the role trusts the provider to vouch for this identity, with its tags and source identity.
    async fn trusted(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        form: &Form,
        provider: &ProviderRow,
        identity: &Identity,
        role: &RoleRow,
    ) -> Result<(), StsError> {
        let document = self.documents.compiled(&role.trust_policy, Kind::Trust)?;
        let trust = Attached::new(&format!("of {}", form.role_arn), document);
        let outsider = Outsider {
            provider: &provider.arn,
            caller,
        };
        let mut keys = keys_of_resource(&tags_of(tx, role).await?);
        keys.extend(identity.keys(&provider.name));
        keys.push((
            "sts:RoleSessionName".to_owned(),
            vec![form.session_name.as_str().to_owned()],
        ));
        keys.extend(identity.tags.keys());
        if let Some(source) = &identity.source {
            keys.push(("sts:SourceIdentity".to_owned(), vec![source.clone()]));
        }
        let mut actions = vec![Action::AssumeRoleWithWebIdentity];
        if !identity.tags.tags.is_empty() {
            actions.push(Action::TagSession);
        }
        if identity.source.is_some() {
            actions.push(Action::SetSourceIdentity);
        }
        for action in actions {
            let question = Question::new(action, &form.role_arn)
                .of_account(&role.account)
                .trusting(&trust)
                .with(keys.clone());
            if self.judge_outsider(tx, outsider, question).await?.denial.is_some() {
                return Err(not_authorized());
            }
        }
        Ok(())
    }
}

fn success(form: &Form, assumed: &AssumedWithWebIdentity) -> StsFacts {
    StsFacts {
        response: json!({
            "subjectFromWebIdentityToken": assumed.subject,
            "assumedRoleUser": { "assumedRoleId": assumed.user.id, "arn": assumed.user.arn },
            "credentials": recorded_credentials(&assumed.credentials.key, assumed.credentials.expires_at),
            "provider": assumed.provider,
            "audience": assumed.audience,
        }),
        ..super::facts("AssumeRoleWithWebIdentity", form.recorded(), None)
    }
}

/// The account's provider of this issuer. Case counts.
async fn provider_of(connection: &mut impl Reads, account: &AccountId, issuer: &str) -> Result<ProviderRow, StsError> {
    let shown: String = issuer.chars().filter(|one| !one.is_control()).take(255).collect();
    let missing = || unfit(format!("No OpenIDConnect provider found in your account for {shown}"));
    let name = issuer.strip_prefix("https://").ok_or_else(missing)?;
    let arn = format!("arn:aws:iam::{account}:oidc-provider/{name}");
    let row = providers::by_arn(connection, &arn).await.map_err(ServiceError::from)?;
    row.filter(|row| !row.is_saml && row.account == *account)
        .ok_or_else(missing)
}
