//! Teaching faults, the log of what was issued, and how people sign in.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::faults::{self, Fault};
use crate::saml::{IssuedDetails, IssuedSummary, log};
use crate::settings::{self, SignInSettings};
use crate::{Caller, Company, CompanyError, Tx};

/// A fault's switch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FaultSwitch {
    /// Which.
    pub fault: Fault,
    /// What it does.
    pub words: String,
    /// Whether it is in ID tokens rather than in SAML responses.
    pub of_tokens: bool,
    /// Whether it is on.
    pub on: bool,
}

/// Which faults are to be on; all others go off.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct FaultsForm {
    /// Those.
    pub on: Vec<Fault>,
}

async fn switches(tx: &mut Tx) -> Result<Vec<FaultSwitch>, CompanyError> {
    let on = faults::on(tx).await?;
    Ok(Fault::ALL
        .into_iter()
        .map(|fault| FaultSwitch {
            fault,
            words: fault.words().to_owned(),
            of_tokens: fault.is_of_tokens(),
            on: on.contains(&fault),
        })
        .collect())
}

impl Company {
    /// Every fault with its switch.
    ///
    /// # Errors
    /// [`CompanyError::NotSignedIn`], [`CompanyError::AccessDenied`].
    pub async fn fault_switches(&self, caller: &Caller) -> Result<Vec<FaultSwitch>, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        switches(&mut tx).await
    }

    /// Switches faults on and off.
    ///
    /// # Errors
    /// As [`fault_switches`](Self::fault_switches).
    pub async fn set_faults(&self, caller: &Caller, form: &FaultsForm) -> Result<Vec<FaultSwitch>, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        faults::set(&mut tx, &form.on).await?;
        let switches = switches(&mut tx).await?;
        tx.commit().await?;
        Ok(switches)
    }

    /// What was issued, newest first.
    ///
    /// # Errors
    /// As [`fault_switches`](Self::fault_switches).
    pub async fn issued(&self, caller: &Caller) -> Result<Vec<IssuedSummary>, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        log::list(&mut tx).await
    }

    /// An issued response or token, readable.
    ///
    /// # Errors
    /// As [`fault_switches`](Self::fault_switches); [`CompanyError::NoSuchEntity`].
    pub async fn issued_one(&self, caller: &Caller, id: i64) -> Result<IssuedDetails, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        self.issued_details(&mut tx, id).await
    }

    /// How people sign in.
    ///
    /// # Errors
    /// As [`fault_switches`](Self::fault_switches).
    pub async fn sign_in_settings(&self, caller: &Caller) -> Result<SignInSettings, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        settings::get(&mut tx).await
    }

    /// Changes how people sign in.
    ///
    /// # Errors
    /// As [`fault_switches`](Self::fault_switches).
    pub async fn set_sign_in_settings(
        &self,
        caller: &Caller,
        form: SignInSettings,
    ) -> Result<SignInSettings, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        settings::set(&mut tx, &form).await?;
        tx.commit().await?;
        Ok(form)
    }
}
