//! People and groups pushed to IAM Identity Center by SCIM 2.0, as its documentation names the subset.
//! <https://docs.aws.amazon.com/singlesignon/latest/developerguide/what-is-scim.html>, RFC 7643, RFC 7644
//!
//! A run reads what is here, asks there, and notes down how it went for each. It is not in a transaction: the other side
//! may be slow, or away.

mod client;
mod records;

use std::collections::HashMap;

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::people::{self, GroupRow, PersonRow};
use crate::settings::{self, IdentityCenterSettings, Setting};
use crate::{Caller, Company, CompanyError, Tx};

use client::{Client, GroupChange, user_body};
pub use records::{ProvisionOutcome, ProvisionRecord, ProvisionedKind};

/// The name of the token in the store.
const TOKEN: &str = "scim";

/// Where people are pushed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ScimSettings {
    /// `https://scim.<region>.amazonaws.com/<tenant>/scim/v2`; empty until it is set up.
    pub endpoint: String,
    /// After every change of people and groups, too.
    pub automatic: bool,
}

impl Default for ScimSettings {
    fn default() -> Self {
        Self {
            endpoint: String::new(),
            automatic: true,
        }
    }
}

impl Setting for ScimSettings {
    const NAME: &'static str = "scim";
}

/// The page of provisioning.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScimAdministration {
    /// Where to.
    pub settings: ScimSettings,
    /// Whether a token is there. It is not shown.
    pub has_token: bool,
    /// How it went for each, people first.
    pub records: Vec<ProvisionRecord>,
}

/// Where people are to be pushed to.
#[derive(Deserialize, ToSchema)]
pub struct ScimForm {
    /// Everything but the token.
    #[serde(flatten)]
    pub settings: ScimSettings,
    /// The bearer token; the one that is there stays if none.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub token: Option<SecretString>,
}

impl std::fmt::Debug for ScimForm {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "ScimForm({:?})", self.settings)
    }
}

/// What is to be there.
struct Wanted {
    endpoint: String,
    token: SecretString,
    center: IdentityCenterSettings,
    people: Vec<PersonRow>,
    groups: Vec<GroupRow>,
    members: Vec<(String, String)>,
    known: HashMap<(ProvisionedKind, String), ProvisionRecord>,
}

async fn page(company: &Company, tx: &mut Tx) -> Result<ScimAdministration, CompanyError> {
    Ok(ScimAdministration {
        settings: settings::get(tx).await?,
        has_token: company.secret(tx, TOKEN).await?.is_some(),
        records: records::all(tx).await?,
    })
}

impl Company {
    /// The page of provisioning.
    ///
    /// # Errors
    /// [`CompanyError::NotSignedIn`], [`CompanyError::AccessDenied`].
    pub async fn scim_administration(&self, caller: &Caller) -> Result<ScimAdministration, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        page(self, &mut tx).await
    }

    /// Sets provisioning up. Another endpoint knows nobody yet.
    ///
    /// # Errors
    /// A field error; those of [`scim_administration`](Self::scim_administration).
    pub async fn set_scim(&self, caller: &Caller, form: ScimForm) -> Result<ScimAdministration, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        let endpoint = crate::admin::address("endpoint", &form.settings.endpoint, true)?;
        let endpoint = endpoint.trim_end_matches('/').to_owned();
        let before: ScimSettings = settings::get(&mut tx).await?;
        if before.endpoint != endpoint {
            records::forget(&mut tx).await?;
        }
        let settings = ScimSettings {
            endpoint,
            automatic: form.settings.automatic,
        };
        settings::set(&mut tx, &settings).await?;
        if let Some(token) = &form.token {
            self.set_secret(&mut tx, TOKEN, token).await?;
        }
        let page = page(self, &mut tx).await?;
        tx.commit().await?;
        Ok(page)
    }

    /// Pushes everybody and every group now.
    ///
    /// # Errors
    /// [`CompanyError::NotConfigured`]; those of [`scim_administration`](Self::scim_administration). What the other side
    /// refuses is in the records.
    pub async fn provision_now(&self, caller: &Caller) -> Result<ScimAdministration, CompanyError> {
        self.administrator(&mut self.begin().await?, caller).await?;
        self.provision().await?;
        let mut tx = self.begin().await?;
        page(self, &mut tx).await
    }

    /// After a change of people or groups. That it does not work is in the records, and no reason to refuse the change.
    pub(crate) async fn provision_after_change(&self) {
        let automatic = async {
            let settings: ScimSettings = settings::get(&mut self.begin().await?).await?;
            if settings.automatic && !settings.endpoint.is_empty() {
                self.provision().await?;
            }
            Ok::<(), CompanyError>(())
        };
        match automatic.await {
            Ok(()) | Err(CompanyError::NotConfigured(_)) => {}
            Err(error) => tracing::warn!(%error, "people were not provisioned"),
        }
    }

    async fn wanted(&self) -> Result<Wanted, CompanyError> {
        const NOT_YET: CompanyError = CompanyError::NotConfigured(
            "Provisioning was not set up yet: enter the endpoint and the token that Identity Center shows.",
        );
        let mut tx = self.begin().await?;
        let settings: ScimSettings = settings::get(&mut tx).await?;
        if settings.endpoint.is_empty() {
            return Err(NOT_YET);
        }
        let token = self.secret(&mut tx, TOKEN).await?.ok_or(NOT_YET)?;
        let known = records::all(&mut tx).await?;
        Ok(Wanted {
            endpoint: settings.endpoint,
            token,
            center: settings::get(&mut tx).await?,
            people: people::all(&mut tx).await?,
            groups: people::groups(&mut tx).await?,
            members: people::memberships(&mut tx).await?,
            known: known
                .into_iter()
                .map(|record| ((record.kind, record.local_id.clone()), record))
                .collect(),
        })
    }

    async fn provision(&self) -> Result<(), CompanyError> {
        // One run after the other: two would add everybody twice.
        let _turn = self.provisioning.lock().await;
        let wanted = self.wanted().await?;
        let client = Client::new(&*self.network, &wanted.endpoint, &wanted.token);
        let mut done = Vec::new();
        let mut remote = HashMap::new();
        for person in &wanted.people {
            let record = self.push_person(&client, &wanted, person).await;
            if let Some(id) = &record.remote_id {
                remote.insert(person.id.as_str(), id.clone());
            }
            done.push(record);
        }
        for group in &wanted.groups {
            done.push(self.push_group(&client, &wanted, group, &remote).await);
        }
        let gone = self.remove_groups(&client, &wanted).await;
        let mut tx = self.begin().await?;
        for record in &done {
            records::put(&mut tx, record).await?;
        }
        for id in gone {
            records::forget_group(&mut tx, &id).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn push_person(&self, client: &Client<'_>, wanted: &Wanted, person: &PersonRow) -> ProvisionRecord {
        let known = wanted
            .known
            .get(&(ProvisionedKind::Person, person.id.clone()))
            .and_then(|record| record.remote_id.clone());
        let user_name = wanted.center.user_name.of(person);
        let body = user_body(person, user_name);
        let (remote_id, outcome) = match client
            .put_user(known.as_deref(), user_name, person.enabled, &body)
            .await
        {
            Ok((id, outcome)) => (id, outcome),
            Err(refusal) => (known, ProvisionOutcome::failed(&refusal)),
        };
        ProvisionRecord {
            kind: ProvisionedKind::Person,
            local_id: person.id.clone(),
            remote_id,
            name: user_name.to_owned(),
            outcome,
            at: self.now(),
            members: Vec::new(),
        }
    }

    async fn push_group(
        &self,
        client: &Client<'_>,
        wanted: &Wanted,
        group: &GroupRow,
        remote: &HashMap<&str, String>,
    ) -> ProvisionRecord {
        let before = wanted.known.get(&(ProvisionedKind::Group, group.id.clone()));
        let known = before.and_then(|record| record.remote_id.clone());
        let members: Vec<String> = wanted
            .members
            .iter()
            .filter(|(of, _)| *of == group.id)
            .filter_map(|(_, person)| remote.get(person.as_str()).cloned())
            .collect();
        let everybody: Vec<String> = remote.values().cloned().collect();
        let change = GroupChange {
            name: &group.name,
            members: &members,
            before: before.map_or(&[], |record| record.members.as_slice()),
            known: &everybody,
        };
        let (remote_id, outcome, members) = match client.put_group(known.as_deref(), group, &change).await {
            Ok((id, outcome)) => (Some(id), outcome, members),
            // Some of them may have got in; adding them again does no harm.
            Err(refusal) => (known, ProvisionOutcome::failed(&refusal), change.before.to_vec()),
        };
        ProvisionRecord {
            kind: ProvisionedKind::Group,
            local_id: group.id.clone(),
            remote_id,
            name: group.name.clone(),
            outcome,
            at: self.now(),
            members,
        }
    }

    /// Groups that are here no more go there, too. Answers which were.
    async fn remove_groups(&self, client: &Client<'_>, wanted: &Wanted) -> Vec<String> {
        let mut gone = Vec::new();
        for ((kind, id), record) in &wanted.known {
            if *kind != ProvisionedKind::Group || wanted.groups.iter().any(|group| group.id == *id) {
                continue;
            }
            let removed = match &record.remote_id {
                Some(remote) => client.delete_group(remote).await.is_ok(),
                None => true,
            };
            if removed {
                gone.push(id.clone());
            }
        }
        gone
    }
}
