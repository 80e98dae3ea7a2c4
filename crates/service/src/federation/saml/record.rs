//! Records of SAML sign-ins. Nothing that the provider did not sign is recorded as true.

use vestibule_identity::event::{
    SamlCall, SamlGrant, assume_role_with_saml, assume_role_with_saml_refused, federated_console_login,
};
use vestibule_identity::names::{AccountId, SessionName};
use vestibule_store::{ProviderRow, Tx};

use super::admit::Admitted;
use super::refusal::SamlRefused;
use super::weigh::Said;
use super::{claims, keys};
use crate::request::Caller;
use crate::{Service, ServiceError, addresses};

/// What is recorded of a refusal.
pub(super) struct Refused<'a> {
    /// `errorCode`
    pub(super) code: &'static str,
    /// `errorMessage`
    pub(super) words: String,
    /// The check that failed.
    pub(super) check: &'a str,
}

impl<'a> From<&'a SamlRefused> for Refused<'a> {
    fn from(refused: &'a SamlRefused) -> Self {
        Self {
            code: refused.refusal.code().0,
            words: refused.refusal.to_string(),
            check: refused.report.failed.as_deref().unwrap_or_default(),
        }
    }
}

impl Service {
    /// `AssumeRoleWithSAML`, in the role's account.
    pub(super) async fn record_saml(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        admitted: &Admitted,
        said: &Said,
    ) -> Result<(), ServiceError> {
        let account = &admitted.role.account;
        let context = self.root_event_context(caller, account);
        let arn = admitted.role.arn();
        let federation = &admitted.federation;
        let session = claims::session_name(&said.attributes).ok();
        let call = SamlCall {
            subject: &said.subject.value,
            name_qualifier: &admitted.name_qualifier,
            assertion: &said.assertion_id,
            provider: federation.by.provider().unwrap_or_default(),
            role: Some(&arn),
            session: session.as_ref().map(SessionName::as_str),
            source_identity: federation.source_identity.as_deref(),
            tags: federation.tags.clone(),
            transitive: federation.transitive.clone(),
            seconds: Some(admitted.seconds),
        };
        let expires = self.now().saturating_add(admitted.lifetime).unwrap_or(self.now());
        let grant = SamlGrant {
            principal: &admitted.principal,
            key: &federation.key,
            expires,
            subject_type: keys::subject_type(&said.subject),
            issuer: &said.issuer,
            audience: &said.recipient,
        };
        self.record(tx, &assume_role_with_saml(&context, &call, &grant)).await
    }

    /// `ConsoleLogin` of the session.
    pub(super) async fn record_saml_login(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        admitted: &Admitted,
    ) -> Result<(), ServiceError> {
        let context = self.root_event_context(caller, &admitted.role.account);
        let (principal, federation) = (&admitted.principal, &admitted.federation);
        let record = federated_console_login(&context, principal, federation, addresses::LOGIN_TO);
        self.record(tx, &record).await
    }

    /// A refusal of what the provider did sign, in the provider's account.
    pub(super) async fn record_saml_refused(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        provider: &ProviderRow,
        said: &Said,
        role: Option<&str>,
        refused: Refused<'_>,
    ) -> Result<(), ServiceError> {
        let account: &AccountId = &provider.account;
        let context = self.root_event_context(caller, account);
        let qualifier = keys::name_qualifier(&said.issuer, account, &provider.name);
        let session = claims::session_name(&said.attributes).ok();
        let source = claims::source_identity(&said.attributes).ok().flatten();
        let tags = claims::tags(&said.attributes).unwrap_or_default();
        let call = SamlCall {
            subject: &said.subject.value,
            name_qualifier: &qualifier,
            assertion: &said.assertion_id,
            provider: &provider.arn,
            role,
            session: session.as_ref().map(SessionName::as_str),
            source_identity: source.as_deref(),
            tags: tags.tags,
            transitive: tags.transitive,
            seconds: claims::duration(&said.attributes).ok().flatten(),
        };
        let record = assume_role_with_saml_refused(&context, &call, refused.code, refused.words, refused.check);
        self.record(tx, &record).await
    }
}
