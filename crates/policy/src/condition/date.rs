//! Moments: ISO 8601 as the W3C profiles it, or seconds since 1970.
//! <https://www.w3.org/TR/NOTE-datetime>
//!
//! Our choices: text of digits only is seconds (so a year alone must be written with a month); a time without a zone is
//! UTC; `t` and `z` may be small.

use jiff::civil::{Date, Time};
use jiff::tz::Offset;

const NANOSECONDS: i128 = 1_000_000_000;

/// Nanoseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(i128);

impl Moment {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if !text.contains(['-', 'T', 't']) {
            return epoch(text);
        }
        let (date, time) = text
            .split_once(['T', 't'])
            .map_or((text, None), |(date, time)| (date, Some(time)));
        let (time, offset) = time.map_or(Some((Time::midnight(), Offset::UTC)), clock)?;
        let moment = offset.to_timestamp(day(date)?.to_datetime(time)).ok()?;
        Some(Self(moment.as_nanosecond()))
    }
}

/// Seconds, perhaps with a fraction.
fn epoch(text: &str) -> Option<Moment> {
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, "0"));
    // AWS takes up to the largest 64-bit integer.
    let seconds: i64 = number(seconds, 1..=19)?;
    let moment = i128::from(seconds) * NANOSECONDS + i128::from(nanoseconds(fraction)?);
    Some(Moment(moment))
}

/// `YYYY-MM` or `YYYY-MM-DD`.
fn day(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let year = number(parts.next()?, 4..=4)?;
    let month = parts.next().map_or(Some(1), |part| number(part, 2..=2))?;
    let day = parts.next().map_or(Some(1), |part| number(part, 2..=2))?;
    if parts.next().is_some() {
        return None;
    }
    Date::new(year, month, day).ok()
}

/// `hh:mm[:ss[.s]]` and a zone.
fn clock(text: &str) -> Option<(Time, Offset)> {
    let (time, offset) = zone(text)?;
    let mut parts = time.split(':');
    let hour = number(parts.next()?, 2..=2)?;
    let minute = number(parts.next()?, 2..=2)?;
    let (second, fraction) = match parts.next() {
        Some(seconds) => {
            let (second, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
            (number(second, 2..=2)?, nanoseconds(fraction)?)
        }
        None => (0, 0),
    };
    if parts.next().is_some() {
        return None;
    }
    Some((Time::new(hour, minute, second, fraction).ok()?, offset))
}

/// Splits `Z`, `+hh:mm` or `-hh:mm` off.
fn zone(text: &str) -> Option<(&str, Offset)> {
    if let Some(time) = text.strip_suffix(['Z', 'z']) {
        return Some((time, Offset::UTC));
    }
    let Some(sign) = text.find(['+', '-']) else {
        return Some((text, Offset::UTC));
    };
    let (time, zone) = text.split_at_checked(sign)?;
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    let hours: i32 = number(hours, 2..=2)?;
    let minutes: i32 = number(minutes, 2..=2)?;
    if hours > 23 || minutes > 59 {
        return None;
    }
    let seconds = (hours * 60 + minutes) * 60;
    let signed = if zone.starts_with('-') { -seconds } else { seconds };
    Some((time, Offset::from_seconds(signed).ok()?))
}

fn number<N: std::str::FromStr>(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<N> {
    let plain = digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// Up to nine digits after the point.
fn nanoseconds(fraction: &str) -> Option<i32> {
    let digits: i32 = number(fraction, 1..=9)?;
    let missing = 9_u32.checked_sub(u32::try_from(fraction.len()).ok()?)?;
    digits.checked_mul(10_i32.checked_pow(missing)?)
}
