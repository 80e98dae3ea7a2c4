//! Who asks, and what the request's context says of them.

use std::collections::BTreeMap;

use vestibule_identity::Timestamp;
use vestibule_identity::principal::Principal;
use vestibule_identity::session::{Federation, RoleSession};
use vestibule_policy::{Attached, Context, Principal as PolicyPrincipal};
use vestibule_store::{OrganizationRow, StsCall};

use crate::request::Caller;
use crate::session::Live;
use crate::sts::Signer;

/// The principal of a request with what is known of its session.
#[derive(Debug, Clone)]
pub(crate) struct Asker<'a> {
    pub(crate) principal: &'a Principal,
    /// When the session's credentials were issued; none for long-term credentials.
    issued_at: Option<Timestamp>,
    /// Whether and when the session began with a second factor. `None`: the session says nothing of it, as with long-term
    /// keys and federated identities (facts 4.7).
    #[allow(
        clippy::option_option,
        reason = "a session that says nothing of MFA is not one without"
    )]
    mfa: Option<Option<Timestamp>>,
    source_ip: &'a str,
    user_agent: &'a str,
    /// The console attaches `IAMUserChangePassword` to a user it asks to reset (facts 3.3).
    pub(super) must_change_password: bool,
    /// Session policies; none if the session was begun without.
    pub(super) session_policies: &'a [Attached],
    /// Session tags; they come over those of the role.
    pub(super) session_tags: Option<&'a BTreeMap<String, String>>,
    /// What else a session says of where it came from.
    beyond: Beyond<'a>,
}

/// What a session that began elsewhere says of that.
#[derive(Debug, Clone, Copy, Default)]
struct Beyond<'a> {
    /// `aws:SourceIdentity`
    source_identity: Option<&'a str>,
    /// `aws:FederatedProvider`
    provider: Option<&'a str>,
    /// Keys that outlive the assumption, such as `saml:sub`.
    keys: Option<&'a BTreeMap<String, String>>,
}

impl<'a> Beyond<'a> {
    fn of(federation: Option<&'a Federation>, role: Option<&'a RoleSession>) -> Self {
        if let Some(role) = role {
            return Self {
                source_identity: role.source_identity.as_deref(),
                ..Self::default()
            };
        }
        Self {
            source_identity: federation.and_then(|from| from.source_identity.as_deref()),
            provider: federation.and_then(|from| from.by.provider()),
            keys: federation.map(|from| &from.context),
        }
    }
}

impl<'a> Asker<'a> {
    /// The console session's principal.
    pub(crate) fn of(live: &'a Live) -> Self {
        Self {
            principal: live.principal(),
            issued_at: Some(live.issued_at()),
            // Of someone who was federated the session says nothing of MFA (facts 4.7), nor does a role from there.
            mfa: match live.session.federation {
                Some(_) => None,
                None => Some(live.session.mfa.as_ref().map(|mfa| mfa.at)),
            },
            source_ip: &live.session.source_ip,
            user_agent: &live.session.user_agent,
            must_change_password: false,
            session_policies: live.session_policies(),
            session_tags: live.session_tags(),
            beyond: Beyond::of(live.federation(), live.role()),
        }
    }

    /// Who signed in, even while the session acts as a role: switching roles is always theirs to ask for (facts 5).
    pub(crate) fn original(live: &'a Live) -> Self {
        Self {
            principal: &live.session.principal,
            issued_at: Some(live.own_issued_at()),
            session_policies: &live.session_policies,
            session_tags: live.session.federation.as_ref().map(|federation| &federation.tags),
            beyond: Beyond::of(live.session.federation.as_ref(), None),
            ..Self::of(live)
        }
    }

    /// Whoever signed a call with keys. `proved`: a second factor that came with the call. Long-term keys say nothing of one
    /// unless it did, and neither do sessions that an identity provider or a broker began (facts 4.7).
    pub(crate) fn of_signer(signer: &'a Signer, caller: &'a Caller, proved: Option<Timestamp>) -> Self {
        let session = signer.session.as_ref();
        let own =
            session.filter(|session| matches!(session.call, Some(StsCall::GetSessionToken | StsCall::AssumeRole)));
        Self {
            principal: &signer.principal,
            issued_at: session.map(|session| session.issued_at),
            mfa: match (proved, own) {
                (Some(at), _) => Some(Some(at)),
                (None, Some(session)) => Some(session.mfa_at),
                (None, None) => None,
            },
            source_ip: &caller.source_ip,
            user_agent: &caller.user_agent,
            must_change_password: false,
            session_policies: &signer.policies,
            session_tags: session.map(|session| &session.federation.tags),
            beyond: Beyond::of(session.map(|session| &session.federation), None),
        }
    }

    /// Someone who is signing in, and has no session yet.
    pub(crate) fn signing_in(
        principal: &'a Principal,
        caller: &'a Caller,
        mfa: Option<Timestamp>,
        must_change_password: bool,
    ) -> Self {
        Self {
            principal,
            issued_at: None,
            mfa: Some(mfa),
            source_ip: &caller.source_ip,
            user_agent: &caller.user_agent,
            must_change_password,
            session_policies: &[],
            session_tags: None,
            beyond: Beyond::default(),
        }
    }

    /// Someone of whose request nothing is known.
    pub(super) fn simulated(principal: &'a Principal) -> Self {
        Self {
            principal,
            issued_at: None,
            mfa: None,
            source_ip: "",
            user_agent: "",
            must_change_password: false,
            session_policies: &[],
            session_tags: None,
            beyond: Beyond::default(),
        }
    }

    /// The root user of a member account in the session that `sts:AssumeRoot` gave to the console session's principal.
    pub(crate) fn assumed_root(root: &'a Principal, live: &'a Live, now: Timestamp) -> Self {
        Self {
            principal: root,
            issued_at: Some(now),
            mfa: None,
            source_ip: &live.session.source_ip,
            user_agent: &live.session.user_agent,
            must_change_password: false,
            session_policies: &[],
            session_tags: None,
            beyond: Beyond::default(),
        }
    }

    /// As the engine knows it.
    pub(super) fn policy_principal(&self) -> PolicyPrincipal {
        match self.principal {
            Principal::Root { account } => PolicyPrincipal::Root {
                account: account.as_str().to_owned(),
            },
            Principal::IamUser { account, user, name } => PolicyPrincipal::User {
                account: account.as_str().to_owned(),
                name: name.as_str().to_owned(),
                id: user.as_str().to_owned(),
            },
            Principal::AssumedRole {
                account,
                role,
                path,
                name,
                session,
            } => PolicyPrincipal::RoleSession {
                account: account.as_str().to_owned(),
                role: format!("{}{name}", path.as_str().trim_start_matches('/')),
                role_id: role.as_str().to_owned(),
                session: session.as_str().to_owned(),
                service_linked: path.as_str().starts_with("/aws-service-role/"),
            },
            Principal::FederatedUser { account, name, issuer } => PolicyPrincipal::FederatedUser {
                account: account.as_str().to_owned(),
                name: name.as_str().to_owned(),
                issuer: issuer.as_ref().map(|by| by.name.as_str().to_owned()),
            },
        }
    }

    /// The unique id whose tags are the principal's: `aws:PrincipalTag/…`.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principaltag>
    pub(super) fn tagged_as(&self) -> Option<&str> {
        match self.principal {
            Principal::Root { .. } | Principal::FederatedUser { .. } => None,
            Principal::IamUser { user, .. } => Some(user.as_str()),
            Principal::AssumedRole { role, .. } => Some(role.as_str()),
        }
    }

    /// The global keys that can be known here.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
    pub(crate) fn context(&self, now: Timestamp, organization: Option<&OrganizationRow>) -> Context {
        let mut context = self.policy_principal().context();
        context.set("aws:CurrentTime", now.to_string());
        context.set("aws:EpochTime", now.as_second().to_string());
        context.set("aws:SourceIp", self.source_ip);
        context.set("aws:UserAgent", self.user_agent);
        context.set("aws:SecureTransport", "true");
        context.set("aws:ViaAWSService", "false");
        if let Some(issued) = self.issued_at {
            context.set("aws:TokenIssueTime", issued.to_string());
        }
        if let Some(mfa) = self.mfa {
            context.set("aws:MultiFactorAuthPresent", mfa.is_some().to_string());
            if let Some(at) = mfa {
                let age = now.as_second().saturating_sub(at.as_second()).max(0);
                context.set("aws:MultiFactorAuthAge", age.to_string());
            }
        }
        if let Some(source) = self.beyond.source_identity {
            context.set("aws:SourceIdentity", source);
        }
        if let Some(provider) = self.beyond.provider {
            context.set("aws:FederatedProvider", provider);
        }
        for (key, value) in self.beyond.keys.into_iter().flatten() {
            context.set(key.as_str(), value.as_str());
        }
        if let Some(organization) = organization {
            context.set("aws:PrincipalOrgID", organization.id.as_str());
        }
        context
    }
}
