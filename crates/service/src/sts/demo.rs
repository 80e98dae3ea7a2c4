//! The company's ways in that need no SAML: a broker with keys of its own, and tokens of its `OpenID` provider.

use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};
use vestibule_credentials::access_key::new_secret;
use vestibule_identity::account::Account;
use vestibule_identity::ids::{AccessKeyId, RoleId, UserId, user_arn};
use vestibule_identity::names::{NameError, Path, PolicyName, RoleName, UserName};
use vestibule_identity::user::IamUser;
use vestibule_store::{
    AccessKeyRow, ProviderRow, RoleRow, StoreError, Tx, access_keys, identity_providers as providers, policies, roles,
    users, world,
};

use crate::access_keys::place;
use crate::{Service, ServiceError};

const BROKER: &str = "console-broker";
/// The company's issuer.
const ISSUER: &str = "sso.anycompany.example";
const AUDIENCE: &str = "sts.amazonaws.com";
/// The setting that holds the id of the broker's key until the company has it.
const UNTOLD: &str = "broker-key";

struct RolePlan {
    name: &'static str,
    description: &'static str,
    hours: u64,
    policy: &'static str,
    /// `sub` of the tokens that it trusts; none: it trusts the broker.
    subject: Option<&'static str>,
}

const ROLES: [RolePlan; 3] = [
    RolePlan {
        name: "CompanyBroker",
        description: "By the company's identity broker: looks at everything.",
        hours: 4,
        policy: "arn:aws:iam::aws:policy/ReadOnlyAccess",
        subject: None,
    },
    RolePlan {
        name: "CompanyBuild",
        description: "By web identity: builds of the shop's main branch.",
        hours: 1,
        policy: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
        subject: Some("repo:anycompany/shop:ref:refs/heads/main"),
    },
    RolePlan {
        name: "CompanyContractor",
        description: "By web identity: gita, who works for a partner.",
        hours: 1,
        policy: "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess",
        subject: Some("gita"),
    },
];

impl RolePlan {
    fn trust(&self, account: &Account, broker: &str) -> Value {
        let statement = match self.subject {
            None => json!({ "Effect": "Allow", "Principal": { "AWS": broker }, "Action": "sts:AssumeRole" }),
            Some(subject) => json!({
                "Effect": "Allow",
                "Principal": { "Federated": provider_arn(account) },
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": { "StringEquals": {
                    format!("{ISSUER}:aud"): AUDIENCE, format!("{ISSUER}:sub"): subject,
                } },
            }),
        };
        json!({ "Version": "2012-10-17", "Statement": [statement] })
    }
}

fn provider_arn(account: &Account) -> String {
    format!("arn:aws:iam::{}:oidc-provider/{ISSUER}", account.id)
}

fn wrong(error: NameError) -> ServiceError {
    ServiceError::invalid("world", error)
}

/// Makes whatever of it is not there. The caller commits.
pub(crate) async fn settle(service: &Service, tx: &mut Tx, management: &Account) -> Result<(), ServiceError> {
    let provider = ProviderRow {
        arn: provider_arn(management),
        account: management.id.clone(),
        is_saml: false,
        name: ISSUER.to_owned(),
        audiences: vec![AUDIENCE.to_owned()],
        thumbprints: Vec::new(),
        metadata: None,
        created_at: service.now(),
    };
    is_new(providers::insert(tx, &provider).await)?;
    let broker = UserName::parse(BROKER).map_err(wrong)?;
    for plan in &ROLES {
        let role = RoleRow {
            id: RoleId::generate(&*service.entropy),
            account: management.id.clone(),
            path: Path::root(),
            name: RoleName::parse(plan.name).map_err(wrong)?,
            description: plan.description.to_owned(),
            trust_policy: format!("{:#}", plan.trust(management, &user_arn(&management.id, &broker))),
            max_session: Duration::from_hours(plan.hours),
            created_at: management.created_at,
            last_used_at: None,
        };
        if is_new(roles::insert(tx, &role).await)? {
            policies::attach(tx, role.id.as_str(), plan.policy).await?;
        }
    }
    hire(service, tx, management, broker).await
}

/// The broker's user, with a key.
async fn hire(service: &Service, tx: &mut Tx, account: &Account, name: UserName) -> Result<(), ServiceError> {
    let user = IamUser {
        id: UserId::generate(&*service.entropy),
        account: account.id.clone(),
        name,
        created_at: account.created_at,
        password_last_used: None,
    };
    if !is_new(users::insert(tx, &user).await)? {
        return Ok(());
    }
    policies::attach(tx, user.id.as_str(), "arn:aws:iam::aws:policy/ReadOnlyAccess").await?;
    let may = json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": format!("arn:aws:iam::{}:role/CompanyBroker", account.id) },
        { "Effect": "Allow", "Action": "sts:GetFederationToken", "Resource": "*" },
    ] });
    let policy = PolicyName::parse("OpenConsole").map_err(wrong)?;
    policies::put_inline(tx, user.id.as_str(), &policy, &format!("{may:#}")).await?;
    let now = service.now();
    let id = AccessKeyId::generate(&*service.entropy);
    let secret = new_secret(&*service.entropy);
    let sealed = service
        .key
        .seal(&place(&id), secret.expose_secret().as_bytes(), &*service.entropy)?;
    world::set_setting(tx, UNTOLD, id.as_str()).await?;
    let key = AccessKeyRow {
        id,
        account: account.id.clone(),
        user: Some(user.id),
        sealed,
        is_active: true,
        created_at: now,
        changed_at: now,
        last_used: None,
    };
    access_keys::insert(tx, &key).await?;
    Ok(())
}

fn is_new(inserted: Result<(), StoreError>) -> Result<bool, ServiceError> {
    match inserted {
        Ok(()) => Ok(true),
        Err(StoreError::Conflict) => Ok(false),
        Err(other) => Err(other.into()),
    }
}

impl Service {
    /// The broker's key and its secret, until the company [has them](Self::demo_broker_keys_told): whoever composes the world
    /// hands them over, as an administrator would.
    ///
    /// # Errors
    /// Store failures only.
    pub async fn demo_broker_keys(&self) -> Result<Option<(String, SecretString)>, ServiceError> {
        let mut reader = self.store.read().await?;
        let Some(id) = world::setting(&mut reader, UNTOLD).await?.filter(|id| !id.is_empty()) else {
            return Ok(None);
        };
        let Some(key) = access_keys::by_id(&mut reader, &AccessKeyId::stored(id)).await? else {
            return Ok(None);
        };
        let secret = self.key.open(&place(&key.id), &key.sealed)?;
        let text = std::str::from_utf8(&secret).map_err(|_| vestibule_credentials::seal::SealError)?;
        Ok(Some((key.id.as_str().to_owned(), text.into())))
    }

    /// From now on nobody is told the broker's secret.
    ///
    /// # Errors
    /// Store failures only.
    pub async fn demo_broker_keys_told(&self) -> Result<(), ServiceError> {
        let mut tx = self.store.write().await?;
        world::set_setting(&mut tx, UNTOLD, "").await?;
        self.commit(tx).await
    }
}
