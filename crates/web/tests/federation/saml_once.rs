//! An assertion is taken once: under races, across restarts, whatever the clock does; and what was taken is forgotten in time.

use serde_json::json;
use vestibule_saml::post;

use crate::common::story::with_store_of;
use crate::common::{Browser, Signs as _};
use crate::saml_company::{Company, check, make_role, post_to, trust};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_at_once_one_gets_in() {
    let mut company = Company::new().await;
    for _ in 0..5 {
        let says = company.says();
        let xml = company.written(&says, None);
        let form = json!({ "samlResponse": post::encode(&xml), "relayState": "" });
        let tasks: Vec<_> = (0..12)
            .map(|_| {
                let browser = company.browser();
                let form = form.clone();
                tokio::spawn(async move { browser.replay("POST", "/api/saml", "", &form).await })
            })
            .collect();
        let mut let_in = 0;
        for task in tasks {
            let answer = task.await.unwrap();
            if answer.status == 200 {
                let_in += 1;
            } else {
                assert_eq!(answer.body["report"]["failed"], "one-time", "{answer:?}");
            }
        }
        assert_eq!(let_in, 1);
    }
}

#[tokio::test]
async fn a_restart_and_a_clock_that_goes_back_forget_nothing() {
    let mut company = Company::new().await;
    let says = company.says();
    let xml = company.written(&says, None);
    post_to(&mut company.browser(), &xml, None).await.must_step("signed-in");
    let world = company.machine.world().await;
    let again = post_to(&mut Browser::of(&world), &xml, None).await;
    assert_eq!(check(&again, "one-time")["outcome"], "failed", "{again:?}");

    // Taken in a simulated future; then the clock goes back to where the assertion is good still.
    let mut person = company.machine.person().await;
    let says = company.says();
    let xml = company.written(&says, None);
    post_to(&mut company.browser(), &xml, None).await.must_step("signed-in");
    person.advance(3600).await;
    // What is over by now is swept when the next one is taken.
    let mut later = company.says();
    later.issued = 3600;
    let later = company.written(&later, None);
    let form = json!({ "samlResponse": post::encode(&later), "relayState": "" });
    let answer = person.post("/api/saml", form).await;
    answer.must_step("signed-in");
    person.post("/world/clock/real", json!({})).await;
    let form = json!({ "samlResponse": post::encode(&xml), "relayState": "" });
    let again = person.post("/api/saml", form).await;
    again.must_refuse(403, "SAML_REFUSED");
    assert_eq!(again.body["report"]["failed"], "one-time", "{again:?}");
}

#[tokio::test]
async fn a_refusal_does_not_use_it_up() {
    let mut company = Company::new().await;
    let account = company.account.clone();
    let mut says = company.says();
    says.set("Role", &[&company.pair("Later")]);
    let xml = company.written(&says, None);
    for _ in 0..2 {
        let refused = post_to(&mut company.browser(), &xml, None).await;
        assert_eq!(refused.body["report"]["failed"], "role", "{refused:?}");
    }
    make_role(&mut company.root, "Later", 3600, &trust(&account)).await;
    post_to(&mut company.browser(), &xml, None).await.must_step("signed-in");
}

#[tokio::test]
async fn five_hundred_sign_ins_in_a_row() {
    let mut company = Company::new().await;
    let first = company.says();
    let first = company.written(&first, None);
    post_to(&mut company.browser(), &first, None)
        .await
        .must_step("signed-in");
    for _ in 0..500 {
        let says = company.says();
        company.enter(&says).await.1.must_step("signed-in");
        company.machine.pass(1);
    }
    // What is forgotten is too old to be taken.
    let again = post_to(&mut company.browser(), &first, None).await;
    assert_eq!(again.body["report"]["failed"], "age", "{again:?}");
}

#[tokio::test]
async fn a_store_that_went_back_takes_no_assertion_again() {
    let mut company = Company::new().await;
    let before = company.machine.copy();
    let says = company.says();
    let xml = company.written(&says, None);
    post_to(&mut company.browser(), &xml, None).await.must_step("signed-in");
    // The copy alone would take it again.
    let copy = before.copy();
    let world = copy.world().await;
    post_to(&mut Browser::of(&world), &xml, None)
        .await
        .must_step("signed-in");

    let back = with_store_of(&company.machine.copy(), &before);
    let mut person = back.person().await;
    person.get("/world").await.must_refuse(503, "STORE_ROLLED_BACK");
    assert_eq!(person.post("/world/accept-rollback", json!({})).await.status, 204);
    let form = json!({ "samlResponse": post::encode(&xml), "relayState": "" });
    let again = person.post("/api/saml", form.clone()).await;
    again.must_refuse(403, "SAML_REFUSED");
    assert_eq!(again.body["report"]["failed"], "one-time", "{again:?}");
    back.pass(240);
    let again = person.post("/api/saml", form).await;
    assert_eq!(again.body["report"]["failed"], "one-time", "{again:?}");
    // What is issued afterwards is taken.
    let mut later = company.says();
    later.issued = 600;
    back.pass(360);
    let form = json!({ "samlResponse": post::encode(&company.written(&later, None)), "relayState": "" });
    person.post("/api/saml", form).await.must_step("signed-in");
}
