//! Words and times as XML carries them.

use std::borrow::Cow;
use std::fmt::Write as _;

use jiff::Timestamp;

/// Text and attribute values alike.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => {
                let _ = write!(escaped, "&#{};", u32::from(character));
            }
            // XML 1.0 has no way to write the others.
            other if other.is_control() || matches!(other, '\u{fffe}' | '\u{ffff}') => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Base64 without the breaks of its lines.
pub(crate) fn packed(text: &str) -> Cow<'_, str> {
    let spaces = text.bytes().filter(u8::is_ascii_whitespace).count();
    if spaces == 0 {
        Cow::Borrowed(text)
    } else {
        text.split_ascii_whitespace().collect::<String>().into()
    }
}

/// `xs:dateTime` with milliseconds.
pub(crate) fn time(at: Timestamp) -> String {
    format!("{at:.3}")
}

/// Reads `xs:dateTime`. Without a zone it is UTC (Core 1.3.3). Nothing for what is none.
pub(crate) fn read_time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let (date, clock) = text.split_once('T')?;
    if date.len() != 10 || text.len() > 40 || !clock.bytes().all(|byte| b"0123456789:.+-Z".contains(&byte)) {
        return None;
    }
    if clock.contains(['Z', '+', '-']) {
        return text.parse().ok();
    }
    format!("{text}Z").parse().ok()
}
