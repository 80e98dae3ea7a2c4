//! The permission sets that AWS suggests, each with one policy of AWS.
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetpredefined.html>

use vestibule_store::policies;

use crate::answers::{PredefinedSet, PredefinedSets};
use crate::authorize::Action;
use crate::request::Caller;
use crate::{Service, ServiceError};

const PREDEFINED: &[(&str, &str)] = &[
    ("AdministratorAccess", "arn:aws:iam::aws:policy/AdministratorAccess"),
    ("Billing", "arn:aws:iam::aws:policy/job-function/Billing"),
    (
        "DatabaseAdministrator",
        "arn:aws:iam::aws:policy/job-function/DatabaseAdministrator",
    ),
    ("DataScientist", "arn:aws:iam::aws:policy/job-function/DataScientist"),
    (
        "NetworkAdministrator",
        "arn:aws:iam::aws:policy/job-function/NetworkAdministrator",
    ),
    ("PowerUserAccess", "arn:aws:iam::aws:policy/PowerUserAccess"),
    ("ReadOnlyAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess"),
    ("SecurityAudit", "arn:aws:iam::aws:policy/SecurityAudit"),
    ("SupportUser", "arn:aws:iam::aws:policy/job-function/SupportUser"),
    (
        "SystemAdministrator",
        "arn:aws:iam::aws:policy/job-function/SystemAdministrator",
    ),
    ("ViewOnlyAccess", "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"),
];

impl Service {
    /// The permission sets that AWS suggests.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], and an account that does not administer the instance.
    pub async fn predefined_sets(&self, caller: &Caller) -> Result<PredefinedSets, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        self.may_center(&mut reader, &live, Action::ListPermissionSets, "*")
            .await?;
        let mut predefined = Vec::new();
        for (name, arn) in PREDEFINED {
            let Some(policy) = policies::by_arn(&mut reader, arn).await? else {
                continue;
            };
            predefined.push(PredefinedSet {
                name: (*name).to_owned(),
                description: policy.description,
                policy_arn: (*arn).to_owned(),
            });
        }
        Ok(PredefinedSets { predefined })
    }
}
