//! `AssumeRole`: a user or a role's session becomes a session of a role (facts 2.7).
//!
//! Both sides must agree, as in the console: the caller's `sts:AssumeRole`, and the role's trust policy. Tags ask for
//! `sts:TagSession` besides, a source identity for `sts:SetSourceIdentity`, also where they only come along. Whether the role
//! exists is not told to whoever may not assume it.
//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>

use std::time::Duration;

use serde_json::{Map, Value, json};
use vestibule_identity::Timestamp;
use vestibule_identity::account::AccountStatus;
use vestibule_identity::clock::random_uuid;
use vestibule_identity::event::{EventIdentity, StsFacts, recorded_credentials, recorded_role, sts_call};
use vestibule_identity::ids::TemporaryKeyId;
use vestibule_identity::names::{AccountId, RoleName, SessionName};
use vestibule_identity::principal::Principal;
use vestibule_identity::session::{FederatedBy, Federation};
use vestibule_policy::{Attached, Kind};
use vestibule_store::{Reads, RoleRow, StsCall, Tx, accounts, roles, tags};

use super::answers::{AssumedRole, AssumedUser};
use super::issue::NewCredentials;
use super::parameters::{ARN, Checked, EXTERNAL_ID, Parameters, SESSION_NAME, SOURCE_IDENTITY};
use super::second_factor::SecondFactor;
use super::session_policies::{self, SessionPolicyForm};
use super::session_tags::{self, AllTags, PassedTags};
use super::signature::{SignedRequest, Signer};
use super::{DEFAULT_ROLE_SECONDS, LONGEST_CHAINED, ROLE_SECONDS, StsError, short};
use crate::authorize::{Action, Asker, Question};
use crate::request::Caller;
use crate::tags::{keys_of_resource, recorded};
use crate::{Service, ServiceError};

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html>
pub(super) const OVER_MAXIMUM: &str = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
const OVER_CHAINED: &str =
    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.";

/// What is asked for.
struct Form {
    role_arn: String,
    session_name: SessionName,
    seconds: Option<u64>,
    external_id: Option<String>,
    source_identity: Option<String>,
    second_factor: SecondFactor,
    policies: SessionPolicyForm,
    tags: PassedTags,
}

impl Form {
    fn read(parameters: &Parameters) -> Result<Self, StsError> {
        let mut checked = Checked::new(parameters);
        let role_arn = checked.needed("RoleArn", &ARN);
        let session_name = checked.needed("RoleSessionName", &SESSION_NAME);
        let form = (
            checked.seconds("DurationSeconds", ROLE_SECONDS),
            checked.text("ExternalId", &EXTERNAL_ID),
            checked.text("SourceIdentity", &SOURCE_IDENTITY),
            SecondFactor::read(&mut checked),
            SessionPolicyForm::read(parameters),
            session_tags::form(&mut checked, true),
        );
        checked.finish()?;
        named(&role_arn)?;
        if parameters.get("ProvidedContexts.member.1.ProviderArn").is_some() {
            let words =
                "ProvidedContexts are not taken here: trusted identity propagation is not part of this service.";
            return Err(StsError::ValidationError(words.to_owned()));
        }
        let (seconds, external_id, source_identity, second_factor, policies, tags) = form;
        if source_identity
            .as_deref()
            .is_some_and(|name| name.to_lowercase().starts_with("aws:"))
        {
            return Err(StsError::ValidationError(
                "SourceIdentity cannot begin with aws:.".to_owned(),
            ));
        }
        Ok(Self {
            session_name: SessionName::parse(&session_name)
                .map_err(|error| StsError::ValidationError(error.to_string()))?,
            role_arn,
            seconds,
            external_id,
            source_identity,
            second_factor,
            policies,
            tags: tags.accepted()?,
        })
    }
}

impl Service {
    /// Assumes a role.
    ///
    /// # Errors
    /// [`StsError`]
    pub async fn assume_role(
        &self,
        caller: &Caller,
        request: &SignedRequest,
        parameters: &Parameters,
    ) -> Result<AssumedRole, StsError> {
        let now = self.now();
        let (mut tx, signer) = self.signed(request, now).await?;
        let form = Form::read(parameters)?;
        match self.assume(&mut tx, caller, &signer, &form, now).await {
            Ok(assumed) => {
                self.commit(tx).await?;
                Ok(assumed)
            }
            Err(StsError::Service(fault)) => Err(StsError::Service(fault)),
            Err(refusal) => {
                let facts = StsFacts {
                    name: "AssumeRole",
                    parameters: parameters_of(&form, None),
                    response: Value::Null,
                    resources: None,
                    shared: None,
                    error: Some((refusal.code(), refusal.message())),
                };
                self.record_sts(&mut tx, caller, &signer, facts).await?;
                self.commit(tx).await?;
                Err(refusal)
            }
        }
    }

    async fn assume(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        signer: &Signer,
        form: &Form,
        now: Timestamp,
    ) -> Result<AssumedRole, StsError> {
        let chained = may_ask(signer, &form.role_arn)?;
        let proved = self.second_factor(tx, signer, &form.second_factor, now).await?;
        let from = signer.session.as_ref().map(|session| &session.federation);
        let tags = form.tags.over(from)?;
        let source_identity = source_identity(from, form.source_identity.as_deref())?;
        let role = self
            .admitted_by_key(tx, caller, signer, form, (&tags, source_identity.as_deref(), proved))
            .await?;
        let lifetime = lifetime(form.seconds, &role, chained)?;
        let policies = session_policies::accepted(tx, &role.account, &form.policies, &form.tags.tags).await?;
        let principal = session_of(&role, form.session_name.clone());
        let federation = Federation {
            tags: tags.tags,
            transitive: tags.transitive,
            source_identity,
            session_policies: policies.documents,
            ..Federation::new(FederatedBy::Broker, None, TemporaryKeyId::generate(&*self.entropy))
        };
        let new = NewCredentials {
            call: StsCall::AssumeRole,
            principal: principal.clone(),
            federation: federation.clone(),
            mfa_at: proved.or_else(|| signer.session.as_ref().and_then(|session| session.mfa_at)),
            chained,
            lifetime,
        };
        let credentials = self.issue_temporary(tx, new, now).await?;
        roles::touch(tx, &role.id, now).await?;
        let assumed = AssumedRole {
            user: AssumedUser::of(&principal),
            source_identity: federation.source_identity,
            packed: policies.packed,
            credentials,
        };
        self.record_assumed(tx, caller, signer, form, (&role, &assumed, &tags.inherited))
            .await?;
        Ok(assumed)
    }

    /// The role, if both sides agree.
    async fn admitted_by_key(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        signer: &Signer,
        form: &Form,
        (tags, source_identity, proved): (&AllTags, Option<&str>, Option<Timestamp>),
    ) -> Result<RoleRow, StsError> {
        let asker = Asker::of_signer(signer, caller, proved);
        let refused = |action: Action| StsError::AccessDenied(short(&signer.principal, action, &form.role_arn));
        let Some(role) = found(tx, &form.role_arn).await? else {
            return Err(refused(Action::AssumeRole));
        };
        let document = self.documents.compiled(&role.trust_policy, Kind::Trust)?;
        let trust = Attached::new(&format!("of {}", form.role_arn), document);
        let mut keys = keys_of_resource(&tags_of(tx, &role).await?);
        keys.push((
            "sts:RoleSessionName".to_owned(),
            vec![form.session_name.as_str().to_owned()],
        ));
        keys.extend(
            form.external_id
                .iter()
                .map(|id| ("sts:ExternalId".to_owned(), vec![id.clone()])),
        );
        keys.extend(form.tags.keys());
        keys.extend(source_identity.map(|name| ("sts:SourceIdentity".to_owned(), vec![name.to_owned()])));
        let question = |action| {
            Question::new(action, &form.role_arn)
                .of_account(&role.account)
                .trusting(&trust)
                .with(keys.clone())
        };
        let mut actions = vec![Action::AssumeRole];
        if !tags.tags.is_empty() {
            actions.push(Action::TagSession);
        }
        if source_identity.is_some() {
            actions.push(Action::SetSourceIdentity);
        }
        for action in actions {
            if self.judge(tx, &asker, question(action)).await?.is_some() {
                return Err(refused(action));
            }
        }
        Ok(role)
    }

    async fn record_assumed(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        signer: &Signer,
        form: &Form,
        (role, assumed, inherited): (&RoleRow, &AssumedRole, &std::collections::BTreeMap<String, String>),
    ) -> Result<(), ServiceError> {
        let is_foreign = signer.principal.account() != &role.account;
        let shared = is_foreign.then(|| random_uuid(&*self.entropy));
        let mut response = json!({
            "credentials": recorded_credentials(&assumed.credentials.key, assumed.credentials.expires_at),
            "assumedRoleUser": { "assumedRoleId": assumed.user.id, "arn": assumed.user.arn },
        });
        if let (Some(source), Value::Object(fields)) = (&assumed.source_identity, &mut response) {
            fields.insert("sourceIdentity".to_owned(), json!(source));
        }
        let facts = StsFacts {
            name: "AssumeRole",
            parameters: parameters_of(form, Some(inherited)),
            response,
            resources: Some(recorded_role(&role.account, &form.role_arn)),
            shared,
            error: None,
        };
        if is_foreign {
            let there = self.root_event_context(caller, &role.account);
            let outside = EventIdentity::of_another_account(&signer.principal);
            self.record(tx, &sts_call(&there, &outside, facts.clone())).await?;
        }
        self.record_sts(tx, caller, signer, facts).await
    }
}

/// Whether the caller is a role's session. Root users and federated users assume no role, whatever policies say.
fn may_ask(signer: &Signer, role_arn: &str) -> Result<bool, StsError> {
    match signer.principal {
        Principal::Root { .. } => Err(StsError::AccessDenied(
            "Roles may not be assumed by root accounts.".to_owned(),
        )),
        Principal::FederatedUser { .. } => Err(StsError::AccessDenied(short(
            &signer.principal,
            Action::AssumeRole,
            role_arn,
        ))),
        Principal::IamUser { .. } => Ok(false),
        Principal::AssumedRole { .. } => Ok(true),
    }
}

/// The source identity of a session goes along, and cannot be changed.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html>
fn source_identity(from: Option<&Federation>, passed: Option<&str>) -> Result<Option<String>, StsError> {
    let known = from.and_then(|from| from.source_identity.as_deref());
    match (known, passed) {
        (Some(known), Some(passed)) if known != passed => Err(StsError::ValidationError(
            "The source identity of the calling session cannot be changed.".to_owned(),
        )),
        (known, passed) => Ok(known.or(passed).map(str::to_owned)),
    }
}

fn lifetime(asked: Option<u64>, role: &RoleRow, chained: bool) -> Result<Duration, StsError> {
    let seconds = Duration::from_secs(asked.unwrap_or(DEFAULT_ROLE_SECONDS));
    let over = |words: &str| Err(StsError::ValidationError(words.to_owned()));
    if chained && seconds > LONGEST_CHAINED {
        return over(OVER_CHAINED);
    }
    if seconds > role.max_session {
        return over(OVER_MAXIMUM);
    }
    Ok(seconds)
}

/// Account and name of a role's ARN.
pub(super) fn named(arn: &str) -> Result<(AccountId, RoleName), StsError> {
    let invalid = || StsError::ValidationError(format!("{} is invalid", arn.chars().take(256).collect::<String>()));
    let rest = arn.strip_prefix("arn:aws:iam::").ok_or_else(invalid)?;
    let (account, role) = rest.split_once(":role/").ok_or_else(invalid)?;
    let account = AccountId::parse(account).map_err(|_| invalid())?;
    let name = role.rsplit_once('/').map_or(role, |(_, name)| name);
    let name = RoleName::parse(name).map_err(|_| invalid())?;
    Ok((account, name))
}

/// The role of an ARN, in an account that is open.
pub(super) async fn found(connection: &mut impl Reads, arn: &str) -> Result<Option<RoleRow>, StsError> {
    let (account, name) = named(arn)?;
    let owner = accounts::by_id(connection, &account).await?;
    if owner.is_none_or(|owner| owner.status != AccountStatus::Active) {
        return Ok(None);
    }
    let role = roles::by_name(connection, &account, &name).await?;
    Ok(role.filter(|role| role.arn() == arn))
}

/// A session of a role.
pub(super) fn session_of(role: &RoleRow, session: SessionName) -> Principal {
    Principal::AssumedRole {
        account: role.account.clone(),
        role: role.id.clone(),
        path: role.path.clone(),
        name: role.name.clone(),
        session,
    }
}

pub(super) async fn tags_of(connection: &mut impl Reads, role: &RoleRow) -> Result<Vec<(String, String)>, StsError> {
    Ok(tags::of_owner(connection, role.id.as_str()).await?)
}

/// `requestParameters`
fn parameters_of(form: &Form, inherited: Option<&std::collections::BTreeMap<String, String>>) -> Value {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| {
        fields.insert(name.to_owned(), value);
    };
    put("roleArn", json!(form.role_arn));
    put("roleSessionName", json!(form.session_name));
    if let Some(seconds) = form.seconds {
        put("durationSeconds", json!(seconds));
    }
    if let Some(id) = &form.external_id {
        put("externalId", json!(id));
    }
    if let Some(serial) = &form.second_factor.serial {
        put("serialNumber", json!(serial));
    }
    if let Some(source) = &form.source_identity {
        put("sourceIdentity", json!(source));
    }
    if !form.tags.tags.is_empty() {
        put("tags", json!(recorded(&form.tags.tags)));
    }
    if !form.tags.transitive.is_empty() {
        put("transitiveTagKeys", json!(form.tags.transitive));
    }
    if let Some(inherited) = inherited.filter(|tags| !tags.is_empty()) {
        put("incomingTransitiveTags", json!(inherited));
    }
    form.policies.record_in(&mut fields);
    Value::Object(fields)
}
