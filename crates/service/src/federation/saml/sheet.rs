//! The report: what was asked of a response, and how it went.

use vestibule_saml::{Check, Line, Outcome, Refusal, Report};

use super::refusal::{SamlRefusal, SamlRefused};
use crate::answers::{SamlCheck, SamlOutcome, SamlReport};

/// What is asked besides what `vestibule-saml` asks, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Own {
    /// The provider that the response names is there.
    Provider,
    /// It was not taken before.
    OneTime,
    /// A role and a provider, at least one pair.
    RolePair,
    /// `RoleSessionName`
    SessionName,
    /// `SourceIdentity`
    SourceIdentity,
    /// `PrincipalTag:…`, `TransitiveTagKeys`
    SessionTags,
    /// The role is there, in the provider's account, which is open.
    Role,
    /// The role's trust policy.
    TrustPolicy,
    /// `SessionDuration`, and what the role allows.
    SessionDuration,
}

impl Own {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::OneTime => "one-time",
            Self::RolePair => "role-pair",
            Self::SessionName => "session-name",
            Self::SourceIdentity => "source-identity",
            Self::SessionTags => "session-tags",
            Self::Role => "role",
            Self::TrustPolicy => "trust-policy",
            Self::SessionDuration => "session-duration",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Provider => "Identity provider",
            Self::OneTime => "Not used before",
            Self::RolePair => "Role attribute",
            Self::SessionName => "RoleSessionName",
            Self::SourceIdentity => "SourceIdentity",
            Self::SessionTags => "Session tags",
            Self::Role => "Role",
            Self::TrustPolicy => "Trust policy",
            Self::SessionDuration => "Session duration",
        }
    }

    /// What follows a response that holds.
    const AFTER: [Self; 8] = [
        Self::OneTime,
        Self::RolePair,
        Self::SessionName,
        Self::SourceIdentity,
        Self::SessionTags,
        Self::Role,
        Self::TrustPolicy,
        Self::SessionDuration,
    ];

    /// What each role of a response is asked.
    pub(super) const OF_ROLE: [Self; 6] = [
        Self::SessionName,
        Self::SourceIdentity,
        Self::SessionTags,
        Self::Role,
        Self::TrustPolicy,
        Self::SessionDuration,
    ];
}

/// Something that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) check: Own,
    pub(super) refusal: SamlRefusal,
    /// Why, a sentence each.
    pub(super) words: Vec<String>,
}

impl Fault {
    pub(super) fn new(check: Own, refusal: SamlRefusal, words: impl Into<String>) -> Self {
        Self {
            check,
            refusal,
            words: vec![words.into()],
        }
    }
}

/// What became of the search for the provider.
#[derive(Debug)]
pub(super) enum Found {
    /// It is there.
    There(String),
    /// It is not, or is of somebody else.
    Wrong(String),
    /// Nobody knows which it would be.
    NotLookedFor,
}

/// A report that is being written.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    pub(super) provider: Option<String>,
    checks: Vec<SamlCheck>,
}

fn line(name: &str, title: &str, outcome: SamlOutcome, words: Vec<String>) -> SamlCheck {
    SamlCheck {
        name: name.to_owned(),
        title: title.to_owned(),
        outcome,
        words,
    }
}

/// A sentence for people. What begins with an address stays as it is.
pub(crate) fn sentence(text: &str) -> String {
    let is_address = |word: &str| word.trim_end_matches(':').contains(':');
    if text.split(' ').next().is_some_and(is_address) {
        return text.to_owned();
    }
    let mut letters = text.chars();
    let begun = letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect::<String>());
    format!("{}.", begun.unwrap_or_default().trim_end_matches('.'))
}

impl Sheet {
    /// Begins with the provider, and what became of the response.
    pub(super) fn begin(provider: Option<&str>, found: Found, report: Option<&Report>) -> Self {
        let own = Own::Provider;
        let (outcome, words) = match found {
            Found::There(words) => (SamlOutcome::Passed, vec![words]),
            Found::Wrong(words) => (SamlOutcome::Failed, vec![words]),
            Found::NotLookedFor => (SamlOutcome::NotReached, Vec::new()),
        };
        let mut sheet = Self {
            provider: provider.map(str::to_owned),
            checks: vec![line(own.code(), own.title(), outcome, words)],
        };
        match report {
            Some(report) => sheet.checks.extend(report.lines.iter().map(of_line)),
            None => sheet.checks.extend(Check::ALL.into_iter().map(not_reached)),
        }
        sheet
    }

    /// Of what cannot even be read.
    pub(super) fn unreadable(refusal: &Refusal) -> Self {
        let mut sheet = Self::default();
        for check in Check::ALL {
            sheet.checks.push(match check {
                Check::Encoding => line(
                    check.code(),
                    check.words(),
                    SamlOutcome::Failed,
                    vec![sentence(&refusal.to_string())],
                ),
                other => not_reached(other),
            });
        }
        sheet
    }

    pub(super) fn passed(&mut self, check: Own, words: impl Into<String>) {
        self.passed_because(check, vec![words.into()]);
    }

    pub(super) fn passed_because(&mut self, check: Own, words: Vec<String>) {
        self.checks
            .push(line(check.code(), check.title(), SamlOutcome::Passed, words));
    }

    fn failed(&mut self, fault: &Fault) {
        let (code, title) = (fault.check.code(), fault.check.title());
        self.checks
            .push(line(code, title, SamlOutcome::Failed, fault.words.clone()));
    }

    /// The whole report, with what was not reached.
    pub(super) fn whole(mut self) -> SamlReport {
        self.complete(&Own::AFTER);
        SamlReport {
            failed: first_failed(&self.checks),
            provider: self.provider,
            checks: self.checks,
        }
    }

    /// The checks alone, with those of `all` that were not reached.
    pub(super) fn into_checks(mut self, all: &[Own]) -> Vec<SamlCheck> {
        self.complete(all);
        self.checks
    }

    fn complete(&mut self, all: &[Own]) {
        for own in all {
            if !self.checks.iter().any(|check| check.name == own.code()) {
                let missing = line(own.code(), own.title(), SamlOutcome::NotReached, Vec::new());
                self.checks.push(missing);
            }
        }
    }

    /// Writes the fault down.
    pub(super) fn refused(mut self, fault: &Fault) -> SamlRefused {
        self.failed(fault);
        SamlRefused {
            refusal: fault.refusal.clone(),
            report: self.whole(),
        }
    }

    /// Writes the fault down, and goes on.
    pub(super) fn note(&mut self, fault: &Fault) {
        self.failed(fault);
    }
}

fn first_failed(checks: &[SamlCheck]) -> Option<String> {
    let failed = checks.iter().find(|check| check.outcome == SamlOutcome::Failed);
    failed.map(|check| check.name.clone())
}

fn not_reached(check: Check) -> SamlCheck {
    line(check.code(), check.words(), SamlOutcome::NotReached, Vec::new())
}

fn of_line(one: &Line) -> SamlCheck {
    let (outcome, words) = match &one.outcome {
        Outcome::Passed(detail) => (SamlOutcome::Passed, vec![sentence(detail)]),
        // Without a provider there are no keys to try.
        Outcome::Failed(Refusal::UnknownIssuer(_)) | Outcome::NotReached | Outcome::LeftOut => {
            (SamlOutcome::NotReached, Vec::new())
        }
        Outcome::Failed(refusal) => (SamlOutcome::Failed, vec![sentence(&refusal.to_string())]),
    };
    line(one.check.code(), one.check.words(), outcome, words)
}
