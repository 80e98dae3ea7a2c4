//! The `Role` attribute: pairs of a role and the provider that vouches for it, in either order.

use vestibule_identity::names::{AccountId, Path, RoleName};
use vestibule_saml::Attribute;

use super::claims::values;

/// As many pairs as a response may name; a response that would name more does not fit its size.
const MOST_PAIRS: usize = 1000;

/// A role of a response, with the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    /// The role's ARN, as it is written.
    pub(crate) role: String,
    /// The role's account.
    pub(crate) account: AccountId,
    /// Where it stands.
    pub(crate) path: Path,
    /// Its name.
    pub(crate) name: RoleName,
    /// The provider's ARN, as it is written.
    pub(crate) provider: String,
}

impl Pair {
    /// Reads `<role ARN>,<provider ARN>`, or the other way round. Space around the ARNs does not count.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (first, second) = text.split_once(',')?;
        let (first, second) = (first.trim(), second.trim());
        Self::of(first, second).or_else(|| Self::of(second, first))
    }

    /// Of two ARNs.
    pub(crate) fn of(role: &str, provider: &str) -> Option<Self> {
        provider_name(provider)?;
        let (account, resource) = iam(role)?;
        let whole = resource.strip_prefix("role")?;
        let (path, name) = whole.rsplit_once('/')?;
        Some(Self {
            role: role.to_owned(),
            account,
            path: Path::parse(&format!("{path}/")).ok()?,
            name: RoleName::parse(name).ok()?,
            provider: provider.to_owned(),
        })
    }

    /// The provider is of the role's account, as it must be (facts 2.1).
    pub(crate) fn is_of_one_account(&self) -> bool {
        provider_name(&self.provider).is_some_and(|(account, _)| account == self.account)
    }
}

/// The account and the name of a SAML provider's ARN.
pub(crate) fn provider_name(arn: &str) -> Option<(AccountId, &str)> {
    let (account, resource) = iam(arn)?;
    let name = resource.strip_prefix("saml-provider/")?;
    let is_legal = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    ((1..=128).contains(&name.len()) && name.bytes().all(is_legal)).then_some((account, name))
}

fn iam(arn: &str) -> Option<(AccountId, &str)> {
    let rest = arn.strip_prefix("arn:aws:iam::")?;
    let (account, resource) = rest.split_once(':')?;
    Some((AccountId::parse(account).ok()?, resource))
}

/// The pairs of a response, each once, in order. Values that are none are passed over, as long as one is one.
pub(crate) fn pairs(attributes: &[Attribute]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for pair in values(attributes, "Role").into_iter().filter_map(Pair::read) {
        if !pairs.contains(&pair) && pairs.len() < MOST_PAIRS {
            pairs.push(pair);
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const ROLE: &str = "arn:aws:iam::111122223333:role/team/Reader";
    const PROVIDER: &str = "arn:aws:iam::111122223333:saml-provider/Corp";

    #[test]
    fn pairs_in_either_order() {
        let one = Pair::read(&format!("{ROLE},{PROVIDER}")).unwrap();
        assert_eq!(Pair::read(&format!(" {PROVIDER} , {ROLE} ")).unwrap(), one);
        assert_eq!((one.path.as_str(), one.name.as_str()), ("/team/", "Reader"));
        assert!(one.is_of_one_account());
        let other = Pair::read(&format!("{ROLE},arn:aws:iam::444455556666:saml-provider/Corp")).unwrap();
        assert!(!other.is_of_one_account());
    }

    #[test]
    fn what_is_no_pair() {
        for text in [
            "",
            ",",
            ROLE,
            PROVIDER,
            &format!("{ROLE},{ROLE}"),
            &format!("{PROVIDER},{PROVIDER}"),
            &format!("{ROLE};{PROVIDER}"),
            &format!("{ROLE},{PROVIDER},{PROVIDER}"),
            &format!("{ROLE},arn:aws:iam::111122223333:saml-provider/"),
            &format!("{ROLE},arn:aws:iam::11112222333:saml-provider/Corp"),
            &format!("{ROLE},arn:aws:iam::111122223333:oidc-provider/corp.example"),
            &format!("arn:aws:iam::111122223333:role/,{PROVIDER}"),
            &format!("arn:aws:iam::111122223333:roleReader,{PROVIDER}"),
            &format!("arn:aws:sts::111122223333:role/Reader,{PROVIDER}"),
            &format!("ARN:aws:iam::111122223333:role/Reader,{PROVIDER}"),
        ] {
            assert_eq!(Pair::read(text), None, "{text}");
        }
    }
}
