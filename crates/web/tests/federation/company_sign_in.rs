//! Signing in at the company: user name, password, authenticator code.

use serde_json::json;

use crate::common::{Machine, Signs};
use crate::company::{codes, give_code, give_password, give_user_name, sign_in, signed_in, to_second_factor};

#[tokio::test]
async fn a_person_signs_in_with_what_the_desk_has() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let page = person.get("/company/api/session").await;
    assert_eq!(page.body["step"]["step"], "user-name", "{page:?}");
    assert_eq!(page.body["identity"], json!(null));

    let done = sign_in(&mut person, "carla").await;
    done.must_step("signed-in");
    assert_eq!(done.body["next"]["kind"], "portal");
    let portal = person.get("/company/api/portal").await;
    assert_eq!(portal.body["identity"]["userName"], "carla", "{portal:?}");
    assert_eq!(portal.body["identity"]["mfa"], true);
    let tiles: Vec<&str> = portal.body["tiles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tile| tile["kind"].as_str().unwrap())
        .collect();
    assert_eq!(tiles, ["aws-console"]);

    let out = person.post("/company/api/sign-out", json!({})).await;
    assert_eq!(out.status, 204);
    person
        .get("/company/api/portal")
        .await
        .must_refuse(401, "NOT_SIGNED_IN");
}

#[tokio::test]
async fn the_session_is_the_companys_and_lasts_eight_hours() {
    let machine = Machine::new();
    let mut person = signed_in(&machine, "dario").await;
    assert!(!person.signed_in().await, "AWS knows nothing of it");
    person.advance(8 * 3600 - 60).await;
    assert_eq!(person.get("/company/api/portal").await.status, 200);
    person.advance(60).await;
    person
        .get("/company/api/portal")
        .await
        .must_refuse(401, "NOT_SIGNED_IN");
}

#[tokio::test]
async fn nobody_learns_who_exists() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let mut answers = Vec::new();
    for user in ["carla", "nobody"] {
        let step = give_user_name(&mut person, user).await;
        step.must_step("password");
        answers.push(give_password(&mut person, "wrong").await);
    }
    answers[0].must_refuse(401, "AUTHENTICATION_FAILED");
    assert_eq!(answers[0], answers[1]);
    // Five wrong ones make both wait alike.
    let mut waits = Vec::new();
    for user in ["carla", "nobody"] {
        for _ in 0..4 {
            give_user_name(&mut person, user).await;
            give_password(&mut person, "wrong").await;
        }
        give_user_name(&mut person, user).await;
        waits.push(give_password(&mut person, "wrong").await);
    }
    waits[0].must_wait(30);
    waits[1].must_wait(30);
}

#[tokio::test]
async fn a_wait_is_kept_by_the_store_and_a_right_password_opens_after_it() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    for _ in 0..5 {
        give_user_name(&mut person, "carla").await;
        give_password(&mut person, "wrong").await;
    }
    drop(person);
    let mut person = machine.person().await;
    to_second_factor(&mut person, "carla").await.must_wait(30);
    person.advance(30).await;
    to_second_factor(&mut person, "carla").await.must_step("code");
}

#[tokio::test]
async fn a_code_opens_once() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    to_second_factor(&mut person, "carla").await.must_step("code");
    let (code, _) = codes(&mut person, "carla").await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    give_code(&mut person, wrong).await.must_refuse(422, "CODE_INVALID");
    give_code(&mut person, "12345").await.must_blame("code");
    give_code(&mut person, &code).await.must_step("signed-in");

    person.post("/company/api/sign-out", json!({})).await;
    to_second_factor(&mut person, "carla").await.must_step("code");
    give_code(&mut person, &code).await.must_refuse(422, "CODE_USED");
    person.advance(30).await;
    let (next, _) = codes(&mut person, "carla").await;
    give_code(&mut person, &next).await.must_step("signed-in");
}

#[tokio::test]
async fn the_steps_cannot_be_skipped() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    give_password(&mut person, "x")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    give_code(&mut person, "123456")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    give_user_name(&mut person, "carla").await.must_step("password");
    let (code, _) = codes(&mut person, "carla").await;
    give_code(&mut person, &code).await.must_refuse(409, "ATTEMPT_EXPIRED");
    let password = person.password("carla").await;
    give_password(&mut person, &password).await.must_step("code");
    person
        .get("/company/api/portal")
        .await
        .must_refuse(401, "NOT_SIGNED_IN");
    person.advance(15 * 60).await;
    let (code, _) = codes(&mut person, "carla").await;
    give_code(&mut person, &code).await.must_refuse(409, "ATTEMPT_EXPIRED");
}

#[tokio::test]
async fn whoever_has_no_app_sets_one_up_first() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let step = to_second_factor(&mut person, "gita").await;
    step.must_step("enrol");
    person
        .get("/company/api/portal")
        .await
        .must_refuse(401, "NOT_SIGNED_IN");
    // The page comes back with the same seed.
    let page = person.get("/company/api/session").await;
    assert_eq!(page.body["step"]["secret"], step.body["secret"]);
    let form = json!({ "firstCode": "000000", "secondCode": "000000" });
    person
        .post("/company/api/sign-in/enrol", form)
        .await
        .must_refuse(422, "CODE_INVALID");
    let otpauth = step.text("otpauth").to_owned();
    person.post("/desk/authenticator", json!({ "otpauth": otpauth })).await;
    let (first, second) = codes(&mut person, "gita").await;
    let form = json!({ "firstCode": first, "secondCode": second });
    person
        .post("/company/api/sign-in/enrol", form)
        .await
        .must_step("signed-in");
    person.post("/company/api/sign-out", json!({})).await;
    to_second_factor(&mut person, "gita").await.must_step("code");
    give_code(&mut person, &second).await.must_refuse(422, "CODE_USED");
}

#[tokio::test]
async fn a_new_world_has_other_people_of_the_same_names() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let before = person.password("carla").await;
    sign_in(&mut person, "carla").await.must_step("signed-in");
    assert_eq!(person.post("/world/new", json!({})).await.status, 204);
    let after = person.password("carla").await;
    assert_ne!(before, after);
    person
        .get("/company/api/portal")
        .await
        .must_refuse(401, "NOT_SIGNED_IN");
    give_user_name(&mut person, "carla").await;
    give_password(&mut person, &before)
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    sign_in(&mut person, "carla").await.must_step("signed-in");
}

#[tokio::test]
async fn back_to_real_time_ends_what_began_in_the_future() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    person.advance(3600).await;
    sign_in(&mut person, "carla").await.must_step("signed-in");
    let back = person.post("/world/clock/real", json!({})).await;
    assert_eq!(back.status, 200);
    person
        .get("/company/api/portal")
        .await
        .must_refuse(401, "NOT_SIGNED_IN");
    sign_in(&mut person, "carla").await.must_step("signed-in");
}

#[tokio::test]
async fn a_damaged_store_of_the_company_is_said_and_can_be_put_aside() {
    let machine = Machine::new();
    let person = machine.person().await;
    person.desktop.close().await;
    for name in ["company.db", "company.db-wal", "company.db-shm"] {
        let path = machine.folder.join(name);
        if path.exists() {
            std::fs::write(path, vec![b'x'; 8192]).unwrap();
        }
    }
    let mut person = machine.person().await;
    person
        .get("/company/api/session")
        .await
        .must_refuse(503, "STORE_CORRUPT");
    let over = person.post("/world/start-over", json!({})).await;
    assert_eq!(over.status, 204, "{over:?}");
    sign_in(&mut person, "carla").await.must_step("signed-in");
    let aside = std::fs::read_dir(&machine.folder).unwrap();
    let aside: Vec<String> = aside
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("aside"))
        .collect();
    assert!(
        aside.iter().any(|name| name.starts_with("company.db.aside-")),
        "{aside:?}"
    );
    assert!(
        aside.iter().any(|name| name.starts_with("company.key.aside-")),
        "{aside:?}"
    );
}

#[tokio::test]
async fn the_companys_cookies_are_its_own() {
    let machine = Machine::new();
    let mut person = signed_in(&machine, "carla").await;
    let cookies = person.get("/desk/cookies").await;
    let all = cookies.body["cookies"]
        .as_array()
        .unwrap_or_else(|| cookies.body.as_array().unwrap());
    let names: Vec<&str> = all
        .iter()
        .filter(|cookie| cookie["domain"].as_str().unwrap().contains("sso.anycompany.example"))
        .map(|cookie| cookie["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["__Host-company-session"], "{cookies:?}");
}
