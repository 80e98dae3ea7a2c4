//! The identity broker: links into the console, built by the company's own IAM keys.
//!
//! ```text
//!   the company's rules ─► AssumeRole or GetFederationToken ─► getSigninToken ─► a link (Action=login), good for 15 minutes
//! ```
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html>

mod sigv4;

use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;
use utoipa::ToSchema;
use vestibule_identity::Timestamp;
use vestibule_identity::network::Request;

use crate::aws::{self, Credentials};
use crate::portal::BROKER_USERS;
use crate::settings::{self, Setting};
use crate::{ADDRESS, Caller, Company, CompanyError, RemoteRefusal, Tx, demo, people};

use sigv4::Keys;

/// The name of the secret key in the store.
const SECRET: &str = "broker";
/// Where sign-in tokens are given out.
const FEDERATION: &str = "https://signin.aws.amazon.com/federation";
/// The region that the global endpoint of STS is signed for.
const REGION: &str = "us-east-1";
/// How long a link works.
const LINK: Duration = Duration::from_mins(15);
/// Words of a refusal that are passed on, at most.
const LONGEST_WORDS: usize = 300;

/// What the broker asks AWS for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum BrokerMode {
    /// `AssumeRole`.
    AssumeRole {
        /// Which.
        #[serde(rename = "roleArn")]
        role_arn: String,
    },
    /// `GetFederationToken`.
    FederationToken {
        /// What of the broker's own permissions people get.
        policy: String,
    },
}

/// How the broker is set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BrokerSettings {
    /// The broker's IAM user's access key; empty until it is set up.
    pub access_key_id: String,
    /// What it asks for.
    pub mode: BrokerMode,
    /// `DurationSeconds` of the credentials; AWS's own if none.
    pub credentials_seconds: Option<u32>,
    /// `SessionDuration` of the console; as long as the credentials if none.
    pub console_seconds: Option<u32>,
    /// Where the person goes.
    pub destination: String,
}

impl Default for BrokerSettings {
    fn default() -> Self {
        Self {
            access_key_id: String::new(),
            mode: BrokerMode::AssumeRole {
                role_arn: String::new(),
            },
            credentials_seconds: None,
            console_seconds: None,
            destination: "https://console.aws.amazon.com/".to_owned(),
        }
    }
}

impl Setting for BrokerSettings {
    const NAME: &'static str = "broker";
}

/// The broker's page.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BrokerPage {
    /// Whether an administrator set it up.
    pub is_configured: bool,
    /// What it asks for.
    pub mode: BrokerMode,
    /// What the session will be called.
    pub session_name: String,
    /// Where one goes.
    pub destination: String,
}

/// A link into the console. Whoever has it enters.
#[derive(Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BrokerLink {
    /// Itself.
    pub address: String,
    /// Until when it works.
    #[schema(value_type = String, format = "date-time")]
    pub expires_at: Timestamp,
    /// Who one will be.
    pub arn: String,
    /// Until when the credentials behind it are good, as AWS writes it.
    pub credentials_expire_at: String,
}

impl std::fmt::Debug for BrokerLink {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "BrokerLink of {}", self.arn)
    }
}

/// The broker as administrators see it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BrokerAdministration {
    /// How it is set up.
    pub settings: BrokerSettings,
    /// Whether a secret key is there. It is not shown.
    pub has_secret: bool,
}

/// How the broker is to be set up.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BrokerForm {
    /// Everything but the secret.
    #[serde(flatten)]
    pub settings: BrokerSettings,
    /// The secret key; the one that is there stays if none.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub secret_access_key: Option<SecretString>,
}

impl std::fmt::Debug for BrokerForm {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "BrokerForm({:?})", self.settings)
    }
}

/// What a link is made with, loaded in one go.
struct Ready {
    settings: BrokerSettings,
    keys: Keys,
    user_name: String,
}

impl Company {
    async fn broker_user(&self, tx: &mut Tx, caller: &Caller) -> Result<String, CompanyError> {
        let live = self.live(tx, caller).await?;
        if people::is_in(tx, &live.person.id, BROKER_USERS).await? {
            Ok(live.person.user_name)
        } else {
            Err(CompanyError::AccessDenied("The broker is for members of broker-users."))
        }
    }

    /// The broker's page.
    ///
    /// # Errors
    /// [`CompanyError::NotSignedIn`], [`CompanyError::AccessDenied`].
    pub async fn broker(&self, caller: &Caller) -> Result<BrokerPage, CompanyError> {
        let mut tx = self.begin().await?;
        let session_name = self.broker_user(&mut tx, caller).await?;
        let settings: BrokerSettings = settings::get(&mut tx).await?;
        let has_secret = self.secret(&mut tx, SECRET).await?.is_some();
        Ok(BrokerPage {
            is_configured: has_secret && !settings.access_key_id.is_empty(),
            mode: settings.mode,
            session_name,
            destination: settings.destination,
        })
    }

    /// Gives the demo's broker its key, and the role that it asks for, unless an administrator entered a key.
    ///
    /// # Errors
    /// Store failures.
    pub async fn settle_broker(
        &self,
        account: &str,
        access_key_id: String,
        secret: &SecretString,
    ) -> Result<(), CompanyError> {
        let mut tx = self.begin().await?;
        let known: BrokerSettings = settings::get(&mut tx).await?;
        if !known.access_key_id.is_empty() {
            return Ok(());
        }
        let settings = BrokerSettings {
            access_key_id,
            mode: BrokerMode::AssumeRole {
                role_arn: demo::role(account, demo::roles::BROKER),
            },
            ..known
        };
        settings::set(&mut tx, &settings).await?;
        self.set_secret(&mut tx, SECRET, secret).await?;
        tx.commit().await?;
        Ok(())
    }

    /// A link into the console. AWS is asked outside of any transaction.
    ///
    /// # Errors
    /// As [`broker`](Self::broker); [`CompanyError::NotConfigured`]; [`CompanyError::Remote`] with what AWS says.
    pub async fn broker_link(&self, caller: &Caller) -> Result<BrokerLink, CompanyError> {
        let ready = self.broker_ready(caller).await?;
        let now = self.now();
        let request = Request::post(aws::STS, aws::FORM, question(&ready));
        let request = sigv4::sign(request, &ready.keys, REGION, "sts", now)?;
        let credentials = aws::ask(&*self.network, request).await?;
        let token = self.sign_in_token(&credentials, ready.settings.console_seconds).await?;
        let link = Url::parse_with_params(
            FEDERATION,
            [
                ("Action", "login"),
                ("Issuer", &format!("{ADDRESS}/broker")),
                ("Destination", &ready.settings.destination),
                ("SigninToken", &token),
            ],
        );
        Ok(BrokerLink {
            address: link.map_err(|_| CompanyError::Key)?.into(),
            expires_at: self.now().saturating_add(LINK).unwrap_or(now),
            arn: credentials.arn,
            credentials_expire_at: credentials.expires_at,
        })
    }

    async fn broker_ready(&self, caller: &Caller) -> Result<Ready, CompanyError> {
        let mut tx = self.begin().await?;
        let user_name = self.broker_user(&mut tx, caller).await?;
        let settings: BrokerSettings = settings::get(&mut tx).await?;
        match self.secret(&mut tx, SECRET).await? {
            Some(secret) if !settings.access_key_id.is_empty() => Ok(Ready {
                keys: Keys {
                    access_key_id: settings.access_key_id.clone(),
                    secret,
                },
                settings,
                user_name,
            }),
            _ => Err(CompanyError::NotConfigured(
                "The broker has no access key yet: an administrator enters it.",
            )),
        }
    }

    /// Credentials for a token that begins a console session.
    async fn sign_in_token(&self, credentials: &Credentials, seconds: Option<u32>) -> Result<String, CompanyError> {
        let session = json!({
            "sessionId": credentials.access_key_id,
            "sessionKey": credentials.secret.expose_secret(),
            "sessionToken": credentials.session_token.expose_secret(),
        });
        let mut address = Url::parse(FEDERATION).map_err(|_| CompanyError::Key)?;
        {
            let mut query = address.query_pairs_mut();
            query.append_pair("Action", "getSigninToken");
            if let Some(seconds) = seconds {
                query.append_pair("SessionDuration", &seconds.to_string());
            }
            query.append_pair("Session", &session.to_string());
        }
        let answer = self.network.send(Request::get(address)).await?;
        let body: Option<Value> = serde_json::from_str(&answer.body).ok();
        body.as_ref()
            .filter(|_| answer.status == 200)
            .and_then(|body| body.get("SigninToken")?.as_str())
            .map(str::to_owned)
            .ok_or_else(|| {
                CompanyError::Remote(RemoteRefusal {
                    status: answer.status,
                    code: "FederationEndpoint".to_owned(),
                    message: answer.body.chars().take(LONGEST_WORDS).collect(),
                })
            })
    }

    /// The broker as administrators see it.
    ///
    /// # Errors
    /// [`CompanyError::NotSignedIn`], [`CompanyError::AccessDenied`].
    pub async fn broker_administration(&self, caller: &Caller) -> Result<BrokerAdministration, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        Ok(BrokerAdministration {
            settings: settings::get(&mut tx).await?,
            has_secret: self.secret(&mut tx, SECRET).await?.is_some(),
        })
    }

    /// Sets the broker up. What AWS does not allow is left to AWS to refuse.
    ///
    /// # Errors
    /// A field error; those of [`broker_administration`](Self::broker_administration).
    pub async fn set_broker(&self, caller: &Caller, form: BrokerForm) -> Result<BrokerAdministration, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        let settings = BrokerSettings {
            access_key_id: form.settings.access_key_id.trim().to_owned(),
            destination: crate::admin::address("destination", &form.settings.destination, false)?,
            ..form.settings
        };
        settings::set(&mut tx, &settings).await?;
        if let Some(secret) = &form.secret_access_key {
            self.set_secret(&mut tx, SECRET, secret).await?;
        }
        let page = BrokerAdministration {
            settings,
            has_secret: self.secret(&mut tx, SECRET).await?.is_some(),
        };
        tx.commit().await?;
        Ok(page)
    }
}

/// The form for STS.
fn question(ready: &Ready) -> String {
    let seconds = ready.settings.credentials_seconds.map(|seconds| seconds.to_string());
    let (action, mut parameters) = match &ready.settings.mode {
        BrokerMode::AssumeRole { role_arn } => (
            "AssumeRole",
            vec![
                ("RoleArn", role_arn.as_str()),
                ("RoleSessionName", ready.user_name.as_str()),
            ],
        ),
        BrokerMode::FederationToken { policy } => {
            let mut parameters = vec![("Name", ready.user_name.as_str())];
            if !policy.trim().is_empty() {
                parameters.push(("Policy", policy));
            }
            ("GetFederationToken", parameters)
        }
    };
    if let Some(seconds) = &seconds {
        parameters.push(("DurationSeconds", seconds));
    }
    aws::form(action, &parameters)
}
