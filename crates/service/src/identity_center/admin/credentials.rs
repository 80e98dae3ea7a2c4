//! The short-term credentials that a person was given, as an administrator sees them. AWS's console has no such list.

use vestibule_identity::identity_center::ids::DirectoryUserId;

use crate::answers::IssuedCredentials;
use crate::authorize::Action;
use crate::identity_center::portal::credentials::issued_to;
use crate::request::Caller;
use crate::{Service, ServiceError};

impl Service {
    /// What a person was given, newest first; also of somebody who was deleted meanwhile, since it lives on.
    ///
    /// # Errors
    /// Who may not look at people.
    pub async fn center_credentials(&self, caller: &Caller, id: &str) -> Result<IssuedCredentials, ServiceError> {
        let live = self.live(caller).await?;
        let id = DirectoryUserId::stored(id.to_owned());
        let mut reader = self.store.read().await?;
        self.may_center(&mut reader, &live, Action::DescribeDirectoryUser, "*")
            .await?;
        Ok(IssuedCredentials {
            credentials: issued_to(&mut reader, &id, self.now()).await?,
        })
    }
}
