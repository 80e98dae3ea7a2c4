//! The services that are only shown: what each lists, which action of the service asks for it, and on what.
//!
//! Actions and their resources are those of the Service Authorization Reference
//! (<https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>).

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
    /// What is in the resource.
    Inside(&'static str, &'static [Column]),
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
    SERVICES.iter().find(|service| service.id == id)
}

impl Shown {
    /// What the service calls this kind of thing.
    pub(super) fn kind(&self, id: &str) -> Option<&'static Kind> {
        self.kinds.iter().find(|kind| kind.id == id)
    }
}

pub(super) const SERVICES: &[Shown] = &[
    Shown {
        id: "s3",
        name: "S3",
        description: "Scalable storage in the cloud",
        category: "Storage",
        is_global: true,
        lists: &[part(
            "buckets",
            "Buckets",
            Action::S3ListAllMyBuckets,
            On::Any,
            Shows::List("bucket", &[NAME, REGION, ("access", "Access"), CREATED]),
        )],
        kinds: &[
            kind(
                "bucket",
                &[
                    part(
                        "objects",
                        "Objects",
                        Action::S3ListBucket,
                        On::Itself,
                        Shows::Inside("object", &[NAME, ("size", "Size"), ("class", "Storage class"), CREATED]),
                    ),
                    part(
                        "properties",
                        "Properties",
                        Action::S3GetBucketLocation,
                        On::Itself,
                        Shows::Facts(&[REGION, ARN, CREATED, TAGS]),
                    ),
                    part(
                        "policy",
                        "Bucket policy",
                        Action::S3GetBucketPolicy,
                        On::Itself,
                        Shows::Policy,
                    ),
                ],
            ),
            kind(
                "object",
                &[part(
                    "content",
                    "Object",
                    Action::S3GetObject,
                    On::Itself,
                    Shows::Content,
                )],
            ),
        ],
    },
    Shown {
        id: "ec2",
        name: "EC2",
        description: "Virtual servers in the cloud",
        category: "Compute",
        is_global: false,
        lists: &[
            part(
                "instances",
                "Instances",
                Action::Ec2DescribeInstances,
                On::Any,
                Shows::List(
                    "instance",
                    &[
                        NAME,
                        ("id", "Instance ID"),
                        ("state", "Instance state"),
                        ("type", "Instance type"),
                    ],
                ),
            ),
            part(
                "volumes",
                "Volumes",
                Action::Ec2DescribeVolumes,
                On::Any,
                Shows::List(
                    "volume",
                    &[NAME, ("size", "Size"), ("type", "Type"), ("state", "Volume state")],
                ),
            ),
            part(
                "security-groups",
                "Security Groups",
                Action::Ec2DescribeSecurityGroups,
                On::Any,
                Shows::List(
                    "security-group",
                    &[NAME, ("id", "Security group ID"), ("rules", "Inbound rules")],
                ),
            ),
        ],
        kinds: &[
            kind(
                "instance",
                &[part(
                    "details",
                    "Details",
                    Action::Ec2DescribeInstances,
                    On::Any,
                    Shows::Facts(&[
                        ("id", "Instance ID"),
                        ("state", "Instance state"),
                        ("type", "Instance type"),
                        ("address", "Private IPv4 address"),
                        ("zone", "Availability Zone"),
                        ("role", "IAM role"),
                        ARN,
                        CREATED,
                        TAGS,
                    ]),
                )],
            ),
            kind(
                "volume",
                &[part(
                    "details",
                    "Details",
                    Action::Ec2DescribeVolumes,
                    On::Any,
                    Shows::Facts(&[
                        ("size", "Size"),
                        ("type", "Type"),
                        ("state", "Volume state"),
                        ARN,
                        CREATED,
                        TAGS,
                    ]),
                )],
            ),
            kind(
                "security-group",
                &[part(
                    "details",
                    "Details",
                    Action::Ec2DescribeSecurityGroups,
                    On::Any,
                    Shows::Facts(&[
                        ("id", "Security group ID"),
                        ("rules", "Inbound rules"),
                        ARN,
                        CREATED,
                        TAGS,
                    ]),
                )],
            ),
        ],
    },
    Shown {
        id: "lambda",
        name: "Lambda",
        description: "Run code without thinking about servers",
        category: "Compute",
        is_global: false,
        lists: &[part(
            "functions",
            "Functions",
            Action::LambdaListFunctions,
            On::Any,
            Shows::List(
                "function",
                &[NAME, ("runtime", "Runtime"), ("description", "Description")],
            ),
        )],
        kinds: &[kind(
            "function",
            &[
                part(
                    "configuration",
                    "Configuration",
                    Action::LambdaGetFunctionConfiguration,
                    On::Itself,
                    Shows::Facts(&[
                        ("description", "Description"),
                        ("runtime", "Runtime"),
                        ("handler", "Handler"),
                        ("role", "Execution role"),
                        ARN,
                        CREATED,
                        TAGS,
                    ]),
                ),
                part("code", "Code", Action::LambdaGetFunction, On::Itself, Shows::Content),
                part(
                    "policy",
                    "Resource-based policy",
                    Action::LambdaGetPolicy,
                    On::Itself,
                    Shows::Policy,
                ),
            ],
        )],
    },
    Shown {
        id: "dynamodb",
        name: "DynamoDB",
        description: "Managed NoSQL database",
        category: "Database",
        is_global: false,
        lists: &[part(
            "tables",
            "Tables",
            Action::DynamoDbListTables,
            On::Any,
            Shows::List("table", &[NAME, ("status", "Status"), ("key", "Partition key")]),
        )],
        kinds: &[kind(
            "table",
            &[
                part(
                    "details",
                    "General information",
                    Action::DynamoDbDescribeTable,
                    On::Itself,
                    Shows::Facts(&[("status", "Status"), ("key", "Partition key"), ARN, CREATED, TAGS]),
                ),
                part("items", "Items", Action::DynamoDbScan, On::Itself, Shows::Content),
            ],
        )],
    },
    Shown {
        id: "rds",
        name: "RDS",
        description: "Managed relational database service",
        category: "Database",
        is_global: false,
        lists: &[part(
            "databases",
            "Databases",
            Action::RdsDescribeDbInstances,
            On::All("arn:aws:rds:{region}:{account}:db:*"),
            Shows::List(
                "db",
                &[NAME, ("engine", "Engine"), ("class", "Size"), ("status", "Status")],
            ),
        )],
        kinds: &[kind(
            "db",
            &[part(
                "details",
                "Summary",
                Action::RdsDescribeDbInstances,
                On::Itself,
                Shows::Facts(&[
                    ("engine", "Engine"),
                    ("class", "Size"),
                    ("status", "Status"),
                    ("endpoint", "Endpoint"),
                    ARN,
                    CREATED,
                    TAGS,
                ]),
            )],
        )],
    },
    Shown {
        id: "sns",
        name: "Simple Notification Service",
        description: "Managed message topics for pub/sub",
        category: "Application integration",
        is_global: false,
        lists: &[part(
            "topics",
            "Topics",
            Action::SnsListTopics,
            On::Any,
            Shows::List("topic", &[NAME, ("type", "Type"), ARN]),
        )],
        kinds: &[kind(
            "topic",
            &[
                part(
                    "details",
                    "Details",
                    Action::SnsGetTopicAttributes,
                    On::Itself,
                    Shows::Facts(&[("type", "Type"), ARN, CREATED, TAGS]),
                ),
                part(
                    "subscriptions",
                    "Subscriptions",
                    Action::SnsListSubscriptionsByTopic,
                    On::Itself,
                    Shows::Content,
                ),
                part(
                    "policy",
                    "Access policy",
                    Action::SnsGetTopicAttributes,
                    On::Itself,
                    Shows::Policy,
                ),
            ],
        )],
    },
    Shown {
        id: "sqs",
        name: "Simple Queue Service",
        description: "Managed message queues",
        category: "Application integration",
        is_global: false,
        lists: &[part(
            "queues",
            "Queues",
            Action::SqsListQueues,
            On::Any,
            Shows::List("queue", &[NAME, ("type", "Type"), ("messages", "Messages available")]),
        )],
        kinds: &[kind(
            "queue",
            &[
                part(
                    "details",
                    "Details",
                    Action::SqsGetQueueAttributes,
                    On::Itself,
                    Shows::Facts(&[("type", "Type"), ("messages", "Messages available"), ARN, CREATED, TAGS]),
                ),
                part(
                    "messages",
                    "Messages",
                    Action::SqsReceiveMessage,
                    On::Itself,
                    Shows::Content,
                ),
                part(
                    "policy",
                    "Access policy",
                    Action::SqsGetQueueAttributes,
                    On::Itself,
                    Shows::Policy,
                ),
            ],
        )],
    },
    Shown {
        id: "kms",
        name: "Key Management Service",
        description: "Securely generate and manage encryption keys",
        category: "Security, identity, and compliance",
        is_global: false,
        lists: &[part(
            "keys",
            "Customer managed keys",
            Action::KmsListKeys,
            On::Any,
            Shows::List(
                "key",
                &[
                    ("name", "Alias"),
                    ("id", "Key ID"),
                    ("spec", "Key spec"),
                    ("status", "Status"),
                ],
            ),
        )],
        kinds: &[Kind {
            id: "key",
            is_governed: true,
            parts: &[
                part(
                    "details",
                    "General configuration",
                    Action::KmsDescribeKey,
                    On::Itself,
                    Shows::Facts(&[
                        ("id", "Key ID"),
                        ("description", "Description"),
                        ("spec", "Key spec"),
                        ("status", "Status"),
                        ARN,
                        CREATED,
                    ]),
                ),
                part(
                    "policy",
                    "Key policy",
                    Action::KmsGetKeyPolicy,
                    On::Itself,
                    Shows::Policy,
                ),
            ],
        }],
    },
    Shown {
        id: "secretsmanager",
        name: "Secrets Manager",
        description: "Easily rotate, manage, and retrieve secrets throughout their lifecycle",
        category: "Security, identity, and compliance",
        is_global: false,
        lists: &[part(
            "secrets",
            "Secrets",
            Action::SecretsListSecrets,
            On::Any,
            Shows::List("secret", &[NAME, ("description", "Description"), CREATED]),
        )],
        kinds: &[kind(
            "secret",
            &[
                part(
                    "details",
                    "Secret details",
                    Action::SecretsDescribeSecret,
                    On::Itself,
                    Shows::Facts(&[
                        ("description", "Description"),
                        ("key", "Encryption key"),
                        ARN,
                        CREATED,
                        TAGS,
                    ]),
                ),
                part(
                    "value",
                    "Secret value",
                    Action::SecretsGetSecretValue,
                    On::Itself,
                    Shows::Secret,
                ),
                part(
                    "policy",
                    "Resource permissions",
                    Action::SecretsGetResourcePolicy,
                    On::Itself,
                    Shows::Policy,
                ),
            ],
        )],
    },
    Shown {
        id: "cloudwatch",
        name: "CloudWatch",
        description: "Monitor resources and applications",
        category: "Management and governance",
        is_global: false,
        lists: &[
            part(
                "alarms",
                "Alarms",
                Action::CloudWatchDescribeAlarms,
                On::All("arn:aws:cloudwatch:{region}:{account}:alarm:*"),
                Shows::List("alarm", &[NAME, ("state", "State"), ("condition", "Conditions")]),
            ),
            part(
                "log-groups",
                "Log groups",
                Action::LogsDescribeLogGroups,
                On::All("arn:aws:logs:{region}:{account}:log-group:*"),
                Shows::List("log-group", &[NAME, ("retention", "Retention"), CREATED]),
            ),
        ],
        kinds: &[
            kind(
                "alarm",
                &[part(
                    "details",
                    "Details",
                    Action::CloudWatchDescribeAlarms,
                    On::Itself,
                    Shows::Facts(&[("state", "State"), ("condition", "Conditions"), ARN, CREATED]),
                )],
            ),
            kind(
                "log-group",
                &[part(
                    "events",
                    "Log events",
                    Action::LogsFilterLogEvents,
                    On::Itself,
                    Shows::Content,
                )],
            ),
        ],
    },
    Shown {
        id: "cloudformation",
        name: "CloudFormation",
        description: "Create and manage resources with templates",
        category: "Management and governance",
        is_global: false,
        lists: &[part(
            "stacks",
            "Stacks",
            Action::CloudFormationListStacks,
            On::Any,
            Shows::List(
                "stack",
                &[NAME, ("status", "Status"), ("description", "Description"), CREATED],
            ),
        )],
        kinds: &[kind(
            "stack",
            &[
                part(
                    "details",
                    "Stack info",
                    Action::CloudFormationDescribeStacks,
                    On::Itself,
                    Shows::Facts(&[("status", "Status"), ("description", "Description"), ARN, CREATED, TAGS]),
                ),
                part(
                    "template",
                    "Template",
                    Action::CloudFormationGetTemplate,
                    On::Itself,
                    Shows::Content,
                ),
            ],
        )],
    },
    Shown {
        id: "route53",
        name: "Route 53",
        description: "Scalable DNS and domain name registration",
        category: "Networking and content delivery",
        is_global: true,
        lists: &[part(
            "zones",
            "Hosted zones",
            Action::Route53ListHostedZones,
            On::Any,
            Shows::List("zone", &[NAME, ("type", "Type"), ("records", "Record count")]),
        )],
        kinds: &[kind(
            "zone",
            &[
                part(
                    "details",
                    "Hosted zone details",
                    Action::Route53GetHostedZone,
                    On::Itself,
                    Shows::Facts(&[("type", "Type"), ("records", "Record count"), ARN, CREATED]),
                ),
                part(
                    "records",
                    "Records",
                    Action::Route53ListResourceRecordSets,
                    On::Itself,
                    Shows::Content,
                ),
            ],
        )],
    },
];
