//! How the calls of tools stand in the event history.

use serde_json::Value;
use vestibule_identity::event::{EventContext, HIDDEN, OidcFacts, oidc_call};
use vestibule_store::Tx;
use vestibule_store::identity_center::InstanceRow;

use super::{OauthError, SsoError};
use crate::request::Caller;
use crate::{Service, ServiceError};

/// Recorded instead of every secret.
pub(super) fn hidden() -> Value {
    Value::from(HIDDEN)
}

/// A call that went well.
pub(super) struct Call<'a> {
    pub(super) name: &'a str,
    pub(super) who: Option<&'a str>,
    pub(super) parameters: Value,
    pub(super) response: Value,
}

impl Service {
    /// Calls for tokens come to `oidc.<region>.amazonaws.com`.
    fn oidc_context(&self, caller: &Caller, instance: &InstanceRow) -> EventContext {
        EventContext {
            host: format!("oidc.{}.amazonaws.com", instance.home_region),
            ..self.portal_context(caller, instance)
        }
    }

    /// Calls with a token come to `portal.sso.<region>.amazonaws.com`.
    fn sso_context(&self, caller: &Caller, instance: &InstanceRow) -> EventContext {
        EventContext {
            host: format!("portal.sso.{}.amazonaws.com", instance.home_region),
            ..self.portal_context(caller, instance)
        }
    }

    /// A call for tokens went well.
    pub(super) async fn record_oidc(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        instance: &InstanceRow,
        call: Call<'_>,
    ) -> Result<(), ServiceError> {
        let facts = OidcFacts {
            name: call.name,
            who: call.who,
            error: None,
            parameters: call.parameters,
            response: call.response,
            read_only: false,
        };
        let record = oidc_call(&self.oidc_context(caller, instance), facts);
        self.record(tx, &record).await
    }

    /// A call for tokens was refused. That a device asks again is no failure.
    pub(super) async fn record_oidc_refusal(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        instance: &InstanceRow,
        name: &str,
        error: &OauthError,
    ) -> Result<(), ServiceError> {
        if matches!(error, OauthError::AuthorizationPending | OauthError::SlowDown) {
            return Ok(());
        }
        let facts = OidcFacts {
            name,
            who: None,
            error: Some(error.name()),
            parameters: Value::Null,
            response: Value::Null,
            read_only: false,
        };
        let record = oidc_call(&self.oidc_context(caller, instance), facts);
        self.record(tx, &record).await
    }

    /// A call with a token went well, or was refused to someone whom the token tells.
    pub(super) async fn record_sso(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        instance: &InstanceRow,
        call: Call<'_>,
        refused: Option<&SsoError>,
    ) -> Result<(), ServiceError> {
        let facts = OidcFacts {
            name: call.name,
            who: call.who,
            error: refused.map(SsoError::name),
            parameters: call.parameters,
            response: call.response,
            read_only: call.name.starts_with("List"),
        };
        let record = oidc_call(&self.sso_context(caller, instance), facts);
        self.record(tx, &record).await
    }
}
