//! My security credentials: the password and the sessions of whoever is signed in.

use uuid::Uuid;
use vestibule_identity::Timestamp;
use vestibule_identity::mfa::MOST_DEVICES;
use vestibule_identity::password_policy::root_password_rules;
use vestibule_identity::principal::Principal;
use vestibule_identity::session::EndReason;
use vestibule_store::{account_password_policies, login_profiles, root_passwords, sessions};

use crate::answers::{EndedSessions, SecurityCredentialsView, SessionEntry};
use crate::authorize::{Action, Asker, Question};
use crate::mfa;
use crate::password_change::{Refusal, Subject, read_form};
use crate::request::{Answer, Caller};
use crate::session::identity_view;
use crate::sign_in::NewPassword;
use crate::{Entity, Service, ServiceError};

impl Service {
    /// The page.
    ///
    /// # Errors
    /// [`ServiceError::NotSignedIn`].
    pub async fn security_credentials(&self, caller: &Caller) -> Result<SecurityCredentialsView, ServiceError> {
        let live = self.live(caller).await?;
        let now = self.now();
        let mut reader = self.store.read().await?;
        let own_arn = live.own()?.arn();
        let policy = account_password_policies::get(&mut reader, &live.account.id).await?;
        let (row, requirements, password_expires_at) = match live.own()? {
            Principal::Root { .. } => {
                let row = root_passwords::get(&mut reader, &live.account.id).await?;
                (row, root_password_rules::requirements(), None)
            }
            Principal::IamUser { user, .. } => {
                let row = login_profiles::get(&mut reader, user).await?;
                let expires = row.as_ref().and_then(|row| policy.expires_at(row.changed_at));
                (row, policy.requirements(), expires)
            }
            Principal::AssumedRole { .. } | Principal::FederatedUser { .. } => {
                return Err(ServiceError::RoleHasNone);
            }
        };
        let devices = mfa::assigned(&mut reader, live.own()?).await?;
        let live_sessions = sessions::live_of(&mut reader, live.own()?, now).await?;
        let question = Question::new(Action::ChangePassword, &own_arn);
        let may_change_password = self.judge(&mut reader, &Asker::of(&live), question).await?.is_none();
        Ok(SecurityCredentialsView {
            identity: identity_view(live.own()?, &live.account),
            password_changed_at: row.map(|row| row.changed_at),
            password_expires_at,
            may_change_password,
            requirements,
            mfa_devices: devices.iter().filter_map(mfa::view).collect(),
            mfa_limit: MOST_DEVICES,
            session_mfa: live.session.mfa.clone(),
            sessions: live_sessions
                .into_iter()
                .map(|row| SessionEntry {
                    current: row.id == live.session.id,
                    id: row.id.to_string(),
                    started_at: row.span.created_at,
                    last_seen_at: row.last_seen_at,
                    expires_at: row.span.expires_at,
                    source_ip: row.source_ip,
                    user_agent: row.user_agent,
                })
                .collect(),
        })
    }

    /// Changes the password of whoever is signed in and ends their other sessions.
    ///
    /// # Errors
    /// Field errors, a wrong current password, the policy's sentences, [`ServiceError::AccessDenied`], the throttle.
    pub async fn change_own_password(&self, caller: &Caller, form: NewPassword) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let subject = Subject::of(live.own()?, &live.account)?;
        let mut tx = self.store.write().await?;
        let asker = Asker::of(&live);
        self.authorize(
            &mut tx,
            &asker,
            Question::new(Action::ChangePassword, &subject.principal.arn()),
        )
        .await?;
        read_form(&form)?;
        let judged = self.judge_change(tx, &subject, &form).await?;
        let fresh = judged.fresh.map_err(|refusal| match refusal {
            Refusal::WrongPassword => ServiceError::invalid("currentPassword", "The current password is not right."),
            Refusal::Policy(violations) => ServiceError::PasswordPolicyViolation {
                field: "newPassword",
                message: violations.to_string(),
            },
            Refusal::Reused => ServiceError::PasswordPolicyViolation {
                field: "newPassword",
                message: format!(
                    "Choose a password that is not one of your last {}.",
                    judged.policy.reuse_depth()
                ),
            },
        })?;
        let now = self.now();
        let mut tx = self.store.write().await?;
        let keep = Some(live.session.id);
        self.write_change(&mut tx, caller, &subject, &judged.old_phc, fresh, keep, now)
            .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// Ends one of one's own sessions.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`] for one that is not live or not one's own.
    pub async fn end_session(&self, caller: &Caller, id: Uuid) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let now = self.now();
        let mut tx = self.store.write().await?;
        let own = sessions::live_of(&mut tx, live.own()?, now).await?;
        if !own.iter().any(|row| row.id == id) {
            return Err(ServiceError::NoSuchEntity {
                entity: Entity::Session,
                name: id.to_string(),
            });
        }
        sessions::end(&mut tx, id, now, EndReason::EndedByUser).await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// Ends all of one's own sessions but this one.
    ///
    /// # Errors
    /// [`ServiceError::NotSignedIn`].
    pub async fn end_other_sessions(&self, caller: &Caller) -> Result<EndedSessions, ServiceError> {
        let live = self.live(caller).await?;
        let now: Timestamp = self.now();
        let mut tx = self.store.write().await?;
        let ended =
            sessions::end_all_of(&mut tx, live.own()?, Some(live.session.id), now, EndReason::EndedByUser).await?;
        self.commit(tx).await?;
        Ok(EndedSessions { ended })
    }
}
