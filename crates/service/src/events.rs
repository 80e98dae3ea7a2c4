//! The event history: writing records in CloudTrail's shape, and looking them up.

use serde_json::Value;
use vestibule_identity::Timestamp;
use vestibule_identity::account::Account;
use vestibule_identity::clock::random_uuid;
use vestibule_identity::event::{
    self, EventContext, EventIdentity, EventRecord, Outcome, SessionContext, SignInKind, sign_in_region,
};
use vestibule_identity::names::AccountId;
use vestibule_identity::principal::Principal;
use vestibule_store::{EventFilter, EventRow, Tx, events};

use crate::addresses;
use crate::answers::{EventExport, EventOutcome, EventPage, EventView};
use crate::authorize::Action;
use crate::request::Caller;
use crate::session::Live;
use crate::{Service, ServiceError};

/// Events on one page unless asked otherwise.
const PAGE: u32 = 50;
/// Most events on one page.
const LARGEST_PAGE: u32 = 200;
/// Most events in one export.
const LARGEST_EXPORT: u32 = 10_000;

/// Which events.
#[derive(Debug, Default)]
pub struct EventQuery {
    /// Only those before this position.
    pub before: Option<i64>,
    /// Event name, whole.
    pub name: Option<String>,
    /// User name as recorded, whole.
    pub user_name: Option<String>,
    /// Success or failure.
    pub outcome: Option<EventOutcome>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Not after.
    pub to: Option<Timestamp>,
    /// At most this many.
    pub limit: Option<u32>,
}

impl Service {
    /// Events of the signed-in account, newest first.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], [`ServiceError::NotSignedIn`].
    pub async fn events(&self, caller: &Caller, query: EventQuery) -> Result<EventPage, ServiceError> {
        let limit = query.limit.unwrap_or(PAGE).clamp(1, LARGEST_PAGE);
        let mut rows = self.look_up(caller, &query, limit + 1).await?;
        let more = rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
        if more {
            rows.pop();
        }
        let next = rows.last().filter(|_| more).map(|row| row.seq);
        let events = rows.into_iter().map(view).collect::<Result<Vec<_>, ServiceError>>()?;
        Ok(EventPage { events, next })
    }

    /// The same events as JSON lines, oldest first, at most ten thousand.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], [`ServiceError::NotSignedIn`].
    pub async fn export_events(&self, caller: &Caller, query: EventQuery) -> Result<EventExport, ServiceError> {
        let mut rows = self.look_up(caller, &query, LARGEST_EXPORT).await?;
        rows.reverse();
        let mut json_lines = String::new();
        for row in rows {
            json_lines.push_str(&row.json);
            json_lines.push('\n');
        }
        Ok(EventExport { json_lines })
    }

    async fn look_up(&self, caller: &Caller, query: &EventQuery, limit: u32) -> Result<Vec<EventRow>, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        self.may(&mut reader, &live, Action::LookupEvents, "*").await?;
        let filter = EventFilter {
            name: cleaned(query.name.as_deref()),
            user_name: cleaned(query.user_name.as_deref()),
            outcome: query.outcome.map(|outcome| match outcome {
                EventOutcome::Success => Outcome::Success,
                EventOutcome::Failure => Outcome::Failure,
            }),
            from: query.from,
            to: query.to,
        };
        Ok(events::page(&mut reader, &live.account.id, &filter, query.before, limit).await?)
    }

    pub(crate) async fn record(&self, tx: &mut Tx, record: &EventRecord) -> Result<(), ServiceError> {
        events::append(tx, record).await?;
        Ok(())
    }

    /// Records an administrative call of the session's principal.
    pub(crate) async fn record_act(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &Live,
        event_name: &str,
        parameters: Value,
        response: Value,
    ) -> Result<(), ServiceError> {
        let context = self.root_event_context(caller, &live.account.id);
        let record = event::api_call(
            &context,
            event_name,
            &EventIdentity::of(live.principal(), &live.account),
            Some(SessionContext {
                started: live.issued_at(),
                mfa: live.session.mfa.is_some(),
            }),
            parameters,
            response,
        );
        self.record(tx, &record).await
    }

    /// The same of a call to another service than IAM.
    #[expect(clippy::too_many_arguments, reason = "one record's facts")]
    pub(crate) async fn record_act_of(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &Live,
        source: &'static str,
        event_name: &str,
        parameters: Value,
        response: Value,
    ) -> Result<(), ServiceError> {
        let context = self.root_event_context(caller, &live.account.id);
        let session = SessionContext {
            started: live.issued_at(),
            mfa: live.session.mfa.is_some(),
        };
        let identity = EventIdentity::of(live.principal(), &live.account);
        let record = event::api_call(&context, event_name, &identity, Some(session), parameters, response);
        self.record(tx, &record.of_service(source)).await
    }

    /// Records a call that is made for someone who is signing in: there is no session yet.
    #[expect(clippy::too_many_arguments, reason = "one record's facts")]
    pub(crate) async fn record_during_sign_in(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        principal: &Principal,
        account: &Account,
        event_name: &str,
        parameters: Value,
        response: Value,
    ) -> Result<(), ServiceError> {
        let context = self.root_event_context(caller, &account.id);
        let identity = EventIdentity::of(principal, account);
        let record = event::api_call(&context, event_name, &identity, None, parameters, response);
        self.record(tx, &record).await
    }

    /// Root sign-in and IAM calls are always recorded in us-east-1 (facts 6.2).
    pub(crate) fn root_event_context(&self, caller: &Caller, account: &AccountId) -> EventContext {
        self.event_context(caller, account, sign_in_region(SignInKind::Root, false, None), None)
    }

    /// The region of an IAM sign-in follows the remembered-account cookie and the address (facts 6.2).
    pub(crate) fn iam_event_context(
        &self,
        caller: &Caller,
        account: &Account,
        had_cookie: bool,
        region: Option<&str>,
    ) -> EventContext {
        let recorded = sign_in_region(SignInKind::IamUser, had_cookie, region);
        self.event_context(caller, &account.id, recorded, region)
    }

    fn event_context(
        &self,
        caller: &Caller,
        account: &AccountId,
        recorded: &str,
        region: Option<&str>,
    ) -> EventContext {
        EventContext {
            time: self.now(),
            event_id: random_uuid(&*self.entropy),
            region: recorded.to_owned(),
            source_ip: caller.source_ip.clone(),
            user_agent: caller.user_agent.clone(),
            account: account.clone(),
            host: addresses::sign_in_host(region),
        }
    }
}

/// A time inside a record of an IAM call, for example `Mar 1, 2026 9:04:05 AM`.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html>
pub(crate) fn shown_date(time: Timestamp) -> String {
    time.strftime("%b %-d, %Y %-I:%M:%S %p").to_string()
}

fn cleaned(text: Option<&str>) -> Option<String> {
    let text = text?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn view(row: EventRow) -> Result<EventView, ServiceError> {
    let record: Value = serde_json::from_str(&row.json)?;
    let text = |name: &str| record.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok(EventView {
        seq: row.seq,
        id: text("eventID"),
        time: row.time,
        name: row.name,
        user_name: row.user_name,
        source_ip: text("sourceIPAddress"),
        region: text("awsRegion"),
        outcome: match row.outcome {
            Outcome::Success => EventOutcome::Success,
            Outcome::Failure => EventOutcome::Failure,
        },
        record,
    })
}
