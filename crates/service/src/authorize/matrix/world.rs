//! A small world: a management account and two members under service control policies.

use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use vestibule_credentials::password::HashCost;
use vestibule_credentials::seal::SealKey;
use vestibule_identity::account::{Account, AccountStatus};
use vestibule_identity::ids::PolicyId;
use vestibule_identity::names::{AccountId, AccountName, EmailAddress, Path, PolicyName};
use vestibule_identity::principal::Principal;
use vestibule_identity::testing::{ManualClock, SeededEntropy};
use vestibule_identity::user::IamUser;
use vestibule_policy::{Attached, Document, Kind};
use vestibule_store::{
    ControlPolicyRow, PolicyRow, RoleRow, StoreOptions, Tx, accounts, control_policies, organization, policies, roles,
    users, world,
};

use super::people::{Home, PEOPLE, Person, Plan};
use crate::request::Caller;
use crate::{Service, ServiceParts};

const READING: &str = include_str!("../../world/aws_policies/ReadOnlyAccess.json");
const STAFF: &str = include_str!("../../world/demo/staff.json");

/// The documents that people have, by name.
fn document(name: &str) -> String {
    match name {
        "AdministratorAccess" => include_str!("../../world/aws_policies/AdministratorAccess.json").to_owned(),
        "PowerUserAccess" => include_str!("../../world/aws_policies/PowerUserAccess.json").to_owned(),
        "ReadOnlyAccess" => READING.to_owned(),
        "Staff" => STAFF.to_owned(),
        "ForceMfa" => force_mfa(),
        _ => panic!("no document {name}"),
    }
}

/// The demo's allowing half with the denying half of AWS's example.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html>
fn force_mfa() -> String {
    let mut policy: serde_json::Value = serde_json::from_str(STAFF).unwrap();
    policy["Statement"].as_array_mut().unwrap().push(serde_json::json!({
        "Sid": "DenyAllExceptListedIfNoMFA",
        "Effect": "Deny",
        "NotAction": [
            "iam:CreateVirtualMFADevice", "iam:EnableMFADevice", "iam:GetUser", "iam:GetMFADevice",
            "iam:ListMFADevices", "iam:ListVirtualMFADevices", "iam:ResyncMFADevice", "sts:GetSessionToken"
        ],
        "Resource": "*",
        "Condition": { "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" } }
    }));
    policy.to_string()
}

/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html>
const RESTRICTING: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Sid": "DenyRoot", "Effect": "Deny", "Action": "*", "Resource": "*",
     "Condition": {"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}},
    {"Sid": "DenyAll", "Effect": "Deny", "Resource": "*",
     "Action": ["iam:*User", "iam:*AccountAlias", "iam:*AccountPasswordPolicy"]}]}"#;
const LISTING: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": ["iam:List*", "cloudtrail:*"], "Resource": "*"}]}"#;

/// The world, as it was laid out.
pub(super) struct Laid {
    pub(super) service: Service,
    pub(super) management: AccountId,
    restricted: AccountId,
    listing: AccountId,
    pub(super) caller: Caller,
    _folder: TempDir,
}

impl Laid {
    pub(super) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let parts = ServiceParts {
            time: Arc::new(ManualClock::at("2026-03-01T12:00:00Z")),
            entropy: Arc::new(SeededEntropy::new(4)),
            key: SealKey::new([1; 32]),
            hash_cost: Some(HashCost {
                memory_kib: 64,
                iterations: 1,
                parallelism: 1,
            }),
            store: StoreOptions::default(),
            network: Arc::new(vestibule_identity::network::NoNetwork),
        };
        let service = Service::open(&folder.path().join("identity.db"), parts).await.unwrap();
        let id = |text: &str| AccountId::parse(text).unwrap();
        let laid = Self {
            service,
            management: id("111111111111"),
            restricted: id("222222222222"),
            listing: id("333333333333"),
            caller: Caller {
                source_ip: "203.0.113.7".to_owned(),
                user_agent: "matrix".to_owned(),
                ..Caller::default()
            },
            _folder: folder,
        };
        let mut tx = laid.service.store.write().await.unwrap();
        world::wipe(&mut tx).await.unwrap();
        laid.found(&mut tx).await;
        laid.grant(&mut tx).await;
        laid.service.commit(tx).await.unwrap();
        laid
    }

    pub(super) fn account(&self, home: Home) -> &AccountId {
        match home {
            Home::Management => &self.management,
            Home::Restricted => &self.restricted,
            Home::Listing => &self.listing,
        }
    }

    /// Whose the resources are that the person asks about.
    pub(super) fn owner_for<'a>(&'a self, person: &'a Person) -> &'a AccountId {
        if person.is_stranger {
            &self.management
        } else {
            person.principal.account()
        }
    }

    /// The trust policy of any role: everyone of the three accounts.
    pub(super) fn trust(&self) -> Attached {
        let document = Document::parse(&self.trust_text(), Kind::Trust).unwrap();
        Attached::new("trust", Arc::new(document))
    }

    fn trust_text(&self) -> String {
        format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"sts:AssumeRole",
                "Principal":{{"AWS":["{}","{}","{}"]}}}}}}"#,
            self.management, self.restricted, self.listing
        )
    }

    /// One of the documents as a session policy.
    pub(super) fn session_policy(&self, name: &str) -> Attached {
        let compiled = self.service.documents.compiled(&document(name), Kind::Session);
        Attached::new(name, compiled.unwrap())
    }

    /// Accounts and their organization.
    async fn found(&self, tx: &mut Tx) {
        let now = self.service.now();
        let entropy = &*self.service.entropy;
        for (id, name) in [
            (&self.management, "Management"),
            (&self.restricted, "Restricted"),
            (&self.listing, "Listing"),
        ] {
            let account = Account {
                id: id.clone(),
                name: AccountName::parse(name).unwrap(),
                email: EmailAddress::parse(&format!("{name}@matrix.example")).unwrap(),
                alias: None,
                status: AccountStatus::Active,
                is_management: id == &self.management,
                created_at: now,
            };
            accounts::insert(tx, &account).await.unwrap();
        }
        let root = crate::organization::found(tx, entropy, &self.management, now)
            .await
            .unwrap();
        for account in [&self.management, &self.restricted] {
            crate::organization::join(tx, account, &root, now).await.unwrap();
        }
        // Not `join`, which would attach FullAWSAccess: this account has its own allow list.
        organization::place_account(tx, &self.listing, &root, now)
            .await
            .unwrap();
        for (name, document, target) in [
            ("Restricting", RESTRICTING, &self.restricted),
            ("Listing", LISTING, &self.listing),
        ] {
            let policy = ControlPolicyRow {
                id: format!("p-{name}"),
                kind: "service".to_owned(),
                name: name.to_owned(),
                description: String::new(),
                document: document.to_owned(),
                is_aws: false,
            };
            control_policies::insert(tx, &policy, now).await.unwrap();
            control_policies::attach(tx, target.as_str(), &policy.id).await.unwrap();
        }
        control_policies::attach(tx, self.listing.as_str(), "p-RCPFullAWSAccess")
            .await
            .unwrap();
    }

    /// The user or role behind a column: of whom nobody knows nothing is granted.
    async fn settle(&self, tx: &mut Tx, plan: &Plan) {
        let created_at = self.service.now();
        match plan.principal(self.account(plan.home)) {
            Principal::IamUser { account, user, name } => {
                let user = IamUser {
                    id: user,
                    account,
                    name,
                    created_at,
                    password_last_used: None,
                };
                users::insert(tx, &user).await.unwrap();
            }
            Principal::AssumedRole {
                account,
                role,
                path,
                name,
                ..
            } => {
                let role = RoleRow {
                    id: role,
                    account,
                    path,
                    name,
                    description: String::new(),
                    trust_policy: self.trust_text(),
                    max_session: Duration::from_hours(1),
                    created_at,
                    last_used_at: None,
                };
                roles::insert(tx, &role).await.unwrap();
            }
            Principal::Root { .. } | Principal::FederatedUser { .. } => {}
        }
    }

    /// What each person has.
    async fn grant(&self, tx: &mut Tx) {
        let now = self.service.now();
        let limit = PolicyRow {
            id: PolicyId::generate(&*self.service.entropy),
            account: None,
            path: Path::root(),
            name: PolicyName::parse("ReadOnlyAccess").unwrap(),
            description: String::new(),
            default_version: 1,
            latest_version: 1,
            created_at: now,
            updated_at: now,
        };
        policies::insert(tx, &limit, READING).await.unwrap();
        for plan in PEOPLE {
            self.settle(tx, plan).await;
            let Some(owner) = plan.owner() else {
                continue;
            };
            if let Some(name) = plan.policy {
                let policy = PolicyName::parse(name).unwrap();
                policies::put_inline(tx, &owner, &policy, &document(name))
                    .await
                    .unwrap();
            }
            if plan.is_bounded() {
                policies::set_boundary(tx, &owner, Some(&limit.arn())).await.unwrap();
            }
        }
    }
}
