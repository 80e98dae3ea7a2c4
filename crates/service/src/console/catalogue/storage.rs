//! Storage and databases.

use super::{ARN, CREATED, NAME, On, REGION, Shown, Shows, TAGS, kind, part};
use crate::authorize::Action;

pub(super) const S3: Shown = Shown {
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
                    Shows::Folder(&[NAME, ("size", "Size"), ("class", "Storage class"), CREATED]),
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
};

pub(super) const DYNAMODB: Shown = Shown {
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
};

pub(super) const RDS: Shown = Shown {
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
};
