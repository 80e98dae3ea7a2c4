//! What administrators type.

use url::Url;
use vestibule_identity::names::EmailAddress;

use crate::CompanyError;

/// Longest text of a field that no other rule is about.
const LONGEST: usize = 256;

/// A text that may be empty.
pub(super) fn text(field: &'static str, typed: &str) -> Result<String, CompanyError> {
    let text = typed.trim();
    if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
        return Err(CompanyError::invalid(field, "At most 256 characters, in one line."));
    }
    Ok(text.to_owned())
}

/// A text that is there.
pub(super) fn name(field: &'static str, typed: &str) -> Result<String, CompanyError> {
    let text = text(field, typed)?;
    if text.is_empty() {
        return Err(CompanyError::invalid(field, "This cannot be empty."));
    }
    Ok(text)
}

/// A user name: what AWS takes as the name of a session, so that it can be one.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html>
pub(super) fn user_name(typed: &str) -> Result<String, CompanyError> {
    let text = typed.trim();
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    if !(2..=64).contains(&text.len()) || !text.bytes().all(legal) {
        return Err(CompanyError::invalid(
            "userName",
            "A user name has 2 to 64 characters: letters, digits, and _ + = , . @ -",
        ));
    }
    Ok(text.to_owned())
}

pub(super) fn email(typed: &str) -> Result<String, CompanyError> {
    match EmailAddress::parse(typed.trim()) {
        Ok(email) => Ok(email.as_str().to_owned()),
        Err(error) => Err(CompanyError::invalid("email", error.to_string())),
    }
}

/// `arn:aws:iam::<12 digits>:<kind>/<name>`. Whether it exists is for AWS to say.
pub(super) fn arn(field: &'static str, typed: &str, kind: &str) -> Result<String, CompanyError> {
    let text = typed.trim();
    let is_arn = text
        .strip_prefix("arn:aws:iam::")
        .and_then(|rest| rest.split_once(':'))
        .is_some_and(|(account, resource)| {
            account.len() == 12
                && account.bytes().all(|byte| byte.is_ascii_digit())
                && resource
                    .strip_prefix(kind)
                    .and_then(|rest| rest.strip_prefix('/'))
                    .is_some_and(|name| !name.is_empty())
        });
    if !is_arn || text.len() > 2048 || text.contains([',', ' ', '\t', '\n']) {
        return Err(CompanyError::invalid(
            field,
            format!("This looks like arn:aws:iam::123456789012:{kind}/Name."),
        ));
    }
    Ok(text.to_owned())
}

/// An `https` address, or nothing.
pub(crate) fn address(field: &'static str, typed: &str, may_be_empty: bool) -> Result<String, CompanyError> {
    let text = typed.trim();
    if text.is_empty() && may_be_empty {
        return Ok(String::new());
    }
    let is_address = Url::parse(text).is_ok_and(|url| url.scheme() == "https" && url.has_host());
    if !is_address || text.len() > 2048 {
        return Err(CompanyError::invalid(
            field,
            "This is an address that begins with https://.",
        ));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_have_an_account_and_a_name() {
        let role = "arn:aws:iam::123456789012:role/path/Name";
        assert_eq!(arn("roleArn", &format!(" {role} "), "role").unwrap(), role);
        for wrong in [
            "",
            "Name",
            "arn:aws:iam::12345678901:role/Name",
            "arn:aws:iam::123456789012:role/",
            "arn:aws:iam::123456789012:user/Name",
            "arn:aws:iam::123456789012:role/A,arn:aws:iam::123456789012:role/B",
        ] {
            assert!(arn("roleArn", wrong, "role").is_err(), "{wrong}");
        }
    }

    #[test]
    fn addresses_are_https() {
        assert!(address("acs", "https://signin.aws.amazon.com/saml", false).is_ok());
        assert_eq!(address("acs", " ", true).unwrap(), "");
        for wrong in ["", "http://x.example", "javascript:alert(1)", "https://", "x.example"] {
            assert!(address("acs", wrong, false).is_err(), "{wrong}");
        }
    }

    #[test]
    fn user_names_can_name_sessions() {
        for right in ["ab", "carla", "a.b+c=d,e@f-g_h", &"a".repeat(64)] {
            assert!(user_name(right).is_ok(), "{right}");
        }
        for wrong in ["", "a", "a b", "ä.b", &"a".repeat(65), "a/b"] {
            assert!(user_name(wrong).is_err(), "{wrong}");
        }
    }
}
