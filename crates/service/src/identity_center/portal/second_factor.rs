//! What comes between the password and the portal.

use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::attempt::Course;
use vestibule_store::Tx;
use vestibule_store::identity_center::DirectoryUserRow;

use crate::answers::PortalStep;
use crate::request::{Answer, Caller};
use crate::{Service, ServiceError};

impl Service {
    /// The password was right: what comes next. The caller commits.
    pub(super) async fn after_password(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        user: &DirectoryUserRow,
        _one_time: bool,
        course: &Course,
        now: Timestamp,
    ) -> Result<Answer<PortalStep>, ServiceError> {
        self.enter_portal(tx, caller, user, None, course, now).await
    }
}
