//! One line of a `Condition` element: an operator, a key, and the values that it may have.
//!
//! - A key without a value: the condition is false, or true if the operator is negated or ends in `IfExists`.
//! - Several values in the policy: any of them, or with a negated operator none of them.
//! - Several values in the request need `ForAllValues` (each must match; true without values) or `ForAnyValue` (one must
//!   match; false without values). Without a qualifier the condition is false, negated or not: AWS documents that such keys
//!   require a qualifier, not what happens without.
//! - A value that is not of the operator's type matches nothing, so that a negated operator holds.
//! - A policy variable without a value is neither: see `Truth`.

mod date;
mod network;
mod number;
mod operator;

use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

pub use self::operator::operator_names;

use self::date::Moment;
use self::network::Network;
use self::number::Decimal;
pub(crate) use self::operator::Operator;
use self::operator::{Base, Order, Quantity};
use crate::arn::ArnPattern;
use crate::context::{Context, Key, fold};
use crate::template::{PatternTemplate, Template};
use crate::truth::Truth;

/// A compiled condition.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Condition {
    operator: Operator,
    /// As written.
    pub(crate) key: Box<str>,
    folded: Key,
    wanted: Wanted,
}

/// The policy's values, ready to compare.
#[derive(Debug, Clone, PartialEq)]
enum Wanted {
    Text(Vec<Template>),
    TextIgnoringCase(Vec<Template>),
    Like(Vec<PatternTemplate>),
    Number(Order, Vec<Decimal>),
    Date(Order, Vec<Moment>),
    Bool(Vec<Template>),
    Binary(Vec<Vec<u8>>),
    Ip(Vec<Network>),
    Arn(Vec<ArnPattern>),
    Null(Vec<bool>),
}

/// A value that the operator cannot compare: its place in the list, and what is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotComparable {
    pub(crate) index: usize,
    pub(crate) wanted: &'static str,
}

impl Condition {
    /// Compiles. Policy variables are read in text, ARN and Boolean operators only.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>
    pub(crate) fn new(
        operator: Operator,
        key: &str,
        values: &[String],
        variables: bool,
    ) -> Result<Self, NotComparable> {
        let template = |value: &String| Template::new(value, variables);
        let wanted = match operator.base {
            Base::Text => Wanted::Text(values.iter().map(template).collect()),
            Base::TextIgnoringCase => Wanted::TextIgnoringCase(values.iter().map(template).collect()),
            Base::Like => Wanted::Like(
                values
                    .iter()
                    .map(|value| PatternTemplate::new(template(value)))
                    .collect(),
            ),
            Base::Number(order) => Wanted::Number(order, each(values, "a number", |value| Decimal::parse(value))?),
            Base::Date(order) => {
                let wanted = "a date such as 2026-01-31T23:59:59Z, or seconds since 1970";
                Wanted::Date(order, each(values, wanted, |value| Moment::parse(value))?)
            }
            Base::Bool => Wanted::Bool(each(values, "true or false", |value| {
                let template = template(value);
                (template.has_variables() || boolean(value).is_some()).then_some(template)
            })?),
            Base::Binary => Wanted::Binary(each(values, "base64", |value| STANDARD.decode(value).ok())?),
            Base::Ip => Wanted::Ip(each(values, "an IP address or range", |value| Network::parse(value))?),
            Base::Arn => Wanted::Arn(values.iter().map(|value| ArnPattern::new(value, variables)).collect()),
            Base::Null => Wanted::Null(each(values, "true or false", |value| boolean(value))?),
        };
        Ok(Self {
            operator,
            key: key.into(),
            folded: Key::new(key),
            wanted,
        })
    }

    /// Whether the key is absent.
    pub(crate) fn is_absent(&self, context: &Context) -> bool {
        context.values(&self.folded).is_empty()
    }

    /// Whether the condition holds.
    pub(crate) fn holds(&self, context: &Context) -> Truth {
        let values = context.values(&self.folded);
        if let Wanted::Null(wanted) = &self.wanted {
            return Truth::from(wanted.contains(&values.is_empty()));
        }
        let one = |value: &String| {
            let matched = self.matches(value, context);
            if self.operator.negated { matched.not() } else { matched }
        };
        match (self.operator.quantity, values) {
            (Quantity::One, []) => Truth::from(self.operator.if_exists || self.operator.negated),
            (Quantity::One, [value]) => one(value),
            (Quantity::One, _) => Truth::False,
            // "no keys in the request, or the key values resolve to a null data set, such as an empty string"
            (Quantity::All, values) if values.iter().all(String::is_empty) => Truth::True,
            (Quantity::Any, values) if values.iter().all(String::is_empty) => Truth::from(self.operator.if_exists),
            (Quantity::All, values) => Truth::all(values.iter().map(one)),
            (Quantity::Any, values) => Truth::any(values.iter().map(one)),
        }
    }

    /// Whether a value of the request matches any value of the policy.
    fn matches(&self, value: &str, context: &Context) -> Truth {
        match &self.wanted {
            Wanted::Text(templates) => texts(templates, context, |wanted| wanted == value),
            Wanted::TextIgnoringCase(templates) => {
                let folded = fold(value);
                texts(templates, context, |wanted| fold(wanted) == folded)
            }
            Wanted::Like(patterns) => {
                let matched = |pattern: &PatternTemplate| pattern.matches(value, context);
                Truth::any(
                    patterns
                        .iter()
                        .map(|pattern| matched(pattern).map_or(Truth::Unknown, Truth::from)),
                )
            }
            Wanted::Number(order, numbers) => compare(*order, Decimal::parse(value).as_ref(), numbers),
            Wanted::Date(order, moments) => compare(*order, Moment::parse(value).as_ref(), moments),
            Wanted::Bool(templates) => texts(templates, context, |wanted| {
                boolean(wanted).is_some_and(|wanted| boolean(value) == Some(wanted))
            }),
            Wanted::Binary(wanted) => Truth::from(STANDARD.decode(value).is_ok_and(|bytes| wanted.contains(&bytes))),
            Wanted::Ip(networks) => {
                let address: Option<IpAddr> = value.trim().parse().ok();
                Truth::from(address.is_some_and(|address| networks.iter().any(|network| network.contains(address))))
            }
            Wanted::Arn(patterns) => Truth::any(patterns.iter().map(|pattern| pattern.matches(value, context))),
            Wanted::Null(_) => Truth::False,
        }
    }
}

/// Compiles each value.
fn each<T>(
    values: &[String],
    wanted: &'static str,
    read: impl Fn(&String) -> Option<T>,
) -> Result<Vec<T>, NotComparable> {
    let compiled = values
        .iter()
        .enumerate()
        .map(|(index, value)| read(value).ok_or(NotComparable { index, wanted }));
    compiled.collect()
}

fn boolean(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

fn texts(templates: &[Template], context: &Context, is_equal: impl Fn(&str) -> bool) -> Truth {
    Truth::any(templates.iter().map(|template| {
        template
            .text(context)
            .map_or(Truth::Unknown, |wanted| Truth::from(is_equal(&wanted)))
    }))
}

fn compare<T: Ord>(order: Order, value: Option<&T>, wanted: &[T]) -> Truth {
    Truth::from(value.is_some_and(|value| wanted.iter().any(|wanted| order.holds(value.cmp(wanted)))))
}

#[cfg(test)]
mod tests;
