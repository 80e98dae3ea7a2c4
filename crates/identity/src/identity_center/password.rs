//! Password rules of the Identity Center directory: 8 to 64 characters, all four classes, none of the last three.
//!
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/password-requirements.html>

use std::fmt;

/// Old passwords that may not come back.
pub const REUSE_DEPTH: usize = 3;
const LEAST: usize = 8;
const MOST: usize = 64;

/// A rule that a password breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Violation {
    /// Shorter than 8 characters.
    TooShort,
    /// Longer than 64.
    TooLong,
    /// No lowercase letter.
    Lowercase,
    /// No uppercase letter.
    Uppercase,
    /// No digit.
    Number,
    /// No other character than letters and digits.
    Symbol,
    /// One of the last three.
    Reused,
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::TooShort => "at least 8 characters",
            Self::TooLong => "at most 64 characters",
            Self::Lowercase => "at least one lowercase letter (a-z)",
            Self::Uppercase => "at least one uppercase letter (A-Z)",
            Self::Number => "at least one number (0-9)",
            Self::Symbol => "at least one symbol (~!@#$%^&*_-+=`|\\(){}[]:;\"'<>,.?/)",
            Self::Reused => "none of your last three passwords",
        })
    }
}

/// Every rule that a password breaks; reads as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("The password must have: {}.", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct Violations(pub Vec<Violation>);

const SYMBOLS: &str = "~!@#$%^&*_-+=`|\\(){}[]:;\"'<>,.?/";

/// Judges a new password; whether it was used before is asked of the history.
///
/// # Errors
/// Every rule it breaks.
pub fn check(password: &str) -> Result<(), Violations> {
    let has = |class: fn(char) -> bool| password.chars().any(class);
    let length = password.chars().count();
    let broken: Vec<Violation> = [
        (length < LEAST, Violation::TooShort),
        (length > MOST, Violation::TooLong),
        (!has(|c| c.is_ascii_lowercase()), Violation::Lowercase),
        (!has(|c| c.is_ascii_uppercase()), Violation::Uppercase),
        (!has(|c| c.is_ascii_digit()), Violation::Number),
        (!has(|c| SYMBOLS.contains(c)), Violation::Symbol),
    ]
    .into_iter()
    .filter_map(|(is_broken, rule)| is_broken.then_some(rule))
    .collect();
    if broken.is_empty() {
        Ok(())
    } else {
        Err(Violations(broken))
    }
}

/// The rules as sentences for the form.
#[must_use]
pub fn requirements() -> Vec<String> {
    [
        "8 to 64 characters",
        "At least one lowercase letter (a-z)",
        "At least one uppercase letter (A-Z)",
        "At least one number (0-9)",
        "At least one symbol",
        "Not one of your last three passwords",
    ]
    .map(ToOwned::to_owned)
    .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_ones_pass_and_each_rule_refuses() {
        for right in ["Abcdef1!", "Pässwort1!X", &format!("aA1!{}", "x".repeat(60))] {
            assert_eq!(check(right), Ok(()), "{right}");
        }
        for (wrong, rule) in [
            ("Abcde1!", Violation::TooShort),
            (&format!("aA1!{}", "x".repeat(61)), Violation::TooLong),
            ("ABCDEF1!", Violation::Lowercase),
            ("abcdef1!", Violation::Uppercase),
            ("Abcdefg!", Violation::Number),
            ("Abcdefg1", Violation::Symbol),
        ] {
            assert_eq!(check(wrong), Err(Violations(vec![rule])), "{wrong}");
        }
    }
}
