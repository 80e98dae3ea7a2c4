//! Giving people and groups permission sets in accounts, and taking them away.
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/useraccess.html>

use std::collections::BTreeSet;

use serde_json::{Value, json};
use vestibule_identity::Timestamp;
use vestibule_identity::account::AccountStatus;
use vestibule_identity::clock::random_uuid;
use vestibule_identity::event::SSO;
use vestibule_identity::identity_center::ids::{DirectoryGroupId, DirectoryUserId};
use vestibule_identity::names::AccountId;
use vestibule_store::identity_center::assignments::Assignee;
use vestibule_store::identity_center::provisioning_requests::{self as requests, NewRequest};
use vestibule_store::identity_center::{
    AssignmentRow, PermissionSetRow, RequestKind, RequestRow, access as rows, assignments,
};
use vestibule_store::{Reads, Tx, accounts};

use super::accounts::{account_arn, missing};
use super::provisioned::view;
use super::{arn_of, must_be_open, the_set};
use crate::answers::{AssignmentOutcome, PrincipalKind, RequestView};
use crate::authorize::Action;
use crate::identity_center::admin::Center;
use crate::identity_center::provision::{provision, remove_unassigned};
use crate::identity_center::the_instance;
use crate::request::{Answer, Caller};
use crate::session::Live;
use crate::{Entity, Service, ServiceError};

/// As many accounts as the console takes at a time (facts 1.8).
const MOST_ACCOUNTS: usize = 10;
/// Assignments of one submission. AWS names no number; each is one call.
const MOST_TOGETHER: usize = 1000;

/// A person or a group.
#[derive(Debug, Clone)]
pub struct Principal {
    /// Which of them.
    pub kind: PrincipalKind,
    /// The id in the identity store.
    pub id: String,
}

impl Principal {
    pub(super) fn assignee(&self) -> Assignee {
        match self.kind {
            PrincipalKind::User => Assignee::User(DirectoryUserId::stored(self.id.clone())),
            PrincipalKind::Group => Assignee::Group(DirectoryGroupId::stored(self.id.clone())),
        }
    }

    pub(super) fn missing(&self) -> ServiceError {
        ServiceError::NoSuchEntity {
            entity: match self.kind {
                PrincipalKind::User => Entity::DirectoryUser,
                PrincipalKind::Group => Entity::DirectoryGroup,
            },
            name: self.id.chars().take(64).collect(),
        }
    }
}

/// Assignments that are submitted together: each principal gets each set in each account.
#[derive(Debug)]
pub struct AssignmentForm {
    /// Accounts.
    pub account_ids: Vec<String>,
    /// People and groups.
    pub principals: Vec<Principal>,
    /// Permission sets.
    pub permission_set_ids: Vec<String>,
}

/// The same with everything looked up.
struct Plan {
    center: Center,
    accounts: Vec<(AccountId, String)>,
    principals: Vec<(Assignee, String)>,
    sets: Vec<PermissionSetRow>,
}

impl Service {
    /// Assigns. What cannot be provisioned in an account fails there, and only there.
    ///
    /// # Errors
    /// Field errors, [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`], and what is not a delegate's; then
    /// nothing is changed.
    pub async fn assign(
        &self,
        caller: &Caller,
        form: &AssignmentForm,
    ) -> Result<Answer<AssignmentOutcome>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let done = self.assign_in(&mut tx, caller, &live, form).await?;
        self.commit(tx).await?;
        Ok(outcome(done))
    }

    /// Takes away. With the last assignment of a set in an account its role goes; sessions of it live on without
    /// permissions until they end.
    ///
    /// # Errors
    /// The same; taking away what nobody has fails there, and only there.
    pub async fn unassign(
        &self,
        caller: &Caller,
        form: &AssignmentForm,
    ) -> Result<Answer<AssignmentOutcome>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let done = self.unassign_in(&mut tx, caller, &live, form).await?;
        self.commit(tx).await?;
        Ok(outcome(done))
    }

    /// Makes what a person or group has in one account exactly this, if they still have what was read.
    ///
    /// # Errors
    /// [`ServiceError::ConcurrentModification`], and those of assigning and of taking away, of which only what is needed is
    /// asked about; then nothing is changed.
    pub async fn change_assignments(
        &self,
        caller: &Caller,
        account: &str,
        principal: &Principal,
        wanted: &[String],
        expected: &[String],
    ) -> Result<Answer<AssignmentOutcome>, ServiceError> {
        let account_id = AccountId::parse(account).map_err(|_| missing(account))?;
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        self.may_center(&mut tx, &live, Action::ListAccountAssignments, &account_arn(account))
            .await?;
        let now: Vec<String> = assignments::of_assignee_in(&mut tx, &principal.assignee(), &account_id)
            .await?
            .into_iter()
            .map(|set| set.as_str().to_owned())
            .collect();
        // What somebody else gave meanwhile is not taken away unseen, nor given again what they took.
        if BTreeSet::from_iter(&now) != BTreeSet::from_iter(expected) {
            return Err(ServiceError::ConcurrentModification);
        }
        let of = |permission_set_ids: Vec<String>| AssignmentForm {
            account_ids: vec![account.to_owned()],
            principals: vec![principal.clone()],
            permission_set_ids,
        };
        let fresh: Vec<String> = wanted.iter().filter(|id| !now.contains(id)).cloned().collect();
        let gone: Vec<String> = now.into_iter().filter(|id| !wanted.contains(id)).collect();
        let mut done = Vec::new();
        if !fresh.is_empty() {
            done.extend(self.assign_in(&mut tx, caller, &live, &of(fresh)).await?);
        }
        if !gone.is_empty() {
            done.extend(self.unassign_in(&mut tx, caller, &live, &of(gone)).await?);
        }
        self.commit(tx).await?;
        Ok(outcome(done))
    }

    async fn assign_in(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &Live,
        form: &AssignmentForm,
    ) -> Result<Vec<RequestView>, ServiceError> {
        let plan = self.plan(tx, live, Action::CreateAccountAssignment, form).await?;
        must_be_active(tx, &plan.accounts).await?;
        let now = self.now();
        let mut done = Vec::new();
        for set in &plan.sets {
            for (account, account_name) in &plan.accounts {
                let went = provision(self, tx, &plan.center.instance, set, account, now).await?;
                let failure = went.failure();
                for principal in &plan.principals {
                    if failure.is_none() {
                        assignments::insert(tx, &row(account, set, &principal.0), now).await?;
                    }
                    let one = One {
                        kind: RequestKind::Assign,
                        account,
                        account_name,
                        set,
                        principal,
                        failure: failure.as_deref(),
                    };
                    done.push(self.note(tx, caller, live, &plan.center, one, now).await?);
                }
            }
        }
        Ok(done)
    }

    async fn unassign_in(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &Live,
        form: &AssignmentForm,
    ) -> Result<Vec<RequestView>, ServiceError> {
        let plan = self.plan(tx, live, Action::DeleteAccountAssignment, form).await?;
        let now = self.now();
        let mut done = Vec::new();
        for set in &plan.sets {
            for (account, account_name) in &plan.accounts {
                for principal in &plan.principals {
                    let was = assignments::delete(tx, &row(account, set, &principal.0)).await?;
                    let one = One {
                        kind: RequestKind::Remove,
                        account,
                        account_name,
                        set,
                        principal,
                        failure: (!was).then_some(NOT_FOUND),
                    };
                    done.push(self.note(tx, caller, live, &plan.center, one, now).await?);
                }
            }
        }
        for (account, _) in &plan.accounts {
            remove_unassigned(tx, Some(account)).await?;
        }
        Ok(done)
    }

    /// Asks about every account and every set, then looks everything up.
    async fn plan(
        &self,
        tx: &mut Tx,
        live: &Live,
        action: Action,
        form: &AssignmentForm,
    ) -> Result<Plan, ServiceError> {
        let instance = the_instance(tx).await?;
        let center = self.may_center(tx, live, action, &instance.id.arn()).await?;
        for id in &form.permission_set_ids {
            self.may_center(tx, live, action, &arn_of(&instance, id)).await?;
        }
        for id in &form.account_ids {
            self.may_center(tx, live, action, &account_arn(id)).await?;
        }
        must_be_some("accountIds", "account", &form.account_ids)?;
        must_be_some("principals", "user or group", &form.principals)?;
        must_be_some("permissionSetIds", "permission set", &form.permission_set_ids)?;
        if form.account_ids.len() > MOST_ACCOUNTS {
            let words = "At most 10 accounts can be chosen at a time.";
            return Err(ServiceError::invalid("accountIds", words));
        }
        let together = form
            .account_ids
            .len()
            .saturating_mul(form.principals.len())
            .saturating_mul(form.permission_set_ids.len());
        if together > MOST_TOGETHER {
            let words =
                "These are more than 1,000 assignments. Choose fewer users, groups or permission sets at a time.";
            return Err(ServiceError::invalid("principals", words));
        }
        let mut found = Plan {
            center,
            accounts: Vec::new(),
            principals: Vec::new(),
            sets: Vec::new(),
        };
        for id in &form.account_ids {
            let row = rows::account(tx, id).await?.ok_or_else(|| missing(id))?;
            let account = AccountId::parse(&row.id).map_err(|_| missing(id))?;
            found.center.may_touch(&account)?;
            found.accounts.push((account, row.name));
        }
        for id in &form.permission_set_ids {
            let set = the_set(tx, id).await?;
            must_be_open(tx, &found.center, &set.id).await?;
            found.sets.push(set);
        }
        for principal in &form.principals {
            let assignee = principal.assignee();
            let name = assignments::name_of(tx, &assignee)
                .await?
                .ok_or_else(|| principal.missing())?;
            found.principals.push((assignee, name));
        }
        Ok(found)
    }

    /// Notes what became of one, and records the call.
    async fn note(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &Live,
        center: &Center,
        one: One<'_>,
        now: Timestamp,
    ) -> Result<RequestView, ServiceError> {
        let request_id = random_uuid(&*self.entropy).to_string();
        let (assignee, name) = one.principal;
        let request = NewRequest {
            request_id: &request_id,
            kind: one.kind,
            account: Some(one.account),
            set: &one.set.id,
            set_name: one.set.name.as_str(),
            principal: Some((assignee, name)),
            failure: one.failure,
        };
        requests::insert(tx, &request, now).await?;
        let parameters = json!({
            "instanceArn": center.instance.id.arn(),
            "targetId": one.account,
            "targetType": "AWS_ACCOUNT",
            "permissionSetArn": one.set.id.arn(&center.instance.id),
            "principalType": match assignee { Assignee::User(_) => "USER", Assignee::Group(_) => "GROUP" },
            "principalId": assignee.id(),
        });
        let status = json!({ "status": "IN_PROGRESS", "requestId": request_id });
        let (event, response) = match one.kind {
            RequestKind::Assign => (
                "CreateAccountAssignment",
                json!({ "accountAssignmentCreationStatus": status }),
            ),
            RequestKind::Remove => (
                "DeleteAccountAssignment",
                json!({ "accountAssignmentDeletionStatus": status }),
            ),
            RequestKind::Provision => ("ProvisionPermissionSet", Value::Null),
        };
        self.record_act_of(tx, caller, live, SSO, event, parameters, response)
            .await?;
        Ok(view(RequestRow {
            request_id,
            kind: one.kind,
            account: Some(format!("{} ({})", one.account_name, one.account)),
            permission_set: one.set.name.as_str().to_owned(),
            principal: Some(name.clone()),
            failure: one.failure.map(str::to_owned),
            at: now,
        }))
    }
}

/// As the API says of an assignment that is not there.
const NOT_FOUND: &str = "Received a 404 status error: Assignment not found.";

/// One assignment of a submission.
struct One<'a> {
    kind: RequestKind,
    account: &'a AccountId,
    account_name: &'a str,
    set: &'a PermissionSetRow,
    principal: &'a (Assignee, String),
    failure: Option<&'a str>,
}

fn row(account: &AccountId, set: &PermissionSetRow, assignee: &Assignee) -> AssignmentRow {
    AssignmentRow {
        account: account.clone(),
        permission_set: set.id.clone(),
        assignee: assignee.clone(),
    }
}

fn outcome(requests: Vec<RequestView>) -> Answer<AssignmentOutcome> {
    let failed = requests.iter().filter(|one| one.failure.is_some()).count();
    Answer::new(AssignmentOutcome {
        failed: u32::try_from(failed).unwrap_or(u32::MAX),
        requests,
    })
}

fn must_be_some<T>(field: &'static str, what: &str, chosen: &[T]) -> Result<(), ServiceError> {
    if chosen.is_empty() {
        return Err(ServiceError::Invalid {
            field,
            message: format!("Choose at least one {what}."),
        });
    }
    Ok(())
}

/// Nobody gets into an account that is closed.
async fn must_be_active(connection: &mut impl Reads, chosen: &[(AccountId, String)]) -> Result<(), ServiceError> {
    for (id, name) in chosen {
        let account = accounts::by_id(connection, id)
            .await?
            .ok_or_else(|| missing(id.as_str()))?;
        if account.status == AccountStatus::Suspended {
            return Err(ServiceError::Invalid {
                field: "accountIds",
                message: format!("{name} is suspended. Nobody can be given access to it."),
            });
        }
    }
    Ok(())
}
