//! STS: keys become temporary credentials (facts 2.4 to 2.7, 6).
//!
//! ```text
//! request ─ signature ─► Signer ─┬─ assume_role ───────┐
//!                                ├─ federation_token ──┼─► issue ─► temporary credentials
//!                                ├─ session_token ─────┤
//!                                └─ caller_identity    │
//! token of a provider ─ web_identity ──────────────────┤
//! assertion of a provider ─ federation::saml ──────────┘
//! ```
//!
//! - `signature`: who signed a request; `second_factor`: a code that comes with it.
//! - `session_policies`, `session_tags`: what goes along with a session.
//! - `parameters`: the parameters of the Query protocol, and what may be in them; `answers`, `error`: what comes back.
//!
//! <https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html>

pub mod answers;
mod assume_role;
mod caller_identity;
pub(crate) mod demo;
mod error;
mod federation_token;
mod issue;
mod parameters;
mod saml;
mod second_factor;
mod session_policies;
mod session_tags;
mod session_token;
mod signature;
mod web_identity;

use std::time::Duration;

use serde_json::Value;
use vestibule_identity::event::{EventIdentity, KeyedSession, StsFacts, sts_call};
use vestibule_identity::principal::Principal;
use vestibule_store::Tx;

pub use error::StsError;
pub(crate) use issue::NewCredentials;
pub use parameters::Parameters;
pub(crate) use session_policies::{SessionPolicies, accepted as accepted_session_policies};
pub use signature::SignedRequest;
pub(crate) use signature::{KeySession, Signer, in_force};

use crate::authorize::Action;
use crate::request::Caller;
use crate::{Service, ServiceError};

/// `DurationSeconds` of a role's session.
const ROLE_SECONDS: (u64, u64) = (900, 43_200);
const DEFAULT_ROLE_SECONDS: u64 = 3600;
/// `DurationSeconds` of sessions without a role.
const OWN_SECONDS: (u64, u64) = (900, 129_600);
const DEFAULT_OWN_SECONDS: u64 = 43_200;
/// Of a root user's keys.
const LONGEST_OF_ROOT: u64 = 3600;
/// Role chaining.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining>
pub(crate) const LONGEST_CHAINED: Duration = Duration::from_hours(1);

/// A refusal as STS words it: without the reason.
fn short(principal: &Principal, action: Action, resource: &str) -> String {
    let (who, action) = (principal.arn(), action.name());
    format!("User: {who} is not authorized to perform: {action} on resource: {resource}")
}

impl Service {
    /// Records a call in the account of who signed it.
    async fn record_sts(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        signer: &Signer,
        facts: StsFacts,
    ) -> Result<(), ServiceError> {
        let context = self.root_event_context(caller, &signer.account.id);
        let record = sts_call(&context, &signer.identity(), facts);
        self.record(tx, &record).await
    }
}

impl Signer {
    /// `userIdentity` of its calls.
    pub(crate) fn identity(&self) -> EventIdentity {
        let session = self.session.as_ref().map(|session| KeyedSession {
            federation: &session.federation,
            started: session.issued_at,
            mfa: session.mfa_at.is_some(),
        });
        EventIdentity::of_key(&self.principal, &self.account, &self.key, session)
    }
}

/// Facts of a call without a response.
fn facts(name: &'static str, parameters: Value, error: Option<(&'static str, String)>) -> StsFacts {
    StsFacts {
        name,
        parameters,
        response: Value::Null,
        resources: None,
        shared: None,
        error,
    }
}
