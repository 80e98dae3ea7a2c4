//! The company whose people enter the demo accounts: its identity provider as the accounts know it, and roles that trust it.
//!
//! Whoever composes the world introduces the company once, when both are there. What an administrator deletes afterwards stays
//! deleted.

use std::time::Duration;

use serde_json::json;
use vestibule_identity::account::Account;
use vestibule_identity::ids::RoleId;
use vestibule_identity::names::{EmailAddress, NameError, Path, PolicyName, RoleName};
use vestibule_saml::AWS_ACS;
use vestibule_store::{
    ProviderRow, RoleRow, StoreError, Tx, accounts, identity_providers as providers, policies, roles, world,
};

use super::demo;
use crate::{Service, ServiceError};

/// The setting that says so.
const INTRODUCED: &str = "company-introduced";
/// What opens to whom by their department.
const DEPARTMENT: &str = include_str!("company-department.json");

/// What the company hands to the administrators of AWS.
#[derive(Debug, Clone)]
pub struct CompanyIntroduction {
    /// What its SAML provider is called in the accounts.
    pub saml_provider: String,
    /// Its SAML metadata.
    pub saml_metadata: String,
}

struct RolePlan {
    in_management: bool,
    name: &'static str,
    description: &'static str,
    hours: u64,
    policies: &'static [&'static str],
    inline: Option<&'static str>,
}

/// Names as the company's mappings have them; that of support it has in the wrong case.
const ROLES: [RolePlan; 6] = [
    RolePlan {
        in_management: false,
        name: "CompanyAnalyst",
        description: "By SAML: looks at Finance.",
        hours: 1,
        policies: &["arn:aws:iam::aws:policy/ReadOnlyAccess"],
        inline: None,
    },
    RolePlan {
        in_management: true,
        name: "CompanyDeveloper",
        description: "By SAML: everything but people and permissions.",
        hours: 4,
        policies: &["arn:aws:iam::aws:policy/PowerUserAccess"],
        inline: None,
    },
    RolePlan {
        in_management: true,
        name: "CompanyOnCall",
        description: "By SAML: what one needs at night.",
        hours: 12,
        policies: &[
            "arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess",
            "arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess",
        ],
        inline: None,
    },
    RolePlan {
        in_management: true,
        name: "CompanyDepartment",
        description: "By SAML: opens what has the tag of one's own department.",
        hours: 1,
        policies: &[],
        inline: Some(DEPARTMENT),
    },
    RolePlan {
        in_management: true,
        name: "CompanySupport",
        description: "By SAML: supports customers.",
        hours: 1,
        policies: &["arn:aws:iam::aws:policy/job-function/SupportUser"],
        inline: None,
    },
    RolePlan {
        in_management: true,
        name: "CompanyAdministrator",
        description: "By SAML: administers the account.",
        hours: 4,
        policies: &["arn:aws:iam::aws:policy/AdministratorAccess"],
        inline: None,
    },
];

fn provider_arn(account: &Account, name: &str) -> String {
    format!("arn:aws:iam::{}:saml-provider/{name}", account.id)
}

/// As the console's wizard trusts, and with tags and a source identity, which the company may send.
fn trust(account: &Account, provider: &str) -> String {
    let policy = json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow",
        "Principal": { "Federated": provider_arn(account, provider) },
        "Action": ["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"],
        "Condition": { "StringEquals": { "SAML:aud": AWS_ACS } },
    }] });
    format!("{policy:#}")
}

fn row(service: &Service, owner: &Account, provider: &str, plan: &RolePlan) -> Result<RoleRow, NameError> {
    Ok(RoleRow {
        id: RoleId::generate(&*service.entropy),
        account: owner.id.clone(),
        path: Path::root(),
        name: RoleName::parse(plan.name)?,
        description: plan.description.to_owned(),
        trust_policy: trust(owner, provider),
        max_session: Duration::from_hours(plan.hours),
        created_at: owner.created_at,
        last_used_at: None,
    })
}

impl Service {
    /// Makes the demo accounts trust the company, once in a world.
    ///
    /// # Errors
    /// Store failures only; nothing is changed then.
    pub async fn introduce_company(&self, company: &CompanyIntroduction) -> Result<(), ServiceError> {
        let mut tx = self.store.write().await?;
        if world::setting(&mut tx, INTRODUCED).await?.is_some() {
            return Ok(());
        }
        let management = by_root(&mut tx, demo::MANAGEMENT_ROOT).await?;
        let finance = by_root(&mut tx, demo::FINANCE_ROOT).await?;
        if let (Some(management), Some(finance)) = (management, finance) {
            for account in [&management, &finance] {
                self.introduce_to(&mut tx, account, company).await?;
            }
            for plan in &ROLES {
                let owner = if plan.in_management { &management } else { &finance };
                self.entrust(&mut tx, owner, &company.saml_provider, plan).await?;
            }
            crate::sts::demo::settle(self, &mut tx, &management).await?;
        }
        world::set_setting(&mut tx, INTRODUCED, "true").await?;
        self.commit(tx).await
    }

    async fn introduce_to(
        &self,
        tx: &mut Tx,
        account: &Account,
        company: &CompanyIntroduction,
    ) -> Result<(), ServiceError> {
        let provider = ProviderRow {
            arn: provider_arn(account, &company.saml_provider),
            account: account.id.clone(),
            is_saml: true,
            name: company.saml_provider.clone(),
            audiences: Vec::new(),
            thumbprints: Vec::new(),
            metadata: Some(company.saml_metadata.clone()),
            created_at: self.now(),
        };
        unless_there(providers::insert(tx, &provider).await).map(|_| ())
    }

    /// A world that was made before may have a role of this name already; it stays as it is.
    async fn entrust(&self, tx: &mut Tx, owner: &Account, provider: &str, plan: &RolePlan) -> Result<(), ServiceError> {
        let wrong = |error: NameError| ServiceError::invalid("world", error);
        let role = row(self, owner, provider, plan).map_err(wrong)?;
        if !unless_there(roles::insert(tx, &role).await)? {
            return Ok(());
        }
        for arn in plan.policies {
            policies::attach(tx, role.id.as_str(), arn).await?;
        }
        if let Some(document) = plan.inline {
            let name = PolicyName::parse("OwnDepartment").map_err(wrong)?;
            policies::put_inline(tx, role.id.as_str(), &name, document).await?;
        }
        Ok(())
    }
}

/// Whether it is new.
fn unless_there(inserted: Result<(), StoreError>) -> Result<bool, ServiceError> {
    match inserted {
        Ok(()) => Ok(true),
        Err(StoreError::Conflict) => Ok(false),
        Err(other) => Err(other.into()),
    }
}

async fn by_root(tx: &mut Tx, email: &str) -> Result<Option<Account>, ServiceError> {
    let email = EmailAddress::parse(email).map_err(|error| ServiceError::invalid("world", error))?;
    Ok(accounts::by_email(tx, &email).await?)
}
