//! Tools: keys, signed calls, temporary credentials, and the way from there into the console.

use serde_json::json;
use vestibule_web::world::World;

use crate::common::aws::{Keys, Tool, keys_of, signin_token};
use crate::common::{Browser, MANAGEMENT, Machine, Signs as _, password_of};
use crate::company::xml;
use crate::secrets::Secrets;

fn keep(secrets: &mut Secrets, keys: &Keys) {
    secrets.add("a secret key", &keys.secret);
    if let Some(token) = &keys.token {
        secrets.add("a session token", token);
    }
}

/// Every call of STS, refused and not; the management account's id is `account`.
pub(crate) async fn calls(
    machine: &Machine,
    window: &World,
    secrets: &mut Secrets,
    account: &str,
    (assertion, web_token): (&str, &str),
) {
    let password = password_of(window, "alice").await;
    let mut alice = Browser::of(window);
    alice.iam(MANAGEMENT, "alice", &password).await.must_step("signed-in");
    secrets.cookies(&alice.header());
    let tool = Tool::of(machine, window, keys_of(&mut alice, None).await);
    keep(secrets, &tool.keys);
    let role = |name: &str| format!("arn:aws:iam::{account}:role/{name}");

    let assumed = tool.assume(&role("ReadOnly"), &[]).await.ok().keys();
    let own = tool.call("GetSessionToken", &[]).await.ok().keys();
    for keys in [&assumed, &own] {
        keep(secrets, keys);
        tool.with(keys.clone()).arn().await;
    }
    let presigned = tool.with(assumed.clone()).presigned("GetCallerIdentity", 900);
    let signature = presigned.path.split_once("X-Amz-Signature=").unwrap().1;
    secrets.add("a signature", signature.split('&').next().unwrap());
    assert_eq!(tool.send(&presigned).await.status, 200);
    // Not with somebody else's secret or token, nor for what is not allowed, nor with what is no policy.
    let mixed = Keys {
        secret: "Secret-Of-Somebody-Else".to_owned(),
        ..assumed.clone()
    };
    keep(secrets, &mixed);
    for keys in [
        mixed,
        Keys {
            token: own.token.clone(),
            ..assumed.clone()
        },
    ] {
        assert_eq!(tool.with(keys).call("GetCallerIdentity", &[]).await.status, 403);
    }
    assert_eq!(tool.assume(&role("Admin"), &[]).await.status, 403);
    let malformed = tool.assume(&role("ReadOnly"), &[("Policy", "{}")]).await;
    malformed.must_refuse(400, "MalformedPolicyDocument", "");
    secrets.add("a code that was sent with a call", "Code-1");
    let refused = tool.assume(&role("ReadOnly"), &[("TokenCode", "Code-1")]).await;
    assert_eq!(refused.status, 400);

    with_proofs(&tool, secrets, account, assertion, web_token).await;

    // On into the console, by a link and by what is none.
    let link = signin_token(&tool.signin(&assumed, None).await);
    secrets.add("a sign-in token", &link);
    let entered = tool
        .get(&format!("/federation?Action=login&SigninToken={link}"), &[])
        .await;
    assert_eq!(entered.status, 302, "{entered:?}");
    let cookie = entered.header("set-cookie").unwrap().split(';').next().unwrap();
    secrets.cookies(cookie);
    secrets.add("a key in what is no session", "Key-In-No-Session");
    for session in [
        json!({ "sessionId": assumed.id, "sessionKey": "Key-In-No-Session", "sessionToken": assumed.token })
            .to_string(),
        json!({ "sessionId": assumed.id, "sessionKey": ["Key-In-No-Session"] }).to_string(),
        "{\"Key-In-No-Session\":".to_owned(),
    ] {
        assert_eq!(tool.signin_with(&session, None).await.status, 400);
    }
}

/// Calls that nobody signs, with a proof of somebody else's.
async fn with_proofs(tool: &Tool, secrets: &mut Secrets, account: &str, assertion: &str, web_token: &str) {
    let contractor = format!("arn:aws:iam::{account}:role/CompanyContractor");
    let by_token = |token| {
        [
            ("RoleArn", contractor.as_str()),
            ("RoleSessionName", "gita"),
            ("WebIdentityToken", token),
        ]
    };
    let call = "AssumeRoleWithWebIdentity";
    keep(secrets, &tool.unsigned(call, &by_token(web_token)).await.ok().keys());
    let cut = &web_token[..web_token.len() - 4];
    for token in [cut, "a.web.token", "Token-That-Is-None"] {
        secrets.add("a web token that was sent", token);
        assert_eq!(tool.unsigned(call, &by_token(token)).await.status, 400);
    }

    // The first role that it names, and the provider behind the comma.
    let said = xml(assertion);
    let (_, rest) = said.split_once(">arn:aws:iam::").unwrap();
    let pair = format!("arn:aws:iam::{}", rest.split('<').next().unwrap());
    let (role, provider) = pair.split_once(',').unwrap();
    let by_assertion = |assertion| {
        [
            ("RoleArn", role),
            ("PrincipalArn", provider),
            ("SAMLAssertion", assertion),
        ]
    };
    let call = "AssumeRoleWithSAML";
    keep(
        secrets,
        &tool.unsigned(call, &by_assertion(assertion)).await.ok().keys(),
    );
    for again in [assertion, "QXNzZXJ0aW9u", "Assertion-That-Is-None"] {
        secrets.add("an assertion that was sent", again);
        assert_eq!(tool.unsigned(call, &by_assertion(again)).await.status, 400);
    }
}
