//! Policy variables: `${key}`, `${key, 'default'}`, and `${*}`, `${?}`, `${$}` for the characters themselves.
//!
//! A value that is put in matches only itself: a `*` in a tag is no wildcard. A key that is absent, or has more than one
//! value, has no value to put in.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>

use std::borrow::Cow;

use crate::context::{Context, Key};
use crate::pattern::{Builder, Pattern};

/// Text with variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Template {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(Box<str>),
    /// An escaped character.
    Literal(Box<str>),
    Variable {
        key: Key,
        default: Option<Box<str>>,
    },
}

impl Template {
    /// Reads the variables. Policies older than 2012-10-17 have none: all is text.
    pub(crate) fn new(text: &str, variables: bool) -> Self {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, inside, after)) = next_variable(rest).filter(|_| variables) {
            push_text(&mut parts, before);
            parts.push(match inside {
                "*" | "?" | "$" => Part::Literal(inside.into()),
                _ => variable(inside),
            });
            rest = after;
        }
        push_text(&mut parts, rest);
        Self { parts }
    }

    pub(crate) fn has_variables(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Variable { .. }))
    }

    /// Whether the whole is one variable.
    pub(crate) fn is_one_variable(&self) -> bool {
        matches!(self.parts.as_slice(), [Part::Variable { .. }])
    }

    /// Splits at the first colons of the text (not of values) into at most `count` templates.
    pub(crate) fn split_colons(&self, count: usize) -> Vec<Self> {
        let mut segments = Vec::new();
        let mut segment = Vec::new();
        for part in &self.parts {
            let Part::Text(text) = part else {
                segment.push(part.clone());
                continue;
            };
            let mut rest: &str = text;
            while segments.len() + 1 < count {
                let Some((before, after)) = rest.split_once(':') else {
                    break;
                };
                push_text(&mut segment, before);
                segments.push(Self {
                    parts: std::mem::take(&mut segment),
                });
                rest = after;
            }
            push_text(&mut segment, rest);
        }
        segments.push(Self { parts: segment });
        segments
    }

    /// The text with the values in it; none if one is missing.
    pub(crate) fn text<'this>(&'this self, context: &'this Context) -> Option<Cow<'this, str>> {
        if let [part] = self.parts.as_slice() {
            return part.value(context).map(Cow::Borrowed);
        }
        let texts: Option<Vec<&str>> = self.parts.iter().map(|part| part.value(context)).collect();
        Some(Cow::Owned(texts?.concat()))
    }

    /// The pattern with the values in it; none if one is missing.
    pub(crate) fn pattern(&self, context: &Context) -> Option<Pattern> {
        let mut builder = Builder::default();
        for part in &self.parts {
            match part {
                Part::Text(text) => builder.pattern(text),
                other => builder.literal(other.value(context)?),
            }
        }
        Some(builder.build())
    }
}

impl Part {
    fn value<'this>(&'this self, context: &'this Context) -> Option<&'this str> {
        match self {
            Self::Text(text) | Self::Literal(text) => Some(text),
            Self::Variable { key, default } => match context.values(key) {
                [one] => Some(one),
                [] => default.as_deref(),
                _ => None,
            },
        }
    }
}

fn push_text(parts: &mut Vec<Part>, text: &str) {
    if !text.is_empty() {
        parts.push(Part::Text(text.into()));
    }
}

/// What is before, inside and after the next `${…}`; without a closing brace there is none.
fn next_variable(text: &str) -> Option<(&str, &str, &str)> {
    let (before, tail) = text.split_once("${")?;
    let (inside, after) = tail.split_once('}')?;
    Some((before, inside, after))
}

fn variable(inside: &str) -> Part {
    let quoted = inside.split_once(',').and_then(|(key, default)| {
        let default = default.trim().strip_prefix('\'')?.strip_suffix('\'')?;
        Some((key, default))
    });
    match quoted {
        Some((key, default)) => Part::Variable {
            key: Key::new(key.trim()),
            default: Some(default.into()),
        },
        None => Part::Variable {
            key: Key::new(inside.trim()),
            default: None,
        },
    }
}

/// A template whose pattern is made once where it has no variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PatternTemplate {
    Fixed(Pattern),
    Variable(Template),
}

impl PatternTemplate {
    pub(crate) fn new(template: Template) -> Self {
        if template.has_variables() {
            return Self::Variable(template);
        }
        // Without variables nothing can be missing.
        match template.pattern(&Context::new()) {
            Some(pattern) => Self::Fixed(pattern),
            None => Self::Variable(template),
        }
    }

    /// The one text that it matches.
    pub(crate) fn exact(&self) -> Option<&str> {
        match self {
            Self::Fixed(Pattern::Exact(text)) => Some(text),
            _ => None,
        }
    }

    /// Whether every variable has a value.
    pub(crate) fn has_value(&self, context: &Context) -> bool {
        match self {
            Self::Fixed(_) => true,
            Self::Variable(template) => template.text(context).is_some(),
        }
    }

    /// Whether the text matches; none if a variable has no value.
    pub(crate) fn matches(&self, text: &str, context: &Context) -> Option<bool> {
        match self {
            Self::Fixed(pattern) => Some(pattern.matches(text)),
            Self::Variable(template) => Some(template.pattern(context)?.matches(text)),
        }
    }
}
