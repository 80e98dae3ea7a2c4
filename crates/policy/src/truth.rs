//! Three-valued logic (Kleene): a comparison with a policy variable that has no value is neither true nor false.

/// What is known of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Truth {
    True,
    False,
    /// It depends on a policy variable without a value. Only `True` ever makes a statement apply, `Deny` included.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>
    Unknown,
}

impl Truth {
    pub(crate) fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }

    pub(crate) fn is_true(self) -> bool {
        self == Self::True
    }

    /// True as soon as one is, else unknown if one is.
    pub(crate) fn any(truths: impl IntoIterator<Item = Self>) -> Self {
        let mut found = Self::False;
        for truth in truths {
            match truth {
                Self::True => return Self::True,
                Self::Unknown => found = Self::Unknown,
                Self::False => {}
            }
        }
        found
    }

    /// False as soon as one is, else unknown if one is.
    pub(crate) fn all(truths: impl IntoIterator<Item = Self>) -> Self {
        Self::any(truths.into_iter().map(Self::not)).not()
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}
