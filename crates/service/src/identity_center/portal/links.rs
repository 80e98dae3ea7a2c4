//! The pages behind links in mail: an invitation, a new password. Using one signs nobody in.

use secrecy::{ExposeSecret, SecretString};
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::link::{DirectoryLink, LinkPurpose};
use vestibule_identity::identity_center::password;
use vestibule_identity::recovery::LinkVerdict;
use vestibule_store::Reads;
use vestibule_store::identity_center::{DirectoryUserRow, Source, directory_links, directory_users};

use crate::ErrorCode;
use crate::answers::PortalLinkView;
use crate::identity_center::credentials::FROM;
use crate::identity_center::external::ExternalRefusal;
use crate::identity_center::the_instance;
use crate::parcels::Parcel;
use crate::request::{Answer, Caller};
use crate::{Service, ServiceError};

/// Why a link leads no further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PortalLinkRefusal {
    /// Seven days are over.
    #[error("This invitation has expired. Ask your administrator to send a new one.")]
    InvitationExpired,
    /// A password was set, or a newer invitation was sent.
    #[error(
        "This invitation was already used or replaced by a newer one. Sign in with your password, or ask your administrator to send a new invitation."
    )]
    InvitationUsed,
    /// A day is over.
    #[error("This link has expired. Choose Forgot password on the sign-in page to get a new one.")]
    ResetExpired,
    /// A password was set, or a newer link was sent.
    #[error(
        "This link was already used or replaced by a newer one. Choose Forgot password on the sign-in page to get a new one."
    )]
    ResetUsed,
    /// No such link, or nobody who may use it.
    #[error("This link is not valid. Open it from the mail again, or ask your administrator for a new one.")]
    Invalid,
}

impl PortalLinkRefusal {
    pub(crate) fn code(self) -> ErrorCode {
        match self {
            Self::InvitationExpired | Self::ResetExpired => ErrorCode::RecoveryLinkExpired,
            Self::InvitationUsed | Self::ResetUsed => ErrorCode::RecoveryLinkUsed,
            Self::Invalid => ErrorCode::RecoveryLinkInvalid,
        }
    }
}

/// A link that can be used now.
struct Usable {
    hash: [u8; 32],
    link: DirectoryLink,
    user: DirectoryUserRow,
}

impl Service {
    /// Whether a link can be used, for what, and whose it is.
    ///
    /// # Errors
    /// [`PortalLinkRefusal`].
    pub async fn portal_link(&self, token: &SecretString) -> Result<PortalLinkView, ServiceError> {
        let mut reader = self.store.read().await?;
        let Usable { link, user, .. } = usable(&mut reader, token, self.now()).await?;
        Ok(PortalLinkView {
            purpose: link.purpose.word().to_owned(),
            user_name: user.user_name.as_str().to_owned(),
            requirements: password::requirements(),
        })
    }

    /// Uses a link: sets the password, and with it the address is verified, since whoever has the link reads the mail.
    ///
    /// # Errors
    /// Field errors, [`ServiceError::PasswordPolicyViolation`], after which the link can still be used;
    /// [`PortalLinkRefusal`].
    pub async fn use_portal_link(
        &self,
        caller: &Caller,
        token: &SecretString,
        new: SecretString,
        confirm: &SecretString,
    ) -> Result<Answer<()>, ServiceError> {
        let mut reader = self.store.read().await?;
        let Usable { user, .. } = usable(&mut reader, token, self.now()).await?;
        drop(reader);
        let phc = self.fit_directory_password(&user.id, new, confirm).await?;

        let now = self.now();
        let mut tx = self.store.write().await?;
        let Usable { hash, link, user } = usable(&mut tx, token, now).await?;
        if !directory_links::use_once(&mut tx, &hash, now).await? {
            return Err(used(link.purpose).into());
        }
        let user = self.verified(&mut tx, caller, &user).await?;
        self.set_directory_password(&mut tx, &user, phc, false).await?;
        self.record_directory_call(&mut tx, caller, &user, "UpdatePassword")
            .await?;
        if link.purpose == LinkPurpose::Reset {
            self.post(&mut tx, &changed_mail(&user, now)).await?;
        }
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }
}

async fn usable(connection: &mut impl Reads, token: &SecretString, now: Timestamp) -> Result<Usable, ServiceError> {
    let token = Token::parse(token.expose_secret()).ok_or(PortalLinkRefusal::Invalid)?;
    let hash = token.hash().0;
    let link = directory_links::by_token(connection, &hash)
        .await?
        .ok_or(PortalLinkRefusal::Invalid)?;
    if the_instance(connection).await?.source == Source::External {
        return Err(ExternalRefusal::Elsewhere.into());
    }
    let user = directory_users::by_id(connection, &link.user)
        .await?
        .filter(|user| user.enabled)
        .ok_or(PortalLinkRefusal::Invalid)?;
    match link.judge(now) {
        LinkVerdict::Usable => Ok(Usable { hash, link, user }),
        LinkVerdict::Expired => Err(expired(link.purpose).into()),
        LinkVerdict::Used => Err(used(link.purpose).into()),
    }
}

fn expired(purpose: LinkPurpose) -> PortalLinkRefusal {
    match purpose {
        LinkPurpose::Invitation => PortalLinkRefusal::InvitationExpired,
        LinkPurpose::Reset => PortalLinkRefusal::ResetExpired,
    }
}

fn used(purpose: LinkPurpose) -> PortalLinkRefusal {
    match purpose {
        LinkPurpose::Invitation => PortalLinkRefusal::InvitationUsed,
        LinkPurpose::Reset => PortalLinkRefusal::ResetUsed,
    }
}

fn changed_mail(user: &DirectoryUserRow, now: Timestamp) -> Parcel {
    Parcel::Mail {
        from: FROM.to_owned(),
        to: user.email.as_str().to_owned(),
        subject: "Your AWS IAM Identity Center password was changed".to_owned(),
        body: format!(
            "Hello {},\n\nThe password of {} was changed with a link from a mail, and every portal session was ended.\n\nIf this was not you, tell your administrator at once.",
            user.given_name, user.user_name
        ),
        links: Vec::new(),
        sent_at: now,
    }
}
