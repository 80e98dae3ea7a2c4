//! The demo accounts' users: in what state each is, and what one learns from being them.

use super::factors::Factor;

/// A user to be.
pub(super) struct UserPlan {
    pub(super) name: &'static str,
    /// Days since the password was set; `None` for a user without one.
    pub(super) password_age: Option<u64>,
    pub(super) reset_required: bool,
    /// What one learns from being them; a second factor and where it is after `MFA: `.
    pub(super) note: &'static str,
    pub(super) factors: &'static [Factor],
}

const fn user(name: &'static str, password_age: Option<u64>, reset_required: bool, note: &'static str) -> UserPlan {
    UserPlan {
        name,
        password_age,
        reset_required,
        note,
        factors: &[],
    }
}

/// An ordinary user with second factors.
const fn with(name: &'static str, factors: &'static [Factor], note: &'static str) -> UserPlan {
    UserPlan {
        factors,
        ..user(name, Some(10), false, note)
    }
}

pub(super) const MANAGEMENT_USERS: &[UserPlan] = &[
    user(
        "alice",
        Some(10),
        false,
        "Ordinary user: signs in and lands on console home. May switch to the roles ReadOnly, and Auditor of the Finance account.",
    ),
    user("bob", Some(0), true, "Must choose a new password at the next sign-in."),
    user(
        "carol",
        Some(120),
        false,
        "Password expired after 90 days: must be changed at sign-in.",
    ),
    user(
        "dave",
        None,
        false,
        "No console password: cannot sign in until an administrator sets one.",
    ),
    user(
        "erin",
        Some(80),
        false,
        "Password expires in 10 days: signs in and is warned.",
    ),
    with(
        "ivan",
        &[Factor::App { drift_seconds: 0 }],
        "Has an authenticator app. May switch to the role Admin, which demands MFA. MFA: the codes are in the desk's authenticator.",
    ),
    with(
        "judy",
        &[Factor::Key],
        "Has a security key. MFA: touch judy's key on the desk.",
    ),
    with(
        "kim",
        &[Factor::App { drift_seconds: 0 }, Factor::Key],
        "Has an app and a key: chooses one, and can try the other. MFA: the codes and the key are on the desk.",
    ),
    with(
        "leo",
        &[Factor::Token],
        "Has a hardware token. MFA: the code is on leo's token on the desk.",
    ),
    with(
        "nina",
        &[Factor::LostApp],
        "Lost the phone: only an administrator can remove the device. MFA: an app that nobody has any more.",
    ),
    with(
        "oscar",
        &[Factor::App { drift_seconds: -600 }],
        "The phone's clock is ten minutes slow: codes are refused until it is synchronized again. MFA: the codes are in the desk's authenticator.",
    ),
    user(
        "adam",
        Some(10),
        false,
        "Permissions: administrator by a policy that he can take from himself.",
    ),
    user(
        "lena",
        Some(0),
        true,
        "Permissions: must choose a new password at the first sign-in, which Force_MFA denies.",
    ),
    user(
        "mira",
        Some(0),
        true,
        "Permissions: is where lena is, so that there is one for each way out.",
    ),
    user(
        "rosa",
        Some(10),
        false,
        "Permissions: may assume the role LedgerReader of Finance, which demands MFA.",
    ),
    user(
        "theo",
        Some(10),
        false,
        "Permissions: may do nearly everything by policy, and only S3 by permissions boundary.",
    ),
    user(
        "zara",
        Some(10),
        false,
        "Permissions: reads everything once MFA is there; Force_MFA denies it before.",
    ),
];
pub(super) const FINANCE_USERS: &[UserPlan] = &[
    user(
        "frank",
        Some(5),
        false,
        "Ordinary user of an account without an alias; may not change the password.",
    ),
    user(
        "grace",
        Some(75),
        false,
        "Hard-expired: the password is past 60 days and only an administrator can reset it.",
    ),
    with(
        "breakglass",
        &[Factor::Key],
        "Permissions: for emergencies, may do everything in a session with MFA. MFA: touch breakglass's key on the desk.",
    ),
];
pub(super) const SANDBOX_USERS: &[UserPlan] = &[user(
    "heidi",
    Some(3),
    false,
    "User of a suspended account: the right password does not help.",
)];
