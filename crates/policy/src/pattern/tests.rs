use proptest::prelude::*;

use super::{Pattern, Steps};

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

impl Steps for usize {
    fn look_at(&mut self, bytes: usize) {
        *self += bytes;
    }
}

fn steps(pattern: &str, text: &str) -> usize {
    let mut steps = 0;
    assert!(!Pattern::new(pattern).matches_counted(text, &mut steps));
    steps
}

/// However many stars: each byte is looked at once, and each piece of the pattern.
#[test]
fn patterns_that_are_built_to_backtrack_take_linear_time() {
    for stars in [1, 3, 30, 3000] {
        for pattern in [
            format!("{}b", "*a".repeat(stars)),
            format!("{}b", "a*".repeat(stars)),
            format!("{}*b*a", "*a".repeat(stars)),
            format!("*{}b*", "a".repeat(stars)),
            "*aaaaaaaaaaaaaaaaab*".repeat(stars),
        ] {
            for length in [1000, 10_000, 100_000] {
                let found = steps(&pattern, &"a".repeat(length));
                assert!(
                    found <= length + pattern.len(),
                    "{stars} stars, {length} letters: {found}"
                );
            }
        }
    }
}

/// With `?` between the stars it may be their number times the text's length, and no more: twice the text, twice the time.
#[test]
fn question_marks_cost_their_own_length() {
    for marks in [1, 10, 100] {
        let pattern = format!("*{}b*", "a?".repeat(marks));
        let found = [1000, 2000, 4000].map(|length| {
            let found = steps(&pattern, &"a".repeat(length));
            assert!(
                found <= (length + 1) * pattern.len(),
                "{marks} marks, {length} letters: {found}"
            );
            found
        });
        assert!(
            found[1] <= found[0] * 21 / 10 + pattern.len() * pattern.len(),
            "{found:?}"
        );
        assert!(
            found[2] <= found[1] * 21 / 10 + pattern.len() * pattern.len(),
            "{found:?}"
        );
    }
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
