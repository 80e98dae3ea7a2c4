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
    /// In ARN form.
    Parts(Parts),
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
        let parts = template.split_colons(SEGMENTS);
        let is_open = parts.len() < SEGMENTS && text.ends_with('*');
        Self::Parts(Parts::new(parts, is_open))
    }

    /// As the `Resource` element matches.
    pub(crate) fn covers(&self, text: &str, context: &Context) -> Truth {
        match self {
            Self::Any => Truth::True,
            Self::Parts(parts) => parts.matches(text, context),
            Self::Variable(template) => truth(template.pattern(context).map(|pattern| pattern.matches(text))),
            Self::Text(template) => truth(template.matches(text, context)),
        }
    }

    /// As the ARN condition operators match: the value must be an ARN, and the pattern has six parts or is `*`.
    pub(crate) fn matches(&self, text: &str, context: &Context) -> Truth {
        match self {
            Self::Any => Truth::from(split(text).is_some()),
            // Six exact parts or patterns only match six parts.
            Self::Parts(parts) if !parts.is_open => parts.matches(text, context),
            // A value is no pattern: it matches only itself.
            Self::Variable(template) => {
                let is_arn = split(text).is_some();
                truth(template.text(context).map(|value| is_arn && value == text))
            }
            Self::Parts(_) | Self::Text(_) => Truth::False,
        }
    }
}

/// The parts of a pattern, each matched by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parts {
    /// The parts that stand first and have neither wildcard nor variable, with their colons.
    head: Box<str>,
    /// The parts after those, one at least; the last one covers what is left of the text.
    tail: Box<[PatternTemplate]>,
    /// Fewer than six, the last one ends in `*`: "If the * wildcard is the last character of a resource ARN segment, it can
    /// expand to match beyond the colon boundaries." Ours: only where nothing follows it.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html>
    is_open: bool,
    /// Fewer than six, and not open: no ARN matches.
    is_short: bool,
}

impl Parts {
    fn new(parts: Vec<Template>, is_open: bool) -> Self {
        let is_short = parts.len() < SEGMENTS && !is_open;
        let mut tail: Vec<PatternTemplate> = parts.into_iter().map(PatternTemplate::new).collect();
        let last = tail.len().saturating_sub(1);
        let fixed = tail.iter().take(last).map_while(PatternTemplate::exact);
        let head: String = fixed.flat_map(|part| [part, ":"]).collect();
        tail.drain(..head.matches(':').count());
        Self {
            head: head.into(),
            tail: tail.into(),
            is_open,
            is_short,
        }
    }

    fn matches(&self, text: &str, context: &Context) -> Truth {
        let rest = text.strip_prefix(&*self.head).filter(|_| !self.is_short);
        // Most patterns: only the resource itself is open, and has no variable.
        if let [PatternTemplate::Fixed(pattern)] = &*self.tail {
            return Truth::from(rest.is_some_and(|rest| pattern.matches(rest)));
        }
        segments(
            &self.tail,
            rest.into_iter().flat_map(|rest| rest.splitn(self.tail.len(), ':')),
            context,
        )
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

    /// The service, and how the names begin; none for every service.
    pub(crate) fn begins(&self) -> Option<(&str, &str)> {
        Some((self.service.as_deref()?, self.name.begins()))
    }

    pub(crate) fn matches(&self, service: &str, name: &str) -> bool {
        self.service.as_deref().is_none_or(|own| own == service) && self.name.matches(name)
    }
}

#[cfg(test)]
mod tests;
