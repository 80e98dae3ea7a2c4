//! Event history.

use axum::extract::{Query, State};
use serde::Deserialize;
use utoipa::IntoParams;
use vestibule_identity::Timestamp;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{EventExport, EventOutcome, EventPage};
use vestibule_service::events::EventQuery;

use super::App;
use crate::answer::{Reply, plain};
use crate::caller;

/// Which events.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase")]
pub struct EventsQuery {
    /// `next` of the page before.
    before: Option<i64>,
    /// Event name, whole.
    name: Option<String>,
    /// User name as recorded, whole.
    user_name: Option<String>,
    /// Success or failure.
    #[param(inline)]
    outcome: Option<EventOutcome>,
    /// Not before.
    #[param(value_type = Option<String>, format = "date-time")]
    from: Option<Timestamp>,
    /// Not after.
    #[param(value_type = Option<String>, format = "date-time")]
    to: Option<Timestamp>,
    /// At most this many, 1 to 200.
    limit: Option<u32>,
}

impl From<EventsQuery> for EventQuery {
    fn from(query: EventsQuery) -> Self {
        Self {
            before: query.before,
            name: query.name,
            user_name: query.user_name,
            outcome: query.outcome,
            from: query.from,
            to: query.to,
            limit: query.limit,
        }
    }
}

/// Events, newest first.
#[utoipa::path(get, path = "/api/events", params(EventsQuery), responses((status = 200, body = EventPage), (status = "default", body = ErrorBody)))]
pub async fn list(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Query(query): Query<EventsQuery>,
) -> Reply<EventPage> {
    plain(app.events(&caller, query.into()).await)
}

/// The same events as JSON lines.
#[utoipa::path(get, path = "/api/events/export", params(EventsQuery), responses((status = 200, body = EventExport), (status = "default", body = ErrorBody)))]
pub async fn export(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Query(query): Query<EventsQuery>,
) -> Reply<EventExport> {
    plain(app.export_events(&caller, query.into()).await)
}
