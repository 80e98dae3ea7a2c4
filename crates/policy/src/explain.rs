//! Words: AWS's refusal, and the answer to "Why?".

use std::fmt::Write as _;

use crate::decision::{Citation, Decision, Gap, NearMiss, PolicySet};
use crate::document::Effect;
use crate::principal::Principal;
use crate::request::Request;

impl Decision {
    /// AWS's refusal; none if the request was allowed. Where several sets refuse, AWS names one; ours is the first of the
    /// evaluation. A service control policy is always said to deny explicitly; we say the same of a resource control policy.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html>
    #[must_use]
    pub fn message(&self, request: &Request<'_>) -> Option<String> {
        let action = request.action.as_str();
        let why = match self {
            Self::Allow { .. } => return None,
            Self::ExplicitDeny { because } => {
                let set = because.first()?.set;
                format!("with an explicit deny in {}", set.with_article())
            }
            Self::ImplicitDeny { gaps, .. } => match gaps.first()?.set {
                set @ (PolicySet::ServiceControl | PolicySet::ResourceControl) => {
                    format!("with an explicit deny in {}", set.with_article())
                }
                set => format!("because no {} allows the {action} action", set.name()),
            },
        };
        Some(format!("{} {why}", refusal(request)))
    }

    /// The refusal without its reason, as STS and older services give it; none if the request was allowed.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html>
    #[must_use]
    pub fn short_message(&self, request: &Request<'_>) -> Option<String> {
        (!self.is_allowed()).then(|| refusal(request))
    }

    /// One sentence for each reason. *Ours.*
    #[must_use]
    pub fn reasons(&self) -> Vec<String> {
        match self {
            Self::Allow { because, as_root } => {
                let root = as_root.then(|| "The root user has every permission in its account.".to_owned());
                let statements = because
                    .iter()
                    .map(|one| format!("{} allows this.", capital(&one.describe())));
                root.into_iter().chain(statements).collect()
            }
            Self::ExplicitDeny { because } => {
                let sentence = |one: &Citation| format!("{} denies this{}.", capital(&one.describe()), one.without());
                because.iter().map(sentence).collect()
            }
            Self::ImplicitDeny { gaps, near } => {
                let gaps = gaps.iter().map(Gap::sentence);
                gaps.chain(near.iter().map(NearMiss::sentence)).collect()
            }
        }
    }
}

/// Resources that have no ARN are not named.
fn refusal(request: &Request<'_>) -> String {
    let action = request.action.as_str();
    if let Principal::Federated { .. } = request.principal {
        return format!("Not authorized to perform {action}");
    }
    let mut text = format!(
        "User: {} is not authorized to perform: {action}",
        request.principal.arn()
    );
    if request.resource != "*" {
        // Writing to a string cannot fail.
        let _ = write!(text, " on resource: {}", request.resource);
    }
    text
}

impl PolicySet {
    /// What AWS's messages call a policy of the set.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ServiceControl => "service control policy",
            Self::ResourceControl => "resource control policy",
            Self::Resource => "resource-based policy",
            Self::Trust => "role trust policy",
            Self::Identity => "identity-based policy",
            Self::Boundary => "permissions boundary",
            Self::Session => "session policy",
        }
    }

    fn with_article(self) -> String {
        let article = match self {
            Self::Trust => "the",
            Self::Identity => "an",
            _ => "a",
        };
        format!("{article} {}", self.name())
    }
}

impl Citation {
    /// "statement DenyAll of the identity-based policy no-mfa".
    fn describe(&self) -> String {
        let statement = match self.sid.as_deref() {
            Some(sid) if !sid.is_empty() => format!("statement {sid}"),
            _ => format!("statement {}", self.statement.saturating_add(1)),
        };
        let at = self
            .level
            .as_ref()
            .map_or_else(String::new, |level| format!(" at {level}"));
        format!("{statement} of the {} {}{at}", self.set.name(), self.document)
    }

    /// ", while the request has no aws:MultiFactorAuthPresent".
    fn without(&self) -> String {
        if self.absent.is_empty() {
            return String::new();
        }
        format!(", while the request has no {}", self.absent.join(" and no "))
    }
}

impl Gap {
    fn sentence(&self) -> String {
        match &self.level {
            Some(level) => format!("No {} at {level} allows this.", self.set.name()),
            None => format!("No {} allows this.", self.set.name()),
        }
    }
}

impl NearMiss {
    fn sentence(&self) -> String {
        let would = match self.effect {
            Effect::Allow => "would allow this",
            Effect::Deny => "would deny this too",
        };
        let because = if self.undecided {
            "a policy variable in it has no value"
        } else {
            "its condition is not met"
        };
        let absent = self.citation.without();
        let subject = capital(&self.citation.describe());
        format!(
            "{subject} {would}, but {because}{}.",
            absent.replacen(", while", ":", 1)
        )
    }
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests;
