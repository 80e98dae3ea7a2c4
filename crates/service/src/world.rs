//! The world: a demo organization with people in every state that matters, the clock, the settings.

use std::time::Duration;

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vestibule_credentials::password::{HashCost, PasswordHasher};
use vestibule_credentials::totp;
use vestibule_identity::Timestamp;
use vestibule_identity::clock::{ClockState, random_uuid};
use vestibule_identity::names::EmailAddress;
use vestibule_store::identity_center::{
    application_visits, oauth, portal_sessions, role_credentials, scim, sign_in_tokens,
};
use vestibule_store::{
    Note, Reads, Store, Tx, WorldRow, accounts, mfa_devices, sessions, temporary_credentials, throttles, world,
};

mod aws_policies;
mod company;
mod demo;
mod scenarios;
mod walks;

pub use company::CompanyIntroduction;
pub use scenarios::Scenario;

use crate::federation::TOKEN_LIFETIME;
use crate::{Service, ServiceError};

const CLOCK: &str = "clock";
const SECURITY_CHECK: &str = "security-check";
const UNATTRIBUTED: &str = "unattributed-failures";

/// What one hash may take on this machine when a world is made.
const HASH_TARGET: Duration = Duration::from_millis(80);
/// Most iterations that calibration chooses.
const MOST_ITERATIONS: u32 = 8;

/// When the root path asks for a security check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SecurityCheck {
    /// After two failures, and on recovery.
    #[default]
    AfterFailures,
    /// At every root sign-in, and on recovery.
    Always,
    /// Never.
    Off,
}

/// What a person may switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// When the root path asks for a security check.
    pub security_check: SecurityCheck,
}

/// The world's clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClockView {
    /// The simulated time.
    #[schema(value_type = String, format = "date-time")]
    pub now: Timestamp,
    /// The machine's time.
    #[schema(value_type = String, format = "date-time")]
    pub real_now: Timestamp,
    /// Seconds that the simulated time is ahead.
    pub offset_seconds: i64,
    /// Whether the two agree.
    pub is_real: bool,
}

/// The world at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WorldView {
    /// Changes with every new world.
    pub world_id: String,
    /// The clock.
    pub clock: ClockView,
    /// The settings.
    pub settings: Settings,
}

/// The demo's accounts, as everybody knows them who is given a role there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoAccounts {
    /// Changes with every new world.
    pub world_id: String,
    /// The management account's id.
    pub management: String,
    /// The Finance account's id.
    pub finance: String,
}

/// What is known of a world before the service is up.
pub(crate) struct Saved {
    pub(crate) exists: bool,
    pub(crate) clock: Option<ClockState>,
    pub(crate) hash_cost: Option<HashCost>,
}

/// Reads what the clock and the hasher start from.
pub(crate) async fn saved(connection: &mut impl Reads) -> Result<Saved, ServiceError> {
    let row = world::get(connection).await?;
    let clock = world::setting(connection, CLOCK).await?;
    Ok(Saved {
        exists: row.is_some(),
        clock: clock.map(|text| serde_json::from_str(&text)).transpose()?,
        hash_cost: row.map(|row| serde_json::from_str(&row.hash_cost)).transpose()?,
    })
}

/// The same of a store that was just opened.
pub(crate) async fn saved_in(store: &Store) -> Result<Saved, ServiceError> {
    saved(&mut store.read().await?).await
}

/// Keeps the clock's state with whatever is being committed, and beside the store in case that goes back.
pub(crate) async fn save_clock(tx: &mut Tx, state: &ClockState) -> Result<(), ServiceError> {
    world::set_setting(tx, CLOCK, &serde_json::to_string(state)?).await?;
    let mut note = Note::default();
    let parts = [state.offset_seconds, state.high_water.as_microsecond()];
    for (to, from) in note.iter_mut().zip(parts.into_iter().flat_map(i64::to_le_bytes)) {
        *to = from;
    }
    tx.note(note);
    Ok(())
}

/// The clock's state that was kept beside the store, if one was.
pub(crate) fn clock_of_note(note: Note) -> Option<ClockState> {
    let (offset, rest) = note.split_first_chunk::<8>()?;
    let (high_water, _) = rest.split_first_chunk::<8>()?;
    Some(ClockState {
        offset_seconds: i64::from_le_bytes(*offset),
        high_water: Timestamp::from_microsecond(i64::from_le_bytes(*high_water)).ok()?,
    })
    .filter(|state| *state != ClockState::default())
}

/// When to ask for a security check.
pub(crate) async fn security_check(connection: &mut impl Reads) -> Result<SecurityCheck, ServiceError> {
    let text = world::setting(connection, SECURITY_CHECK).await?;
    Ok(text
        .map(|text| serde_json::from_str(&text))
        .transpose()?
        .unwrap_or_default())
}

/// A failure against a name that belongs to no account: nothing to log, but the same commit as for one that does.
pub(crate) async fn count_unattributed(tx: &mut Tx) -> Result<(), ServiceError> {
    let count: u64 = world::setting(tx, UNATTRIBUTED)
        .await?
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    world::set_setting(tx, UNATTRIBUTED, &count.saturating_add(1).to_string()).await?;
    Ok(())
}

impl Service {
    /// The world at a glance.
    ///
    /// # Errors
    /// Store failures only.
    pub async fn world(&self) -> Result<WorldView, ServiceError> {
        let mut reader = self.store.read().await?;
        let row = world::get(&mut reader).await?.ok_or(ServiceError::NoWorld)?;
        let security_check = security_check(&mut reader).await?;
        Ok(WorldView {
            world_id: row.id.to_string(),
            clock: self.clock_view(),
            settings: Settings { security_check },
        })
    }

    /// The ids of the demo's accounts; none when their root users have other e-mail addresses now.
    ///
    /// # Errors
    /// Store failures only.
    pub async fn demo_accounts(&self) -> Result<Option<DemoAccounts>, ServiceError> {
        let mut reader = self.store.read().await?;
        let row = world::get(&mut reader).await?.ok_or(ServiceError::NoWorld)?;
        let mut ids = Vec::new();
        for root in [demo::MANAGEMENT_ROOT, demo::FINANCE_ROOT] {
            let email = EmailAddress::parse(root).map_err(|error| ServiceError::invalid("world", error))?;
            ids.extend(
                accounts::by_email(&mut reader, &email)
                    .await?
                    .map(|account| account.id.to_string()),
            );
        }
        Ok(match <[String; 2]>::try_from(ids) {
            Ok([management, finance]) => Some(DemoAccounts {
                world_id: row.id.to_string(),
                management,
                finance,
            }),
            Err(_) => None,
        })
    }

    /// Changes the settings.
    ///
    /// # Errors
    /// Store failures only.
    pub async fn change_settings(&self, settings: Settings) -> Result<Settings, ServiceError> {
        let mut tx = self.store.write().await?;
        let text = serde_json::to_string(&settings.security_check)?;
        world::set_setting(&mut tx, SECURITY_CHECK, &text).await?;
        self.commit(tx).await?;
        Ok(settings)
    }

    /// Moves simulated time forward; everything that expires follows.
    ///
    /// # Errors
    /// Store failures only.
    pub async fn advance_clock(&self, by: Duration) -> Result<ClockView, ServiceError> {
        let tx = self.store.write().await?;
        self.clock.advance(by);
        self.commit(tx).await?;
        Ok(self.clock_view())
    }

    /// Goes back to the machine's time. What was begun in the simulated future ends, and waits start over.
    ///
    /// # Errors
    /// Store failures only.
    pub async fn clock_back_to_real(&self) -> Result<ClockView, ServiceError> {
        let mut tx = self.store.write().await?;
        let left = self.now();
        self.clock.back_to_real();
        let now = self.now();
        sessions::end_future(&mut tx, now).await?;
        temporary_credentials::leave_future(&mut tx, left, now).await?;
        role_credentials::leave_future(&mut tx, left, now).await?;
        scim::delete_future(&mut tx, now).await?;
        let latest = now.saturating_add(TOKEN_LIFETIME).unwrap_or(now);
        sign_in_tokens::delete_future(&mut tx, latest).await?;
        portal_sessions::end_future(&mut tx, now).await?;
        oauth::end_future(&mut tx, now).await?;
        application_visits::end_future(&mut tx, now).await?;
        throttles::re_anchor_all(&mut tx, now).await?;
        let step = totp::step_at(now);
        mfa_devices::map_all_totp(&mut tx, |state| state.re_anchor(step)).await?;
        self.commit(tx).await?;
        Ok(self.clock_view())
    }

    /// Forgets everything and makes a new demo world in one transaction, with new passwords.
    ///
    /// # Errors
    /// Store failures; the old world is then as it was.
    pub async fn new_world(&self) -> Result<(), ServiceError> {
        let cost = match self.fixed_cost {
            Some(cost) => cost,
            None => self.calibrate().await?,
        };
        self.hashing.set_cost(cost)?;
        self.clock.back_to_real();
        let now = self.now();
        let people = demo::people(self, now).await?;
        let row = WorldRow {
            id: random_uuid(&*self.entropy),
            created_at: now,
            hash_cost: serde_json::to_string(&cost)?,
        };
        let mut tx = self.store.write().await?;
        world::wipe(&mut tx).await?;
        world::create(&mut tx, &row).await?;
        demo::settle(self, &mut tx, row.id, people).await?;
        self.commit(tx).await
    }

    fn clock_view(&self) -> ClockView {
        let state = self.clock.state();
        let real_now = self.time.wall();
        let now = self.now();
        let ahead = now.as_second().saturating_sub(real_now.as_second());
        ClockView {
            now,
            real_now,
            offset_seconds: ahead,
            is_real: state.offset_seconds == 0 && ahead.abs() <= 1,
        }
    }

    /// Raises the cost from OWASP's minimum until one hash takes about 80 ms here.
    async fn calibrate(&self) -> Result<HashCost, ServiceError> {
        let base = HashCost::default();
        let time = std::sync::Arc::clone(&self.time);
        let pepper = self.key.derive("calibration");
        let took = tokio::task::spawn_blocking(move || -> Result<Duration, ServiceError> {
            let hasher = PasswordHasher::new(base, &pepper)?;
            let start = time.monotonic();
            hasher.hash(&SecretString::from("how long does this take"))?;
            Ok(time.monotonic().saturating_sub(start))
        })
        .await
        .map_err(|_| ServiceError::Worker)??;
        let per_iteration = (took.as_millis() / u128::from(base.iterations.max(1))).max(1);
        let wanted = u32::try_from(HASH_TARGET.as_millis() / per_iteration).unwrap_or(MOST_ITERATIONS);
        Ok(base.with_iterations(wanted.clamp(base.iterations, MOST_ITERATIONS)))
    }
}
