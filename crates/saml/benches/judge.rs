//! How long it takes to judge a typical signed response, as a ratio to the bare signature verification in it: the operation
//! with the key alone, and the same with digest and canonical forms. `npm run bench` runs it. Medians.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measuring program"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bergshamra_c14n::{C14nMode, canonicalize_doc};
use bergshamra_xml::NodeSet;
use jiff::Timestamp;
use p256::ecdsa::signature::Verifier as _;
use rsa::pkcs1v15;
use rsa::pkcs8::DecodePublicKey as _;
use sha2::{Digest as _, Sha256};
use uppsala::{NodeId, Parser};
use vestibule_saml::key::self_signed;
use vestibule_saml::{
    Attribute, Draft, Expected, InResponseTo, NameId, Signed, SigningKey, TrustedKey, judge, post, sign,
};
use x509_cert::Certificate;
use x509_cert::der::{Decode as _, Encode as _};

const AIM: f64 = 1.5;
const ROUNDS: usize = 301;
/// In one measurement, for the clock's sake.
const BATCH: u32 = 10;
const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
const ACS: &str = "https://signin.aws.amazon.com/saml";
const ISSUER: &str = "https://portal.anycompany.example/saml";

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + seconds).unwrap()
}

/// What a company says of somebody with three roles in two accounts, and tags.
fn response(key: &SigningKey) -> String {
    let subject = NameId {
        format: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent".to_owned(),
        value: "5d2c6a7e-mary".to_owned(),
        ..NameId::default()
    };
    let attribute = |name: &str, values: &[&str]| Attribute {
        name: format!("https://aws.amazon.com/SAML/Attributes/{name}"),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
    };
    let attributes = [
        attribute(
            "Role",
            &[
                "arn:aws:iam::111122223333:role/Developer,arn:aws:iam::111122223333:saml-provider/AnyCompany",
                "arn:aws:iam::111122223333:role/Auditor,arn:aws:iam::111122223333:saml-provider/AnyCompany",
                "arn:aws:iam::444455556666:role/Developer,arn:aws:iam::444455556666:saml-provider/AnyCompany",
            ],
        ),
        attribute("RoleSessionName", &["mary@anycompany.example"]),
        attribute("SessionDuration", &["3600"]),
        attribute("PrincipalTag:Department", &["Engineering"]),
        attribute("PrincipalTag:CostCenter", &["4711"]),
        attribute("TransitiveTagKeys", &["Department"]),
    ];
    let draft = Draft {
        response_id: "_0d5c53d8c1f64d0a8cdd3c1e8d1f2a37",
        assertion_id: "_7a3e1b7c5e0f4c0e9d63f1a5b6c7d8e9",
        in_response_to: None,
        issuer: ISSUER,
        destination: ACS,
        audience: "urn:amazon:webservices",
        subject: &subject,
        attributes: &attributes,
        issued_at: at(0),
        not_before: at(-60),
        not_on_or_after: at(300),
        authenticated_at: at(-60),
        session_index: "_1",
        session_until: Some(at(3600)),
        signed: Signed::Assertion,
    };
    sign(&draft, key).unwrap()
}

enum Public {
    P256(p256::ecdsa::VerifyingKey),
    Rsa(Box<pkcs1v15::VerifyingKey<Sha256>>),
}

impl Public {
    fn of(certificate: &[u8]) -> Self {
        let certificate = Certificate::from_der(certificate).unwrap();
        let info = certificate
            .tbs_certificate()
            .subject_public_key_info()
            .to_der()
            .unwrap();
        p256::ecdsa::VerifyingKey::from_public_key_der(&info).map_or_else(
            |_| {
                let key = rsa::RsaPublicKey::from_public_key_der(&info).unwrap();
                Self::Rsa(Box::new(pkcs1v15::VerifyingKey::new(key)))
            },
            Self::P256,
        )
    }

    fn verify(&self, bytes: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::P256(key) => key
                .verify(bytes, &p256::ecdsa::Signature::from_slice(signature).unwrap())
                .is_ok(),
            Self::Rsa(key) => key
                .verify(bytes, &pkcs1v15::Signature::try_from(signature).unwrap())
                .is_ok(),
        }
    }
}

/// A signature in a document, taken apart by somebody who does not care what it says.
struct Bare<'d> {
    document: uppsala::Document<'d>,
    assertion: NodeId,
    signature: NodeId,
    info: NodeId,
    digest: String,
    value: Vec<u8>,
}

impl<'d> Bare<'d> {
    fn of(xml: &'d str) -> Self {
        let document = Parser::new().parse(xml).unwrap();
        let find = |space, name: &str| document.get_elements_by_tag_name_ns(space, name).remove(0);
        let value = document.text_content_deep(find(DSIG, "SignatureValue"));
        Self {
            assertion: find(ASSERTION, "Assertion"),
            signature: find(DSIG, "Signature"),
            info: find(DSIG, "SignedInfo"),
            digest: document.text_content_deep(find(DSIG, "DigestValue")),
            value: BASE64.decode(value).unwrap(),
            document,
        }
    }

    fn canonical(&self, nodes: &NodeSet) -> Vec<u8> {
        let prefixes: [&str; 0] = [];
        canonicalize_doc(&self.document, C14nMode::Exclusive, Some(nodes), &prefixes).unwrap()
    }

    fn info(&self) -> Vec<u8> {
        self.canonical(&NodeSet::tree_without_comments(self.info, &self.document))
    }

    fn holds(&self, key: &Public) -> bool {
        let nodes = NodeSet::tree_without_comments(self.assertion, &self.document)
            .subtract(&NodeSet::tree_with_comments(self.signature, &self.document));
        let covered = self.canonical(&nodes);
        self.digest == BASE64.encode(Sha256::digest(covered)) && key.verify(&self.info(), &self.value)
    }
}

/// Takes turns, so that whatever else the machine does meets all of them.
fn medians<const N: usize>(mut acts: [&mut dyn FnMut(); N]) -> [Duration; N] {
    let mut times = [const { Vec::new() }; N];
    for _ in 0..ROUNDS {
        for (act, times) in acts.iter_mut().zip(&mut times) {
            let start = Instant::now();
            for _ in 0..BATCH {
                act();
            }
            times.push(start.elapsed() / BATCH);
        }
    }
    times.map(|mut times| {
        times.sort_unstable();
        times.get(ROUNDS / 2).copied().unwrap_or_default()
    })
}

fn measure(name: &str, key: &SigningKey) {
    let xml = response(key);
    let field = post::encode(&xml);
    let public = Public::of(key.certificate());
    let trusted = [TrustedKey::from_certificate(key.certificate()).unwrap()];
    let expected = Expected {
        trusted: &trusted,
        issuer: ISSUER,
        audiences: &["urn:amazon:webservices"],
        destinations: &[ACS],
        in_response_to: InResponseTo::Nothing,
        now: at(5),
        skew: Duration::from_mins(1),
        oldest: Duration::from_mins(5),
    };
    let bare = Bare::of(&xml);
    let (info, value) = (bare.info(), bare.value.clone());
    let [alone, whole, judged] = medians([
        &mut || assert!(public.verify(black_box(&info), &value)),
        &mut || assert!(Bare::of(black_box(&xml)).holds(&public)),
        &mut || {
            let bytes = post::decode(black_box(&field)).unwrap();
            assert!(judge(&bytes, &expected).verdict.is_ok());
        },
    ]);
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    println!(
        "{name}: judging a response of {} bytes {:.0} µs; / the key's operation {:.0} µs = {:.2} (aim {AIM}); \
         / verifying its XML signature {:.0} µs = {:.2}",
        xml.len(),
        micros(judged),
        micros(alone),
        micros(judged) / micros(alone),
        micros(whole),
        micros(judged) / micros(whole),
    );
}

fn main() {
    let scalar = [7; 32];
    let certificate = self_signed(&scalar, "CN=portal,O=AnyCompany", 7, at(-100), at(1_000_000)).unwrap();
    measure("ECDSA P-256", &SigningKey::p256(&scalar, certificate).unwrap());
    let certificate = include_bytes!("../tests/rsa2048.cer").to_vec();
    let key = SigningKey::rsa_pkcs8(include_bytes!("../tests/rsa2048.pk8"), certificate).unwrap();
    measure("RSA 2048", &key);
}
