//! The report, check by check.

use std::time::Duration;

use proptest::prelude::*;

use super::{ACS, AUDIENCE, ISSUER, at, key, response, trusted};
use crate::{Check, Expected, InResponseTo, LeaveOut, Line, Outcome, Refusal, Report, Signed, inspect, judge, verify};

const EXPECTED: Expected<'_> = Expected {
    trusted: &[],
    issuer: ISSUER,
    audiences: &[AUDIENCE],
    destinations: &[ACS],
    in_response_to: InResponseTo::Nothing,
    now: jiff::Timestamp::UNIX_EPOCH,
    skew: Duration::from_mins(1),
    oldest: Duration::from_mins(5),
};

fn report(xml: &str, change: impl for<'a> FnOnce(&mut Expected<'a>)) -> Report {
    let keys = trusted(&key(7));
    let mut expected = Expected {
        trusted: &keys,
        now: at(10),
        ..EXPECTED
    };
    change(&mut expected);
    judge(xml.as_bytes(), &expected)
}

fn codes(lines: &[Line], is: fn(&Outcome) -> bool) -> Vec<&'static str> {
    lines
        .iter()
        .filter(|line| is(&line.outcome))
        .map(|line| line.check.code())
        .collect()
}

fn failed(report: &Report) -> Vec<&'static str> {
    codes(&report.lines, |outcome| matches!(outcome, Outcome::Failed(_)))
}

fn unreached(report: &Report) -> usize {
    codes(&report.lines, |outcome| matches!(outcome, Outcome::NotReached)).len()
}

#[test]
fn a_good_response_passes_every_check() {
    for signed in [Signed::Assertion, Signed::Response, Signed::Both] {
        let report = report(&response(signed, |_| {}), |_| {});
        assert!(report.verdict.is_ok());
        assert_eq!(report.lines.len(), Check::ALL.len());
        for (line, check) in report.lines.iter().zip(Check::ALL) {
            assert_eq!(line.check, check);
            let Outcome::Passed(detail) = &line.outcome else {
                panic!("{check}: {:?}", line.outcome);
            };
            assert!(!detail.is_empty(), "{check}");
        }
        let certificate = report.verdict.unwrap().certificate;
        assert_eq!(certificate, trusted(&key(7))[0].fingerprint());
    }
}

#[test]
fn all_that_is_wrong_is_seen_at_once() {
    let xml = response(Signed::Assertion, |draft| {
        draft.audience = "urn:other";
        draft.issued_at = at(-4000);
        draft.not_on_or_after = at(-3600);
    });
    let report = report(&xml, |expected| {
        expected.issuer = "https://other";
        expected.destinations = &["https://other"];
    });
    assert_eq!(
        failed(&report),
        ["issuer", "destination", "audience", "recipient", "age", "expiry"]
    );
    assert_eq!(unreached(&report), 0);
    // The first of them is the answer.
    assert_eq!(report.verdict.unwrap_err().code(), "issuer");
}

#[test]
fn before_a_signature_holds_nothing_is_said_of_the_rest() {
    let xml = response(Signed::Assertion, |draft| draft.audience = "urn:other");
    let changed = report(&xml.replace("mary@", "root@"), |_| {});
    assert_eq!(failed(&changed), ["signature"]);
    assert_eq!(unreached(&changed), 13);
    assert_eq!(changed.verdict, Err(Refusal::Digest));
    let stranger = report(&xml, |expected| expected.trusted = &[]);
    assert_eq!(failed(&stranger), ["certificate"]);
    assert_eq!(stranger.verdict, Err(Refusal::UnknownIssuer(ISSUER.to_owned())));
    assert_eq!(failed(&report("", |_| {})), ["shape"]);
}

#[test]
fn several_endpoints_and_audiences_are_allowed_and_must_agree() {
    let xml = response(Signed::Assertion, |_| {});
    let other = "https://eu-west-1.app.example/saml/acs";
    let both = |e: &mut Expected<'_>| {
        e.destinations = &["https://eu-west-1.app.example/saml/acs", ACS];
        e.audiences = &["urn:first", AUDIENCE];
    };
    let verified = report(&xml, |e| both(e)).verdict.unwrap();
    assert_eq!(verified.recipient, ACS);
    assert_eq!(verified.audience, AUDIENCE);
    // The response around the assertion is not signed: it names another endpoint that is allowed, too.
    let moved = xml.replacen(
        &format!("Destination=\"{}\"", ACS.replace('&', "&amp;")),
        &format!("Destination=\"{other}\""),
        1,
    );
    assert_ne!(moved, xml);
    let report = report(&moved, |e| both(e));
    assert_eq!(failed(&report), ["recipient"]);
}

#[test]
fn an_inspection_leaves_out_what_it_is_told_to_and_never_the_signature() {
    let xml = response(Signed::Assertion, |draft| draft.not_on_or_after = at(-3600));
    let keys = trusted(&key(7));
    let expected = Expected {
        trusted: &keys,
        issuer: "",
        audiences: &[],
        destinations: &[],
        now: at(1_000_000),
        ..EXPECTED
    };
    let without = [
        LeaveOut::Issuer,
        LeaveOut::Destination,
        LeaveOut::Audience,
        LeaveOut::Recipient,
        LeaveOut::Time,
    ];
    let inspection = inspect(xml.as_bytes(), &expected, &without);
    assert_eq!(inspection.verdict.unwrap().value, "mary@anycompany.example");
    assert_eq!(
        codes(&inspection.lines, |outcome| matches!(outcome, Outcome::LeftOut)),
        [
            "issuer",
            "destination",
            "audience",
            "recipient",
            "issued",
            "age",
            "not-before",
            "expiry"
        ]
    );
    let forged = inspect(xml.replace("mary@", "root@").as_bytes(), &expected, &without);
    assert_eq!(forged.verdict, Err(Refusal::Digest));
    let partly = inspect(xml.as_bytes(), &expected, &without[..4]);
    assert_eq!(partly.verdict, Err(Refusal::TooOld { minutes: 5 }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Report and verdict never differ: accepted is every check passed, refused is the first that failed.
    #[test]
    fn the_verdict_is_the_report(
        place in 0usize..10_000, byte in 0x20u8..0x7f, is_changed: bool,
        seconds in -500i64..500, issuer: bool, audience: bool, destination: bool,
    ) {
        let xml = response(Signed::Both, |_| {});
        let mut bytes = xml.into_bytes();
        if is_changed {
            let place = place % bytes.len();
            bytes[place] = byte;
        }
        let keys = trusted(&key(7));
        let expected = Expected {
            trusted: &keys,
            issuer: if issuer { ISSUER } else { "https://other" },
            audiences: if audience { &[AUDIENCE] } else { &["urn:other"] },
            destinations: if destination { &[ACS] } else { &["https://other"] },
            now: at(seconds),
            ..EXPECTED
        };
        let report = judge(&bytes, &expected);
        prop_assert_eq!(&report.verdict, &verify(&bytes, &expected));
        prop_assert_eq!(&inspect(&bytes, &expected, &[]).lines, &report.lines);
        let first = report.lines.iter().find(|line| !matches!(line.outcome, Outcome::Passed(_)));
        match (&report.verdict, first.map(|line| &line.outcome)) {
            (Ok(_), None) => {}
            (Err(refusal), Some(Outcome::Failed(first))) => prop_assert_eq!(refusal, first),
            (verdict, first) => prop_assert!(false, "{:?} and {:?}", verdict, first),
        }
    }
}
