use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::Pattern;

#[test]
fn wildcards() {
    for (pattern, text, matches) in [
        ("", "", true),
        ("", "a", false),
        ("*", "", true),
        ("**", "abc", true),
        ("a*", "a", true),
        ("a*", "ba", false),
        ("*a", "ba", true),
        ("*a", "ab", false),
        ("a*a", "a", false),
        ("a*a", "aa", true),
        ("?", "", false),
        ("?", "é", true),
        ("??", "é", false),
        ("a?c", "abc", true),
        ("*?", "", false),
        ("*?b*", "ab", true),
        ("*?b*", "b", false),
        ("*ab*ba*", "aba", false),
        ("*ab*ba*", "abba", true),
        ("Get*", "get", false),
        ("a*b?d*f", "axxbcdxxf", true),
    ] {
        assert_eq!(Pattern::new(pattern).matches(text), matches, "{pattern} {text}");
    }
}

#[test]
#[allow(clippy::disallowed_methods, reason = "a measurement")]
fn hostile_patterns_take_no_time() {
    let text = "a".repeat(20_000);
    let start = Instant::now();
    for pattern in [
        format!("{}b", "*a".repeat(3000)),
        format!("{}b", "a*".repeat(3000)),
        format!("{}*b", "*a?".repeat(2000)),
        "*aaaaaaaaaaaaaaaaab*".repeat(100),
        "*?".repeat(3000) + "b",
    ] {
        assert!(!Pattern::new(&pattern).matches(&text));
    }
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

/// Straight from the definition.
fn by_definition(pattern: &[char], text: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('*', rest)) => (0..=text.len()).any(|skip| by_definition(rest, &text[skip..])),
        Some((one, rest)) => text
            .split_first()
            .is_some_and(|(first, tail)| (*one == '?' || one == first) && by_definition(rest, tail)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn as_defined(pattern in "[ab*?é]{0,10}", text in "[abé]{0,10}") {
        let expected = by_definition(&pattern.chars().collect::<Vec<_>>(), &text.chars().collect::<Vec<_>>());
        prop_assert_eq!(Pattern::new(&pattern).matches(&text), expected);
    }
}
