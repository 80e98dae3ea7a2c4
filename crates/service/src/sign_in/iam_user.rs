//! IAM user sign-in: account, user name and password on one form (facts 1.3).
//!
//! One message for every wrong combination (facts 3.5), and the same work: the same reads, two commits and one Argon2
//! verification, whether the account or the user exists or not.

use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::account::Account;
use vestibule_identity::event::{self, FailureIdentity, REGIONS};
use vestibule_identity::mfa::SessionMfa;
use vestibule_identity::names::{AccountRef, UserName};
use vestibule_identity::password_policy::AccountPasswordPolicy;
use vestibule_identity::principal::Principal;
use vestibule_identity::sign_in::{
    Attempt, ChangeReason, IamFacts, IamOutcome, PasswordGiven, PasswordVerdict, judge_iam,
};
use vestibule_identity::user::{IamUser, record_password_use};
use vestibule_store::{PasswordRow, Tx, account_password_policies, accounts, login_profiles, password_history, users};

use super::{IamSignIn, display_ref};
use crate::addresses;
use crate::answers::SignInStep;
use crate::mfa;
use crate::request::{Answer, Caller, CookieChange};
use crate::throttle::{self, ThrottleKey};
use crate::world;
use crate::{Service, ServiceError};

/// What the store knows about the names on the form.
pub(super) struct Found {
    pub(super) account: Option<Account>,
    pub(super) policy: AccountPasswordPolicy,
    pub(super) user: Option<IamUser>,
    pub(super) password: Option<PasswordRow>,
}

impl Found {
    fn principal(&self) -> Option<Principal> {
        let user = self.user.as_ref()?;
        Some(Principal::IamUser {
            account: user.account.clone(),
            user: user.id.clone(),
            name: user.name.clone(),
        })
    }
}

/// An IAM user who has proved everything that was asked for.
#[derive(Clone, Copy)]
pub(super) struct IamEntry<'a> {
    pub(super) account: &'a Account,
    pub(super) user: &'a IamUser,
    pub(super) region: Option<&'a str>,
    pub(super) remember: bool,
    pub(super) mfa: Option<&'a SessionMfa>,
}

impl<'a> IamEntry<'a> {
    fn by_password(account: &'a Account, user: &'a IamUser, form: &'a IamSignIn) -> Self {
        Self {
            account,
            user,
            region: form.region.as_deref(),
            remember: form.remember,
            mfa: None,
        }
    }
}

impl Service {
    /// Signs an IAM user in, or says what comes next.
    ///
    /// # Errors
    /// Field errors for empty or impossible input, [`ServiceError::AuthenticationFailed`] for every wrong combination,
    /// the throttle's refusals, and [`ServiceError::PasswordExpired`] for a right password past a hard expiry.
    pub async fn sign_in_iam_user(&self, caller: &Caller, form: IamSignIn) -> Result<Answer<SignInStep>, ServiceError> {
        let named = read_form(&form)?;
        let now = self.now();
        let mut tx = self.store.write().await?;
        let found = find(&mut tx, &named, &form.user_name).await?;
        self.has_room(&mut tx, caller, found.principal().as_ref()).await?;
        let key = ThrottleKey::iam(found.account.as_ref(), &named.to_string(), &form.user_name);
        if let Err(refusal) = throttle::reserve(&mut tx, key, now).await {
            self.record_refusal(&mut tx, caller, &found, form.region.as_deref())
                .await?;
            self.commit(tx).await?;
            return Err(refusal);
        }
        self.commit(tx).await?;

        let phc = found.password.as_ref().map(|row| row.phc.clone());
        let matched = self.hashing.verify(form.password.clone(), phc.clone()).await?;
        let rehashed = match &phc {
            Some(old) if matched && self.hashing.needs_rehash(old) => {
                Some(self.hashing.hash(form.password.clone()).await?)
            }
            _ => None,
        };

        let now = self.now();
        let mut tx = self.store.write().await?;
        // Read again: the password may have been reset while the hash was worked out.
        let found = find(&mut tx, &named, &form.user_name).await?;
        let verdict = match (&found.password, &phc) {
            (Some(row), Some(tried)) if matched && row.phc == *tried => PasswordVerdict::Matched,
            _ => PasswordVerdict::Wrong,
        };
        let has_mfa = match &found.principal() {
            Some(principal) => !mfa::assigned(&mut tx, principal).await?.is_empty(),
            None => false,
        };
        let outcome = judge_iam(&facts(&found, has_mfa, now), verdict);
        let (Some(account), Some(user)) = (&found.account, &found.user) else {
            self.record_refusal(&mut tx, caller, &found, form.region.as_deref())
                .await?;
            self.commit(tx).await?;
            return Err(ServiceError::AuthenticationFailed);
        };
        if let (Some(phc), PasswordVerdict::Matched, Some(row)) = (rehashed, verdict, &found.password) {
            login_profiles::set(
                &mut tx,
                &user.id,
                &PasswordRow {
                    phc: phc.clone(),
                    ..row.clone()
                },
            )
            .await?;
            password_history::replace_latest(&mut tx, &user.id, &phc).await?;
        }
        match outcome {
            IamOutcome::Refused(_) => {
                self.record_refusal(&mut tx, caller, &found, form.region.as_deref())
                    .await?;
                self.commit(tx).await?;
                Err(ServiceError::AuthenticationFailed)
            }
            IamOutcome::HardExpired => {
                throttle::clear(&mut tx, key).await?;
                self.record_refusal(&mut tx, caller, &found, form.region.as_deref())
                    .await?;
                self.commit(tx).await?;
                Err(ServiceError::PasswordExpired)
            }
            IamOutcome::Mfa { change } => {
                throttle::clear(&mut tx, key).await?;
                let given = PasswordGiven::IamUser {
                    account: account.id.clone(),
                    user: user.id.clone(),
                    region: form.region,
                    remember: form.remember,
                    change,
                };
                let answer = self.ask_mfa(&mut tx, caller, given, now).await?;
                self.commit(tx).await?;
                Ok(answer)
            }
            IamOutcome::MustChange(reason) => {
                throttle::clear(&mut tx, key).await?;
                let entry = IamEntry::by_password(account, user, &form);
                let answer = self.ask_new_password(&mut tx, &entry, reason, now).await?;
                self.commit(tx).await?;
                Ok(answer)
            }
            IamOutcome::SignedIn { .. } => {
                throttle::clear(&mut tx, key).await?;
                let entry = IamEntry::by_password(account, user, &form);
                let answer = self.finish_iam(&mut tx, caller, &entry, now).await?;
                self.commit(tx).await?;
                Ok(answer)
            }
        }
    }

    /// Asks for a new password, under a new token. The caller commits.
    pub(super) async fn ask_new_password(
        &self,
        tx: &mut Tx,
        entry: &IamEntry<'_>,
        reason: ChangeReason,
        now: Timestamp,
    ) -> Result<Answer<SignInStep>, ServiceError> {
        let step = self
            .new_password_step(tx, &entry.account.id, &entry.user.id, reason)
            .await?;
        let attempt = Attempt::IamMustChangePassword {
            account: entry.account.id.clone(),
            user: entry.user.id.clone(),
            reason,
            region: entry.region.map(ToOwned::to_owned),
            remember: entry.remember,
            mfa: entry.mfa.cloned(),
        };
        let token = Token::generate(&*self.entropy);
        let cookie = self.keep_attempt(tx, &token, &attempt, now).await?;
        Ok(Answer::new(step).with(cookie))
    }

    /// Everything a completed IAM sign-in leaves behind: session, remembered account, last use, event.
    pub(super) async fn finish_iam(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        entry: &IamEntry<'_>,
        now: Timestamp,
    ) -> Result<Answer<SignInStep>, ServiceError> {
        let IamEntry {
            account,
            user,
            region,
            remember,
            mfa,
        } = *entry;
        let principal = Principal::IamUser {
            account: account.id.clone(),
            user: user.id.clone(),
            name: user.name.clone(),
        };
        if let Some(used) = record_password_use(user.password_last_used, now) {
            users::set_password_last_used(tx, &user.id, used).await?;
        }
        let had_cookie = self.remembers(tx, caller, now).await?;
        let context = self.iam_event_context(caller, account, had_cookie, region);
        let record = event::console_login_success(
            &context,
            &event::EventIdentity::of(&principal, account),
            mfa.map(|mfa| mfa.serial.as_str()),
            addresses::LOGIN_TO,
        );
        self.record(tx, &record).await?;
        let remembered = self.remember(tx, caller, account, user, remember, now).await?;
        let session = self.open_session(tx, caller, &principal, mfa, now).await?;
        let mut answer = Answer::new(SignInStep::SignedIn {
            destination: addresses::CONSOLE_HOME.to_owned(),
        })
        .with(session)
        .with(CookieChange::ClearAttempt);
        answer.cookies.extend(remembered);
        Ok(answer)
    }

    /// The step that asks for a new password, with the rules it must meet.
    pub(super) async fn new_password_step(
        &self,
        tx: &mut Tx,
        account: &vestibule_identity::names::AccountId,
        user: &vestibule_identity::ids::UserId,
        reason: ChangeReason,
    ) -> Result<SignInStep, ServiceError> {
        let account = accounts::by_id(tx, account)
            .await?
            .ok_or(ServiceError::AttemptExpired)?;
        let user = users::by_id(tx, user).await?.ok_or(ServiceError::AttemptExpired)?;
        let policy = account_password_policies::get(tx, &account.id).await?;
        Ok(SignInStep::NewPassword {
            account: display_ref(&account),
            user_name: user.name.as_str().to_owned(),
            reason,
            requirements: policy.requirements(),
        })
    }

    /// The failure record of facts 6.4 and 6.5. Names that belong to no account leave no record, only an equal commit.
    pub(super) async fn record_refusal(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        found: &Found,
        region: Option<&str>,
    ) -> Result<(), ServiceError> {
        let Some(account) = &found.account else {
            return world::count_unattributed(tx).await;
        };
        let had_cookie = self.remembers(tx, caller, self.now()).await?;
        let context = self.iam_event_context(caller, account, had_cookie, region);
        let identity = match &found.user {
            Some(user) => FailureIdentity::IamUser {
                user: user.id.clone(),
                name: user.name.clone(),
            },
            None => FailureIdentity::UnknownUser,
        };
        let record = event::console_login_failure(&context, &identity, false, addresses::LOGIN_TO);
        self.record(tx, &record).await
    }
}

fn read_form(form: &IamSignIn) -> Result<AccountRef, ServiceError> {
    use secrecy::ExposeSecret;
    if form.account.trim().is_empty() {
        return Err(ServiceError::invalid(
            "account",
            "Enter the 12-digit account ID or the account alias.",
        ));
    }
    let named = AccountRef::parse(&form.account).map_err(|error| ServiceError::invalid("account", error))?;
    if form.user_name.trim().is_empty() {
        return Err(ServiceError::invalid("userName", "Enter your IAM user name."));
    }
    if form.password.expose_secret().is_empty() {
        return Err(ServiceError::invalid("password", "Enter your password."));
    }
    if let Some(region) = &form.region
        && !REGIONS.contains(&region.as_str())
    {
        return Err(ServiceError::invalid(
            "region",
            "This is not a Region that the simulator knows.",
        ));
    }
    Ok(named)
}

/// A user name that breaks the rules cannot exist, so it is looked up as nobody (people type passwords here).
async fn find(tx: &mut Tx, named: &AccountRef, user_name: &str) -> Result<Found, ServiceError> {
    let account = accounts::by_ref(tx, named).await?;
    let user = match (&account, UserName::parse(user_name.trim())) {
        (Some(account), Ok(name)) => users::by_name(tx, &account.id, &name).await?,
        _ => None,
    };
    let password = match &user {
        Some(user) => login_profiles::get(tx, &user.id).await?,
        None => None,
    };
    let policy = match &account {
        Some(account) => account_password_policies::get(tx, &account.id).await?,
        None => AccountPasswordPolicy::AwsDefault,
    };
    Ok(Found {
        account,
        policy,
        user,
        password,
    })
}

fn facts(found: &Found, has_mfa: bool, now: Timestamp) -> IamFacts {
    IamFacts {
        account: found.account.as_ref().map(|account| account.status),
        user_exists: found.user.is_some(),
        password: found
            .password
            .as_ref()
            .map(|row| vestibule_identity::sign_in::PasswordFacts {
                reset_required: row.reset_required,
                freshness: found.policy.freshness(row.changed_at, now),
            }),
        has_mfa,
    }
}
