//! The cookie of the roles that a browser switched to: five, newest first (facts 5).
//!
//! It is a convenience of the menu and says nothing about who may do what. Whatever is in it was typed by somebody, so it
//! is read as strictly as the form.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::read as form;
use crate::answers::RecentRole;

/// How many the menu keeps.
pub const MOST: usize = 5;

/// Longer than five roles can be.
const LONGEST: usize = 4096;

/// The roles of a cookie. What does not read back is left out.
#[must_use]
pub fn read(value: &str) -> Vec<RecentRole> {
    if value.len() > LONGEST {
        return Vec::new();
    }
    let Ok(bytes) = URL_SAFE_NO_PAD.decode(value) else {
        return Vec::new();
    };
    let roles: Vec<RecentRole> = serde_json::from_slice(&bytes).unwrap_or_default();
    roles.into_iter().filter(form::is_plausible).take(MOST).collect()
}

/// The cookie after another role was switched to.
pub(super) fn with(roles: &[RecentRole], newest: &RecentRole) -> Result<String, serde_json::Error> {
    let same =
        |role: &&RecentRole| role.account.eq_ignore_ascii_case(&newest.account) && role.role_name == newest.role_name;
    let others = roles.iter().filter(|role| !same(role)).take(MOST - 1).cloned();
    let kept: Vec<RecentRole> = std::iter::once(newest.clone()).chain(others).collect();
    Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(&kept)?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    fn role(name: &str) -> RecentRole {
        RecentRole {
            account: "anycompany".to_owned(),
            role_name: name.to_owned(),
            display_name: format!("{name} @ anycompany"),
            color: Some("83d4e8".to_owned()),
        }
    }

    #[test]
    fn keeps_five_newest_first_and_each_once() {
        let mut roles = Vec::new();
        for name in ["A1", "A2", "A3", "A4", "A5", "A6", "A4"] {
            roles = read(&with(&roles, &role(name)).unwrap());
        }
        let names: Vec<&str> = roles.iter().map(|role| role.role_name.as_str()).collect();
        assert_eq!(names, ["A4", "A6", "A5", "A3", "A2"]);
        assert_eq!(roles[0], role("A4"));
        // Role names are case-sensitive here, so these are two.
        assert_eq!(read(&with(&[role("a4")], &role("A4")).unwrap()).len(), 2);
    }

    #[test]
    fn garbage_is_left_out() {
        for value in [
            "",
            "x",
            "null",
            &"A".repeat(5000),
            &URL_SAFE_NO_PAD.encode("[1]"),
            "%00",
        ] {
            assert_eq!(read(value), Vec::new(), "{value}");
        }
        let bad = |change: fn(&mut RecentRole)| {
            let mut role = role("Fine");
            change(&mut role);
            role
        };
        let bad = [
            bad(|role| role.account = "no such account!".to_owned()),
            bad(|role| role.role_name = "has space".to_owned()),
            bad(|role| role.role_name = "x".repeat(65)),
            bad(|role| role.display_name = "a\u{202e}b".to_owned()),
            bad(|role| role.display_name = "x".repeat(65)),
            bad(|role| role.color = Some("red".to_owned())),
        ];
        let value = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&bad).unwrap());
        assert_eq!(read(&value), Vec::new());
    }
}
