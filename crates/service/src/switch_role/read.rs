//! What people type into the Switch Role form, or put into a link.

use vestibule_identity::names::{AccountRef, Path, RoleName};

use super::Switch;
use crate::ServiceError;
use crate::answers::RecentRole;

/// Longest path and name together, and longest display name (facts 5).
const LONGEST: usize = 64;

/// A form that can be looked at.
pub(super) struct Wanted {
    /// `None` for what cannot be an account.
    pub(super) account: Option<AccountRef>,
    /// `None` for what cannot be a role's path and name.
    pub(super) role: Option<(Path, RoleName)>,
    pub(super) typed_role: String,
    pub(super) typed_account: String,
    pub(super) display_name: Option<String>,
    pub(super) color: Option<String>,
}

/// Reads the form. What is missing is said beside its field; a wrong account or role is said later, together with all
/// else that can be wrong.
pub(super) fn form(form: &Switch) -> Result<Wanted, ServiceError> {
    let account = form.account.trim();
    if account.is_empty() {
        return Err(ServiceError::invalid("account", "Enter an account ID or alias."));
    }
    let role = form.role_name.trim();
    if role.is_empty() {
        return Err(ServiceError::invalid(
            "roleName",
            "Enter the name of a role, with its path if it has one.",
        ));
    }
    let display_name = form
        .display_name
        .as_deref()
        .map(str::trim)
        .filter(|name| !name.is_empty());
    if display_name.is_some_and(|name| !is_display_name(name)) {
        return Err(ServiceError::invalid(
            "displayName",
            "A display name has at most 64 printable characters.",
        ));
    }
    let color = form.color.as_deref().map(str::trim).filter(|color| !color.is_empty());
    if color.is_some_and(|color| !is_color(color)) {
        return Err(ServiceError::invalid("color", "A colour has six hexadecimal digits."));
    }
    Ok(Wanted {
        account: AccountRef::parse(account).ok(),
        role: path_and_name(role),
        typed_role: role.chars().take(LONGEST).collect(),
        typed_account: account.chars().take(LONGEST).collect(),
        display_name: display_name.map(str::to_owned),
        color: color.map(str::to_ascii_lowercase),
    })
}

/// `path/name`, with or without a slash before it.
fn path_and_name(text: &str) -> Option<(Path, RoleName)> {
    let text = text.strip_prefix('/').unwrap_or(text);
    // An ARN would read as a path and a name.
    if text.chars().count() > LONGEST || text.starts_with("arn:") {
        return None;
    }
    let (path, name) = match text.rsplit_once('/') {
        Some((path, name)) => (Path::parse(&format!("/{path}/")).ok()?, name),
        None => (Path::root(), text),
    };
    Some((path, RoleName::parse(name).ok()?))
}

fn is_display_name(text: &str) -> bool {
    let plain = |character: char| {
        !character.is_control()
            && !matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    (1..=LONGEST).contains(&text.chars().count()) && text.chars().all(plain)
}

fn is_color(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a role of the cookie could have been switched to.
pub(super) fn is_plausible(role: &RecentRole) -> bool {
    AccountRef::parse(&role.account).is_ok()
        && path_and_name(&role.role_name).is_some()
        && is_display_name(&role.display_name)
        && role.color.as_deref().is_none_or(is_color)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn path_and_name_together_have_64_characters() {
        let read = |text: &str| path_and_name(text).map(|(path, name)| format!("{path}{name}"));
        assert_eq!(read("Auditor").unwrap(), "/Auditor");
        assert_eq!(read("/Auditor").unwrap(), "/Auditor");
        assert_eq!(read("division/team/Auditor").unwrap(), "/division/team/Auditor");
        assert!(read(&format!("p/{}", "x".repeat(62))).is_some());
        assert!(read(&format!("p/{}", "x".repeat(63))).is_none());
        for bad in ["", "/", "a/", "has space", "arn:aws:iam::1:role/X", "ünï"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
