//! Management and networks.

use super::{ARN, CREATED, NAME, On, Shown, Shows, TAGS, kind, part};
use crate::authorize::Action;

pub(super) const CLOUDWATCH: Shown = Shown {
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
};

pub(super) const CLOUDFORMATION: Shown = Shown {
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
};

pub(super) const ROUTE53: Shown = Shown {
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
};
