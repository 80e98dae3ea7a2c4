//! Scenarios to play: what to try, with whom, and whether it was done. That is read from the store and asked of the
//! engine; nobody counts clicks.

use serde::Serialize;
use utoipa::ToSchema;
use vestibule_identity::account::Account;
use vestibule_identity::event::Outcome;
use vestibule_identity::names::{EmailAddress, RoleName, UserName};
use vestibule_identity::principal::Principal;
use vestibule_store::{EventFilter, EventRow, Reads, accounts, events, policies, roles, users};

use super::demo::{FINANCE_ROOT, MANAGEMENT_ROOT};
use crate::authorize::{Action, Asker, GLOBAL_REGION, Question};
use crate::request::Caller;
use crate::{Service, ServiceError};

/// More records than anybody's scenario leaves.
const RECORDS: u32 = 1000;

/// A scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Scenario {
    /// Names it.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What one learns.
    pub teaches: String,
    /// Whom one is on the way, by the names they sign in with.
    pub people: Vec<String>,
    /// What to try, in order.
    pub steps: Vec<String>,
    /// When it is done.
    pub goal: String,
    /// Whether it is; none where nothing is recorded that could tell.
    pub done: Option<bool>,
}

pub(super) struct Words {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) teaches: &'static str,
    pub(super) people: &'static [&'static str],
    pub(super) steps: &'static [&'static str],
    pub(super) goal: &'static str,
}

const DEADLOCK: Words = Words {
    id: "first-sign-in",
    title: "The first sign-in that cannot be finished",
    teaches: "The widely copied Force_MFA policy denies iam:ChangePassword without MFA, and nobody has MFA before they signed in once.",
    people: &["lena", "mira", MANAGEMENT_ROOT],
    steps: &[
        "Sign in as lena: a new password is demanded, and every one is refused. The message names both possible causes.",
        "As the root user, look at the policy Force_MFA: the list of what may be done without MFA lacks iam:ChangePassword.",
        "First way out: set a new password for mira that she need not change. Sign in as mira with it.",
        "Second way out: edit Force_MFA and add iam:ChangePassword to the NotAction list. Sign in as lena and choose a password.",
    ],
    goal: "lena and mira have both been let in.",
};

const FORCE_MFA: Words = Words {
    id: "force-mfa",
    title: "MFA is forced, but not by the sign-in page",
    teaches: "A policy about MFA does not stop a sign-in: it denies what comes after, until the session began with MFA.",
    people: &["zara"],
    steps: &[
        "Sign in as zara: she lands on console home. Open S3: denied. Read why.",
        "Assign an authenticator app on Security credentials. S3 is still denied: this session began without MFA.",
        "Sign out, sign in again with a code, and open S3.",
    ],
    goal: "zara has signed in with MFA.",
};

const BREAK_GLASS: Words = Words {
    id: "break-glass",
    title: "Breaking the glass",
    teaches: "An emergency user has all rights, but only with the security key, and the event history shows every use.",
    people: &["breakglass", "grace"],
    steps: &[
        "Sign in as grace: her password is past a hard expiry, and nobody is there to reset it.",
        "Sign in as breakglass with the security key from the desk.",
        "Set a new password for grace, then look at the event history: it says who did it, and that MFA was there.",
    ],
    goal: "breakglass has set a new password for grace, in a session with MFA.",
};

const ROLE: Words = Words {
    id: "role-with-mfa",
    title: "A role that demands MFA",
    teaches: "Who may assume a role is said twice: by the policy of who assumes, and by the role's trust policy, which may ask for MFA.",
    people: &["rosa"],
    steps: &[
        "Sign in as rosa and switch to the role LedgerReader of the account {finance}: refused, although her own policy allows it. Read why.",
        "Assign an MFA device to rosa, sign out, and sign in with it.",
        "Switch to LedgerReader again and look at the ledger in S3.",
    ],
    goal: "rosa has acted as LedgerReader.",
};

const REGION: Words = Words {
    id: "blocked-region",
    title: "A region that even root cannot use",
    teaches: "A service control policy bounds everyone in an account, its root user included; the management account is exempt.",
    people: &[FINANCE_ROOT, MANAGEMENT_ROOT],
    steps: &[
        "Sign in as the root user of Finance and open EC2 in us-east-1, then in us-west-2: denied by a service control policy.",
        "Sign in as the root user of the management account and find what is attached to the unit Workloads.",
        "Allow us-west-2 in AllowedRegions, or detach it, and look at Finance's standby there.",
    ],
    goal: "Finance can see its instances in us-west-2.",
};

const BOUNDARY: Words = Words {
    id: "boundary",
    title: "Allowed, and still denied: a permissions boundary",
    teaches: "A boundary grants nothing: what one may do is what both the policies and the boundary allow.",
    people: &["theo", MANAGEMENT_ROOT],
    steps: &[
        "Sign in as theo: his PowerUserAccess allows S3 and EC2, but EC2 is denied. Read why.",
        "As the root user, widen the boundary OnlyS3 by ec2:Describe*, or set another boundary. Do not just remove it.",
        "Open EC2 as theo again.",
    ],
    goal: "theo can see EC2 instances and still has a boundary.",
};

const OWN_RIGHTS: Words = Words {
    id: "own-rights",
    title: "The administrator who took away their own rights",
    teaches: "Nobody asks whether you are sure that you will still be able to undo it.",
    people: &["adam", MANAGEMENT_ROOT],
    steps: &[
        "Sign in as adam and detach AdministratorAccess from adam.",
        "Try to attach it again: denied, and so is nearly everything else.",
        "As the root user, give adam his rights back.",
    ],
    goal: "adam has detached a policy and may create users again.",
};

impl Service {
    /// The scenarios, with what was done of them.
    ///
    /// # Errors
    /// Store failures only.
    pub async fn scenarios(&self) -> Result<Vec<Scenario>, ServiceError> {
        let mut reader = self.store.read().await?;
        let management = account(&mut reader, MANAGEMENT_ROOT).await?;
        let finance = account(&mut reader, FINANCE_ROOT).await?;
        let (Some(management), Some(finance)) = (management, finance) else {
            return Ok(Vec::new());
        };
        let deadlock = signed_in(&mut reader, &management, "lena", false).await?
            && signed_in(&mut reader, &management, "mira", false).await?;
        let force_mfa = signed_in(&mut reader, &management, "zara", true).await?;
        let break_glass = glass_was_broken(&mut reader, &finance).await?;
        let role = role_was_used(&mut reader, &management, &finance).await?;
        let root = Principal::Root {
            account: finance.id.clone(),
        };
        let region = self
            .could(&mut reader, &root, Action::Ec2DescribeInstances, "us-west-2")
            .await?;
        let boundary = self.boundary_was_widened(&mut reader, &management).await?;
        let own_rights = self.rights_came_back(&mut reader, &management).await?;
        let scenarios = [
            (DEADLOCK, deadlock),
            (FORCE_MFA, force_mfa),
            (BREAK_GLASS, break_glass),
            (ROLE, role),
            (REGION, region),
            (BOUNDARY, boundary),
            (OWN_RIGHTS, own_rights),
        ];
        Ok(scenarios
            .into_iter()
            .map(|(words, done)| words.scenario(&finance, Some(done)))
            .collect())
    }

    async fn boundary_was_widened(&self, reader: &mut impl Reads, account: &Account) -> Result<bool, ServiceError> {
        let Some(theo) = principal(reader, account, "theo").await? else {
            return Ok(false);
        };
        let id = theo.user_id().map_or("", |id| id.as_str());
        Ok(policies::boundary_of(reader, id).await?.is_some()
            && self
                .could(reader, &theo, Action::Ec2DescribeInstances, GLOBAL_REGION)
                .await?)
    }

    async fn rights_came_back(&self, reader: &mut impl Reads, account: &Account) -> Result<bool, ServiceError> {
        let Some(adam) = principal(reader, account, "adam").await? else {
            return Ok(false);
        };
        Ok(!records(reader, account, "DetachUserPolicy", Some("adam"))
            .await?
            .is_empty()
            && self.could(reader, &adam, Action::CreateUser, GLOBAL_REGION).await?)
    }

    /// Whether they would be allowed to, in a session without MFA.
    async fn could(
        &self,
        reader: &mut impl Reads,
        principal: &Principal,
        action: Action,
        region: &str,
    ) -> Result<bool, ServiceError> {
        let caller = Caller::default();
        let asker = Asker::signing_in(principal, &caller, None, false);
        let question = Question::new(action, "*").in_region(region);
        Ok(self.judge(reader, &asker, question).await?.is_none())
    }
}

impl Words {
    /// The words, with the id that one has to type.
    pub(super) fn scenario(&self, finance: &Account, done: Option<bool>) -> Scenario {
        let id = finance.id.as_str();
        let owned = |texts: &[&str]| texts.iter().map(|text| text.replace("{finance}", id)).collect();
        Scenario {
            id: self.id.to_owned(),
            title: self.title.to_owned(),
            teaches: self.teaches.to_owned(),
            people: owned(self.people),
            steps: owned(self.steps),
            goal: self.goal.to_owned(),
            done,
        }
    }
}

pub(super) async fn account(reader: &mut impl Reads, root: &str) -> Result<Option<Account>, ServiceError> {
    match EmailAddress::parse(root) {
        Ok(email) => Ok(accounts::by_email(reader, &email).await?),
        Err(_) => Ok(None),
    }
}

async fn principal(reader: &mut impl Reads, account: &Account, name: &str) -> Result<Option<Principal>, ServiceError> {
    let Ok(name) = UserName::parse(name) else {
        return Ok(None);
    };
    let user = users::by_name(reader, &account.id, &name).await?;
    Ok(user.map(|user| Principal::IamUser {
        account: user.account,
        user: user.id,
        name: user.name,
    }))
}

/// What is recorded as done.
pub(super) async fn records(
    reader: &mut impl Reads,
    account: &Account,
    name: &str,
    user: Option<&str>,
) -> Result<Vec<EventRow>, ServiceError> {
    recorded(reader, account, name, user, Outcome::Success).await
}

/// What is recorded as done, or as refused.
pub(super) async fn recorded(
    reader: &mut impl Reads,
    account: &Account,
    name: &str,
    user: Option<&str>,
    outcome: Outcome,
) -> Result<Vec<EventRow>, ServiceError> {
    let filter = EventFilter {
        name: Some(name.to_owned()),
        user_name: user.map(ToOwned::to_owned),
        outcome: Some(outcome),
        ..EventFilter::default()
    };
    Ok(events::page(reader, &account.id, &filter, None, RECORDS).await?)
}

async fn signed_in(reader: &mut impl Reads, account: &Account, user: &str, mfa: bool) -> Result<bool, ServiceError> {
    let records = records(reader, account, "ConsoleLogin", Some(user)).await?;
    Ok(records
        .iter()
        .any(|record| !mfa || says(record, "/additionalEventData/MFAUsed", "Yes")))
}

async fn glass_was_broken(reader: &mut impl Reads, finance: &Account) -> Result<bool, ServiceError> {
    let records = records(reader, finance, "UpdateLoginProfile", Some("breakglass")).await?;
    Ok(records.iter().any(|record| {
        says(record, "/requestParameters/userName", "grace")
            && says(
                record,
                "/userIdentity/sessionContext/attributes/mfaAuthenticated",
                "true",
            )
    }))
}

async fn role_was_used(reader: &mut impl Reads, management: &Account, finance: &Account) -> Result<bool, ServiceError> {
    let arn = format!("arn:aws:iam::{}:role/LedgerReader", finance.id);
    let assumed = records(reader, management, "AssumeRole", Some("rosa")).await?;
    if assumed
        .iter()
        .any(|record| says(record, "/requestParameters/roleArn", &arn))
    {
        return Ok(true);
    }
    let Ok(name) = RoleName::parse("LedgerReader") else {
        return Ok(false);
    };
    let role = roles::by_name(reader, &finance.id, &name).await?;
    Ok(role.is_some_and(|role| role.last_used_at.is_some()))
}

fn says(record: &EventRow, pointer: &str, value: &str) -> bool {
    said(record, pointer).is_some_and(|found| found == value)
}

/// What stands at a place of a record.
pub(super) fn said(record: &EventRow, pointer: &str) -> Option<String> {
    let read: serde_json::Value = serde_json::from_str(&record.json).ok()?;
    read.pointer(pointer)?.as_str().map(str::to_owned)
}
