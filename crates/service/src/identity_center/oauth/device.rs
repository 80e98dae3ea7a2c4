//! A device's sign-in (`StartDeviceAuthorization`, RFC 8628), and the page where a person types its code.

use secrecy::SecretString;
use serde_json::json;
use vestibule_credentials::token::Token;
use vestibule_identity::identity_center::oauth::device::DeviceFlow;
use vestibule_identity::identity_center::oauth::grant::{GrantType, REQUEST};
use vestibule_identity::identity_center::oauth::user_code::UserCode;
use vestibule_store::Tx;
use vestibule_store::identity_center::InstanceRow;
use vestibule_store::identity_center::oauth::{self, DeviceRow, devices};

use super::OauthError;
use super::authorize::Asks;
use super::clients::{authenticated, live_client, may_use};
use super::consent::view;
use super::record::{Call, hidden};
use crate::addresses;
use crate::answers::{DevicePage, OauthConsent};
use crate::identity_center::the_instance;
use crate::request::{Answer, Caller, CookieChange, seconds};
use crate::throttle::{self, ThrottleKey};
use crate::{Service, ServiceError};

const WRONG_CODE: &str = "This code is not right, or its time is over. Check it, or start again on the device.";

/// What a device says.
#[derive(Debug, Clone)]
pub struct StartDevice {
    /// `clientId`.
    pub client_id: String,
    /// `clientSecret`.
    pub client_secret: SecretString,
    /// `startUrl`: a portal.
    pub start_url: String,
}

/// What it shows, and what it asks with.
#[derive(Debug)]
pub struct DeviceAuthorization {
    /// `deviceCode`.
    pub device_code: SecretString,
    /// `userCode`, `XXXX-XXXX`.
    pub user_code: String,
    /// `verificationUri`.
    pub verification_uri: String,
    /// `verificationUriComplete`.
    pub verification_uri_complete: String,
    /// `expiresIn`, in seconds.
    pub expires_in: i64,
    /// `interval`, in seconds.
    pub interval: u32,
}

impl Service {
    /// Begins a device's sign-in.
    ///
    /// # Errors
    /// `InvalidClient`, `UnauthorizedClient`, `InvalidRequest` for a portal that does not exist.
    pub async fn oauth_start_device(
        &self,
        caller: &Caller,
        form: &StartDevice,
    ) -> Result<DeviceAuthorization, OauthError> {
        let mut tx = self.store.write().await?;
        let instance = the_instance(&mut tx).await?;
        let begun = self.begin_device(&mut tx, caller, &instance, form).await;
        if let Err(refused) = &begun {
            if !refused.is_refusal() {
                return begun;
            }
            self.record_oidc_refusal(&mut tx, caller, &instance, "StartDeviceAuthorization", refused)
                .await?;
        }
        self.commit(tx).await?;
        begun
    }

    async fn begin_device(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        instance: &InstanceRow,
        form: &StartDevice,
    ) -> Result<DeviceAuthorization, OauthError> {
        let now = self.now();
        let client = authenticated(tx, &form.client_id, &form.client_secret, now).await?;
        may_use(&client, GrantType::DeviceCode)?;
        if !addresses::is_portal(instance, &form.start_url) {
            return Err(OauthError::InvalidRequest("Invalid start URL provided"));
        }
        oauth::sweep(tx, now).await?;
        let device_code = Token::generate(&*self.entropy);
        let user_code = self.fresh_user_code(tx).await?;
        let row = DeviceRow {
            device_hash: device_code.hash().0,
            user_hash: self.user_code_hash(&user_code),
            client: client.id,
            flow: DeviceFlow::default(),
            issued_at: now,
            expires_at: now.saturating_add(REQUEST).unwrap_or(now),
        };
        devices::insert(tx, &row).await?;
        let shown = user_code.shown();
        let begun = DeviceAuthorization {
            device_code: device_code.reveal().into(),
            verification_uri: addresses::device_page(instance, None),
            verification_uri_complete: addresses::device_page(instance, Some(&shown)),
            user_code: shown,
            expires_in: seconds(REQUEST),
            interval: row.flow.interval,
        };
        let call = Call {
            name: "StartDeviceAuthorization",
            who: None,
            parameters: json!({ "clientId": form.client_id, "clientSecret": hidden(), "startUrl": form.start_url }),
            response: json!({
                "deviceCode": hidden(), "userCode": hidden(), "verificationUri": begun.verification_uri,
                "verificationUriComplete": hidden(), "expiresIn": begun.expires_in, "interval": begun.interval,
            }),
        };
        self.record_oidc(tx, caller, instance, call).await?;
        Ok(begun)
    }

    /// One that no other device shows.
    async fn fresh_user_code(&self, tx: &mut Tx) -> Result<UserCode, ServiceError> {
        loop {
            let code = UserCode::generate(&*self.entropy);
            if devices::by_user_code(tx, &self.user_code_hash(&code)).await?.is_none() {
                return Ok(code);
            }
        }
    }

    /// The code is short: the key keeps a stolen store from telling it.
    fn user_code_hash(&self, code: &UserCode) -> [u8; 32] {
        self.key.derive(&format!("device-user-code/{}", code.shown()))
    }

    /// The portal's page for a device's code, for whoever comes to the address of old.
    ///
    /// # Errors
    /// Store failures only.
    pub async fn oauth_device_page(&self, user_code: &str) -> Result<DevicePage, ServiceError> {
        let mut reader = self.store.read().await?;
        let instance = the_instance(&mut reader).await?;
        let code = UserCode::parse(user_code).map(|code| code.shown());
        Ok(DevicePage {
            address: addresses::device_page(&instance, code.as_deref()),
        })
    }

    /// A person confirms the code that their device shows; the consent page follows.
    ///
    /// # Errors
    /// [`ServiceError::NotSignedIn`]; a field error for a code that no device shows, or that somebody else typed; the
    /// throttle, which counts a person's guesses (RFC 8628 5.1).
    pub async fn oauth_confirm_device(
        &self,
        caller: &Caller,
        typed: &str,
    ) -> Result<Answer<OauthConsent>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let live = self.live_portal_in(&mut tx, caller).await?;
        let code = UserCode::parse(typed).ok_or_else(|| {
            ServiceError::invalid(
                "userCode",
                "Enter the code as the device shows it: eight letters, such as BCDF-GHJK.",
            )
        })?;
        let key = ThrottleKey::user_codes(&live.user.id);
        let before = throttle::counted(&mut tx, key).await?;
        throttle::reserve_for_ever(&mut tx, key, now).await?;
        let found = devices::by_user_code(&mut tx, &self.user_code_hash(&code))
            .await?
            .filter(|row| row.issued_at <= now && now < row.expires_at);
        let opened = found.and_then(|row| Some((row.flow.open(live.session.id)?, row)));
        let client = match &opened {
            Some((_, row)) => live_client(&mut tx, &row.client, now).await?,
            None => None,
        };
        let (Some((flow, row)), Some(client)) = (opened, client) else {
            self.commit(tx).await?;
            return Err(ServiceError::invalid("userCode", WRONG_CODE));
        };
        // Everybody can have a right code of their own: it buys no more guesses at others'.
        throttle::put_back(&mut tx, key, before).await?;
        devices::set_flow(&mut tx, &row.device_hash, &flow).await?;
        let browser = caller
            .consent
            .clone()
            .unwrap_or_else(|| Token::generate(&*self.entropy));
        let asks = Asks::Device {
            device: row.device_hash,
        };
        let session = Some(live.session.id);
        let request = self.ask(&mut tx, &client, &asks, &browser, session, now).await?;
        self.commit(tx).await?;
        let consent = view(&client, &request, &live, None, Some(code.shown()), row.expires_at);
        Ok(Answer::new(consent).with(CookieChange::SetConsent {
            token: browser,
            seconds: seconds(REQUEST),
        }))
    }
}
