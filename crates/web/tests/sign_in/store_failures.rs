//! A store that cannot be used: a code and words for every request, nothing lost, and a way out.

use std::path::Path;

use crate::common::{MANAGEMENT, Machine, SESSION, Signs as _, password_of};
use serde_json::json;

/// A machine whose world was made and closed, and alice's password in it.
async fn closed() -> (Machine, String) {
    let machine = Machine::new();
    let world = machine.world().await;
    let password = password_of(&world, "alice").await;
    world.close().await;
    (machine, password)
}

fn pages(file: &Path) -> u32 {
    u32::try_from(std::fs::metadata(file).unwrap().len() / 4096).unwrap()
}

#[tokio::test]
async fn damaged_files_are_named_kept_and_replaced_only_when_asked() {
    for (name, damage) in [
        ("identity.db", &b"no database at all"[..]),
        ("identity.db", &[0; 8192][..]),
        ("desk.db", &b"no database at all"[..]),
        ("identity.key", &b"short"[..]),
    ] {
        let (machine, password) = closed().await;
        let file = machine.folder.join(name);
        let good = std::fs::read(&file).unwrap();
        std::fs::write(&file, damage).unwrap();
        let mut person = machine.person().await;
        for (method, path) in [
            ("GET", "/api/sign-in"),
            ("GET", "/desk/passwords"),
            ("POST", "/world/retry"),
        ] {
            let answer = person.send(method, path, &json!({})).await;
            answer.must_refuse(503, "STORE_CORRUPT");
            assert!(answer.text("message").len() > 20, "{answer:?}");
        }
        assert!(std::fs::read(&file).unwrap() == damage, "{name} was touched");

        // Mended, it opens without a restart, and the right password is right.
        std::fs::write(&file, &good).unwrap();
        assert_eq!(person.post("/world/retry", json!({})).await.status, 204, "{name}");
        person.iam(MANAGEMENT, "alice", &password).await.must_step("signed-in");
    }
}

#[tokio::test]
async fn a_damaged_world_is_put_aside_and_another_made() {
    let (machine, password) = closed().await;
    std::fs::write(machine.folder.join("identity.db"), b"no database at all").unwrap();
    let mut person = machine.person().await;
    person.get("/api/sign-in").await.must_refuse(503, "STORE_CORRUPT");
    assert_eq!(person.post("/world/start-over", json!({})).await.status, 204);
    person
        .iam(MANAGEMENT, "alice", &password)
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    let fresh = person.password("alice").await;
    person.iam(MANAGEMENT, "alice", &fresh).await.must_step("signed-in");
    let kept = walk(&machine.folder)
        .into_iter()
        .any(|file| std::fs::read(file).is_ok_and(|bytes| bytes == b"no database at all"));
    assert!(kept, "the damaged file is gone");
    // A world that works is never put aside.
    assert_eq!(person.post("/world/start-over", json!({})).await.status, 204);
    person.get("/api/session").await;
    person.iam(MANAGEMENT, "alice", &fresh).await.must_step("signed-in");
}

#[tokio::test]
async fn a_store_without_the_right_to_write() {
    let (mut machine, password) = closed().await;
    let file = machine.folder.join("identity.db");
    let before = std::fs::read(&file).unwrap();
    machine.store.read_only = true;
    let mut person = machine.person().await;
    let refused = person.iam(MANAGEMENT, "alice", &password).await;
    refused.must_refuse(503, "STORE_READ_ONLY");
    person.post("/world/start-over", json!({})).await;
    assert!(std::fs::read(&file).unwrap() == before, "the file changed");
    machine.store.read_only = false;
    let mut person = machine.person().await;
    let password = person.password("alice").await;
    person.iam(MANAGEMENT, "alice", &password).await.must_step("signed-in");
}

#[tokio::test]
async fn a_full_disk_signs_nobody_in_and_loses_nothing() {
    let (mut machine, password) = closed().await;
    machine.store.max_pages = Some(pages(&machine.folder.join("identity.db")));
    let world = machine.world().await;
    let mut browser = crate::common::Browser::of(&world);
    // Some attempts may still fit into free pages; the one that does not is refused as a whole.
    let mut signed_in = 0;
    let full = loop {
        let answer = browser.iam(MANAGEMENT, "alice", &password).await;
        if answer.status == 507 {
            break answer;
        }
        answer.must_step("signed-in");
        signed_in += 1;
    };
    full.must_refuse(507, "STORE_FULL");
    assert!(
        !full.set_cookies.iter().any(|cookie| cookie.starts_with(SESSION)),
        "{full:?}"
    );
    world.close().await;

    machine.store.max_pages = None;
    let mut root = machine.root(crate::common::MANAGEMENT_ROOT).await;
    let events = root.get("/api/events?name=ConsoleLogin&userName=alice").await;
    assert_eq!(events.body["events"].as_array().unwrap().len(), signed_in);
    let mut person = machine.person().await;
    person.iam(MANAGEMENT, "alice", &password).await.must_step("signed-in");
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    std::fs::read_dir(folder)
        .unwrap()
        .flat_map(|entry| {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path) } else { vec![path] }
        })
        .collect()
}
