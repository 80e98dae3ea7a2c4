//! The table of condition operators: base operator x `IfExists` x set qualifier.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>

use std::cmp::Ordering;

/// What a base operator compares as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Base {
    Text,
    TextIgnoringCase,
    Like,
    Number(Order),
    Date(Order),
    Bool,
    Binary,
    Ip,
    Arn,
    Null,
}

/// How the request's value must stand to the policy's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Order {
    pub(crate) fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::Less => ordering.is_lt(),
            Self::LessOrEqual => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::GreaterOrEqual => ordering.is_ge(),
        }
    }
}

/// Name, comparison, whether it is negated.
const TABLE: [(&str, Base, bool); 27] = [
    ("StringEquals", Base::Text, false),
    ("StringNotEquals", Base::Text, true),
    ("StringEqualsIgnoreCase", Base::TextIgnoringCase, false),
    ("StringNotEqualsIgnoreCase", Base::TextIgnoringCase, true),
    ("StringLike", Base::Like, false),
    ("StringNotLike", Base::Like, true),
    ("NumericEquals", Base::Number(Order::Equal), false),
    ("NumericNotEquals", Base::Number(Order::Equal), true),
    ("NumericLessThan", Base::Number(Order::Less), false),
    ("NumericLessThanEquals", Base::Number(Order::LessOrEqual), false),
    ("NumericGreaterThan", Base::Number(Order::Greater), false),
    ("NumericGreaterThanEquals", Base::Number(Order::GreaterOrEqual), false),
    ("DateEquals", Base::Date(Order::Equal), false),
    ("DateNotEquals", Base::Date(Order::Equal), true),
    ("DateLessThan", Base::Date(Order::Less), false),
    ("DateLessThanEquals", Base::Date(Order::LessOrEqual), false),
    ("DateGreaterThan", Base::Date(Order::Greater), false),
    ("DateGreaterThanEquals", Base::Date(Order::GreaterOrEqual), false),
    ("Bool", Base::Bool, false),
    ("BinaryEquals", Base::Binary, false),
    ("IpAddress", Base::Ip, false),
    ("NotIpAddress", Base::Ip, true),
    ("ArnEquals", Base::Arn, false),
    ("ArnLike", Base::Arn, false),
    ("ArnNotEquals", Base::Arn, true),
    ("ArnNotLike", Base::Arn, true),
    ("Null", Base::Null, false),
];

/// The names of the base operators. Each but `Null` may begin with a qualifier and end in `IfExists`.
pub fn operator_names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(name, ..)| *name)
}

/// How a key with several values is compared.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quantity {
    /// No qualifier: the key has at most one value.
    One,
    /// `ForAllValues`
    All,
    /// `ForAnyValue`
    Any,
}

/// An operator of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Operator {
    pub(crate) base: Base,
    pub(crate) negated: bool,
    pub(crate) if_exists: bool,
    pub(crate) quantity: Quantity,
}

impl Operator {
    /// Reads a name. Our choice: names are case-sensitive, as all elements are.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        let (quantity, name) = match name.split_once(':') {
            Some(("ForAllValues", rest)) => (Quantity::All, rest),
            Some(("ForAnyValue", rest)) => (Quantity::Any, rest),
            Some(_) => return None,
            None => (Quantity::One, name),
        };
        let (if_exists, name) = name.strip_suffix("IfExists").map_or((false, name), |rest| (true, rest));
        let (_, base, negated) = TABLE.iter().find(|(known, ..)| *known == name)?;
        // "You can add IfExists to the end of any condition operator name except the Null condition." A qualifier would
        // compare none of its values either: ours is to refuse it.
        let is_plain = !if_exists && quantity == Quantity::One;
        (is_plain || *base != Base::Null).then_some(Self {
            base: *base,
            negated: *negated,
            if_exists,
            quantity,
        })
    }
}
