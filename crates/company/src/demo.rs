//! AnyCompany's people, in the states that one needs to meet.
//!
//! Passwords and seeds are generated for each world and handed over; none is written here.

use secrecy::{ExposeSecret as _, SecretString};
use vestibule_credentials::totp::{Seed, otpauth_uri, step_at};
use vestibule_identity::clock::random_uuid;
use vestibule_identity::mfa::totp::TotpState;
use vestibule_identity::password_policy::AccountPasswordPolicy;

use crate::keys::{CompanyKeyAlgorithm, CompanyKeyState, Purpose};
use crate::oidc::clients;
use crate::oidc::token::OidcSettings;
use crate::parcels::Parcel;
use crate::people::{self, ADMINISTRATORS, GroupRow, PersonAttribute, PersonRow};
use crate::portal::{BROKER_USERS, BUILDERS, CONTRACTORS};
use crate::saml::claims::{self, SessionTag};
use crate::web_identity::builds;
use crate::{ADDRESS, Company, CompanyError, HOST, NAME, Tx, settings};

/// The demo's accounts in AWS, as whoever composes the world knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoAccounts {
    /// Names the world: another one gets other people.
    pub world: String,
    /// The management account's id.
    pub management: String,
    /// The Finance account's id.
    pub finance: String,
}

/// The name of the company's SAML provider in each account.
pub const SAML_PROVIDER: &str = "AnyCompanySSO";

/// Roles that the demo's groups, contractors, builds and broker ask for, by the account that they are in.
pub mod roles {
    /// Management: developers.
    pub const DEVELOPER: &str = "CompanyDeveloper";
    /// Management: developers on call.
    pub const ON_CALL: &str = "CompanyOnCall";
    /// Finance: analysts, and developers.
    pub const ANALYST: &str = "CompanyAnalyst";
    /// Management: resources of one's own department.
    pub const DEPARTMENT: &str = "CompanyDepartment";
    /// Management: support; its mapping has the wrong case.
    pub const SUPPORT: &str = "CompanySupport";
    /// Management: administrators.
    pub const ADMINISTRATOR: &str = "CompanyAdministrator";
    /// Management: contractors, by web identity.
    pub const CONTRACTOR: &str = "CompanyContractor";
    /// Management: builds of the main branch of the shop, by web identity.
    pub const BUILD: &str = "CompanyBuild";
    /// Management: what the broker asks for.
    pub const BROKER: &str = "CompanyBroker";
}

struct PersonPlan {
    user_name: &'static str,
    given_name: &'static str,
    family_name: &'static str,
    department: &'static str,
    cost_centre: &'static str,
    title: &'static str,
    groups: &'static [&'static str],
    has_app: bool,
    note: &'static str,
}

const PEOPLE: [PersonPlan; 6] = [
    PersonPlan {
        user_name: "carla",
        given_name: "Carla",
        family_name: "Conti",
        department: "Finance",
        cost_centre: "4100",
        title: "Analyst",
        groups: &["aws-analysts"],
        has_app: true,
        note: "One role: the console opens straight away. MFA: authenticator app.",
    },
    PersonPlan {
        user_name: "dario",
        given_name: "Dario",
        family_name: "Duarte",
        department: "Engineering",
        cost_centre: "4200",
        title: "Developer",
        groups: &["aws-analysts", "aws-developers", BUILDERS],
        has_app: true,
        note: "Three roles in two accounts: AWS asks which. Also runs builds. MFA: authenticator app.",
    },
    PersonPlan {
        user_name: "elena",
        given_name: "Elena",
        family_name: "Eriksen",
        department: "Data",
        cost_centre: "4300",
        title: "Data engineer",
        groups: &["aws-departments"],
        has_app: true,
        note: "A session tag, department=Data, opens her department's resources and no others. MFA: authenticator app.",
    },
    PersonPlan {
        user_name: "farid",
        given_name: "Farid",
        family_name: "Fahmy",
        department: "Support",
        cost_centre: "4400",
        title: "Support engineer",
        groups: &["aws-support"],
        has_app: true,
        note: "AWS refuses him: find the mistake in his group's mapping. MFA: authenticator app.",
    },
    PersonPlan {
        user_name: "gita",
        given_name: "Gita",
        family_name: "Gupta",
        department: "Partners",
        cost_centre: "9000",
        title: "Contractor",
        groups: &[CONTRACTORS],
        has_app: false,
        note: "A contractor without a role by SAML: gets short-term credentials by an ID token. MFA: none yet, sets it up at the first sign-in.",
    },
    PersonPlan {
        user_name: "hugo",
        given_name: "Hugo",
        family_name: "Hansen",
        department: "IT",
        cost_centre: "4500",
        title: "Identity administrator",
        groups: &[ADMINISTRATORS, BROKER_USERS, BUILDERS, "aws-administrators"],
        has_app: true,
        note: "Administers single sign-on: people, mappings, certificates, teaching faults. Uses the broker. MFA: authenticator app.",
    },
];

const GROUPS: [(&str, &str); 9] = [
    ("aws-analysts", "Looks at Finance in AWS."),
    ("aws-developers", "Develops in AWS, and is on call."),
    ("aws-departments", "Enters AWS with what its department owns."),
    ("aws-support", "Supports customers in AWS."),
    ("aws-administrators", "Administers AWS."),
    (CONTRACTORS, "Works for AnyCompany from outside."),
    (BUILDERS, "Runs builds."),
    (BROKER_USERS, "Uses the identity broker."),
    (ADMINISTRATORS, "Administers single sign-on."),
];

/// `arn:aws:iam::<account>:role/<name>`.
pub(crate) fn role(account: &str, name: &str) -> String {
    format!("arn:aws:iam::{account}:role/{name}")
}

/// A person with what takes time worked out.
struct Ready {
    plan: &'static PersonPlan,
    password: SecretString,
    phc: String,
}

impl Company {
    /// Makes the demo's people, unless they are there for this world already. People of another world go.
    ///
    /// # Errors
    /// Store failures; everything is then as it was.
    pub async fn settle_demo(&self, accounts: &DemoAccounts) -> Result<(), CompanyError> {
        let mut tx = self.begin().await?;
        let known: Option<String> = sqlx::query_scalar("SELECT world FROM company")
            .fetch_one(&mut *tx)
            .await?;
        if known.as_ref() == Some(&accounts.world) {
            return Ok(());
        }
        drop(tx);
        let mut ready = Vec::new();
        for plan in &PEOPLE {
            let password = SecretString::from(AccountPasswordPolicy::AwsDefault.generate(&*self.entropy));
            let phc = self.hashing.hash(password.clone()).await?;
            ready.push(Ready { plan, password, phc });
        }
        let mut keys = Vec::new();
        for (purpose, state) in [
            (Purpose::Saml, CompanyKeyState::Removed),
            (Purpose::Saml, CompanyKeyState::Active),
            (Purpose::Oidc, CompanyKeyState::Active),
        ] {
            keys.push((purpose, state, self.fresh_key(CompanyKeyAlgorithm::P256).await?));
        }
        let mut tx = self.begin().await?;
        wipe(&mut tx).await?;
        let now = self.now();
        for (purpose, state, key) in &keys {
            self.keep_key(&mut tx, *purpose, key, *state, now).await?;
        }
        self.settle_groups(&mut tx, accounts).await?;
        for person in &ready {
            self.settle_person(&mut tx, person).await?;
        }
        self.settle_clients(&mut tx, accounts).await?;
        sqlx::query("UPDATE company SET world = ?1")
            .bind(&accounts.world)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    async fn settle_groups(&self, tx: &mut Tx, accounts: &DemoAccounts) -> Result<(), CompanyError> {
        let (management, finance) = (accounts.management.as_str(), accounts.finance.as_str());
        // The one of support is the mistake: role names are case-sensitive.
        let support = roles::SUPPORT.to_lowercase();
        let mapped = [
            ("aws-analysts", finance, roles::ANALYST),
            ("aws-developers", management, roles::DEVELOPER),
            ("aws-developers", management, roles::ON_CALL),
            ("aws-departments", management, roles::DEPARTMENT),
            ("aws-support", management, support.as_str()),
            ("aws-administrators", management, roles::ADMINISTRATOR),
        ];
        for (name, description) in GROUPS {
            let group = GroupRow {
                id: random_uuid(&*self.entropy).to_string(),
                name: name.to_owned(),
                description: description.to_owned(),
            };
            people::put_group(tx, &group).await?;
            for (_, account, role_name) in mapped.iter().filter(|(of, ..)| *of == name) {
                let provider = format!("arn:aws:iam::{account}:saml-provider/{SAML_PROVIDER}");
                claims::put_mapping(tx, None, &group.id, &role(account, role_name), &provider).await?;
            }
        }
        let tags = [
            ("department", PersonAttribute::Department, true),
            ("costCentre", PersonAttribute::CostCentre, false),
        ];
        let tags = tags.map(|(key, source, transitive)| SessionTag {
            key: key.to_owned(),
            source,
            transitive,
        });
        claims::set_tags(tx, &tags).await
    }

    async fn settle_person(&self, tx: &mut Tx, ready: &Ready) -> Result<(), CompanyError> {
        let plan = ready.plan;
        let now = self.now();
        let person = PersonRow {
            id: random_uuid(&*self.entropy).to_string(),
            user_name: plan.user_name.to_owned(),
            given_name: plan.given_name.to_owned(),
            family_name: plan.family_name.to_owned(),
            email: format!("{}@anycompany.example", plan.user_name),
            department: plan.department.to_owned(),
            cost_centre: plan.cost_centre.to_owned(),
            title: plan.title.to_owned(),
            enabled: true,
            created_at: now.as_millisecond(),
        };
        people::put(tx, &person).await?;
        people::set_password(tx, &person.id, &ready.phc).await?;
        for group in people::groups(tx).await? {
            if plan.groups.contains(&group.name.as_str()) {
                people::join(tx, &group.id, &person.id).await?;
            }
        }
        self.hand_password(tx, &person.user_name, &ready.password, plan.note)
            .await?;
        if !plan.has_app {
            return Ok(());
        }
        let seed = Seed::generate(&*self.entropy);
        // As if two codes of long ago had been given: the present one is good.
        let state = TotpState {
            last_step: step_at(now).saturating_sub(10),
            drift: 0,
            in_sync: true,
        };
        self.attach(tx, &person.id, &seed, state, now).await?;
        let parcel = Parcel::AuthenticatorSeed {
            otpauth: otpauth_uri(&seed, plan.user_name, HOST).expose_secret().to_owned(),
            drift_seconds: 0,
        };
        self.post(tx, &parcel).await
    }

    /// Puts a password into the person's password manager.
    pub(crate) async fn hand_password(
        &self,
        tx: &mut Tx,
        user_name: &str,
        password: &SecretString,
        note: &str,
    ) -> Result<(), CompanyError> {
        let parcel = Parcel::Credential {
            identity: "company-user",
            account: Some(HOST.to_owned()),
            account_name: NAME.to_owned(),
            sign_in_name: user_name.to_owned(),
            password: Some(password.expose_secret().to_owned()),
            note: note.to_owned(),
            title: format!("{user_name} at {NAME}"),
            address: format!("{ADDRESS}/"),
        };
        self.post(tx, &parcel).await
    }

    async fn settle_clients(&self, tx: &mut Tx, accounts: &DemoAccounts) -> Result<(), CompanyError> {
        let oidc = OidcSettings {
            contractor_role: role(&accounts.management, roles::CONTRACTOR),
            ..OidcSettings::default()
        };
        settings::set(tx, &oidc).await?;
        clients::put(
            tx,
            &crate::oidc::OidcClient {
                id: "wiki".to_owned(),
                name: "Company wiki".to_owned(),
                redirect_uris: vec!["https://wiki.anycompany.example/callback".to_owned()],
                audiences: Vec::new(),
            },
        )
        .await?;
        builds::settle(tx, &role(&accounts.management, roles::BUILD)).await
    }
}

/// Everything but the outbox and the store's own mark.
async fn wipe(tx: &mut Tx) -> Result<(), CompanyError> {
    for statement in [
        "DELETE FROM people",
        "DELETE FROM groups",
        "DELETE FROM used_steps",
        "DELETE FROM throttles",
        "DELETE FROM attempts",
        "DELETE FROM signing_keys",
        "DELETE FROM session_tags",
        "DELETE FROM settings",
        "DELETE FROM secrets",
        "DELETE FROM faults",
        "DELETE FROM issued",
        "DELETE FROM clients",
        "DELETE FROM codes",
        "DELETE FROM builds",
        "DELETE FROM provisioned",
        // What the old world's people were handed is gone with that world.
        "DELETE FROM outbox",
    ] {
        sqlx::query(statement).execute(&mut **tx).await?;
    }
    Ok(())
}
