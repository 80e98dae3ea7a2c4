//! Switch role: the console session acts as a role for a while (facts 5, 6.7).
//!
//! - Who signed in asks, even when the session acts as a role already; the root user cannot.
//! - Both sides must agree: the caller's `sts:AssumeRole`, and the role's trust policy. There is no place for an external
//!   id, so `sts:ExternalId` is absent and roles that demand one are out of reach.
//! - Transitive session tags and the source identity of a federated session come along, if both sides allow that as well.
//! - The role's session lasts as long as the role allows, but not longer than the session that it stands on; an hour at
//!   most where that one is a role's itself (role chaining).
//! - Permissions are those of the role alone, and are read from the store at each request.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-console.html>

mod read;
pub mod recent;

use std::time::Duration;

use vestibule_identity::Timestamp;
use vestibule_identity::account::{Account, AccountStatus};
use vestibule_identity::clock::random_uuid;
use vestibule_identity::event::{self, Assumption, EventIdentity, SessionContext};
use vestibule_identity::ids::{TemporaryKeyId, role_arn};
use vestibule_identity::names::{AccountRef, SessionName};
use vestibule_identity::principal::Principal;
use vestibule_identity::session::{Federation, RoleSession};
use vestibule_policy::{Attached, Kind};
use vestibule_store::{Reads, RoleRow, Tx, accounts, roles, sessions, tags};

use crate::addresses;
use crate::answers::{RecentRole, SwitchedRole};
use crate::authorize::{Action, Asker, Question};
use crate::error::Denial;
use crate::request::{Answer, Caller, CookieChange, seconds};
use crate::session::Live;
use crate::tags::keys_of_resource;
use crate::{Service, ServiceError};
use read::Wanted;

/// Role chaining (facts 1.8).
const LONGEST_CHAINED: Duration = Duration::from_hours(1);
/// How long a browser keeps the roles it switched to. AWS documents no time.
const RECENT_LIFETIME: Duration = Duration::from_hours(365 * 24);

/// The Switch Role form.
#[derive(Debug)]
pub struct Switch {
    /// Account id or alias.
    pub account: String,
    /// Path and name of the role.
    pub role_name: String,
    /// What the menu should call it.
    pub display_name: Option<String>,
    /// Its colour there.
    pub color: Option<String>,
}

impl Service {
    /// Acts as a role from now on.
    ///
    /// # Errors
    /// [`ServiceError::SwitchRoleRefused`] for whatever is wrong with account, role or permissions;
    /// [`ServiceError::RootCannotSwitch`]; field errors for what is missing, the display name and the colour.
    pub async fn switch_role(&self, caller: &Caller, form: Switch) -> Result<Answer<SwitchedRole>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let wanted = read::form(&form);
        let Some(session_name) = session_name(&live.session.principal) else {
            return Err(match live.session.principal {
                Principal::FederatedUser { .. } => {
                    let words = "A federated user cannot assume a role, whatever policies say.";
                    ServiceError::SwitchRoleRefused(Box::new(refusal(&live, &typed_arn(&wanted?), words)))
                }
                _ => ServiceError::RootCannotSwitch,
            });
        };
        let wanted = wanted?;
        let (account, role) = match self.admitted(&mut tx, &live, &wanted, &session_name).await? {
            Ok(found) => found,
            Err(denial) => {
                self.record_denied(&mut tx, caller, &live, &session_name, &denial)
                    .await?;
                self.commit(tx).await?;
                return Err(ServiceError::SwitchRoleRefused(Box::new(denial)));
            }
        };
        let now = self.now();
        let session = self.role_session(&live, &role, session_name, &wanted, now);
        sessions::set_role(&mut tx, live.session.id, Some(&session)).await?;
        roles::touch(&mut tx, &role.id, now).await?;
        self.record_switch(&mut tx, caller, &live, &account, &role, &session)
            .await?;
        self.commit(tx).await?;
        let recent = RecentRole {
            account: wanted.typed_account,
            role_name: wanted.typed_role,
            display_name: session.display_name,
            color: session.color,
        };
        Ok(landed().with(CookieChange::SetRecentRoles {
            value: recent::with(&caller.recent_roles, &recent)?,
            seconds: seconds(RECENT_LIFETIME),
        }))
    }

    /// Acts as who signed in again. Doing so twice is fine; of a role whose time is over it only takes note.
    ///
    /// # Errors
    /// [`ServiceError::NotSignedIn`].
    pub async fn switch_back(&self, caller: &Caller) -> Result<Answer<SwitchedRole>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        sessions::set_role(&mut tx, live.session.id, None).await?;
        if let Some(role) = live.role() {
            let context = self.root_event_context(caller, &live.account.id);
            let identity = EventIdentity::of(&role.principal, &live.account);
            let to = live.session.principal.arn();
            let record = event::exit_role(&context, &identity, &to, addresses::CONSOLE_HOME);
            self.record(&mut tx, &record).await?;
        }
        self.commit(tx).await?;
        Ok(landed())
    }

    /// The role, if it exists and both sides agree; otherwise why not. Existence is not told before the caller's own
    /// permission, nor in other words.
    async fn admitted(
        &self,
        tx: &mut Tx,
        live: &Live,
        wanted: &Wanted,
        session_name: &SessionName,
    ) -> Result<Result<(Account, RoleRow), Denial>, ServiceError> {
        let asker = Asker::original(live);
        let (Some(named), Some((path, name))) = (&wanted.account, &wanted.role) else {
            return Ok(Err(refusal(
                live,
                &typed_arn(wanted),
                "There can be no such account or role.",
            )));
        };
        let account = accounts::by_ref(tx, named).await?;
        let arn = match (&account, named) {
            (Some(account), _) => role_arn(&account.id, path, name),
            (None, AccountRef::Id(id)) => role_arn(id, path, name),
            (None, AccountRef::Alias(_)) => typed_arn(wanted),
        };
        let found = match &account {
            Some(account) if account.status == AccountStatus::Active => exact(tx, account, wanted).await?,
            _ => None,
        };
        let (Some(account), Some(role)) = (account, found) else {
            if let Some(denial) = self.judge(tx, &asker, Question::new(Action::AssumeRole, &arn)).await? {
                return Ok(Err(denial));
            }
            let words =
                "The account has no role of this path and name, or is suspended. Here, names are case-sensitive.";
            return Ok(Err(refusal(live, &arn, words)));
        };
        let document = self.documents.compiled(&role.trust_policy, Kind::Trust)?;
        let trust = Attached::new(&format!("of {arn}"), document);
        let from = live.session.federation.as_ref();
        let mut keys = keys_of_resource(&tags::of_owner(tx, role.id.as_str()).await?);
        let source = from.and_then(|from| from.source_identity.as_deref());
        keys.extend(source.map(|source| ("sts:SourceIdentity".to_owned(), vec![source.to_owned()])));
        for action in asked_for(from) {
            let question = Question::new(action, &arn)
                .of_account(&account.id)
                .trusting(&trust)
                .key("sts:RoleSessionName", session_name.as_str())
                .with(keys.clone());
            if let Some(denial) = self.judge(tx, &asker, question).await? {
                return Ok(Err(denial));
            }
        }
        Ok(Ok((account, role)))
    }

    fn role_session(
        &self,
        live: &Live,
        role: &RoleRow,
        session: SessionName,
        wanted: &Wanted,
        now: Timestamp,
    ) -> RoleSession {
        let from = live.session.federation.as_ref();
        let chained = matches!(live.session.principal, Principal::AssumedRole { .. });
        let longest = if chained {
            role.max_session.min(LONGEST_CHAINED)
        } else {
            role.max_session
        };
        let end = live.session.span.expires_at;
        let expires_at = now.saturating_add(longest).map_or(end, |own| own.min(end));
        let display_name = wanted.display_name.clone().unwrap_or_else(|| {
            let whole = format!("{} @ {}", wanted.typed_role, wanted.typed_account);
            whole.chars().take(64).collect()
        });
        RoleSession {
            principal: Principal::AssumedRole {
                account: role.account.clone(),
                role: role.id.clone(),
                path: role.path.clone(),
                name: role.name.clone(),
                session,
            },
            key: TemporaryKeyId::generate(&*self.entropy),
            started_at: now,
            expires_at,
            display_name,
            color: wanted.color.clone(),
            tags: from.map(Federation::transitive_tags).unwrap_or_default(),
            transitive: from.map(|from| from.transitive.clone()).unwrap_or_default(),
            source_identity: from.and_then(|from| from.source_identity.clone()),
        }
    }

    async fn record_switch(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &Live,
        account: &Account,
        role: &RoleRow,
        session: &RoleSession,
    ) -> Result<(), ServiceError> {
        let own = &live.session.principal;
        let is_foreign = own.account() != &account.id;
        let Principal::AssumedRole { session: name, .. } = &session.principal else {
            return Ok(());
        };
        let arn = role.arn();
        let assumption = Assumption {
            role_arn: &arn,
            role_account: &account.id,
            session_name: name,
            principal: &session.principal,
            key: &session.key,
            expires: session.expires_at,
            shared: is_foreign.then(|| random_uuid(&*self.entropy)),
        };
        let here = self.root_event_context(caller, own.account());
        let identity = original_identity(tx, live).await?;
        let record = event::assume_role(&here, &identity, original_context(live), &assumption);
        self.record(tx, &record).await?;
        if is_foreign {
            let there = self.root_event_context(caller, &account.id);
            let record = event::assume_role_from_outside(&there, own, &assumption);
            self.record(tx, &record).await?;
        }
        let there = self.root_event_context(caller, &account.id);
        let acting = EventIdentity::of(&session.principal, account);
        let record = event::switch_role(&there, &acting, &own.arn(), addresses::CONSOLE_HOME);
        self.record(tx, &record).await
    }

    async fn record_denied(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &Live,
        session_name: &SessionName,
        denial: &Denial,
    ) -> Result<(), ServiceError> {
        let here = self.root_event_context(caller, live.session.principal.account());
        let identity = original_identity(tx, live).await?;
        let record = event::assume_role_denied(
            &here,
            &identity,
            original_context(live),
            &denial.resource,
            session_name,
            denial.message.clone(),
        );
        self.record(tx, &record).await
    }
}

/// What comes along with a session is asked about, too: tags and source identity (facts 2.1 of federation).
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_role-chaining>,
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html>
fn asked_for(from: Option<&Federation>) -> Vec<Action> {
    let mut actions = vec![Action::AssumeRole];
    if from.is_some_and(|from| !from.transitive_tags().is_empty()) {
        actions.push(Action::TagSession);
    }
    if from.is_some_and(|from| from.source_identity.is_some()) {
        actions.push(Action::SetSourceIdentity);
    }
    actions
}

fn landed() -> Answer<SwitchedRole> {
    Answer::new(SwitchedRole {
        destination: addresses::CONSOLE_HOME.to_owned(),
    })
}

/// The role's session is named after who signed in (facts 6.7). `None` for the root user.
fn session_name(own: &Principal) -> Option<SessionName> {
    match own {
        // A federated user calls no STS (facts 2.7).
        Principal::Root { .. } | Principal::FederatedUser { .. } => None,
        // A session's name has at least two characters, a user's one.
        Principal::IamUser { name, .. } => SessionName::parse(name.as_str())
            .or_else(|_| SessionName::parse(&format!("{name}-")))
            .ok(),
        Principal::AssumedRole { session, .. } => Some(session.clone()),
    }
}

/// The role of exactly this path and name.
async fn exact(
    connection: &mut impl Reads,
    account: &Account,
    wanted: &Wanted,
) -> Result<Option<RoleRow>, ServiceError> {
    let Some((path, name)) = &wanted.role else {
        return Ok(None);
    };
    let role = roles::by_name(connection, &account.id, name).await?;
    Ok(role.filter(|role| role.path == *path && role.name == *name))
}

fn typed_arn(wanted: &Wanted) -> String {
    let role = wanted.typed_role.trim_start_matches('/');
    format!("arn:aws:iam::{}:role/{role}", wanted.typed_account)
}

fn refusal(live: &Live, arn: &str, reason: &str) -> Denial {
    let principal = live.session.principal.arn();
    let action = Action::AssumeRole.name();
    Denial {
        message: format!("User: {principal} is not authorized to perform: {action} on resource: {arn}"),
        principal,
        action: action.to_owned(),
        resource: arn.to_owned(),
        explicit: false,
        reasons: vec![reason.to_owned()],
    }
}

async fn original_identity(connection: &mut impl Reads, live: &Live) -> Result<EventIdentity, ServiceError> {
    let own = &live.session.principal;
    let account = accounts::by_id(connection, own.account())
        .await?
        .ok_or(ServiceError::NotSignedIn)?;
    Ok(EventIdentity::of(own, &account))
}

fn original_context(live: &Live) -> SessionContext {
    SessionContext {
        started: live.session.span.created_at,
        mfa: live.session.mfa.is_some(),
    }
}
