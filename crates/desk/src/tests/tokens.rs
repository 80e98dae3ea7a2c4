use serde_json::json;

use super::{Home, RFC_BYTES, RFC_KEY};
use crate::Desk;

async fn ship(desk: &Desk, number: i64, serial: &str, secret: &str) {
    let parcel =
        json!({ "kind": "hardware-token", "serial": serial, "label": format!("Token of {serial}"), "secret": secret });
    desk.receive(number, &parcel.to_string()).await.unwrap();
}

#[tokio::test]
async fn a_fob_shows_the_code_of_its_seed() {
    let home = Home::at("1970-01-01T00:00:59Z");
    let desk = home.desk().await;
    ship(&desk, 1, "GAHT12345678", RFC_KEY).await;
    let [token] = desk.tokens().await.unwrap().try_into().ok().unwrap();
    assert_eq!(
        (token.serial.as_str(), token.label.as_str()),
        ("GAHT12345678", "Token of GAHT12345678")
    );
    assert_eq!(token.code, "287082");
    assert_eq!(token.step_ends_at.to_string(), "1970-01-01T00:01:00Z");
    home.wrote("GAHT12345678");
    home.never_wrote(RFC_KEY.as_bytes());
    home.never_wrote(RFC_BYTES);
    desk.close().await;

    home.clock.set_wall("2005-03-18T01:58:29Z");
    let desk = home.desk().await;
    assert_eq!(desk.tokens().await.unwrap()[0].code, "081804");
    // The maker's replacement has the same number on its back and another seed.
    ship(&desk, 2, "GAHT12345678", "GEZDGNBVGY3TQOJQGEZDGNBVGY").await;
    ship(&desk, 3, "GAHT87654321", RFC_KEY).await;
    let tokens = desk.tokens().await.unwrap();
    assert_eq!(tokens.len(), 2);
    assert_ne!(tokens[0].code, "081804");
    assert_eq!(tokens[1].code, "081804");
}

#[tokio::test]
async fn a_seed_moved_to_another_fob_does_not_open() {
    let desk = Home::new().desk().await;
    ship(&desk, 1, "A", RFC_KEY).await;
    ship(&desk, 2, "B", "GEZDGNBVGY3TQOJQGEZDGNBVGY").await;
    sqlx::query("UPDATE tokens SET sealed = (SELECT sealed FROM tokens WHERE serial = 'B') WHERE serial = 'A'")
        .execute(&desk.pool)
        .await
        .unwrap();
    assert!(desk.tokens().await.is_err());
}
