#![allow(clippy::unwrap_used, reason = "tests")]
use super::*;
use proptest::prelude::*;

#[test]
fn account_ids_as_people_paste_them() {
    for typed in ["111122223333", " 111122223333\n", "1111-2222-3333"] {
        assert_eq!(AccountId::parse(typed).unwrap().as_str(), "111122223333", "{typed:?}");
    }
    assert_eq!(AccountId::parse("111122223333").unwrap().dashed(), "1111-2222-3333");
    for typed in [
        "",
        "11112222333",
        "1111222233334",
        "1111-22223333",
        "11-112222-3333",
        "１１１１２２２２３３３３",
        "11112222333a",
        "1111 2222 3333",
    ] {
        assert_eq!(AccountId::parse(typed), Err(NameError::AccountId), "{typed:?}");
    }
}

#[test]
fn alias_rules() {
    for alias in ["abc", "my-company", "a1b", "1234567890123", &"a".repeat(63)] {
        assert!(AccountAlias::parse(alias).is_ok(), "{alias:?}");
    }
    for (alias, error) in [
        ("", NameError::AliasLength),
        ("ab", NameError::AliasLength),
        (&"a".repeat(64), NameError::AliasLength),
        ("Abc", NameError::AliasCharacters),
        ("a_c", NameError::AliasCharacters),
        ("аbc", NameError::AliasCharacters),
        ("-abc", NameError::AliasHyphens),
        ("abc-", NameError::AliasHyphens),
        ("a--c", NameError::AliasHyphens),
        ("111122223333", NameError::AliasIsNumber),
    ] {
        assert_eq!(AccountAlias::parse(alias), Err(error), "{alias:?}");
    }
    assert_eq!(
        AccountAlias::parse_typed(" AnyCompany ").unwrap().as_str(),
        "anycompany"
    );
}

#[test]
fn account_references() {
    assert!(matches!(AccountRef::parse("1111-2222-3333"), Ok(AccountRef::Id(_))));
    assert!(matches!(AccountRef::parse("ANYCOMPANY"), Ok(AccountRef::Alias(_))));
    assert_eq!(AccountRef::parse("11112222333"), Err(NameError::AccountId));
    assert_eq!(AccountRef::parse("1111222233334"), Err(NameError::AccountId));
    assert_eq!(AccountRef::parse("a b"), Err(NameError::AccountRef));
    assert_eq!(AccountRef::parse(""), Err(NameError::AccountRef));
}

#[test]
fn user_names() {
    for name in ["a", "Alice", "a+b=c,d.e@f-g_h", &"x".repeat(64)] {
        assert!(UserName::parse(name).is_ok(), "{name:?}");
    }
    for name in ["", &"x".repeat(65), "a b", "a\0", "аlice", "😀", "a/b", " alice"] {
        assert!(UserName::parse(name).is_err(), "{name:?}");
    }
    assert_eq!(UserName::parse("Alice").unwrap().folded(), "alice");
}

#[test]
fn email_addresses() {
    assert_eq!(
        EmailAddress::parse(" Root@Example.com ").unwrap().folded(),
        "root@example.com"
    );
    for email in [
        "",
        "a@b",
        "ab.c",
        "a@@b.c",
        "a b@c.de",
        "a@b..c",
        "@b.cd",
        "a@.cd",
        "\u{202e}a@b.cd",
        &format!("{}@b.cd", "a".repeat(60)),
    ] {
        assert_eq!(EmailAddress::parse(email), Err(NameError::Email), "{email:?}");
    }
}

proptest! {
    #[test]
    fn parsing_never_panics_and_round_trips(text in ".{0,80}") {
        if let Ok(name) = UserName::parse(&text) { prop_assert_eq!(UserName::parse(name.as_str()).unwrap(), name); }
        if let Ok(alias) = AccountAlias::parse_typed(&text) { prop_assert_eq!(AccountAlias::parse(alias.as_str()).unwrap(), alias); }
        if let Ok(id) = AccountId::parse(&text) { prop_assert_eq!(AccountId::parse(&id.dashed()).unwrap(), id); }
        let _ = (EmailAddress::parse(&text), AccountRef::parse(&text), AccountName::parse(&text));
    }
}
