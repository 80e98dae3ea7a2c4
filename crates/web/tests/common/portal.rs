//! People at the access portal.

use serde_json::{Value, json};
use vestibule_web::world::World;

use super::{Answer, Browser, Signs as _, password_of};

/// A browser in which this person is signed in at the portal.
pub async fn entered(world: &World, user_name: &str) -> Browser {
    let mut browser = Browser::of(world);
    enter(world, &mut browser, user_name).await;
    browser
}

/// Signs this person in at the portal, in this browser.
pub async fn enter(world: &World, browser: &mut Browser, user_name: &str) {
    let password = password_of(world, user_name).await;
    sign_in(browser, user_name, &password).await.must_step("signed-in");
}

/// User name and password.
pub async fn sign_in(browser: &mut Browser, user_name: &str, password: &str) -> Answer {
    let form = json!({ "userName": user_name, "remember": false });
    browser
        .post("/api/portal/sign-in/user-name", form)
        .await
        .must_step("password");
    browser
        .post("/api/portal/sign-in/password", json!({ "password": password }))
        .await
}

/// Everything on the first page of the person's accounts.
pub async fn accounts(browser: &mut Browser) -> Vec<Value> {
    let answer = browser.get("/api/portal/accounts").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body["accounts"].as_array().unwrap().clone()
}

/// The id of the person's account whose name ends with this.
pub async fn account_id(browser: &mut Browser, ends_with: &str) -> String {
    let accounts = accounts(browser).await;
    let found = accounts
        .iter()
        .find(|account| account["name"].as_str().unwrap().ends_with(ends_with));
    found.unwrap_or_else(|| panic!("{ends_with} in {accounts:?}"))["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// The link into the console.
pub async fn link(browser: &mut Browser, account: &str, role_name: &str, destination: &str) -> Answer {
    let form = json!({ "accountId": account, "roleName": role_name, "destination": destination });
    browser.post("/api/portal/console", form).await
}

/// Follows a link into the console; where it landed.
pub async fn follow(browser: &mut Browser, address: &str) -> Answer {
    let url = |name: &str| {
        address
            .split(['?', '&'])
            .find_map(|pair| pair.strip_prefix(&format!("{name}=")))
            .unwrap_or_default()
            .replace("%3A", ":")
            .replace("%2F", "/")
            .replace("%3F", "?")
            .replace("%3D", "=")
            .replace("%23", "#")
    };
    let login = json!({ "signinToken": url("SigninToken"), "destination": url("Destination") });
    browser.post("/api/federation/login", login).await
}

/// Opens the console; where it landed.
pub async fn open_console(browser: &mut Browser, account: &str, role_name: &str, destination: &str) -> String {
    let link = link(browser, account, role_name, destination).await;
    assert_eq!(link.status, 200, "{link:?}");
    let landed = follow(browser, link.text("address")).await;
    assert_eq!(landed.status, 200, "{landed:?}");
    landed.text("destination").to_owned()
}

/// Credentials for tools.
pub async fn credentials(browser: &mut Browser, account: &str, role_name: &str) -> Answer {
    let form = json!({ "accountId": account, "roleName": role_name });
    browser.post("/api/portal/credentials", form).await
}

/// Nobody is asked for a second factor from now on. For an administrator.
pub async fn ask_for_no_factor(root: &mut Browser) -> Answer {
    let form = json!({
        "prompt": "never", "allowKeys": true, "allowApps": true, "withoutDevice": "allow", "manageOwnDevices": true,
    });
    root.put("/api/identity-center/settings/mfa", form).await
}
