//! Sessions and identities as pages show them.

use vestibule_identity::account::Account;
use vestibule_identity::principal::Principal;
use vestibule_identity::session::{FederatedBy, RoleSession};

use super::Live;
use crate::answers::{FederationKind, FederationView, IdentityKind, IdentityView, RoleView, SessionTag};

/// The role as the account menu shows it.
pub(super) fn role(live: &Live, role: &RoleSession) -> RoleView {
    let (name, session) = match &role.principal {
        Principal::AssumedRole {
            path, name, session, ..
        } => (
            format!("{}{name}", path.as_str().trim_start_matches('/')),
            session.as_str().to_owned(),
        ),
        Principal::Root { .. } | Principal::IamUser { .. } | Principal::FederatedUser { .. } => {
            (String::new(), String::new())
        }
    };
    RoleView {
        display_name: role.display_name.clone(),
        color: role.color.clone(),
        role_name: name,
        session_name: session,
        switched_from: live.session.principal.arn(),
        access_key_id: role.key.as_str().to_owned(),
        expires_at: role.expires_at,
    }
}

pub(super) fn kind(by: &FederatedBy) -> FederationKind {
    match by {
        FederatedBy::IdentityCenter { .. } => FederationKind::IdentityCenter,
        FederatedBy::Saml { .. } => FederationKind::Saml,
        FederatedBy::WebIdentity { .. } => FederationKind::WebIdentity,
        FederatedBy::Broker => FederationKind::Broker,
    }
}

/// Who vouched, and what of that policies see in what the session acts as now.
pub(super) fn federation(live: &Live) -> Option<FederationView> {
    let from = live.session.federation.as_ref()?;
    let (tags, transitive, source_identity) = match live.role() {
        Some(role) => (&role.tags, &role.transitive, &role.source_identity),
        None => (&from.tags, &from.transitive, &from.source_identity),
    };
    let subject = match &from.by {
        FederatedBy::Saml { subject, .. } | FederatedBy::WebIdentity { subject, .. } => Some(subject.clone()),
        FederatedBy::IdentityCenter { .. } | FederatedBy::Broker => None,
    };
    Some(FederationView {
        by: kind(&from.by),
        provider: from.by.provider().map(ToOwned::to_owned),
        subject,
        source_identity: source_identity.clone(),
        tags: tags
            .iter()
            .map(|(key, value)| SessionTag {
                key: key.clone(),
                value: value.clone(),
                is_transitive: transitive.iter().any(|one| one.eq_ignore_ascii_case(key)),
            })
            .collect(),
    })
}

/// The identity as pages show it: `user @ account` with the alias or the dashed id (facts 7.1).
pub(crate) fn identity_view(principal: &Principal, account: &Account) -> IdentityView {
    let shown = account
        .alias
        .as_ref()
        .map_or_else(|| account.id.dashed(), |alias| alias.as_str().to_owned());
    let role_name;
    let (kind, name, user_name, email) = match principal {
        Principal::Root { .. } => (
            IdentityKind::Root,
            "root",
            None,
            Some(account.email.as_str().to_owned()),
        ),
        Principal::IamUser { name, .. } => (
            IdentityKind::IamUser,
            name.as_str(),
            Some(name.as_str().to_owned()),
            None,
        ),
        Principal::AssumedRole { name, session, .. } => {
            role_name = format!("{name}/{session}");
            (IdentityKind::AssumedRole, role_name.as_str(), None, None)
        }
        Principal::FederatedUser { name, .. } => (IdentityKind::FederatedUser, name.as_str(), None, None),
    };
    IdentityView {
        kind,
        display_name: format!("{name} @ {shown}"),
        account_id: account.id.as_str().to_owned(),
        account_id_dashed: account.id.dashed(),
        account_name: account.name.as_str().to_owned(),
        account_alias: account.alias.as_ref().map(|alias| alias.as_str().to_owned()),
        arn: principal.arn(),
        user_name,
        email,
    }
}
