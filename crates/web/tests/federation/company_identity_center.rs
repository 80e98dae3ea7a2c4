//! Identity Center signs people in by the real company: provisioning, its request, the company's answer.

use serde_json::{Value, json};

use crate::common::{Answer, MANAGEMENT_ROOT, Machine, Person, Signs as _};
use crate::company::{codes, give_code, metadata, sign_in, to_second_factor};

/// Both sides know each other, and the company's people are there.
async fn connected(machine: &Machine) -> Person {
    let mut person = machine.person().await;
    let metadata = metadata(&person).await;
    let password = person.password(MANAGEMENT_ROOT).await;
    person.sign_in_root(MANAGEMENT_ROOT, &password).await;
    let source = person.get("/api/identity-center/source").await;
    let relying = source.body["serviceProvider"].clone();
    let form = json!({ "provider": { "by": "metadata", "metadata": metadata }, "confirm": "ACCEPT" });
    let used = person.put("/api/identity-center/source/external", form).await;
    assert_eq!(used.status, 204, "{used:?}");
    let provisioning = person.post("/api/identity-center/provisioning", json!({})).await;
    assert_eq!(provisioning.status, 200, "{provisioning:?}");

    sign_in(&mut person, "hugo").await.must_step("signed-in");
    let center = json!({ "audience": relying["issuer"], "acs": relying["acsUrl"], "userName": "email" });
    let set = person.put("/company/api/admin/saml/identity-center", center).await;
    assert_eq!(set.status, 200, "{set:?}");
    let scim = json!({
        "endpoint": provisioning.body["endpoint"], "token": provisioning.body["accessToken"], "automatic": true,
    });
    let set = person.put("/company/api/admin/scim", scim).await;
    assert_eq!(set.status, 200, "{set:?}");
    let pushed = person.post("/company/api/admin/scim/provision", json!({})).await;
    let records = pushed.body["records"].as_array().unwrap();
    assert!(
        records
            .iter()
            .all(|record| record["outcome"]["result"] == "created" || record["outcome"]["result"] == "updated"),
        "{records:#?}"
    );
    person.post("/company/api/sign-out", json!({})).await;
    person
}

/// Identity Center asks the company who somebody is.
async fn asked(person: &mut Person) -> Answer {
    let request = person
        .post("/api/portal/sign-in/external", json!({ "destination": "" }))
        .await;
    assert_eq!(request.status, 200, "{request:?}");
    let form = json!({ "samlRequest": request.body["samlRequest"], "relayState": request.body["relayState"] });
    person.post("/company/saml/sso", form).await
}

async fn landed(person: &mut Person, form: &Value) -> Answer {
    let form = json!({
        "samlResponse": form["samlResponse"], "relayState": form["relayState"], "address": form["action"],
    });
    person.post("/api/portal/saml", form).await
}

#[tokio::test]
async fn a_request_waits_through_the_sign_in_and_is_answered() {
    let machine = Machine::new();
    let mut person = connected(&machine).await;
    let hop = asked(&mut person).await;
    assert_eq!((hop.status, &hop.body["kind"]), (200, &json!("sign-in")), "{hop:?}");
    let page = person.get("/company/api/session").await;
    assert_eq!(page.body["step"]["step"], "user-name");
    assert!(
        page.body["step"]["waitingFor"]
            .as_str()
            .unwrap()
            .starts_with("https://")
    );
    to_second_factor(&mut person, "carla").await.must_step("code");
    let (code, _) = codes(&mut person, "carla").await;
    let done = give_code(&mut person, &code).await;
    done.must_step("signed-in");
    assert_eq!(done.body["next"]["kind"], "form", "{done:?}");
    let form = done.body["next"]["form"].clone();
    assert_eq!(landed(&mut person, &form).await.status, 200);
    // The same answer is not taken twice.
    assert_ne!(landed(&mut person, &form).await.status, 200);

    // Whoever is signed in already is answered at once.
    let hop = asked(&mut person).await;
    assert_eq!(hop.body["kind"], "form", "{hop:?}");
    let form = hop.body["form"].clone();
    assert_eq!(landed(&mut person, &form).await.status, 200);
}

#[tokio::test]
async fn the_tile_opens_identity_center_and_whoever_is_switched_off_is_not_let_in() {
    let machine = Machine::new();
    let mut person = connected(&machine).await;
    sign_in(&mut person, "elena").await.must_step("signed-in");
    let form = person.post("/company/api/portal/identity-center", json!({})).await;
    assert_eq!(form.status, 200, "{form:?}");
    let kept = form.body.clone();
    assert_eq!(landed(&mut person, &kept).await.status, 200);

    let form = person.post("/company/api/portal/identity-center", json!({})).await;
    person.post("/company/api/sign-out", json!({})).await;
    person.advance(60).await;
    sign_in(&mut person, "hugo").await.must_step("signed-in");
    let people = person.get("/company/api/admin/people").await;
    let elena = people
        .body
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["userName"] == "elena")
        .unwrap()
        .clone();
    let path = format!("/company/api/admin/people/{}/disable", elena["id"].as_str().unwrap());
    assert_eq!(person.post(&path, json!({})).await.status, 200);
    let scim = person.get("/company/api/admin/scim").await;
    let record = scim.body["records"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["localId"] == elena["id"])
        .unwrap()
        .clone();
    assert_eq!(record["outcome"]["result"], "deactivated", "{record}");
    // Even what was signed before does not let her in.
    let kept = form.body.clone();
    assert_ne!(landed(&mut person, &kept).await.status, 200);
}

#[tokio::test]
async fn requests_of_strangers_are_not_answered() {
    let machine = Machine::new();
    let mut person = connected(&machine).await;
    let request = person
        .post("/api/portal/sign-in/external", json!({ "destination": "" }))
        .await;
    let xml = crate::company::xml(&json!({ "samlResponse": request.body["samlRequest"] }));
    let issuer = xml
        .split_once("<saml:Issuer>")
        .unwrap()
        .1
        .split_once('<')
        .unwrap()
        .0
        .to_owned();
    let acs = xml
        .split_once("AssertionConsumerServiceURL=\"")
        .unwrap()
        .1
        .split_once('"')
        .unwrap()
        .0
        .to_owned();
    for (wrong, why) in [
        (xml.replace(&issuer, "https://stranger.example"), "issuer"),
        (xml.replace(&acs, "https://stranger.example/acs"), "acs"),
        (xml.replace("<saml:Issuer>", "<!-- --><saml:Issuer>"), "comment"),
        (String::from("<a/>"), "no request"),
        (String::new(), "nothing"),
    ] {
        let form = json!({ "samlRequest": vestibule_saml::post::encode(&wrong), "relayState": "" });
        let refused = person.post("/company/saml/sso", form).await;
        refused.must_refuse(400, "REQUEST_REFUSED");
        assert!(!refused.text("message").is_empty(), "{why}");
    }
    person.advance(3600).await;
    let form = json!({ "samlRequest": request.body["samlRequest"], "relayState": "" });
    person
        .post("/company/saml/sso", form)
        .await
        .must_refuse(400, "REQUEST_REFUSED");
}
