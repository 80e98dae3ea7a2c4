//! Walks at the company: what there is to find out with its people. Whether one was done is read from AWS's records; of
//! what AWS leaves no record of, the company says what its own log has.

use std::collections::BTreeSet;

use vestibule_identity::account::Account;
use vestibule_identity::event::Outcome;
use vestibule_store::{EventRow, Reads};

use super::demo::{FINANCE_ROOT, MANAGEMENT_ROOT};
use super::scenarios::{Scenario, Words, account, recorded, records, said};
use crate::{Service, ServiceError};

const SIGN_IN: &str = "Sign in at AnyCompany: fill the form from Passwords, take the code from Authenticator.";

const ONE_ROLE: Words = Words {
    id: "one-role",
    title: "One role: straight in",
    teaches: "The company vouches, AWS believes its signature, and there is no user of that name in AWS.",
    people: &["carla"],
    steps: &[
        SIGN_IN,
        "Open AWS console. There is one role for her, so AWS asks nothing.",
        "The account menu says role and session. Event history, as somebody who may read it, has the sign-in.",
    ],
    goal: "carla has entered the console as CompanyAnalyst.",
};

const THREE_ROLES: Words = Words {
    id: "three-roles",
    title: "Three roles in two accounts: select a role",
    teaches: "Groups at the company become roles in AWS; who has several chooses at each sign-in.",
    people: &["dario"],
    steps: &[
        SIGN_IN,
        "Open AWS console. AWS shows the roles by account.",
        "Choose one, look around, sign out, come again as another one.",
    ],
    goal: "dario has entered the console in two of his roles.",
};

const DEPARTMENT: Words = Words {
    id: "department",
    title: "Tags that open only one's own department",
    teaches: "The company says the department, and one policy for everybody compares it with the tag of the resource.",
    people: &["elena"],
    steps: &[
        SIGN_IN,
        "Open AWS console, and there a resource of her department: it opens.",
        "Open one of another department: it does not, and Why? names the statement whose condition is not met.",
    ],
    goal: "you have seen both. Looking leaves no record, so nothing is marked here.",
};

const WRONG_CASE: Words = Words {
    id: "wrong-case",
    title: "A mistake to find: AWS refuses somebody",
    teaches: "Role names are compared to the letter, capitals included, and what AWS says about it is terse.",
    people: &["farid", "hugo"],
    steps: &[
        "Sign in as farid and open AWS console. Read what AWS says, then its report, check by check.",
        "Sign out of the company, and in again as hugo. Under Administration, AWS roles, compare the role of aws-support with the role's name in AWS.",
        "Change it, and let farid try again.",
    ],
    goal: "farid has entered the console as CompanySupport.",
};

const FAULTS: Words = Words {
    id: "faults",
    title: "A response that is wrong on purpose",
    teaches: "What each mistake of an identity provider looks like from the other side.",
    people: &["hugo"],
    steps: &[
        SIGN_IN,
        "Under Administration, Teaching faults, switch one on.",
        "Go to My applications and open AWS console. Read what AWS says, and what its report found.",
        "Under Issued, read what was sent.",
    ],
    goal: "AnyCompany has sent a response with a fault in it: Issued has it.",
};

const CONTRACTOR: Words = Words {
    id: "contractor",
    title: "A role by an ID token, without the console",
    teaches: "Web identity: the trust policy looks at who the token is from, for and about.",
    people: &["gita"],
    steps: &[
        "Sign in at AnyCompany. She has no authenticator app yet: show the QR code and scan it with Authenticator.",
        "Open Contractor access to AWS, get an ID token and read its claims.",
        "Get credentials. Then ask for another role, and read why not.",
    ],
    goal: "gita has got credentials of CompanyContractor, and was refused another role.",
};

const BROKER: Words = Words {
    id: "broker",
    title: "A broker's link, and one that expired",
    teaches: "Console links from a company's own program: good once, for 15 minutes.",
    people: &["hugo"],
    steps: &[
        SIGN_IN,
        "Open Identity broker, build a link, open the console. Sign out there: it leads back to the broker.",
        "Build another one, copy it, move the clock by 15 minutes (My desk, Clock), and open it.",
    ],
    goal: "hugo has entered the console by a link of the broker. A link that is refused leaves no record.",
};

impl Service {
    /// The walks at the company, with what was done of them. `sent_faults`: whether the company says that it has sent a SAML
    /// response with a teaching fault in it.
    ///
    /// # Errors
    /// Store failures only.
    pub async fn company_walks(&self, sent_faults: bool) -> Result<Vec<Scenario>, ServiceError> {
        let mut reader = self.store.read().await?;
        let management = account(&mut reader, MANAGEMENT_ROOT).await?;
        let finance = account(&mut reader, FINANCE_ROOT).await?;
        let (Some(management), Some(finance)) = (management, finance) else {
            return Ok(Vec::new());
        };
        let carla = entered(&mut reader, &finance, "carla").await?;
        let mut dario = entered(&mut reader, &management, "dario").await?;
        dario.extend(entered(&mut reader, &finance, "dario").await?);
        let farid = entered(&mut reader, &management, "farid").await?;
        let hugo = entered(&mut reader, &management, "hugo").await?;
        let contractor = contractor_was_in_and_refused(&mut reader, &management).await?;
        let walks = [
            (ONE_ROLE, Some(is_among(&carla, ":assumed-role/CompanyAnalyst/"))),
            (THREE_ROLES, Some(dario.len() > 1)),
            (DEPARTMENT, None),
            (WRONG_CASE, Some(is_among(&farid, ":assumed-role/CompanySupport/"))),
            (FAULTS, Some(sent_faults)),
            (CONTRACTOR, Some(contractor)),
            (
                BROKER,
                Some(is_among(&hugo, ":assumed-role/CompanyBroker/") || is_among(&hugo, ":federated-user/")),
            ),
        ];
        Ok(walks
            .into_iter()
            .map(|(words, done)| words.scenario(&finance, done))
            .collect())
    }
}

/// As what somebody has entered the console of an account: the ARNs of the sessions, without the name at their end. The
/// company calls people there by their user name or by their e-mail address, as its administrator likes.
async fn entered(reader: &mut impl Reads, account: &Account, person: &str) -> Result<BTreeSet<String>, ServiceError> {
    let mut found = BTreeSet::new();
    for session in [person.to_owned(), format!("{person}@anycompany.example")] {
        let records = records(reader, account, "ConsoleLogin", Some(&session)).await?;
        let arns = records.iter().filter_map(|record| said(record, "/userIdentity/arn"));
        found.extend(arns.filter_map(|arn| arn.strip_suffix(&session).map(str::to_owned)));
    }
    Ok(found)
}

fn is_among(sessions: &BTreeSet<String>, end: &str) -> bool {
    sessions.iter().any(|arn| arn.ends_with(end))
}

async fn contractor_was_in_and_refused(reader: &mut impl Reads, account: &Account) -> Result<bool, ServiceError> {
    const CALL: &str = "AssumeRoleWithWebIdentity";
    let own = format!("arn:aws:iam::{}:role/CompanyContractor", account.id);
    let role = |record: &EventRow| said(record, "/requestParameters/roleArn");
    let got = records(reader, account, CALL, Some("gita")).await?;
    let refused = recorded(reader, account, CALL, Some("gita"), Outcome::Failure).await?;
    Ok(got.iter().any(|record| role(record).as_ref() == Some(&own))
        && refused
            .iter()
            .any(|record| role(record).is_some_and(|asked| asked != own)))
}
