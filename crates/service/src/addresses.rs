//! The simulated addresses that answers point to (facts 1.1).

use vestibule_identity::account::Account;

/// The general sign-in page.
pub(crate) const SIGN_IN: &str = "https://signin.aws.amazon.com/signin";
/// Console home.
pub(crate) const CONSOLE_HOME: &str = "https://console.aws.amazon.com/console/home";
/// `LoginTo` of sign-in events, in the form of the documented samples (facts 6.3).
pub(crate) const LOGIN_TO: &str = "https://console.aws.amazon.com/console/home?state=hashArgs%23&isauthcode=true";
/// The page behind a recovery link; the token follows.
pub(crate) const RECOVERY: &str = "https://signin.aws.amazon.com/resetpassword?token=";

/// The account's sign-in page: by alias if it has one.
pub(crate) fn account_sign_in(account: &Account) -> String {
    let host = account
        .alias
        .as_ref()
        .map_or(account.id.as_str(), |alias| alias.as_str());
    format!("https://{host}.signin.aws.amazon.com/console")
}

/// The account's sign-in page that always works: by id.
pub(crate) fn account_sign_in_with_id(account: &Account) -> String {
    format!("https://{}.signin.aws.amazon.com/console", account.id)
}

/// The host that a sign-in event names: regional, or the global one.
pub(crate) fn sign_in_host(region: Option<&str>) -> String {
    match region {
        Some(region) => format!("{region}.signin.aws.amazon.com"),
        None => "signin.aws.amazon.com".to_owned(),
    }
}
