//! Centralized root access: member accounts without root credentials, and what is done for them (facts 2.7).
//!
//! A privileged action takes two steps, and is asked about and recorded as both: `sts:AssumeRoot` by an IAM user or role of
//! the management account (or of the delegated administrator for IAM), then the act itself as the root user of the member
//! account, where that account's service control policies bear on it.

use serde_json::{Value, json};
use vestibule_identity::Timestamp;
use vestibule_identity::event::{self, EventIdentity};
use vestibule_identity::ids::{TemporaryKeyId, root_arn};
use vestibule_identity::names::AccountId;
use vestibule_identity::principal::Principal;
use vestibule_identity::session::EndReason;
use vestibule_policy::{Attached, Kind};
use vestibule_store::{MemberRow, Reads, Tx, access_keys, mfa_devices, organization, recovery_links, root_passwords};

use super::tree::member;
use super::{Organization, OrganizationRefusal};
use crate::answers::{RootAccess, RootAccount, RootCredentials};
use crate::authorize::{Action, Asker, Question};
use crate::request::{Answer, Caller};
use crate::session::Live;
use crate::{Service, ServiceError};

/// The service whose delegated administrator manages root access.
const IAM: &str = "iam.amazonaws.com";
const STS: &str = "sts.amazonaws.com";
/// A session of `AssumeRoot` lasts at most, and by default, 900 seconds.
const SESSION_SECONDS: i64 = 900;

/// The policies that such a session may be limited to.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html>
#[derive(Debug, Clone, Copy)]
enum Task {
    Audit,
    DeleteCredentials,
    CreatePassword,
}

impl Task {
    fn arn(self) -> &'static str {
        match self {
            Self::Audit => "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials",
            Self::DeleteCredentials => "arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials",
            Self::CreatePassword => "arn:aws:iam::aws:policy/root-task/IAMCreateRootUserPassword",
        }
    }
}

/// A member's root user, acted as for one privileged action.
struct AssumedRoot<'a> {
    live: &'a Live,
    member: MemberRow,
    principal: Principal,
    key: TemporaryKeyId,
    at: Timestamp,
}

impl Service {
    /// What is switched on, and what credentials the root users of member accounts have.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], [`OrganizationRefusal::NotManagement`].
    pub async fn root_access(&self, caller: &Caller) -> Result<RootAccess, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let organization = Organization::load(&mut reader).await?;
        self.may_manage_root(&mut reader, &live, &organization, Action::ListOrganizationsFeatures)
            .await?;
        self.may_organize_on(&mut reader, &live, &organization, Action::ListAccounts, "*")
            .await?;
        let mut accounts = Vec::new();
        for member in organization::members(&mut reader).await? {
            if member.account.id == organization.management {
                continue;
            }
            // Looking at credentials is a privileged action, too; who may not take it sees the account alone.
            let is_shown = organization.row.root_credentials_off
                && !matches!(live.principal(), Principal::Root { .. })
                && self
                    .judge_assume_root(&mut reader, &live, &member.account.id, Task::Audit)
                    .await?
                    .is_none();
            let credentials = if is_shown {
                Some(credentials(&mut reader, &member).await?)
            } else {
                None
            };
            accounts.push(RootAccount {
                id: member.account.id.as_str().to_owned(),
                name: member.account.name.as_str().to_owned(),
                email: member.account.email.as_str().to_owned(),
                is_suspended: member.account.status == vestibule_identity::account::AccountStatus::Suspended,
                credentials,
            });
        }
        Ok(RootAccess {
            credentials_management: organization.row.root_credentials_off,
            sessions: organization.row.root_sessions,
            accounts,
        })
    }

    /// Switches the two halves.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], [`OrganizationRefusal::NotManagement`].
    pub async fn switch_root_access(
        &self,
        caller: &Caller,
        credentials_management: bool,
        sessions: bool,
    ) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        let organization = Organization::load(&mut tx).await?;
        let row = &organization.row;
        // Who may not look is not told by silence that nothing changed.
        self.may_manage_root(&mut tx, &live, &organization, Action::ListOrganizationsFeatures)
            .await?;
        let management = "OrganizationsRootCredentialsManagement";
        let halves = [
            (
                row.root_credentials_off,
                credentials_management,
                management,
                "RootCredentialsManagement",
            ),
            (row.root_sessions, sessions, "OrganizationsRootSessions", "RootSessions"),
        ];
        let mut enabled: Vec<&str> = Vec::new();
        for (was, wanted, name, feature) in halves {
            if wanted {
                enabled.push(feature);
            }
            if was == wanted {
                continue;
            }
            let (action, event_name) = match (wanted, name == management) {
                (true, true) => (Action::EnableRootCredentialsManagement, format!("Enable{name}")),
                (false, true) => (Action::DisableRootCredentialsManagement, format!("Disable{name}")),
                (true, false) => (Action::EnableRootSessions, format!("Enable{name}")),
                (false, false) => (Action::DisableRootSessions, format!("Disable{name}")),
            };
            self.may_manage_root(&mut tx, &live, &organization, action).await?;
            let response = json!({ "organizationId": row.id, "enabledFeatures": enabled });
            self.record_act(&mut tx, caller, &live, &event_name, Value::Null, response)
                .await?;
        }
        organization::set_root_access(&mut tx, credentials_management, sessions).await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// "Delete root user credentials": password, access keys and second factors are gone, sessions end, and no password can
    /// be recovered until that is allowed.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`] for either step, the refusals of [`OrganizationRefusal`],
    /// [`ServiceError::NoSuchEntity`].
    pub async fn delete_root_credentials(&self, caller: &Caller, id: &str) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        let root = self
            .assume_root(&mut tx, caller, &live, id, Task::DeleteCredentials)
            .await?;
        let account = root.member.account.id.clone();
        let keys = access_keys::of_owner(&mut tx, &account, None).await?;
        for key in keys {
            self.may_as_root(&mut tx, &root, Action::DeleteAccessKey).await?;
            access_keys::delete(&mut tx, &key.id).await?;
            let parameters = json!({ "accessKeyId": key.id });
            self.record_as_root(&mut tx, caller, &root, "DeleteAccessKey", parameters)
                .await?;
        }
        for device in mfa_devices::of_principal(&mut tx, &root.principal).await? {
            self.may_as_root(&mut tx, &root, Action::DeactivateMfaDevice).await?;
            mfa_devices::delete(&mut tx, device.id).await?;
            let parameters = json!({ "serialNumber": device.serial });
            self.record_as_root(&mut tx, caller, &root, "DeactivateMFADevice", parameters)
                .await?;
        }
        self.may_as_root(&mut tx, &root, Action::DeleteLoginProfile).await?;
        root_passwords::delete(&mut tx, &account).await?;
        self.record_as_root(&mut tx, caller, &root, "DeleteLoginProfile", Value::Null)
            .await?;
        organization::set_root_recovery_off(&mut tx, &account, true).await?;
        recovery_links::supersede_pending(&mut tx, &account).await?;
        self.end_everything_of(&mut tx, &root.principal, None, EndReason::CredentialRemoved)
            .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// "Allow password recovery": the root user may use *Forgot password*. It is `CreateLoginProfile` without a password.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`] for either step, the refusals of [`OrganizationRefusal`],
    /// [`ServiceError::NoSuchEntity`].
    pub async fn allow_root_recovery(&self, caller: &Caller, id: &str) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        let root = self
            .assume_root(&mut tx, caller, &live, id, Task::CreatePassword)
            .await?;
        self.may_as_root(&mut tx, &root, Action::CreateLoginProfile).await?;
        if !root.member.root_recovery_off {
            return Err(OrganizationRefusal::RecoveryAllowed.into());
        }
        organization::set_root_recovery_off(&mut tx, &root.member.account.id, false).await?;
        self.record_as_root(&mut tx, caller, &root, "CreateLoginProfile", Value::Null)
            .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// Management account, or the delegated administrator for IAM.
    async fn may_manage_root(
        &self,
        connection: &mut impl Reads,
        live: &Live,
        organization: &Organization,
        action: Action,
    ) -> Result<(), ServiceError> {
        self.may(connection, live, action, "*").await?;
        manages_root(connection, live, organization).await
    }

    /// `sts:AssumeRoot`. Members trust the management account by being members, which stands here as a policy of the root
    /// user, so that the resource control policies of the member bear on it.
    async fn judge_assume_root(
        &self,
        connection: &mut impl Reads,
        live: &Live,
        member: &AccountId,
        task: Task,
    ) -> Result<Option<crate::Denial>, ServiceError> {
        let resource = root_arn(member);
        let trust = json!({ "Version": "2012-10-17", "Statement": {
            "Effect": "Allow", "Principal": { "AWS": root_arn(&live.account.id) }, "Action": "sts:AssumeRoot",
            "Resource": resource,
        }});
        let document = self.documents.compiled(&trust.to_string(), Kind::Resource)?;
        let policy = Attached::new("that membership in the organization implies", document);
        let question = Question::new(Action::AssumeRoot, &resource)
            .of_account(member)
            .beside(Some(&policy))
            .key("sts:TaskPolicyArn", task.arn());
        self.judge(connection, &Asker::of(live), question).await
    }

    async fn assume_root<'a>(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &'a Live,
        id: &str,
        task: Task,
    ) -> Result<AssumedRoot<'a>, ServiceError> {
        let organization = Organization::load(tx).await?;
        if matches!(live.principal(), Principal::Root { .. }) {
            return Err(OrganizationRefusal::RootAssumesRoot.into());
        }
        let asked = AccountId::parse(id).map_err(|_| OrganizationRefusal::TargetNotMember)?;
        if let Some(denial) = self.judge_assume_root(tx, live, &asked, task).await? {
            return Err(ServiceError::AccessDenied(Box::new(denial)));
        }
        manages_root(tx, live, &organization).await?;
        if !organization.row.root_credentials_off {
            return Err(OrganizationRefusal::RootCredentialsManagementOff.into());
        }
        let member = member(tx, id).await?;
        let account = member.account.id.clone();
        if account == organization.management {
            return Err(OrganizationRefusal::TargetNotMember.into());
        }
        let at = self.now();
        let root = AssumedRoot {
            live,
            member,
            principal: Principal::Root { account },
            key: TemporaryKeyId::generate(&*self.entropy),
            at,
        };
        let expires = Timestamp::from_second(at.as_second() + SESSION_SECONDS).unwrap_or(at);
        let parameters = json!({
            "targetPrincipal": id, "taskPolicyArn": { "arn": task.arn() }, "durationSeconds": SESSION_SECONDS,
        });
        let response = json!({ "credentials": { "accessKeyId": root.key, "expiration": expires.to_string() } });
        self.record_act_of(tx, caller, live, STS, "AssumeRoot", parameters, response)
            .await?;
        Ok(root)
    }

    /// May the assumed root user do this to itself? `aws:AssumedRoot` tells such sessions from a root user who signed in.
    async fn may_as_root(
        &self,
        connection: &mut impl Reads,
        root: &AssumedRoot<'_>,
        action: Action,
    ) -> Result<(), ServiceError> {
        let resource = root.principal.arn();
        let question = Question::new(action, &resource).key("aws:AssumedRoot", "true");
        let asker = Asker::assumed_root(&root.principal, root.live, root.at);
        self.authorize(connection, &asker, question).await
    }

    async fn record_as_root(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        root: &AssumedRoot<'_>,
        event_name: &str,
        parameters: Value,
    ) -> Result<(), ServiceError> {
        let account = &root.member.account.id;
        let context = self.root_event_context(caller, account);
        let identity = EventIdentity::assumed_root(account, &root.key, root.at);
        let record = event::api_call(&context, event_name, &identity, None, parameters, Value::Null);
        self.record(tx, &record).await
    }
}

/// Only the management account and the delegated administrator for IAM.
async fn manages_root(
    connection: &mut impl Reads,
    live: &Live,
    organization: &Organization,
) -> Result<(), ServiceError> {
    let own = &live.account.id;
    let is_delegated = |(account, service): &(String, String)| account == own.as_str() && service == IAM;
    if *own == organization.management || organization::delegations(connection).await?.iter().any(is_delegated) {
        return Ok(());
    }
    Err(OrganizationRefusal::NotManagement.into())
}

async fn credentials(connection: &mut impl Reads, member: &MemberRow) -> Result<RootCredentials, ServiceError> {
    let account = &member.account.id;
    let principal = Principal::Root {
        account: account.clone(),
    };
    let devices = mfa_devices::of_principal(connection, &principal).await?;
    let enabled = devices.iter().filter(|device| device.enabled_at.is_some()).count();
    let keys = access_keys::of_owner(connection, account, None).await?.len();
    Ok(RootCredentials {
        password: root_passwords::get(connection, account).await?.is_some(),
        access_keys: u32::try_from(keys).unwrap_or(u32::MAX),
        mfa_devices: u32::try_from(enabled).unwrap_or(u32::MAX),
        may_recover: !member.root_recovery_off,
    })
}
