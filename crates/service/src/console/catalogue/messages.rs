//! Application integration.

use super::{ARN, CREATED, NAME, On, Shown, Shows, TAGS, kind, part};
use crate::authorize::Action;

pub(super) const SNS: Shown = Shown {
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
};

pub(super) const SQS: Shown = Shown {
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
};
