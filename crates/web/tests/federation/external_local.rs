//! While a company signs people in, nothing of the directory is a way in: not what was right before, and not what was under
//! way.

use serde_json::{Value, json};

use super::external_company::Company;
use crate::common::devices::offered;
use crate::common::door::{ask, attempt, choose, code, digits, forgot, look, name, password, token, use_link};
use crate::common::portal_factors::{desk_codes, enter_as, give_code};
use crate::common::{Answer, Person, Signs as _};

/// Somebody is not let in, and is told why.
#[track_caller]
fn elsewhere(what: &str, answer: &Answer) {
    assert!(answer.is(409, "SIGN_IN_ELSEWHERE"), "{what}: {answer:?}");
}

async fn outside(company: &Company, what: &str, person: &mut Person) {
    let page = person
        .get(&format!(
            "/api/portal?address=https://{}.awsapps.com/start",
            company.portal_name()
        ))
        .await;
    assert_eq!(page.body["signedIn"], Value::Null, "{what}");
}

#[tokio::test]
async fn right_passwords_codes_devices_and_links_let_nobody_in() {
    let mut company = Company::before().await;
    // Each at another step, with everything right at hand.
    let mut mary = company.machine.person().await;
    let right = mary.password("mary").await;
    name(&mut mary, "mary").await.must_step("password");

    let mut nikki = company.machine.person().await;
    let once = nikki.password("nikki").await;
    name(&mut nikki, "nikki").await.must_step("password");
    password(&mut nikki, &once).await.must_step("mail-code");
    let mailed = digits(&mut nikki).await;

    let mut kwaku = company.machine.person().await;
    name(&mut kwaku, "kwaku").await.must_step("mail-code");
    let first = digits(&mut kwaku).await;
    code(&mut kwaku, &first).await.must_step("new-password");

    let world = company.machine.world().await;
    let mut jorge = company.browser();
    let step = enter_as(&world, &mut jorge, "jorge").await;
    let (app, _) = desk_codes(&world, "jorge").await;
    let device = offered(&step, "virtual");

    let mut efua = company.browser();
    enter_as(&world, &mut efua, "efua").await.must_step("mfa");

    let mut diego = company.machine.person().await;
    ask(&mut diego, "diego").await.must_step("mail-sent");
    let link = token(&mut diego, "reset-password").await;
    name(&mut diego, "diego").await.must_step("password");

    assert_eq!(company.connect(&[7]).await.status, 204);

    let refused = password(&mut mary, &right).await;
    assert!(refused.status >= 400, "{refused:?}");
    outside(&company, "a password after its user name", &mut mary).await;
    elsewhere("a user name", &name(&mut mary, "mary").await);
    for (what, answer) in [
        ("a mailed code", code(&mut nikki, &mailed).await),
        ("a chosen password", choose(&mut kwaku, "Own-Password-1").await),
        ("a forgotten password", forgot(&mut diego).await),
        ("where it stands", attempt(&mut nikki).await),
        (
            "another code",
            nikki.post("/api/portal/sign-in/mail-code/resend", json!({})).await,
        ),
        ("an app's code", give_code(&mut jorge, &device, &app, true).await),
        (
            "a key",
            efua.post("/api/portal/sign-in/mfa/passkey/start", json!({})).await,
        ),
        (
            "a device to register",
            kwaku
                .post("/api/portal/mfa/sign-in/virtual", json!({ "deviceName": "phone" }))
                .await,
        ),
    ] {
        assert!(answer.status >= 400, "{what}: {answer:?}");
    }
    elsewhere("a mailed link", &look(&mut diego, &link).await);
    elsewhere("a mailed link", &use_link(&mut diego, &link, "Own-Password-1").await);
    for (who, person) in [("nikki", &mut nikki), ("kwaku", &mut kwaku), ("diego", &mut diego)] {
        outside(&company, who, person).await;
    }
    for browser in [&mut jorge, &mut efua] {
        assert_eq!(company.inside(browser).await, Value::Null);
    }

    // Back: what is right is right again, and what was under way is not.
    assert_eq!(company.disconnect().await.status, 204);
    code(&mut nikki, &mailed).await.must_refuse(409, "ATTEMPT_EXPIRED");
    choose(&mut kwaku, "Own-Password-1")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    name(&mut mary, "mary").await.must_step("password");
    password(&mut mary, &right).await.must_step("signed-in");
    assert_eq!(use_link(&mut diego, &link, "Own-Password-1").await.status, 204);
}

#[tokio::test]
async fn an_attempt_of_one_source_is_none_of_the_other() {
    let mut company = Company::connected().await;
    let mut browser = company.browser();
    let asked = browser.post("/api/portal/sign-in/external", json!({})).await;
    assert_eq!(asked.status, 200, "{asked:?}");
    for (path, body) in [
        ("password", json!({ "password": "x" })),
        ("mail-code", json!({ "code": "000000" })),
        (
            "new-password",
            json!({ "newPassword": "Own-Password-1", "confirmPassword": "Own-Password-1" }),
        ),
        ("forgot-password", json!({})),
        ("security-check", json!({ "answer": "7" })),
    ] {
        let answer = browser.post(&format!("/api/portal/sign-in/{path}"), body).await;
        elsewhere(path, &answer);
    }
    assert_eq!(company.disconnect().await.status, 204);
    attempt(&mut browser).await.must_refuse(409, "ATTEMPT_EXPIRED");
    let says = company.says();
    company
        .post(&mut browser, &company.signed(&says), "")
        .await
        .must_refuse(403, "EXTERNAL_SIGN_IN_REFUSED");
    assert_eq!(company.inside(&mut browser).await, Value::Null);
}

#[tokio::test]
async fn people_inside_manage_no_devices_and_administrators_set_none() {
    let mut company = Company::connected().await;
    let mut browser = company.browser();
    company.enter(&mut browser).await;
    elsewhere("devices", &browser.get("/api/portal/mfa-devices").await);
    let register = browser
        .post("/api/portal/mfa/session/virtual", json!({ "deviceName": "phone" }))
        .await;
    elsewhere("a device", &register);
    let form = json!({
        "prompt": "always-on", "allowKeys": true, "allowApps": true, "withoutDevice": "block", "manageOwnDevices": true,
    });
    for (path, form) in [("mfa", form), ("email-otp", json!({ "send": true }))] {
        company
            .root
            .put(&format!("/api/identity-center/settings/{path}"), form)
            .await
            .must_refuse(409, "CONSTRAINT_VIOLATION");
    }
    for password in ["invite", "one-time"] {
        let form = json!({
            "userName": "new@anycompany.example", "givenName": "Jane", "familyName": "Doe", "displayName": "Jane Doe",
            "email": "new@anycompany.example", "password": password,
        });
        company
            .root
            .post("/api/identity-center/users", form)
            .await
            .must_refuse(409, "CONSTRAINT_VIOLATION");
    }
}
