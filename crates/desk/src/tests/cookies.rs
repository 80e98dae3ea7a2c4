use super::Home;
use crate::Desk;

const SITE: &str = "https://signin.aws.amazon.com";

async fn kept(desk: &Desk, site: &str, cookies: &[&str]) -> Option<String> {
    desk.store_cookies(site, cookies).await.unwrap();
    desk.cookie_header(site).await.unwrap()
}

#[tokio::test]
async fn cookies_come_back_to_their_site_only() {
    let home = Home::new();
    let desk = home.desk().await;
    let header = kept(&desk, SITE, &["b=2; Secure; Path=/", "a=1; Path=/"]).await;
    assert_eq!(header.as_deref(), Some("a=1; b=2"));
    for other in [
        "https://console.aws.amazon.com",
        "https://amazon.com",
        "https://evil.signin.aws.amazon.com",
        "https://signin.aws.amazon.com.example",
        "not an address",
    ] {
        assert_eq!(desk.cookie_header(other).await.unwrap(), None, "{other}");
    }
    // Without TLS the secure one stays at home.
    let header = desk.cookie_header("http://signin.aws.amazon.com/").await.unwrap();
    assert_eq!(header.as_deref(), Some("a=1"));
}

#[tokio::test]
async fn a_prefix_is_a_promise() {
    for (cookie, accepted) in [
        ("__Host-s=1; Secure; Path=/", true),
        ("__host-s=1; Secure; Path=/", true),
        ("__Host-s=1; Path=/", false),
        ("__Host-s=1; Secure", false),
        ("__Host-s=1; Secure; Path=/console", false),
        ("__Host-s=1; Secure; Path=/; Domain=signin.aws.amazon.com", false),
        ("__HOST-s=1; Path=/", false),
        ("__Secure-s=1; Secure; Path=/", true),
        ("__Secure-s=1; Path=/", false),
        ("s=1; Domain=signin.aws.amazon.com; Path=/", true),
        ("s=1; Domain=.signin.aws.amazon.com; Path=/", true),
        ("s=1; Domain=amazon.com; Path=/", false),
        ("s=1; Domain=evil.example; Path=/", false),
        ("=1; Path=/", false),
        ("no pair at all", false),
    ] {
        let desk = Home::new().desk().await;
        assert_eq!(kept(&desk, SITE, &[cookie]).await.is_some(), accepted, "{cookie}");
    }
    // A site without TLS sets no secure cookies.
    let desk = Home::new().desk().await;
    desk.store_cookies("http://signin.aws.amazon.com", &["s=1; Secure; Path=/"])
        .await
        .unwrap();
    assert_eq!(desk.cookies().await.unwrap(), []);
}

#[tokio::test]
async fn a_cookie_of_four_thousand_and_ninety_six_bytes_is_the_longest() {
    let desk = Home::new().desk().await;
    let longest = format!("s={}; Path=/", "x".repeat(4095));
    let longer = format!("t={}; Path=/", "x".repeat(4096));
    let header = kept(&desk, SITE, &[&longest, &longer]).await.unwrap();
    assert!(header.starts_with("s=x") && !header.contains("t="));
}

#[tokio::test]
async fn max_age_is_counted_by_the_simulated_clock_and_beats_expires() {
    let home = Home::new();
    let desk = home.desk().await;
    let expires = "Expires=Sun, 01 Mar 2026 13:00:00 GMT";
    kept(
        &desk,
        SITE,
        &[
            "minute=1; Max-Age=60; Path=/",
            &format!("both=1; Max-Age=60; {expires}; Path=/"),
            &format!("hour=1; {expires}; Path=/"),
            "session=1; Path=/",
        ],
    )
    .await;
    home.pass(59);
    let header = desk.cookie_header(SITE).await.unwrap().unwrap();
    assert_eq!(header, "both=1; hour=1; minute=1; session=1");
    home.pass(1);
    let header = desk.cookie_header(SITE).await.unwrap().unwrap();
    assert_eq!(header, "hour=1; session=1");
    home.pass(3600);
    let names: Vec<_> = desk.cookies().await.unwrap().into_iter().map(|c| c.name).collect();
    assert_eq!(names, ["session"]);
}

#[tokio::test]
async fn ages_that_nobody_means_do_no_harm() {
    let home = Home::new();
    let desk = home.desk().await;
    kept(&desk, SITE, &["gone=1; Path=/", "stays=1; Path=/"]).await;
    let header = kept(
        &desk,
        SITE,
        &[
            "gone=; Max-Age=0; Path=/",
            "past=1; Max-Age=-5; Path=/",
            "old=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/",
            "long=1; Max-Age=999999999999; Path=/",
            "stays=2; Path=/",
        ],
    )
    .await;
    assert_eq!(header.as_deref(), Some("long=1; stays=2"));
}

#[tokio::test]
async fn paths_match_at_their_slashes() {
    let desk = Home::new().desk().await;
    kept(
        &desk,
        SITE,
        &[
            "deep=1; Path=/console",
            "slash=1; Path=/console/",
            "odd=1; Path=console",
        ],
    )
    .await;
    for (path, expected) in [
        ("/console", "deep=1; odd=1"),
        ("/console/home", "deep=1; odd=1; slash=1"),
        ("/consoles", "odd=1"),
        ("/", "odd=1"),
    ] {
        let header = desk.cookie_header(&format!("{SITE}{path}")).await.unwrap();
        assert_eq!(header.as_deref(), Some(expected), "{path}");
    }
}

#[tokio::test]
async fn a_restart_ends_what_had_no_expiry() {
    let home = Home::new();
    let desk = home.desk().await;
    kept(&desk, SITE, &["session=1; Path=/", "kept=1; Max-Age=600; Path=/"]).await;
    desk.close().await;
    let header = home.desk().await.cookie_header(SITE).await.unwrap();
    assert_eq!(header.as_deref(), Some("kept=1"));
}

#[tokio::test]
async fn one_answer_may_set_and_drop_in_any_order() {
    let home = Home::new();
    let desk = home.desk().await;
    let path = format!("{SITE}/deep");
    let mut shown = Vec::new();
    for answer in [
        &["a=1; Max-Age=600; Path=/", "a=2; Max-Age=600; Path=/deep"][..],
        &["b=3; Max-Age=600; Path=/", "a=4; Max-Age=600; Path=/"],
        &["a=; Max-Age=0; Path=/deep", "c=; Max-Age=0; Path=/"],
        &["d=5; Path=/", "d=; Max-Age=0; Path=/", "c=6; Max-Age=60; Path=/"],
    ] {
        shown.push(kept(&desk, &path, answer).await.unwrap());
        // Another process finds the same, as does one that comes after a kill.
        let again = home.desk().await;
        assert_eq!(again.cookie_header(&path).await.unwrap().as_ref(), shown.last());
    }
    assert_eq!(shown, ["a=1; a=2", "a=4; a=2; b=3", "a=4; b=3", "a=4; b=3; c=6"]);
}

#[tokio::test]
async fn deleting_one_and_all() {
    let desk = Home::new().desk().await;
    kept(&desk, SITE, &["a=1; Path=/", "a=2; Path=/console", "b=3; Path=/"]).await;
    desk.delete_cookie("a", "signin.aws.amazon.com", "/").await.unwrap();
    let header = desk.cookie_header(&format!("{SITE}/console")).await.unwrap();
    assert_eq!(header.as_deref(), Some("a=2; b=3"));
    desk.clear_cookies().await.unwrap();
    assert_eq!(desk.cookies().await.unwrap(), []);
}

#[tokio::test]
async fn values_are_sealed_and_a_foreign_key_opens_none() {
    let home = Home::new();
    let desk = home.desk().await;
    kept(
        &desk,
        SITE,
        &["s=planted-cookie-value; Max-Age=600; Secure; HttpOnly; SameSite=Lax; Path=/"],
    )
    .await;
    let [cookie] = desk.cookies().await.unwrap().try_into().unwrap();
    assert!(cookie.http_only && cookie.secure);
    assert_eq!(cookie.same_site.as_deref(), Some("Lax"));
    home.wrote("signin.aws.amazon.com");
    home.never_wrote(b"planted-cookie-value");
    desk.close().await;
    let stranger = home.desk_with_key(8).await;
    assert_eq!(stranger.cookie_header(SITE).await.unwrap(), None);
}

#[tokio::test]
async fn a_sealed_value_moved_to_another_cookie_does_not_open() {
    let home = Home::new();
    let desk = home.desk().await;
    kept(&desk, SITE, &["low=1; Path=/", "high=2; Path=/"]).await;
    sqlx::query("UPDATE cookies SET sealed = (SELECT sealed FROM cookies WHERE name = 'high') WHERE name = 'low'")
        .execute(&desk.pool)
        .await
        .unwrap();
    let header = desk.cookie_header(SITE).await.unwrap();
    assert_eq!(header.as_deref(), Some("high=2"));
}
