//! Compute.

use super::{ARN, CREATED, NAME, On, Shown, Shows, TAGS, kind, part};
use crate::authorize::Action;

pub(super) const EC2: Shown = Shown {
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
};

pub(super) const LAMBDA: Shown = Shown {
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
};
