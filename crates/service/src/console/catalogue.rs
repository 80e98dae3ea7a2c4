//! The services that are only shown: what each lists, which action of the service asks for it, and on what.
//!
//! Actions and their resources are those of the Service Authorization Reference
//! (<https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>).

mod compute;
mod messages;
mod operations;
mod security;
mod storage;

use crate::authorize::Action;

/// A service.
pub(super) struct Shown {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) category: &'static str,
    /// One list for all regions.
    pub(super) is_global: bool,
    /// The sections of its page.
    pub(super) lists: &'static [Part],
    /// What can be opened.
    pub(super) kinds: &'static [Kind],
}

/// What a service holds.
pub(super) struct Kind {
    pub(super) id: &'static str,
    pub(super) parts: &'static [Part],
    /// Its own policy must allow, whatever others do.
    pub(super) is_governed: bool,
}

/// A section, shown to whom its action allows it.
pub(super) struct Part {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) action: Action,
    pub(super) on: On,
    pub(super) shows: Shows,
}

/// What the action is asked on.
pub(super) enum On {
    /// `*`: the action knows no resource.
    Any,
    /// The resource itself.
    Itself,
    /// An ARN with `{region}` and `{account}`.
    All(&'static str),
}

/// What a section shows.
pub(super) enum Shows {
    /// The account's resources of a kind.
    List(&'static str, &'static [Column]),
    /// What is in the bucket, a folder at a time.
    Folder(&'static [Column]),
    /// Facts of the resource.
    Facts(&'static [Column]),
    /// What it holds.
    Content,
    /// What it holds and only its readers may know.
    Secret,
    /// Its own policy.
    Policy,
}

/// A fact's key and what it is called. `name`, `arn`, `region`, `created` and `tags` are known of every resource.
pub(super) type Column = (&'static str, &'static str);

const NAME: Column = ("name", "Name");
const ARN: Column = ("arn", "ARN");
const REGION: Column = ("region", "AWS Region");
const CREATED: Column = ("created", "Created");
const TAGS: Column = ("tags", "Tags");

const fn part(id: &'static str, title: &'static str, action: Action, on: On, shows: Shows) -> Part {
    Part {
        id,
        title,
        action,
        on,
        shows,
    }
}

const fn kind(id: &'static str, parts: &'static [Part]) -> Kind {
    Kind {
        id,
        parts,
        is_governed: false,
    }
}

/// By id.
pub(super) fn by_id(id: &str) -> Option<&'static Shown> {
    SERVICES.iter().copied().find(|service| service.id == id)
}

impl Shown {
    /// What the service calls this kind of thing.
    pub(super) fn kind(&self, id: &str) -> Option<&'static Kind> {
        self.kinds.iter().find(|kind| kind.id == id)
    }
}

/// In the order of the console's menu.
pub(super) const SERVICES: &[&Shown] = &[
    &storage::S3,
    &compute::EC2,
    &compute::LAMBDA,
    &storage::DYNAMODB,
    &storage::RDS,
    &messages::SNS,
    &messages::SQS,
    &security::KMS,
    &security::SECRETSMANAGER,
    &operations::CLOUDWATCH,
    &operations::CLOUDFORMATION,
    &operations::ROUTE53,
];
