//! Deleting a user as the console does: what stands on the user goes first, a call for each.

use serde_json::{Value, json};
use vestibule_identity::ids::user_arn;
use vestibule_identity::session::EndReason;
use vestibule_identity::user::IamUser;
use vestibule_store::{Tx, access_keys, groups, login_profiles, policies, users};

use super::create::bounded_by;
use super::principal;
use crate::authorize::{Action, Asker, Question};
use crate::mfa;
use crate::request::{Answer, Caller};
use crate::session::Live;
use crate::throttle::{self, ThrottleKey};
use crate::{Service, ServiceError};

impl Service {
    /// Deletes a user with password, keys, devices, memberships, policies and sessions. The API's `DeleteUser` refuses a
    /// user who has any of them; the console takes them away first.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_remove.html>
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`] for any of the calls: then nothing is deleted.
    pub async fn delete_user(&self, caller: &Caller, user_name: &str) -> Result<Answer<()>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let user = self.may_on_user(&mut tx, &live, Action::DeleteUser, user_name).await?;
        self.take_credentials(&mut tx, caller, &live, &user).await?;
        self.take_permissions(&mut tx, caller, &live, &user).await?;
        self.end_everything_of(
            &mut tx,
            &principal(&live.account, &user),
            None,
            EndReason::CredentialRemoved,
        )
        .await?;
        throttle::clear(&mut tx, ThrottleKey::user(live.account.id.as_str(), &user.name)).await?;
        users::delete(&mut tx, &user.id).await?;
        let parameters = json!({ "userName": user.name.as_str() });
        self.finish(tx, caller, &live, "DeleteUser", parameters, Value::Null)
            .await
    }

    async fn take_credentials(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &Live,
        user: &IamUser,
    ) -> Result<(), ServiceError> {
        let name = user.name.as_str();
        for key in access_keys::of_owner(tx, &live.account.id, Some(&user.id)).await? {
            self.may_on_user(tx, live, Action::DeleteAccessKey, name).await?;
            access_keys::delete(tx, &key.id).await?;
            let parameters = json!({ "userName": name, "accessKeyId": key.id.as_str() });
            self.record_act(tx, caller, live, "DeleteAccessKey", parameters, Value::Null)
                .await?;
        }
        let owner = principal(&live.account, user);
        for device in mfa::assigned(tx, &owner).await? {
            self.may_on_user(tx, live, Action::DeactivateMfaDevice, name).await?;
            self.remove_device(tx, caller, live, &owner, &device).await?;
        }
        if login_profiles::get(tx, &user.id).await?.is_some() {
            self.may_on_user(tx, live, Action::DeleteLoginProfile, name).await?;
            login_profiles::delete(tx, &user.id).await?;
            let parameters = json!({ "userName": name });
            self.record_act(tx, caller, live, "DeleteLoginProfile", parameters, Value::Null)
                .await?;
        }
        Ok(())
    }

    async fn take_permissions(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &Live,
        user: &IamUser,
    ) -> Result<(), ServiceError> {
        let name = user.name.as_str();
        let arn = user_arn(&live.account.id, &user.name);
        for group in groups::of_user(tx, &user.id).await? {
            self.may_on_group(tx, live, Action::RemoveUserFromGroup, group.name.as_str())
                .await?;
            groups::remove_member(tx, &group.id, &user.id).await?;
            let parameters = json!({ "groupName": group.name.as_str(), "userName": name });
            self.record_act(tx, caller, live, "RemoveUserFromGroup", parameters, Value::Null)
                .await?;
        }
        let boundary = policies::boundary_of(tx, user.id.as_str()).await?;
        let bounds = bounded_by(boundary.map(|policy| policy.arn()).as_deref());
        for policy in policies::attached_to(tx, user.id.as_str()).await? {
            let policy_arn = policy.arn();
            let question = Question::new(Action::DetachUserPolicy, &arn)
                .key("iam:PolicyARN", policy_arn.as_str())
                .with(bounds.clone());
            self.authorize(tx, &Asker::of(live), question).await?;
            policies::detach(tx, user.id.as_str(), &policy_arn).await?;
            let parameters = json!({ "userName": name, "policyArn": policy_arn });
            self.record_act(tx, caller, live, "DetachUserPolicy", parameters, Value::Null)
                .await?;
        }
        for (policy, _) in policies::inline_of(tx, user.id.as_str()).await? {
            self.may_on_user_with(tx, live, Action::DeleteUserPolicy, name, bounds.clone())
                .await?;
            policies::delete_inline(tx, user.id.as_str(), &policy).await?;
            let parameters = json!({ "userName": name, "policyName": policy.as_str() });
            self.record_act(tx, caller, live, "DeleteUserPolicy", parameters, Value::Null)
                .await?;
        }
        Ok(())
    }
}
