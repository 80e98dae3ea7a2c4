//! Amazon resource names: `arn:partition:service:region:account:resource`.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>

use crate::context::Context;
use crate::pattern::Pattern;
use crate::template::{PatternTemplate, Template};
use crate::truth::Truth;

/// Parts of an ARN; the last may itself have colons.
pub(crate) const SEGMENTS: usize = 6;

/// The six parts; none if the text is no ARN.
pub(crate) fn split(text: &str) -> Option<[&str; SEGMENTS]> {
    let mut parts = text.splitn(SEGMENTS, ':');
    let arn = [
        parts.next()?,
        parts.next()?,
        parts.next()?,
        parts.next()?,
        parts.next()?,
        parts.next()?,
    ];
    (arn.first() == Some(&"arn")).then_some(arn)
}

/// A pattern for ARNs. Each of the six parts is matched by itself, so that no wildcard crosses a colon of the first five.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ArnPattern {
    /// `*`: every ARN, and every text that is none.
    Any,
    /// Six parts.
    Segments(Box<[PatternTemplate]>),
    /// Fewer parts, the last one ends in `*` and covers the rest: "If the * wildcard is the last character of a resource
    /// ARN segment, it can expand to match beyond the colon boundaries." Ours: only where nothing follows it.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html>
    Open(Box<[PatternTemplate]>),
    /// One variable that is a whole ARN.
    Variable(Template),
    /// Not in ARN form (some services' resource policies): matched as plain text.
    Text(PatternTemplate),
}

impl ArnPattern {
    pub(crate) fn new(text: &str, variables: bool) -> Self {
        if text == "*" {
            return Self::Any;
        }
        let template = Template::new(text, variables);
        if template.is_one_variable() {
            return Self::Variable(template);
        }
        if !text.starts_with("arn:") {
            return Self::Text(PatternTemplate::new(template));
        }
        let parts: Box<[PatternTemplate]> = template
            .split_colons(SEGMENTS)
            .into_iter()
            .map(PatternTemplate::new)
            .collect();
        if parts.len() < SEGMENTS && text.ends_with('*') {
            Self::Open(parts)
        } else {
            Self::Segments(parts)
        }
    }

    /// As the `Resource` element matches.
    pub(crate) fn covers(&self, text: &str, context: &Context) -> Truth {
        match self {
            Self::Any => Truth::True,
            Self::Segments(parts) => segments(parts, text.splitn(SEGMENTS, ':'), context),
            Self::Open(parts) => segments(parts, text.splitn(parts.len(), ':'), context),
            Self::Variable(template) => truth(template.pattern(context).map(|pattern| pattern.matches(text))),
            Self::Text(template) => truth(template.matches(text, context)),
        }
    }

    /// As the ARN condition operators match: the value must be an ARN, and the pattern has six parts or is `*`.
    pub(crate) fn matches(&self, text: &str, context: &Context) -> Truth {
        match (self, split(text)) {
            (Self::Any, Some(_)) => Truth::True,
            (Self::Segments(parts), Some(arn)) => segments(parts, arn, context),
            (Self::Segments(parts), None) => segments(parts, None, context),
            // A value is no pattern: it matches only itself.
            (Self::Variable(template), arn) => {
                truth(template.text(context).map(|value| arn.is_some() && value == text))
            }
            (Self::Any, None) | (Self::Open(_) | Self::Text(_), _) => Truth::False,
        }
    }
}

fn truth(matched: Option<bool>) -> Truth {
    matched.map_or(Truth::Unknown, Truth::from)
}

/// A variable without a value makes it unknown, even where another part does not match: the statement is not valid.
fn segments<'text>(
    patterns: &[PatternTemplate],
    texts: impl IntoIterator<Item = &'text str>,
    context: &Context,
) -> Truth {
    let mut texts = texts.into_iter();
    let mut found = Truth::True;
    for pattern in patterns {
        let matched = match texts.next() {
            Some(text) if found == Truth::True => pattern.matches(text, context),
            _ => pattern.has_value(context).then_some(false),
        };
        match matched {
            Some(true) => {}
            Some(false) => found = Truth::False,
            None => return Truth::Unknown,
        }
    }
    if texts.next().is_some() { Truth::False } else { found }
}

/// The pattern of an action's name within its service; both sides in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ActionPattern {
    /// None: every service.
    pub(crate) service: Option<Box<str>>,
    name: Pattern,
}

impl ActionPattern {
    /// `*` or `service:name`, either with wildcards in the name. Action names are not case-sensitive.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html>
    pub(crate) fn new(text: &str) -> Self {
        let folded = text.to_ascii_lowercase();
        match folded.split_once(':') {
            Some((service, name)) => Self {
                service: (service != "*").then(|| service.into()),
                name: Pattern::new(name),
            },
            None => Self {
                service: None,
                name: Pattern::Any,
            },
        }
    }

    pub(crate) fn matches(&self, service: &str, name: &str) -> bool {
        self.service.as_deref().is_none_or(|own| own == service) && self.name.matches(name)
    }
}

#[cfg(test)]
mod tests;
