//! What a client may ask for.
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/customermanagedapps-saml2-oauth2.html>

use std::fmt;

use serde::{Deserialize, Serialize};

/// Most scopes of a client.
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html>
pub const MOST_SCOPES: usize = 25;

/// To list accounts and permission sets, and to get credentials for them.
pub const ACCOUNT_ACCESS: &str = "sso:account:access";

/// The known scopes, and what they let a client do, in words for the consent page. A name that ends with `:` is a family.
const KNOWN: [(&str, &str); 8] = [
    (
        ACCOUNT_ACCESS,
        "Access your AWS accounts and permission sets, and get credentials for them",
    ),
    ("codewhisperer:", "Use Amazon Q Developer on your behalf"),
    (
        "codecatalyst:read_write",
        "Read and write in Amazon CodeCatalyst on your behalf",
    ),
    (
        "verified_access:application:connect",
        "Connect to applications behind AWS Verified Access",
    ),
    ("redshift:connect", "Connect to Amazon Redshift on your behalf"),
    ("datazone:domain:access", "Access your Amazon DataZone domain"),
    (
        "nosqlworkbench:datamodeladviser",
        "Use the data model adviser of NoSQL Workbench",
    ),
    ("transform:read_write", "Read and write in AWS Transform on your behalf"),
];

/// A scope that exists.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scope(String);

impl Scope {
    /// Reads one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        words(text).map(|_| Self(text.to_owned()))
    }

    /// To list accounts and to get credentials.
    #[must_use]
    pub fn account_access() -> Self {
        Self(ACCOUNT_ACCESS.to_owned())
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What it lets a client do. The words are ours.
    #[must_use]
    pub fn words(&self) -> &'static str {
        words(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn words(text: &str) -> Option<&'static str> {
    let member = |family: &str| {
        text.strip_prefix(family)
            .is_some_and(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
    };
    KNOWN
        .iter()
        .find(|(known, _)| {
            if known.ends_with(':') {
                member(known)
            } else {
                *known == text
            }
        })
        .map(|(_, words)| *words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_scopes_that_exist() {
        for right in [ACCOUNT_ACCESS, "codewhisperer:completions", "redshift:connect"] {
            assert!(
                Scope::parse(right).is_some_and(|scope| !scope.words().is_empty()),
                "{right}"
            );
        }
        for wrong in [
            "",
            "openid",
            "sso:account",
            "sso:account:access ",
            "codewhisperer:",
            "codewhisperer:A",
            "*",
        ] {
            assert!(Scope::parse(wrong).is_none(), "{wrong}");
        }
    }
}
