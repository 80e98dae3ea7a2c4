//! The policies that bear on a request, compiled once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use vestibule_identity::names::AccountId;
use vestibule_identity::principal::Principal;
use vestibule_policy::{Attached, Document, Kind, Level, Limits};
use vestibule_store::{Bearing, ControlText, OrganizationRow, Reads, account_password_policies, permissions};

use super::Asker;
use crate::ServiceError;

/// So many compiled documents are kept; then all are forgotten.
const MOST_DOCUMENTS: usize = 4096;

/// What the account's password policy grants its users when it lets them change their passwords (facts 3.2), and what the
/// console attaches to users who must (facts 3.3).
const OWN_PASSWORD: &str = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow",
    "Action": "iam:ChangePassword", "Resource": "arn:aws:iam::*:user/${aws:username}"}}"#;

/// What a principal has of its own.
#[derive(Debug, Default)]
pub(super) struct OfPrincipal {
    pub(super) identity: Vec<Attached>,
    pub(super) boundary: Option<Attached>,
}

/// What the organization puts above an account.
#[derive(Debug, Default)]
pub(super) struct Above {
    pub(super) service: Vec<Level>,
    pub(super) resource: Vec<Level>,
}

/// Compiled documents by their text, so that a policy is read once and not at every request.
#[derive(Debug, Default)]
pub(crate) struct Documents(Mutex<HashMap<(Kind, String), Arc<Document>>>);

impl Documents {
    /// The compiled document. What was accepted once is accepted whatever the limits have become.
    pub(crate) fn compiled(&self, text: &str, kind: Kind) -> Result<Arc<Document>, ServiceError> {
        let key = (kind, text.to_owned());
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(document) = known.get(&key) {
            return Ok(Arc::clone(document));
        }
        let limits = Limits {
            bytes: usize::MAX,
            characters: usize::MAX,
            ..kind.limits()
        };
        // A stored document that cannot be read allows nothing and, because it may have denied, nobody goes on.
        let document = Document::parse_within(text, kind, limits).map_err(|_| ServiceError::StoredPolicy)?;
        let document = Arc::new(document);
        if known.len() >= MOST_DOCUMENTS {
            known.clear();
        }
        known.insert(key, Arc::clone(&document));
        Ok(document)
    }

    fn attached(&self, name: &str, text: &str, kind: Kind) -> Result<Attached, ServiceError> {
        Ok(Attached::new(name, self.compiled(text, kind)?))
    }

    /// Session policies, by the order in which they were passed.
    pub(crate) fn of_session(&self, texts: &[String]) -> Result<Vec<Attached>, ServiceError> {
        texts
            .iter()
            .map(|text| self.attached("of the session", text, Kind::Session))
            .collect()
    }

    pub(super) async fn of_principal(
        &self,
        connection: &mut impl Reads,
        asker: &Asker<'_>,
    ) -> Result<OfPrincipal, ServiceError> {
        let texts = match asker.principal {
            Principal::Root { .. } | Principal::FederatedUser { issuer: None, .. } => return Ok(OfPrincipal::default()),
            Principal::IamUser { user, .. } => permissions::of_user(connection, user).await?,
            Principal::AssumedRole { role, .. } => permissions::of_role(connection, role).await?,
            // What a federated user may is in the policies of who vouches, too.
            Principal::FederatedUser { issuer: Some(by), .. } => permissions::of_user(connection, &by.user).await?,
        };
        let mut sets = OfPrincipal::default();
        for text in texts {
            let name = match &text.via {
                Some(group) => format!("{} of group {group}", text.name),
                None => text.name,
            };
            match text.bearing {
                Bearing::Attached => sets.identity.push(self.attached(&name, &text.document, Kind::Managed)?),
                Bearing::Inline => sets.identity.push(self.attached(&name, &text.document, Kind::Inline)?),
                Bearing::Boundary => sets.boundary = Some(self.attached(&name, &text.document, Kind::Boundary)?),
            }
        }
        if let Principal::IamUser { account, .. } = asker.principal {
            let policy = account_password_policies::get(connection, account).await?;
            if policy.users_may_change_own() {
                let name = "that the account's password policy implies";
                sets.identity.push(self.attached(name, OWN_PASSWORD, Kind::Inline)?);
            }
            if asker.must_change_password {
                let name = "arn:aws:iam::aws:policy/IAMUserChangePassword";
                sets.identity.push(self.attached(name, OWN_PASSWORD, Kind::Inline)?);
            }
        }
        Ok(sets)
    }

    /// A kind of control policies that is switched off bears on nothing.
    pub(super) async fn above(
        &self,
        connection: &mut impl Reads,
        account: &AccountId,
        organization: Option<&OrganizationRow>,
    ) -> Result<Above, ServiceError> {
        let mut above = Above::default();
        let Some(organization) = organization else {
            return Ok(above);
        };
        let mut last = None;
        for row in permissions::control_of(connection, account).await? {
            if last != Some(row.height) {
                last = Some(row.height);
                let level = Level {
                    name: level_name(&row).into(),
                    policies: Vec::new(),
                };
                above.service.push(level.clone());
                above.resource.push(level);
            }
            let (Some(kind), Some(name), Some(document)) = (&row.kind, &row.name, &row.document) else {
                continue;
            };
            let (levels, kind) = match kind.as_str() {
                "service" => (&mut above.service, Kind::ServiceControl),
                _ if row.is_aws == Some(true) => (&mut above.resource, Kind::ManagedResourceControl),
                _ => (&mut above.resource, Kind::ResourceControl),
            };
            let attached = self.attached(name, document, kind)?;
            if let Some(level) = levels.last_mut() {
                level.policies.push(attached);
            }
        }
        if !organization.service_control_on {
            above.service.clear();
        }
        if !organization.resource_control_on {
            above.resource.clear();
        }
        Ok(above)
    }
}

fn level_name(row: &ControlText) -> String {
    if row.height == 0 {
        format!("the account {} ({})", row.target_name, row.target)
    } else if row.target.starts_with("r-") {
        "the organization's root".to_owned()
    } else {
        format!("the organizational unit {} ({})", row.target_name, row.target)
    }
}
