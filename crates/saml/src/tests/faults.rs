//! Every teaching fault is refused, and named.

use super::{ACS, AUDIENCE, ISSUER, at, judged, key, response, subject};
use crate::fault::{Fault, Forged, sign_faulty};
use crate::{Attribute, Draft, NameId, Refusal, Signed, unverified};

pub(super) fn faulty(fault: Fault<'_>) -> String {
    let subject = subject();
    let draft = Draft {
        response_id: "_r1",
        assertion_id: "_a1",
        in_response_to: None,
        issuer: ISSUER,
        destination: ACS,
        audience: AUDIENCE,
        subject: &subject,
        attributes: &[],
        issued_at: at(0),
        not_before: at(-300),
        not_on_or_after: at(300),
        authenticated_at: at(-60),
        session_index: "_s1",
        session_until: None,
        signed: Signed::Both,
    };
    sign_faulty(&draft, &key(7), fault).unwrap()
}

pub(super) fn forged() -> (NameId, [Attribute; 1]) {
    let root = NameId {
        value: "root@anycompany.example".to_owned(),
        ..subject()
    };
    let attribute = Attribute {
        name: "role".to_owned(),
        values: vec!["admin".to_owned()],
    };
    (root, [attribute])
}

#[test]
fn faults_of_the_document() {
    assert_eq!(judged(&faulty(Fault::Unsigned)), Err(Refusal::NotSigned));
    assert_eq!(judged(&faulty(Fault::TwoAssertions)), Err(Refusal::AssertionCount(2)));
    assert_eq!(judged(&faulty(Fault::CommentInName)), Err(Refusal::ForbiddenMarkup));
    let (root, attributes) = forged();
    let wrapped = faulty(Fault::Wrapped(Forged {
        subject: &root,
        attributes: &attributes,
    }));
    assert_eq!(judged(&wrapped), Err(Refusal::AssertionCount(2)));
    // Who reads the first assertion is deceived; that is why nobody is believed for it.
    let claims = unverified(wrapped.as_bytes()).unwrap();
    assert_eq!(claims.subject, Some(root));
    assert_eq!(claims.attributes, attributes);
}

#[test]
fn faults_of_what_is_said() {
    let refused = |change: fn(&mut Draft<'_>)| judged(&response(Signed::Assertion, change)).unwrap_err();
    assert_eq!(refused(|draft| draft.audience = "urn:other").code(), "audience");
    assert_eq!(
        refused(|draft| draft.destination = "https://other.example").code(),
        "destination"
    );
    assert_eq!(refused(|draft| draft.issuer = "https://other.example").code(), "issuer");
    assert_eq!(
        refused(|draft| draft.issued_at = at(-3600)),
        Refusal::TooOld { minutes: 5 }
    );
    assert_eq!(refused(|draft| draft.not_on_or_after = at(-100)), Refusal::Expired);
    // Five minutes to the second, though clocks may differ by one. It is judged ten seconds later.
    let taken = response(Signed::Assertion, |draft| draft.issued_at = at(10 - 299));
    assert!(judged(&taken).is_ok());
    assert_eq!(
        refused(|draft| draft.issued_at = at(10 - 300)),
        Refusal::TooOld { minutes: 5 }
    );
    assert_eq!(refused(|draft| draft.issued_at = at(3600)), Refusal::IssuedInFuture);
    assert_eq!(refused(|draft| draft.not_before = at(3600)), Refusal::NotYetValid);
    assert_eq!(
        refused(|draft| draft.in_response_to = Some("_q")),
        Refusal::InResponseTo
    );
}
