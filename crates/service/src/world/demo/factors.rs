//! The second factors of the demo people, and where the other half of each goes: into the person's authenticator app,
//! onto a key, into a token, or to the bottom of a lake.

use std::time::Duration;

use secrecy::ExposeSecret;
use vestibule_credentials::security_key;
use vestibule_credentials::totp::{self, Seed};
use vestibule_identity::Timestamp;
use vestibule_identity::account::Account;
use vestibule_identity::clock::{random_index, random_uuid};
use vestibule_identity::ids::{passkey_arn, virtual_mfa_arn};
use vestibule_identity::mfa::totp::TotpState;
use vestibule_identity::mfa::{DeviceOwner, MfaKind};
use vestibule_identity::names::DeviceName;
use vestibule_identity::user::IamUser;
use vestibule_store::{MfaDeviceRow, MfaSecret, Tx, mfa_devices, totp_steps};

use crate::error::KeyRefusal;
use crate::mfa::judge::Site;
use crate::parcels::Parcel;
use crate::{Service, ServiceError};

/// A second factor to set up.
#[derive(Debug, Clone, Copy)]
pub(super) enum Factor {
    /// In the authenticator app; the phone's clock may be wrong by so many seconds.
    App { drift_seconds: i64 },
    /// A phone that nobody has any more.
    LostApp,
    /// A security key.
    Key,
    /// A hardware token.
    Token,
}

const STEPS_IN_A_DAY: i64 = 24 * 60 * 2;

/// Whose factors they are.
pub(super) struct Holder<'a> {
    pub(super) owner: DeviceOwner,
    pub(super) name: &'a str,
    /// `user @ account`, for a key's own list.
    pub(super) shown: String,
    pub(super) site: Site,
    /// Names a device.
    pub(super) serial: &'a (dyn Fn(MfaKind, &DeviceName) -> String + Sync),
    pub(super) since: Timestamp,
}

/// Sets up an IAM user's second factors and posts the other halves.
pub(super) async fn settle(
    service: &Service,
    tx: &mut Tx,
    account: &Account,
    user: &IamUser,
    factors: &[Factor],
    now: Timestamp,
) -> Result<(), ServiceError> {
    let serial = |kind: MfaKind, name: &DeviceName| match kind {
        MfaKind::Passkey => passkey_arn(&account.id, Some(&user.name), name, &*service.entropy),
        MfaKind::Virtual | MfaKind::Hardware => virtual_mfa_arn(&account.id, name),
    };
    let holder = Holder {
        owner: DeviceOwner::IamUser {
            account: user.account.clone(),
            user: user.id.clone(),
        },
        name: user.name.as_str(),
        shown: format!("{} @ {}", user.name, account.name),
        site: Site::Console,
        serial: &serial,
        since: user.created_at,
    };
    settle_for(service, tx, holder, factors, now).await
}

/// The same of anyone.
pub(super) async fn settle_for(
    service: &Service,
    tx: &mut Tx,
    holder: Holder<'_>,
    factors: &[Factor],
    now: Timestamp,
) -> Result<(), ServiceError> {
    let begun = holder.since;
    let mut holder = holder;
    for (order, factor) in (0..).zip(factors) {
        // One after the other, so that the list has an order.
        holder.since = begun.saturating_add(Duration::from_mins(order)).unwrap_or(now);
        match factor {
            Factor::App { drift_seconds } => app(service, tx, &holder, Some(*drift_seconds), now).await?,
            Factor::LostApp => app(service, tx, &holder, None, now).await?,
            Factor::Key => key(service, tx, &holder, now).await?,
            Factor::Token => {
                let serial = deliver(service, tx, &format!("{}'s token", holder.name)).await?;
                token(service, tx, &holder, serial, now).await?;
            }
        }
    }
    Ok(())
}

/// A token that belongs to nobody yet, for showing how one is assigned.
pub(super) async fn spare_token(service: &Service, tx: &mut Tx) -> Result<(), ServiceError> {
    deliver(service, tx, "Spare token").await.map(|_| ())
}

/// The manufacturer delivers a token: its seed to the service, the token to the person.
async fn deliver(service: &Service, tx: &mut Tx, label: &str) -> Result<String, ServiceError> {
    let seed = Seed::generate(&*service.entropy);
    let serial = format!("VEST{:08}", random_index(&*service.entropy, 100_000_000));
    totp_steps::deliver_token(tx, &serial, &service.seal_seed(&serial, &seed)?).await?;
    let parcel = Parcel::HardwareToken {
        serial: serial.clone(),
        label: label.to_owned(),
        secret: seed.base32().to_string(),
    };
    service.post(tx, &parcel).await?;
    Ok(serial)
}

async fn app(
    service: &Service,
    tx: &mut Tx,
    holder: &Holder<'_>,
    drift_seconds: Option<i64>,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let name = device_name(holder, "phone")?;
    let seed = Seed::generate(&*service.entropy);
    let serial = (holder.serial)(MfaKind::Virtual, &name);
    if let Some(drift_seconds) = drift_seconds {
        let otpauth = totp::otpauth_uri(&seed, name.as_str(), holder.name);
        let parcel = Parcel::AuthenticatorSeed {
            otpauth: otpauth.expose_secret().to_owned(),
            drift_seconds,
        };
        service.post(tx, &parcel).await?;
    }
    let secret = MfaSecret::Totp {
        sealed: service.seal_seed(&serial, &seed)?,
        state: Some(in_sync(now)),
    };
    insert(service, tx, holder, (MfaKind::Virtual, name, serial, secret), now).await
}

async fn token(
    service: &Service,
    tx: &mut Tx,
    holder: &Holder<'_>,
    serial: String,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let sealed = totp_steps::token(tx, &serial).await?.ok_or(ServiceError::NoWorld)?;
    let name = device_name(holder, "token")?;
    let secret = MfaSecret::Totp {
        sealed,
        state: Some(in_sync(now)),
    };
    insert(service, tx, holder, (MfaKind::Hardware, name, serial, secret), now).await
}

/// A whole registration ceremony, with the key in between.
async fn key(service: &Service, tx: &mut Tx, holder: &Holder<'_>, now: Timestamp) -> Result<(), ServiceError> {
    let name = device_name(holder, "key")?;
    let (site, origin) = (holder.site.relying_party(), holder.site.origin());
    let handle = service.user_handle(&holder.owner);
    let (options, state) = site
        .start_registration(&origin, handle, &holder.shown, &[])
        .map_err(KeyRefusal::from)?;
    let (answer, material) = security_key::register(&origin, &options, &[], false)?;
    let registered = site
        .finish_registration(&origin, &state, answer)
        .map_err(KeyRefusal::from)?;
    let parcel = Parcel::SecurityKey {
        name: format!("{}'s security key", holder.name),
        note: format!("Registered for {}.", holder.shown),
        pin: None,
        credentials: vec![material],
    };
    service.post(tx, &parcel).await?;
    let serial = (holder.serial)(MfaKind::Passkey, &name);
    let secret = MfaSecret::Passkey {
        credential_id: registered.credential_id,
        credential: registered.key,
    };
    insert(service, tx, holder, (MfaKind::Passkey, name, serial, secret), now).await
}

fn device_name(holder: &Holder<'_>, what: &str) -> Result<DeviceName, ServiceError> {
    DeviceName::parse(&format!("{}-{what}", holder.name)).map_err(|error| ServiceError::invalid("world", error))
}

/// Last used a day ago, by a clock that was right then.
fn in_sync(now: Timestamp) -> TotpState {
    TotpState {
        last_step: totp::step_at(now).saturating_sub(STEPS_IN_A_DAY),
        drift: 0,
        in_sync: true,
    }
}

async fn insert(
    service: &Service,
    tx: &mut Tx,
    holder: &Holder<'_>,
    (kind, name, serial, secret): (MfaKind, DeviceName, String, MfaSecret),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let device = MfaDeviceRow {
        id: random_uuid(&*service.entropy),
        owner: holder.owner.clone(),
        kind,
        name,
        serial,
        secret,
        created_at: holder.since,
        enabled_at: Some(holder.since.min(now)),
    };
    mfa_devices::insert(tx, &device).await?;
    Ok(())
}
