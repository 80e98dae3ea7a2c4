//! What a person may open from here.

use serde::Serialize;
use utoipa::ToSchema;

use crate::people::{self, ADMINISTRATORS};
use crate::saml::claims;
use crate::settings::{self, IdentityCenterSettings};
use crate::sign_in::{self, CompanyIdentity};
use crate::{Caller, Company, CompanyError, faults};

/// Whose members may ask the broker for console links.
pub const BROKER_USERS: &str = "broker-users";
/// Whose members get ID tokens for AWS.
pub const CONTRACTORS: &str = "contractors";
/// Whose members look at builds and run them.
pub const BUILDERS: &str = "builders";

/// Something to open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CompanyTileKind {
    /// The AWS console, by SAML.
    AwsConsole,
    /// The access portal of IAM Identity Center, by SAML.
    IdentityCenter,
    /// The identity broker.
    Broker,
    /// An ID token for a contractor.
    WebIdentity,
    /// Build jobs.
    Builds,
    /// Administration of single sign-on.
    Administration,
}

/// A tile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CompanyTile {
    /// What it opens.
    pub kind: CompanyTileKind,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub words: String,
}

/// The portal.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CompanyPortal {
    /// Whose.
    pub identity: CompanyIdentity,
    /// What may be opened.
    pub tiles: Vec<CompanyTile>,
    /// Faults that are on.
    pub faults: Vec<faults::Fault>,
}

impl CompanyTileKind {
    fn tile(self, words: impl Into<String>) -> CompanyTile {
        let title = match self {
            Self::AwsConsole => "AWS console",
            Self::IdentityCenter => "IAM Identity Center",
            Self::Broker => "Identity broker",
            Self::WebIdentity => "Contractor access to AWS",
            Self::Builds => "Builds",
            Self::Administration => "Administration",
        };
        CompanyTile {
            kind: self,
            title: title.to_owned(),
            words: words.into(),
        }
    }
}

impl Company {
    /// The portal of whoever is signed in.
    ///
    /// # Errors
    /// [`CompanyError::NotSignedIn`].
    pub async fn portal(&self, caller: &Caller) -> Result<CompanyPortal, CompanyError> {
        let mut tx = self.begin().await?;
        let live = self.live(&mut tx, caller).await?;
        let groups = people::groups_of(&mut tx, &live.person.id).await?;
        let is_in = |name: &str| groups.iter().any(|group| group.name == name);
        let mut tiles = Vec::new();
        match claims::mappings_of(&mut tx, &live.person.id).await?.len() {
            0 => {}
            1 => tiles.push(CompanyTileKind::AwsConsole.tile("Opens the console in your role.")),
            many => tiles.push(CompanyTileKind::AwsConsole.tile(format!("You choose one of {many} roles there."))),
        }
        if !settings::get::<IdentityCenterSettings>(&mut tx).await?.acs.is_empty() {
            tiles.push(CompanyTileKind::IdentityCenter.tile("The access portal of AWS, as you."));
        }
        if is_in(BROKER_USERS) {
            tiles.push(CompanyTileKind::Broker.tile("Makes a link into the console that works for 15 minutes."));
        }
        if is_in(CONTRACTORS) {
            tiles.push(CompanyTileKind::WebIdentity.tile("Gets you short-term credentials by an ID token."));
        }
        if is_in(BUILDERS) {
            tiles.push(CompanyTileKind::Builds.tile("Build jobs that get a role by their token."));
        }
        if is_in(ADMINISTRATORS) {
            tiles.push(CompanyTileKind::Administration.tile("People, roles, certificates, faults."));
        }
        Ok(CompanyPortal {
            identity: sign_in::identity(&mut tx, &live).await?,
            tiles,
            faults: faults::on(&mut tx).await?,
        })
    }
}
