//! What the browser or the key refuses, before anything is signed.

use serde_json::{Value, json};

use super::{Home, SITE, asked, creation, must_refuse, only_key, registered, secret, site};
use crate::security_keys::SecurityKeyError;

#[tokio::test]
async fn the_browser_stops_a_foreign_site_before_the_key_is_asked() {
    let home = Home::new();
    let desk = home.desk().await;
    let id = desk
        .add_security_key("With PIN", Some(&secret("2580")))
        .await
        .unwrap()
        .id;
    let stored = registered(&desk, id, Some("2580")).await;
    let (creation, _) = creation();
    let (request, _) = site().start_authentication(SITE, &[stored]).unwrap();
    for origin in [
        "https://signin.aws.amazon.com.evil.example",
        "https://signin-aws.amazon.com",
        "https://evil.example",
        "http://signin.aws.amazon.com",
        "https://signin.aws.amazon.com/console",
        "null",
        "",
    ] {
        // A wrong PIN would cost a try if the key were asked.
        for _ in 0..4 {
            must_refuse(
                desk.register_key(id, &asked(origin, &creation, Some("0000"))).await,
                SecurityKeyError::Origin,
            );
            must_refuse(
                desk.authenticate_key(id, &asked(origin, &request, Some("0000"))).await,
                SecurityKeyError::Origin,
            );
        }
    }
    // Even a key that is not there is not looked for.
    must_refuse(
        desk.register_key(99, &asked("https://evil.example", &creation, None))
            .await,
        SecurityKeyError::Origin,
    );
    let keys = desk.security_keys().await.unwrap();
    assert!(!keys[1].pin_blocked);
    assert_eq!(keys[1].credentials.len(), 1);
    let right = asked("https://acme.signin.aws.amazon.com", &request, Some("2580"));
    assert!(desk.authenticate_key(id, &right).await.unwrap().is_some());
}

#[tokio::test]
async fn a_site_that_names_no_relying_party_asks_for_itself() {
    let desk = Home::new().desk().await;
    let id = only_key(&desk).await.id;
    let (mut options, _) = creation();
    options["rp"].as_object_mut().unwrap().remove("id");
    desk.register_key(id, &asked(SITE, &options, None)).await.unwrap();
    assert_eq!(only_key(&desk).await.credentials[0].rp_id, "signin.aws.amazon.com");
}

#[tokio::test]
async fn a_key_that_is_not_registered_and_one_that_is_already() {
    let home = Home::new();
    let desk = home.desk().await;
    let own = only_key(&desk).await.id;
    let spare = desk.add_security_key("Spare", None).await.unwrap().id;
    let stored = registered(&desk, own, None).await;
    let (request, _) = site()
        .start_authentication(SITE, std::slice::from_ref(&stored))
        .unwrap();
    must_refuse(
        desk.authenticate_key(spare, &asked(SITE, &request, None)).await,
        SecurityKeyError::NoCredential,
    );

    let (mut options, _) = creation();
    let id = request["allowCredentials"][0]["id"].clone();
    options["excludeCredentials"] = json!([{ "type": "public-key", "id": id }]);
    must_refuse(
        desk.register_key(own, &asked(SITE, &options, None)).await,
        SecurityKeyError::Excluded,
    );
    assert!(
        desk.register_key(spare, &asked(SITE, &options, None))
            .await
            .unwrap()
            .is_some()
    );
}

#[tokio::test]
async fn requests_that_are_none() {
    let desk = Home::new().desk().await;
    let id = only_key(&desk).await.id;
    let (creation, _) = creation();
    let mut odd_id = creation.clone();
    odd_id["rp"]["id"] = json!(7);
    for options in [json!({}), json!([]), Value::Null, json!("x"), odd_id] {
        must_refuse(
            desk.register_key(id, &asked(SITE, &options, None)).await,
            SecurityKeyError::Unreadable,
        );
    }
    for options in [
        json!({}),
        json!({ "rpId": 7 }),
        json!({ "rpId": "aws.amazon.com", "challenge": 7 }),
    ] {
        must_refuse(
            desk.authenticate_key(id, &asked(SITE, &options, None)).await,
            SecurityKeyError::Unreadable,
        );
    }
    let mut strange = creation;
    strange["pubKeyCredParams"] = json!([{ "type": "public-key", "alg": -65535 }]);
    must_refuse(
        desk.register_key(id, &asked(SITE, &strange, None)).await,
        SecurityKeyError::Algorithm,
    );
}
