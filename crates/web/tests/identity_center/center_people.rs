//! Administration of Identity Center: its people.

use crate::common::{Browser, MANAGEMENT_ROOT, Machine, Person, Signs, password_of};
use serde_json::{Value, json};

const USERS: &str = "/api/identity-center/users";

fn form(user_name: &str, password: &str) -> Value {
    json!({
        "userName": user_name, "givenName": "New", "familyName": "Person", "displayName": "New Person",
        "email": format!("{user_name}@anycompany.example"), "attributes": {}, "groups": [], "password": password,
    })
}

/// The id of the person of this user name.
async fn id_of(admin: &mut impl Signs, user_name: &str) -> String {
    let found = admin.get(&format!("{USERS}?find={user_name}")).await;
    let users = found.body["users"].as_array().unwrap_or_else(|| panic!("{found:?}"));
    let user = users.iter().find(|user| user["userName"] == user_name).unwrap();
    user["id"].as_str().unwrap().to_owned()
}

async fn details(admin: &mut impl Signs, id: &str) -> Value {
    let answer = admin.get(&format!("{USERS}/{id}")).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body
}

/// User name and password at the portal.
async fn sign_in(browser: &mut impl Signs, user_name: &str, password: &str) -> crate::common::Answer {
    let name = json!({ "userName": user_name, "remember": false });
    browser
        .post("/api/portal/sign-in/user-name", name)
        .await
        .must_step("password");
    browser
        .post("/api/portal/sign-in/password", json!({ "password": password }))
        .await
}

async fn at_portal(browser: &mut impl Signs) -> bool {
    browser.get("/api/portal/accounts").await.status == 200
}

/// Nobody is asked for a second factor.
async fn without_mfa(admin: &mut impl Signs) {
    let form = json!({
        "prompt": "never", "allowKeys": true, "allowApps": true, "withoutDevice": "allow", "manageOwnDevices": true,
    });
    let set = admin.put("/api/identity-center/settings/mfa", form).await;
    assert_eq!(set.status, 204, "{set:?}");
}

/// The names of the newest records of these sources, newest first.
async fn recorded(admin: &mut impl Signs) -> Vec<(String, Value)> {
    let sources = [
        "identitystore.amazonaws.com",
        "sso-directory.amazonaws.com",
        "identitystore-auth.amazonaws.com",
    ];
    admin
        .events()
        .await
        .into_iter()
        .filter(|event| sources.iter().any(|source| event["record"]["eventSource"] == *source))
        .map(|event| (event["name"].as_str().unwrap().to_owned(), event["record"].clone()))
        .collect()
}

/// The management account's root user, and mary at the portal, in a world where no second factor is asked for.
async fn mary() -> (Machine, Browser, Browser, String) {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut admin = machine.root(MANAGEMENT_ROOT).await;
    without_mfa(&mut admin).await;
    let mut mary = Browser::of(&world);
    let password = password_of(&world, "mary").await;
    sign_in(&mut mary, "mary", &password).await.must_step("signed-in");
    let id = id_of(&mut admin, "mary").await;
    (machine, admin, mary, id)
}

#[tokio::test]
async fn somebody_is_added_with_a_one_time_password_that_signs_in_once() {
    let machine = Machine::new();
    let mut admin = machine.root(MANAGEMENT_ROOT).await;
    let added = admin.post(USERS, form("paulo", "one-time")).await;
    assert_eq!(added.status, 200, "{added:?}");
    let password = added.text("oneTimePassword").to_owned();
    let user = details(&mut admin, added.text("id")).await;
    assert_eq!(user["password"], "one-time");
    assert_eq!(user["emailVerified"], false);
    assert_eq!(user["enabled"], true);
    assert_eq!(user["signedInAt"], Value::Null);
    let mut paulo = admin.another();
    sign_in(&mut paulo, "paulo", "Wrong-1234")
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    // The address is verified first; then the password must be replaced.
    sign_in(&mut paulo, "paulo", &password).await.must_step("mail-code");
    let (name, record) = recorded(&mut admin)
        .await
        .into_iter()
        .find(|(name, _)| name == "CreateUser")
        .unwrap();
    assert_eq!(name, "CreateUser");
    assert_eq!(record["requestParameters"]["passwordMode"], "OTP");
    assert_eq!(record["responseElements"]["userId"], *added.text("id"));
    let text = record.to_string();
    assert!(!text.contains("paulo") && !text.contains(&password), "{text}");
}

#[tokio::test]
async fn an_invitation_is_mailed_and_sent_again_while_there_is_no_password() {
    let machine = Machine::new();
    let mut admin: Person = machine.person().await;
    let password = admin.password(MANAGEMENT_ROOT).await;
    admin.sign_in_root(MANAGEMENT_ROOT, &password).await;
    let added = admin.post(USERS, form("paulo", "invite")).await;
    assert_eq!(added.body["oneTimePassword"], Value::Null, "{added:?}");
    let first = admin.newest_mail().await;
    assert_eq!(first.text("subject"), "Invitation to join AWS IAM Identity Center");
    assert_eq!(first.text("to"), "paulo@anycompany.example");
    let id = added.text("id").to_owned();
    assert_eq!(details(&mut admin, &id).await["password"], "none");
    let again = admin.post(&format!("{USERS}/{id}/invitation"), json!({})).await;
    assert_eq!(again.status, 204, "{again:?}");
    let second = admin.newest_mail().await;
    assert_ne!(first.body["links"], second.body["links"]);
    let mary = id_of(&mut admin, "mary").await;
    admin
        .post(&format!("{USERS}/{mary}/invitation"), json!({}))
        .await
        .must_refuse(409, "CONSTRAINT_VIOLATION");
}

#[tokio::test]
async fn what_is_wrong_about_somebody_is_said_at_its_field_and_nothing_is_kept() {
    let machine = Machine::new();
    let mut admin = machine.root(MANAGEMENT_ROOT).await;
    for (field, wrong) in [
        ("userName", "paulo santos"),
        ("userName", ""),
        ("userName", &"x".repeat(101)),
        ("givenName", " "),
        ("familyName", ""),
        ("displayName", "a\u{7}b"),
        ("email", "nobody"),
    ] {
        let mut body = form("paulo", "one-time");
        body[field] = json!(wrong);
        admin.post(USERS, body).await.must_blame(field);
    }
    let mut body = form("paulo", "invite");
    body["attributes"] = json!({ "shoe": "42" });
    admin.post(USERS, body).await.must_blame("attributes");
    admin
        .post(USERS, form("MARY", "invite"))
        .await
        .must_refuse(409, "ENTITY_ALREADY_EXISTS");
    let mut body = form("mary2", "invite");
    body["email"] = json!("Mary@anycompany.example");
    admin.post(USERS, body).await.must_refuse(409, "ENTITY_ALREADY_EXISTS");
    // With a group that is not there, nobody is added.
    let mut body = form("paulo", "one-time");
    body["groups"] = json!(["9067642c8d-00000000-0000-0000-0000-000000000000"]);
    admin.post(USERS, body).await.must_refuse(404, "NO_SUCH_ENTITY");
    let found = admin.get(&format!("{USERS}?find=paulo")).await;
    assert_eq!(found.body, json!({ "users": [], "next": null }));
}

#[tokio::test]
async fn a_person_is_changed_and_another_address_must_be_verified_again() {
    let machine = Machine::new();
    let mut admin = machine.root(MANAGEMENT_ROOT).await;
    let id = id_of(&mut admin, "mary").await;
    let path = format!("{USERS}/{id}");
    let before = details(&mut admin, &id).await;
    assert_eq!(before["emailVerified"], true);
    let mut body = json!({
        "givenName": "Maria", "familyName": "Major", "displayName": "Maria M", "email": "MARY@anycompany.example",
        "attributes": { "department": "Platform", "costCenter": " 42 ", "title": "" },
    });
    assert_eq!(admin.put(&path, body.clone()).await.status, 204);
    let after = details(&mut admin, &id).await;
    assert_eq!(after["displayName"], "Maria M");
    assert_eq!(
        after["attributes"],
        json!({ "department": "Platform", "costCenter": "42" })
    );
    assert_eq!(after["emailVerified"], true, "only its case changed");
    body["email"] = json!("maria@anycompany.example");
    assert_eq!(admin.put(&path, body.clone()).await.status, 204);
    assert_eq!(details(&mut admin, &id).await["emailVerified"], false);
    body["email"] = json!("diego@anycompany.example");
    admin
        .put(&path, body.clone())
        .await
        .must_refuse(409, "ENTITY_ALREADY_EXISTS");
    body["email"] = json!("");
    admin.put(&path, body).await.must_blame("email");
    let nobody = format!("{USERS}/nobody");
    admin.get(&nobody).await.must_refuse(404, "NO_SUCH_ENTITY");
    // The new names are found.
    let found = admin.get(&format!("{USERS}?find=maria")).await;
    assert_eq!(found.body["users"][0]["userName"], "mary");
}

#[tokio::test]
async fn who_is_disabled_is_out_of_the_portal_at_once_and_a_console_session_lives_on() {
    let (machine, mut admin, mut mary, id) = mary().await;
    // A console session from the portal, and a sign-in under way in another browser.
    let accounts = mary.get("/api/portal/accounts").await.body;
    let account = accounts["accounts"][0].clone();
    let role = account["permissionSets"][0].clone();
    let role = if role.is_string() { role } else { role["name"].clone() };
    let link = json!({ "accountId": account["id"], "roleName": role, "destination": "" });
    let link = mary.post("/api/portal/console", link).await;
    let token = link.text("address").rsplit_once("SigninToken=").unwrap().1.to_owned();
    let landed = mary
        .post("/api/federation/login", json!({ "signinToken": token }))
        .await;
    assert_eq!(landed.status, 200, "{landed:?}");
    let password = password_of(&machine.world().await, "mary").await;
    let mut elsewhere = mary.another();
    let name = json!({ "userName": "mary", "remember": false });
    elsewhere
        .post("/api/portal/sign-in/user-name", name)
        .await
        .must_step("password");

    let path = format!("{USERS}/{id}/enabled");
    assert_eq!(admin.put(&path, json!({ "enabled": false })).await.status, 204);
    assert!(!at_portal(&mut mary).await);
    assert!(mary.signed_in().await, "the console session has its own end");
    let late = elsewhere
        .post("/api/portal/sign-in/password", json!({ "password": password }))
        .await;
    assert_ne!(late.status, 200, "{late:?}");
    sign_in(&mut mary, "mary", &password)
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    assert_eq!(admin.put(&path, json!({ "enabled": true })).await.status, 204);
    assert!(!at_portal(&mut mary).await, "what was ended stays ended");
    sign_in(&mut mary, "mary", &password).await.must_step("signed-in");
    assert!(at_portal(&mut mary).await);
    let names: Vec<String> = recorded(&mut admin).await.into_iter().map(|(name, _)| name).collect();
    assert!(
        names.contains(&"DisableUser".to_owned()) && names.contains(&"EnableUser".to_owned()),
        "{names:?}"
    );
}

#[tokio::test]
async fn one_session_is_deleted_and_the_others_stay() {
    let (machine, mut admin, mut here, id) = mary().await;
    let password = password_of(&machine.world().await, "mary").await;
    machine.pass(60);
    let mut there = here.another();
    sign_in(&mut there, "mary", &password).await.must_step("signed-in");
    let path = format!("{USERS}/{id}/sessions");
    let sessions = admin.get(&path).await.body["sessions"].as_array().unwrap().clone();
    assert_eq!(sessions.len(), 2, "{sessions:?}");
    let newest = sessions[0]["id"].clone();
    let delete = format!("{path}/delete");
    let gone = admin.post(&delete, json!({ "sessions": [newest] })).await;
    assert_eq!(gone.status, 204, "{gone:?}");
    assert!(!at_portal(&mut there).await && at_portal(&mut here).await);
    // Nobody ends another person's by this person's id; nothing else that was chosen with it ends, either.
    let diego = id_of(&mut admin, "diego").await;
    let foreign = format!("{USERS}/{diego}/sessions/delete");
    admin
        .post(&foreign, json!({ "sessions": [sessions[1]["id"]] }))
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    for nothing in [json!("nothing"), json!("00000000-0000-4000-8000-000000000000")] {
        admin
            .post(&delete, json!({ "sessions": [sessions[1]["id"], nothing] }))
            .await
            .must_refuse(404, "NO_SUCH_ENTITY");
    }
    assert!(at_portal(&mut here).await);
    // Time ends the other one.
    machine.pass(8 * 3600);
    let mut admin = machine.root(MANAGEMENT_ROOT).await;
    assert_eq!(admin.get(&path).await.body, json!({ "sessions": [] }));
}

#[tokio::test]
async fn a_session_that_ended_meanwhile_is_deleted_and_those_chosen_with_it_end() {
    let (machine, mut admin, mut here, id) = mary().await;
    let password = password_of(&machine.world().await, "mary").await;
    let mut there = here.another();
    sign_in(&mut there, "mary", &password).await.must_step("signed-in");
    let path = format!("{USERS}/{id}/sessions");
    let list = admin.get(&path).await.body["sessions"].clone();
    let chosen: Vec<Value> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|session| session["id"].clone())
        .collect();
    assert_eq!(chosen.len(), 2, "{list:?}");
    there.post("/api/portal/sign-out", json!({})).await;
    assert!(!at_portal(&mut there).await && at_portal(&mut here).await);
    let delete = format!("{path}/delete");
    for _ in 0..2 {
        let gone = admin.post(&delete, json!({ "sessions": chosen })).await;
        assert_eq!(gone.status, 204, "{gone:?}");
        assert!(!at_portal(&mut here).await);
    }
}

#[tokio::test]
async fn a_reset_by_one_time_password_counts_at_once_and_one_by_mail_when_it_is_used() {
    let (machine, mut admin, mut mary, id) = mary().await;
    let old = password_of(&machine.world().await, "mary").await;
    let path = format!("{USERS}/{id}/password");
    let mailed = admin.post(&path, json!({ "how": "email" })).await;
    assert_eq!(mailed.body, json!({ "oneTimePassword": null }), "{mailed:?}");
    assert!(at_portal(&mut mary).await);
    sign_in(&mut mary.another(), "mary", &old).await.must_step("signed-in");
    let reset = admin.post(&path, json!({ "how": "one-time" })).await;
    let password = reset.text("oneTimePassword").to_owned();
    assert!(!at_portal(&mut mary).await);
    sign_in(&mut mary, "mary", &old)
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    sign_in(&mut mary, "mary", &password).await.must_step("new-password");
    let modes: Vec<Value> = recorded(&mut admin)
        .await
        .into_iter()
        .filter(|(name, _)| name == "UpdatePassword")
        .map(|(_, record)| record["requestParameters"]["passwordMode"].clone())
        .collect();
    assert_eq!(modes, ["OTP", "EMAIL"]);
}

#[tokio::test]
async fn who_is_deleted_is_gone_with_everything_and_the_name_is_free_again() {
    let (_machine, mut admin, mut mary, id) = mary().await;
    let gone = admin.delete(&format!("{USERS}/{id}")).await;
    assert_eq!(gone.status, 204, "{gone:?}");
    assert!(!at_portal(&mut mary).await);
    admin
        .delete(&format!("{USERS}/{id}"))
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    let added = admin.post(USERS, form("mary", "one-time")).await;
    assert_eq!(added.status, 200, "{added:?}");
    assert_ne!(*added.text("id"), id);
    let groups = admin.get(&format!("{USERS}/{}/groups", added.text("id"))).await;
    assert_eq!(groups.body, json!({ "groups": [] }));
}

#[tokio::test]
async fn every_page_of_many_people_has_fifty() {
    let machine = Machine::new();
    let mut admin = machine.root(MANAGEMENT_ROOT).await;
    for at in 0..55 {
        let added = admin.post(USERS, form(&format!("crowd{at:02}"), "none")).await;
        assert_eq!(added.status, 200, "{added:?}");
    }
    let first = admin.get(&format!("{USERS}?find=Crowd")).await.body;
    assert_eq!(first["users"].as_array().unwrap().len(), 50);
    let next = first["next"]
        .as_str()
        .unwrap()
        .bytes()
        .fold(String::new(), |text, byte| text + &format!("%{byte:02X}"));
    let second = admin.get(&format!("{USERS}?find=Crowd&after={next}")).await.body;
    assert_eq!(second["users"].as_array().unwrap().len(), 5);
    assert_eq!(second["users"][4]["userName"], "crowd54");
    assert_eq!(second["next"], Value::Null);
    let center = admin.get("/api/identity-center").await.body;
    assert!(center["users"].as_u64().unwrap() >= 60, "{center}");
}

#[tokio::test]
async fn a_device_is_renamed_and_taken_away_with_what_stood_on_it() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut admin = machine.root(MANAGEMENT_ROOT).await;
    let kwesi = id_of(&mut admin, "kwesi").await;
    let path = format!("{USERS}/{kwesi}/mfa");
    let devices = admin.get(&path).await.body["devices"].as_array().unwrap().clone();
    assert_eq!(devices.len(), 2, "{devices:?}");
    let first = format!("{path}/{}", devices[0]["id"].as_str().unwrap());
    admin.put(&first, json!({ "name": "a b" })).await.must_blame("name");
    admin
        .put(&first, json!({ "name": devices[1]["name"] }))
        .await
        .must_refuse(409, "ENTITY_ALREADY_EXISTS");
    assert_eq!(admin.put(&first, json!({ "name": "spare" })).await.status, 204);
    let renamed = admin.get(&path).await.body;
    assert_eq!(renamed["devices"][0]["name"], "spare");
    // It is nobody else's.
    let mary = id_of(&mut admin, "mary").await;
    let foreign = format!("{USERS}/{mary}/mfa/{}", devices[0]["id"].as_str().unwrap());
    admin.delete(&foreign).await.must_refuse(404, "NO_SUCH_ENTITY");
    // Without devices the password is enough, where nobody without a device is stopped.
    let password = password_of(&world, "kwesi").await;
    let mut browser = admin.another();
    sign_in(&mut browser, "kwesi", &password).await.must_step("mfa");
    for device in &devices {
        let one = format!("{path}/{}", device["id"].as_str().unwrap());
        assert_eq!(admin.delete(&one).await.status, 204);
        admin.delete(&one).await.must_refuse(404, "NO_SUCH_ENTITY");
    }
    without_mfa(&mut admin).await;
    sign_in(&mut browser, "kwesi", &password).await.must_step("signed-in");
    let names: Vec<String> = recorded(&mut admin).await.into_iter().map(|(name, _)| name).collect();
    for name in ["UpdateMfaDeviceForUser", "DeleteMfaDeviceForUser"] {
        assert!(names.contains(&name.to_owned()), "{names:?}");
    }
}
