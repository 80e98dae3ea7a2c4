//! Parameters of the AWS Query protocol, and what may be in them. What is wrong is said in AWS's words, all at once.
//! <https://docs.aws.amazon.com/STS/latest/APIReference/CommonParameters.html>

use std::collections::BTreeMap;

use super::StsError;

/// More parameters than any call has.
const MOST: usize = 400;

/// `Name=value` pairs, each name once.
#[derive(Default)]
pub struct Parameters(BTreeMap<String, String>);

/// Values may be secret.
impl std::fmt::Debug for Parameters {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}

impl Parameters {
    /// Takes the pairs of query and form.
    ///
    /// # Errors
    /// A name that comes twice, as nobody could tell which one was meant.
    pub fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Result<Self, StsError> {
        let mut all = BTreeMap::new();
        for (name, value) in pairs {
            let shown: String = name.chars().take(64).collect();
            if all.insert(name, value).is_some() || all.len() > MOST {
                let words = format!("The parameter {shown} is there more than once, or there are too many.");
                return Err(StsError::ValidationError(words));
            }
        }
        Ok(Self(all))
    }

    /// A parameter's value, even if it is empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// `Name.member.1`, `Name.member.2`, … as far as they go, each with the part after the number.
    fn members<'a>(&'a self, name: &'a str, part: &'a str) -> impl Iterator<Item = Option<&'a str>> + 'a {
        (1..=MOST)
            .take_while(move |number| {
                let start = format!("{name}.member.{number}");
                self.0.keys().any(|key| {
                    key.strip_prefix(&start)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                })
            })
            .map(move |number| self.get(&format!("{name}.member.{number}{part}")))
    }

    /// Whether everything that begins with the list's name is one of its first members: nothing is passed over unseen.
    fn is_whole(&self, name: &str, count: usize) -> bool {
        let inside = self
            .0
            .keys()
            .filter_map(|key| key.strip_prefix(name)?.strip_prefix('.'));
        inside
            .map(|rest| {
                let number = rest.strip_prefix("member.")?.split('.').next()?;
                number.parse::<usize>().ok().filter(|one| one.to_string() == number)
            })
            .all(|number| number.is_some_and(|number| (1..=count).contains(&number)))
    }

    /// A list of texts; `part` is what stands after the number, for example `.arn`.
    pub(super) fn list(&self, name: &str, part: &str) -> Vec<String> {
        self.members(name, part)
            .map(|value| value.unwrap_or_default().to_owned())
            .collect()
    }

    /// A list of keys and values.
    pub(super) fn pairs(&self, name: &str) -> Vec<(String, String)> {
        let keys = self.members(name, ".Key");
        let values = self.members(name, ".Value");
        keys.zip(values)
            .map(|(key, value)| (key.unwrap_or_default().to_owned(), value.unwrap_or_default().to_owned()))
            .collect()
    }
}

/// Looks at one parameter after the other, and says at the end what is wrong with them.
pub(super) struct Checked<'a> {
    parameters: &'a Parameters,
    faults: Vec<String>,
}

/// Characters that a text may have: as AWS writes it, and as a function.
type Pattern = (&'static str, fn(char) -> bool);

/// What a text may be.
pub(super) struct Rule {
    pub(super) length: (usize, usize),
    pub(super) pattern: Option<Pattern>,
}

const fn rule(length: (usize, usize), pattern: Option<Pattern>) -> Rule {
    Rule { length, pattern }
}

fn is_name(one: char) -> bool {
    one.is_ascii_alphanumeric() || "_+=,.@-".contains(one)
}

fn is_external_id(one: char) -> bool {
    is_name(one) || ":/".contains(one)
}

/// Tab, line ends, and printable characters of Unicode's first plane.
fn is_text(one: char) -> bool {
    matches!(one, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}')
}

const TEXT: &str = r"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+";
const NAME: Option<Pattern> = Some((r"[\w+=,.@-]*", is_name));

pub(super) const ARN: Rule = rule((20, 2048), Some((TEXT, is_text)));
pub(super) const SESSION_NAME: Rule = rule((2, 64), NAME);
pub(super) const FEDERATED_NAME: Rule = rule((2, 32), NAME);
pub(super) const SOURCE_IDENTITY: Rule = rule((2, 64), NAME);
pub(super) const EXTERNAL_ID: Rule = rule((2, 1224), Some((r"[\w+=,.@:\/-]*", is_external_id)));
pub(super) const SERIAL: Rule = rule((9, 256), Some((r"[\w+=/:,.@-]*", is_external_id)));
pub(super) const TOKEN_CODE: Rule = rule((6, 6), Some((r"[\d]*", |one| one.is_ascii_digit())));
pub(super) const POLICY: Rule = rule((1, 2048), Some((TEXT, is_text)));
pub(super) const WEB_TOKEN: Rule = rule((4, 20_000), None);
pub(super) const SAML_ASSERTION: Rule = rule((4, 100_000), None);

impl<'a> Checked<'a> {
    pub(super) fn new(parameters: &'a Parameters) -> Self {
        Self {
            parameters,
            faults: Vec::new(),
        }
    }

    fn fault(&mut self, name: &str, value: Option<&str>, constraint: &str) {
        let mut at = name.to_owned();
        if let Some(first) = at.get_mut(..1) {
            first.make_ascii_lowercase();
        }
        let value = value.map_or_else(
            || "null".to_owned(),
            |text| format!("'{}'", text.chars().take(256).collect::<String>()),
        );
        self.faults.push(format!(
            "Value {value} at '{at}' failed to satisfy constraint: Member must {constraint}"
        ));
    }

    /// A text that may be absent.
    pub(super) fn text(&mut self, name: &str, rule: &Rule) -> Option<String> {
        let value = self.parameters.get(name)?;
        let length = value.chars().count();
        // A secret is not repeated.
        let shown = if rule.pattern.is_none() { "..." } else { value };
        if length < rule.length.0 {
            let words = format!("have length greater than or equal to {}", rule.length.0);
            self.fault(name, Some(shown), &words);
        } else if length > rule.length.1 {
            let words = format!("have length less than or equal to {}", rule.length.1);
            self.fault(name, Some(shown), &words);
        }
        if let Some((pattern, allows)) = rule.pattern
            && !value.chars().all(allows)
        {
            self.fault(
                name,
                Some(shown),
                &format!("satisfy regular expression pattern: {pattern}"),
            );
        }
        Some(value.to_owned())
    }

    /// A text that must be there.
    pub(super) fn needed(&mut self, name: &str, rule: &Rule) -> String {
        if let Some(text) = self.text(name, rule) {
            return text;
        }
        self.fault(name, None, "not be null");
        String::new()
    }

    /// A number of seconds.
    pub(super) fn seconds(&mut self, name: &str, range: (u64, u64)) -> Option<u64> {
        let text = self.parameters.get(name)?;
        match text.parse::<u64>() {
            Ok(number) if number < range.0 => {
                let words = format!("have value greater than or equal to {}", range.0);
                self.fault(name, Some(text), &words);
                None
            }
            Ok(number) if number > range.1 => {
                self.fault(
                    name,
                    Some(text),
                    &format!("have value less than or equal to {}", range.1),
                );
                None
            }
            Ok(number) => Some(number),
            Err(_) => {
                self.fault(name, Some(text), "be a number");
                None
            }
        }
    }

    /// A list of at most so many.
    pub(super) fn list(&mut self, name: &str, part: &str, most: usize) -> Vec<String> {
        let list = self.parameters.list(name, part);
        self.whole(name, list.len());
        if list.len() > most {
            self.fault(name, Some("..."), &format!("have length less than or equal to {most}"));
        }
        list
    }

    fn whole(&mut self, name: &str, count: usize) {
        if !self.parameters.is_whole(name, count) {
            self.fault(name, Some("..."), "be numbered from 1 without gaps");
        }
    }

    /// Tags; what may be in them is looked at by who takes them.
    pub(super) fn tags(&mut self, name: &str, most: usize) -> Vec<(String, String)> {
        let pairs = self.parameters.pairs(name);
        self.whole(name, pairs.len());
        if pairs.len() > most {
            self.fault(name, Some("..."), &format!("have length less than or equal to {most}"));
        }
        pairs
    }

    /// Everything that was wrong.
    pub(super) fn finish(self) -> Result<(), StsError> {
        let count = self.faults.len();
        if count == 0 {
            return Ok(());
        }
        let plural = if count == 1 { "" } else { "s" };
        Err(StsError::ValidationError(format!(
            "{count} validation error{plural} detected: {}",
            self.faults.join("; ")
        )))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn of(pairs: &[(&str, &str)]) -> Parameters {
        let owned = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Parameters::of(owned).unwrap()
    }

    #[test]
    fn lists_and_pairs() {
        let parameters = of(&[
            ("PolicyArns.member.1.arn", "a"),
            ("PolicyArns.member.2.arn", "b"),
            ("PolicyArns.member.4.arn", "d"),
            ("Tags.member.1.Key", "k"),
            ("Tags.member.1.Value", "v"),
            ("Tags.member.2.Key", "empty"),
            ("Keys.member.1", "x"),
            ("Keys.member.10", "y"),
        ]);
        assert_eq!(parameters.list("PolicyArns", ".arn"), ["a", "b"]);
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(parameters.pairs("Tags"), [pair("k", "v"), pair("empty", "")]);
        assert_eq!(parameters.list("Keys", ""), ["x"]);
        assert_eq!(parameters.list("None", ""), Vec::<String>::new());
        let twice = [("A", "1"), ("A", "2")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert!(Parameters::of(twice).is_err());
    }

    #[test]
    fn no_member_is_passed_over() {
        let refused = |pairs: &[(&str, &str)]| {
            let parameters = of(pairs);
            let mut checked = Checked::new(&parameters);
            checked.list("PolicyArns", ".arn", 10);
            checked.tags("Tags", 50);
            checked.finish().is_err()
        };
        assert!(!refused(&[
            ("PolicyArns.member.1.arn", "a"),
            ("Tags.member.1.Key", "k")
        ]));
        assert!(!refused(&[("PolicyArns", ""), ("PolicyArnsMore.member.7", "x")]));
        for odd in [
            "PolicyArns.member.0.arn",
            "PolicyArns.member.2.arn",
            "PolicyArns.member.01.arn",
            "PolicyArns.entry.1.arn",
            "Tags.member.3.Key",
            "Tags.1.Key",
        ] {
            assert!(refused(&[(odd, "a")]), "{odd}");
        }
        assert!(refused(&[
            ("PolicyArns.member.1.arn", "a"),
            ("PolicyArns.member.3.arn", "c")
        ]));
    }

    #[test]
    fn what_is_wrong_is_said_in_the_words_of_aws() {
        let parameters = of(&[("RoleSessionName", "a b"), ("DurationSeconds", "899")]);
        let mut checked = Checked::new(&parameters);
        checked.needed("RoleArn", &ARN);
        checked.needed("RoleSessionName", &SESSION_NAME);
        checked.seconds("DurationSeconds", (900, 43_200));
        let words = checked.finish().unwrap_err().to_string();
        assert_eq!(
            words,
            "3 validation errors detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null; \
             Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: \
             [\\w+=,.@-]*; Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater \
             than or equal to 900"
        );
        let parameters = of(&[("WebIdentityToken", "abc")]);
        let mut checked = Checked::new(&parameters);
        checked.needed("WebIdentityToken", &WEB_TOKEN);
        assert!(!checked.finish().unwrap_err().to_string().contains("abc"));
    }
}
