//! No password, cookie value, link token, seed, key, code, assertion or token in a log line, in a file of the data folder or
//! in a record.
#![allow(
    clippy::too_many_lines,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

#[path = "../common/mod.rs"]
mod common;

mod brought;
mod company;
mod console;
mod federated;
mod portal;
mod secrets;
mod tools;

use common::{Browser, FINANCE_ROOT, MANAGEMENT, MANAGEMENT_ROOT, Machine, SANDBOX_ROOT, Signs as _};
use secrets::{Secrets, holds, listen, stands_alone};
use serde_json::json;

#[tokio::test]
async fn secrets_stay_where_they_belong() {
    let log = listen();
    let machine = Machine::new();
    let mut person = machine.person().await;
    let window = machine.world().await;
    let mut secrets = Secrets::default();
    let names = ["alice", "bob", "carol", "erin", "frank", "grace", "heidi"];
    for name in names.into_iter().chain([MANAGEMENT_ROOT, FINANCE_ROOT, SANDBOX_ROOT]) {
        let password = person.password(name).await;
        secrets.add("a generated password", &password);
    }
    secrets.absent_from_files(&machine);

    console::iam_flows(&machine, &mut person, &window, &mut secrets).await;
    console::root_flows(&mut person, &window, &mut secrets).await;
    console::device_flows(&machine, &mut person, &window, &mut secrets).await;
    let elsewhere = brought::brought(&mut secrets).await;
    secrets.absent_from_files(&elsewhere);
    let events = person.get("/api/events/export").await.text("jsonLines").to_owned();
    assert!(events.contains("HIDDEN_DUE_TO_SECURITY_REASONS"));
    secrets.absent_from("the records", events.as_bytes());
    portal::portal_flows(&mut person, &window, &mut secrets).await;

    let mut other = Browser::of(&window);
    let carol = person.password("carol").await;
    other.iam(MANAGEMENT, "carol", &carol).await.must_step("new-password");
    secrets.cookies(&other.header());
    secrets.absent_from_files(&machine);
    // Passwords and cookies are all in hand: ten generated, at least eight cookies.
    let (texts, digits) = secrets.count();
    assert!(texts > 45 && digits > 7, "{texts}, {digits}");
    assert!(stands_alone("code=123456 ", "123456") && !stands_alone(".123456Z", "123456"));
    let identity = std::fs::read(machine.folder.join("identity.db-wal")).unwrap();
    assert!(
        holds(&identity, b"Failed authentication"),
        "the files that are read are the ones that are written"
    );

    assert_eq!(person.post("/world/new", json!({})).await.status, 204);
    secrets.absent_from_files(&machine);
    secrets.absent_from("the log", &log.heard());
}
