#![allow(clippy::unwrap_used, reason = "tests")]
use super::*;
use crate::testing::SeededEntropy;
use proptest::prelude::*;

const WHO: PasswordContext<'_> = PasswordContext {
    account_name: "AnyCompany 1",
    email: "root@anycompany.example",
};

fn custom(change: impl FnOnce(&mut PasswordPolicy)) -> AccountPasswordPolicy {
    let mut policy = PasswordPolicy::default();
    change(&mut policy);
    AccountPasswordPolicy::Custom(policy)
}

#[test]
fn aws_default() {
    let policy = AccountPasswordPolicy::AwsDefault;
    for password in [
        "Abcdefg1",
        "abcdef1!",
        "ABCDEF1!",
        "Abcdef!!",
        &format!("Aa1{}", "x".repeat(125)),
    ] {
        assert_eq!(policy.check(password, &WHO), Ok(()), "{password}");
    }
    for password in [
        "Abcde1!",
        "abcdefgh1",
        "ABCDEFGH",
        "",
        &format!("Aa1{}", "x".repeat(126)),
        "AnyCompany 1",
        "Root@anycompany.example",
        "Abcdefg1😀",
    ] {
        assert!(policy.check(password, &WHO).is_err(), "{password}");
    }
}

#[test]
fn an_empty_custom_policy_is_weaker_than_none() {
    let empty = custom(|_| {});
    assert_eq!(empty.check("aaaaaa", &WHO), Ok(()));
    assert!(empty.check("aaaaa", &WHO).is_err());
    assert!(AccountPasswordPolicy::AwsDefault.check("aaaaaa", &WHO).is_err());
}

#[test]
fn each_requirement_refuses_and_accepts() {
    type Set = fn(&mut PasswordPolicy);
    let cases: [(Set, &str, &str); 5] = [
        (|p| p.minimum_password_length = 12, "aaaaaaaaaaa", "aaaaaaaaaaaa"),
        (|p| p.require_uppercase_characters = true, "aaaaaaé", "aaaaaaA"),
        (|p| p.require_lowercase_characters = true, "AAAAAAA", "AAAAAAa"),
        (|p| p.require_numbers = true, "aaaaaa²", "aaaaaa2"),
        (|p| p.require_symbols = true, "aaaaaa~", "aaaaaa'"),
    ];
    for (set, bad, good) in cases {
        let policy = custom(set);
        assert!(policy.check(bad, &WHO).is_err(), "{bad}");
        assert_eq!(policy.check(good, &WHO), Ok(()), "{good}");
        assert!(!policy.requirements().is_empty());
    }
}

#[test]
fn ranges() {
    type Set = fn(&mut PasswordPolicy);
    let bad: [(Set, &str); 4] = [
        (|p| p.minimum_password_length = 5, "minimumPasswordLength"),
        (|p| p.minimum_password_length = 129, "minimumPasswordLength"),
        (|p| p.max_password_age = 1096, "maxPasswordAge"),
        (|p| p.password_reuse_prevention = 25, "passwordReusePrevention"),
    ];
    for (set, field) in bad {
        let mut policy = PasswordPolicy::default();
        set(&mut policy);
        assert_eq!(policy.validate().unwrap_err().field(), field);
    }
    let edge = PasswordPolicy {
        minimum_password_length: 128,
        max_password_age: 1095,
        password_reuse_prevention: 24,
        ..PasswordPolicy::default()
    };
    assert_eq!(edge.validate(), Ok(()));
}

#[test]
fn omitted_fields_take_the_api_defaults_and_unknown_ones_are_refused() {
    assert_eq!(
        serde_json::from_str::<PasswordPolicy>("{}").unwrap(),
        PasswordPolicy::default()
    );
    assert!(serde_json::from_str::<PasswordPolicy>(r#"{"maxAge":1}"#).is_err());
}

#[test]
fn expiry_days() {
    let soft = custom(|p| p.max_password_age = 90);
    let hard = custom(|p| {
        p.max_password_age = 90;
        p.hard_expiry = true;
    });
    let set: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    let after =
        |days: i64, seconds: i64| Timestamp::from_second(set.as_second() + days * DAY_SECONDS + seconds).unwrap();
    assert_eq!(soft.freshness(set, after(75, -1)), PasswordFreshness::Fresh);
    assert_eq!(
        soft.freshness(set, after(75, 0)),
        PasswordFreshness::ExpiresSoon { days_left: 15 }
    );
    assert_eq!(
        soft.freshness(set, after(90, -1)),
        PasswordFreshness::ExpiresSoon { days_left: 1 }
    );
    assert_eq!(soft.freshness(set, after(90, 0)), PasswordFreshness::Expired);
    assert_eq!(
        hard.freshness(set, after(90, -1)),
        PasswordFreshness::ExpiresSoon { days_left: 1 }
    );
    assert_eq!(hard.freshness(set, after(90, 0)), PasswordFreshness::HardExpired);
    assert_eq!(
        AccountPasswordPolicy::AwsDefault.freshness(set, after(9999, 0)),
        PasswordFreshness::Fresh
    );
}

#[test]
fn root_rules_ignore_the_account_policy_and_take_any_script() {
    assert_eq!(root_password_rules::check("Abcdefg1", &WHO), Ok(()));
    assert!(root_password_rules::check("abcdefgh", &WHO).is_err());
    assert!(root_password_rules::check("root@ANYCOMPANY.example", &WHO).is_err());
}

proptest! {
    #[test]
    fn generated_passwords_meet_their_policy(seed in any::<u64>(), least in 6u16..=128, bits in 0u8..16) {
        let policy = custom(|p| {
            p.minimum_password_length = least;
            p.require_symbols = bits & 1 != 0;
            p.require_numbers = bits & 2 != 0;
            p.require_uppercase_characters = bits & 4 != 0;
            p.require_lowercase_characters = bits & 8 != 0;
        });
        let entropy = SeededEntropy::new(seed);
        prop_assert_eq!(policy.check(&policy.generate(&entropy), &WHO), Ok(()));
        let default = AccountPasswordPolicy::AwsDefault;
        prop_assert_eq!(default.check(&default.generate(&entropy), &WHO), Ok(()));
    }

    #[test]
    fn checking_never_panics_and_stricter_never_accepts_more(password in ".{0,140}", least in 6u16..=128) {
        let loose = custom(|p| p.minimum_password_length = least);
        let strict = custom(|p| { p.minimum_password_length = least; p.require_numbers = true; });
        if strict.check(&password, &WHO).is_ok() { prop_assert!(loose.check(&password, &WHO).is_ok()); }
    }
}
