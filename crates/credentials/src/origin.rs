//! Which sites are a relying party's.

use url::{Host, Url};

/// Whether a site may use the keys of a relying party: `https`, and the host is the relying party's id or a name under
/// it (WebAuthn Level 3 section 5.1.3, the id is a registrable domain suffix of the site's domain or equal to it).
/// `http` only for `localhost`. An id needs a dot, so that no top-level domain is one.
#[must_use]
pub fn origin_may_use(origin: &str, rp_id: &str) -> bool {
    let Ok(url) = Url::parse(origin) else {
        return false;
    };
    // What is not exactly an origin (a path, a user name, another spelling) is none.
    if url.origin().ascii_serialization() != origin {
        return false;
    }
    let Some(Host::Domain(host)) = url.host() else {
        return false;
    };
    match url.scheme() {
        "https" => {}
        "http" if host == "localhost" => {}
        _ => return false,
    }
    let below = || {
        host.strip_suffix(rp_id)
            .is_some_and(|rest| rest.ends_with('.') && rest.len() > 1)
    };
    rp_id == "localhost" && host == "localhost" || is_domain(rp_id) && (host == rp_id || below())
}

/// A lower-case domain name of at least two labels.
fn is_domain(rp_id: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
    };
    rp_id.contains('.') && rp_id.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_itself_and_names_under_it() {
        for origin in [
            "https://aws.amazon.com",
            "https://signin.aws.amazon.com",
            "https://acme.signin.aws.amazon.com",
            "https://us-east-1.console.aws.amazon.com",
            "https://signin.aws.amazon.com:8443",
        ] {
            assert!(origin_may_use(origin, "aws.amazon.com"), "{origin}");
        }
        assert!(origin_may_use("http://localhost:7700", "localhost"));
        assert!(origin_may_use("https://localhost", "localhost"));
    }

    #[test]
    fn no_other_site_and_no_other_spelling() {
        for origin in [
            "",
            "null",
            "https://amazon.com",
            "https://badaws.amazon.com",
            "https://bad-aws.amazon.com",
            "https://signin.aws.amazon.com.example",
            "https://aws.amazon.com.example",
            "https://aws.amazon.com.",
            "https://.aws.amazon.com",
            "https://aws.amazon.co",
            "https://аws.amazon.com", // Cyrillic а
            "http://signin.aws.amazon.com",
            "ftp://signin.aws.amazon.com",
            "https://signin.aws.amazon.com/",
            "https://signin.aws.amazon.com/console",
            "https://signin.aws.amazon.com:443",
            "https://SIGNIN.aws.amazon.com",
            "https://someone@signin.aws.amazon.com",
            " https://signin.aws.amazon.com",
            "https://evil.example/signin.aws.amazon.com",
            "https://evil.example#.aws.amazon.com",
            "https://127.0.0.1",
            "tauri://localhost",
            "http://localhost:7700",
        ] {
            assert!(!origin_may_use(origin, "aws.amazon.com"), "{origin}");
        }
        for (origin, rp_id) in [
            ("https://evil.example", "localhost"),
            ("http://evil.localhost", "localhost"),
            ("https://signin.aws.amazon.com", "com"),
            ("https://signin.aws.amazon.com", ""),
            ("https://signin.aws.amazon.com", "."),
            ("https://signin.aws.amazon.com", ".com"),
            ("https://signin.aws.amazon.com", "amazon.com."),
            ("https://signin.aws.amazon.com", "AWS.amazon.com"),
            ("https://127.0.0.1", "127.0.0.1"),
            ("https://[::1]", "::1"),
        ] {
            assert!(!origin_may_use(origin, rp_id), "{origin} {rp_id}");
        }
    }
}
