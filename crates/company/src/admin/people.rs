//! People: added, changed, switched off and on, given a new password.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vestibule_identity::Timestamp;
use vestibule_identity::clock::random_uuid;
use vestibule_identity::password_policy::AccountPasswordPolicy;

use super::input;
use crate::people::{self, ADMINISTRATORS, PersonRow};
use crate::sign_in::authenticator;
use crate::throttle::{self, ThrottleKey};
use crate::{Caller, Company, CompanyError, Tx, session, stored_time};

/// A person as administrators see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompanyPerson {
    /// Opaque, and for ever.
    pub id: String,
    /// What they sign in with.
    pub user_name: String,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// E-mail address.
    pub email: String,
    /// Department.
    pub department: String,
    /// Cost centre.
    pub cost_centre: String,
    /// Title.
    pub title: String,
    /// Whether they may sign in.
    pub enabled: bool,
    /// Ids of their groups.
    pub groups: Vec<String>,
    /// Whether an authenticator app is set up.
    pub has_authenticator: bool,
    /// Since when.
    #[schema(value_type = String, format = "date-time")]
    pub created_at: Timestamp,
}

/// What is said of a person.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonForm {
    /// What they sign in with.
    pub user_name: String,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// E-mail address.
    pub email: String,
    /// Department, perhaps empty.
    #[serde(default)]
    pub department: String,
    /// Cost centre, perhaps empty.
    #[serde(default)]
    pub cost_centre: String,
    /// Title, perhaps empty.
    #[serde(default)]
    pub title: String,
    /// Ids of their groups.
    #[serde(default)]
    pub groups: Vec<String>,
}

impl PersonForm {
    fn row(&self, id: String, enabled: bool, created_at: i64) -> Result<PersonRow, CompanyError> {
        Ok(PersonRow {
            id,
            user_name: input::user_name(&self.user_name)?,
            given_name: input::name("givenName", &self.given_name)?,
            family_name: input::name("familyName", &self.family_name)?,
            email: input::email(&self.email)?,
            department: input::text("department", &self.department)?,
            cost_centre: input::text("costCentre", &self.cost_centre)?,
            title: input::text("title", &self.title)?,
            enabled,
            created_at,
        })
    }
}

async fn view(tx: &mut Tx, row: PersonRow) -> Result<CompanyPerson, CompanyError> {
    let groups = people::groups_of(tx, &row.id).await?;
    Ok(CompanyPerson {
        groups: groups.into_iter().map(|group| group.id).collect(),
        has_authenticator: authenticator::has(tx, &row.id).await?,
        created_at: stored_time(row.created_at),
        id: row.id,
        user_name: row.user_name,
        given_name: row.given_name,
        family_name: row.family_name,
        email: row.email,
        department: row.department,
        cost_centre: row.cost_centre,
        title: row.title,
        enabled: row.enabled,
    })
}

async fn known(tx: &mut Tx, id: &str) -> Result<PersonRow, CompanyError> {
    people::by_id(tx, id).await?.ok_or(CompanyError::NoSuchEntity("person"))
}

/// Makes a person's groups exactly these.
async fn set_groups(tx: &mut Tx, person: &str, groups: &[String]) -> Result<(), CompanyError> {
    sqlx::query("DELETE FROM members WHERE person_id = ?1")
        .bind(person)
        .execute(&mut **tx)
        .await?;
    for group in groups {
        people::group(tx, group)
            .await?
            .ok_or(CompanyError::NoSuchEntity("group"))?;
        people::join(tx, group, person).await?;
    }
    Ok(())
}

/// Somebody must be left who can let the others in again.
pub(super) async fn must_have_administrator(tx: &mut Tx) -> Result<(), CompanyError> {
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM people p JOIN members m ON m.person_id = p.id JOIN groups g ON g.id = m.group_id WHERE p.enabled AND g.name = ?1")
        .bind(ADMINISTRATORS)
        .fetch_one(&mut **tx)
        .await?;
    if left == 0 {
        return Err(CompanyError::DeleteConflict(
            "Nobody would be left who administers single sign-on.",
        ));
    }
    Ok(())
}

impl Company {
    /// Everybody.
    ///
    /// # Errors
    /// [`CompanyError::NotSignedIn`], [`CompanyError::AccessDenied`].
    pub async fn people(&self, caller: &Caller) -> Result<Vec<CompanyPerson>, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        let mut views = Vec::new();
        for row in people::all(&mut tx).await? {
            views.push(view(&mut tx, row).await?);
        }
        Ok(views)
    }

    /// Adds somebody. Their first password goes to them, not to the administrator.
    ///
    /// # Errors
    /// A field error, [`CompanyError::AlreadyExists`], those of [`people`](Self::people).
    pub async fn add_person(&self, caller: &Caller, form: PersonForm) -> Result<CompanyPerson, CompanyError> {
        let (password, phc) = self.generated().await?;
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        let now = self.now();
        let id = random_uuid(&*self.entropy).to_string();
        let row = form.row(id, true, now.as_millisecond())?;
        people::put(&mut tx, &row).await?;
        people::set_password(&mut tx, &row.id, &phc).await?;
        set_groups(&mut tx, &row.id, &form.groups).await?;
        self.hand_password(&mut tx, &row.user_name, &password, "Added by an administrator.")
            .await?;
        let view = view(&mut tx, row).await?;
        tx.commit().await?;
        self.provision_after_change().await;
        Ok(view)
    }

    /// Changes somebody.
    ///
    /// # Errors
    /// As [`add_person`](Self::add_person); [`CompanyError::NoSuchEntity`]; [`CompanyError::DeleteConflict`] when nobody
    /// would be left to administer.
    pub async fn change_person(
        &self,
        caller: &Caller,
        id: &str,
        form: PersonForm,
    ) -> Result<CompanyPerson, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        let before = known(&mut tx, id).await?;
        let row = form.row(before.id, before.enabled, before.created_at)?;
        people::put(&mut tx, &row).await?;
        set_groups(&mut tx, &row.id, &form.groups).await?;
        must_have_administrator(&mut tx).await?;
        let view = view(&mut tx, row).await?;
        tx.commit().await?;
        self.provision_after_change().await;
        Ok(view)
    }

    /// Switches somebody off, which ends their sessions here, or on again.
    ///
    /// # Errors
    /// As [`change_person`](Self::change_person).
    pub async fn enable_person(&self, caller: &Caller, id: &str, enabled: bool) -> Result<CompanyPerson, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        let row = PersonRow {
            enabled,
            ..known(&mut tx, id).await?
        };
        people::put(&mut tx, &row).await?;
        if !enabled {
            must_have_administrator(&mut tx).await?;
            session::end_all(&mut tx, &row.id).await?;
        }
        let view = view(&mut tx, row).await?;
        tx.commit().await?;
        self.provision_after_change().await;
        Ok(view)
    }

    /// Gives somebody a new password, which goes to them. Their sessions end, and waits after failures with it.
    ///
    /// # Errors
    /// As [`change_person`](Self::change_person).
    pub async fn reset_password(&self, caller: &Caller, id: &str) -> Result<(), CompanyError> {
        let (password, phc) = self.generated().await?;
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        let row = known(&mut tx, id).await?;
        people::set_password(&mut tx, &row.id, &phc).await?;
        throttle::clear(&mut tx, ThrottleKey::password(&self.key, &row.user_name)?).await?;
        session::end_all(&mut tx, &row.id).await?;
        self.hand_password(&mut tx, &row.user_name, &password, "Reset by an administrator.")
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes somebody's authenticator app away: they set another one up at the next sign-in.
    ///
    /// # Errors
    /// As [`change_person`](Self::change_person).
    pub async fn remove_authenticator(&self, caller: &Caller, id: &str) -> Result<(), CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        let row = known(&mut tx, id).await?;
        authenticator::remove(&mut tx, &row.id).await?;
        throttle::clear(&mut tx, ThrottleKey::codes(&self.key, &row.id)?).await?;
        session::end_all(&mut tx, &row.id).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn generated(&self) -> Result<(SecretString, String), CompanyError> {
        let password = SecretString::from(AccountPasswordPolicy::AwsDefault.generate(&*self.entropy));
        let phc = self.hashing.hash(password.clone()).await?;
        Ok((password, phc))
    }
}
