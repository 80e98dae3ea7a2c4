//! The demo organization: a management account and three member accounts, with people in the states one needs to meet.
//!
//! Passwords are generated for each world and handed to the person's password manager; none is written here.

mod applications;
mod factors;
mod identity_center;
mod newcomers;
mod people;
mod permissions;
mod resources;
mod roles;
mod scenarios;

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;
use vestibule_identity::Timestamp;
use vestibule_identity::account::{Account, AccountStatus};
use vestibule_identity::ids::UserId;
use vestibule_identity::names::{AccountAlias, AccountId, AccountName, EmailAddress, NameError, UserName};
use vestibule_identity::password_policy::{AccountPasswordPolicy, PasswordPolicy};
use vestibule_identity::user::IamUser;
use vestibule_store::{
    PasswordRow, Tx, account_password_policies, accounts, login_profiles, password_history, root_passwords, users,
};

use people::{FINANCE_USERS, MANAGEMENT_USERS, SANDBOX_USERS, UserPlan};

use crate::addresses;
use crate::parcels::{CredentialKind, Parcel};
use crate::{Service, ServiceError};

pub(super) const MANAGEMENT_ROOT: &str = "root@anycompany.example";
pub(super) const FINANCE_ROOT: &str = "finance-root@anycompany.example";

const DAY: u64 = 24 * 60 * 60;

/// A password and its hash.
type Generated = (SecretString, String);

struct AccountPlan {
    name: &'static str,
    email: &'static str,
    alias: Option<&'static str>,
    status: AccountStatus,
    is_management: bool,
    policy: Option<PasswordPolicy>,
    root_note: &'static str,
    /// Days since the root user first signed in without a second factor.
    root_without_mfa: Option<u64>,
    users: &'static [UserPlan],
}

/// A person with everything worked out but not yet stored.
pub(super) struct Person {
    account: Account,
    policy: Option<PasswordPolicy>,
    root: (SecretString, String, &'static str),
    root_first_sign_in: Option<Timestamp>,
    users: Vec<(IamUser, &'static UserPlan, Option<Generated>)>,
    created_at: Timestamp,
}

fn plans() -> [AccountPlan; 4] {
    let base = PasswordPolicy {
        minimum_password_length: 10,
        require_lowercase_characters: true,
        require_numbers: true,
        ..PasswordPolicy::default()
    };
    [
        AccountPlan {
            name: "AnyCompany Management",
            email: MANAGEMENT_ROOT,
            alias: Some("anycompany"),
            status: AccountStatus::Active,
            is_management: true,
            policy: Some(PasswordPolicy {
                max_password_age: 90,
                password_reuse_prevention: 3,
                allow_users_to_change_password: true,
                ..base.clone()
            }),
            root_note: "Root user of the management account: may do everything in it, and is reminded to register MFA.",
            root_without_mfa: None,
            users: MANAGEMENT_USERS,
        },
        AccountPlan {
            name: "AnyCompany Finance",
            email: FINANCE_ROOT,
            alias: None,
            status: AccountStatus::Active,
            is_management: false,
            policy: Some(PasswordPolicy {
                max_password_age: 60,
                hard_expiry: true,
                ..base
            }),
            root_note: "Root user of a member account; its users sign in by account ID.",
            root_without_mfa: None,
            users: FINANCE_USERS,
        },
        AccountPlan {
            name: "AnyCompany Sandbox",
            email: "sandbox-root@anycompany.example",
            alias: Some("anycompany-sandbox"),
            status: AccountStatus::Suspended,
            is_management: false,
            policy: None,
            root_note: "Root user of a suspended account: refused after the right password.",
            root_without_mfa: None,
            users: SANDBOX_USERS,
        },
        AccountPlan {
            name: "AnyCompany Labs",
            email: "labs-root@anycompany.example",
            alias: Some("anycompany-labs"),
            status: AccountStatus::Active,
            is_management: false,
            policy: None,
            root_note: "Root user past its 35 days: must register a device to sign in. MFA: none yet; the desk has what it takes.",
            root_without_mfa: Some(40),
            users: &[],
        },
    ]
}

/// Everyone to be, with everything that takes time worked out.
pub(super) struct Cast {
    people: Vec<Person>,
    portal_passwords: Vec<Generated>,
}

/// Generates names, ids and passwords, and hashes the passwords.
pub(super) async fn people(service: &Service, now: Timestamp) -> Result<Cast, ServiceError> {
    let mut people = Vec::new();
    for plan in plans() {
        people.push(person(service, plan, now).await?);
    }
    Ok(Cast {
        people,
        portal_passwords: identity_center::passwords(service).await?,
    })
}

async fn person(service: &Service, plan: AccountPlan, now: Timestamp) -> Result<Person, ServiceError> {
    let created_at = days_before(now, 200);
    let account = account(service, &plan, created_at).map_err(|error| ServiceError::invalid("world", error))?;
    let policy = plan
        .policy
        .clone()
        .map_or(AccountPasswordPolicy::AwsDefault, AccountPasswordPolicy::Custom);
    let root = generated(service, &AccountPasswordPolicy::AwsDefault).await?;
    let mut users = Vec::new();
    for user in plan.users {
        let iam_user = IamUser {
            id: UserId::generate(&*service.entropy),
            account: account.id.clone(),
            name: UserName::parse(user.name).map_err(|error| ServiceError::invalid("world", error))?,
            created_at: days_before(now, user.password_age.unwrap_or(30).max(30)),
            password_last_used: None,
        };
        let password = match user.password_age {
            Some(_) => Some(generated(service, &policy).await?),
            None => None,
        };
        users.push((iam_user, user, password));
    }
    Ok(Person {
        account,
        policy: plan.policy,
        root: (root.0, root.1, plan.root_note),
        root_first_sign_in: plan.root_without_mfa.map(|days| days_before(now, days)),
        users,
        created_at,
    })
}

fn account(service: &Service, plan: &AccountPlan, created_at: Timestamp) -> Result<Account, NameError> {
    Ok(Account {
        id: AccountId::generate(&*service.entropy),
        name: AccountName::parse(plan.name)?,
        email: EmailAddress::parse(plan.email)?,
        alias: plan.alias.map(AccountAlias::parse).transpose()?,
        status: plan.status,
        is_management: plan.is_management,
        created_at,
    })
}

async fn generated(service: &Service, policy: &AccountPasswordPolicy) -> Result<(SecretString, String), ServiceError> {
    let password = SecretString::from(policy.generate(&*service.entropy));
    let phc = service.hashing.hash(password.clone()).await?;
    Ok((password, phc))
}

/// Writes the people and posts their passwords to the password manager.
pub(super) async fn settle(
    service: &Service,
    tx: &mut Tx,
    world_id: Uuid,
    Cast {
        people,
        portal_passwords,
    }: Cast,
) -> Result<(), ServiceError> {
    let now = service.now();
    service.post(tx, &Parcel::NewWorld { world_id }).await?;
    super::aws_policies::settle(service, tx, days_before(now, 400)).await?;
    for person in &people {
        let account = &person.account;
        accounts::insert(tx, account).await?;
        account_password_policies::set(tx, &account.id, person.policy.as_ref()).await?;
        let (password, phc, note) = &person.root;
        let root = row(phc, person.created_at, person.created_at, false);
        root_passwords::set(tx, &account.id, &root).await?;
        if let Some(at) = person.root_first_sign_in {
            accounts::set_root_first_sign_in(tx, &account.id, at).await?;
        }
        let parcel = Parcel::Credential {
            identity: CredentialKind::Root,
            account: None,
            account_name: account.name.as_str().to_owned(),
            sign_in_name: account.email.as_str().to_owned(),
            password: Some(password.expose_secret().to_owned()),
            note: (*note).to_owned(),
            title: format!("Root user of {}", account.name),
            address: addresses::SIGN_IN.to_owned(),
        };
        service.post(tx, &parcel).await?;
        for (user, plan, password) in &person.users {
            users::insert(tx, user).await?;
            if let Some((_, phc)) = password {
                let changed_at = days_before(now, plan.password_age.unwrap_or_default());
                let row = row(phc, user.created_at, changed_at, plan.reset_required);
                login_profiles::set(tx, &user.id, &row).await?;
                password_history::push(tx, &user.id, phc, changed_at).await?;
            }
            let shown = account
                .alias
                .as_ref()
                .map_or_else(|| account.id.as_str().to_owned(), |alias| alias.as_str().to_owned());
            let parcel = Parcel::Credential {
                identity: CredentialKind::IamUser,
                account: Some(shown),
                account_name: account.name.as_str().to_owned(),
                sign_in_name: user.name.as_str().to_owned(),
                password: password
                    .as_ref()
                    .map(|(password, _)| password.expose_secret().to_owned()),
                note: plan.note.to_owned(),
                title: format!("{} @ {}", user.name, account.name),
                address: addresses::account_sign_in(account),
            };
            service.post(tx, &parcel).await?;
            factors::settle(service, tx, account, user, plan.factors, now).await?;
        }
        permissions::settle(service, tx, account, person.users.iter().map(|(user, ..)| user)).await?;
    }
    let accounts: Vec<&Account> = people.iter().map(|person| &person.account).collect();
    permissions::organize(service, tx, &accounts, now).await?;
    let users: Vec<&IamUser> = people
        .iter()
        .flat_map(|person| &person.users)
        .map(|(user, ..)| user)
        .collect();
    roles::settle(service, tx, &accounts, &users).await?;
    resources::settle(service, tx, &accounts, now).await?;
    identity_center::settle(service, tx, &accounts, portal_passwords, now).await?;
    scenarios::settle(service, tx, &people, now).await?;
    factors::spare_token(service, tx).await
}

fn row(phc: &str, created_at: Timestamp, changed_at: Timestamp, reset_required: bool) -> PasswordRow {
    PasswordRow {
        phc: phc.to_owned(),
        changed_at,
        created_at,
        reset_required,
    }
}

fn days_before(now: Timestamp, days: u64) -> Timestamp {
    let span = Duration::from_secs(days * DAY);
    now.checked_sub(span).unwrap_or(now)
}
