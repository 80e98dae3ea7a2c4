//! Where a code may be sent: to this computer only.
//!
//! A client registers `http://127.0.0.1/oauth/callback` and asks with the port that it happens to listen on; everything but
//! the port must match (RFC 8252 7.3; RFC 9700 4.1.3). `localhost` may resolve to somewhere else (RFC 8252 8.3).

use std::fmt;

use serde::{Deserialize, Serialize};

/// Longest address of a redirect.
const LONGEST: usize = 2048;

/// A redirect to a loopback address, `http://127.0.0.1[:port]/path` or `http://[::1][:port]/path`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LoopbackUri {
    text: String,
    host: String,
    port: Option<u16>,
    rest: String,
}

impl LoopbackUri {
    /// Reads one, strictly: no user, no fragment, no other host however it is written.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let after = text.strip_prefix("http://")?;
        let host = ["127.0.0.1", "[::1]"]
            .into_iter()
            .find(|host| after.starts_with(host))?;
        let after = after.strip_prefix(host)?;
        let (port, rest) = match after.strip_prefix(':') {
            None => (None, after),
            Some(after) => {
                let digits = after.bytes().take_while(u8::is_ascii_digit).count();
                let (port, rest) = after.split_at_checked(digits)?;
                let number = port.parse().ok().filter(|_| !port.starts_with('0'))?;
                (Some(number), rest)
            }
        };
        let fits = rest.is_empty() || rest.starts_with('/');
        let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/%?".contains(&byte);
        (fits && rest.bytes().all(legal) && !rest.split('/').any(|part| part == "." || part == "..")).then(|| Self {
            text: text.to_owned(),
            host: host.to_owned(),
            port,
            rest: rest.to_owned(),
        })
    }

    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Host and port, for a person to look at.
    #[must_use]
    pub fn authority(&self) -> String {
        match self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.clone(),
        }
    }

    /// Whether a request with `asked` may be answered where this one was registered.
    #[must_use]
    pub fn allows(&self, asked: &Self) -> bool {
        (&self.host, &self.rest) == (&asked.host, &asked.rest)
    }

    /// The address with these parameters added, which are encoded already.
    #[must_use]
    pub fn with_query(&self, query: &str) -> String {
        let joint = if self.rest.contains('?') { '&' } else { '?' };
        format!("{}{joint}{query}", self.text)
    }
}

impl fmt::Display for LoopbackUri {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl From<LoopbackUri> for String {
    fn from(uri: LoopbackUri) -> Self {
        uri.text
    }
}

impl TryFrom<String> for LoopbackUri {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a loopback redirect")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_this_computer() {
        for right in [
            "http://127.0.0.1/oauth/callback",
            "http://127.0.0.1:8400/oauth/callback",
            "http://[::1]:65535/oauth/callback",
            "http://127.0.0.1:1",
            "http://127.0.0.1/cb?tool=cli",
        ] {
            assert_eq!(LoopbackUri::parse(right).unwrap().as_str(), right);
        }
        for wrong in [
            "",
            "https://127.0.0.1/oauth/callback",
            "http://localhost/oauth/callback",
            "http://127.0.0.1.example/oauth/callback",
            "http://127.0.0.1@evil.example/",
            "http://127.0.0.1:80@evil.example/",
            "http://user@127.0.0.1/",
            "http://127.0.0.2/oauth/callback",
            "http://127.1/oauth/callback",
            "http://0x7f000001/",
            "http://2130706433/",
            "http://[::1].evil.example/",
            "http://[0:0:0:0:0:0:0:1]/",
            "http://127.0.0.1:/oauth/callback",
            "http://127.0.0.1:0/oauth/callback",
            "http://127.0.0.1:080/oauth/callback",
            "http://127.0.0.1:65536/oauth/callback",
            "http://127.0.0.1\\@evil.example/",
            "http://127.0.0.1/oauth/../callback",
            "http://127.0.0.1/callback#fragment",
            "http://127.0.0.1/call back",
            "http://127.0.0.1/callback\n",
            "HTTP://127.0.0.1/oauth/callback",
            "myapp://127.0.0.1/oauth/callback",
            "https://evil.example/oauth/callback",
        ] {
            assert_eq!(LoopbackUri::parse(wrong), None, "{wrong}");
        }
        assert!(LoopbackUri::parse(&format!("http://127.0.0.1/{}", "a".repeat(LONGEST))).is_none());
    }

    #[test]
    fn the_port_does_not_count_and_everything_else_does() {
        let registered = LoopbackUri::parse("http://127.0.0.1/oauth/callback").unwrap();
        let asks = |text| registered.allows(&LoopbackUri::parse(text).unwrap());
        assert!(asks("http://127.0.0.1:49152/oauth/callback"));
        assert!(asks("http://127.0.0.1/oauth/callback"));
        for other in [
            "http://[::1]:49152/oauth/callback",
            "http://127.0.0.1:49152/oauth/callback/",
            "http://127.0.0.1:49152/oauth/callback?next=1",
            "http://127.0.0.1:49152/OAuth/callback",
            "http://127.0.0.1:49152",
        ] {
            assert!(!asks(other), "{other}");
        }
    }

    #[test]
    fn parameters_join_those_that_are_there() {
        let plain = LoopbackUri::parse("http://127.0.0.1:1/cb").unwrap();
        assert_eq!(plain.with_query("code=a"), "http://127.0.0.1:1/cb?code=a");
        let with = LoopbackUri::parse("http://127.0.0.1:1/cb?x=1").unwrap();
        assert_eq!(with.with_query("code=a"), "http://127.0.0.1:1/cb?x=1&code=a");
    }

    proptest! {
        #[test]
        fn whatever_is_read_leads_to_loopback(text in "http://[-a-z0-9.:@/\\\\\\[\\]#?%]{0,40}") {
            if let Some(uri) = LoopbackUri::parse(&text) {
                let after = text.strip_prefix("http://").unwrap();
                let authority = after.split(['/', '?', '#']).next().unwrap();
                let host = authority.rsplit_once(':').filter(|(host, _)| !host.is_empty() && !host.ends_with(':'))
                    .map_or(authority, |(host, _)| host);
                prop_assert!(host == "127.0.0.1" || host == "[::1]" || authority == "[::1]", "{text}");
                prop_assert_eq!(uri.as_str(), text);
            }
        }
    }
}
