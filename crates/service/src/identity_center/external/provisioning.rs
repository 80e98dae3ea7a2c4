//! Automatic provisioning, as an administrator turns it on, and its access tokens.
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/provision-automatically.html>

use std::time::Duration;

use serde_json::{Value, json};
use uuid::Uuid;
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::clock::{random_bytes, random_uuid};
use vestibule_identity::event::SSO_DIRECTORY;
use vestibule_store::identity_center::{InstanceRow, ScimTenantRow, ScimTokenRow, Source, scim};
use vestibule_store::{Reads, Tx};

use crate::answers::{CenterProvisioning, ScimNewToken, ScimTokenState, ScimTokenView};
use crate::authorize::Action;
use crate::identity_center::admin::CenterRefusal;
use crate::request::{Answer, Caller};
use crate::session::Live;
use crate::{Entity, Service, ServiceError};

/// Two, so that one can be rotated.
const MOST_TOKENS: usize = 2;
/// A year.
const LIFETIME: Duration = Duration::from_hours(365 * 24);
/// From here on the console reminds of the end.
const SOON: Duration = Duration::from_hours(90 * 24);

impl Service {
    /// Turns automatic provisioning on, with a first token.
    ///
    /// # Errors
    /// [`CenterRefusal::DirectorySource`], [`ServiceError::AlreadyExists`] when it is on, and who may not.
    pub async fn center_enable_provisioning(&self, caller: &Caller) -> Result<Answer<ScimNewToken>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let center = self
            .may_center(&mut tx, &live, Action::CreateProvisioningTenant, "*")
            .await?;
        if center.instance.source == Source::Directory {
            return Err(CenterRefusal::DirectorySource.into());
        }
        if scim::tenant(&mut tx).await?.is_some() {
            return Err(ServiceError::AlreadyExists {
                entity: Entity::Provisioning,
                name: String::new(),
            });
        }
        let tenant = ScimTenantRow {
            id: self.tenant_id(),
            created_at: now,
        };
        scim::insert_tenant(&mut tx, &center.instance.id, &tenant).await?;
        let parameters = json!({ "directoryId": center.instance.store });
        let response = json!({ "tenantId": tenant.id });
        self.record_provisioning(&mut tx, caller, &live, "CreateProvisioningTenant", parameters, response)
            .await?;
        let made = self
            .make_token(&mut tx, caller, &live, &center.instance, &tenant)
            .await?;
        self.commit(tx).await?;
        Ok(Answer::new(made))
    }

    /// Turns it off. The tokens must be deleted first. People and groups stay, and are looked after here.
    /// <https://docs.aws.amazon.com/singlesignon/latest/userguide/disable-provisioning.html>
    ///
    /// # Errors
    /// A field error, [`CenterRefusal::TokensLeft`], [`ServiceError::NoSuchEntity`] when it is off, and who may not.
    pub async fn center_disable_provisioning(&self, caller: &Caller, typed: &str) -> Result<Answer<()>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let center = self
            .may_center(&mut tx, &live, Action::DeleteProvisioningTenant, "*")
            .await?;
        let tenant = the_tenant(&mut tx).await?;
        if typed.trim() != "DISABLE" {
            return Err(ServiceError::invalid("confirm", "Type DISABLE to confirm."));
        }
        if !scim::tokens(&mut tx).await?.is_empty() {
            return Err(CenterRefusal::TokensLeft.into());
        }
        scim::delete_tenant(&mut tx).await?;
        let parameters = json!({ "directoryId": center.instance.store, "tenantId": tenant.id });
        self.record_provisioning(
            &mut tx,
            caller,
            &live,
            "DeleteProvisioningTenant",
            parameters,
            Value::Null,
        )
        .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// Makes another token.
    ///
    /// # Errors
    /// The quota of two, [`ServiceError::NoSuchEntity`] while provisioning is off, and who may not.
    pub async fn center_create_scim_token(&self, caller: &Caller) -> Result<Answer<ScimNewToken>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let center = self.may_center(&mut tx, &live, Action::CreateBearerToken, "*").await?;
        let tenant = the_tenant(&mut tx).await?;
        if scim::tokens(&mut tx).await?.len() >= MOST_TOKENS {
            return Err(ServiceError::LimitReached(
                "There can be at most 2 access tokens. Delete one first.".to_owned(),
            ));
        }
        let made = self
            .make_token(&mut tx, caller, &live, &center.instance, &tenant)
            .await?;
        self.commit(tx).await?;
        Ok(Answer::new(made))
    }

    /// Deletes a token; what provisions with it gets no further.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], and who may not.
    pub async fn center_delete_scim_token(&self, caller: &Caller, id: Uuid) -> Result<Answer<()>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        self.may_center(&mut tx, &live, Action::DeleteBearerToken, "*").await?;
        let tenant = the_tenant(&mut tx).await?;
        if !scim::delete_token(&mut tx, id).await? {
            return Err(ServiceError::NoSuchEntity {
                entity: Entity::ScimToken,
                name: id.to_string(),
            });
        }
        let parameters = json!({ "tenantId": tenant.id, "tokenId": id });
        self.record_provisioning(&mut tx, caller, &live, "DeleteBearerToken", parameters, Value::Null)
            .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    async fn make_token(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &Live,
        instance: &InstanceRow,
        tenant: &ScimTenantRow,
    ) -> Result<ScimNewToken, ServiceError> {
        let now = self.now();
        let token = Token::generate(&*self.entropy);
        let row = ScimTokenRow {
            id: random_uuid(&*self.entropy),
            tenant: tenant.id.clone(),
            created_at: now,
            expires_at: now.saturating_add(LIFETIME).unwrap_or(now),
            last_used_at: None,
        };
        scim::insert_token(tx, &row, &token.hash().0).await?;
        let parameters = json!({ "tenantId": tenant.id });
        let response = json!({ "tokenId": row.id });
        self.record_provisioning(tx, caller, live, "CreateBearerToken", parameters, response)
            .await?;
        Ok(ScimNewToken {
            endpoint: endpoint(instance, tenant),
            token_id: row.id.to_string(),
            access_token: token.reveal(),
            expires_at: row.expires_at,
        })
    }

    async fn record_provisioning(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &Live,
        event: &str,
        parameters: Value,
        response: Value,
    ) -> Result<(), ServiceError> {
        self.record_act_of(tx, caller, live, SSO_DIRECTORY, event, parameters, response)
            .await
    }

    /// In the documented form: `11111111111-2222-3333-4444-555555555555`.
    fn tenant_id(&self) -> String {
        let digits = random_bytes::<2>(&*self.entropy)
            .iter()
            .fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
        let more = digits.get(..3).unwrap_or("000");
        format!("{more}{}", random_uuid(&*self.entropy))
    }
}

async fn the_tenant(tx: &mut Tx) -> Result<ScimTenantRow, ServiceError> {
    scim::tenant(tx).await?.ok_or_else(|| ServiceError::NoSuchEntity {
        entity: Entity::Provisioning,
        name: String::new(),
    })
}

/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/how-to-with-scim.html>
fn endpoint(instance: &InstanceRow, tenant: &ScimTenantRow) -> String {
    format!(
        "https://scim.{}.amazonaws.com/{}/scim/v2",
        instance.home_region, tenant.id
    )
}

/// For the page; nothing while it is off.
pub(super) async fn view(
    connection: &mut impl Reads,
    instance: &InstanceRow,
    now: Timestamp,
) -> Result<Option<CenterProvisioning>, ServiceError> {
    let Some(tenant) = scim::tenant(connection).await? else {
        return Ok(None);
    };
    let tokens = scim::tokens(connection).await?;
    Ok(Some(CenterProvisioning {
        endpoint: endpoint(instance, &tenant),
        enabled_at: tenant.created_at,
        tokens: tokens.iter().map(|token| token_view(token, now)).collect(),
        most_tokens: MOST_TOKENS,
    }))
}

fn token_view(token: &ScimTokenRow, now: Timestamp) -> ScimTokenView {
    let soon = token.expires_at.saturating_sub(SOON).unwrap_or(token.expires_at);
    ScimTokenView {
        id: token.id.to_string(),
        created_at: token.created_at,
        expires_at: token.expires_at,
        last_used_at: token.last_used_at,
        state: if now >= token.expires_at {
            ScimTokenState::Expired
        } else if now >= soon {
            ScimTokenState::Expiring
        } else {
            ScimTokenState::Active
        },
    }
}

/// Whether what a provisioning system made may not be changed here: it is changed at the source, while that provisions.
pub(crate) async fn is_provisioned(
    connection: &mut impl Reads,
    instance: &InstanceRow,
    created_by: &str,
) -> Result<bool, ServiceError> {
    Ok(created_by == SCIM && provisions(connection, instance).await?)
}

/// Whether a provisioning system looks after what it made.
pub(crate) async fn provisions(connection: &mut impl Reads, instance: &InstanceRow) -> Result<bool, ServiceError> {
    Ok(instance.source == Source::External && scim::tenant(connection).await?.is_some())
}

/// `created_by` of what a provisioning system made.
pub(crate) const SCIM: &str = "scim";
