//! Signing requests to AWS: Signature Version 4, as its documentation writes it down.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use url::Url;
use vestibule_identity::Timestamp;
use vestibule_identity::network::Request;

use crate::CompanyError;

/// Long-term keys.
pub(crate) struct Keys {
    pub(crate) access_key_id: String,
    pub(crate) secret: SecretString,
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(64), |text, byte| format!("{text}{byte:02x}"))
}

fn hash(text: &str) -> String {
    hex(&Sha256::digest(text))
}

fn keyed(key: &[u8], text: &str) -> Result<Vec<u8>, CompanyError> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| CompanyError::Key)?;
    mac.update(text.as_bytes());
    Ok(mac.finalize().into_bytes().to_vec())
}

/// All but RFC 3986's unreserved characters.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

/// Step 1: the request in the one form that both sides write it in.
fn canonical(method: &str, url: &Url, headers: &[(String, String)], body: &str) -> (String, String) {
    let mut query: Vec<(String, String)> = url
        .query_pairs()
        .map(|(name, value)| (encoded(&name), encoded(&value)))
        .collect();
    query.sort();
    let query: Vec<String> = query
        .into_iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let mut headers: Vec<(String, String)> = headers
        .iter()
        .map(|(name, value)| {
            let value: Vec<&str> = value.split_whitespace().collect();
            (name.to_lowercase(), value.join(" "))
        })
        .collect();
    headers.sort();
    let lines = headers
        .iter()
        .fold(String::new(), |lines, (name, value)| format!("{lines}{name}:{value}\n"));
    let names: Vec<&str> = headers.iter().map(|(name, _)| name.as_str()).collect();
    let names = names.join(";");
    let request = format!(
        "{method}\n{path}\n{query}\n{lines}\n{names}\n{body}",
        path = url.path(),
        query = query.join("&"),
        body = hash(body),
    );
    (request, names)
}

/// Adds the headers that sign a request: `x-amz-date` and `authorization`. What is signed: every header that is there, and
/// the host.
///
/// # Errors
/// [`CompanyError::Key`] for an address that is none.
pub(crate) fn sign(
    request: Request,
    keys: &Keys,
    region: &str,
    service: &str,
    now: Timestamp,
) -> Result<Request, CompanyError> {
    let url = Url::parse(&request.url).map_err(|_| CompanyError::Key)?;
    let host = url.host_str().ok_or(CompanyError::Key)?.to_owned();
    let stamp = now.strftime("%Y%m%dT%H%M%SZ").to_string();
    let date = stamp.get(..8).unwrap_or_default();
    let request = request.header("x-amz-date", stamp.clone());
    let mut signed = request.headers.clone();
    signed.push(("host".to_owned(), host));
    let (canonical, names) = canonical(request.method, &url, &signed, &request.body);
    let scope = format!("{date}/{region}/{service}/aws4_request");
    // Step 2 and 3: a key for this day, region and service signs the hash of it.
    let to_sign = format!("AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{}", hash(&canonical));
    let mut key = format!("AWS4{}", keys.secret.expose_secret()).into_bytes();
    for part in [date, region, service, "aws4_request"] {
        key = keyed(&key, part)?;
    }
    let signature = hex(&keyed(&key, &to_sign)?);
    let id = &keys.access_key_id;
    Ok(request.header(
        "authorization",
        format!("AWS4-HMAC-SHA256 Credential={id}/{scope}, SignedHeaders={names}, Signature={signature}"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature(request: Request) -> String {
        // The keys of AWS's own test suite.
        let keys = Keys {
            access_key_id: "AKIDEXAMPLE".to_owned(),
            secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".into(),
        };
        let now = "2015-08-30T12:36:00Z".parse().unwrap();
        let signed = sign(request, &keys, "us-east-1", "service", now).unwrap();
        let (_, header) = signed.headers.last().unwrap();
        header.split_once("Credential=AKIDEXAMPLE/").unwrap().1.to_owned()
    }

    /// `get-vanilla`, `get-vanilla-query-order-key` and `post-x-www-form-urlencoded` of aws-sig-v4-test-suite.
    #[test]
    fn the_vectors_of_aws() {
        let address = "https://example.amazonaws.com/";
        assert_eq!(
            signature(Request::get(address)),
            "20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
        );
        assert_eq!(
            signature(Request::get(format!("{address}?Param2=value2&Param1=value1"))),
            "20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
        );
        assert_eq!(
            signature(Request::post(
                address,
                "application/x-www-form-urlencoded",
                "Param1=value1"
            )),
            "20150830/us-east-1/service/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"
        );
    }
}
