//! Killed before and after each commit of a sign-in: the assertion is taken, the session there and the records written, or none
//! of it.
#![cfg(unix)]

use vestibule_identity::clock::TimeSource as _;

use crate::common::crash::{Trap, at_every_commit, say, say_answer};
use crate::common::{Browser, MANAGEMENT_ROOT, Machine, Signs as _};
use crate::saml_company::{Company, post_to, records, right, write};

/// Not a test of its own: what the children run.
#[test]
fn child() {
    crate::common::crash::child(None, run);
}

/// The same to the letter whenever it is signed at this second.
fn response(machine: &Machine, account: &str) -> String {
    write(machine.clock.wall().as_second(), &right(account, 1), None)
}

async fn run(_: &str, machine: &Machine, trap: &Trap) {
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let xml = response(machine, &root.account_id().await);
    let mut browser = root.another();
    trap.arm();
    say("asked");
    let answer = post_to(&mut browser, &xml, None).await;
    say_answer(&answer);
}

#[tokio::test]
async fn one_commit_has_it_all() {
    let company = Company::new().await;
    at_every_commit(
        "saml",
        || company.machine.copy(),
        async |machine, story| {
            let world = machine.world().await;
            let mut root = machine.root(MANAGEMENT_ROOT).await;
            let xml = response(machine, &company.account);
            let before = records(&mut root, "AssumeRoleWithSAML").await.len();
            let logins = |records: &[serde_json::Value]| {
                let of_role = |record: &&serde_json::Value| record["userIdentity"]["type"] == "AssumedRole";
                records.iter().filter(of_role).count()
            };
            assert_eq!(logins(&records(&mut root, "ConsoleLogin").await), before);
            if story.count("answered 200") == 1 {
                assert_eq!(before, 1, "answered, so committed");
            }
            let again = post_to(&mut Browser::of(&world), &xml, None).await;
            if before == 1 {
                assert_eq!(again.body["report"]["failed"], "one-time", "{again:?}");
            } else {
                again.must_step("signed-in");
            }
        },
    )
    .await;
}
