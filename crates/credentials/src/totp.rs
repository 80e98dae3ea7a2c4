//! Time-based one-time passwords: RFC 6238 over RFC 4226, HMAC-SHA-1, six digits, 30 seconds.
//!
//! A code is judged here; that a step is accepted only once is the store's part (RFC 6238 section 5.2: the verifier
//! "MUST NOT accept the second attempt of the OTP"), so what matches is told as a step.

use jiff::Timestamp;
use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use totp_rs::{Builder, Secret, Totp};
use vestibule_identity::clock::{Entropy, random_bytes};

/// How long a code lives.
pub const STEP_SECONDS: i64 = 30;

/// No search goes further than this from its centre, however large the reach: a day.
pub const MOST_REACH: i64 = 24 * 60 * 60 / STEP_SECONDS;

/// RFC 4226 section 4, R6: at least 128 bits.
const LEAST_BYTES: usize = 16;
/// HMAC-SHA-1 hashes longer keys down; nobody hands them out.
const MOST_BYTES: usize = 64;

/// What no seed can be made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SeedError {
    /// Not Base32 (RFC 4648 section 6).
    #[error("the secret key is not Base32")]
    Encoding,
    /// Shorter than 128 bits or longer than 512.
    #[error("the secret key is too short or too long")]
    Length,
}

/// What an authenticator app or a fob and the service share.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed(Secret);

impl std::fmt::Debug for Seed {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Seed([REDACTED])")
    }
}

impl Seed {
    /// A new one of 160 bits (RFC 4226 section 4, R6).
    #[must_use]
    pub fn generate(entropy: &dyn Entropy) -> Self {
        Self(Secret::new_stack(random_bytes(entropy)))
    }

    /// A seed from its bytes, as the store keeps them.
    ///
    /// # Errors
    /// [`SeedError::Length`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SeedError> {
        if (LEAST_BYTES..=MOST_BYTES).contains(&bytes.len()) {
            Ok(Self(Secret::from(bytes)))
        } else {
            Err(SeedError::Length)
        }
    }

    /// Reads a key as people type it: in groups, in lower case, with or without padding.
    ///
    /// # Errors
    /// [`SeedError`].
    pub fn from_base32(text: &str) -> Result<Self, SeedError> {
        // Base32 of the longest seed, twice over for the groups.
        if text.len() > MOST_BYTES * 4 {
            return Err(SeedError::Length);
        }
        let mut typed = Zeroizing::new(String::with_capacity(text.len()));
        typed.extend(
            text.chars()
                .filter(|character| !matches!(character, ' ' | '-' | '\t' | '\r' | '\n'))
                .map(|character| character.to_ascii_uppercase()),
        );
        let typed = typed.trim_end_matches('=');
        let secret = Secret::try_from_base32(typed).map_err(|_| SeedError::Encoding)?;
        // The decoder lets left-over bits go; two texts would be one seed.
        if Zeroizing::new(secret.to_base32()).as_str() != typed {
            return Err(SeedError::Encoding);
        }
        Self::from_bytes(secret.as_bytes())
    }

    /// The text for a QR code or for typing: Base32 without padding.
    #[must_use]
    pub fn base32(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.to_base32())
    }

    /// The bytes, to be sealed.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Steps are handed to the library one by one: its clock ticks once per step, and its own window is not used.
    fn generator(&self) -> Totp {
        Builder::new()
            .with_secret(self.0.clone())
            .with_digits(6)
            .with_skew(0)
            .with_step_duration(1)
            .build_noncompliant()
    }
}

/// What was typed is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Nothing was typed.
    #[error("the code is empty")]
    Empty,
    /// Not six digits.
    #[error("a code is six digits")]
    NotSixDigits,
}

/// Six digits that somebody typed.
#[derive(Clone)]
pub struct Code(Zeroizing<[u8; 6]>);

impl std::fmt::Debug for Code {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Code([REDACTED])")
    }
}

impl Code {
    /// Reads six ASCII digits. White space around them and single spaces between them are let go, since apps show
    /// "123 456" and what is copied there often ends in a newline.
    ///
    /// # Errors
    /// [`CodeError`].
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(CodeError::Empty);
        }
        let mut code = Self(Zeroizing::new([0; 6]));
        let mut places = code.0.iter_mut();
        let mut after_space = false;
        for byte in text.bytes() {
            match byte {
                b'0'..=b'9' => *places.next().ok_or(CodeError::NotSixDigits)? = byte,
                b' ' if !after_space => {}
                _ => return Err(CodeError::NotSixDigits),
            }
            after_space = byte == b' ';
        }
        match places.next() {
            None => Ok(code),
            Some(_) => Err(CodeError::NotSixDigits),
        }
    }
}

/// The step of a time.
#[must_use]
pub fn step_at(time: Timestamp) -> i64 {
    time.as_second().div_euclid(STEP_SECONDS)
}

/// The code of a step, six digits. Steps before 1970 count as RFC 4226's 64-bit counter does, in two's complement.
#[must_use]
pub fn code_at(seed: &Seed, step: i64) -> String {
    code_of(&seed.generator(), step)
}

fn code_of(generator: &Totp, step: i64) -> String {
    generator.generate(step.cast_unsigned()).to_string()
}

/// The step whose code this is, of the steps from `centre - reach` to `centre + reach`; the one nearest the centre, the
/// earlier of two. The same work whether or not it matches.
#[must_use]
pub fn matching_step(seed: &Seed, code: &Code, centre: i64, reach: i64) -> Option<i64> {
    let generator = seed.generator();
    let matches = |step| {
        Zeroizing::new(code_of(&generator, step))
            .as_bytes()
            .ct_eq(code.0.as_slice())
    };
    nearest(around(centre, reach), matches)
}

/// The step `s` whose code is the first and whose next step's code is the second. Both steps lie between
/// `centre - reach` and `centre + reach`; the pair that ends nearest the centre. The same work whether or not it
/// matches.
#[must_use]
pub fn consecutive_pair(seed: &Seed, first: &Code, second: &Code, centre: i64, reach: i64) -> Option<i64> {
    let generator = seed.generator();
    let least = centre.saturating_sub(reach.clamp(0, MOST_REACH));
    let pairs = around(centre, reach).filter(|second_step| *second_step > least);
    let matches = |second_step: i64| {
        let codes = [second_step.saturating_sub(1), second_step].map(|step| Zeroizing::new(code_of(&generator, step)));
        let [of_first, of_second] = codes;
        of_first.as_bytes().ct_eq(first.0.as_slice()) & of_second.as_bytes().ct_eq(second.0.as_slice())
    };
    nearest(pairs, matches).map(|second_step| second_step.saturating_sub(1))
}

/// The steps around a centre, nearest first, the earlier of two first.
fn around(centre: i64, reach: i64) -> impl Iterator<Item = i64> {
    let reach = reach.clamp(0, MOST_REACH);
    let both = (1..=reach).flat_map(move |far| [centre.checked_sub(far), centre.checked_add(far)]);
    std::iter::once(centre).chain(both.flatten())
}

/// The first step that matches, found without stopping there.
fn nearest(steps: impl Iterator<Item = i64>, matches: impl Fn(i64) -> Choice) -> Option<i64> {
    let mut found = Choice::from(0);
    let mut nearest = 0_i64;
    for step in steps {
        let here = matches(step) & !found;
        nearest.conditional_assign(&step, here);
        found |= here;
    }
    bool::from(found).then_some(nearest)
}

/// The text of the QR code: `otpauth://totp/<deviceName>@<AccountName>?secret=<Base32>`, nothing more, as the IAM API
/// documents it for CreateVirtualMFADevice (QRCodePNG). Algorithm, digits and period are the defaults.
#[must_use]
pub fn otpauth_uri(seed: &Seed, device_name: &str, account_name: &str) -> SecretString {
    let secret = seed.base32();
    // One allocation of the right size: a text that grows leaves copies behind.
    let mut uri = String::with_capacity(32 + 3 * (device_name.len() + account_name.len()) + secret.len());
    uri.push_str("otpauth://totp/");
    percent_encode(&mut uri, device_name);
    uri.push('@');
    percent_encode(&mut uri, account_name);
    uri.push_str("?secret=");
    uri.push_str(&secret);
    SecretString::from(uri)
}

/// All but RFC 3986's unreserved characters.
fn percent_encode(into: &mut String, text: &str) {
    const HEX: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
    ];
    let digit = |nibble: u8| HEX.get(usize::from(nibble)).copied();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            into.push('%');
            into.extend(digit(byte >> 4));
            into.extend(digit(byte & 15));
        }
    }
}

#[cfg(test)]
mod tests;
