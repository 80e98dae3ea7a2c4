//! Changing what a permission set permits: every difference is a call of the API, asked about and recorded.

use serde_json::{Value, json};
use vestibule_identity::Timestamp;
use vestibule_identity::event::SSO;
use vestibule_store::Tx;
use vestibule_store::identity_center::{PermissionSetRow, permission_sets};

use super::permissions::{self, Content, is_aws, path_and_name};
use super::sets::{after, must_be_as_read};
use super::{arn_of, must_be_open, the_set};
use crate::answers::SetPermissions;
use crate::authorize::Action;
use crate::identity_center::the_instance;
use crate::request::{Answer, Caller};
use crate::session::Live;
use crate::{Service, ServiceError};

impl Service {
    /// Makes a set permit this, and brings its roles up to date. Sessions that have begun meet the new permissions at their
    /// next request.
    ///
    /// # Errors
    /// Field errors, [`ServiceError::MalformedPolicy`], [`ServiceError::ConcurrentModification`],
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`] for any of the steps, and what is not a delegate's.
    pub async fn set_permissions(
        &self,
        caller: &Caller,
        id: &str,
        wanted: &SetPermissions,
        expected: Timestamp,
    ) -> Result<Answer<()>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let instance = the_instance(&mut tx).await?;
        let arn = arn_of(&instance, id);
        let center = self
            .may_center(&mut tx, &live, Action::DescribePermissionSet, &arn)
            .await?;
        let mut set = the_set(&mut tx, id).await?;
        must_be_open(&mut tx, &center, &set.id).await?;
        let content = permissions::read(&mut tx, wanted).await?;
        must_be_as_read(&set, expected)?;
        let now = permissions::kept(&mut tx, &set).await?;
        if self
            .change_content(&mut tx, caller, &live, &mut set, &now, content)
            .await?
        {
            self.provision_everywhere(&mut tx, caller, &live, &set).await?;
        }
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// Writes the differences; says whether there were any.
    pub(super) async fn change_content(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &Live,
        set: &mut PermissionSetRow,
        now: &Content,
        wanted: Content,
    ) -> Result<bool, ServiceError> {
        let acts = differences(now, &wanted);
        if acts.is_empty() {
            return Ok(false);
        }
        let instance = the_instance(tx).await?;
        let arn = set.id.arn(&instance.id);
        for act in &acts {
            self.may_center(tx, live, act.action, &arn).await?;
            let mut parameters = json!({ "instanceArn": instance.id.arn(), "permissionSetArn": arn });
            if let (Some(all), Value::Object(more)) = (parameters.as_object_mut(), act.parameters.clone()) {
                all.extend(more);
            }
            let name = act.action.name().trim_start_matches("sso:");
            self.record_act_of(tx, caller, live, SSO, name, parameters, Value::Null)
                .await?;
        }
        for policy in now.policies.iter().filter(|policy| !wanted.policies.contains(policy)) {
            permission_sets::detach(tx, &set.id, policy).await?;
        }
        for policy in &wanted.policies {
            permission_sets::attach(tx, &set.id, policy).await?;
        }
        set.inline_policy = wanted.inline;
        set.boundary = wanted.boundary;
        set.updated_at = after(set.updated_at, self.now());
        permission_sets::update(tx, set).await?;
        Ok(true)
    }
}

struct Act {
    action: Action,
    parameters: Value,
}

/// The calls that lead from what is to what shall be.
fn differences(now: &Content, wanted: &Content) -> Vec<Act> {
    let mut acts = Vec::new();
    for policy in now.policies.iter().filter(|policy| !wanted.policies.contains(policy)) {
        acts.push(of_policy(
            policy,
            Action::DetachManagedPolicyFromPermissionSet,
            Action::DetachCustomerManagedPolicyReferenceFromPermissionSet,
        ));
    }
    for policy in wanted.policies.iter().filter(|policy| !now.policies.contains(policy)) {
        acts.push(of_policy(
            policy,
            Action::AttachManagedPolicyToPermissionSet,
            Action::AttachCustomerManagedPolicyReferenceToPermissionSet,
        ));
    }
    match (&now.inline, &wanted.inline) {
        (now, wanted) if now == wanted => {}
        (_, Some(document)) => acts.push(Act {
            action: Action::PutInlinePolicyToPermissionSet,
            parameters: json!({ "inlinePolicy": document }),
        }),
        (_, None) => acts.push(Act {
            action: Action::DeleteInlinePolicyFromPermissionSet,
            parameters: json!({}),
        }),
    }
    match (&now.boundary, &wanted.boundary) {
        (now, wanted) if now == wanted => {}
        (_, Some(policy)) => {
            let bounds = if is_aws(policy) {
                json!({ "managedPolicyArn": policy })
            } else {
                json!({ "customerManagedPolicyReference": reference(policy) })
            };
            acts.push(Act {
                action: Action::PutPermissionsBoundaryToPermissionSet,
                parameters: json!({ "permissionsBoundary": bounds }),
            });
        }
        (_, None) => acts.push(Act {
            action: Action::DeletePermissionsBoundaryFromPermissionSet,
            parameters: json!({}),
        }),
    }
    acts
}

fn of_policy(policy: &str, aws: Action, customer: Action) -> Act {
    if is_aws(policy) {
        Act {
            action: aws,
            parameters: json!({ "managedPolicyArn": policy }),
        }
    } else {
        Act {
            action: customer,
            parameters: json!({ "customerManagedPolicyReference": reference(policy) }),
        }
    }
}

fn reference(policy: &str) -> Value {
    let policy = path_and_name(policy);
    json!({ "name": policy.name, "path": policy.path })
}
