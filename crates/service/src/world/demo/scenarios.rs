//! People and policies of the scenarios; what there is to do, and whether it was done, is in `world::scenarios`.

use std::time::Duration;

use vestibule_identity::Timestamp;
use vestibule_identity::account::Account;
use vestibule_identity::ids::{GroupId, PolicyId, RoleId, UserId};
use vestibule_identity::names::{GroupName, NameError, Path, PolicyName, RoleName};
use vestibule_store::{
    ControlPolicyRow, GroupRow, PolicyRow, RoleRow, Tx, control_policies, groups, organization, policies, roles,
};

use super::Person;
use crate::organization::fresh_id;
use crate::{Service, ServiceError};

/// As the IAM User Guide had it for years, and as it was copied: `iam:ChangePassword` is not among what may be done
/// without MFA (facts 3.3, 4.7).
const FORCE_MFA: &str = include_str!("scenarios/force-mfa.json");
const ONLY_S3: &str = include_str!("scenarios/only-s3.json");
const BREAK_GLASS: &str = include_str!("scenarios/break-glass.json");
const ASSUME_LEDGER_READER: &str = include_str!("scenarios/assume-ledger-reader.json");
const LEDGER_READER_TRUST: &str = include_str!("scenarios/ledger-reader-trust.json");
/// After AWS's example of a service control policy that denies by requested region.
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html>
const REGIONS: &str = include_str!("scenarios/regions.json");

const ADMINISTRATOR: &str = "arn:aws:iam::aws:policy/AdministratorAccess";
const POWER_USER: &str = "arn:aws:iam::aws:policy/PowerUserAccess";
const READ_ONLY: &str = "arn:aws:iam::aws:policy/ReadOnlyAccess";

/// Sets the scenarios up in a world that has its people and its organization.
pub(super) async fn settle(
    service: &Service,
    tx: &mut Tx,
    people: &[Person],
    now: Timestamp,
) -> Result<(), ServiceError> {
    let management = people.iter().find(|person| person.account.is_management);
    let finance = people
        .iter()
        .find(|person| person.account.name.as_str().ends_with("Finance"));
    let (Some(management), Some(finance)) = (management, finance) else {
        return Ok(());
    };
    let scene = Scene {
        service,
        management,
        finance,
    };
    scene.force_mfa(tx).await?;
    scene.own_rights(tx).await?;
    scene.boundary(tx).await?;
    scene.ledger_reader(tx).await?;
    scene.break_glass(tx).await?;
    scene.regions(tx, now).await
}

struct Scene<'a> {
    service: &'a Service,
    management: &'a Person,
    finance: &'a Person,
}

impl Scene<'_> {
    /// lena and mira must choose a new password and may not; zara lands and sees nothing until she has MFA.
    async fn force_mfa(&self, tx: &mut Tx) -> Result<(), ServiceError> {
        let account = &self.management.account;
        let policy = self.policy(account, "Force_MFA", "Denies almost everything to whoever has no MFA.")?;
        policies::insert(tx, &policy, FORCE_MFA).await?;
        let name = GroupName::parse("Newcomers").map_err(in_world)?;
        let group = GroupRow {
            id: GroupId::generate(&*self.service.entropy),
            account: account.id.clone(),
            name,
            created_at: account.created_at,
        };
        groups::insert(tx, &group).await?;
        policies::attach(tx, group.id.as_str(), &policy.arn()).await?;
        for name in ["lena", "mira", "zara"] {
            if let Some(user) = user(self.management, name) {
                groups::add_member(tx, &group.id, user).await?;
            }
        }
        if let Some(zara) = user(self.management, "zara") {
            policies::attach(tx, zara.as_str(), READ_ONLY).await?;
        }
        Ok(())
    }

    /// adam is an administrator by a policy that he may detach.
    async fn own_rights(&self, tx: &mut Tx) -> Result<(), ServiceError> {
        if let Some(adam) = user(self.management, "adam") {
            policies::attach(tx, adam.as_str(), ADMINISTRATOR).await?;
        }
        Ok(())
    }

    /// theo's policy allows nearly everything, his boundary S3.
    async fn boundary(&self, tx: &mut Tx) -> Result<(), ServiceError> {
        let policy = self.policy(&self.management.account, "OnlyS3", "A boundary: at most S3.")?;
        policies::insert(tx, &policy, ONLY_S3).await?;
        if let Some(theo) = user(self.management, "theo") {
            policies::attach(tx, theo.as_str(), POWER_USER).await?;
            policies::set_boundary(tx, theo.as_str(), Some(&policy.arn())).await?;
        }
        Ok(())
    }

    /// A role of Finance that trusts the management account's people, with MFA.
    async fn ledger_reader(&self, tx: &mut Tx) -> Result<(), ServiceError> {
        let finance = &self.finance.account;
        let named = |text: &str| {
            text.replace("{management}", self.management.account.id.as_str())
                .replace("{finance}", finance.id.as_str())
        };
        let role = RoleRow {
            id: RoleId::generate(&*self.service.entropy),
            account: finance.id.clone(),
            path: Path::root(),
            name: RoleName::parse("LedgerReader").map_err(in_world)?,
            description: "Reads Finance for people of the management account who signed in with MFA.".to_owned(),
            trust_policy: named(LEDGER_READER_TRUST),
            max_session: Duration::from_hours(1),
            created_at: finance.created_at,
            last_used_at: None,
        };
        roles::insert(tx, &role).await?;
        policies::attach(tx, role.id.as_str(), READ_ONLY).await?;
        if let Some(rosa) = user(self.management, "rosa") {
            let name = PolicyName::parse("AssumeLedgerReader").map_err(in_world)?;
            policies::put_inline(tx, rosa.as_str(), &name, &named(ASSUME_LEDGER_READER)).await?;
        }
        Ok(())
    }

    /// An administrator who is nobody without the security key.
    async fn break_glass(&self, tx: &mut Tx) -> Result<(), ServiceError> {
        if let Some(user) = user(self.finance, "breakglass") {
            let name = PolicyName::parse("EverythingWithMFA").map_err(in_world)?;
            policies::put_inline(tx, user.as_str(), &name, BREAK_GLASS).await?;
        }
        Ok(())
    }

    /// Finance's unit may use two regions.
    async fn regions(&self, tx: &mut Tx, now: Timestamp) -> Result<(), ServiceError> {
        let units = organization::units(tx).await?;
        let Some(unit) = units.iter().find(|unit| unit.name == "Workloads") else {
            return Ok(());
        };
        let policy = ControlPolicyRow {
            id: fresh_id(&*self.service.entropy, "p-", 8),
            kind: "service".to_owned(),
            name: "AllowedRegions".to_owned(),
            description: "Denies whatever is asked of other regions than two.".to_owned(),
            document: REGIONS.to_owned(),
            is_aws: false,
        };
        control_policies::insert(tx, &policy, now).await?;
        control_policies::attach(tx, &unit.id, &policy.id).await?;
        Ok(())
    }

    fn policy(&self, account: &Account, name: &str, description: &str) -> Result<PolicyRow, ServiceError> {
        Ok(PolicyRow {
            id: PolicyId::generate(&*self.service.entropy),
            account: Some(account.id.clone()),
            path: Path::root(),
            name: PolicyName::parse(name).map_err(in_world)?,
            description: description.to_owned(),
            default_version: 1,
            latest_version: 1,
            created_at: account.created_at,
            updated_at: account.created_at,
        })
    }
}

fn in_world(error: NameError) -> ServiceError {
    ServiceError::invalid("world", error)
}

fn user<'a>(person: &'a Person, name: &str) -> Option<&'a UserId> {
    let found = person.users.iter().find(|(user, ..)| user.name.as_str() == name);
    found.map(|(user, ..)| &user.id)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use vestibule_policy::{Document, Kind};

    #[test]
    fn every_policy_is_well_formed() {
        for (text, kind) in [
            (FORCE_MFA, Kind::Managed),
            (ONLY_S3, Kind::Boundary),
            (BREAK_GLASS, Kind::Inline),
            (&ASSUME_LEDGER_READER.replace("{finance}", "111122223333"), Kind::Inline),
            (
                &LEDGER_READER_TRUST.replace("{management}", "111122223333"),
                Kind::Trust,
            ),
            (REGIONS, Kind::ServiceControl),
        ] {
            Document::parse(text, kind).unwrap();
        }
    }
}
