//! What looks like an ARN, an action or a key, and is another: it matches only itself.

use super::world::{ACCOUNT, alice_may, ask, condition_holds, document, user};
use crate::{Context, Kind, PolicySets, Principal, ResourcePolicy};

const BUCKET: &str = "arn:aws:s3:::payroll/june";

const LIKE_BUCKET: [&str; 12] = [
    // Cyrillic a, Greek o, the ligature of l, full-width and mathematical letters.
    "arn:aws:s3:::p\u{430}yroll/june",
    "arn:aws:s3:::payr\u{3bf}ll/june",
    "arn:aws:s3:::payro\u{2113}l/june",
    "arn:aws:s3:::\u{ff50}ayroll/june",
    "arn:aws:s3:::\u{1d429}ayroll/june",
    // Full-width colon and slash, a fraction slash.
    "arn:aws:s3::\u{ff1a}payroll/june",
    "arn:aws:s3:::payroll\u{ff0f}june",
    "arn:aws:s3:::payroll\u{2044}june",
    // What is not seen: zero-width space, direction mark, soft hyphen.
    "arn:aws:s3:::pay\u{200b}roll/june",
    "arn:aws:s3:::payroll\u{202e}/june",
    "arn:aws:s3:::pay\u{ad}roll/june",
    // Case.
    "ARN:aws:s3:::payroll/june",
];

#[test]
fn resources() {
    let policy = |resource: &str| {
        document(
            &format!(r#"{{"Effect":"Allow","Action":"s3:*","Resource":"{resource}"}}"#),
            Kind::Inline,
        )
    };
    let may = |pattern: &str, resource: &str| {
        alice_may(&policy(pattern), "s3:GetObject", resource, &Context::new()).is_allowed()
    };
    assert!(may(BUCKET, BUCKET));
    for like in LIKE_BUCKET {
        assert!(!may(BUCKET, like), "{like}");
        assert!(!may("arn:aws:s3:::payroll/*", like), "{like}");
        // A policy may say it, and then means only that; what is no ARN is refused.
        if like.starts_with("arn:aws:s3:::") {
            assert!(may(like, like) && !may(like, BUCKET), "{like}");
        }
    }
    // The same letter composed and decomposed is two texts.
    let (composed, decomposed) = ("arn:aws:s3:::caf\u{e9}", "arn:aws:s3:::cafe\u{301}");
    assert!(may(composed, composed) && may(decomposed, decomposed));
    assert!(!may(composed, decomposed) && !may(decomposed, composed));
}

#[test]
fn conditions_and_variables() {
    for like in LIKE_BUCKET {
        for operator in [
            "StringEquals",
            "StringEqualsIgnoreCase",
            "StringLike",
            "ArnEquals",
            "ArnLike",
        ] {
            if operator == "StringEqualsIgnoreCase" && like.starts_with("ARN") {
                continue;
            }
            let condition = format!(r#"{{"{operator}":{{"k":"{BUCKET}"}}}}"#);
            assert!(
                !condition_holds(&condition, &Context::new().with("k", like)),
                "{operator} {like}"
            );
        }
    }
    let own = document(
        r#"{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::home/${aws:username}/*"}"#,
        Kind::Inline,
    );
    let context = Context::new().with("aws:username", "\u{430}lice");
    assert!(!alice_may(&own, "s3:GetObject", "arn:aws:s3:::home/alice/x", &context).is_allowed());
}

#[test]
fn principals() {
    for like in ["\u{430}lice", "ali\u{441}e", "alice\u{200b}", "Alice", "alic\u{e9}"] {
        let policy = document(
            &format!(
                r#"{{"Effect":"Allow","Action":"*","Resource":"*",
                    "Principal":{{"AWS":"arn:aws:iam::{ACCOUNT}:user/{like}"}}}}"#
            ),
            Kind::Resource,
        );
        let sets = PolicySets {
            resource: ResourcePolicy::Beside(&policy),
            ..PolicySets::default()
        };
        let may =
            |who: &Principal| ask(who, "s3:GetObject", "arn:aws:s3:::b/x", &who.context(), ACCOUNT, &sets).is_allowed();
        assert!(!may(&user("alice")), "{like}");
        assert!(may(&user(like)), "{like}");
    }
}

/// The Kelvin sign's small letter is the Latin k, that of the dotted capital I begins with the Latin i.
#[test]
fn letters_whose_small_form_is_another_letter() {
    let policy = document(
        r#"{"Effect":"Deny","Action":"iam:CreateAccessKey","Resource":"*"}"#,
        Kind::Inline,
    );
    let denied = |action: &str| !alice_may(&policy, action, "*", &Context::new()).reasons()[0].starts_with("No ");
    assert!(denied("IAM:createaccesskey"));
    assert!(!denied("iam:CreateAccess\u{212a}ey"));
    assert!(!denied("\u{130}am:CreateAccessKey"));

    // Neither as the name of a key …
    let condition = "{\"Null\":{\"aws:Prin\u{212a}cipalTag/\u{130}d\":\"false\"}}";
    let tagged = |key: &str| condition_holds(condition, &Context::new().with(key, "x"));
    assert!(tagged("AWS:prin\u{212a}cipaltag/\u{130}D"));
    assert!(!tagged("aws:PrinkcipalTag/\u{130}d"));
    assert!(!tagged("aws:Prin\u{212a}cipalTag/i\u{307}d"));
    // … nor in a value that is compared whatever its case.
    let condition = r#"{"StringEqualsIgnoreCase":{"k":"kim"}}"#;
    assert!(condition_holds(condition, &Context::new().with("k", "KIM")));
    assert!(!condition_holds(condition, &Context::new().with("k", "\u{212a}im")));
    assert!(!condition_holds(condition, &Context::new().with("k", "k\u{130}m")));
    assert!(condition_holds(
        "{\"StringEqualsIgnoreCase\":{\"k\":\"\u{c9}T\u{c9}\"}}",
        &Context::new().with("k", "\u{e9}t\u{e9}")
    ));
}
