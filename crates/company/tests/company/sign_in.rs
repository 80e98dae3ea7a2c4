//! What a sign-in leaves in the store.

use sha2::{Digest as _, Sha256};
use sqlx::SqlitePool;
use sqlx::sqlite::SqliteConnectOptions;
use vestibule_company::settings::SignInSettings;
use vestibule_company::sign_in::CompanyStep;
use vestibule_company::{Caller, CompanyError};
use vestibule_credentials::totp::code_at;

use crate::home::{Home, accounts, follow, refused};

async fn file(home: &Home) -> SqlitePool {
    let options = SqliteConnectOptions::new().filename(home.folder.path().join("company.db"));
    SqlitePool::connect_with(options).await.unwrap()
}

async fn look(home: &Home, sql: &'static str) -> i64 {
    let pool = file(home).await;
    let found = sqlx::query_scalar(sql).fetch_one(&pool).await.unwrap();
    pool.close().await;
    found
}

async fn at_password(home: &Home, user: &str) -> Caller {
    let mut browser = Caller::default();
    follow(
        &home.company.give_user_name(&browser, user).await.unwrap(),
        &mut browser,
    );
    browser
}

#[tokio::test]
async fn a_failed_sign_in_is_counted_and_begins_nothing() {
    let home = Home::new().await;
    for user in ["carla", "nobody"] {
        let browser = at_password(&home, user).await;
        let refusal = refused(home.company.give_password(&browser, "wrong".into()).await);
        assert!(matches!(refusal, CompanyError::AuthenticationFailed));
    }
    assert_eq!(look(&home, "SELECT count(*) FROM throttles").await, 2);
    assert_eq!(
        look(&home, "SELECT sum(json_extract(state, '$.failures')) FROM throttles").await,
        2
    );
    assert_eq!(look(&home, "SELECT count(*) FROM sessions").await, 0);
    assert_eq!(
        look(
            &home,
            "SELECT count(*) FROM attempts WHERE json_extract(state, '$.stage.stage') <> 'password'"
        )
        .await,
        0
    );
    // A right one clears the count.
    home.signed_in("carla").await;
    assert_eq!(look(&home, "SELECT count(*) FROM throttles").await, 1);
    assert_eq!(look(&home, "SELECT count(*) FROM sessions").await, 1);
}

/// As company.db had them before there was a key.
fn unkeyed(name: &str) -> Vec<u8> {
    Sha256::digest(format!("password\0{name}")).to_vec()
}

#[tokio::test]
async fn whose_failures_they_are_is_not_to_be_guessed_from_the_file() {
    let home = Home::new().await;
    // A password in the wrong box.
    let browser = at_password(&home, "Summer-2026").await;
    let refusal = refused(home.company.give_password(&browser, "wrong".into()).await);
    assert!(matches!(refusal, CompanyError::AuthenticationFailed));
    let pool = file(&home).await;
    let keys: Vec<Vec<u8>> = sqlx::query_scalar("SELECT key FROM throttles")
        .fetch_all(&pool)
        .await
        .unwrap();
    assert!(keys.len() == 1 && !keys.contains(&unkeyed("summer-2026")), "{keys:?}");
}

#[tokio::test]
async fn failures_of_an_older_store_go_on() {
    let mut home = Home::new().await;
    for _ in 0..5 {
        let browser = at_password(&home, "carla").await;
        refused(home.company.give_password(&browser, "wrong".into()).await);
    }
    let pool = file(&home).await;
    sqlx::query("CREATE TABLE unkeyed_throttles AS SELECT ?1 AS key, state FROM throttles")
        .bind(unkeyed("carla"))
        .execute(&pool)
        .await
        .unwrap();
    sqlx::query("DELETE FROM throttles").execute(&pool).await.unwrap();
    pool.close().await;
    home.restart().await;
    let browser = at_password(&home, "carla").await;
    let refusal = refused(home.company.give_password(&browser, "wrong".into()).await);
    assert!(matches!(refusal, CompanyError::TooManyAttempts { .. }), "{refusal:?}");
}

#[tokio::test]
async fn a_wrong_code_is_counted_and_a_step_is_taken_once() {
    let home = Home::new().await;
    let mut browser = at_password(&home, "carla").await;
    let password = home.password("carla").await;
    let step = home
        .company
        .give_password(&browser, password.clone().into())
        .await
        .unwrap();
    follow(&step, &mut browser);
    let code = code_at(&home.seed("carla").await, home.step());
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let refusal = refused(home.company.give_code(&browser, wrong.into()).await);
    assert!(matches!(refusal, CompanyError::CodeInvalid));
    assert_eq!(look(&home, "SELECT count(*) FROM used_steps").await, 0);
    assert_eq!(look(&home, "SELECT count(*) FROM throttles").await, 1);
    home.company.give_code(&browser, code.clone().into()).await.unwrap();
    assert_eq!(look(&home, "SELECT count(*) FROM used_steps").await, 1);
    assert_eq!(look(&home, "SELECT count(*) FROM throttles").await, 0);
    // The attempt is over with it.
    let refusal = refused(home.company.give_code(&browser, code.clone().into()).await);
    assert!(matches!(refusal, CompanyError::AttemptExpired));
    let mut browser = at_password(&home, "carla").await;
    follow(
        &home.company.give_password(&browser, password.into()).await.unwrap(),
        &mut browser,
    );
    let refusal = refused(home.company.give_code(&browser, code.into()).await);
    assert!(matches!(refusal, CompanyError::CodeUsed));
}

#[tokio::test]
async fn five_wrong_codes_wait() {
    let home = Home::new().await;
    let mut browser = at_password(&home, "carla").await;
    let password = home.password("carla").await.into();
    follow(
        &home.company.give_password(&browser, password).await.unwrap(),
        &mut browser,
    );
    let seed = home.seed("carla").await;
    let near: Vec<String> = (-2..3).map(|off| code_at(&seed, home.step() + off)).collect();
    let wrong = (0..9)
        .map(|n| format!("{n:06}"))
        .find(|code| !near.contains(code))
        .unwrap();
    for _ in 0..5 {
        let refusal = refused(home.company.give_code(&browser, wrong.clone().into()).await);
        assert!(matches!(refusal, CompanyError::CodeInvalid));
    }
    let right = code_at(&seed, home.step());
    let refusal = refused(home.company.give_code(&browser, right.into()).await);
    assert!(matches!(refusal, CompanyError::TooManyAttempts { seconds: 30 }));
    home.pass(30);
    let right = code_at(&seed, home.step());
    assert!(home.company.give_code(&browser, right.into()).await.is_ok());
}

#[tokio::test]
async fn without_the_rule_nobody_needs_an_app() {
    let home = Home::new().await;
    let admin = home.signed_in("hugo").await;
    let settings = SignInSettings { require_code: false };
    home.company.set_sign_in_settings(&admin, settings).await.unwrap();
    let browser = at_password(&home, "gita").await;
    let password = home.password("gita").await.into();
    let step = home.company.give_password(&browser, password).await.unwrap();
    assert!(matches!(step.body, CompanyStep::SignedIn { .. }), "{:?}", step.body);
    // Whoever has one is asked all the same.
    let browser = at_password(&home, "carla").await;
    let password = home.password("carla").await.into();
    let step = home.company.give_password(&browser, password).await.unwrap();
    assert!(matches!(step.body, CompanyStep::Code { .. }), "{:?}", step.body);
}

#[tokio::test]
async fn the_demo_is_made_once_a_world_and_its_file_is_its_owners() {
    let home = Home::new().await;
    let first = home.password("carla").await;
    home.company.settle_demo(&accounts("one")).await.unwrap();
    assert_eq!(home.password("carla").await, first);
    home.company.settle_demo(&accounts("two")).await.unwrap();
    assert_ne!(home.password("carla").await, first);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(home.folder.path().join("company.db"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let bytes = std::fs::read(home.folder.path().join("company.db-wal")).unwrap();
    let password = home.password("carla").await;
    assert!(
        !bytes
            .windows(password.len())
            .any(|window| window == password.as_bytes())
    );
}

#[tokio::test]
async fn of_two_who_bring_the_same_code_one_gets_in() {
    let home = Home::new().await;
    let mut browsers = Vec::new();
    for _ in 0..2 {
        let mut browser = at_password(&home, "carla").await;
        let password = home.password("carla").await.into();
        follow(
            &home.company.give_password(&browser, password).await.unwrap(),
            &mut browser,
        );
        browsers.push(browser);
    }
    let code = code_at(&home.seed("carla").await, home.step());
    let (one, other) = tokio::join!(
        home.company.give_code(&browsers[0], code.clone().into()),
        home.company.give_code(&browsers[1], code.into())
    );
    let refusal = match (one, other) {
        (Ok(_), Err(refusal)) | (Err(refusal), Ok(_)) => refusal,
        other => panic!("{other:?}"),
    };
    assert!(matches!(refusal, CompanyError::CodeUsed), "{refusal:?}");
}
