//! What pages are told of a session that somebody else vouched for, and what software reads about AWS sign-in.

use serde_json::{Value, json};

use super::sts_first::start;
use crate::common::{Machine, Signs as _};
use crate::company::signed_in;

#[tokio::test]
async fn who_vouched_and_what_policies_see_is_told_until_the_session_is_over() {
    let machine = Machine::new();
    let mut elena = signed_in(&machine, "elena").await;
    let form = elena.post("/company/api/portal/aws-console", json!({})).await;
    let body = json!({
        "samlResponse": form.body["samlResponse"], "relayState": form.body["relayState"], "address": form.body["action"],
    });
    elena.post("/api/saml", body).await.must_step("signed-in");
    let view = elena.get("/api/session").await;
    let federation = &view.body["federation"];
    assert_eq!(federation["by"], "saml");
    assert!(
        federation["provider"]
            .as_str()
            .unwrap()
            .ends_with(":saml-provider/AnyCompanySSO")
    );
    assert!(!federation["subject"].as_str().unwrap().is_empty());
    let tags = federation["tags"].as_array().unwrap();
    let department = tags.iter().find(|tag| tag["key"] == "department").unwrap();
    assert_eq!(
        *department,
        json!({ "key": "department", "value": "Data", "isTransitive": true })
    );
    assert_eq!(view.body["issuer"], Value::Null);

    // Nobody said where she came from, and she is told that she came from outside all the same.
    elena.advance(2 * 3600).await;
    let ended = elena.get("/api/session").await;
    assert_eq!(
        ended.body["federated"],
        json!({ "by": "saml", "issuer": null, "expired": true })
    );
}

#[tokio::test]
async fn metadata_of_aws_sign_in_is_at_the_documented_place() {
    let (_machine, _root, _account, tool) = start().await;
    let metadata = tool.get("/static/saml-metadata.xml", &[]).await;
    assert_eq!(metadata.status, 200);
    assert!(metadata.body.contains("urn:amazon:webservices"), "{metadata:?}");
    assert!(metadata.body.contains("https://signin.aws.amazon.com/saml"));
}
