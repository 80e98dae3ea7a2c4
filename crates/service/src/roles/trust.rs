//! Which trust policies are accepted, and whom they name.

use serde_json::Value;
use vestibule_identity::names::{AccountId, RoleName, UserName};
use vestibule_policy::{Document, Fault, Kind, MalformedPolicy, Path, Problem};
use vestibule_store::{Reads, accounts, roles, users};

use super::shared_issuers::missing_key;
use crate::ServiceError;

/// Accepts a trust policy, or says what is wrong with it. Users and roles of accounts in this world must exist, as AWS
/// demands; accounts outside it are taken on trust, as the simulation does not know them.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
pub(super) async fn check(connection: &mut impl Reads, text: &str) -> Result<(), ServiceError> {
    Document::parse(text, Kind::Trust)?;
    for arn in principals(text, "AWS") {
        if !exists(connection, &arn).await? {
            let fault = Fault::InvalidPrincipal("AWS".to_owned(), arn);
            return Err(ServiceError::MalformedPolicy(malformed(fault)));
        }
    }
    match missing_key(text) {
        Some(key) => Err(ServiceError::MalformedPolicy(malformed(Fault::IssuerCondition(key)))),
        None => Ok(()),
    }
}

fn malformed(fault: Fault) -> MalformedPolicy {
    let problem = Problem {
        fault,
        kind: Kind::Trust,
        path: Path::default(),
        position: None,
    };
    MalformedPolicy {
        first: Box::new(problem),
        others: Vec::new(),
    }
}

async fn exists(connection: &mut impl Reads, arn: &str) -> Result<bool, ServiceError> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let [_, _, service, _, account, resource] = parts.as_slice() else {
        return Ok(true);
    };
    let Ok(account) = AccountId::parse(account) else {
        return Ok(true);
    };
    if accounts::by_id(connection, &account).await?.is_none() {
        return Ok(true);
    }
    let (kind, name) = resource.split_once('/').unwrap_or((resource, ""));
    match (*service, kind) {
        ("iam", "user") => match UserName::parse(last(name)) {
            Ok(name) => Ok(users::by_name(connection, &account, &name).await?.is_some()),
            Err(_) => Ok(false),
        },
        ("iam", "role") => match RoleName::parse(last(name)) {
            Ok(name) => {
                let found = roles::by_name(connection, &account, &name).await?;
                Ok(found.is_some_and(|role| role.arn() == arn))
            }
            Err(_) => Ok(false),
        },
        ("sts", "assumed-role") => match name.split_once('/').map(|(role, _)| RoleName::parse(role)) {
            Some(Ok(role)) => Ok(roles::by_name(connection, &account, &role).await?.is_some()),
            _ => Ok(false),
        },
        _ => Ok(true),
    }
}

fn last(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// The values of one kind of principal, in all statements.
fn principals(text: &str, kind: &str) -> Vec<String> {
    let document: Value = serde_json::from_str(text).unwrap_or_default();
    each(document.get("Statement"))
        .filter_map(|statement| statement.get("Principal"))
        .flat_map(|principal| each(principal.get(kind)))
        .filter_map(|value| value.as_str().map(str::to_owned))
        .collect()
}

/// A list's items, or the one value that stands in its place.
pub(super) fn each(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    match value {
        Some(Value::Array(items)) => items.iter(),
        Some(single) => std::slice::from_ref(single).iter(),
        None => [].iter(),
    }
}

/// Whom a trust policy names, as the list of roles shows it.
pub(super) fn entities(text: &str) -> Vec<String> {
    let named = [
        ("AWS", ""),
        ("Service", "AWS Service: "),
        ("Federated", "Identity Provider: "),
    ];
    let mut entities: Vec<String> = Vec::new();
    for (kind, before) in named {
        for value in principals(text, kind) {
            let shown = match value
                .strip_prefix("arn:aws:iam::")
                .and_then(|rest| rest.strip_suffix(":root"))
            {
                Some(account) => format!("Account: {account}"),
                None => format!("{before}{value}"),
            };
            if !entities.contains(&shown) {
                entities.push(shown);
            }
        }
    }
    entities
}

/// Whether a trust policy names this provider.
pub(crate) fn names_provider(text: &str, arn: &str) -> bool {
    principals(text, "Federated").iter().any(|value| value == arn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_shown_by_kind_and_once() {
        let text = r#"{"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:user/bob"],
             "Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"},
            {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "sts:AssumeRole"},
            {"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/Corp"},
             "Action": "sts:AssumeRoleWithSAML"}]}"#;
        assert_eq!(
            entities(text),
            [
                "Account: 111122223333",
                "arn:aws:iam::111122223333:user/bob",
                "AWS Service: ec2.amazonaws.com",
                "Identity Provider: arn:aws:iam::111122223333:saml-provider/Corp",
            ]
        );
        assert!(names_provider(text, "arn:aws:iam::111122223333:saml-provider/Corp"));
        assert!(!names_provider(text, "arn:aws:iam::111122223333:saml-provider/Other"));
        assert_eq!(entities("not json"), Vec::<String>::new());
    }
}
