//! Putting settings in force without asking anybody, to prepare a world for a test or a lesson. No route leads here.

use vestibule_identity::identity_center::settings::Settings;
use vestibule_store::identity_center::instance;

use super::the_instance;
use crate::{Service, ServiceError};

impl Service {
    /// Changes the instance's settings.
    ///
    /// # Errors
    /// Store failures only.
    pub async fn rehearse_settings(&self, change: impl FnOnce(&mut Settings) + Send) -> Result<(), ServiceError> {
        let mut tx = self.store.write().await?;
        let mut settings = the_instance(&mut tx).await?.settings;
        change(&mut settings);
        instance::set_settings(&mut tx, &settings).await?;
        self.commit(tx).await
    }
}
