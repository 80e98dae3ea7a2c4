//! Who is above a role: suspended accounts and control policies; and what is too large, too deep or too much.
#![allow(clippy::disallowed_methods, clippy::format_collect, reason = "a test that measures")]

use std::time::Instant;

use serde_json::json;
use vestibule_saml::post;

use crate::common::Signs as _;
use crate::saml_company::{Company, provider_arn, records, role_arn};

#[tokio::test]
async fn nobody_enters_an_account_that_was_closed() {
    let mut company = Company::new().await;
    let (finance_root, finance) = company.with_finance().await;
    drop(finance_root);
    let pair = format!("{},{}", role_arn(&finance, "Reader"), provider_arn(&finance));
    let mut says = company.says();
    says.set("Role", &[&pair]);
    company.enter(&says).await.1.must_step("signed-in");
    let closed = company
        .root
        .delete(&format!("/api/organization/accounts/{finance}"))
        .await;
    assert!(closed.status < 300, "{closed:?}");
    let mut says = company.says();
    says.set("Role", &[&pair]);
    let (_, refused) = company.enter(&says).await;
    refused.must_refuse(403, "SAML_REFUSED");
    assert_eq!(refused.body["report"]["failed"], "role");
    assert!(refused.text("message").starts_with("Not authorized"));
}

#[tokio::test]
async fn ten_megabytes_and_other_bombs_are_refused_at_once() {
    let mut company = Company::new().await;
    let says = company.says();
    let right = company.written(&says, None);
    let deep = format!("{}{}", "<a>".repeat(30_000), "</a>".repeat(30_000));
    let bombs = [
        (
            "entities",
            format!("<!DOCTYPE a [{}]>{right}", "<!ENTITY b \"&c;&c;&c;\">".repeat(1000)),
        ),
        ("depth", deep),
        (
            "attributes",
            format!(
                "<a {}/>",
                (0..9000).map(|at| format!("b{at}=\"\" ")).collect::<String>()
            ),
        ),
        ("text", format!("<a>{}</a>", "x".repeat(250_000))),
        (
            "values",
            right.replace(
                "</saml2:Attribute>",
                &format!("{}</saml2:Attribute>", "<saml2:AttributeValue/>".repeat(4000)),
            ),
        ),
    ];
    for (name, xml) in bombs {
        // Measured by sign-ins that are right, just before: machines differ, and so does what else they do.
        let begin = Instant::now();
        for _ in 0..20 {
            let says = company.says();
            company.enter(&says).await.1.must_step("signed-in");
        }
        let twenty = begin.elapsed();
        let form = json!({ "samlResponse": post::encode(&xml) });
        let browser = company.browser();
        let begin = Instant::now();
        let answer = browser.replay("POST", "/api/saml", "", &form).await;
        let took = begin.elapsed();
        assert_eq!(answer.status, 403, "{name} {answer:?}");
        assert!(took < twenty * 10, "{name} {took:?}, twenty right ones {twenty:?}");
    }
    let form = json!({ "samlResponse": "A".repeat(10_000_000) });
    company
        .browser()
        .post("/api/saml", form)
        .await
        .must_refuse(413, "PAYLOAD_TOO_LARGE");
    // Hundreds of roles of providers that are not there.
    let account = company.account.clone();
    let mut says = company.says();
    let pairs: Vec<String> = (0..1000)
        .map(|at| {
            format!(
                "{},arn:aws:iam::{account}:saml-provider/P{at}",
                role_arn(&account, "Reader")
            )
        })
        .collect();
    let pairs: Vec<&str> = pairs.iter().map(String::as_str).collect();
    says.set("Role", &pairs);
    let (_, answer) = company.enter(&says).await;
    assert_eq!(answer.text("message"), "Specified provider doesn't exist.");
}

#[tokio::test]
async fn resource_control_policies_reach_whoever_comes_from_outside() {
    let mut company = Company::new().await;
    let (mut finance_root, finance) = company.with_finance().await;
    let pair = format!("{},{}", role_arn(&finance, "Reader"), provider_arn(&finance));
    let mut says = company.says();
    says.set("Role", &[&pair]);
    company.enter(&says).await.1.must_step("signed-in");
    let document = json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRoleWithSAML", "Resource": "*",
        "Condition": { "StringNotEquals": { "saml:sub": "diego-1" } },
    }] });
    let form = json!({
        "kind": "resource", "name": "OnlyDiego", "description": "", "document": document.to_string(), "tags": [],
    });
    let made = company.root.post("/api/organization/policies", form).await;
    assert_eq!(made.status, 200, "{made:?}");
    let id = made.body["id"].as_str().unwrap().to_owned();
    let path = format!("/api/organization/targets/{finance}/policies/{id}");
    let attached = company.root.put(&path, json!({})).await;
    assert_eq!(attached.status, 204, "{attached:?}");
    for (subject, is_let_in) in [("carla-7f3a", false), ("diego-1", true)] {
        let mut says = company.says();
        says.set("Role", &[&pair]);
        subject.clone_into(&mut says.name);
        let (_, answer) = company.enter(&says).await;
        assert_eq!(answer.status == 200, is_let_in, "{subject} {answer:?}");
    }
    // They do not reach the management account.
    let says = company.says();
    company.enter(&says).await.1.must_step("signed-in");
    let records = records(&mut finance_root, "AssumeRoleWithSAML").await;
    assert_eq!(records[1]["additionalEventData"]["failedCheck"], "trust-policy");
}
