//! The demo organization's Identity Center: its people apart from IAM users, groups, permission sets, and who has what.

use std::collections::BTreeMap;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use vestibule_identity::Timestamp;
use vestibule_identity::account::{Account, AccountStatus};
use vestibule_identity::identity_center::ids::{
    DirectoryGroupId, DirectoryUserId, IdentityStoreId, InstanceId, PermissionSetId, person_device_arn,
};
use vestibule_identity::identity_center::names::{DirectoryGroupName, DirectoryUserName, PermissionSetName};
use vestibule_identity::identity_center::settings::{Settings, WithoutDevice};
use vestibule_identity::mfa::{DeviceOwner, MfaKind};
use vestibule_identity::names::{DeviceName, EmailAddress, NameError};
use vestibule_identity::password_policy::AccountPasswordPolicy;
use vestibule_store::Tx;
use vestibule_store::identity_center::assignments::Assignee;
use vestibule_store::identity_center::{
    AssignmentRow, DirectoryGroupRow, DirectoryPasswordRow, DirectoryUserRow, InstanceRow, PermissionSetRow, Source,
    assignments, directory_groups, directory_passwords, directory_users, instance, permission_sets,
};

use super::Generated;
use super::factors::{self, Factor, Holder};
use crate::identity_center::provision::provision;
use crate::mfa::judge::Site;
use crate::parcels::{CredentialKind, Parcel};
use crate::{Service, ServiceError};

/// Someone to be.
struct PersonPlan {
    user_name: &'static str,
    given: &'static str,
    family: &'static str,
    department: &'static str,
    groups: &'static [&'static str],
    enabled: bool,
    /// The password is a one-time one.
    one_time: bool,
    factors: &'static [Factor],
    note: &'static str,
}

const PEOPLE: &[PersonPlan] = &[
    PersonPlan {
        user_name: "mary",
        given: "Mary",
        family: "Major",
        department: "Platform",
        groups: &["Cloud engineers"],
        enabled: true,
        one_time: false,
        factors: &[],
        note: "Enters three accounts with several permission sets.",
    },
    PersonPlan {
        user_name: "diego",
        given: "Diego",
        family: "Ramirez",
        department: "Audit",
        groups: &["Auditors"],
        enabled: true,
        one_time: false,
        factors: &[],
        note: "Looks at everything in every account, and changes nothing.",
    },
    PersonPlan {
        user_name: "nikki",
        given: "Nikki",
        family: "Wolf",
        department: "Finance",
        groups: &["Finance"],
        enabled: true,
        one_time: true,
        factors: &[],
        note: "Has a one-time password, and must choose one of her own.",
    },
    PersonPlan {
        user_name: "saanvi",
        given: "Saanvi",
        family: "Sarkar",
        department: "Finance",
        groups: &["Finance"],
        enabled: false,
        one_time: false,
        factors: &[],
        note: "Disabled by an administrator, and refused like a wrong password.",
    },
    PersonPlan {
        user_name: "wei",
        given: "Wei",
        family: "Zhang",
        department: "Platform",
        groups: &[],
        enabled: true,
        one_time: false,
        factors: &[],
        note: "Gets in, and finds nothing assigned.",
    },
    PersonPlan {
        user_name: "jorge",
        given: "Jorge",
        family: "Souza",
        department: "Platform",
        groups: &["Cloud engineers"],
        enabled: true,
        one_time: false,
        factors: &[Factor::App { drift_seconds: 0 }],
        note: "Has an authenticator app. MFA: the codes are in the desk's authenticator.",
    },
    PersonPlan {
        user_name: "efua",
        given: "Efua",
        family: "Owusu",
        department: "Audit",
        groups: &["Auditors"],
        enabled: true,
        one_time: false,
        factors: &[Factor::Key],
        note: "Has a security key. MFA: touch efua's key on the desk.",
    },
    PersonPlan {
        user_name: "arnav",
        given: "Arnav",
        family: "Desai",
        department: "Platform",
        groups: &["Cloud engineers"],
        enabled: true,
        one_time: false,
        factors: &[Factor::App { drift_seconds: 150 }],
        note: "The clock of the phone is wrong, so that no code is right until it is re-synced. MFA: the codes are in the desk's authenticator.",
    },
    PersonPlan {
        user_name: "kwesi",
        given: "Kwesi",
        family: "Manu",
        department: "Finance",
        groups: &["Finance"],
        enabled: true,
        one_time: false,
        factors: &[Factor::App { drift_seconds: 0 }, Factor::Key],
        note: "Has an app and a key, and chooses one. MFA: the codes and the key are on the desk.",
    },
];

const GROUPS: &[(&str, &str)] = &[
    ("Cloud engineers", "Build and run the platform"),
    ("Auditors", "Look at every account"),
    ("Finance", "Work in the Finance account"),
];

/// Permission set, description, hours, AWS policies.
const SETS: &[(&str, &str, u64, &[&str])] = &[
    (
        "AdministratorAccess",
        "Full access to AWS services and resources",
        1,
        &["arn:aws:iam::aws:policy/AdministratorAccess"],
    ),
    (
        "PowerUserAccess",
        "Everything but users and groups",
        4,
        &["arn:aws:iam::aws:policy/PowerUserAccess"],
    ),
    (
        "ReadOnlyAccess",
        "Looks at everything",
        8,
        &["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    ),
    (
        "ViewOnlyAccess",
        "Sees what there is, not what is in it",
        1,
        &["arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"],
    ),
];

/// Group, the account's last word, permission sets.
const ASSIGNED: &[(&str, &str, &[&str])] = &[
    (
        "Cloud engineers",
        "Management",
        &["AdministratorAccess", "ReadOnlyAccess"],
    ),
    ("Cloud engineers", "Finance", &["PowerUserAccess", "ViewOnlyAccess"]),
    ("Cloud engineers", "Labs", &["AdministratorAccess"]),
    ("Auditors", "Management", &["ReadOnlyAccess"]),
    ("Auditors", "Finance", &["ReadOnlyAccess"]),
    ("Auditors", "Labs", &["ReadOnlyAccess"]),
    ("Finance", "Finance", &["ViewOnlyAccess"]),
];

/// Passwords with their hashes, worked out before the world is written.
pub(super) async fn passwords(service: &Service) -> Result<Vec<Generated>, ServiceError> {
    let mut all = Vec::new();
    for _ in PEOPLE {
        let password = SecretString::from(AccountPasswordPolicy::AwsDefault.generate(&*service.entropy));
        let phc = service.hashing.hash(password.clone()).await?;
        all.push((password, phc));
    }
    Ok(all)
}

pub(super) fn wrong(error: NameError) -> ServiceError {
    ServiceError::invalid("world", error)
}

/// Writes it all.
pub(super) async fn settle(
    service: &Service,
    tx: &mut Tx,
    accounts: &[&Account],
    passwords: Vec<Generated>,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let Some(management) = accounts.iter().find(|account| account.is_management) else {
        return Ok(());
    };
    let since = super::days_before(now, 100);
    let row = InstanceRow {
        id: InstanceId::generate(&*service.entropy),
        store: IdentityStoreId::generate(&*service.entropy),
        account: management.id.clone(),
        home_region: "us-east-1".to_owned(),
        alias: None,
        source: Source::Directory,
        // The default would have everyone register a device first; people with devices are asked for them all the same.
        settings: Settings {
            without_device: WithoutDevice::Allow,
            send_email_otp: true,
            ..Settings::default()
        },
        created_at: since,
    };
    instance::insert(tx, &row).await?;
    let groups = make_groups(service, tx, &row, since).await?;
    for (plan, password) in PEOPLE.iter().zip(passwords) {
        let user = person(service, tx, &row, plan, &password, &groups, since).await?;
        let serial = |_: MfaKind, _: &DeviceName| person_device_arn(&row.account, &user.id, &*service.entropy);
        let holder = Holder {
            owner: DeviceOwner::DirectoryUser(user.id.clone()),
            name: plan.user_name,
            shown: format!("{} @ {}", plan.user_name, row.store),
            site: Site::portal(&row),
            serial: &serial,
            since,
        };
        factors::settle_for(service, tx, holder, plan.factors, now).await?;
    }
    super::newcomers::settle(service, tx, &row, since).await?;
    super::applications::settle(service, tx, &groups, since).await?;
    let sets = make_sets(service, tx, since).await?;
    for (group, word, names) in ASSIGNED {
        let account = accounts
            .iter()
            .find(|account| account.name.as_str().ends_with(word) && account.status == AccountStatus::Active);
        let (Some(account), Some(group)) = (account, groups.get(group)) else {
            continue;
        };
        for set in names.iter().filter_map(|name| sets.get(name)) {
            let assignment = AssignmentRow {
                account: account.id.clone(),
                permission_set: set.id.clone(),
                assignee: Assignee::Group(group.clone()),
            };
            assignments::insert(tx, &assignment, since).await?;
            provision(service, tx, &row, set, &account.id, since).await?;
        }
    }
    Ok(())
}

async fn make_groups(
    service: &Service,
    tx: &mut Tx,
    row: &InstanceRow,
    since: Timestamp,
) -> Result<BTreeMap<&'static str, DirectoryGroupId>, ServiceError> {
    let mut groups = BTreeMap::new();
    for (name, description) in GROUPS {
        let group = DirectoryGroupRow {
            id: DirectoryGroupId::generate(&row.store, &*service.entropy),
            name: DirectoryGroupName::parse(name).map_err(wrong)?,
            description: (*description).to_owned(),
            external_id: None,
            created_by: "manual".to_owned(),
            created_at: since,
            updated_at: since,
        };
        directory_groups::insert(tx, &group).await?;
        groups.insert(*name, group.id);
    }
    Ok(groups)
}

async fn make_sets(
    service: &Service,
    tx: &mut Tx,
    since: Timestamp,
) -> Result<BTreeMap<&'static str, PermissionSetRow>, ServiceError> {
    let mut sets = BTreeMap::new();
    for (name, description, hours, policies) in SETS {
        let set = PermissionSetRow {
            id: PermissionSetId::generate(&*service.entropy),
            name: PermissionSetName::parse(name).map_err(wrong)?,
            description: (*description).to_owned(),
            session: Duration::from_hours(*hours),
            relay_state: String::new(),
            inline_policy: None,
            boundary: None,
            created_at: since,
            updated_at: since,
        };
        permission_sets::insert(tx, &set).await?;
        for policy in *policies {
            permission_sets::attach(tx, &set.id, policy).await?;
        }
        sets.insert(*name, set);
    }
    Ok(sets)
}

async fn person(
    service: &Service,
    tx: &mut Tx,
    row: &InstanceRow,
    plan: &PersonPlan,
    (password, phc): &Generated,
    groups: &BTreeMap<&'static str, DirectoryGroupId>,
    since: Timestamp,
) -> Result<DirectoryUserRow, ServiceError> {
    let user = DirectoryUserRow {
        id: DirectoryUserId::generate(&row.store, &*service.entropy),
        user_name: DirectoryUserName::parse(plan.user_name).map_err(wrong)?,
        display_name: format!("{} {}", plan.given, plan.family),
        given_name: plan.given.to_owned(),
        family_name: plan.family.to_owned(),
        email: EmailAddress::parse(&format!("{}@anycompany.example", plan.user_name)).map_err(wrong)?,
        email_verified: !plan.one_time,
        enabled: plan.enabled,
        attributes: BTreeMap::from([("department".to_owned(), plan.department.to_owned())]),
        external_id: None,
        created_by: "manual".to_owned(),
        created_at: since,
        updated_at: since,
        signed_in_at: (!plan.one_time).then_some(since),
    };
    directory_users::insert(tx, &user).await?;
    let kept = DirectoryPasswordRow {
        phc: phc.clone(),
        changed_at: since,
        one_time: plan.one_time,
    };
    directory_passwords::set(tx, &user.id, &kept).await?;
    if !plan.one_time {
        directory_passwords::remember(tx, &user.id, phc, since).await?;
    }
    for group in plan.groups.iter().filter_map(|name| groups.get(name)) {
        directory_groups::add_member(tx, group, &user.id, since).await?;
    }
    let parcel = Parcel::Credential {
        identity: CredentialKind::DirectoryUser,
        account: Some(row.store.as_str().to_owned()),
        account_name: "AnyCompany".to_owned(),
        sign_in_name: plan.user_name.to_owned(),
        password: Some(password.expose_secret().to_owned()),
        note: plan.note.to_owned(),
        title: format!("{} at the access portal", user.display_name),
        address: crate::addresses::portal(row),
    };
    service.post(tx, &parcel).await?;
    Ok(user)
}
