//! A new password between the old one and the console: reset required, or expired (facts 3.2, 3.3).

use vestibule_identity::sign_in::{Attempt, ChangeReason};
use vestibule_store::{accounts, attempts, users};

use super::NewPassword;
use super::iam_user::IamEntry;
use crate::answers::SignInStep;
use crate::authorize::{Action, Asker, Question};
use crate::password_change::{Refusal, Subject, read_form};
use crate::request::{Answer, Caller};
use crate::{Service, ServiceError};

impl Service {
    /// Changes the password and signs in.
    ///
    /// # Errors
    /// Field errors; a wrong present password; [`ServiceError::ChangePasswordRefused`], one message both for a missing
    /// permission and for a password that breaks the account's policy; the throttle's refusals.
    pub async fn choose_new_password(
        &self,
        caller: &Caller,
        form: NewPassword,
    ) -> Result<Answer<SignInStep>, ServiceError> {
        read_form(&form)?;
        let now = self.now();
        let mut tx = self.store.write().await?;
        let (token, attempt) = self.attempt_of(&mut tx, caller, now).await?;
        let Attempt::IamMustChangePassword {
            account,
            user,
            reason,
            region,
            remember,
            mfa,
        } = attempt
        else {
            return Err(ServiceError::AttemptExpired);
        };
        let account = accounts::by_id(&mut tx, &account)
            .await?
            .ok_or(ServiceError::AttemptExpired)?;
        let user = users::by_id(&mut tx, &user)
            .await?
            .ok_or(ServiceError::AttemptExpired)?;
        let subject = Subject::iam(&account, &user);
        // A device that was registered meanwhile is asked for.
        if mfa.is_none() && !crate::mfa::assigned(&mut tx, &subject.principal).await?.is_empty() {
            return Err(ServiceError::AttemptExpired);
        }
        let judged = self.judge_change(tx, &subject, &form).await?;
        let must = reason == ChangeReason::ResetRequired;
        let asker = Asker::signing_in(&subject.principal, caller, mfa.as_ref().map(|mfa| mfa.at), must);
        let own = subject.principal.arn();
        let mut reader = self.store.read().await?;
        let allowed = self
            .judge(&mut reader, &asker, Question::new(Action::ChangePassword, &own))
            .await?;
        drop(reader);
        let fresh = match (allowed, judged.fresh) {
            (None, Ok(phc)) => phc,
            (Some(_), Ok(_)) | (_, Err(Refusal::Policy(_) | Refusal::Reused)) => {
                return Err(ServiceError::ChangePasswordRefused);
            }
            (_, Err(Refusal::WrongPassword)) => {
                return Err(ServiceError::invalid(
                    "currentPassword",
                    "The old password is not right.",
                ));
            }
        };
        let now = self.now();
        let mut tx = self.store.write().await?;
        attempts::take(&mut tx, &token.hash().0)
            .await?
            .ok_or(ServiceError::AttemptExpired)?;
        self.write_change(&mut tx, caller, &subject, &judged.old_phc, fresh, None, now)
            .await?;
        let entry = IamEntry {
            account: &account,
            user: &user,
            region: region.as_deref(),
            remember,
            mfa: mfa.as_ref(),
        };
        let answer = self.finish_iam(&mut tx, caller, &entry, now).await?;
        self.commit(tx).await?;
        Ok(answer)
    }
}
