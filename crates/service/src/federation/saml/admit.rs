//! From an assertion that holds to the session of a role: what it asks for, the role, and its trust policy.

use std::time::Duration;

use vestibule_identity::Timestamp;
use vestibule_identity::account::AccountStatus;
use vestibule_identity::ids::TemporaryKeyId;
use vestibule_identity::names::SessionName;
use vestibule_identity::principal::Principal;
use vestibule_identity::session::{FederatedBy, Federation};
use vestibule_policy::{Attached, Kind};
use vestibule_saml::Attribute;
use vestibule_store::{ProviderRow, Reads, RoleRow, accounts, roles, tags};

use super::claims::{DURATIONS, ONE_HOUR, SessionTags};
use super::refusal::SamlRefusal;
use super::roles::Pair;
use super::sheet::{Fault, Own, Sheet};
use super::weigh::Said;
use super::{claims, keys};
use crate::authorize::{Action, Outsider, Question};
use crate::request::Caller;
use crate::tags::keys_of_resource;
use crate::{Service, ServiceError};

/// What the attributes ask for.
#[derive(Debug, Clone)]
struct Asked {
    session: SessionName,
    source_identity: Option<String>,
    tags: SessionTags,
    /// `SessionDuration`
    seconds: Option<u64>,
}

/// How long the session is to last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lasting {
    /// As the assertion says: the console.
    AsAsserted,
    /// So many seconds: `DurationSeconds` of the API. `SessionDuration` is the console's.
    Seconds(Option<u64>),
}

/// Somebody who may act as the role.
#[derive(Debug, Clone)]
pub(super) struct Admitted {
    pub(super) role: RoleRow,
    pub(super) principal: Principal,
    pub(super) federation: Federation,
    pub(super) lifetime: Duration,
    /// What was asked for, as the record has it.
    pub(super) seconds: u64,
    pub(super) name_qualifier: String,
}

/// An assertion that holds, with the role that is wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case<'a> {
    pub(super) provider: &'a ProviderRow,
    pub(super) said: &'a Said,
    pub(super) pair: &'a Pair,
    pub(super) lasting: Lasting,
    pub(super) now: Timestamp,
}

fn asked(attributes: &[Attribute], lasting: Lasting, sheet: &mut Sheet) -> Result<Asked, Fault> {
    let fault = |check| {
        move |refusal: SamlRefusal| {
            let words = format!("{refusal}.").replace("..", ".");
            Fault::new(check, refusal, words)
        }
    };
    let session = claims::session_name(attributes).map_err(fault(Own::SessionName))?;
    sheet.passed(Own::SessionName, session.as_str());
    let source_identity = claims::source_identity(attributes).map_err(fault(Own::SourceIdentity))?;
    let words = source_identity.as_deref().unwrap_or("None.");
    sheet.passed(Own::SourceIdentity, words);
    let tags = claims::tags(attributes).map_err(fault(Own::SessionTags))?;
    let lines = tags.tags.iter().map(|(key, value)| {
        let along = if tags.transitive.contains(key) {
            ", transitive"
        } else {
            ""
        };
        format!("{key} = {value}{along}")
    });
    let mut words: Vec<String> = lines.collect();
    if words.is_empty() {
        words.push("None.".to_owned());
    }
    sheet.passed_because(Own::SessionTags, words);
    // Facts 2.1: the API passes it over.
    let seconds = match lasting {
        Lasting::AsAsserted => claims::duration(attributes).map_err(fault(Own::SessionDuration))?,
        Lasting::Seconds(_) => None,
    };
    Ok(Asked {
        session,
        source_identity,
        tags,
        seconds,
    })
}

impl Service {
    /// Judges whether the person may act as the role. Each step is written into the sheet; the one that fails is the answer.
    pub(super) async fn admit_by_saml(
        &self,
        connection: &mut impl Reads,
        caller: &Caller,
        case: &Case<'_>,
        sheet: &mut Sheet,
    ) -> Result<Result<Admitted, Fault>, ServiceError> {
        let asked = match asked(&case.said.attributes, case.lasting, sheet) {
            Ok(asked) => asked,
            Err(fault) => return Ok(Err(fault)),
        };
        let role = match self.saml_role(connection, case, sheet).await? {
            Ok(role) => role,
            Err(fault) => return Ok(Err(fault)),
        };
        let qualifier = keys::name_qualifier(&case.said.issuer, &case.provider.account, &case.provider.name);
        if let Err(fault) = self
            .role_trusts(connection, caller, case, &role, &asked, &qualifier, sheet)
            .await?
        {
            return Ok(Err(fault));
        }
        let (lifetime, seconds) = match lifetime(case, &role, &asked, sheet) {
            Ok(lifetime) => lifetime,
            Err(fault) => return Ok(Err(fault)),
        };
        let mut federation = Federation::new(
            FederatedBy::Saml {
                provider: case.provider.arn.clone(),
                subject: case.said.subject.value.clone(),
            },
            None,
            TemporaryKeyId::generate(&*self.entropy),
        );
        federation.tags = asked.tags.tags;
        federation.transitive = asked.tags.transitive;
        federation.source_identity = asked.source_identity;
        federation.context = keys::lasting(case.said, &qualifier);
        Ok(Ok(Admitted {
            principal: Principal::AssumedRole {
                account: role.account.clone(),
                role: role.id.clone(),
                path: role.path.clone(),
                name: role.name.clone(),
                session: asked.session,
            },
            role,
            federation,
            lifetime,
            seconds,
            name_qualifier: qualifier,
        }))
    }

    /// The role of exactly this name, in the provider's account, which is open.
    async fn saml_role(
        &self,
        connection: &mut impl Reads,
        case: &Case<'_>,
        sheet: &mut Sheet,
    ) -> Result<Result<RoleRow, Fault>, ServiceError> {
        let pair = case.pair;
        let fault = |words: String| Ok(Err(Fault::new(Own::Role, SamlRefusal::NotAuthorized, words)));
        if !pair.is_of_one_account() || case.provider.account != pair.account {
            return fault(format!(
                "{} and {} are not in the same account.",
                pair.role, pair.provider
            ));
        }
        let account = accounts::by_id(connection, &pair.account).await?;
        if account.is_none_or(|account| account.status != AccountStatus::Active) {
            return fault(format!("The account {} is suspended.", pair.account));
        }
        let found = roles::by_name(connection, &pair.account, &pair.name).await?;
        match found {
            Some(role) if role.arn() == pair.role => {
                sheet.passed(Own::Role, format!("{}.", pair.role));
                Ok(Ok(role))
            }
            Some(role) => fault(format!(
                "There is no role {}, but there is {}. Path and name count with their capitals.",
                pair.role,
                role.arn()
            )),
            None => fault(format!("There is no role {}.", pair.role)),
        }
    }

    /// `sts:AssumeRoleWithSAML`, and what tags and a source identity need besides.
    #[expect(clippy::too_many_arguments, reason = "one decision's facts")]
    async fn role_trusts(
        &self,
        connection: &mut impl Reads,
        caller: &Caller,
        case: &Case<'_>,
        role: &RoleRow,
        asked: &Asked,
        qualifier: &str,
        sheet: &mut Sheet,
    ) -> Result<Result<(), Fault>, ServiceError> {
        let arn = role.arn();
        let document = self.documents.compiled(&role.trust_policy, Kind::Trust)?;
        let trust = Attached::new(&format!("of {arn}"), document);
        let mut keys = keys::of_assertion(case.said, &role.account, &case.provider.name, qualifier);
        keys.extend(keys::of_session(
            asked.session.as_str(),
            asked.source_identity.as_deref(),
            &asked.tags,
        ));
        keys.extend(keys_of_resource(&tags::of_owner(connection, role.id.as_str()).await?));
        let mut actions = vec![Action::AssumeRoleWithSaml];
        if !asked.tags.tags.is_empty() {
            actions.push(Action::TagSession);
        }
        if asked.source_identity.is_some() {
            actions.push(Action::SetSourceIdentity);
        }
        let outsider = Outsider {
            provider: &case.provider.arn,
            caller,
        };
        let mut words = Vec::new();
        for action in actions {
            let question = Question::new(action, &arn)
                .of_account(&role.account)
                .trusting(&trust)
                .with(keys.clone());
            let judged = self.judge_outsider(connection, outsider, question).await?;
            let reasons = judged
                .reasons
                .iter()
                .map(|reason| format!("{}: {reason}", action.name()));
            words.extend(reasons);
            if judged.denial.is_some() {
                let fault = Fault {
                    check: Own::TrustPolicy,
                    refusal: SamlRefusal::NotAuthorized,
                    words,
                };
                return Ok(Err(fault));
            }
        }
        sheet.passed_because(Own::TrustPolicy, words);
        Ok(Ok(()))
    }
}

/// The lesser of what is asked for and of the provider's own session (facts 2.1, 2.4).
fn lifetime(case: &Case<'_>, role: &RoleRow, asked: &Asked, sheet: &mut Sheet) -> Result<(Duration, u64), Fault> {
    let seconds = match case.lasting {
        Lasting::AsAsserted => asked.seconds.unwrap_or(ONE_HOUR),
        Lasting::Seconds(wanted) => wanted.unwrap_or(ONE_HOUR),
    };
    let longest = role.max_session.as_secs().min(*DURATIONS.end());
    if seconds > longest {
        let words = format!("{seconds} seconds are asked for; the role allows {longest}.");
        return Err(Fault::new(Own::SessionDuration, SamlRefusal::Duration, words));
    }
    let mut lifetime = Duration::from_secs(seconds);
    let mut words = format!("{seconds} seconds; the role allows {longest}.");
    if let Some(until) = case.said.session_until {
        let left = until.duration_since(case.now);
        let left = Duration::try_from(left).unwrap_or_default();
        if left < lifetime {
            lifetime = left;
            words = format!(
                "{} seconds, as the identity provider's own session ends then. {words}",
                left.as_secs()
            );
        }
    }
    if lifetime.is_zero() {
        let words = "The identity provider's own session has ended.";
        return Err(Fault::new(Own::SessionDuration, SamlRefusal::TooLate, words));
    }
    sheet.passed(Own::SessionDuration, words);
    Ok((lifetime, seconds))
}
