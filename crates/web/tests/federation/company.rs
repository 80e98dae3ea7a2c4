//! Somebody of the company at the window, with what the desk has of them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use vestibule_web::desktop::DesktopRequest;

use crate::common::{Answer, Machine, Person, Signs};

pub(crate) const HOST: &str = "sso.anycompany.example";

/// The code that the desk's authenticator app shows for somebody, and the one after it.
pub(crate) async fn codes(person: &mut Person, user: &str) -> (String, String) {
    let screen = person.get("/desk/authenticator").await;
    let account = format!("{user}@{HOST}");
    let entries = screen.body["entries"].as_array().unwrap();
    let entry = entries
        .iter()
        .find(|entry| entry["account"] == account.as_str())
        .unwrap_or_else(|| panic!("{account} in {entries:?}"));
    let text = |name: &str| entry[name].as_str().unwrap().to_owned();
    (text("code"), text("nextCode"))
}

pub(crate) async fn give_user_name(person: &mut Person, user: &str) -> Answer {
    person
        .post("/company/api/sign-in/user-name", json!({ "userName": user }))
        .await
}

pub(crate) async fn give_password(person: &mut Person, password: &str) -> Answer {
    person
        .post("/company/api/sign-in/password", json!({ "password": password }))
        .await
}

pub(crate) async fn give_code(person: &mut Person, code: &str) -> Answer {
    person.post("/company/api/sign-in/code", json!({ "code": code })).await
}

/// User name and password.
pub(crate) async fn to_second_factor(person: &mut Person, user: &str) -> Answer {
    give_user_name(person, user).await.must_step("password");
    let password = person.password(user).await;
    give_password(person, &password).await
}

/// User name, password, code; the answer of the last one. Who has no app yet sets one up.
pub(crate) async fn sign_in(person: &mut Person, user: &str) -> Answer {
    let step = to_second_factor(person, user).await;
    if step.stepped_to("enrol") {
        let otpauth = step.text("otpauth").to_owned();
        let added = person.post("/desk/authenticator", json!({ "otpauth": otpauth })).await;
        assert_eq!(added.status, 200, "{added:?}");
        let (first, second) = codes(person, user).await;
        let form = json!({ "firstCode": first, "secondCode": second });
        return person.post("/company/api/sign-in/enrol", form).await;
    }
    step.must_step("code");
    let (code, _) = codes(person, user).await;
    give_code(person, &code).await
}

/// A window in which this person is signed in at the company.
pub(crate) async fn signed_in(machine: &Machine, user: &str) -> Person {
    let mut person = machine.person().await;
    sign_in(&mut person, user).await.must_step("signed-in");
    person
}

/// The XML of a form that is to be posted on.
pub(crate) fn xml(form: &Value) -> String {
    let text = form["samlResponse"].as_str().unwrap();
    String::from_utf8(BASE64.decode(text).unwrap()).unwrap()
}

/// The company's metadata, as anybody gets it.
pub(crate) async fn metadata(person: &Person) -> String {
    let request = DesktopRequest {
        method: "GET".to_owned(),
        path: "/company/saml/metadata".to_owned(),
        headers: Vec::new(),
        body: String::new(),
    };
    let answer = person.desktop.handle(request).await;
    assert_eq!(answer.status, 200);
    answer.body
}
