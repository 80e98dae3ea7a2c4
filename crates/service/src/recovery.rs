//! The root user's forgotten password: a mail with a single-use link, then a new password (facts 2.3).

use secrecy::{ExposeSecret, SecretString};
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::event::{self, EventIdentity};
use vestibule_identity::names::{AccountId, EmailAddress};
use vestibule_identity::password_policy::{PasswordContext, root_password_rules};
use vestibule_identity::principal::Principal;
use vestibule_identity::recovery::{LINK_LIFETIME, LinkVerdict, RecoveryLink};
use vestibule_identity::session::EndReason;
use vestibule_identity::sign_in::{Attempt, CheckPurpose};
use vestibule_store::{PasswordRow, Tx, accounts, attempts, organization, recovery_links, root_passwords};

use crate::addresses;
use crate::answers::{RecoveryView, SignInStep};
use crate::organization::OrganizationRefusal;
use crate::parcels::{MailLink, Parcel};
use crate::password_change::read_new;
use crate::request::{Answer, Caller, CookieChange};
use crate::throttle::{self, ThrottleKey};
use crate::world::{self, SecurityCheck};
use crate::{Service, ServiceError};

/// Sender of recovery mail (facts 2.2: addresses ending `@verify.signin.aws`).
const FROM: &str = "no-reply@verify.signin.aws";

impl Service {
    /// Forgot password, from the root password page: a security check, then the mail.
    ///
    /// # Errors
    /// [`ServiceError::AttemptExpired`] when no root e-mail address was given in this browser before;
    /// [`OrganizationRefusal::RecoveryOff`] for a member account without root credentials.
    pub async fn forgot_root_password(&self, caller: &Caller) -> Result<Answer<SignInStep>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let (token, attempt) = self.attempt_of(&mut tx, caller, now).await?;
        let Attempt::RootEmailGiven { account, email } = attempt else {
            return Err(ServiceError::AttemptExpired);
        };
        if organization::root_recovery_off(&mut tx, &account).await? {
            return Err(OrganizationRefusal::RecoveryOff.into());
        }
        if world::security_check(&mut tx).await? == SecurityCheck::Off {
            return self.send_recovery(tx, caller, token, account, email, now).await;
        }
        self.ask_security_check(tx, token, CheckPurpose::Recovery, Some(account), email, now)
            .await
    }

    /// Makes the link, supersedes older ones, posts the mail and ends the attempt. Commits.
    pub(crate) async fn send_recovery(
        &self,
        mut tx: Tx,
        caller: &Caller,
        attempt: &Token,
        account: AccountId,
        email: EmailAddress,
        now: Timestamp,
    ) -> Result<Answer<SignInStep>, ServiceError> {
        let account = accounts::by_id(&mut tx, &account)
            .await?
            .ok_or(ServiceError::AttemptExpired)?;
        // It may have been switched off while the security check was solved.
        if organization::root_recovery_off(&mut tx, &account.id).await? {
            return Err(OrganizationRefusal::RecoveryOff.into());
        }
        let link = Token::generate(&*self.entropy);
        recovery_links::supersede_pending(&mut tx, &account.id).await?;
        let pending = RecoveryLink::issue(account.id.clone(), now);
        recovery_links::insert(&mut tx, &link.hash().0, &pending).await?;
        let minutes = LINK_LIFETIME.as_secs() / 60;
        let mail = Parcel::Mail {
            from: FROM.to_owned(),
            to: account.email.as_str().to_owned(),
            subject: "Reset your root user password".to_owned(),
            body: format!(
                "We received a request to reset the password of the root user of {} ({}).\n\nOpen the link below within {minutes} minutes to choose a new password. It works once.\n\nIf you did not ask for this, you can ignore this message: your password stays as it is.",
                account.name,
                account.id.dashed()
            ),
            links: vec![MailLink {
                label: "Choose a new password".to_owned(),
                address: format!("{}{}", addresses::RECOVERY, link.reveal()),
            }],
            sent_at: now,
        };
        self.post(&mut tx, &mail).await?;
        let identity = EventIdentity::of(
            &Principal::Root {
                account: account.id.clone(),
            },
            &account,
        );
        let context = self.root_event_context(caller, &account.id);
        let record = event::password_recovery_requested(&context, &identity);
        self.record(&mut tx, &record).await?;
        attempts::take(&mut tx, &attempt.hash().0).await?;
        self.commit(tx).await?;
        Ok(Answer::new(SignInStep::RecoverySent {
            email: email.as_str().to_owned(),
        })
        .with(CookieChange::ClearAttempt))
    }

    /// Whether a link can be used, and for whom.
    ///
    /// # Errors
    /// One of the three link errors.
    pub async fn recovery_link(&self, token: &SecretString) -> Result<RecoveryView, ServiceError> {
        let mut reader = self.store.read().await?;
        let (_, link) = usable(&mut reader, token, self.now()).await?;
        let account = accounts::by_id(&mut reader, link.account())
            .await?
            .ok_or(ServiceError::RecoveryLinkInvalid)?;
        Ok(RecoveryView {
            email: account.email.as_str().to_owned(),
            requirements: root_password_rules::requirements(),
        })
    }

    /// Uses a link: sets the root password, ends the root user's sessions, lifts the throttle.
    ///
    /// # Errors
    /// Field errors, the root password rules, or one of the three link errors; the link stays usable unless it was used.
    pub async fn recover_root_password(
        &self,
        caller: &Caller,
        token: &SecretString,
        new: SecretString,
        confirm: &SecretString,
    ) -> Result<Answer<()>, ServiceError> {
        let now = self.now();
        let mut reader = self.store.read().await?;
        let (_, link) = usable(&mut reader, token, now).await?;
        let account = accounts::by_id(&mut reader, link.account())
            .await?
            .ok_or(ServiceError::RecoveryLinkInvalid)?;
        drop(reader);
        read_new(&new, confirm)?;
        let context = PasswordContext {
            account_name: account.name.as_str(),
            email: account.email.as_str(),
        };
        root_password_rules::check(new.expose_secret(), &context).map_err(|violations| {
            ServiceError::PasswordPolicyViolation {
                field: "newPassword",
                message: violations.to_string(),
            }
        })?;
        let phc = self.hashing.hash(new).await?;

        let now = self.now();
        let mut tx = self.store.write().await?;
        let (hash, link) = usable(&mut tx, token, now).await?;
        if !recovery_links::mark_used(&mut tx, &hash, link).await? {
            return Err(ServiceError::RecoveryLinkUsed);
        }
        let row = PasswordRow {
            phc,
            changed_at: now,
            created_at: now,
            reset_required: false,
        };
        root_passwords::set(&mut tx, &account.id, &row).await?;
        throttle::clear(&mut tx, ThrottleKey::root(&account.email.folded())).await?;
        let principal = Principal::Root {
            account: account.id.clone(),
        };
        self.end_everything_of(&mut tx, &principal, None, EndReason::PasswordRecovered)
            .await?;
        let identity = EventIdentity::of(&principal, &account);
        for build in [event::password_recovery_completed, event::password_updated] {
            let context = self.root_event_context(caller, &account.id);
            self.record(&mut tx, &build(&context, &identity)).await?;
        }
        let mail = Parcel::Mail {
            from: FROM.to_owned(),
            to: account.email.as_str().to_owned(),
            subject: "Your root user password was changed".to_owned(),
            body: format!(
                "The password of the root user of {} ({}) was changed with a recovery link. All its sessions were ended.\n\nIf this was not you, use Forgot password on the sign-in page at once.",
                account.name,
                account.id.dashed()
            ),
            links: Vec::new(),
            sent_at: now,
        };
        self.post(&mut tx, &mail).await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }
}

/// The link behind a token, if it can be used now.
async fn usable(
    connection: &mut impl vestibule_store::Reads,
    token: &SecretString,
    now: Timestamp,
) -> Result<([u8; 32], RecoveryLink), ServiceError> {
    let token = Token::parse(token.expose_secret()).ok_or(ServiceError::RecoveryLinkInvalid)?;
    let hash = token.hash().0;
    let link = recovery_links::by_token(connection, &hash)
        .await?
        .ok_or(ServiceError::RecoveryLinkInvalid)?;
    match link.judge(now) {
        LinkVerdict::Usable => Ok((hash, link)),
        LinkVerdict::Expired => Err(ServiceError::RecoveryLinkExpired),
        LinkVerdict::Used => Err(ServiceError::RecoveryLinkUsed),
    }
}
