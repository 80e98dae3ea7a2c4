//! What a company and tools bring.

use serde_json::json;

use crate::common::{FINANCE_ROOT, MANAGEMENT_ROOT, Machine, Signs as _};
use crate::company::Visit;
use crate::secrets::{Secrets, holds, listen};
use crate::tools;

#[tokio::test]
async fn what_a_company_vouches_with_stays_where_it_belongs() {
    let log = listen();
    let machine = Machine::new();
    let mut person = machine.person().await;
    let window = machine.world().await;
    let mut secrets = Secrets::default();
    // How anything of the kind is written, whatever it is: of builds and of the broker nobody else sees the keys.
    for shape in ["SignatureValue", "sessionKey\"", "SecretAccessKey>", "SAMLResponse="] {
        secrets.add("what only a secret stands beside", shape);
    }
    let mut visit = Visit {
        machine: &machine,
        person: &mut person,
        window: &window,
        secrets: &mut secrets,
    };
    visit.refusals().await;
    machine.pass(60);
    let token = visit.contractor().await;
    let assertion = visit.assertions().await;
    visit.openid().await;
    visit.sign_out().await;
    visit.administrator().await;
    let account = machine.root(MANAGEMENT_ROOT).await.account_id().await;
    tools::calls(&machine, &window, &mut secrets, &account, (&assertion, &token)).await;
    machine.pass(60);
    let mut visit = Visit {
        machine: &machine,
        person: &mut person,
        window: &window,
        secrets: &mut secrets,
    };
    visit.provisioning().await;

    let (texts, digits) = secrets.count();
    assert!(texts > 60 && digits > 8, "{texts}, {digits}");
    let mut seen = String::new();
    for email in [MANAGEMENT_ROOT, FINANCE_ROOT] {
        let mut root = machine.root(email).await;
        let events = root.get("/api/events/export").await.text("jsonLines").to_owned();
        secrets.absent_from("the records", events.as_bytes());
        seen.push_str(&events);
    }
    for call in [
        "AssumeRole",
        "AssumeRoleWithSAML",
        "AssumeRoleWithWebIdentity",
        "GetSessionToken",
        "GetSigninToken",
        "ConsoleLogin",
        "CreateBearerToken",
        "CreateUser",
    ] {
        assert!(
            seen.contains(&format!("\"eventName\":\"{call}\"")),
            "{call} was recorded"
        );
    }
    secrets.absent_from_files(&machine);
    let company = std::fs::read(machine.folder.join("company.db-wal")).unwrap();
    assert!(
        holds(&company, b"carla"),
        "the files that are read are the ones that are written"
    );
    assert_eq!(person.post("/world/new", json!({})).await.status, 204);
    secrets.absent_from_files(&machine);
    secrets.absent_from("the log", &log.heard());
}
