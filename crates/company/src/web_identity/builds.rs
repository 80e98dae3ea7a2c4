//! Build jobs that get a role by their token, as those of hosted CI do.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sqlx::FromRow;
use utoipa::ToSchema;
use vestibule_identity::Timestamp;

use crate::oidc::token::Claims;
use crate::portal::BUILDERS;
use crate::{Caller, Company, CompanyError, RemoteRefusal, Tx, people, stored_time};

/// Runs that a page shows.
const MOST_RUNS: i64 = 20;

/// A build job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromRow, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BuildJob {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `organization/repository`.
    pub repository: String,
    /// The branch, as git spells it.
    pub git_ref: String,
    /// For whom its token is.
    pub audience: String,
    /// Which role it asks for.
    pub role_arn: String,
}

impl BuildJob {
    /// `sub`: as hosted CI writes it, so that trust policies can tell repositories and branches apart.
    fn subject(&self) -> String {
        format!("repo:{}:ref:{}", self.repository, self.git_ref)
    }
}

/// How a run went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum RunOutcome {
    /// It got the role.
    Assumed {
        /// `ASIA…`; the secrets were the run's own and are gone with it.
        #[serde(rename = "accessKeyId")]
        access_key_id: String,
        /// Until when, as AWS writes it.
        #[serde(rename = "expiresAt")]
        expires_at: String,
        /// Who it was.
        arn: String,
    },
    /// AWS refused.
    Refused {
        /// Its code.
        code: String,
        /// Its words.
        message: String,
    },
}

/// A run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BuildRun {
    /// Number.
    pub id: i64,
    /// Which job.
    pub job: String,
    /// When.
    #[schema(value_type = String, format = "date-time")]
    pub ran_at: Timestamp,
    /// How it went.
    #[serde(flatten)]
    pub outcome: RunOutcome,
}

/// The page of builds.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Builds {
    /// Jobs, with `sub` of their tokens.
    pub jobs: Vec<BuildJobView>,
    /// Runs, newest first.
    pub runs: Vec<BuildRun>,
}

/// A job as the page shows it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BuildJobView {
    /// The job.
    #[serde(flatten)]
    pub job: BuildJob,
    /// Who its token is about.
    pub subject: String,
}

pub(crate) async fn jobs(tx: &mut Tx) -> Result<Vec<BuildJob>, CompanyError> {
    Ok(sqlx::query_as("SELECT * FROM builds ORDER BY id")
        .fetch_all(&mut **tx)
        .await?)
}

async fn runs(tx: &mut Tx) -> Result<Vec<BuildRun>, CompanyError> {
    let rows: Vec<(i64, String, i64, String)> =
        sqlx::query_as("SELECT id, build_id, ran_at, outcome FROM build_runs ORDER BY id DESC LIMIT ?1")
            .bind(MOST_RUNS)
            .fetch_all(&mut **tx)
            .await?;
    rows.into_iter()
        .map(|(id, job, ran_at, outcome)| {
            Ok(BuildRun {
                id,
                job,
                ran_at: stored_time(ran_at),
                outcome: serde_json::from_str(&outcome)?,
            })
        })
        .collect()
}

pub(crate) async fn put(tx: &mut Tx, job: &BuildJob) -> Result<(), CompanyError> {
    sqlx::query(
        "INSERT INTO builds (id, name, repository, git_ref, audience, role_arn) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO UPDATE SET name = ?2, repository = ?3, git_ref = ?4, audience = ?5, role_arn = ?6",
    )
    .bind(&job.id)
    .bind(&job.name)
    .bind(&job.repository)
    .bind(&job.git_ref)
    .bind(&job.audience)
    .bind(&job.role_arn)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The demo's jobs: one of the main branch, and one of another branch, which the role does not trust.
pub(crate) async fn settle(tx: &mut Tx, role_arn: &str) -> Result<(), CompanyError> {
    for (id, name, git_ref) in [
        ("shop-main", "shop, main branch", "refs/heads/main"),
        ("shop-try", "shop, somebody's branch", "refs/heads/try"),
    ] {
        let job = BuildJob {
            id: id.to_owned(),
            name: name.to_owned(),
            repository: "anycompany/shop".to_owned(),
            git_ref: git_ref.to_owned(),
            audience: "sts.amazonaws.com".to_owned(),
            role_arn: role_arn.to_owned(),
        };
        put(tx, &job).await?;
    }
    Ok(())
}

impl Company {
    async fn builder(&self, tx: &mut Tx, caller: &Caller) -> Result<(), CompanyError> {
        let live = self.live(tx, caller).await?;
        if people::is_in(tx, &live.person.id, BUILDERS).await? {
            Ok(())
        } else {
            Err(CompanyError::AccessDenied("Builds are for members of builders."))
        }
    }

    /// Jobs and their runs.
    ///
    /// # Errors
    /// [`CompanyError::NotSignedIn`], [`CompanyError::AccessDenied`].
    pub async fn builds(&self, caller: &Caller) -> Result<Builds, CompanyError> {
        let mut tx = self.begin().await?;
        self.builder(&mut tx, caller).await?;
        let jobs = jobs(&mut tx).await?;
        Ok(Builds {
            jobs: jobs
                .into_iter()
                .map(|job| BuildJobView {
                    subject: job.subject(),
                    job,
                })
                .collect(),
            runs: runs(&mut tx).await?,
        })
    }

    /// Runs a job: it obtains an ID token and asks AWS for its role. A refusal of AWS is how the run went, not an error.
    ///
    /// # Errors
    /// As [`builds`](Self::builds); [`CompanyError::NoSuchEntity`]; [`CompanyError::Unreachable`].
    pub async fn run_build(&self, caller: &Caller, id: &str) -> Result<BuildRun, CompanyError> {
        self.prepare_tokens().await?;
        let mut tx = self.begin().await?;
        self.builder(&mut tx, caller).await?;
        let job = jobs(&mut tx)
            .await?
            .into_iter()
            .find(|job| job.id == id)
            .ok_or(CompanyError::NoSuchEntity("build"))?;
        let mut others = Map::new();
        others.insert("repository".to_owned(), Value::from(job.repository.clone()));
        others.insert("ref".to_owned(), Value::from(job.git_ref.clone()));
        let claims = Claims {
            subject: job.subject(),
            audiences: vec![job.audience.clone()],
            others,
        };
        let token = self.issue_token(&mut tx, claims).await?;
        tx.commit().await?;
        let outcome = match self.assume_with(&job.role_arn, &job.id, &token.text).await {
            Ok(credentials) => RunOutcome::Assumed {
                access_key_id: credentials.access_key_id,
                expires_at: credentials.expires_at,
                arn: credentials.arn,
            },
            Err(CompanyError::Remote(RemoteRefusal { code, message, .. })) => RunOutcome::Refused { code, message },
            Err(other) => return Err(other),
        };
        let now = self.now();
        let run: i64 =
            sqlx::query_scalar("INSERT INTO build_runs (build_id, ran_at, outcome) VALUES (?1, ?2, ?3) RETURNING id")
                .bind(&job.id)
                .bind(now.as_millisecond())
                .bind(serde_json::to_string(&outcome)?)
                .fetch_one(&self.pool)
                .await?;
        Ok(BuildRun {
            id: run,
            job: job.id,
            ran_at: now,
            outcome,
        })
    }
}
