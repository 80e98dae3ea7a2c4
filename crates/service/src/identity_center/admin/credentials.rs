//! The short-term credentials that a person was given, as an administrator sees them. AWS's console has no such list.

use vestibule_identity::identity_center::ids::DirectoryUserId;

use crate::answers::IssuedCredentials;
use crate::authorize::Action;
use crate::identity_center::access::ListPart;
use crate::identity_center::portal::credentials::issued_to;
use crate::request::Caller;
use crate::{Service, ServiceError};

impl Service {
    /// A page of what a person was given, first what counts now; also of somebody who was deleted meanwhile, since it lives
    /// on.
    ///
    /// # Errors
    /// Who may not look at people.
    pub async fn center_credentials(
        &self,
        caller: &Caller,
        id: &str,
        part: &ListPart,
    ) -> Result<IssuedCredentials, ServiceError> {
        let live = self.live(caller).await?;
        let id = DirectoryUserId::stored(id.to_owned());
        let mut reader = self.store.read().await?;
        self.may_center(&mut reader, &live, Action::DescribeDirectoryUser, "*")
            .await?;
        issued_to(&mut reader, &id, self.now(), part).await
    }
}
