//! Credentials end once: whatever the machine's clock says later, and whatever future was left.

use serde_json::json;

use super::external_company::Company;
use super::scim_client::{Client, PROVISIONING};
use super::sts_first::{role, start};
use crate::common::aws::{Keys, Tool, signin_token};
use crate::common::{Browser, MANAGEMENT_ROOT, Signs as _, portal};

const HOUR: i64 = 3600;

/// The same tool with other keys and a clock that is off by so much.
fn with(tool: &Tool, keys: &Keys, skew: i64) -> Tool {
    let mut other = tool.with(keys.clone());
    other.skew = skew;
    other
}

#[tokio::test]
async fn a_machines_clock_that_goes_back_does_not_bring_them_back() {
    let (machine, _root, account, tool) = start().await;
    let read_only = role(&account, "ReadOnly");
    let short = [("DurationSeconds", "900")];
    let keys = tool.assume(&read_only, &short).await.ok().keys();
    machine.pass(899);
    assert_eq!(with(&tool, &keys, 0).call("GetCallerIdentity", &[]).await.status, 200);
    machine.pass(1);
    with(&tool, &keys, 0)
        .call("GetCallerIdentity", &[])
        .await
        .must_refuse(403, "ExpiredToken", "expired");
    machine.clock.jump_wall(-HOUR);
    // What runs goes on from the latest time; so does what is started on what it left.
    let world = machine.world().await;
    let restarted = Tool::of(&machine, &world, tool.keys.clone());
    for tool in [&tool, &restarted] {
        with(tool, &keys, HOUR)
            .call("GetCallerIdentity", &[])
            .await
            .must_refuse(403, "ExpiredToken", "expired");
        let link = tool.signin(&keys, None).await;
        assert!(link.status == 400 && link.body.contains("have expired"), "{link:?}");
    }
    let own = with(&restarted, &tool.keys, HOUR);
    let fresh = own.assume(&read_only, &short).await.ok().keys();
    assert_eq!(
        with(&restarted, &fresh, HOUR)
            .call("GetCallerIdentity", &[])
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn the_console_hears_the_same_of_the_time() {
    let (machine, _root, account, tool) = start().await;
    let keys = tool
        .assume(&role(&account, "ReadOnly"), &[("DurationSeconds", "900")])
        .await
        .ok()
        .keys();
    machine.pass(900);
    let over = tool.signin(&keys, None).await;
    assert!(over.body.contains("have expired"), "{over:?}");
    machine.clock.jump_wall(-HOUR);
    let world = machine.world().await;
    let over = Tool::of(&machine, &world, tool.keys.clone()).signin(&keys, None).await;
    assert!(over.status == 400 && over.body.contains("have expired"), "{over:?}");
}

#[tokio::test]
async fn what_was_issued_in_a_future_that_was_left_is_never_good() {
    let (machine, _root, account, tool) = start().await;
    let world = machine.world().await;
    let read_only = role(&account, "ReadOnly");
    let before = tool.assume(&read_only, &[]).await.ok().keys();
    let lasting = tool.call("GetSessionToken", &[]).await.ok().keys();
    let mut person = machine.person().await;
    person.advance(2 * 3600).await;
    drop(world);

    let world = machine.world().await;
    let ahead = with(&Tool::of(&machine, &world, tool.keys.clone()), &tool.keys, 2 * HOUR);
    with(&ahead, &before, 2 * HOUR)
        .call("GetCallerIdentity", &[])
        .await
        .must_refuse(403, "ExpiredToken", "expired");
    let future = ahead.assume(&read_only, &[]).await.ok().keys();
    let link = signin_token(&ahead.signin(&future, None).await);
    let mut mary = portal::entered(&world, "mary").await;
    let finance = portal::account_id(&mut mary, "Finance").await;
    let set = portal::credentials(&mut mary, &finance, "ViewOnlyAccess").await;
    let set = Keys {
        id: set.text("accessKeyId").to_owned(),
        secret: set.text("secretAccessKey").to_owned(),
        token: Some(set.text("sessionToken").to_owned()),
    };
    assert_eq!(
        with(&ahead, &set, 2 * HOUR).call("GetCallerIdentity", &[]).await.status,
        200
    );
    drop(world);

    // Left; and reached again, by and by.
    assert_eq!(person.post("/world/clock/real", json!({})).await.status, 200);
    for (skew, advance) in [(0, 0), (2 * HOUR + 60, 2 * 3600 + 60)] {
        person.advance(advance).await;
        let world = machine.world().await;
        let there = Tool::of(&machine, &world, tool.keys.clone());
        for keys in [&future, &set] {
            with(&there, keys, skew)
                .call("GetCallerIdentity", &[])
                .await
                .must_refuse(403, "InvalidClientTokenId", "invalid");
        }
        let mut browser = Browser::of(&world);
        browser
            .post(
                "/api/federation/login",
                json!({ "signinToken": link, "destination": "", "issuer": "" }),
            )
            .await
            .must_refuse(410, "SIGN_IN_TOKEN_INVALID");
        // What was over then is over.
        with(&there, &before, skew)
            .call("GetCallerIdentity", &[])
            .await
            .must_refuse(403, "ExpiredToken", "expired");
        // What was not goes on, and new ones are good.
        assert_eq!(
            with(&there, &lasting, skew).call("GetCallerIdentity", &[]).await.status,
            200
        );
        let fresh = with(&there, &tool.keys, skew).assume(&read_only, &[]).await.ok().keys();
        assert_eq!(
            with(&there, &fresh, skew).call("GetCallerIdentity", &[]).await.status,
            200
        );
    }
}

#[tokio::test]
async fn a_provisioning_token_of_a_future_that_was_left_is_never_good() {
    let mut company = Company::connected().await;
    let first = Client::of(&mut company).await;
    let mut person = company.machine.person().await;
    person.advance(3600).await;
    let mut root = company.machine.root(MANAGEMENT_ROOT).await;
    let made = root.post(&format!("{PROVISIONING}/tokens"), json!({})).await;
    let (endpoint, token) = (made.text("endpoint").to_owned(), made.text("accessToken").to_owned());
    let future = Client::with(&company.machine, &endpoint, &token).await;
    future.get("Users").await.must(200);

    assert_eq!(person.post("/world/clock/real", json!({})).await.status, 200);
    for advance in [0, 3700] {
        person.advance(advance).await;
        let future = Client::with(&company.machine, &endpoint, &token).await;
        future.get("Users").await.must_refuse(401, None);
        let first = Client::with(&company.machine, &endpoint, &first.token).await;
        first.get("Users").await.must(200);
    }
    // It takes no room of the two.
    let mut root = company.machine.root(MANAGEMENT_ROOT).await;
    let made = root.post(&format!("{PROVISIONING}/tokens"), json!({})).await;
    assert_eq!(made.status, 200, "{made:?}");
}
