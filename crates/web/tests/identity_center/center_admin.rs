//! Administration of Identity Center: who may, groups, settings, the delegated administrator.

use crate::common::{Browser, FINANCE_ROOT, MANAGEMENT, MANAGEMENT_ROOT, Machine, Signs, password_of, policies};
use serde_json::{Value, json};

const CENTER: &str = "/api/identity-center";
const GROUPS: &str = "/api/identity-center/groups";
const USERS: &str = "/api/identity-center/users";

async fn id_in(admin: &mut Browser, list: &str, kind: &str, field: &str, name: &str) -> String {
    let found = admin.get(list).await;
    let all = found.body[kind].as_array().unwrap_or_else(|| panic!("{found:?}"));
    let one = all.iter().find(|one| one[field] == name).unwrap();
    one["id"].as_str().unwrap().to_owned()
}

async fn user(admin: &mut Browser, name: &str) -> String {
    id_in(admin, USERS, "users", "userName", name).await
}

async fn group(admin: &mut Browser, name: &str) -> String {
    id_in(admin, GROUPS, "groups", "name", name).await
}

async fn settings(admin: &mut Browser) -> Value {
    admin.get(CENTER).await.body["settings"].clone()
}

fn mfa(prompt: &str, keys: bool, apps: bool) -> Value {
    json!({
        "prompt": prompt, "allowKeys": keys, "allowApps": apps, "withoutDevice": "allow", "manageOwnDevices": false,
    })
}

/// A person at the portal, with no second factor asked for.
async fn at_portal(machine: &Machine, admin: &mut Browser, name: &str) -> Browser {
    let set = admin
        .put(&format!("{CENTER}/settings/mfa"), mfa("never", true, true))
        .await;
    assert_eq!(set.status, 204, "{set:?}");
    let password = password_of(&machine.world().await, name).await;
    let mut browser = admin.another();
    let form = json!({ "userName": name, "remember": false });
    browser
        .post("/api/portal/sign-in/user-name", form)
        .await
        .must_step("password");
    let form = json!({ "password": password });
    browser
        .post("/api/portal/sign-in/password", form)
        .await
        .must_step("signed-in");
    browser
}

async fn accounts_of(browser: &mut Browser) -> usize {
    let shown = browser.get("/api/portal/accounts").await;
    shown.body["accounts"]
        .as_array()
        .unwrap_or_else(|| panic!("{shown:?}"))
        .len()
}

#[tokio::test]
async fn a_group_gives_at_the_next_request_and_takes_as_soon() {
    let machine = Machine::new();
    let mut admin = machine.root(MANAGEMENT_ROOT).await;
    let wei = user(&mut admin, "wei").await;
    let finance = group(&mut admin, "Finance").await;
    let mut portal = at_portal(&machine, &mut admin, "wei").await;
    assert_eq!(accounts_of(&mut portal).await, 0);
    let add = format!("{GROUPS}/{finance}/members/add");
    for _ in 0..2 {
        // The second time she is in it.
        assert_eq!(admin.post(&add, json!({ "users": [wei] })).await.status, 204);
    }
    assert_eq!(accounts_of(&mut portal).await, 1);
    let members = admin.get(&format!("{GROUPS}/{finance}/members?find=we")).await;
    assert_eq!(members.body["users"][0]["userName"], "wei");
    let remove = format!("{USERS}/{wei}/groups/remove");
    assert_eq!(admin.post(&remove, json!({ "groups": [finance] })).await.status, 204);
    assert_eq!(accounts_of(&mut portal).await, 0);
    let join = format!("{USERS}/{wei}/groups/add");
    assert_eq!(admin.post(&join, json!({ "groups": [finance] })).await.status, 204);
    assert_eq!(accounts_of(&mut portal).await, 1);
    assert_eq!(admin.delete(&format!("{GROUPS}/{finance}")).await.status, 204);
    assert_eq!(accounts_of(&mut portal).await, 0);
    let names: Vec<Value> = admin
        .events()
        .await
        .into_iter()
        .map(|event| event["name"].clone())
        .collect();
    let joins = names.iter().filter(|name| **name == "CreateGroupMembership").count();
    assert_eq!(joins, 2, "{names:?}");
    assert!(names.contains(&json!("DeleteGroupMembership")) && names.contains(&json!("DeleteGroup")));
}

#[tokio::test]
async fn a_group_is_made_changed_and_refused() {
    let machine = Machine::new();
    let mut admin = machine.root(MANAGEMENT_ROOT).await;
    let wei = user(&mut admin, "wei").await;
    let form = json!({ "name": "Night shift", "description": "Looks after things", "users": [wei] });
    let made = admin.post(GROUPS, form).await;
    assert_eq!(made.status, 200, "{made:?}");
    let path = format!("{GROUPS}/{}", made.text("id"));
    let members = admin.get(&format!("{path}/members")).await;
    assert_eq!(members.body["users"][0]["userName"], "wei");
    let taken = json!({ "name": "night SHIFT", "description": "", "users": [] });
    admin
        .post(GROUPS, taken)
        .await
        .must_refuse(409, "ENTITY_ALREADY_EXISTS");
    for (field, form) in [
        ("name", json!({ "name": "", "description": "" })),
        ("name", json!({ "name": "a<b", "description": "" })),
        ("description", json!({ "name": "a", "description": "a\u{7}b" })),
    ] {
        admin.put(&path, form).await.must_blame(field);
    }
    let form = json!({ "name": "Day shift", "description": "" });
    assert_eq!(admin.put(&path, form.clone()).await.status, 204);
    assert_eq!(admin.get(&path).await.body["name"], "Day shift");
    let taken = json!({ "name": "auditors", "description": "" });
    admin.put(&path, taken).await.must_refuse(409, "ENTITY_ALREADY_EXISTS");
    let nobody = json!({ "name": "Ghosts", "description": "", "users": ["nobody"] });
    admin.post(GROUPS, nobody).await.must_refuse(404, "NO_SUCH_ENTITY");
    let found = admin.get(&format!("{GROUPS}?find=gho")).await;
    assert_eq!(found.body["groups"], json!([]), "nothing is kept of a refused group");
    for path in [format!("{GROUPS}/nothing"), format!("{GROUPS}/nothing/members")] {
        admin.get(&path).await.must_refuse(404, "NO_SUCH_ENTITY");
    }
}

#[tokio::test]
async fn sessions_last_fifteen_minutes_to_ninety_days_and_those_that_began_keep_their_end() {
    let machine = Machine::new();
    let mut admin = machine.root(MANAGEMENT_ROOT).await;
    let mut early = at_portal(&machine, &mut admin, "mary").await;
    let path = format!("{CENTER}/settings/session");
    for wrong in [0, 14, 129_601] {
        admin
            .put(&path, json!({ "minutes": wrong }))
            .await
            .must_blame("minutes");
    }
    assert_eq!(settings(&mut admin).await["sessionMinutes"], 480);
    assert_eq!(admin.put(&path, json!({ "minutes": 129_600 })).await.status, 204);
    assert_eq!(admin.put(&path, json!({ "minutes": 15 })).await.status, 204);
    let mut late = at_portal(&machine, &mut admin, "mary").await;
    machine.pass(15 * 60);
    assert_eq!(late.get("/api/portal/accounts").await.status, 401);
    assert_eq!(early.get("/api/portal/accounts").await.status, 200);
}

#[tokio::test]
async fn mfa_settings_need_a_type_of_device_unless_nobody_is_asked() {
    let machine = Machine::new();
    let mut admin = machine.root(MANAGEMENT_ROOT).await;
    let path = format!("{CENTER}/settings/mfa");
    admin
        .put(&path, mfa("always-on", false, false))
        .await
        .must_blame("types");
    admin
        .put(&path, mfa("sometimes", true, true))
        .await
        .must_refuse(400, "MALFORMED_REQUEST");
    assert_eq!(admin.put(&path, mfa("never", false, false)).await.status, 204);
    assert_eq!(admin.put(&path, mfa("context-aware", false, true)).await.status, 204);
    let set = settings(&mut admin).await;
    assert_eq!(
        (&set["prompt"], &set["allowKeys"]),
        (&json!("context-aware"), &json!(false))
    );
    let otp = format!("{CENTER}/settings/email-otp");
    assert_eq!(admin.put(&otp, json!({ "send": true })).await.status, 204);
    assert_eq!(settings(&mut admin).await["sendEmailOtp"], true);
    let events = admin.events().await;
    let record = events
        .iter()
        .find(|event| event["name"] == "PutMfaDeviceManagementForDirectory")
        .unwrap();
    assert_eq!(record["record"]["eventSource"], "sso.amazonaws.com");
}

#[tokio::test]
async fn attributes_become_tags_of_the_next_session() {
    let machine = Machine::new();
    let mut admin = machine.root(MANAGEMENT_ROOT).await;
    let path = format!("{CENTER}/settings/attributes");
    for wrong in [
        json!({ "aws:Department": "${path:enterprise.department}" }),
        json!({ "Department": "department" }),
        json!({ "Department": "${path:shoe}" }),
    ] {
        admin
            .put(&path, json!({ "attributes": wrong }))
            .await
            .must_blame("attributes");
    }
    let right = json!({ "attributes": { "Department": "${path:enterprise.department}" } });
    assert_eq!(admin.put(&path, right.clone()).await.status, 204);
    assert_eq!(admin.put(&path, right).await.status, 204);
    let set = settings(&mut admin).await;
    assert_eq!(
        set["accessControlAttributes"]["Department"],
        "${path:enterprise.department}"
    );
    assert_eq!(admin.put(&path, json!({ "attributes": null })).await.status, 204);
    assert_eq!(settings(&mut admin).await["accessControlAttributes"], Value::Null);
    let off = admin.put(&path, json!({ "attributes": null })).await;
    off.must_refuse(404, "NO_SUCH_ENTITY");
    let names: Vec<String> = admin
        .events()
        .await
        .into_iter()
        .filter_map(|event| {
            let name = event["name"].as_str().unwrap().to_owned();
            name.ends_with("AccessControlAttributeConfiguration").then_some(name)
        })
        .collect();
    let verbs: Vec<&str> = names.iter().map(|name| &name[..6]).collect();
    assert_eq!(verbs, ["Delete", "Update", "Create"]);
}

#[tokio::test]
async fn the_portal_gets_a_name_once_and_every_family_of_addresses_leads_to_it() {
    let machine = Machine::new();
    let mut admin = machine.root(MANAGEMENT_ROOT).await;
    let path = format!("{CENTER}/alias");
    for wrong in ["", "Any", "any_company", "-any", "d-any", "ssoins-any", &"a".repeat(63)] {
        admin.put(&path, json!({ "alias": wrong })).await.must_blame("alias");
    }
    let center = admin.get(CENTER).await.body;
    let (store, instance) = (
        center["identityStoreId"].as_str().unwrap(),
        center["instanceId"].as_str().unwrap(),
    );
    assert_eq!(center["portal"]["start"], format!("https://{store}.awsapps.com/start"));
    assert_eq!(
        center["portal"]["dualStack"],
        format!("https://{instance}.portal.us-east-1.app.aws")
    );
    admin
        .get("/api/portal?address=https://anycompany.awsapps.com/start")
        .await
        .must_refuse(404, "NO_SUCH_PORTAL");
    assert_eq!(admin.put(&path, json!({ "alias": "anycompany" })).await.status, 204);
    for address in [
        "https://anycompany.awsapps.com/start".to_owned(),
        "https://AnyCompany.awsapps.com/start/".to_owned(),
        format!("https://{store}.awsapps.com/start"),
        format!("https://{instance}.us-east-1.portal.amazonaws.com"),
        format!("https://{instance}.portal.us-east-1.app.aws"),
    ] {
        assert_eq!(
            admin.get(&format!("/api/portal?address={address}")).await.status,
            200,
            "{address}"
        );
    }
    // Another region, names of another family, and what only tools call it.
    for address in [
        format!("https://{instance}.eu-west-1.portal.amazonaws.com"),
        format!("https://{instance}.portal.eu-west-1.app.aws"),
        format!("https://{instance}.awsapps.com/start"),
        format!("https://{store}.us-east-1.portal.amazonaws.com"),
        format!("https://identitycenter.amazonaws.com/{instance}"),
        store.to_owned(),
    ] {
        let answer = admin.get(&format!("/api/portal?address={address}")).await;
        assert_eq!(answer.status, 404, "{address}");
    }
    let center = admin.get(CENTER).await.body;
    assert_eq!(center["portal"]["start"], "https://anycompany.awsapps.com/start");
    admin
        .put(&path, json!({ "alias": "another" }))
        .await
        .must_refuse(409, "ENTITY_ALREADY_EXISTS");
}

#[tokio::test]
async fn only_the_management_account_and_its_one_delegate_administer() {
    let machine = Machine::new();
    let mut admin = machine.root(MANAGEMENT_ROOT).await;
    let mut finance = machine.root(FINANCE_ROOT).await;
    let account = finance.account_id().await;
    finance.get(CENTER).await.must_refuse(403, "ACCESS_DENIED");
    finance.get(USERS).await.must_refuse(403, "ACCESS_DENIED");
    let delegation = |account: &str| format!("/api/organization/accounts/{account}/delegations/sso.amazonaws.com");
    assert_eq!(admin.put(&delegation(&account), json!({})).await.status, 204);
    let center = finance.get(CENTER).await.body;
    assert_eq!(center["isDelegate"], true);
    assert_eq!(center["delegate"]["accountId"], *account);
    let wei = user(&mut finance, "wei").await;
    let off = finance
        .put(&format!("{USERS}/{wei}/enabled"), json!({ "enabled": false }))
        .await;
    assert_eq!(off.status, 204, "{off:?}");
    // One at a time; and a delegate registers nobody.
    let tree = admin.get("/api/organization/tree").await.body;
    let other = tree["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] != *account && one["id"] != center["managementAccountId"])
        .unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    admin
        .put(&delegation(&other), json!({}))
        .await
        .must_refuse(409, "LIMIT_EXCEEDED");
    finance
        .delete(&delegation(&account))
        .await
        .must_refuse(403, "ACCESS_DENIED");
    assert_eq!(admin.delete(&delegation(&account)).await.status, 204);
    finance.get(USERS).await.must_refuse(403, "ACCESS_DENIED");
    assert_eq!(admin.put(&delegation(&other), json!({})).await.status, 204);
}

#[tokio::test]
async fn every_call_is_asked_about() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut admin = machine.root(MANAGEMENT_ROOT).await;
    let wei = user(&mut admin, "wei").await;
    let finance = group(&mut admin, "Finance").await;
    let password = password_of(&world, "alice").await;
    let mut alice = Browser::of(&world);
    alice.iam(MANAGEMENT, "alice", &password).await.must_step("signed-in");
    let person = json!({
        "userName": "x", "givenName": "x", "familyName": "x", "displayName": "x", "email": "x@anycompany.example",
        "attributes": {}, "groups": [], "password": "none",
    });
    let device = "00000000-0000-0000-0000-000000000000";
    let calls: Vec<(&str, String, Value)> = vec![
        ("GET", CENTER.to_owned(), Value::Null),
        ("GET", USERS.to_owned(), Value::Null),
        ("POST", USERS.to_owned(), person.clone()),
        ("GET", format!("{USERS}/{wei}"), Value::Null),
        ("PUT", format!("{USERS}/{wei}"), person),
        ("DELETE", format!("{USERS}/{wei}"), Value::Null),
        ("PUT", format!("{USERS}/{wei}/enabled"), json!({ "enabled": false })),
        ("POST", format!("{USERS}/{wei}/password"), json!({ "how": "one-time" })),
        ("POST", format!("{USERS}/{wei}/invitation"), json!({})),
        ("GET", format!("{USERS}/{wei}/sessions"), Value::Null),
        (
            "POST",
            format!("{USERS}/{wei}/sessions/delete"),
            json!({ "sessions": [] }),
        ),
        ("GET", format!("{USERS}/{wei}/mfa"), Value::Null),
        ("PUT", format!("{USERS}/{wei}/mfa/{device}"), json!({ "name": "x" })),
        ("DELETE", format!("{USERS}/{wei}/mfa/{device}"), Value::Null),
        ("GET", format!("{USERS}/{wei}/groups"), Value::Null),
        (
            "POST",
            format!("{USERS}/{wei}/groups/add"),
            json!({ "groups": [finance] }),
        ),
        (
            "POST",
            format!("{USERS}/{wei}/groups/remove"),
            json!({ "groups": [finance] }),
        ),
        ("GET", GROUPS.to_owned(), Value::Null),
        (
            "POST",
            GROUPS.to_owned(),
            json!({ "name": "x", "description": "", "users": [] }),
        ),
        ("GET", format!("{GROUPS}/{finance}"), Value::Null),
        (
            "PUT",
            format!("{GROUPS}/{finance}"),
            json!({ "name": "x", "description": "" }),
        ),
        ("DELETE", format!("{GROUPS}/{finance}"), Value::Null),
        ("GET", format!("{GROUPS}/{finance}/members"), Value::Null),
        (
            "POST",
            format!("{GROUPS}/{finance}/members/add"),
            json!({ "users": [wei] }),
        ),
        (
            "POST",
            format!("{GROUPS}/{finance}/members/remove"),
            json!({ "users": [wei] }),
        ),
        ("PUT", format!("{CENTER}/settings/mfa"), mfa("never", true, true)),
        ("PUT", format!("{CENTER}/settings/session"), json!({ "minutes": 60 })),
        ("PUT", format!("{CENTER}/settings/email-otp"), json!({ "send": true })),
        (
            "PUT",
            format!("{CENTER}/settings/attributes"),
            json!({ "attributes": {} }),
        ),
        ("PUT", format!("{CENTER}/alias"), json!({ "alias": "x" })),
    ];
    for (method, path, body) in calls {
        let answer = alice.send(method, &path, &body).await;
        assert!(answer.is(403, "ACCESS_DENIED"), "{method} {path}: {answer:?}");
        let nobody = Browser::of(&world).send(method, &path, &body).await;
        assert!(nobody.is(401, "NOT_SIGNED_IN"), "{method} {path}: {nobody:?}");
    }
}

#[tokio::test]
async fn who_may_read_looks_and_who_may_administer_changes() {
    let machine = Machine::new();
    let mut admin = machine.root(MANAGEMENT_ROOT).await;
    let mut alice = policies::alice(&machine).await;
    let wei = user(&mut admin, "wei").await;
    let enabled = format!("{USERS}/{wei}/enabled");
    alice.get(USERS).await.must_refuse(403, "ACCESS_DENIED");
    policies::done(&policies::attach(&mut admin, "users/alice", policies::READ_ONLY).await);
    for path in [
        CENTER.to_owned(),
        USERS.to_owned(),
        GROUPS.to_owned(),
        format!("{USERS}/{wei}"),
        format!("{USERS}/{wei}/groups"),
        format!("{USERS}/{wei}/mfa"),
    ] {
        assert_eq!(alice.get(&path).await.status, 200, "{path}");
    }
    alice
        .put(&enabled, json!({ "enabled": false }))
        .await
        .must_refuse(403, "ACCESS_DENIED");
    let administrator = "arn:aws:iam::aws:policy/AWSSSOMasterAccountAdministrator";
    policies::done(&policies::attach(&mut admin, "users/alice", administrator).await);
    assert_eq!(alice.put(&enabled, json!({ "enabled": false })).await.status, 204);
    let sessions = alice.get(&format!("{USERS}/{wei}/sessions")).await;
    assert_eq!(sessions.status, 200, "{sessions:?}");
}
