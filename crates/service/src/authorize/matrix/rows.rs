//! What each action is asked about, told by its name.
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html>

use vestibule_identity::names::AccountId;

use super::people::Person;
use crate::authorize::Action;

/// An action and what it is done to.
pub(super) struct Row {
    pub(super) action: Action,
    target: &'static str,
}

impl Row {
    pub(super) fn title(&self) -> String {
        format!("{:<40} {}", self.action.name(), self.target)
    }

    /// The resource's ARN, in the account of who asks; a stranger's is the management account's.
    pub(super) fn resource_for(&self, person: &Person, management: &AccountId) -> String {
        let account = if person.is_stranger {
            management
        } else {
            person.principal.account()
        };
        match self.target {
            "*" => "*".to_owned(),
            "{me}" => person.own_arn(),
            target => format!("arn:aws:iam::{account}:{target}"),
        }
    }
}

/// Actions of IAM that know no resource.
const ON_NONE: &[&str] = &[
    "AccountAlias",
    "AccountAliases",
    "AccountAuthorizationDetails",
    "AccountPasswordPolicy",
    "AccountSummary",
    "CredentialReport",
    "ListOpenIDConnectProviders",
    "ListPolicies",
    "ListSAMLProviders",
    "ListVirtualMFADevices",
    "Organizations",
    "SimulateCustomPolicy",
];

/// What an action's name, or a part of it, is asked about. The first that fits counts.
const ON: &[(&str, &[&str])] = &[
    ("ListUsers", &["user/"]),
    ("SimulatePrincipalPolicy", &["{me}", "user/another"]),
    ("ListGroupsForUser", &["{me}", "user/another"]),
    ("ListGroups", &["group/"]),
    ("ListRoles", &["role/"]),
    ("SAMLProvider", &["saml-provider/corp"]),
    ("OpenIDConnectProvider", &["oidc-provider/idp.example"]),
    ("VirtualMFADevice", &["mfa/phone"]),
    ("MFADevice", &["{me}", "user/another"]),
    ("Group", &["group/team"]),
    ("Role", &["role/some"]),
    ("User", &["{me}", "user/another"]),
    ("LoginProfile", &["{me}", "user/another"]),
    ("AccessKey", &["{me}", "user/another"]),
    ("Password", &["{me}", "user/another"]),
    ("AssumeRoot", &["root"]),
    ("Policy", &["policy/some"]),
    ("Policies", &["policy/some"]),
];

/// Of every service but IAM and STS the simulation asks about `*` or about what only exists there.
fn targets(action: Action) -> &'static [&'static str] {
    let (service, name) = action.name().split_once(':').unwrap();
    if !matches!(service, "iam" | "sts") || ON_NONE.iter().any(|part| name.contains(part)) {
        return &["*"];
    }
    let found = ON.iter().find(|(part, _)| name.contains(part));
    found.map_or(&["*"], |(_, targets)| targets)
}

pub(super) fn rows() -> Vec<Row> {
    let of = |action: &Action| {
        let action = *action;
        targets(action).iter().map(move |target| Row { action, target })
    };
    Action::ALL.iter().flat_map(of).collect()
}

#[test]
fn targets_follow_the_service_authorization_reference() {
    let titles: Vec<String> = rows().iter().map(Row::title).collect();
    let has = |action: &str, target: &str| titles.contains(&format!("{action:<40} {target}"));
    assert!(has("iam:ListUsers", "user/"));
    assert!(has("iam:ListAccountAliases", "*"));
    assert!(has("iam:UpdateAccountPasswordPolicy", "*"));
    assert!(has("iam:CreateVirtualMFADevice", "mfa/phone"));
    assert!(has("iam:EnableMFADevice", "{me}") && has("iam:EnableMFADevice", "user/another"));
    assert!(has("iam:ChangePassword", "{me}"));
    assert!(has("cloudtrail:LookupEvents", "*"));
}
