//! From one role to the next: transitive tags and the source identity come along, and must be trusted.

use serde_json::{Value, json};

use crate::common::Signs as _;
use crate::saml_company::{Company, make_role, records, role_arn, trust_with};

/// Trusts the role `First`, for these actions.
fn trusts_first(account: &str, actions: &Value, condition: &Value) -> Value {
    json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": { "AWS": role_arn(account, "First") }, "Action": actions, "Condition": condition,
    }] })
}

#[tokio::test]
async fn tags_and_source_identity_come_along() {
    let mut company = Company::new().await;
    let account = company.account.clone();
    let by_saml = json!(["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"]);
    let first = trust_with(&account, &by_saml, &json!({}));
    make_role(&mut company.root, "First", 3600, &first).await;
    let only_carla = json!({ "StringEquals": { "sts:SourceIdentity": "carla" } });
    for (name, actions, condition) in [
        (
            "Both",
            json!(["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]),
            json!({}),
        ),
        ("NoTags", json!(["sts:AssumeRole", "sts:SetSourceIdentity"]), json!({})),
        ("NoSource", json!(["sts:AssumeRole", "sts:TagSession"]), json!({})),
        (
            "Carla",
            json!(["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"]),
            only_carla,
        ),
    ] {
        make_role(
            &mut company.root,
            name,
            3600,
            &trusts_first(&account, &actions, &condition),
        )
        .await;
    }
    for (tags, transitive, source, role, is_let_in) in [
        (true, true, Some("carla"), "Both", true),
        (true, true, None, "NoTags", false),
        // A tag that is not transitive stays behind, and nobody is asked about it.
        (true, false, None, "NoTags", true),
        (true, true, None, "NoSource", true),
        (false, false, Some("carla"), "NoSource", false),
        (false, false, Some("carla"), "Carla", true),
        (false, false, Some("diego"), "Carla", false),
        (false, false, None, "Carla", false),
    ] {
        let mut says = company.says();
        says.set("Role", &[&company.pair("First")]);
        if tags {
            says.set("PrincipalTag:department", &["Data"]);
        }
        if transitive {
            says.set("TransitiveTagKeys", &["department"]);
        }
        if let Some(source) = source {
            says.set("SourceIdentity", &[source]);
        }
        let (mut browser, answer) = company.enter(&says).await;
        answer.must_step("signed-in");
        let form = json!({ "account": "anycompany", "roleName": role });
        let switched = browser.post("/api/switch-role", form).await;
        if is_let_in {
            assert_eq!(switched.status, 200, "{role} {switched:?}");
        } else {
            switched.must_refuse(403, "SWITCH_ROLE_REFUSED");
        }
    }
    let switched = records(&mut company.root, "SwitchRole").await;
    assert_eq!(switched.len(), 4);
}

#[tokio::test]
async fn what_outlives_the_assumption_and_what_does_not() {
    let mut company = Company::new().await;
    let account = company.account.clone();
    let by_saml = json!(["sts:AssumeRoleWithSAML", "sts:TagSession"]);
    for (name, condition) in [
        ("Sub", json!({ "StringEquals": { "saml:sub": "carla-7f3a" } })),
        ("SubType", json!({ "StringEquals": { "saml:sub_type": "persistent" } })),
        ("Qualifier", json!({ "StringLike": { "saml:namequalifier": "*=" } })),
        (
            "Aud",
            json!({ "StringEquals": { "saml:aud": "https://signin.aws.amazon.com/saml" } }),
        ),
        ("Iss", json!({ "StringLike": { "saml:iss": "*" } })),
        (
            "Tagged",
            json!({ "StringEquals": { "aws:PrincipalTag/department": "Data" } }),
        ),
        (
            "ByProvider",
            json!({ "StringLike": { "aws:FederatedProvider": "*:saml-provider/Corp" } }),
        ),
    ] {
        let trust = trust_with(&account, &by_saml, &json!({}));
        let form = json!({
            "roleName": name, "path": null, "description": "", "trustPolicy": trust.to_string(),
            "maxSessionSeconds": 3600, "policyArns": [], "tags": [],
        });
        assert_eq!(company.root.post("/api/roles", form).await.status, 200);
        let document = json!({ "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": "iam:ListUsers", "Resource": "*", "Condition": condition,
        }] });
        let path = format!("/api/roles/{name}/inline-policies/May");
        let put = company
            .root
            .put(&path, json!({ "document": document.to_string(), "expected": null }))
            .await;
        assert!(put.status < 300, "{path} {put:?}");
    }
    for (name, outlives) in [
        ("Sub", true),
        ("SubType", true),
        ("Qualifier", true),
        ("Aud", false),
        ("Iss", false),
        ("Tagged", true),
        ("ByProvider", true),
    ] {
        let mut says = company.says();
        says.set("Role", &[&company.pair(name)]);
        says.set("PrincipalTag:department", &["Data"]);
        let (mut browser, answer) = company.enter(&says).await;
        answer.must_step("signed-in");
        let users = browser.get("/api/users").await;
        assert_eq!(users.status == 200, outlives, "{name} {users:?}");
    }
}

/// A role of the same name is another role: AWS knows roles by their unique id.
#[tokio::test]
async fn a_deleted_role_opens_no_other_whatever_trusts_its_name() {
    let mut company = Company::new().await;
    let account = company.account.clone();
    let first = trust_with(&account, &json!(["sts:AssumeRoleWithSAML"]), &json!({}));
    make_role(&mut company.root, "First", 3600, &first).await;
    let trusting = trusts_first(&account, &json!("sts:AssumeRole"), &json!({}));
    make_role(&mut company.root, "Next", 3600, &trusting).await;
    let mut says = company.says();
    says.set("Role", &[&company.pair("First")]);
    let (mut browser, answer) = company.enter(&says).await;
    answer.must_step("signed-in");
    let form = json!({ "account": "anycompany", "roleName": "Next" });
    assert_eq!(browser.post("/api/switch-role", form.clone()).await.status, 200);
    assert_eq!(browser.post("/api/switch-back", json!({})).await.status, 200);
    let deleted = company.root.delete("/api/roles/First").await;
    assert!(deleted.status < 300, "{deleted:?}");
    let refused = browser.post("/api/switch-role", form.clone()).await;
    refused.must_refuse(403, "SWITCH_ROLE_REFUSED");
    make_role(&mut company.root, "First", 3600, &first).await;
    let refused = browser.post("/api/switch-role", form).await;
    refused.must_refuse(403, "SWITCH_ROLE_REFUSED");
}
