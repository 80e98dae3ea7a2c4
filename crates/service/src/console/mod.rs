//! Services that are only shown: every list, and every part of every resource, to whom its action allows it.
//!
//! - `catalogue`: which services there are, and which action shows what.
//! - `shown`: resources as tables and facts.
//! - `identity`: who one is, as `GetCallerIdentity` says, and what policies can know of the session.

mod catalogue;
mod identity;
mod shown;

use vestibule_identity::event::REGIONS;
use vestibule_identity::names::AccountId;
use vestibule_policy::{Attached, Kind as PolicyKind};
use vestibule_store::{Reads, ResourceRow, resources};

use crate::answers::{ResourcePage, Section, SectionShown, ServicePage, ServiceTile, ServicesView};
use crate::authorize::{Asker, GLOBAL_REGION, Question};
use crate::error::Denial;
use crate::request::Caller;
use crate::session::Live;
use crate::{Entity, Service, ServiceError};
use catalogue::{Kind, On, Part, SERVICES, Shown, Shows};
use shown::{TAG, facts, folder, link, table};

/// A longer text is no ARN of anything here.
const LONGEST_ARN: usize = 2048;

/// What a section is about.
struct Subject<'a> {
    resource: Option<&'a ResourceRow>,
    arn: &'a str,
    owner: &'a AccountId,
    region: &'a str,
    policy: Option<&'a Attached>,
    is_governed: bool,
    /// The folder that is asked for.
    prefix: &'a str,
}

impl Service {
    /// The services, and whether one would be shown anything there.
    ///
    /// # Errors
    /// [`ServiceError::NotSignedIn`]; a region that does not exist.
    pub async fn console_services(&self, caller: &Caller, region: &str) -> Result<ServicesView, ServiceError> {
        let live = self.live(caller).await?;
        let region = known(region)?;
        let mut reader = self.store.read().await?;
        let mut services = Vec::with_capacity(SERVICES.len());
        for service in SERVICES {
            let subject = Subject::service(service, &live, region);
            let allowed = match service.lists.first() {
                Some(part) => self.refusal(&mut reader, &live, part, &subject).await?.is_none(),
                None => false,
            };
            services.push(ServiceTile {
                id: service.id.to_owned(),
                name: service.name.to_owned(),
                description: service.description.to_owned(),
                category: service.category.to_owned(),
                allowed,
            });
        }
        Ok(ServicesView { services })
    }

    /// A service's page: what it lists in a region.
    ///
    /// # Errors
    /// [`ServiceError::NotSignedIn`]; a region or service that does not exist. What is refused is said in its section.
    pub async fn console_service(
        &self,
        caller: &Caller,
        service: &str,
        region: &str,
    ) -> Result<ServicePage, ServiceError> {
        let live = self.live(caller).await?;
        let region = known(region)?;
        let service = found(service)?;
        let subject = Subject::service(service, &live, region);
        let mut reader = self.store.read().await?;
        let sections = self
            .sections(&mut reader, &live, service, service.lists, &subject)
            .await?;
        Ok(ServicePage {
            id: service.id.to_owned(),
            name: service.name.to_owned(),
            description: service.description.to_owned(),
            region: (!service.is_global).then(|| region.to_owned()),
            sections,
        })
    }

    /// A resource's page, whichever account it is in.
    ///
    /// # Errors
    /// [`ServiceError::NotSignedIn`]; [`ServiceError::AccessDenied`] or [`ServiceError::NoSuchEntity`] for a resource that
    /// does not exist. What is refused of one that does is said in its sections.
    pub async fn console_resource(
        &self,
        caller: &Caller,
        service: &str,
        arn: &str,
        prefix: Option<&str>,
    ) -> Result<ResourcePage, ServiceError> {
        let live = self.live(caller).await?;
        let service = found(service)?;
        let arn: String = arn.trim().chars().take(LONGEST_ARN).collect();
        let prefix: String = prefix.unwrap_or_default().chars().take(LONGEST_ARN).collect();
        let mut reader = self.store.read().await?;
        let row = resources::by_arn(&mut reader, &arn).await?;
        let row = row.filter(|row| row.service == service.id);
        let Some((row, kind)) = row.and_then(|row| service.kind(&row.kind).map(|kind| (row, kind))) else {
            return Err(self.missing(&mut reader, &live, service, &arn).await?);
        };
        let parent = match &row.parent {
            Some(parent) => resources::by_arn(&mut reader, parent).await?,
            None => None,
        };
        let policy = self.own_policy(&row, parent.as_ref())?;
        let subject = Subject {
            resource: Some(&row),
            arn: &row.arn,
            owner: &row.account,
            region: &row.region,
            policy: policy.as_ref(),
            is_governed: kind.is_governed,
            prefix: &prefix,
        };
        let sections = self.sections(&mut reader, &live, service, kind.parts, &subject).await?;
        Ok(ResourcePage {
            service: service.id.to_owned(),
            service_name: service.name.to_owned(),
            arn: row.arn.clone(),
            name: row.name.clone(),
            region: row.region.clone(),
            parent: parent.as_ref().map(link),
            sections,
            prefix: (!prefix.is_empty()).then_some(prefix),
        })
    }

    /// The refusal of what does not exist: first whether one may ask, then that there is nothing.
    async fn missing(
        &self,
        reader: &mut impl Reads,
        live: &Live,
        service: &Shown,
        arn: &str,
    ) -> Result<ServiceError, ServiceError> {
        let mut parts = arn.splitn(6, ':').skip(3);
        let region = parts.next().and_then(|region| known(region).ok());
        let owner = parts.next().and_then(|id| AccountId::parse(id).ok());
        let subject = Subject {
            resource: None,
            arn,
            owner: owner.as_ref().unwrap_or(&live.account.id),
            region: region.unwrap_or(GLOBAL_REGION),
            policy: None,
            is_governed: false,
            prefix: "",
        };
        let part = service.kinds.first().and_then(|kind: &Kind| kind.parts.first());
        if let Some(part) = part
            && let Some(denial) = self.refusal(reader, live, part, &subject).await?
        {
            return Ok(ServiceError::AccessDenied(Box::new(denial)));
        }
        Ok(ServiceError::NoSuchEntity {
            entity: Entity::Resource,
            name: arn.to_owned(),
        })
    }

    /// Whether the section's action is refused.
    async fn refusal(
        &self,
        reader: &mut impl Reads,
        live: &Live,
        part: &Part,
        subject: &Subject<'_>,
    ) -> Result<Option<Denial>, ServiceError> {
        let all;
        let on = match part.on {
            On::Any => "*",
            On::Itself => subject.arn,
            On::All(pattern) => {
                all = pattern
                    .replace("{region}", subject.region)
                    .replace("{account}", subject.owner.as_str());
                &all
            }
        };
        let mut question = Question::new(part.action, on)
            .of_account(subject.owner)
            .in_region(subject.region);
        if matches!(part.on, On::Itself) {
            question = if subject.is_governed {
                question.governed_by(subject.policy)
            } else {
                question.beside(subject.policy)
            };
            for (key, value) in subject.resource.into_iter().flat_map(|row| &row.details) {
                if let Some(tag) = key.strip_prefix(TAG) {
                    question = question.key(&format!("aws:ResourceTag/{tag}"), value);
                }
            }
        }
        // As the console asks, whose listings stop at the next slash.
        if matches!(part.shows, Shows::Folder(_)) {
            question = question.key("s3:prefix", subject.prefix).key("s3:delimiter", "/");
        }
        self.judge(reader, &Asker::of(live), question).await
    }

    async fn sections(
        &self,
        reader: &mut impl Reads,
        live: &Live,
        service: &Shown,
        parts: &[Part],
        subject: &Subject<'_>,
    ) -> Result<Vec<Section>, ServiceError> {
        let mut sections = Vec::with_capacity(parts.len());
        for part in parts {
            let shown = match self.refusal(reader, live, part, subject).await? {
                Some(denial) => SectionShown::Refused {
                    refusal: Box::new(ServiceError::AccessDenied(Box::new(denial)).body()),
                },
                None => self.section_shown(reader, live, service, part, subject).await?,
            };
            sections.push(Section {
                id: part.id.to_owned(),
                title: part.title.to_owned(),
                action: part.action.name().to_owned(),
                shown,
            });
        }
        Ok(sections)
    }

    async fn section_shown(
        &self,
        reader: &mut impl Reads,
        live: &Live,
        service: &Shown,
        part: &Part,
        subject: &Subject<'_>,
    ) -> Result<SectionShown, ServiceError> {
        let text = |text: Option<String>| SectionShown::Text { text };
        let row = subject.resource;
        Ok(match part.shows {
            Shows::List(kind, columns) => {
                let region = (!service.is_global).then_some(subject.region);
                let rows = resources::of_kind(reader, &live.account.id, service.id, kind, region).await?;
                table(columns, &rows)
            }
            Shows::Folder(columns) => {
                let objects = resources::inside(reader, subject.arn).await?;
                folder(columns, subject.arn, subject.region, subject.prefix, &objects)
            }
            Shows::Facts(columns) => SectionShown::Facts {
                facts: row.map(|row| facts(columns, row)).unwrap_or_default(),
            },
            Shows::Content => text(row.and_then(|row| row.content.clone())),
            Shows::Secret => text(row.map(|row| self.secret(row)).transpose()?.flatten()),
            Shows::Policy => text(row.and_then(|row| row.policy.clone())),
        })
    }

    /// The policy that bears on a resource: its own, or that of what it is in.
    fn own_policy(&self, row: &ResourceRow, parent: Option<&ResourceRow>) -> Result<Option<Attached>, ServiceError> {
        let owner = if row.policy.is_some() { Some(row) } else { parent };
        let Some((owner, text)) = owner.and_then(|owner| owner.policy.as_ref().map(|text| (owner, text))) else {
            return Ok(None);
        };
        let document = self.documents.compiled(text, PolicyKind::Resource)?;
        Ok(Some(Attached::new(&format!("of {}", owner.arn), document)))
    }

    fn secret(&self, row: &ResourceRow) -> Result<Option<String>, ServiceError> {
        let Some(sealed) = &row.sealed else {
            return Ok(None);
        };
        let opened = self.key.open(&row.arn, sealed)?;
        Ok(Some(String::from_utf8_lossy(&opened).into_owned()))
    }
}

impl<'a> Subject<'a> {
    fn service(service: &Shown, live: &'a Live, region: &'a str) -> Self {
        Self {
            resource: None,
            arn: "*",
            owner: &live.account.id,
            region: if service.is_global { GLOBAL_REGION } else { region },
            policy: None,
            is_governed: false,
            prefix: "",
        }
    }
}

/// Whether there is a page for it.
#[cfg(test)]
pub(crate) fn is_shown(service: &str, kind: &str) -> bool {
    catalogue::by_id(service).is_some_and(|service| service.kind(kind).is_some())
}

fn known(region: &str) -> Result<&'static str, ServiceError> {
    let known = REGIONS.iter().find(|known| **known == region);
    known
        .copied()
        .ok_or_else(|| ServiceError::invalid("region", "There is no such region."))
}

fn found(service: &str) -> Result<&'static Shown, ServiceError> {
    catalogue::by_id(service).ok_or_else(|| ServiceError::NoSuchEntity {
        entity: Entity::ConsoleService,
        name: service.chars().take(64).collect(),
    })
}
