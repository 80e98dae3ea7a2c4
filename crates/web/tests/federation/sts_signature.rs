//! Who signed: what is wrong with a signature is named as AWS names it, and in its order.

use serde_json::json;

use super::sts_first::{role, start};
use crate::common::aws::{Draft, HOST, Keys, Tool, form};
use crate::common::{FINANCE_ROOT, Signs as _};

const INVALID: &str = "The security token included in the request is invalid.";
const MISMATCH: &str = "The request signature we calculated does not match the signature you provided.";

fn other(keys: &Keys, change: impl Fn(&mut Keys)) -> Keys {
    let mut keys = keys.clone();
    change(&mut keys);
    keys
}

#[tokio::test]
async fn only_the_secret_of_a_key_that_counts_signs() {
    let (_machine, mut root, account, tool) = start().await;
    let who = async |keys: Keys| tool.with(keys).call("GetCallerIdentity", &[]).await;
    let keys = &tool.keys;
    assert_eq!(who(keys.clone()).await.status, 200);
    let wrong = other(keys, |keys| keys.secret = keys.secret.to_lowercase());
    who(wrong).await.must_refuse(403, "SignatureDoesNotMatch", MISMATCH);
    for id in [
        "AKIAIOSFODNN7EXAMPLE",
        "ASIAIOSFODNN7EXAMPLE",
        "x",
        &keys.id.to_lowercase(),
    ] {
        let unknown = other(keys, |keys| id.clone_into(&mut keys.id));
        who(unknown).await.must_refuse(403, "InvalidClientTokenId", INVALID);
    }
    // A long-term key has no session token.
    let with_token = other(keys, |keys| keys.token = Some("x".repeat(43)));
    who(with_token).await.must_refuse(403, "InvalidClientTokenId", INVALID);

    let assumed = tool.assume(&role(&account, "ReadOnly"), &[]).await.ok().keys();
    let another = tool.assume(&role(&account, "ReadOnly"), &[]).await.ok().keys();
    assert_eq!(who(assumed.clone()).await.status, 200);
    for token in [None, another.token.clone(), Some(String::new()), Some("x".repeat(43))] {
        let wrong = other(&assumed, |keys| keys.token.clone_from(&token));
        who(wrong).await.must_refuse(403, "InvalidClientTokenId", INVALID);
    }
    let wrong = other(&assumed, |keys| keys.secret.clone_from(&another.secret));
    who(wrong).await.must_refuse(403, "SignatureDoesNotMatch", MISMATCH);

    let path = format!("/api/users/alice/access-keys/{}", keys.id);
    assert_eq!(root.put(&path, json!({ "isActive": false })).await.status, 204);
    who(keys.clone())
        .await
        .must_refuse(403, "InvalidClientTokenId", INVALID);
    // What it became lives on.
    assert_eq!(who(assumed).await.status, 200);
    assert_eq!(root.put(&path, json!({ "isActive": true })).await.status, 204);
    assert_eq!(who(keys.clone()).await.status, 200);
    assert_eq!(root.put(&path, json!({ "isActive": false })).await.status, 204);
    assert_eq!(root.delete(&path).await.status, 204);
    who(keys.clone())
        .await
        .must_refuse(403, "InvalidClientTokenId", INVALID);
}

#[tokio::test]
async fn temporary_keys_end_with_their_time_and_their_user() {
    let (machine, mut root, account, tool) = start().await;
    let assumed = tool
        .assume(&role(&account, "ReadOnly"), &[("DurationSeconds", "900")])
        .await
        .ok();
    let role_keys = assumed.keys();
    let own = tool.call("GetSessionToken", &[]).await.ok().keys();
    machine.pass(899);
    assert_eq!(
        tool.with(role_keys.clone()).call("GetCallerIdentity", &[]).await.status,
        200
    );
    machine.pass(1);
    let over = tool.with(role_keys.clone()).call("GetCallerIdentity", &[]).await;
    over.must_refuse(
        403,
        "ExpiredToken",
        "The security token included in the request is expired",
    );
    // An expired token is said to be expired only to who has it.
    let foreign = other(&role_keys, |keys| keys.token = own.token.clone());
    let refused = tool.with(foreign).call("GetCallerIdentity", &[]).await;
    refused.must_refuse(403, "InvalidClientTokenId", INVALID);

    assert_eq!(
        tool.with(own.clone()).arn().await,
        format!("arn:aws:iam::{account}:user/alice")
    );
    assert!(root.delete("/api/users/alice").await.status < 300);
    for keys in [own, tool.keys.clone()] {
        let gone = tool.with(keys).call("GetCallerIdentity", &[]).await;
        gone.must_refuse(403, "InvalidClientTokenId", INVALID);
    }
}

#[tokio::test]
async fn a_closed_account_has_no_keys() {
    let (machine, mut root, account, tool) = start().await;
    let world = machine.world().await;
    let mut finance_root = machine.root(FINANCE_ROOT).await;
    let finance = finance_root.account_id().await;
    let keys = crate::common::aws::keys_of(&mut finance_root, None).await;
    let finance_tool = Tool::of(&machine, &world, keys);
    assert_eq!(finance_tool.arn().await, format!("arn:aws:iam::{finance}:root"));
    let auditor = role(&finance, "Auditor");
    let there = tool.with(tool.assume(&auditor, &[]).await.ok().keys());
    let closed = root.delete(&format!("/api/organization/accounts/{finance}")).await;
    assert!(closed.status < 300, "{closed:?}");
    for tool in [&finance_tool, &there] {
        let refused = tool.call("GetCallerIdentity", &[]).await;
        refused.must_refuse(403, "InvalidClientTokenId", INVALID);
    }
    let refused = tool.assume(&auditor, &[]).await;
    refused.must_refuse(403, "AccessDenied", &format!("on resource: {auditor}"));
    assert_eq!(tool.arn().await, format!("arn:aws:iam::{account}:user/alice"));
}

#[tokio::test]
async fn times_and_scopes_are_held_against_ours() {
    let (machine, _root, _account, tool) = start().await;
    let who = async |change: &dyn Fn(&mut Tool)| {
        let mut tool = tool.clone();
        change(&mut tool);
        tool.call("GetCallerIdentity", &[]).await
    };
    for skew in [-900, -1, 0, 900] {
        assert_eq!(who(&|tool| tool.skew = skew).await.status, 200, "{skew}");
    }
    let early = who(&|tool| tool.skew = -901).await;
    let words = "Signature expired: 20260301T114459Z is now earlier than 20260301T114500Z (20260301T120000Z - 15 min.)";
    early.must_refuse(403, "SignatureDoesNotMatch", words);
    let late = who(&|tool| tool.skew = 901).await;
    let words =
        "Signature not yet current: 20260301T121501Z is still later than 20260301T121500Z (20260301T120000Z + 15 min.)";
    late.must_refuse(403, "SignatureDoesNotMatch", words);
    let region = who(&|tool| tool.region = "eu-west-1".to_owned()).await;
    let words = "Credential should be scoped to a valid Region, not &#39;eu-west-1&#39;.";
    region.must_refuse(403, "SignatureDoesNotMatch", words);
    let service = who(&|tool| tool.service = "iam".to_owned()).await;
    let words = "Credential should be scoped to correct service: &#39;sts&#39;.";
    service.must_refuse(403, "SignatureDoesNotMatch", words);

    let mut regional = tool.clone();
    regional.region = "eu-west-1".to_owned();
    for (host, works) in [
        ("sts.eu-west-1.amazonaws.com", true),
        ("127.0.0.1:4566", true),
        ("sts.eu-west-2.amazonaws.com", false),
        ("sts.amazonaws.com", false),
    ] {
        let draft = regional.draft_at(host, "GetCallerIdentity", &[]);
        assert_eq!(regional.send(&draft).await.status == 200, works, "{host}");
    }
    regional.region = "mars-1".to_owned();
    let draft = regional.draft_at("127.0.0.1:4566", "GetCallerIdentity", &[]);
    let refused = regional.send(&draft).await;
    refused.must_refuse(403, "SignatureDoesNotMatch", "valid Region, not &#39;mars-1&#39;");

    // The scope's other parts are what the signer writes: they are changed on the way.
    let draft = tool.draft("GetCallerIdentity", &[]);
    for (from, to, words) in [
        (
            "/aws4_request",
            "/aws5_request",
            "valid terminator: &#39;aws4_request&#39;, not &#39;aws5_request&#39;",
        ),
        (
            "/20260301/",
            "/20260302/",
            "Date in Credential scope does not match YYYYMMDD",
        ),
        ("/us-east-1/", "/us-west-2/", "valid Region, not &#39;us-west-2&#39;"),
    ] {
        let refused = tool
            .send(&with_authorization(&draft, |text| text.replacen(from, to, 1)))
            .await;
        refused.must_refuse(403, "SignatureDoesNotMatch", words);
    }
    // The time comes before the scope, the key before the time.
    let mut all_wrong = tool.with(other(&tool.keys, |keys| keys.secret = "x".to_owned()));
    all_wrong.skew = 4000;
    all_wrong.region = "eu-west-1".to_owned();
    let refused = all_wrong.call("GetCallerIdentity", &[]).await;
    refused.must_refuse(403, "SignatureDoesNotMatch", "Signature not yet current");
    all_wrong.keys.id = "AKIAIOSFODNN7EXAMPLE".to_owned();
    let refused = all_wrong.call("GetCallerIdentity", &[]).await;
    refused.must_refuse(403, "InvalidClientTokenId", INVALID);
    // The service's clock is the world's.
    machine.pass(3600);
    assert_eq!(who(&|_| ()).await.status, 200);
}

fn with_authorization(draft: &Draft, change: impl Fn(&str) -> String) -> Draft {
    let mut draft = draft.clone();
    for (name, value) in &mut draft.headers {
        if name == "authorization" {
            *value = change(value);
        }
    }
    draft
}

#[tokio::test]
async fn a_signature_that_lacks_something_is_said_to() {
    let (_machine, _root, _account, tool) = start().await;
    let unsigned = tool.unsigned("GetCallerIdentity", &[]).await;
    unsigned.must_refuse(
        403,
        "MissingAuthenticationToken",
        "Request is missing Authentication Token",
    );
    let draft = tool.draft("GetCallerIdentity", &[]);
    for (change, words) in [
        ("Bearer 1", "Unsupported AWS &#39;algorithm&#39;: &#39;Bearer&#39;"),
        (
            "AWS4-HMAC-SHA256 Signature=00, SignedHeaders=host",
            "requires &#39;Credential&#39;",
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/b/c/d, Signature=00, SignedHeaders=host",
            "exactly 5 slash-delimited elements",
        ),
    ] {
        let refused = tool.send(&with_authorization(&draft, |_| change.to_owned())).await;
        refused.must_refuse(400, "IncompleteSignature", words);
    }
    let mut twice = draft.clone();
    let authorization = draft.headers.iter().find(|(name, _)| name == "authorization").unwrap();
    twice.headers.push(authorization.clone());
    tool.send(&twice)
        .await
        .must_refuse(400, "IncompleteSignature", "more than one Authorization");
    let mut added = draft.clone();
    added.headers.push(("x-amz-more".to_owned(), "1".to_owned()));
    let refused = tool.send(&added).await;
    refused.must_refuse(403, "SignatureDoesNotMatch", "were not signed: &#39;x-amz-more&#39;");
    // What was signed stays as it was.
    for change in [
        |draft: &mut Draft| draft.body.push_str("&More=1"),
        |draft: &mut Draft| draft.path = "/?More=1".to_owned(),
        |draft: &mut Draft| draft.headers[0].1 = "sts.us-east-1.amazonaws.com".to_owned(),
        |draft: &mut Draft| draft.body = form("AssumeRole", &[]),
    ] {
        let mut changed = draft.clone();
        change(&mut changed);
        tool.send(&changed)
            .await
            .must_refuse(403, "SignatureDoesNotMatch", MISMATCH);
    }
    // The same request again is the same request: there is no protection against that.
    assert_eq!(tool.send(&draft).await.status, 200);
    assert_eq!(tool.send(&draft).await.status, 200);
}

#[tokio::test]
async fn an_address_is_good_for_fifteen_minutes_whatever_it_says() {
    let (machine, _root, account, tool) = start().await;
    let draft = tool.presigned("GetCallerIdentity", 60);
    let who = tool.send(&draft).await.ok();
    assert_eq!(who.text("Arn"), format!("arn:aws:iam::{account}:user/alice"));
    let long = tool.presigned("GetCallerIdentity", 3600);
    machine.pass(900);
    assert_eq!(tool.send(&draft).await.status, 200);
    assert_eq!(tool.send(&long).await.status, 200);
    let mut longer = long.clone();
    longer.path = long.path.replace("X-Amz-Expires=3600", "X-Amz-Expires=7200");
    tool.send(&longer)
        .await
        .must_refuse(403, "SignatureDoesNotMatch", MISMATCH);
    longer.path = long.path.replace("GetCallerIdentity", "GetSessionToken");
    tool.send(&longer)
        .await
        .must_refuse(403, "SignatureDoesNotMatch", MISMATCH);
    longer.path = long.path.replace("X-Amz-Expires=3600", "X-Amz-Expires=0");
    tool.send(&longer)
        .await
        .must_refuse(400, "IncompleteSignature", "1 to 604800");
    machine.pass(1);
    for old in [&draft, &long] {
        tool.send(old).await.must_refuse(
            403,
            "SignatureDoesNotMatch",
            "Signature expired: 20260301T120000Z is now earlier than 20260301T120001Z",
        );
    }
    let assumed = tool.assume(&role(&account, "ReadOnly"), &[]).await.ok().keys();
    let with_token = tool.with(assumed);
    let draft = with_token.presigned("GetCallerIdentity", 60);
    assert!(draft.path.contains("X-Amz-Security-Token="));
    assert_eq!(tool.send(&draft).await.status, 200);
}

#[tokio::test]
async fn what_is_no_call_is_no_call() {
    let (_machine, mut root, _account, tool) = start().await;
    let headers = vec![
        ("host".to_owned(), HOST.to_owned()),
        (
            "content-type".to_owned(),
            "application/x-www-form-urlencoded".to_owned(),
        ),
    ];
    let sent = async |method: &str, path: &str, body: &str| {
        let draft = Draft {
            method: method.to_owned(),
            path: path.to_owned(),
            headers: headers.clone(),
            body: body.to_owned(),
        };
        tool.send(&draft).await
    };
    sent("POST", "/", "").await.must_refuse(400, "MissingAction", "Action");
    sent("GET", "/", "").await.must_refuse(400, "MissingAction", "Action");
    let unknown = sent("POST", "/", "Action=Fly&Version=2011-06-15").await;
    unknown.must_refuse(
        400,
        "InvalidAction",
        "Could not find operation Fly for version 2011-06-15",
    );
    let old = sent("POST", "/", "Action=GetCallerIdentity&Version=2010-05-08").await;
    old.must_refuse(400, "InvalidAction", "for version 2010-05-08");
    let twice = sent("POST", "/?Action=GetCallerIdentity", "Action=AssumeRole").await;
    twice.must_refuse(400, "ValidationError", "more than once");
    sent("GET", "/?Action=%zz", "")
        .await
        .must_refuse(400, "MalformedQueryString", "");
    let get = sent("GET", "/?Action=GetCallerIdentity&Version=2011-06-15", "").await;
    get.must_refuse(403, "MissingAuthenticationToken", "");
    let hostile = sent("POST", "/", "Action=%3Cscript%3E%26").await;
    assert!(hostile.body.contains("&lt;script&gt;&amp;"), "{hostile:?}");
    let large = sent("POST", "/", &format!("Action={}", "x".repeat(600 * 1024))).await;
    assert_eq!(large.status, 413);
    // A header that is no text, and a body that is no form.
    let json = Draft {
        headers: vec![
            ("host".to_owned(), HOST.to_owned()),
            ("content-type".to_owned(), "application/json".to_owned()),
        ],
        body: "Action=GetCallerIdentity".to_owned(),
        method: "POST".to_owned(),
        path: "/".to_owned(),
    };
    tool.send(&json).await.must_refuse(400, "MissingAction", "");
    // Nothing of all this is in anybody's history, and no key was used.
    let names: Vec<String> = root
        .events()
        .await
        .iter()
        .map(|event| event["name"].to_string())
        .collect();
    assert!(
        !names.iter().any(|name| name.contains("GetCallerIdentity")),
        "{names:?}"
    );
    let listed = root.get("/api/users/alice/access-keys").await;
    assert_eq!(listed.body["keys"][0]["lastUse"], json!({ "use": "never" }));
}
