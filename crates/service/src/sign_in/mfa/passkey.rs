//! A passkey or security key at sign-in: a WebAuthn authentication ceremony (Level 3 section 7.2).

use serde_json::Value;
use vestibule_store::mfa_devices;

use crate::addresses::SIGN_IN_ORIGIN;
use crate::answers::{CeremonyOptions, SignInStep};
use crate::error::KeyRefusal;
use crate::mfa::ceremonies::Ceremony;
use crate::mfa::judge::{Site, judge_key, keys, used};
use crate::request::{Answer, Caller};
use crate::{Service, ServiceError};

impl Service {
    /// Starts a ceremony with all of the person's keys.
    ///
    /// # Errors
    /// [`ServiceError::AttemptExpired`]; [`ServiceError::MfaRefused`] without a key.
    pub async fn start_sign_in_passkey(&self, caller: &Caller) -> Result<Answer<CeremonyOptions>, ServiceError> {
        let now = self.now();
        let mut reader = self.store.read().await?;
        let person = self.challenged(&mut reader, caller, now).await?;
        let (options, state) = Site::Console
            .relying_party()
            .start_authentication(SIGN_IN_ORIGIN, &keys(&person.devices))
            .map_err(KeyRefusal::from)?;
        self.ceremonies
            .keep(person.token, Ceremony::Authenticate { state }, now);
        Ok(Answer::new(CeremonyOptions { options }))
    }

    /// Judges a key's answer. The ceremony is gone before it is looked at.
    ///
    /// # Errors
    /// [`ServiceError::MfaRefused`] with the reason; the attempt goes on.
    pub async fn finish_sign_in_passkey(
        &self,
        caller: &Caller,
        credential: Value,
    ) -> Result<Answer<SignInStep>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let person = self.challenged(&mut tx, caller, now).await?;
        let judged = match self.ceremonies.take(person.token, now) {
            Ok(Ceremony::Authenticate { state }) => judge_key(&Site::Console, &person.devices, &state, credential),
            Ok(Ceremony::Register { .. }) => Err(KeyRefusal::NoCeremony),
            Err(refusal) => Err(refusal),
        };
        match judged {
            Ok((device, credential, verified)) => {
                mfa_devices::set_credential(&mut tx, device.id, &credential).await?;
                let mfa = used(&device, now, verified);
                let answer = self.pass_mfa(&mut tx, caller, person, &mfa, now).await?;
                self.commit(tx).await?;
                Ok(answer)
            }
            Err(refusal) => {
                self.refuse_mfa(tx, caller, person, now).await?;
                Err(refusal.into())
            }
        }
    }
}
