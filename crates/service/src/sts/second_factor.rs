//! `SerialNumber` and `TokenCode`: a second factor proved with the call (facts 2.7). A step is accepted once, whether at
//! sign-in or here, and wrong codes are throttled alike.

use secrecy::SecretString;
use vestibule_identity::Timestamp;
use vestibule_store::{MfaSecret, Tx};

use super::StsError;
use super::parameters::{Checked, SERIAL, TOKEN_CODE};
use super::signature::Signer;
use crate::mfa::{assigned, read_code};
use crate::throttle::{self, ThrottleKey};
use crate::{Service, ServiceError};

const WRONG: &str = "MultiFactorAuthentication failed with invalid MFA one time pass code. ";
const UNFIT: &str = "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is \
                     valid and associated with this user.";
const HALF: &str = "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code. ";

/// What a call brings.
#[derive(Debug, Default)]
pub(super) struct SecondFactor {
    pub(super) serial: Option<String>,
    code: Option<SecretString>,
}

impl SecondFactor {
    pub(super) fn read(checked: &mut Checked<'_>) -> Self {
        Self {
            serial: checked.text("SerialNumber", &SERIAL),
            code: checked.text("TokenCode", &TOKEN_CODE).map(SecretString::from),
        }
    }
}

impl Service {
    /// Judges the code, if there is one: when it was proved. What is counted must be committed even if it is wrong.
    pub(super) async fn second_factor(
        &self,
        tx: &mut Tx,
        signer: &Signer,
        given: &SecondFactor,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StsError> {
        let denied = |words: &str| StsError::AccessDenied(words.to_owned());
        let (serial, code) = match (&given.serial, &given.code) {
            (None, None) => return Ok(None),
            (Some(serial), Some(code)) => (serial, code),
            _ => return Err(denied(HALF)),
        };
        let devices = assigned(tx, &signer.principal).await?;
        let device = devices
            .iter()
            .find(|device| device.serial == *serial && matches!(device.secret, MfaSecret::Totp { .. }))
            .ok_or_else(|| denied(UNFIT))?;
        let code = read_code("code", code).map_err(|_| denied(WRONG))?;
        let key = ThrottleKey::device(&device.serial);
        let judged = match throttle::reserve(tx, key, now).await {
            Ok(_) => self.judge_code(tx, device, &code, now).await,
            Err(refusal) => Err(refusal),
        };
        match judged {
            Ok(_) => {
                throttle::clear(tx, key).await?;
                Ok(Some(now))
            }
            Err(
                ServiceError::MfaCodeInvalid { .. }
                | ServiceError::MfaCodeUsed { .. }
                | ServiceError::TooManyAttempts { .. }
                | ServiceError::CredentialDisabled,
            ) => Err(denied(WRONG)),
            Err(fault) => Err(StsError::Service(fault)),
        }
    }
}
