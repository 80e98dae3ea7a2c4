//! What the demo accounts' services hold: a little in each, enough for a policy to have something to show or hide.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};
use vestibule_identity::Timestamp;
use vestibule_identity::account::Account;
use vestibule_identity::clock::random_bytes;
use vestibule_store::{ResourceRow, Tx, resources};

use super::days_before;
use crate::{Service, ServiceError};

/// `{management}` and `{finance}` stand for the accounts' ids.
const RESOURCES: &str = include_str!("resources.json");

/// A resource as the file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Planned {
    account: Owner,
    service: String,
    kind: String,
    parent: Option<String>,
    name: String,
    region: String,
    arn: String,
    /// Days since it was created.
    days: u64,
    #[serde(default)]
    details: BTreeMap<String, String>,
    content: Option<String>,
    policy: Option<Value>,
    /// It holds a generated password, sealed.
    #[serde(default)]
    secret: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Owner {
    Management,
    Finance,
}

/// Writes the resources of a new world.
pub(super) async fn settle(
    service: &Service,
    tx: &mut Tx,
    accounts: &[&Account],
    now: Timestamp,
) -> Result<(), ServiceError> {
    let (Some(management), Some(finance)) = (
        accounts.iter().find(|account| account.is_management),
        accounts
            .iter()
            .find(|account| account.name.as_str().ends_with("Finance")),
    ) else {
        return Ok(());
    };
    for planned in planned(management, finance)? {
        let account = match planned.account {
            Owner::Management => management,
            Owner::Finance => finance,
        };
        let sealed = planned.secret.then(|| sealed(service, &planned)).transpose()?;
        let row = ResourceRow {
            account: account.id.clone(),
            sealed,
            policy: planned.policy.as_ref().map(serde_json::to_string_pretty).transpose()?,
            arn: planned.arn,
            service: planned.service,
            kind: planned.kind,
            parent: planned.parent,
            name: planned.name,
            region: planned.region,
            details: planned.details,
            content: planned.content,
            created_at: days_before(now, planned.days),
        };
        resources::insert(tx, &row).await?;
    }
    Ok(())
}

fn planned(management: &Account, finance: &Account) -> Result<Vec<Planned>, ServiceError> {
    let text = RESOURCES
        .replace("{management}", management.id.as_str())
        .replace("{finance}", finance.id.as_str());
    Ok(serde_json::from_str(&text)?)
}

/// A value that nobody wrote here, under the service's key.
fn sealed(service: &Service, planned: &Planned) -> Result<Vec<u8>, ServiceError> {
    let user = planned.name.split('/').next().unwrap_or_default();
    let password = u128::from_be_bytes(random_bytes(&*service.entropy));
    let value = json!({ "username": user, "password": format!("{password:032x}") }).to_string();
    Ok(service.key.seal(&planned.arn, value.as_bytes(), &*service.entropy)?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use std::collections::BTreeSet;
    use vestibule_identity::account::AccountStatus;
    use vestibule_identity::event::REGIONS;
    use vestibule_identity::names::{AccountId, AccountName, EmailAddress};
    use vestibule_policy::{Document, Kind};

    fn account(id: &str) -> Account {
        Account {
            id: AccountId::parse(id).unwrap(),
            name: AccountName::parse("Any").unwrap(),
            email: EmailAddress::parse("any@any.example").unwrap(),
            alias: None,
            status: AccountStatus::Active,
            is_management: true,
            created_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn every_resource_can_be_opened_where_its_arn_says() {
        let all = planned(&account("111111111111"), &account("222222222222")).unwrap();
        let mut seen = BTreeSet::new();
        for one in &all {
            let id = match one.account {
                Owner::Management => "111111111111",
                Owner::Finance => "222222222222",
            };
            let parts: Vec<&str> = one.arn.splitn(6, ':').collect();
            let &[arn, aws, _, region, owner, _] = parts.as_slice() else {
                unreachable!("{}", one.arn);
            };
            assert_eq!((arn, aws), ("arn", "aws"), "{}", one.arn);
            assert!(region.is_empty() || region == one.region, "{}", one.arn);
            assert!(owner.is_empty() || owner == id, "{}", one.arn);
            assert!(REGIONS.contains(&one.region.as_str()), "{}", one.arn);
            assert!(seen.insert(one.arn.as_str()), "{} is there twice", one.arn);
            // A parent is written before what is in it.
            assert!(one.parent.as_deref().is_none_or(|parent| seen.contains(parent)));
            assert!(crate::console::is_shown(&one.service, &one.kind), "{}", one.arn);
            if let Some(policy) = &one.policy {
                Document::parse(&policy.to_string(), Kind::Resource).unwrap();
            }
        }
        // Something to see in two regions, for policies about regions.
        let regions: BTreeSet<_> = all
            .iter()
            .filter(|one| one.kind == "instance")
            .map(|one| &one.region)
            .collect();
        assert!(regions.len() > 1, "{regions:?}");
    }
}
