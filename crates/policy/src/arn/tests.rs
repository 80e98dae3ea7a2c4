use super::ArnPattern;
use crate::context::Context;
use crate::truth::Truth;

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html>
#[test]
fn resources() {
    let context = Context::new().with("aws:username", "alice").with("colon", "a:b");
    for (pattern, resource, covers) in [
        ("*", "*", Truth::True),
        ("*", "arn:aws:s3:::b", Truth::True),
        ("arn:aws:s3:::b/*", "*", Truth::False),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/a/b:c", Truth::True),
        ("arn:aws:s3:::b", "arn:aws:s3:::B", Truth::False),
        (
            "arn:aws:sqs:*:111122223333:q?",
            "arn:aws:sqs:eu-west-1:111122223333:q1",
            Truth::True,
        ),
        (
            "arn:aws:sqs:*:q1",
            "arn:aws:sqs:eu-west-1:111122223333:q1",
            Truth::False,
        ),
        // A star at the very end covers the parts that are left out.
        ("arn:aws:sqs:*", "arn:aws:sqs:eu-west-1:111122223333:q1", Truth::True),
        (
            "arn:aws:iam::111122223333:*",
            "arn:aws:iam::111122223333:user/a",
            Truth::True,
        ),
        ("arn:aws:iam::1*", "arn:aws:iam::111122223333:user/a", Truth::True),
        ("arn:aws:iam::2*", "arn:aws:iam::111122223333:user/a", Truth::False),
        ("arn:aws:s3:::${aws:username}/*", "arn:aws:s3:::alice/x", Truth::True),
        ("arn:aws:s3:::${aws:username}/*", "arn:aws:s3:::bob/x", Truth::False),
        ("arn:aws:s3:::${none}/*", "arn:aws:s3:::bob/x", Truth::Unknown),
        ("arn:aws:s3:::${none}/*", "arn:aws:sqs:::other", Truth::Unknown),
        ("arn:aws:x:::${colon}", "arn:aws:x:::a:b", Truth::True),
        ("repository", "repository", Truth::True),
    ] {
        let found = ArnPattern::new(pattern, true).covers(resource, &context);
        assert_eq!(found, covers, "{pattern} {resource}");
    }
}

#[test]
fn without_variables_the_braces_are_text() {
    let pattern = ArnPattern::new("arn:aws:s3:::${aws:username}", false);
    let context = Context::new().with("aws:username", "alice");
    assert_eq!(pattern.covers("arn:aws:s3:::alice", &context), Truth::False);
    assert_eq!(pattern.covers("arn:aws:s3:::${aws:username}", &context), Truth::True);
}
