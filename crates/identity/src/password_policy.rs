//! Password rules: the account password policy of the IAM API, the AWS default that applies without one, the root rules.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html>,
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html>

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::{Entropy, random_index};

const DAY_SECONDS: i64 = 24 * 60 * 60;
/// The console warns during the last 15 days.
const WARNING_DAYS: i64 = 15;
const LONGEST: usize = 128;
/// Symbols that satisfy `RequireSymbols`.
pub const SYMBOLS: &str = "!@#$%^&*()_+-=[]{}|'";
/// Symbols that count as the fourth class for root and under the AWS default.
const DEFAULT_SYMBOLS: &str = "!@#$%^&*()<>[]{}|_+-='";

/// A custom account password policy; field names, ranges and omitted values are those of `UpdateAccountPasswordPolicy`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[allow(clippy::struct_excessive_bools, reason = "the API's own fields")]
pub struct PasswordPolicy {
    /// 6 to 128; omitted 6.
    pub minimum_password_length: u16,
    /// At least one symbol.
    pub require_symbols: bool,
    /// At least one digit.
    pub require_numbers: bool,
    /// At least one of A to Z.
    pub require_uppercase_characters: bool,
    /// At least one of a to z.
    pub require_lowercase_characters: bool,
    /// Users may change their own passwords.
    pub allow_users_to_change_password: bool,
    /// Days, 1 to 1095; 0 never expires.
    pub max_password_age: u16,
    /// Remembered passwords, 1 to 24; 0 none.
    pub password_reuse_prevention: u16,
    /// An expired password can only be reset by an administrator.
    pub hard_expiry: bool,
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self {
            minimum_password_length: 6,
            require_symbols: false,
            require_numbers: false,
            require_uppercase_characters: false,
            require_lowercase_characters: false,
            allow_users_to_change_password: false,
            max_password_age: 0,
            password_reuse_prevention: 0,
            hard_expiry: false,
        }
    }
}

/// A policy field out of range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// `MinimumPasswordLength`.
    #[error("The minimum password length is between 6 and 128.")]
    MinimumPasswordLength,
    /// `MaxPasswordAge`.
    #[error("Password expiration is between 1 and 1095 days.")]
    MaxPasswordAge,
    /// `PasswordReusePrevention`.
    #[error("The number of passwords to remember is between 1 and 24.")]
    PasswordReusePrevention,
}

impl PolicyError {
    /// The API's field name.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::MinimumPasswordLength => "minimumPasswordLength",
            Self::MaxPasswordAge => "maxPasswordAge",
            Self::PasswordReusePrevention => "passwordReusePrevention",
        }
    }
}

impl PasswordPolicy {
    /// Checks the ranges.
    ///
    /// # Errors
    /// The first field out of range.
    pub fn validate(&self) -> Result<(), PolicyError> {
        if !(6..=128).contains(&self.minimum_password_length) {
            return Err(PolicyError::MinimumPasswordLength);
        }
        if self.max_password_age > 1095 {
            return Err(PolicyError::MaxPasswordAge);
        }
        if self.password_reuse_prevention > 24 {
            return Err(PolicyError::PasswordReusePrevention);
        }
        Ok(())
    }
}

/// The rules an account's IAM users are under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountPasswordPolicy {
    /// No custom policy: 8 to 128 characters, three of four classes, not the account's name or e-mail, never expires.
    AwsDefault,
    /// A custom policy. An empty one is weaker than none.
    Custom(PasswordPolicy),
}

/// What a password must not equal.
#[derive(Debug, Clone, Copy)]
pub struct PasswordContext<'a> {
    /// The account's name.
    pub account_name: &'a str,
    /// The root user's e-mail address.
    pub email: &'a str,
}

/// A rule that a password breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordViolation {
    /// Shorter than this.
    TooShort(u16),
    /// Longer than 128.
    TooLong,
    /// A character outside what the IAM API takes.
    Characters,
    /// No A to Z.
    Uppercase,
    /// No a to z.
    Lowercase,
    /// No digit.
    Number,
    /// No symbol.
    Symbol,
    /// Fewer than three of four classes.
    Classes,
    /// Equal to the account's name or e-mail address.
    Identity,
}

impl fmt::Display for PasswordViolation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort(least) => write!(formatter, "at least {least} characters"),
            Self::TooLong => write!(formatter, "at most {LONGEST} characters"),
            Self::Characters => {
                formatter.write_str("only Latin letters, digits, spaces and symbols (no emoji or other scripts)")
            }
            Self::Uppercase => formatter.write_str("at least one uppercase letter (A-Z)"),
            Self::Lowercase => formatter.write_str("at least one lowercase letter (a-z)"),
            Self::Number => formatter.write_str("at least one number (0-9)"),
            Self::Symbol => write!(formatter, "at least one symbol ({SYMBOLS})"),
            Self::Classes => {
                formatter.write_str("at least three of: uppercase letters, lowercase letters, numbers, symbols")
            }
            Self::Identity => formatter.write_str("not your account name or email address"),
        }
    }
}

/// All rules that a password breaks; reads as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("The password must have: {}.", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct PasswordViolations(pub Vec<PasswordViolation>);

/// How far a password is from its expiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordFreshness {
    /// No reason to mention it.
    Fresh,
    /// In the last 15 days.
    ExpiresSoon {
        /// Whole days left, at least 1.
        days_left: u16,
    },
    /// Must be changed at sign-in.
    Expired,
    /// Only an administrator can reset it.
    HardExpired,
}

impl PasswordFreshness {
    /// Days left while the console warns.
    #[must_use]
    pub fn days_left(self) -> Option<u16> {
        match self {
            Self::ExpiresSoon { days_left } => Some(days_left),
            Self::Fresh | Self::Expired | Self::HardExpired => None,
        }
    }
}

impl AccountPasswordPolicy {
    /// Judges a new password.
    ///
    /// # Errors
    /// Every rule it breaks.
    pub fn check(&self, password: &str, context: &PasswordContext<'_>) -> Result<(), PasswordViolations> {
        let mut broken = match self {
            Self::AwsDefault => default_rules(password, context),
            Self::Custom(policy) => custom_rules(policy, password),
        };
        // IAM API, ChangePassword: [\u0009\u000A\u000D\u0020-\u00FF]+
        if !password
            .chars()
            .all(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{ff}'))
        {
            broken.push(PasswordViolation::Characters);
        }
        settle(broken)
    }

    /// The rules as sentences for the form.
    #[must_use]
    pub fn requirements(&self) -> Vec<String> {
        match self {
            Self::AwsDefault => default_requirements(),
            Self::Custom(policy) => {
                let mut rules = vec![PasswordViolation::TooShort(policy.minimum_password_length)];
                for (wanted, rule) in [
                    (policy.require_uppercase_characters, PasswordViolation::Uppercase),
                    (policy.require_lowercase_characters, PasswordViolation::Lowercase),
                    (policy.require_numbers, PasswordViolation::Number),
                    (policy.require_symbols, PasswordViolation::Symbol),
                ] {
                    if wanted {
                        rules.push(rule);
                    }
                }
                let mut words: Vec<String> = rules.iter().map(|rule| sentence(*rule)).collect();
                if policy.password_reuse_prevention > 0 {
                    words.push(format!(
                        "Not one of your last {} passwords",
                        policy.password_reuse_prevention
                    ));
                }
                words
            }
        }
    }

    /// How many old passwords may not come back.
    #[must_use]
    pub fn reuse_depth(&self) -> u16 {
        match self {
            Self::AwsDefault => 0,
            Self::Custom(policy) => policy.password_reuse_prevention,
        }
    }

    /// `AllowUsersToChangePassword`; off without a custom policy.
    #[must_use]
    pub fn users_may_change_own(&self) -> bool {
        matches!(self, Self::Custom(policy) if policy.allow_users_to_change_password)
    }

    /// When a password set at `changed_at` expires, if ever.
    #[must_use]
    pub fn expires_at(&self, changed_at: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Custom(policy) if policy.max_password_age > 0 => {
                let age = i64::from(policy.max_password_age) * DAY_SECONDS;
                Timestamp::from_second(changed_at.as_second().saturating_add(age)).ok()
            }
            Self::AwsDefault | Self::Custom(_) => None,
        }
    }

    /// Where a password stands. A 90-day policy warns from day 75 and expires on day 90.
    #[must_use]
    pub fn freshness(&self, changed_at: Timestamp, now: Timestamp) -> PasswordFreshness {
        let Some(expires) = self.expires_at(changed_at) else {
            return PasswordFreshness::Fresh;
        };
        let left = expires.as_second() - now.as_second();
        if left <= 0 {
            return match self {
                Self::Custom(policy) if policy.hard_expiry => PasswordFreshness::HardExpired,
                _ => PasswordFreshness::Expired,
            };
        }
        let days_left = (left + DAY_SECONDS - 1) / DAY_SECONDS;
        if left <= WARNING_DAYS * DAY_SECONDS {
            let days_left = u16::try_from(days_left).unwrap_or(u16::MAX);
            PasswordFreshness::ExpiresSoon { days_left }
        } else {
            PasswordFreshness::Fresh
        }
    }

    /// A random password that meets the policy: all four classes, 20 characters or the minimum if that is more.
    #[must_use]
    pub fn generate(&self, entropy: &dyn Entropy) -> String {
        const CLASSES: [&str; 4] = [
            "ABCDEFGHJKLMNPQRSTUVWXYZ",
            "abcdefghijkmnopqrstuvwxyz",
            "23456789",
            "!@#$%^&*()_+-=[]{}|",
        ];
        let least = match self {
            Self::AwsDefault => 20,
            Self::Custom(policy) => usize::from(policy.minimum_password_length).max(20),
        };
        loop {
            let all = CLASSES.concat();
            let password: String = (0..least.min(LONGEST)).filter_map(|_| pick(entropy, &all)).collect();
            if CLASSES.iter().all(|class| password.contains(|c| class.contains(c))) {
                return password;
            }
        }
    }
}

/// The root user's rules; the account password policy never applies to root.
pub mod root_password_rules {
    use super::{PasswordContext, PasswordViolations, default_requirements, default_rules, settle};

    /// Judges a new root password.
    ///
    /// # Errors
    /// Every rule it breaks.
    pub fn check(password: &str, context: &PasswordContext<'_>) -> Result<(), PasswordViolations> {
        settle(default_rules(password, context))
    }

    /// The rules as sentences for the form.
    #[must_use]
    pub fn requirements() -> Vec<String> {
        default_requirements()
    }
}

fn pick(entropy: &dyn Entropy, from: &str) -> Option<char> {
    let bound = u32::try_from(from.len()).ok()?;
    let index = usize::try_from(random_index(entropy, bound)).ok()?;
    from.as_bytes().get(index).map(|byte| char::from(*byte))
}

fn default_requirements() -> Vec<String> {
    [
        PasswordViolation::TooShort(8),
        PasswordViolation::Classes,
        PasswordViolation::Identity,
    ]
    .map(sentence)
    .to_vec()
}

fn sentence(rule: PasswordViolation) -> String {
    let words = rule.to_string();
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

fn settle(broken: Vec<PasswordViolation>) -> Result<(), PasswordViolations> {
    if broken.is_empty() {
        Ok(())
    } else {
        Err(PasswordViolations(broken))
    }
}

fn length_rules(password: &str, least: u16) -> Vec<PasswordViolation> {
    let length = password.chars().count();
    let mut broken = Vec::new();
    if length < usize::from(least) {
        broken.push(PasswordViolation::TooShort(least));
    }
    if length > LONGEST {
        broken.push(PasswordViolation::TooLong);
    }
    broken
}

fn default_rules(password: &str, context: &PasswordContext<'_>) -> Vec<PasswordViolation> {
    let mut broken = length_rules(password, 8);
    let classes = [
        password.contains(|c: char| c.is_ascii_uppercase()),
        password.contains(|c: char| c.is_ascii_lowercase()),
        password.contains(|c: char| c.is_ascii_digit()),
        password.contains(|c| DEFAULT_SYMBOLS.contains(c)),
    ];
    if classes.iter().filter(|present| **present).count() < 3 {
        broken.push(PasswordViolation::Classes);
    }
    let same = |other: &str| !other.is_empty() && password.to_lowercase() == other.to_lowercase();
    if same(context.account_name) || same(context.email) {
        broken.push(PasswordViolation::Identity);
    }
    broken
}

fn custom_rules(policy: &PasswordPolicy, password: &str) -> Vec<PasswordViolation> {
    let mut broken = length_rules(password, policy.minimum_password_length);
    let has = |test: &dyn Fn(char) -> bool| password.chars().any(test);
    for (wanted, present, rule) in [
        (
            policy.require_uppercase_characters,
            has(&|c| c.is_ascii_uppercase()),
            PasswordViolation::Uppercase,
        ),
        (
            policy.require_lowercase_characters,
            has(&|c| c.is_ascii_lowercase()),
            PasswordViolation::Lowercase,
        ),
        (
            policy.require_numbers,
            has(&|c| c.is_ascii_digit()),
            PasswordViolation::Number,
        ),
        (
            policy.require_symbols,
            has(&|c| SYMBOLS.contains(c)),
            PasswordViolation::Symbol,
        ),
    ] {
        if wanted && !present {
            broken.push(rule);
        }
    }
    broken
}

#[cfg(test)]
mod tests;
