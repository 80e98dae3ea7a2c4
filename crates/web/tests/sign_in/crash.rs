//! Killed before and after each commit of each flow: what was answered counts, and the world is whole.
//!
//! An attempt that was answered was counted; one that was not may have been.

use crate::common::crash::{Trap, at_every_commit, say, say_answer, template};
use crate::common::{
    Answer, Browser, FINANCE_ROOT, MANAGEMENT, MANAGEMENT_ROOT, Machine, Person, Signs as _, password_of,
};
use serde_json::{Value, json};
use vestibule_web::desktop::SITE;

const WRONG: &str = "Not-The-Password-1";
const NEW: &str = "Brand-New-Password-1";

/// Not a test of its own: what the children run.
#[test]
fn child() {
    crate::common::crash::child(Some("first-start"), run);
}

async fn run(flow: &str, machine: &Machine, trap: &Trap) {
    let mut person = machine.person().await;
    let arm = || trap.arm();
    let answered = say_answer;
    match flow {
        "first-start" => {}
        "wrong" => {
            let account = person.account("frank").await;
            arm();
            for _ in 0..3 {
                say("asked");
                answered(&person.iam(&account, "frank", WRONG).await);
            }
        }
        "right" => {
            let account = person.account("frank").await;
            let password = person.password("frank").await;
            for _ in 0..2 {
                person
                    .iam(&account, "frank", WRONG)
                    .await
                    .must_refuse(401, "AUTHENTICATION_FAILED");
            }
            arm();
            say("asked");
            answered(&person.iam_remembered(&account, "frank", &password).await);
        }
        "sign-out" => {
            let account = person.account("frank").await;
            let password = person.password("frank").await;
            person.iam(&account, "frank", &password).await.must_step("signed-in");
            let jar = machine.world().await.desk.cookie_header(SITE).await.unwrap().unwrap();
            say(&format!("cookie {jar}"));
            arm();
            answered(&person.sign_out().await);
        }
        "root" => {
            let password = person.password(FINANCE_ROOT).await;
            arm();
            answered(&person.root_email(FINANCE_ROOT).await);
            answered(&person.root_password(WRONG).await);
            answered(&person.root_password(&password).await);
        }
        "recovery" => {
            arm();
            person.root_email(FINANCE_ROOT).await.must_step("root-password");
            let step = person.post("/api/sign-in/root/forgot-password", json!({})).await;
            let sent = person.pass_check(step).await;
            answered(&sent);
            let mail = person.newest_mail().await;
            let address = mail.body["links"][0]["address"].as_str().unwrap();
            let token = address.split_once("token=").unwrap().1;
            let form = json!({ "token": token, "newPassword": NEW, "confirmPassword": NEW });
            answered(&person.post("/api/recovery", form).await);
        }
        "forced-change" => {
            let bob = person.password("bob").await;
            arm();
            answered(&person.iam(MANAGEMENT, "bob", &bob).await);
            answered(&person.new_password(&bob, NEW).await);
        }
        "new-world" => {
            arm();
            answered(&person.post("/world/new", json!({})).await);
        }
        other => unreachable!("{other}"),
    }
}

/// How many failures the counter of this name holds, found by failing until it says wait.
async fn counted(person: &mut Person, account: &str, user: &str) -> usize {
    for more in 0..6 {
        let answer = person.iam(account, user, WRONG).await;
        if answer.is(429, "TOO_MANY_ATTEMPTS") {
            return 5 - more;
        }
        answer.must_refuse(401, "AUTHENTICATION_FAILED");
    }
    unreachable!("no wait after six failures");
}

async fn events(browser: &mut Browser, query: &str) -> usize {
    let page = browser.get(&format!("/api/events?limit=200&{query}")).await;
    page.body["events"].as_array().unwrap().len()
}

#[tokio::test]
async fn wrong_passwords() {
    let template = template().await;
    at_every_commit(
        "wrong",
        || template.copy(),
        async |machine, story| {
            let (asked, answered) = (story.count("asked"), story.count("answered 401"));
            let mut person = machine.person().await;
            let mut root = machine.root(FINANCE_ROOT).await;
            let recorded = events(&mut root, "userName=frank").await;
            assert!(
                (answered..=asked).contains(&recorded),
                "{recorded} records of {answered}..={asked}"
            );
            let account = person.account("frank").await;
            let failures = counted(&mut person, &account, "frank").await;
            assert!(
                (answered..=asked).contains(&failures),
                "{failures} failures of {answered}..={asked}"
            );
            assert!(failures >= recorded, "what is recorded is counted");
            machine.pass(30);
            let password = person.password("frank").await;
            person.iam(&account, "frank", &password).await.must_step("signed-in");
        },
    )
    .await;
}

#[tokio::test]
async fn the_right_password() {
    let template = template().await;
    at_every_commit(
        "right",
        || template.copy(),
        async |machine, story| {
            let answered = story.count("answered 200 signed-in");
            let mut person = machine.person().await;
            let signed_in = person.signed_in().await;
            if answered == 1 {
                assert!(signed_in, "an answered sign-in holds");
            }
            let page = person.get("/api/sign-in").await;
            assert_eq!(
                page.body["remembered"] == true,
                signed_in,
                "session and remembered account go together"
            );
            let mut root = machine.root(FINANCE_ROOT).await;
            let recorded = events(&mut root, "userName=frank&outcome=success").await;
            assert!(recorded >= answered && recorded <= 1);
            let account = person.account("frank").await;
            let password = person.password("frank").await;
            let mut elsewhere = machine.browser().await;
            let failures = counted(&mut person, &account, "frank").await;
            if recorded == 1 {
                assert_eq!(failures, 0, "success clears");
            } else {
                assert!(failures == 2 || failures == 3, "{failures}");
            }
            machine.pass(30);
            elsewhere.iam(&account, "frank", &password).await.must_step("signed-in");
            let view = elsewhere.get("/api/security-credentials").await;
            let sessions = view.body["sessions"].as_array().unwrap().len();
            assert_eq!(
                sessions,
                recorded + 1,
                "a session for each record and the other way round"
            );
        },
    )
    .await;
}

#[tokio::test]
async fn signing_out() {
    let template = template().await;
    at_every_commit(
        "sign-out",
        || template.copy(),
        async |machine, story| {
            let cookie = story.told("cookie");
            let mut person = machine.person().await;
            let browser = machine.browser().await;
            if story.count("answered 200") == 1 {
                assert!(!browser.lives(cookie).await, "an answered sign-out holds");
                assert!(!person.signed_in().await);
            } else {
                assert_eq!(browser.lives(cookie).await, person.signed_in().await);
            }
            assert_eq!(person.sign_out().await.status, 200);
            assert!(!browser.lives(cookie).await);
        },
    )
    .await;
}

#[tokio::test]
async fn root_sign_in() {
    let template = template().await;
    at_every_commit(
        "root",
        || template.copy(),
        async |machine, story| {
            let mut person = machine.person().await;
            if story.count("answered 200 signed-in") == 1 {
                assert!(person.signed_in().await);
            }
            person.sign_out().await;
            let password = person.password(FINANCE_ROOT).await;
            person.sign_in_root(FINANCE_ROOT, &password).await;
            let failed = events_of(&mut person, "outcome=failure").await;
            assert!(failed >= story.count("answered 401") && failed <= 1);
            let succeeded = events_of(&mut person, "outcome=success").await - 1;
            assert!(succeeded >= story.count("answered 200 signed-in") && succeeded <= 1);
        },
    )
    .await;
}

async fn events_of(person: &mut Person, query: &str) -> usize {
    let page = person.get(&format!("/api/events?limit=200&{query}")).await;
    page.body["events"].as_array().unwrap().len()
}

#[tokio::test]
async fn recovery() {
    let template = template().await;
    at_every_commit(
        "recovery",
        || template.copy(),
        async |machine, story| {
            let mut person = machine.person().await;
            let old = person.password(FINANCE_ROOT).await;
            let with_new = machine
                .browser()
                .await
                .root(FINANCE_ROOT, NEW)
                .await
                .stepped_to("signed-in");
            let with_old = machine
                .browser()
                .await
                .root(FINANCE_ROOT, &old)
                .await
                .stepped_to("signed-in");
            assert!(with_new != with_old, "exactly one password is right");
            if story.count("answered 204") == 1 {
                assert!(with_new, "an answered recovery holds");
            }
            // The mail left if the request was recorded, and the notice if the change was.
            person
                .sign_in_root(FINANCE_ROOT, if with_new { NEW } else { &old })
                .await;
            let requested = events_of(&mut person, "name=PasswordRecoveryRequested").await;
            let completed = events_of(&mut person, "name=PasswordRecoveryCompleted").await;
            let updated = events_of(&mut person, "name=PasswordUpdated").await;
            assert!(requested >= story.count("answered 200 recovery-sent") && requested <= 1);
            assert_eq!((completed, updated), (usize::from(with_new), usize::from(with_new)));
            let mail = person.get("/desk/mail").await;
            let messages = mail.body["messages"].as_array().unwrap();
            assert_eq!(messages.len(), requested + completed, "{messages:?}");
            if requested == 1 {
                let id = messages.last().unwrap()["id"].as_i64().unwrap();
                let mail = person.get(&format!("/desk/mail/{id}")).await;
                let address = mail.body["links"][0]["address"].as_str().unwrap();
                let token = address.split_once("token=").unwrap().1;
                let link = person.get(&format!("/api/recovery?token={token}")).await;
                assert_eq!(
                    link.status,
                    if with_new { 410 } else { 200 },
                    "the link is used up by the change alone"
                );
            }
        },
    )
    .await;
}

#[tokio::test]
async fn a_forced_change() {
    let template = template().await;
    at_every_commit(
        "forced-change",
        || template.copy(),
        async |machine, story| {
            let mut person = machine.person().await;
            let old = person.password("bob").await;
            let with_old = machine.browser().await.iam(MANAGEMENT, "bob", &old).await;
            let with_new = machine.browser().await.iam(MANAGEMENT, "bob", NEW).await;
            let changed = with_new.stepped_to("signed-in");
            assert!(
                changed != with_old.stepped_to("new-password"),
                "{with_old:?} {with_new:?}"
            );
            if story.count("answered 200 signed-in") == 1 {
                assert!(changed && person.signed_in().await, "an answered change holds");
            }
            let mut root = machine.root(MANAGEMENT_ROOT).await;
            assert_eq!(
                events(&mut root, "name=ChangePassword&userName=bob").await,
                usize::from(changed)
            );
            if !changed {
                // The step itself outlives the crash when its cookie arrived.
                let mut browser = machine.browser().await;
                browser.iam(MANAGEMENT, "bob", &old).await.must_step("new-password");
                browser.new_password(&old, NEW).await.must_step("signed-in");
            }
        },
    )
    .await;
}

/// User name and password at the access portal.
async fn at_portal(person: &mut Person, name: &str, password: &str) -> Answer {
    let form = json!({ "userName": name, "remember": false });
    person.post("/api/portal/sign-in/user-name", form).await;
    let form = json!({ "password": password });
    person.post("/api/portal/sign-in/password", form).await
}

/// User name and password at the company.
async fn at_company(person: &mut Person, name: &str, password: &str) -> Answer {
    let form = json!({ "userName": name });
    person.post("/company/api/sign-in/user-name", form).await;
    let form = json!({ "password": password });
    person.post("/company/api/sign-in/password", form).await
}

/// Everyone is there, and the password manager knows what the store wants to hear.
async fn whole(machine: &Machine) -> Value {
    let mut person = machine.person().await;
    let view = person.get("/world").await;
    assert_eq!(view.status, 200, "{view:?}");
    let list = person.get("/desk/passwords").await;
    let entries = list.body["entries"].as_array().unwrap().clone();
    assert_eq!(entries.len(), 41, "{entries:?}");
    for entry in &entries {
        let name = entry["signInName"].as_str().unwrap();
        if entry["hasPassword"] != true {
            continue;
        }
        let password = person.password(name).await;
        let answer = match (entry["kind"].as_str(), entry["account"].as_str()) {
            (Some("directory-user"), _) => at_portal(&mut person, name, &password).await,
            (Some("company-user"), _) => at_company(&mut person, name, &password).await,
            (_, None) => person.root(name, &password).await,
            (_, Some(account)) => person.iam(account, name, &password).await,
        };
        let expected = match name {
            "bob" | "carol" | "lena" | "mira" => answer.stepped_to("new-password"),
            "breakglass" | "ivan" | "judy" | "kim" | "leo" | "nina" | "oscar" | "jorge" | "efua" | "arnav"
            | "kwesi" => answer.stepped_to("mfa"),
            "nikki" => answer.stepped_to("mail-code"),
            "carla" | "dario" | "elena" | "farid" | "hugo" => answer.stepped_to("code"),
            "gita" => answer.stepped_to("enrol"),
            "labs-root@anycompany.example" => answer.stepped_to("enrol-mfa"),
            "grace" => answer.is(403, "PASSWORD_EXPIRED"),
            "heidi" | "saanvi" => answer.is(401, "AUTHENTICATION_FAILED"),
            crate::common::SANDBOX_ROOT => answer.is(403, "ACCOUNT_SUSPENDED"),
            _ => answer.stepped_to("signed-in"),
        };
        assert!(expected, "{name}: {answer:?}");
    }
    view.body["worldId"].clone()
}

#[tokio::test]
async fn a_first_start() {
    at_every_commit("first-start", Machine::new, async |machine, _| {
        whole(machine).await;
    })
    .await;
}

#[tokio::test]
async fn a_new_world() {
    let template = template().await;
    let old_world = whole(&template.copy()).await;
    let world = template.world().await;
    let old_password = password_of(&world, "alice").await;
    at_every_commit(
        "new-world",
        || template.copy(),
        async |machine, story| {
            let new = whole(machine).await != old_world;
            if story.count("answered 204") == 1 {
                assert!(new);
            }
            let answer = machine.browser().await.iam(MANAGEMENT, "alice", &old_password).await;
            assert_eq!(answer.stepped_to("signed-in"), !new);
        },
    )
    .await;
}
