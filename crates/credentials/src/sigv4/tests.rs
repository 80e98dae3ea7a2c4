#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::fmt::Write as _;

use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

use super::canonical::{encoded, hex, mac};
use super::*;

mod botocore;

const SECRET: &[u8] = b"wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// A request that owns what it holds.
#[derive(Debug, Clone, PartialEq)]
struct Sent {
    method: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Sent {
    fn new(method: &str, path: &str, query: &str) -> Self {
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    fn wire(&self) -> Wire<'_> {
        Wire {
            method: &self.method,
            path: &self.path,
            query: &self.query,
            headers: &self.headers,
            body: &self.body,
        }
    }

    fn fits(&self, secret: &[u8]) -> bool {
        read(&self.wire()).is_ok_and(|claim| claim.fits(&self.wire(), secret))
    }
}

const AT: &str = "AKIDEXAMPLE/20150830/us-east-1/service/aws4_request";

fn authorized(signed: &str, signature: &str) -> String {
    format!("{ALGORITHM} Credential={AT}, SignedHeaders={signed}, Signature={signature}")
}

/// AWS's own test suite for Signature Version 4, as far as its requests go over the wire:
/// <https://github.com/awslabs/aws-c-auth/tree/main/tests/aws-signing-test-suite/v4>
#[test]
fn vectors_of_aws() {
    let suite = |query: &str| {
        Sent::new("GET", "/", query)
            .with("host", "example.amazonaws.com")
            .with("x-amz-date", "20150830T123600Z")
    };
    let date = "host;x-amz-date";
    let form = "content-type;host;x-amz-date";
    let mut posted = suite("");
    posted.method = "POST".to_owned();
    let mut body = posted.clone().with("content-type", "application/x-www-form-urlencoded");
    body.body = b"Param1=value1".to_vec();
    for (sent, signed, signature) in [
        (
            suite(""),
            date,
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        ),
        (
            suite("Param2=value2&Param1=value1"),
            date,
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        ),
        (
            posted,
            date,
            "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        ),
        (
            body,
            form,
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
        ),
    ] {
        let sent = sent.with("authorization", &authorized(signed, signature));
        assert!(sent.fits(SECRET), "{sent:?}");
        assert!(!sent.fits(b"another secret"), "{sent:?}");
    }
}

/// The example of a presigned address in the documentation of S3, where a path is encoded once; this one has nothing to
/// encode. Its body counts as unsigned there, so that only the reading is looked at.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>
#[test]
fn a_presigned_address_is_read() {
    let query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2F\
                 aws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=\
                 aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
    let sent = Sent::new("GET", "/test.txt", query).with("host", "examplebucket.s3.amazonaws.com");
    let claim = read(&sent.wire()).unwrap();
    assert_eq!(claim.key_id, "AKIAIOSFODNN7EXAMPLE");
    assert_eq!(claim.lifetime, Some(86_400));
    assert_eq!(claim.time.to_string(), "2013-05-24T00:00:00Z");
    assert_eq!(
        (claim.scope.region.as_str(), claim.scope.service.as_str()),
        ("us-east-1", "s3")
    );
}

#[test]
fn what_cannot_be_read_is_named() {
    let bare = || Sent::new("POST", "/", "").with("host", "sts.amazonaws.com");
    let refused = |sent: &Sent| read(&sent.wire()).unwrap_err();
    assert_eq!(refused(&bare()), Unreadable::Missing);
    let good = || bare().with("x-amz-date", "20150830T123600Z");
    let signed = authorized("host;x-amz-date", "00");
    assert!(read(&good().with("authorization", &signed).wire()).is_ok());
    let parts = |text: &str| refused(&good().with("authorization", text)).to_string();
    for (text, words) in [
        ("Bearer x", "'algorithm': 'Bearer'"),
        ("AWS4-HMAC-SHA1 Credential=x", "'algorithm': 'AWS4-HMAC-SHA1'"),
        ("AWS4-HMAC-SHA256", "'algorithm'"),
        (
            "AWS4-HMAC-SHA256 SignedHeaders=host, Signature=0",
            "requires 'Credential'",
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, Signature=0",
            "requires 'SignedHeaders'",
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host",
            "requires 'Signature'",
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/b/c/d, SignedHeaders=host, Signature=0",
            "exactly 5 slash-delimited",
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, Credential=a/b/c/d/e, SignedHeaders=host, Signature=0",
            "twice",
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=x-amz-date, Signature=0",
            "'Host' or ':authority'",
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=0",
            "were not signed: 'x-amz-date'",
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host;absent;x-amz-date, Signature=0",
            "sorted",
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host;some;x-amz-date, Signature=0",
            "'some' was signed, and is not there",
        ),
    ] {
        assert!(parts(text).contains(words), "{text}: {}", parts(text));
    }
    let twice = good().with("authorization", &signed).with("authorization", &signed);
    assert!(refused(&twice).to_string().contains("more than one"));
    let mut both = good().with("authorization", &signed);
    both.query = "X-Amz-Signature=00".to_owned();
    assert!(refused(&both).to_string().contains("not in both"));
    for stamp in [
        "",
        "2015-08-30T12:36:00Z",
        "20150830T1236Z",
        "20150830T123600",
        "20151330T123600Z",
    ] {
        let sent = bare().with("x-amz-date", stamp).with("authorization", &signed);
        assert!(refused(&sent).to_string().contains("ISO-8601"), "{stamp}");
    }
    let no_date = bare().with("authorization", &authorized("host", "00"));
    assert!(refused(&no_date).to_string().contains("requires 'Date'"));
    let mut broken = good().with("authorization", &signed);
    for query in ["a=%", "a=%2", "a=%zz", "a=%ff"] {
        query.clone_into(&mut broken.query);
        assert_eq!(refused(&broken), Unreadable::Query, "{query}");
    }
    for expires in ["0", "604801", "-1", "x", ""] {
        let query = format!("X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires={expires}");
        let mut sent = bare();
        sent.query = query;
        assert!(refused(&sent).to_string().contains("1 to 604800"), "{expires}");
    }
}

#[test]
fn a_date_header_counts_where_there_is_no_other() {
    let sent = Sent::new("GET", "/", "")
        .with("host", "h")
        .with("date", "Sun, 30 Aug 2015 12:36:00 GMT")
        .with("authorization", &authorized("date;host", "00"));
    assert_eq!(read(&sent.wire()).unwrap().stamp, "20150830T123600Z");
}

#[test]
fn a_body_is_the_one_that_its_header_says() {
    let with = |body: &[u8], said: &str| {
        let mut sent = Sent::new("POST", "/", "")
            .with("host", "h")
            .with("x-amz-date", "20150830T123600Z");
        sent.body = body.to_vec();
        let sent = sent.with("x-amz-content-sha256", said);
        signed(sent, SECRET, "host;x-amz-content-sha256;x-amz-date")
    };
    let right = hex(&Sha256::digest(b"x=1"));
    assert!(with(b"x=1", &right).fits(SECRET));
    for said in ["UNSIGNED-PAYLOAD", "", &hex(&Sha256::digest(b"x=2"))] {
        assert!(!with(b"x=1", said).fits(SECRET), "{said}");
    }
}

/// Signs as the machine reads it: the suite above and an outside signer say that it reads rightly.
fn signed(sent: Sent, secret: &[u8], headers: &str) -> Sent {
    let scope = Scope {
        date: "20150830".to_owned(),
        region: "us-east-1".to_owned(),
        service: "service".to_owned(),
        terminator: "aws4_request".to_owned(),
    };
    let claim = Claim {
        key_id: "AKIDEXAMPLE".to_owned(),
        scope,
        stamp: "20150830T123600Z".to_owned(),
        time: Timestamp::UNIX_EPOCH,
        lifetime: None,
        session_token: None,
        signed_headers: headers.split(';').map(str::to_owned).collect(),
        signature: String::new(),
    };
    let Some(canonical) = claim.canonical(&sent.wire()) else {
        return sent.with("authorization", &authorized(headers, "00"));
    };
    let to_sign = format!(
        "{ALGORITHM}\n20150830T123600Z\n20150830/us-east-1/service/aws4_request\n{}",
        hex(&Sha256::digest(canonical.as_bytes()))
    );
    let mut key = [b"AWS4", secret].concat();
    for part in ["20150830", "us-east-1", "service", "aws4_request"] {
        key = mac(&key, part);
    }
    let signature = hex(&mac(&key, &to_sign));
    sent.with("authorization", &authorized(headers, &signature))
}

const SIGNED: &str = "content-type;host;x-amz-date;x-amz-security-token";

fn sent() -> impl Strategy<Value = Sent> {
    let word = "[a-zA-Z0-9~._-]{1,8}";
    let pairs = prop::collection::vec((word, "[a-zA-Z0-9 +/=&%é-]{0,12}"), 0..4);
    let path = prop::collection::vec(word, 0..3).prop_map(|parts| format!("/{}", parts.join("/")));
    let method = prop::sample::select(vec!["GET", "POST", "PUT"]);
    let body = prop::collection::vec(any::<u8>(), 0..40);
    (method, path, pairs, body, word).prop_map(|(method, path, pairs, body, token)| {
        let query: Vec<String> = pairs
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        let sent = Sent {
            body,
            ..Sent::new(method, &path, &query.join("&"))
        };
        let sent = sent
            .with("host", "sts.amazonaws.com")
            .with("content-type", "application/x-www-form-urlencoded")
            .with("x-amz-date", "20150830T123600Z")
            .with("x-amz-security-token", &token)
            .with("user-agent", "tool");
        signed(sent, SECRET, SIGNED)
    })
}

/// One thing that somebody changes on the way.
fn altered(sent: &Sent, kind: usize, at: usize) -> Sent {
    let mut other = sent.clone();
    let flip = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        let place = at % letters.len().max(1);
        match letters.get_mut(place) {
            Some(letter) if *letter == 'q' => *letter = 'w',
            Some(letter) => *letter = 'q',
            None => letters.push('q'),
        }
        letters.into_iter().collect::<String>()
    };
    match kind {
        0 => other.method = "DELETE".to_owned(),
        1 => other.path.push_str("/more"),
        2 => other.query.push_str("&more=1"),
        3 if other.body.is_empty() => other.body.push(1),
        3 => {
            let place = at % other.body.len();
            other.body[place] ^= 1;
        }
        4 => other.headers.push(("x-amz-more".to_owned(), "1".to_owned())),
        5 => {
            let place = at % 4;
            other.headers[place].1 = flip(&sent.headers[place].1);
        }
        6 => {
            let place = at % 4;
            other.headers.remove(place);
        }
        // Another value beside one that was signed.
        7 => {
            let place = at % 4;
            let name = sent.headers[place].0.clone();
            other.headers.push((name, "x".to_owned()));
        }
        8 => {
            let last = other.headers.len() - 1;
            let (head, signature) = sent.headers[last].1.rsplit_once('=').unwrap();
            let mut bytes = signature.as_bytes().to_vec();
            let place = at % bytes.len();
            bytes[place] = if bytes[place] == b'0' { b'1' } else { b'0' };
            let signature = String::from_utf8(bytes).unwrap();
            other.headers[last].1 = format!("{head}={signature}");
        }
        _ => {
            let last = other.headers.len() - 1;
            let name = ["20150830/", "us-east-1", "/service/", "aws4_request"][at % 4];
            other.headers[last].1 = sent.headers[last].1.replacen(name, &flip(name), 1);
        }
    }
    other
}

proptest! {
    #[test]
    fn what_was_signed_fits_and_nothing_else(sent in sent(), kind in 0usize..10, at in 0usize..1000, bit in 0usize..320) {
        prop_assert!(sent.fits(SECRET));
        let mut secret = SECRET.to_vec();
        let place = bit / 8 % secret.len();
        secret[place] ^= 1 << (bit % 8);
        prop_assert!(!sent.fits(&secret));
        let other = altered(&sent, kind, at);
        prop_assert!(other == sent || !other.fits(SECRET), "{kind} {at}: {other:?}");
    }

    #[test]
    fn what_is_not_signed_may_change(sent in sent(), value in "[a-z]{0,8}") {
        let mut other = sent.clone();
        other.headers[4].1 = value;
        prop_assert!(other.fits(SECRET));
    }

    #[test]
    fn garbage_is_refused(query in ".{0,60}", authorization in ".{0,120}") {
        let mut sent = Sent::new("GET", "/", "").with("host", "h").with("authorization", &authorization);
        prop_assert!(!sent.fits(SECRET));
        sent.query = query;
        prop_assert!(!sent.fits(SECRET));
    }
}

/// AWS's own signer, as an SDK has it: in the headers, or as a presigned address.
mod outside {
    use super::*;
    use aws_credential_types::Credentials;
    use aws_sigv4::http_request::{SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign};
    use aws_sigv4::sign::v4;
    use std::time::{Duration, SystemTime};

    fn by_aws(sent: &Sent, secret: &str, token: Option<&str>, presigned: bool) -> Sent {
        let credentials = Credentials::new("AKIDEXAMPLE", secret, token.map(str::to_owned), None, "test");
        let identity = credentials.into();
        let mut settings = SigningSettings::default();
        if presigned {
            settings.signature_location = SignatureLocation::QueryParams;
            settings.expires_in = Some(Duration::from_mins(5));
        }
        let parameters = v4::SigningParams::builder()
            .identity(&identity)
            .region("eu-central-1")
            .name("sts")
            .time(SystemTime::UNIX_EPOCH + Duration::from_hours(492_324))
            .settings(settings)
            .build()
            .unwrap()
            .into();
        let address = format!("https://sts.eu-central-1.amazonaws.com{}?{}", sent.path, sent.query);
        let headers = sent.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let body = SignableBody::Bytes(&sent.body);
        let signable = SignableRequest::new(&sent.method, &address, headers, body).unwrap();
        let (instructions, _) = sign(signable, &parameters).unwrap().into_parts();
        let mut signed = sent.clone();
        for (name, value) in instructions.headers() {
            signed.headers.push((name.to_owned(), value.to_owned()));
        }
        for (name, value) in instructions.params() {
            write!(signed.query, "&{}={}", encoded(name), encoded(value)).unwrap();
        }
        signed
    }

    proptest! {
        #[test]
        fn what_an_sdk_signs_fits(
            sent in sent(), secret in "[a-zA-Z0-9/+]{40}", token in prop::option::of("[a-zA-Z0-9/+=]{4,40}"), presigned: bool, at in 0usize..400,
        ) {
            let bare = Sent {
                headers: vec![("host".to_owned(), "sts.eu-central-1.amazonaws.com".to_owned()),
                    ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned())],
                body: if presigned { Vec::new() } else { sent.body.clone() },
                ..sent
            };
            let signed = by_aws(&bare, &secret, token.as_deref(), presigned);
            let claim = read(&signed.wire()).unwrap();
            prop_assert_eq!(claim.session_token.as_deref(), token.as_deref());
            prop_assert_eq!(&claim.stamp, "20260301T120000Z");
            prop_assert_eq!(&claim.scope.region, "eu-central-1");
            prop_assert_eq!(claim.lifetime, presigned.then_some(300));
            prop_assert!(signed.fits(secret.as_bytes()));
            prop_assert!(!signed.fits(secret.to_lowercase().as_bytes()) || secret == secret.to_lowercase());
            // Any change of what was signed in the address.
            if presigned {
                let mut letters = signed.query.clone().into_bytes();
                let place = at % letters.len();
                letters[place] = if letters[place] == b'q' { b'w' } else { b'q' };
                let other = Sent { query: String::from_utf8(letters).unwrap(), ..signed.clone() };
                prop_assert!(!other.fits(secret.as_bytes()), "{} {}", signed.query, other.query);
            }
        }
    }
}
