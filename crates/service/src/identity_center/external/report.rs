//! What was asked of a response, check by check, for whoever looks for the cause: those of SAML, then the portal's own.

use serde_json::{Map, Value, json};
use vestibule_saml::{Check, Outcome, Report};

use crate::answers::{SamlCheck, SamlOutcome, SamlReport};
use crate::federation::saml::sentence;

/// What the portal asks besides SAML, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Own {
    /// Taken once.
    Once,
    /// Somebody's user name.
    User,
    /// They may come in.
    Enabled,
    /// Attributes for access control.
    Attributes,
}

impl Own {
    const ALL: [Self; 4] = [Self::Once, Self::User, Self::Enabled, Self::Attributes];

    fn code(self) -> &'static str {
        match self {
            Self::Once => "once",
            Self::User => "user",
            Self::Enabled => "enabled",
            Self::Attributes => "access-control",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Once => "Not used before",
            Self::User => "NameID is a user name of IAM Identity Center",
            Self::Enabled => "User is enabled",
            Self::Attributes => "Attributes for access control",
        }
    }
}

/// A report that is being written.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    checks: Vec<SamlCheck>,
}

fn line(name: &str, title: &str, outcome: SamlOutcome, words: Option<String>) -> SamlCheck {
    SamlCheck {
        name: name.to_owned(),
        title: title.to_owned(),
        outcome,
        words: words.into_iter().collect(),
    }
}

impl Sheet {
    /// What became of the rules of SAML.
    pub(super) fn judged(&mut self, report: &Report) {
        self.checks = report
            .lines
            .iter()
            .map(|one| {
                let (outcome, words) = match &one.outcome {
                    Outcome::Passed(found) => (SamlOutcome::Passed, Some(sentence(found))),
                    Outcome::Failed(refusal) => (SamlOutcome::Failed, Some(sentence(&refusal.to_string()))),
                    Outcome::NotReached | Outcome::LeftOut => (SamlOutcome::NotReached, None),
                };
                line(one.check.code(), one.check.words(), outcome, words)
            })
            .collect();
    }

    /// It could not even be read.
    pub(super) fn unreadable(&mut self, words: String) {
        let mut words = Some(words);
        self.checks = Check::ALL
            .into_iter()
            .map(|check| match words.take() {
                Some(words) => line(check.code(), check.words(), SamlOutcome::Failed, Some(words)),
                None => line(check.code(), check.words(), SamlOutcome::NotReached, None),
            })
            .collect();
    }

    pub(super) fn passed(&mut self, own: Own, words: impl Into<String>) {
        self.checks
            .push(line(own.code(), own.title(), SamlOutcome::Passed, Some(words.into())));
    }

    pub(super) fn failed(&mut self, own: Own, words: impl Into<String>) {
        self.checks
            .push(line(own.code(), own.title(), SamlOutcome::Failed, Some(words.into())));
    }

    /// With what was not reached.
    pub(super) fn whole(mut self, issuer: &str) -> SamlReport {
        for own in Own::ALL {
            if !self.checks.iter().any(|check| check.name == own.code()) {
                self.checks
                    .push(line(own.code(), own.title(), SamlOutcome::NotReached, None));
            }
        }
        let failed = self.checks.iter().find(|check| check.outcome == SamlOutcome::Failed);
        SamlReport {
            provider: Some(issuer.to_owned()),
            failed: failed.map(|check| check.name.clone()),
            checks: self.checks,
        }
    }
}

/// The same for the record.
pub(super) fn recorded(report: &SamlReport) -> Value {
    let checks: Map<String, Value> = report
        .checks
        .iter()
        .map(|check| {
            let result = json!({ "result": check.outcome, "words": check.words.first() });
            (check.name.clone(), result)
        })
        .collect();
    json!({ "SamlChecks": checks, "FailedCheck": report.failed })
}
