//! Draws the security check: dots that form characters, and a question in words for those who cannot see them.

use std::fmt::Write as _;

use font8x8::UnicodeFonts;
use vestibule_identity::clock::{Entropy, random_index};

use crate::answers::Challenge;

/// Without 0 O 1 I L 5 S 2 Z 8 B, which people mistake for each other.
const LETTERS: &[char] = &[
    'A', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P', 'R', 'T', 'U', 'V', 'W', 'X', 'Y', '3', '4', '6', '7',
    '9',
];
const COUNT: u32 = 6;
const WIDTH: u32 = 240;
const HEIGHT: u32 = 84;

const NUMBERS: [&str; 10] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
];

/// A challenge and the answers that pass it.
pub(super) struct Drawn {
    pub(super) challenge: Challenge,
    pub(super) answers: Vec<String>,
}

/// Draws a new one.
pub(super) fn draw(entropy: &dyn Entropy) -> Drawn {
    let letters: Vec<char> = (0..COUNT).filter_map(|_| pick(entropy, LETTERS)).collect();
    let (question, number) = question(entropy);
    let mut answers = vec![letters.iter().collect(), number.to_string()];
    answers.extend(usize::try_from(number).ok().and_then(|n| {
        let word = NUMBERS.get(n.checked_sub(1)?)?;
        Some((*word).to_owned())
    }));
    Drawn {
        challenge: Challenge {
            image: data_uri(&svg(entropy, &letters)),
            question,
        },
        answers,
    }
}

fn pick<T: Copy>(entropy: &dyn Entropy, from: &[T]) -> Option<T> {
    let bound = u32::try_from(from.len()).ok()?;
    from.get(usize::try_from(random_index(entropy, bound)).ok()?).copied()
}

fn question(entropy: &dyn Entropy) -> (String, u32) {
    let first = random_index(entropy, 9) + 1;
    let second = random_index(entropy, 9) + 1;
    let word = |number: u32| {
        usize::try_from(number)
            .ok()
            .and_then(|n| NUMBERS.get(n.checked_sub(1)?).copied())
            .unwrap_or("ten")
    };
    (
        format!("What is {} plus {}?", word(first), word(second)),
        first + second,
    )
}

fn svg(entropy: &dyn Entropy, letters: &[char]) -> String {
    let mut svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{HEIGHT}' viewBox='0 0 {WIDTH} {HEIGHT}'><rect width='100%' height='100%' fill='#f4f1ea'/>"
    );
    let ink = ["#20414a", "#35357a", "#5a2f53", "#2f5a3c"];
    for (column, letter) in (0u32..).zip(letters) {
        let Some(rows) = font8x8::BASIC_FONTS.get(*letter) else {
            continue;
        };
        let color = pick(entropy, &ink).unwrap_or("#20414a");
        let turn = i64::from(random_index(entropy, 31)) - 15;
        let left = 12 + column * 37;
        let top = 14 + random_index(entropy, 16);
        let _ = write!(
            svg,
            "<g fill='{color}' transform='rotate({turn} {} {})'>",
            left + 16,
            top + 20
        );
        for (y, row) in (0u32..).zip(rows) {
            for x in 0u32..8 {
                if row & (1u8 << x) == 0 {
                    continue;
                }
                let dx = random_index(entropy, 20);
                let dy = random_index(entropy, 20);
                let radius = 16 + random_index(entropy, 7);
                let _ = write!(
                    svg,
                    "<circle cx='{}.{dx:02}' cy='{}.{dy:02}' r='{}.{}'/>",
                    left + x * 4,
                    top + y * 5,
                    radius / 10,
                    radius % 10
                );
            }
        }
        svg.push_str("</g>");
    }
    for _ in 0..5 {
        let color = pick(entropy, &ink).unwrap_or("#20414a");
        let _ = write!(
            svg,
            "<path d='M0 {} Q{} {} {WIDTH} {}' fill='none' stroke='{color}' stroke-opacity='.45' stroke-width='1.5'/>",
            random_index(entropy, HEIGHT),
            random_index(entropy, WIDTH),
            random_index(entropy, HEIGHT),
            random_index(entropy, HEIGHT)
        );
    }
    svg.push_str("</svg>");
    svg
}

/// Percent-encodes what a `data:` URI cannot hold (RFC 2397).
fn data_uri(svg: &str) -> String {
    let mut uri = String::from("data:image/svg+xml,");
    for character in svg.chars() {
        match character {
            '<' => uri.push_str("%3C"),
            '>' => uri.push_str("%3E"),
            '#' => uri.push_str("%23"),
            '%' => uri.push_str("%25"),
            '"' => uri.push_str("%22"),
            other => uri.push(other),
        }
    }
    uri
}
