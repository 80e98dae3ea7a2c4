//! The access portal: signing in, and entering the console of an account.

use crate::common::{Browser, Machine, Signs as _, password_of};
use serde_json::json;

#[tokio::test]
async fn a_person_signs_in_and_enters_the_console_with_a_permission_set() {
    let machine = Machine::new();
    let world = machine.world().await;
    let password = password_of(&world, "mary").await;
    let mut mary = Browser::of(&world);
    let name = json!({ "userName": "Mary", "remember": false });
    mary.post("/api/portal/sign-in/user-name", name)
        .await
        .must_step("password");
    let wrong = json!({ "password": "Wrong-1234" });
    mary.post("/api/portal/sign-in/password", wrong)
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    mary.post("/api/portal/sign-in/password", json!({ "password": password }))
        .await
        .must_step("signed-in");
    let accounts = mary.get("/api/portal/accounts").await.body;
    let accounts = accounts["accounts"].as_array().unwrap().clone();
    assert_eq!(accounts.len(), 3);
    let management = accounts
        .iter()
        .find(|account| account["name"] == "AnyCompany Management")
        .unwrap();
    let form = json!({ "accountId": management["id"], "roleName": "AdministratorAccess", "destination": "" });
    let link = mary.post("/api/portal/console", form).await;
    let token = link.text("address").rsplit_once("SigninToken=").unwrap().1.to_owned();
    let login = json!({ "signinToken": token });
    let landed = mary.post("/api/federation/login", login.clone()).await;
    assert_eq!(landed.status, 200, "{landed:?}");
    let session = mary.get("/api/session").await.body;
    assert_eq!(session["identity"]["kind"], "assumed-role");
    assert!(
        session["identity"]["arn"].as_str().unwrap().ends_with("/mary"),
        "{session}"
    );
    // The link is worth nothing the second time.
    mary.post("/api/federation/login", login)
        .await
        .must_refuse(410, "SIGN_IN_TOKEN_INVALID");
    assert_eq!(mary.get("/api/users").await.status, 200);
}
