//! Keys and secrets.

use super::{ARN, CREATED, Kind, NAME, On, Shown, Shows, TAGS, kind, part};
use crate::authorize::Action;

pub(super) const KMS: Shown = Shown {
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
};

pub(super) const SECRETSMANAGER: Shown = Shown {
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
};
