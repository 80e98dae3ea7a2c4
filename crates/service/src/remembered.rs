//! The remembered account of this browser: a selector and a validator. It says whom to ask for, never who someone is.

use vestibule_credentials::token::SelectorValidator;
use vestibule_identity::Timestamp;
use vestibule_identity::account::Account;
use vestibule_identity::names::UserName;
use vestibule_identity::remembered::{Presented, REMEMBERED_LIFETIME, RememberedAccount};
use vestibule_identity::user::IamUser;
use vestibule_store::{Reads, Tx, accounts, remembered};

use crate::addresses;
use crate::request::{Answer, Caller, CookieChange, seconds};
use crate::{Service, ServiceError};

/// What the remembered-account cookie recalls.
pub(crate) struct Recalled {
    pub(crate) who: Option<(Account, UserName)>,
    /// The browser holds a cookie that is worth nothing and should go.
    pub(crate) stale_cookie: bool,
}

impl Recalled {
    /// Where this browser signs in.
    pub(crate) fn sign_in_address(&self) -> String {
        self.who.as_ref().map_or_else(
            || addresses::SIGN_IN.to_owned(),
            |(account, _)| addresses::account_sign_in(account),
        )
    }
}

impl Service {
    /// "Sign in to a different account": forgets the remembered account.
    ///
    /// # Errors
    /// Store failures only.
    pub async fn forget_account(&self, caller: &Caller) -> Result<Answer<()>, ServiceError> {
        if let Some(cookie) = &caller.remembered {
            let mut tx = self.store.write().await?;
            remembered::delete(&mut tx, cookie.selector()).await?;
            self.commit(tx).await?;
        }
        Ok(Answer::new(()).with(CookieChange::ClearRemembered))
    }

    /// Whom the remembered-account cookie names. An older validator shown again revokes its family.
    pub(crate) async fn recall(&self, caller: &Caller) -> Result<Recalled, ServiceError> {
        let Some(cookie) = &caller.remembered else {
            return Ok(Recalled {
                who: None,
                stale_cookie: false,
            });
        };
        let now = self.now();
        let mut reader = self.store.read().await?;
        let presented = present(&mut reader, cookie, now).await?;
        if let Presented::Current(family) = presented
            && let Some(account) = accounts::by_id(&mut reader, &family.account).await?
        {
            return Ok(Recalled {
                who: Some((account, family.user_name)),
                stale_cookie: false,
            });
        }
        drop(reader);
        self.revoke_if_replayed(cookie, now).await?;
        Ok(Recalled {
            who: None,
            stale_cookie: true,
        })
    }

    async fn revoke_if_replayed(&self, cookie: &SelectorValidator, now: Timestamp) -> Result<(), ServiceError> {
        let mut tx = self.store.write().await?;
        match present(&mut tx, cookie, now).await? {
            Presented::Replayed | Presented::Expired => {
                remembered::delete(&mut tx, cookie.selector()).await?;
                self.commit(tx).await
            }
            Presented::Current(_) | Presented::Unknown => Ok(()),
        }
    }

    /// Whether the caller presents a valid remembered-account cookie (it changes the recorded region, facts 6.2).
    pub(crate) async fn remembers(&self, tx: &mut Tx, caller: &Caller, now: Timestamp) -> Result<bool, ServiceError> {
        let Some(cookie) = &caller.remembered else {
            return Ok(false);
        };
        let presented = present(tx, cookie, now).await?;
        Ok(matches!(presented, Presented::Current(_)))
    }

    /// After a sign-in: rotates, starts or forgets the remembered account, as the person chose.
    pub(crate) async fn remember(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        account: &Account,
        user: &IamUser,
        wanted: bool,
        now: Timestamp,
    ) -> Result<Option<CookieChange>, ServiceError> {
        let mut same = None;
        if let Some(cookie) = &caller.remembered {
            let presented = present(tx, cookie, now).await?;
            match presented {
                Presented::Current(family)
                    if wanted && family.account == account.id && family.user_name == user.name =>
                {
                    same = Some((cookie, family));
                }
                Presented::Unknown => {}
                _ => remembered::delete(tx, cookie.selector()).await?,
            }
        }
        if !wanted {
            let had_one = caller.remembered.is_some();
            return Ok(had_one.then_some(CookieChange::ClearRemembered));
        }
        let fresh = if let Some((cookie, family)) = same {
            let fresh = cookie.rotate(&*self.entropy);
            let family = family.rotate(fresh.validator_hash().0, now);
            remembered::put(tx, fresh.selector(), &family).await?;
            fresh
        } else {
            let fresh = SelectorValidator::generate(&*self.entropy);
            let family = RememberedAccount::start(account.id.clone(), user.name.clone(), fresh.validator_hash().0, now);
            remembered::put(tx, fresh.selector(), &family).await?;
            fresh
        };
        Ok(Some(CookieChange::SetRemembered {
            cookie: fresh,
            seconds: seconds(REMEMBERED_LIFETIME),
        }))
    }
}

async fn present(
    connection: &mut impl Reads,
    cookie: &SelectorValidator,
    now: Timestamp,
) -> Result<Presented, ServiceError> {
    let family = remembered::by_selector(connection, cookie.selector()).await?;
    Ok(match family {
        Some(family) => family.present(&cookie.validator_hash().0, now),
        None => Presented::Unknown,
    })
}
