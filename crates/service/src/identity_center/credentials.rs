//! How a person of the identity store comes by a password: an invitation, a link to choose another one, a one-time
//! password that an administrator hands over (facts 1.3).

use secrecy::{ExposeSecret, SecretString};
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::DirectoryUserId;
use vestibule_identity::identity_center::link::{DirectoryLink, LinkPurpose};
use vestibule_identity::identity_center::password;
use vestibule_identity::password_policy::AccountPasswordPolicy;
use vestibule_identity::session::EndReason;
use vestibule_store::Tx;
use vestibule_store::identity_center::{
    DirectoryPasswordRow, DirectoryUserRow, InstanceRow, directory_links, directory_passwords, portal_attempts,
    portal_sessions,
};

use crate::addresses;
use crate::identity_center::portal::mail_code::clear_throttles;
use crate::parcels::{MailLink, Parcel};
use crate::password_change::read_new;
use crate::request::Caller;
use crate::throttle::{self, ThrottleKey};
use crate::{Service, ServiceError};

/// Sender of the directory's mail.
/// <https://docs.aws.amazon.com/signin/latest/userguide/troubleshooting-sign-in-issues.html>
pub(crate) const FROM: &str = "no-reply@login.awsapps.com";

/// A one-time password with its hash, which is worked out before anything is written.
pub(crate) struct OneTimePassword {
    /// To be shown once.
    pub(crate) password: SecretString,
    phc: String,
}

impl Service {
    /// Invites a person to choose a password. A newer invitation replaces the older. The caller commits.
    pub(crate) async fn send_invitation(
        &self,
        tx: &mut Tx,
        instance: &InstanceRow,
        user: &DirectoryUserRow,
    ) -> Result<(), ServiceError> {
        let now = self.now();
        let address = self.make_link(tx, instance, user, LinkPurpose::Invitation, now).await?;
        let mail = Parcel::Mail {
            from: FROM.to_owned(),
            to: user.email.as_str().to_owned(),
            subject: "Invitation to join AWS IAM Identity Center".to_owned(),
            body: format!(
                "Hello {},\n\nYour organization uses AWS IAM Identity Center. Accept the invitation within 7 days to choose a password; the link works once.\n\nYour user name is {}.\nYour access portal is {}\n\nIf you did not expect this, ask your administrator.",
                user.given_name,
                user.user_name,
                addresses::portal(instance)
            ),
            links: vec![MailLink {
                label: "Accept invitation".to_owned(),
                address,
            }],
            sent_at: now,
        };
        self.post(tx, &mail).await
    }

    /// Mails a link to choose another password. The present one works until then. The caller commits.
    pub(crate) async fn send_reset_link(
        &self,
        tx: &mut Tx,
        instance: &InstanceRow,
        user: &DirectoryUserRow,
    ) -> Result<(), ServiceError> {
        let now = self.now();
        let address = self.make_link(tx, instance, user, LinkPurpose::Reset, now).await?;
        let mail = Parcel::Mail {
            from: FROM.to_owned(),
            to: user.email.as_str().to_owned(),
            subject: "Reset your AWS IAM Identity Center password".to_owned(),
            body: format!(
                "Hello {},\n\nSomeone, you or your administrator, asked for a new password of {} at {}\n\nOpen the link below within 24 hours to choose it. It works once. Until then your password stays as it is.\n\nIf you did not expect this, you can ignore this message.",
                user.given_name,
                user.user_name,
                addresses::portal(instance)
            ),
            links: vec![MailLink {
                label: "Choose a new password".to_owned(),
                address,
            }],
            sent_at: now,
        };
        self.post(tx, &mail).await
    }

    /// Makes a one-time password, for somebody who has a session at least. Outside any transaction, since hashing takes
    /// its time.
    pub(crate) async fn one_time_password_by(&self, caller: &Caller) -> Result<OneTimePassword, ServiceError> {
        self.live(caller).await?;
        // What the default policy of IAM generates has all four classes, as the directory demands.
        let password = SecretString::from(AccountPasswordPolicy::AwsDefault.generate(&*self.entropy));
        let phc = self.hashing.hash(password.clone()).await?;
        Ok(OneTimePassword { password, phc })
    }

    /// Gives a person a one-time password: it must be replaced at the next sign-in. The caller commits and shows it.
    pub(crate) async fn set_one_time_password(
        &self,
        tx: &mut Tx,
        user: &DirectoryUserRow,
        fresh: &OneTimePassword,
    ) -> Result<(), ServiceError> {
        self.set_directory_password(tx, user, fresh.phc.clone(), true).await
    }

    /// Sets a password: what stood on the old one ends, and what could set another is worth nothing. The caller commits.
    pub(crate) async fn set_directory_password(
        &self,
        tx: &mut Tx,
        user: &DirectoryUserRow,
        phc: String,
        one_time: bool,
    ) -> Result<(), ServiceError> {
        let now = self.now();
        if !one_time {
            directory_passwords::remember(tx, &user.id, &phc, now).await?;
        }
        let row = DirectoryPasswordRow {
            phc,
            changed_at: now,
            one_time,
        };
        directory_passwords::set(tx, &user.id, &row).await?;
        directory_links::replace_all_of(tx, &user.id).await?;
        clear_by_name(tx, user).await?;
        clear_throttles(tx, &user.id).await?;
        portal_attempts::delete_of(tx, &user.id).await?;
        portal_sessions::end_all_of(tx, &user.id, None, now, EndReason::PasswordChanged).await?;
        Ok(())
    }

    /// Judges a password that a person chooses, and hashes it. Outside any transaction, since hashing takes its time.
    ///
    /// # Errors
    /// Field errors, [`ServiceError::PasswordPolicyViolation`] for a broken rule or an old password.
    pub(crate) async fn fit_directory_password(
        &self,
        user: &DirectoryUserId,
        new: SecretString,
        confirm: &SecretString,
    ) -> Result<String, ServiceError> {
        read_new(&new, confirm)?;
        let violation = |message: String| ServiceError::PasswordPolicyViolation {
            field: "newPassword",
            message,
        };
        password::check(new.expose_secret()).map_err(|violations| violation(violations.to_string()))?;
        let mut reader = self.store.read().await?;
        let mut old = directory_passwords::latest(&mut reader, user, password::REUSE_DEPTH).await?;
        // A one-time password is in no history, and is no password of one's own either.
        let present = directory_passwords::get(&mut reader, user).await?;
        drop(reader);
        old.extend(present.filter(|row| row.one_time).map(|row| row.phc));
        for phc in old {
            if self.hashing.verify(new.clone(), Some(phc)).await? {
                return Err(violation(
                    "The password must not be one of your last three passwords.".to_owned(),
                ));
            }
        }
        self.hashing.hash(new).await
    }

    /// A new link; the address with its token.
    async fn make_link(
        &self,
        tx: &mut Tx,
        instance: &InstanceRow,
        user: &DirectoryUserRow,
        purpose: LinkPurpose,
        now: Timestamp,
    ) -> Result<String, ServiceError> {
        let token = Token::generate(&*self.entropy);
        let link = DirectoryLink::send(user.id.clone(), purpose, now);
        directory_links::insert(tx, &token.hash().0, &link).await?;
        Ok(format!(
            "{}{}",
            addresses::portal_link(instance, purpose),
            token.reveal()
        ))
    }
}

/// What is counted by the name as it is typed, whoever has it.
pub(crate) async fn clear_by_name(tx: &mut Tx, user: &DirectoryUserRow) -> Result<(), ServiceError> {
    for key in [ThrottleKey::directory, ThrottleKey::forgotten] {
        throttle::clear(tx, key(user.user_name.as_str())).await?;
    }
    Ok(())
}

/// The address is another one: what was mailed to the old one is worth nothing. The caller commits.
pub(crate) async fn forget_mailed(tx: &mut Tx, user: &DirectoryUserId) -> Result<(), ServiceError> {
    directory_links::replace_all_of(tx, user).await?;
    portal_attempts::delete_of(tx, user).await?;
    Ok(())
}
