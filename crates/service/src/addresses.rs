//! The simulated addresses that answers point to (facts 1.1).

use vestibule_identity::account::Account;
use vestibule_identity::event::REGIONS;
use vestibule_identity::identity_center::ids::ApplicationId;
use vestibule_identity::identity_center::link::LinkPurpose;
use vestibule_identity::names::AccountRef;
use vestibule_store::identity_center::InstanceRow;

/// The general sign-in page.
pub(crate) const SIGN_IN: &str = "https://signin.aws.amazon.com/signin";
/// Console home.
pub(crate) const CONSOLE_HOME: &str = "https://console.aws.amazon.com/console/home";
/// `LoginTo` of sign-in events, in the form of the documented samples (facts 6.3).
pub(crate) const LOGIN_TO: &str = "https://console.aws.amazon.com/console/home?state=hashArgs%23&isauthcode=true";
/// The page behind a recovery link; the token follows.
pub(crate) const RECOVERY: &str = "https://signin.aws.amazon.com/resetpassword?token=";

/// The page behind a verification mail for a lost device; the token follows.
pub(crate) const MFA_RECOVERY: &str = "https://signin.aws.amazon.com/mfa-recovery?token=";
/// The portal's own page: by its chosen name, if it has one.
pub(crate) fn portal(instance: &InstanceRow) -> String {
    let name = instance.alias.as_deref().unwrap_or(instance.store.as_str());
    format!("https://{name}.awsapps.com/start")
}

/// Who signs what a SAML application is told: the issuer URL of an application's metadata.
pub(crate) fn saml_issuer(instance: &InstanceRow, id: &ApplicationId) -> String {
    format!(
        "https://portal.sso.{}.amazonaws.com/saml/assertion/{id}",
        instance.home_region
    )
}

/// Who signs ID tokens.
pub(crate) fn token_issuer(instance: &InstanceRow) -> String {
    format!("https://identitycenter.amazonaws.com/{}", instance.id)
}

/// The demo application's own page.
pub(crate) fn application(id: &ApplicationId) -> String {
    format!("https://{id}.apps.anycompany.example/")
}

/// Where the demo application takes SAML responses.
pub(crate) fn application_acs(id: &ApplicationId) -> String {
    format!("https://{id}.apps.anycompany.example/saml/acs")
}

/// The demo application's name in SAML.
pub(crate) fn application_audience(id: &ApplicationId) -> String {
    format!("https://{id}.apps.anycompany.example/saml")
}

/// Where the demo application begins a sign-in with OpenID Connect.
pub(crate) fn application_start(id: &ApplicationId) -> String {
    format!("https://{id}.apps.anycompany.example/oidc/start")
}

/// Where the demo application takes codes.
pub(crate) fn application_callback(id: &ApplicationId) -> String {
    format!("https://{id}.apps.anycompany.example/oidc/callback")
}

/// The portal's page behind a link in a mail; the token follows.
pub(crate) fn portal_link(instance: &InstanceRow, purpose: LinkPurpose) -> String {
    let page = match purpose {
        LinkPurpose::Invitation => "invitation",
        LinkPurpose::Reset => "reset-password",
    };
    format!("{}#/{page}?token=", portal(instance))
}

/// Whether someone who names a portal means this one: any of its addresses, or its issuer (facts 1.1).
pub(crate) fn is_portal(instance: &InstanceRow, named: &str) -> bool {
    is_portal_page(instance, named) || named == format!("https://identitycenter.amazonaws.com/{}", instance.id)
}

/// Whether the portal is there: a page may be named behind the `#`.
pub(crate) fn is_portal_page(instance: &InstanceRow, address: &str) -> bool {
    let named = address.split('#').next().unwrap_or_default().trim_end_matches('/');
    let (id, store, region) = (&instance.id, &instance.store, &instance.home_region);
    let alias = instance.alias.as_ref();
    let addresses = [
        format!("https://{store}.awsapps.com/start"),
        format!("https://{id}.{region}.portal.amazonaws.com"),
        format!("https://{id}.portal.{region}.app.aws"),
    ];
    addresses.iter().any(|address| address == named)
        || alias.is_some_and(|alias| named == format!("https://{alias}.awsapps.com/start"))
}

/// The page where a device's code is typed; the form that has it already ends with it (facts 1.9).
pub(crate) fn device_page(instance: &InstanceRow, user_code: Option<&str>) -> String {
    let page = format!("{}/#/device", portal(instance));
    match user_code {
        Some(code) => format!("{page}?user_code={code}"),
        None => page,
    }
}

/// A consent page.
pub(crate) fn consent(instance: &InstanceRow, request: &str) -> String {
    format!("{}/#/authorize?request={request}", portal(instance))
}

/// The federation endpoint, which begins a session by a sign-in token (facts 2.6).
pub(crate) fn federation(token: &str, issuer: &str, destination: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("Action", "login")
        .append_pair("Issuer", issuer)
        .append_pair("Destination", destination)
        .append_pair("SigninToken", token)
        .finish();
    format!("https://us-east-1.signin.aws.amazon.com/federation?{query}")
}

/// Whether SAML responses are posted there: globally, or in a region (facts 2.1).
pub(crate) fn is_saml_endpoint(address: &str) -> bool {
    address == vestibule_saml::AWS_ACS || REGIONS.iter().any(|region| address == saml_endpoint(region))
}

/// Where SAML responses are posted in a region.
pub(crate) fn saml_endpoint(region: &str) -> String {
    format!("https://{region}.signin.aws.amazon.com/saml")
}

/// Whether an address that somebody gave is one of the console.
pub(crate) fn is_console(address: &str) -> bool {
    console(address).is_some()
}

/// A console address that somebody gave, as every browser reads it: a backslash or a line end in it leads nobody elsewhere.
fn console(address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok()?;
    let host = url.host_str()?;
    let fits = url.scheme() == "https"
        && url.port().is_none()
        && url.username().is_empty()
        && url.password().is_none()
        && (host == "console.aws.amazon.com" || host.ends_with(".console.aws.amazon.com"));
    fits.then(|| url.into())
}

/// A console address that somebody gave; console home where it leads elsewhere.
pub(crate) fn console_or_home(address: &str) -> String {
    console(address).unwrap_or_else(|| CONSOLE_HOME.to_owned())
}

/// The relying party of passkeys: the parent of every site below.
pub(crate) const RP_ID: &str = "aws.amazon.com";
/// Its name, in the browser's dialog.
pub(crate) const RP_NAME: &str = "Amazon Web Services (simulated)";
/// The site that ceremonies are made for unless the browser says otherwise.
pub(crate) const SIGN_IN_ORIGIN: &str = "https://signin.aws.amazon.com";

/// The relying party of the access portal's keys. AWS documents none.
pub(crate) const PORTAL_RP_ID: &str = "awsapps.com";
/// Its name, in the browser's dialog.
pub(crate) const PORTAL_RP_NAME: &str = "AWS access portal (simulated)";

/// The portal's site by one of its names.
pub(crate) fn portal_origin(name: &str) -> String {
    format!("https://{name}.awsapps.com")
}

/// Whether a site is the service's own: general and account sign-in pages, and the consoles.
pub(crate) fn is_own_origin(origin: &str) -> bool {
    let Some(host) = origin.strip_prefix("https://") else {
        return false;
    };
    let own = ["signin", "console", "us-east-1.console"]
        .iter()
        .any(|name| host.strip_suffix(".aws.amazon.com") == Some(name));
    own || host
        .strip_suffix(".signin.aws.amazon.com")
        .is_some_and(|label| REGIONS.contains(&label) || AccountRef::parse(label).is_ok_and(|_| !label.contains('.')))
}

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

#[cfg(test)]
mod tests {
    use super::{CONSOLE_HOME, console_or_home, is_own_origin};

    #[test]
    fn an_address_that_was_given_leads_into_the_console_or_home() {
        let console = "https://console.aws.amazon.com/";
        for (given, leads) in [
            (
                "https://console.aws.amazon.com/s3/home?region=us-east-1#b",
                "https://console.aws.amazon.com/s3/home?region=us-east-1#b",
            ),
            (
                "https://us-east-1.console.aws.amazon.com/iam/",
                "https://us-east-1.console.aws.amazon.com/iam/",
            ),
            ("https://console.aws.amazon.com", console),
            ("HTTPS://CONSOLE.AWS.AMAZON.COM:443", console),
            // Read in one way only.
            (
                "https://console.aws.amazon.com\\@evil.example/",
                "https://console.aws.amazon.com/@evil.example/",
            ),
            (
                "https:\\\\console.aws.amazon.com\\s3",
                "https://console.aws.amazon.com/s3",
            ),
            (
                "https://console.aws.amazon.com/\r\nSet-Cookie: a=b",
                "https://console.aws.amazon.com/Set-Cookie:%20a=b",
            ),
            (
                "https://console.aws.amazon.com/\u{e9}",
                "https://console.aws.amazon.com/%C3%A9",
            ),
            ("https://evil.example\\.console.aws.amazon.com/", CONSOLE_HOME),
            ("https://console.aws.amazon.com.evil.example/", CONSOLE_HOME),
            ("https://evilconsole.aws.amazon.com/", CONSOLE_HOME),
            ("https://console.aws.amazon.com@evil.example/", CONSOLE_HOME),
            ("https://evil@console.aws.amazon.com/", CONSOLE_HOME),
            ("https://:evil@console.aws.amazon.com/", CONSOLE_HOME),
            ("https://console.aws.amazon.com:8443/", CONSOLE_HOME),
            ("https://console.aws.amazon.com./", CONSOLE_HOME),
            ("https://console%2eaws.amazon.com.evil.example/", CONSOLE_HOME),
            ("//console.aws.amazon.com/", CONSOLE_HOME),
            ("//evil.example", CONSOLE_HOME),
            ("/console/home", CONSOLE_HOME),
            ("http://console.aws.amazon.com/", CONSOLE_HOME),
            ("javascript://console.aws.amazon.com/%0aalert(1)", CONSOLE_HOME),
            ("data:text/html,x", CONSOLE_HOME),
            ("", CONSOLE_HOME),
        ] {
            assert_eq!(console_or_home(given), leads, "{given}");
        }
    }

    #[test]
    fn only_our_own_sites() {
        for own in [
            "https://signin.aws.amazon.com",
            "https://console.aws.amazon.com",
            "https://us-east-1.console.aws.amazon.com",
            "https://anycompany.signin.aws.amazon.com",
            "https://111122223333.signin.aws.amazon.com",
            "https://eu-north-1.signin.aws.amazon.com",
        ] {
            assert!(is_own_origin(own), "{own}");
        }
        for foreign in [
            "http://signin.aws.amazon.com",
            "https://signin.aws.amazon.com.example",
            "https://evil.example",
            "https://aws.amazon.com",
            "https://signin.aws.amazon.com:8443",
            "https://signin.aws.amazon.com/",
            "https://a.b.signin.aws.amazon.com",
            "https://.signin.aws.amazon.com",
            "https://xsignin.aws.amazon.com",
            "",
        ] {
            assert!(!is_own_origin(foreign), "{foreign}");
        }
    }
}
