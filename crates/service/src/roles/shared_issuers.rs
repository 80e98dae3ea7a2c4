//! Issuers whose tokens anybody's jobs can get: a role that trusts one must say whose tokens it means.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html>

use serde_json::Value;

use super::trust::each;

/// Host and path, and the claim that tells one tenant from another.
const SHARED: &[(&str, &str)] = &[
    ("token.actions.githubusercontent.com", "sub"),
    ("vstoken.actions.githubusercontent.com", "sub"),
    ("oidc-configuration.audit-log.githubusercontent.com", "sub"),
    ("gitlab.com", "sub"),
    ("agent.buildkite.com", "sub"),
    ("oidc.codefresh.io", "sub"),
    ("studio.datachain.ai/api", "sub"),
    ("scalr.io", "sub"),
    ("tokens.cloud.shisho.dev", "sub"),
    ("app.terraform.io", "sub"),
    ("proidc.upbound.io", "sub"),
    ("api.pulumi.com/oidc", "aud"),
    ("sandboxes.cloud", "aud"),
    ("oidc.vercel.com", "aud"),
    ("cognito-identity.amazonaws.com", "aud"),
];
/// Operators that demand a value. One that is content when the key is absent demands nothing.
const DEMANDING: [&str; 3] = ["stringequals", "stringequalsignorecase", "stringlike"];

/// The condition key that a trust policy lacks, if it trusts such an issuer without it.
pub(super) fn missing_key(text: &str) -> Option<String> {
    let document: Value = serde_json::from_str(text).unwrap_or_default();
    each(document.get("Statement"))
        .filter(|statement| statement.get("Effect").and_then(Value::as_str) == Some("Allow"))
        .find_map(|statement| {
            let principals = statement
                .get("Principal")
                .and_then(|principal| principal.get("Federated"));
            each(principals).filter_map(Value::as_str).find_map(|provider| {
                let name = provider
                    .split_once(":oidc-provider/")
                    .map_or(provider, |(_, name)| name);
                let (issuer, claim) = SHARED.iter().find(|(issuer, _)| is_of(name, issuer))?;
                let key = format!("{issuer}:{claim}");
                (!demands(statement, &key)).then_some(key)
            })
        })
}

/// The issuer, or one of its paths, which tenants may have.
fn is_of(name: &str, issuer: &str) -> bool {
    name.strip_prefix(issuer)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn demands(statement: &Value, key: &str) -> bool {
    let conditions = statement.get("Condition").and_then(Value::as_object);
    conditions.into_iter().flatten().any(|(operator, keys)| {
        let operator = operator.to_lowercase();
        let operator = operator.strip_prefix("foranyvalue:").unwrap_or(&operator);
        DEMANDING.contains(&operator)
            && keys.as_object().into_iter().flatten().any(|(known, values)| {
                let mut values = each(Some(values)).peekable();
                known.eq_ignore_ascii_case(key)
                    && values.peek().is_some()
                    && values.all(|value| value.as_str().is_some_and(says_something))
            })
    })
}

/// Anything but wildcards.
fn says_something(value: &str) -> bool {
    value.chars().any(|one| !matches!(one, '*' | '?'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn policy(provider: &str, condition: &Value) -> String {
        json!({ "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Condition": condition,
            "Principal": { "Federated": format!("arn:aws:iam::111122223333:oidc-provider/{provider}") },
        }] })
        .to_string()
    }

    #[test]
    fn a_shared_issuer_needs_a_condition_that_demands_something() {
        const GITHUB: &str = "token.actions.githubusercontent.com";
        let of = |condition: Value| missing_key(&policy(GITHUB, &condition));
        let key = format!("{GITHUB}:sub");
        for right in [
            json!({ "StringEquals": { "token.actions.githubusercontent.com:sub": "repo:a/b:ref:refs/heads/main" } }),
            json!({ "StringLike": { "TOKEN.actions.githubusercontent.com:sub": ["repo:a/*", "repo:b/*"] } }),
            json!({ "ForAnyValue:StringLike": { "token.actions.githubusercontent.com:sub": "repo:a/*" } }),
        ] {
            assert_eq!(of(right.clone()), None, "{right}");
        }
        for wrong in [
            json!({}),
            json!({ "StringEquals": { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } }),
            json!({ "StringLike": { "token.actions.githubusercontent.com:sub": "*" } }),
            json!({ "StringLike": { "token.actions.githubusercontent.com:sub": ["repo:a/*", "?*"] } }),
            json!({ "StringLike": { "token.actions.githubusercontent.com:sub": [] } }),
            json!({ "StringLikeIfExists": { "token.actions.githubusercontent.com:sub": "repo:a/*" } }),
            json!({ "StringNotEquals": { "token.actions.githubusercontent.com:sub": "repo:a/b" } }),
            json!({ "ForAllValues:StringLike": { "token.actions.githubusercontent.com:sub": "repo:a/*" } }),
        ] {
            assert_eq!(of(wrong.clone()), Some(key.clone()), "{wrong}");
        }
        assert_eq!(missing_key(&policy("sso.anycompany.example", &json!({}))), None);
        assert_eq!(missing_key(&policy("gitlab.com.example", &json!({}))), None);
        assert!(missing_key(&policy("oidc.vercel.com/team", &json!({}))).is_some());
        assert_eq!(missing_key("not json"), None);
    }
}
