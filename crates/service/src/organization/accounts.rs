//! Accounts of the organization: create, move, close; delegated administrators.

use std::time::Duration;

use serde_json::{Value, json};
use vestibule_identity::account::{Account, AccountStatus};
use vestibule_identity::event::{self, WITHHELD};
use vestibule_identity::ids::RoleId;
use vestibule_identity::names::{AccountId, AccountName, EmailAddress, Path, RoleName};
use vestibule_identity::session::EndReason;
use vestibule_identity::{Timestamp, ids::root_arn};
use vestibule_store::{RoleRow, StoreError, Tx, accounts, organization, policies, roles, sessions};

use super::tree::{SOURCE, member, member_view, missing};
use super::{Organization, OrganizationRefusal, fresh_id, join};
use crate::answers::CreatedAccount;
use crate::authorize::{Action, Question};
use crate::identity_center::admin::{CenterRefusal, SERVICE_PRINCIPAL};
use crate::request::{Answer, Caller};
use crate::{Entity, Service, ServiceError};

/// The name that AWS's form suggests.
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html>
const ACCESS_ROLE: &str = "OrganizationAccountAccessRole";
const ADMINISTRATOR: &str = "arn:aws:iam::aws:policy/AdministratorAccess";

/// An account to create.
#[derive(Debug)]
pub struct NewAccount {
    /// Its name.
    pub name: String,
    /// The root user's e-mail address.
    pub email: String,
    /// The role that the management account may assume in it; blank for the usual name.
    pub role_name: String,
}

impl Service {
    /// Creates an account under the root, with a role for the management account. Its root user has no password; where root
    /// access is centralized, none can be recovered either (facts 2.7).
    ///
    /// # Errors
    /// Field errors, also for an e-mail address that another account has, and who may not.
    pub async fn create_account(
        &self,
        caller: &Caller,
        new: &NewAccount,
    ) -> Result<Answer<CreatedAccount>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        let organization = Organization::load(&mut tx).await?;
        self.may_organize_on(&mut tx, &live, &organization, Action::CreateAccount, "*")
            .await?;
        let role_name = match new.role_name.trim() {
            "" => ACCESS_ROLE,
            name => name,
        };
        let role_name = RoleName::parse(role_name).map_err(|error| ServiceError::invalid("roleName", error))?;
        let now = self.now();
        let account = Account {
            id: AccountId::generate(&*self.entropy),
            name: AccountName::parse(&new.name).map_err(|error| ServiceError::invalid("name", error))?,
            email: EmailAddress::parse(&new.email).map_err(|error| ServiceError::invalid("email", error))?,
            alias: None,
            status: AccountStatus::Active,
            is_management: false,
            created_at: now,
        };
        match accounts::insert(&mut tx, &account).await {
            Err(StoreError::Conflict) => {
                let words = "The account could not be created because another AWS account with that email address already exists.";
                return Err(ServiceError::invalid("email", words));
            }
            other => other?,
        }
        let units = organization::units(&mut tx).await?;
        let root = units.first().ok_or(ServiceError::NoWorld)?;
        join(&mut tx, &account.id, &root.id, now).await?;
        organization::set_was_created(&mut tx, &account.id).await?;
        let centralized = organization.row.root_credentials_off;
        organization::set_root_recovery_off(&mut tx, &account.id, centralized).await?;
        let role = access_role(self, &mut tx, &organization.management, &account.id, role_name, now).await?;
        let parameters = json!({
            "email": WITHHELD, "accountName": WITHHELD, "roleName": role.name.as_str(), "tags": [],
        });
        let request = fresh_id(&*self.entropy, "car-", 32);
        let response = json!({ "createAccountStatus": {
            "id": request, "accountName": WITHHELD, "state": "IN_PROGRESS", "requestedTimestamp": now.to_string(),
        }});
        self.record_act_of(&mut tx, caller, &live, SOURCE, "CreateAccount", parameters, response)
            .await?;
        let context = self.root_event_context(caller, &live.account.id);
        let result = event::create_account_result(&context, &request, &account.id, now);
        self.record(&mut tx, &result).await?;
        let row = member(&mut tx, account.id.as_str()).await?;
        let created = CreatedAccount {
            account: member_view(&organization, row, &[]),
            role_arn: role.arn(),
            is_without_root_credentials: centralized,
        };
        self.commit(tx).await?;
        Ok(Answer::new(created))
    }

    /// Moves an account under the root or a unit.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`OrganizationRefusal::AlreadyThere`], and who may not.
    pub async fn move_account(&self, caller: &Caller, id: &str, to: &str) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        let organization = Organization::load(&mut tx).await?;
        let found = member(&mut tx, id).await;
        // The action is asked for on all three: account, where it is, where it goes.
        let from = found.as_ref().ok().map(|member| member.unit_id.clone());
        let targets = [Some(id.to_owned()), from, Some(to.to_owned())];
        for target in targets.into_iter().flatten() {
            let resource = organization.target_arn(&target);
            self.may_organize_on(&mut tx, &live, &organization, Action::MoveAccount, &resource)
                .await?;
        }
        let member = found?;
        if organization::unit(&mut tx, to).await?.is_none() {
            return Err(missing(Entity::OrganizationalUnit, to));
        }
        if member.unit_id == to {
            return Err(OrganizationRefusal::AlreadyThere.into());
        }
        organization::place_account(&mut tx, &member.account.id, to, self.now()).await?;
        let parameters = json!({ "accountId": id, "sourceParentId": member.unit_id, "destinationParentId": to });
        self.record_act_of(&mut tx, caller, &live, SOURCE, "MoveAccount", parameters, Value::Null)
            .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// Closes an account: it is suspended, and everyone in it is signed out.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`OrganizationRefusal::ManagementCloses`], [`OrganizationRefusal::AlreadyClosed`], and
    /// who may not.
    pub async fn close_account(&self, caller: &Caller, id: &str) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        let organization = Organization::load(&mut tx).await?;
        let resource = organization.account_arn(id);
        self.may_organize_on(&mut tx, &live, &organization, Action::CloseAccount, &resource)
            .await?;
        let account = member(&mut tx, id).await?.account;
        if account.id == organization.management {
            return Err(OrganizationRefusal::ManagementCloses.into());
        }
        if account.status == AccountStatus::Suspended {
            return Err(OrganizationRefusal::AlreadyClosed.into());
        }
        let now = self.now();
        accounts::set_status(&mut tx, &account.id, AccountStatus::Suspended).await?;
        sessions::end_account(&mut tx, &account.id, now, EndReason::CredentialRemoved).await?;
        let parameters = json!({ "accountId": id });
        self.record_act_of(&mut tx, caller, &live, SOURCE, "CloseAccount", parameters, Value::Null)
            .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// Makes an account the delegated administrator of a service, or ends that.
    ///
    /// # Errors
    /// A field error for the service, [`ServiceError::NoSuchEntity`], [`OrganizationRefusal::ManagementDelegates`],
    /// [`OrganizationRefusal::AlreadyDelegated`], [`OrganizationRefusal::NotDelegated`], and who may not.
    pub async fn delegate_service(
        &self,
        caller: &Caller,
        id: &str,
        service: &str,
        wanted: bool,
    ) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        let organization = Organization::load(&mut tx).await?;
        let resource = organization.account_arn(id);
        let (action, event_name) = if wanted {
            (Action::RegisterDelegatedAdministrator, "RegisterDelegatedAdministrator")
        } else {
            (
                Action::DeregisterDelegatedAdministrator,
                "DeregisterDelegatedAdministrator",
            )
        };
        let question = Question::new(action, &resource).key("organizations:ServicePrincipal", service);
        self.may_organize(&mut tx, &live, &organization, question).await?;
        if service == SERVICE_PRINCIPAL && live.account.id != organization.management {
            return Err(CenterRefusal::ManagementOnly.into());
        }
        if !is_service_principal(service) {
            let words = "A service is named like iam.amazonaws.com.";
            return Err(ServiceError::invalid("service", words));
        }
        let account = member(&mut tx, id).await?.account;
        if account.id == organization.management {
            return Err(OrganizationRefusal::ManagementDelegates.into());
        }
        if wanted {
            let there = organization::delegations(&mut tx).await?;
            let of_another = |(other, what): &(String, String)| what == service && other != id;
            if service == SERVICE_PRINCIPAL && there.iter().any(of_another) {
                return Err(OrganizationRefusal::OneDelegate.into());
            }
            if !organization::delegate(&mut tx, &account.id, service, self.now()).await? {
                return Err(OrganizationRefusal::AlreadyDelegated.into());
            }
        } else if !organization::end_delegation(&mut tx, &account.id, service).await? {
            return Err(OrganizationRefusal::NotDelegated.into());
        }
        let parameters = json!({ "accountId": id, "servicePrincipal": service });
        self.record_act_of(&mut tx, caller, &live, SOURCE, event_name, parameters, Value::Null)
            .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }
}

/// `[\w+=,.@-]*`, and in practice `<service>.amazonaws.com`.
fn is_service_principal(text: &str) -> bool {
    let legal = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte);
    text.len() <= 128
        && text.bytes().all(legal)
        && text.strip_suffix(".amazonaws.com").is_some_and(|name| !name.is_empty())
}

/// The role through which the management account administers a member: it trusts that account and may do everything.
pub(crate) async fn access_role(
    service: &Service,
    tx: &mut Tx,
    management: &AccountId,
    account: &AccountId,
    name: RoleName,
    now: Timestamp,
) -> Result<RoleRow, ServiceError> {
    let trust = json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": { "AWS": root_arn(management) }, "Action": "sts:AssumeRole",
    }]});
    let role = RoleRow {
        id: RoleId::generate(&*service.entropy),
        account: account.clone(),
        path: Path::root(),
        name,
        description: String::new(),
        trust_policy: serde_json::to_string_pretty(&trust)?,
        max_session: Duration::from_hours(1),
        created_at: now,
        last_used_at: None,
    };
    roles::insert(tx, &role).await?;
    policies::attach(tx, role.id.as_str(), ADMINISTRATOR).await?;
    Ok(role)
}
