//! What an access token tells of its person: accounts and permission sets (facts 3.8). And `Logout`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::SecretString;
use serde_json::{Value, json};
use vestibule_identity::account::AccountStatus;
use vestibule_identity::identity_center::oauth::scope::{ACCOUNT_ACCESS, Scope};
use vestibule_identity::names::AccountId;
use vestibule_identity::session::EndReason;
use vestibule_store::identity_center::oauth::ClientRow;
use vestibule_store::identity_center::{assignments, portal_sessions};
use vestibule_store::{Tx, accounts};

use super::SsoError;
use super::record::Call;
use super::tokens::bearer;
use crate::Service;
use crate::identity_center::portal::LivePortal;
use crate::request::Caller;

/// `max_result`: 1 to 100.
const LARGEST_PAGE: u32 = 100;

/// Which part of a list.
#[derive(Debug, Clone, Default)]
pub struct PageOf {
    /// `next_token` of the page before.
    pub next_token: Option<String>,
    /// `max_result`.
    pub max_result: Option<u32>,
}

/// An account that the person may enter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountEntry {
    /// `accountId`.
    pub id: String,
    /// `accountName`.
    pub name: String,
    /// `emailAddress`.
    pub email: String,
}

/// `ListAccounts`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountsPage {
    /// `accountList`.
    pub accounts: Vec<AccountEntry>,
    /// `nextToken`.
    pub next_token: Option<String>,
}

/// A permission set that the person has in an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleEntry {
    /// `roleName`.
    pub role_name: String,
    /// `accountId`.
    pub account_id: String,
}

/// `ListAccountRoles`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RolesPage {
    /// `roleList`.
    pub roles: Vec<RoleEntry>,
    /// `nextToken`.
    pub next_token: Option<String>,
}

impl Service {
    /// Who a token is of, if it is good for accounts.
    pub(super) async fn holder(&self, tx: &mut Tx, token: &SecretString) -> Result<LivePortal, SsoError> {
        let (live, client) = bearer(tx, token, self.now()).await?.ok_or(SsoError::Unauthorized)?;
        if may_access(&client) {
            Ok(live)
        } else {
            Err(SsoError::Forbidden)
        }
    }

    /// The person's accounts (`ListAccounts`).
    ///
    /// # Errors
    /// `Unauthorized`, `InvalidRequest` for a page that cannot be.
    pub async fn sso_list_accounts(
        &self,
        caller: &Caller,
        token: &SecretString,
        page: &PageOf,
    ) -> Result<AccountsPage, SsoError> {
        let most = most(page)?;
        let after = after(page)?;
        let mut tx = self.store.write().await?;
        let live = self.holder(&mut tx, token).await?;
        let mut ids: Vec<AccountId> = assignments::of_user(&mut tx, &live.user.id)
            .await?
            .into_iter()
            .map(|grant| grant.account)
            .filter(|id| id.as_str() > after.as_str())
            .collect();
        ids.dedup();
        let mut found = Vec::new();
        let mut more = false;
        for id in ids {
            if found.len() == most {
                more = true;
                break;
            }
            let account = accounts::by_id(&mut tx, &id).await?;
            // An account that is suspended lets nobody in.
            if let Some(account) = account.filter(|account| account.status == AccountStatus::Active) {
                found.push(AccountEntry {
                    id: account.id.as_str().to_owned(),
                    name: account.name.as_str().to_owned(),
                    email: account.email.as_str().to_owned(),
                });
            }
        }
        self.record_list(tx, caller, &live, "ListAccounts", Value::Null).await?;
        let last = found.last().filter(|_| more);
        Ok(AccountsPage {
            next_token: last.map(|account| URL_SAFE_NO_PAD.encode(&account.id)),
            accounts: found,
        })
    }

    /// The person's permission sets in an account (`ListAccountRoles`).
    ///
    /// # Errors
    /// `Unauthorized`, `Forbidden` for an account of which the person has none, `InvalidRequest`.
    pub async fn sso_list_account_roles(
        &self,
        caller: &Caller,
        token: &SecretString,
        account: &str,
        page: &PageOf,
    ) -> Result<RolesPage, SsoError> {
        let most = most(page)?;
        let after = after(page)?;
        let mut tx = self.store.write().await?;
        let live = self.holder(&mut tx, token).await?;
        let account = AccountId::parse(account).map_err(|_| SsoError::InvalidRequest("Invalid account id provided"))?;
        let is_active = accounts::by_id(&mut tx, &account)
            .await?
            .is_some_and(|account| account.status == AccountStatus::Active);
        let mut names: Vec<String> = assignments::of_user_in(&mut tx, &live.user.id, &account)
            .await?
            .into_iter()
            .map(|grant| grant.name)
            .collect();
        if names.is_empty() || !is_active {
            return Err(SsoError::Forbidden);
        }
        names.sort();
        names.retain(|name| name.as_str() > after.as_str());
        let more = names.len() > most;
        names.truncate(most);
        let parameters = json!({ "accountId": account });
        self.record_list(tx, caller, &live, "ListAccountRoles", parameters)
            .await?;
        Ok(RolesPage {
            next_token: names.last().filter(|_| more).map(|name| URL_SAFE_NO_PAD.encode(name)),
            roles: names
                .into_iter()
                .map(|role_name| RoleEntry {
                    role_name,
                    account_id: account.as_str().to_owned(),
                })
                .collect(),
        })
    }

    /// Ends the portal session behind a token, and with it every token that stands on it. Console sessions and credentials
    /// live on (`Logout`).
    ///
    /// # Errors
    /// `Unauthorized`.
    pub async fn sso_logout(&self, caller: &Caller, token: &SecretString) -> Result<(), SsoError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let (live, _) = bearer(&mut tx, token, now).await?.ok_or(SsoError::Unauthorized)?;
        portal_sessions::end(&mut tx, live.session.id, now, EndReason::SignedOut).await?;
        let call = Call {
            name: "Logout",
            who: Some(live.user.user_name.as_str()),
            parameters: Value::Null,
            response: Value::Null,
        };
        self.record_sso(&mut tx, caller, &live.instance, call, None).await?;
        self.commit(tx).await?;
        Ok(())
    }

    async fn record_list(
        &self,
        mut tx: Tx,
        caller: &Caller,
        live: &LivePortal,
        name: &str,
        parameters: Value,
    ) -> Result<(), SsoError> {
        let call = Call {
            name,
            who: Some(live.user.user_name.as_str()),
            parameters,
            response: Value::Null,
        };
        self.record_sso(&mut tx, caller, &live.instance, call, None).await?;
        self.commit(tx).await?;
        Ok(())
    }
}

/// A client of the old kind has no scopes, and access.
fn may_access(client: &ClientRow) -> bool {
    let scopes = &client.registration.scopes;
    scopes.is_empty() || scopes.iter().map(Scope::as_str).any(|scope| scope == ACCOUNT_ACCESS)
}

fn most(page: &PageOf) -> Result<usize, SsoError> {
    let most = page.max_result.unwrap_or(LARGEST_PAGE);
    if !(1..=LARGEST_PAGE).contains(&most) {
        return Err(SsoError::InvalidRequest("max_result must be between 1 and 100"));
    }
    Ok(usize::try_from(most).unwrap_or(usize::MAX))
}

/// What the page before ended with; the empty text for the first page.
fn after(page: &PageOf) -> Result<String, SsoError> {
    let Some(token) = &page.next_token else {
        return Ok(String::new());
    };
    let bytes = URL_SAFE_NO_PAD.decode(token).ok();
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or(SsoError::InvalidRequest("Invalid next_token provided"))
}
