//! The access portal.

use serde_json::json;
use vestibule_web::desktop::PORTAL_SITE;
use vestibule_web::world::World;

use crate::common::{Person, Signs as _, door};
use crate::console::keep_cookies;
use crate::secrets::Secrets;

/// At the access portal: passwords, a code and a link by mail, the way into the console, credentials for tools.
pub(crate) async fn portal_flows(person: &mut Person, window: &World, secrets: &mut Secrets) {
    for name in ["mary", "nikki", "diego"] {
        let password = person.password(name).await;
        secrets.add("a generated password", &password);
    }
    let password = person.password("mary").await;
    secrets.add("a wrong password", "Wrong-Password-Typed-2");
    door::sign_in(person, "mary", "Wrong-Password-Typed-2")
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    keep_portal_cookies(secrets, window).await;
    // In the wrong box, and on to a forgotten password.
    secrets.add("a password in the box of the name", "Password-In-The-Name-Box-2");
    let step = door::sign_in(person, "Password-In-The-Name-Box-2", "x").await;
    step.must_refuse(401, "AUTHENTICATION_FAILED");
    let page = person.get("/api/portal/attempt").await;
    assert_eq!(page.text("userName"), "Password-In-The-Name-Box-2");
    door::ask(person, "Password-In-The-Name-Box-2")
        .await
        .must_step("mail-sent");
    keep_portal_cookies(secrets, window).await;
    door::sign_in(person, "mary", &password).await.must_step("signed-in");
    keep_portal_cookies(secrets, window).await;
    let accounts = person.get("/api/portal/accounts").await.body["accounts"].clone();
    let form = json!({ "accountId": accounts[0]["id"], "roleName": accounts[0]["permissionSets"][0]["name"] });
    let issued = person.post("/api/portal/credentials", form.clone()).await;
    secrets.add("a secret access key", issued.text("secretAccessKey"));
    secrets.add("a session token", issued.text("sessionToken"));
    let link = person.post("/api/portal/console", form).await;
    let token = link.text("address").rsplit_once("SigninToken=").unwrap().1.to_owned();
    secrets.add("a sign-in token", &token);
    let landed = person
        .post("/api/federation/login", json!({ "signinToken": token }))
        .await;
    assert_eq!(landed.status, 200, "{landed:?}");
    keep_cookies(secrets, window).await;
    assert_eq!(person.post("/api/portal/sign-out", json!({})).await.status, 204);

    let password = person.password("nikki").await;
    door::sign_in(person, "nikki", &password).await.must_step("mail-code");
    let code = door::digits(person).await;
    secrets.digits("a code by mail", &code);
    door::code(person, &code).await.must_step("new-password");
    secrets.add("a password that was chosen", "Chosen-At-The-Portal-1");
    door::choose(person, "Chosen-At-The-Portal-1")
        .await
        .must_step("signed-in");
    keep_portal_cookies(secrets, window).await;
    assert_eq!(person.post("/api/portal/sign-out", json!({})).await.status, 204);

    door::ask(person, "diego").await.must_step("mail-sent");
    let token = door::token(person, "reset-password").await;
    secrets.add("a link's token", &token);
    door::use_link(person, &token, "Chosen-By-A-Link-1").await;
    secrets.add("a password that was chosen", "Chosen-By-A-Link-1");
}

async fn keep_portal_cookies(secrets: &mut Secrets, window: &World) {
    if let Some(header) = window.desk.cookie_header(PORTAL_SITE).await.unwrap() {
        secrets.cookies(&header);
    }
}
