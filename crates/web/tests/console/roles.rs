//! Roles and identity providers as an administrator manages them.

use crate::common::{Browser, FINANCE_ROOT, MANAGEMENT, MANAGEMENT_ROOT, Machine, Signs as _, password_of};
use serde_json::{Value, json};
use vestibule_saml::{Binding, IdpDocument, IdpMetadata};

fn trust(principal: &Value) -> String {
    json!({
        "Version": "2012-10-17",
        "Statement": [{ "Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole" }],
    })
    .to_string()
}

fn new_role(name: &str, trust: &str) -> Value {
    json!({
        "roleName": name, "path": null, "description": "For tests", "trustPolicy": trust,
        "maxSessionSeconds": 3600, "policyArns": [], "tags": [],
    })
}

fn with(mut form: Value, field: &str, value: Value) -> Value {
    form[field] = value;
    form
}

#[tokio::test]
async fn a_role_is_created_trusted_used_and_deleted() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let id = root.account_id().await;
    let erin = format!("arn:aws:iam::{id}:user/erin");
    let mut form = new_role("Helper", &trust(&json!({ "AWS": erin })));
    form["policyArns"] = json!(["arn:aws:iam::aws:policy/IAMReadOnlyAccess"]);
    form["tags"] = json!([{ "key": "Team", "value": "red" }]);
    let made = root.post("/api/roles", form).await;
    assert_eq!(made.status, 200, "{made:?}");
    assert_eq!(made.text("arn"), format!("arn:aws:iam::{id}:role/Helper"));
    assert!(made.text("roleId").starts_with("AROA"));

    // A trust policy of the same account that names the user is enough.
    let password = password_of(&world, "erin").await;
    let mut browser = Browser::of(&world);
    browser.iam(MANAGEMENT, "erin", &password).await.must_step("signed-in");
    let switch = json!({ "account": MANAGEMENT, "roleName": "Helper" });
    assert_eq!(browser.post("/api/switch-role", switch.clone()).await.status, 200);
    assert_eq!(browser.get("/api/roles").await.status, 200);

    let details = root.get("/api/roles/helper").await;
    assert_eq!(details.body["role"]["trustedEntities"], json!([erin]));
    assert_eq!(details.body["role"]["lastUsedAt"], "2026-03-01T12:00:00Z");
    assert_eq!(details.body["tags"], json!([{ "key": "Team", "value": "red" }]));
    assert_eq!(details.body["switchAccount"], MANAGEMENT);

    // Trust taken back: the session lives on, but nobody gets in any more.
    let old = details.text("trustPolicy").to_owned();
    let other = trust(&json!({ "AWS": format!("arn:aws:iam::{id}:user/alice") }));
    let change = json!({ "document": other, "expected": old });
    assert_eq!(
        root.put("/api/roles/Helper/trust-policy", change.clone()).await.status,
        204
    );
    root.put("/api/roles/Helper/trust-policy", change)
        .await
        .must_refuse(409, "CONCURRENT_MODIFICATION");
    assert_eq!(browser.get("/api/roles").await.status, 200);
    browser.post("/api/switch-back", json!({})).await;
    browser
        .post("/api/switch-role", switch)
        .await
        .must_refuse(403, "SWITCH_ROLE_REFUSED");

    assert_eq!(root.delete("/api/roles/Helper").await.status, 204);
    root.get("/api/roles/Helper").await.must_refuse(404, "NO_SUCH_ENTITY");
    root.delete("/api/roles/Helper")
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    let events = root.events().await;
    let names: Vec<&str> = events.iter().map(|event| event["name"].as_str().unwrap()).collect();
    for name in [
        "CreateRole",
        "AttachRolePolicy",
        "UpdateAssumeRolePolicy",
        "DetachRolePolicy",
        "DeleteRole",
    ] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
}

#[tokio::test]
async fn a_session_of_a_deleted_role_may_nothing() {
    let machine = Machine::new();
    let world = machine.world().await;
    let password = password_of(&world, "alice").await;
    let mut alice = Browser::of(&world);
    alice.iam(MANAGEMENT, "alice", &password).await.must_step("signed-in");
    let switch = json!({ "account": MANAGEMENT, "roleName": "ReadOnly" });
    assert_eq!(alice.post("/api/switch-role", switch).await.status, 200);
    assert_eq!(alice.get("/api/users").await.status, 200);
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    assert_eq!(root.delete("/api/roles/ReadOnly").await.status, 204);
    alice.get("/api/users").await.must_refuse(403, "ACCESS_DENIED");
    let view = alice.get("/api/session").await;
    assert_eq!(view.body["role"]["roleName"], "ReadOnly", "it lives on");
    // A namesake is another role.
    let id = root.account_id().await;
    let mut form = new_role("ReadOnly", &trust(&json!({ "AWS": id })));
    form["policyArns"] = json!(["arn:aws:iam::aws:policy/ReadOnlyAccess"]);
    assert_eq!(root.post("/api/roles", form).await.status, 200);
    alice.get("/api/users").await.must_refuse(403, "ACCESS_DENIED");
}

#[tokio::test]
async fn a_trust_policy_may_look_at_the_roles_own_tags() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let id = root.account_id().await;
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow", "Principal": { "AWS": format!("arn:aws:iam::{id}:user/erin") }, "Action": "sts:AssumeRole",
            "Condition": { "StringEquals": { "aws:ResourceTag/Team": "red" } },
        }],
    });
    assert_eq!(
        root.post("/api/roles", new_role("Tagged", &policy.to_string()))
            .await
            .status,
        200
    );
    let password = password_of(&world, "erin").await;
    let mut erin = Browser::of(&world);
    erin.iam(MANAGEMENT, "erin", &password).await.must_step("signed-in");
    let switch = json!({ "account": MANAGEMENT, "roleName": "Tagged" });
    let refused = erin.post("/api/switch-role", switch.clone()).await;
    refused.must_refuse(403, "SWITCH_ROLE_REFUSED");
    let tags = json!({ "tags": [{ "key": "Team", "value": "red" }], "expected": [] });
    assert_eq!(root.put("/api/roles/Tagged/tags", tags).await.status, 204);
    assert_eq!(erin.post("/api/switch-role", switch).await.status, 200);
}

#[tokio::test]
async fn wrong_roles_are_refused_and_nothing_is_made() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let id = root.account_id().await;
    let good = trust(&json!({ "AWS": id }));
    for (field, form) in [
        ("roleName", new_role("", &good)),
        ("roleName", new_role("has space", &good)),
        ("roleName", new_role(&"x".repeat(65), &good)),
        ("roleName", new_role("R\u{43e}le", &good)),
        ("path", with(new_role("Role", &good), "path", json!("no-slash"))),
        (
            "description",
            with(new_role("Role", &good), "description", json!("x".repeat(1001))),
        ),
        (
            "description",
            with(new_role("Role", &good), "description", json!("日本")),
        ),
        (
            "maxSessionSeconds",
            with(new_role("Role", &good), "maxSessionSeconds", json!(3599)),
        ),
        (
            "maxSessionSeconds",
            with(new_role("Role", &good), "maxSessionSeconds", json!(43201)),
        ),
        (
            "tags",
            with(
                new_role("Role", &good),
                "tags",
                json!([{ "key": "aws:x", "value": "" }]),
            ),
        ),
    ] {
        root.post("/api/roles", form).await.must_blame(field);
    }
    let allow = |principal: &str, action: &str| {
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{principal},"Action":"{action}"}}]}}"#
        )
    };
    for (wrong, words) in [
        (String::new(), "invalid Json"),
        ("not json".to_owned(), "invalid Json"),
        ("{}".to_owned(), ""),
        (
            allow(r#"{"AWS":"*x"}"#, "sts:AssumeRole"),
            "Invalid principal in policy",
        ),
        (
            allow(r#"{"AWS":"111122223333"}"#, "s3:GetObject"),
            "STS AssumeRole actions",
        ),
        (
            allow(
                &format!(r#"{{"AWS":"arn:aws:iam::{id}:user/nobody"}}"#),
                "sts:AssumeRole",
            ),
            "Invalid principal in policy: \"AWS\":\"arn:aws:iam::",
        ),
        (
            allow(
                &format!(r#"{{"AWS":"arn:aws:iam::{id}:role/Nobody"}}"#),
                "sts:AssumeRole",
            ),
            "Invalid principal in policy: \"AWS\":\"arn:aws:iam::",
        ),
    ] {
        let answer = root.post("/api/roles", new_role("Role", &wrong)).await;
        answer.must_refuse(400, "MALFORMED_POLICY");
        assert!(answer.text("message").contains(words), "{wrong}: {answer:?}");
        assert!(!answer.body["problems"].as_array().unwrap().is_empty());
    }
    let unknown = with(
        new_role("Role", &good),
        "policyArns",
        json!(["arn:aws:iam::aws:policy/Nothing"]),
    );
    root.post("/api/roles", unknown)
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    root.get("/api/roles/Role").await.must_refuse(404, "NO_SUCH_ENTITY");
    let many: Vec<String> = (0..11).map(|at| format!("arn:aws:iam::aws:policy/P{at}")).collect();
    let many = with(new_role("Role", &good), "policyArns", json!(many));
    root.post("/api/roles", many).await.must_refuse(409, "LIMIT_EXCEEDED");

    assert_eq!(root.post("/api/roles", new_role("Role", &good)).await.status, 200);
    root.post("/api/roles", new_role("ROLE", &good))
        .await
        .must_refuse(409, "ENTITY_ALREADY_EXISTS");
    let path = with(new_role("Deep", &good), "path", json!("/ops/team/"));
    let made = root.post("/api/roles", path).await;
    assert_eq!(made.text("arn"), format!("arn:aws:iam::{id}:role/ops/team/Deep"));
    // Accounts that the simulation does not know are taken on trust.
    let partner = trust(&json!({ "AWS": "arn:aws:iam::999988887777:user/partner" }));
    assert_eq!(root.post("/api/roles", new_role("Partner", &partner)).await.status, 200);

    let change = json!({ "description": "", "maxSessionSeconds": 60 });
    root.put("/api/roles/Role", change)
        .await
        .must_blame("maxSessionSeconds");
    let change = json!({ "description": "New words", "maxSessionSeconds": 7200 });
    assert_eq!(root.put("/api/roles/Role", change).await.status, 204);
    let role = root.get("/api/roles/Role").await;
    assert_eq!(role.body["role"]["maxSessionSeconds"], 7200);
    assert_eq!(role.body["role"]["description"], "New words");

    let tags = json!([{ "key": "Team", "value": "red" }, { "key": "b", "value": "" }]);
    let form = json!({ "tags": tags, "expected": [] });
    assert_eq!(root.put("/api/roles/Role/tags", form.clone()).await.status, 204);
    root.put("/api/roles/Role/tags", form)
        .await
        .must_refuse(409, "CONCURRENT_MODIFICATION");
    let less = json!({ "tags": [{ "key": "Team", "value": "blue" }], "expected": root.get("/api/roles/Role").await.body["tags"] });
    assert_eq!(root.put("/api/roles/Role/tags", less).await.status, 204);
    assert_eq!(
        root.get("/api/roles/Role").await.body["tags"],
        json!([{ "key": "Team", "value": "blue" }])
    );
}

#[tokio::test]
async fn without_permission_nothing_is_seen_or_changed_and_existence_is_not_told() {
    let machine = Machine::new();
    let world = machine.world().await;
    let password = password_of(&world, "alice").await;
    let mut alice = Browser::of(&world);
    alice.iam(MANAGEMENT, "alice", &password).await.must_step("signed-in");
    let id = alice.account_id().await;
    alice.get("/api/roles").await.must_refuse(403, "ACCESS_DENIED");
    alice
        .get("/api/identity-providers")
        .await
        .must_refuse(403, "ACCESS_DENIED");
    for name in ["ReadOnly", "Nobody"] {
        let denied = alice.get(&format!("/api/roles/{name}")).await;
        denied.must_refuse(403, "ACCESS_DENIED");
        let words = format!("iam:GetRole on resource: arn:aws:iam::{id}:role/{name}");
        assert!(denied.text("message").contains(&words), "{denied:?}");
        alice
            .delete(&format!("/api/roles/{name}"))
            .await
            .must_refuse(403, "ACCESS_DENIED");
        let change = json!({ "document": "{}", "expected": "{}" });
        alice
            .put(&format!("/api/roles/{name}/trust-policy"), change)
            .await
            .must_refuse(403, "ACCESS_DENIED");
        let tags = json!({ "tags": [], "expected": [] });
        alice
            .put(&format!("/api/roles/{name}/tags"), tags)
            .await
            .must_refuse(403, "ACCESS_DENIED");
    }
    let form = new_role("Mine", &trust(&json!({ "AWS": id })));
    alice.post("/api/roles", form).await.must_refuse(403, "ACCESS_DENIED");
    let mut nobody = Browser::of(&world);
    nobody.get("/api/roles").await.must_refuse(401, "NOT_SIGNED_IN");
}

fn metadata() -> String {
    let at = |second| vestibule_identity::Timestamp::from_second(second).unwrap();
    let subject = "CN=idp.example.com,O=AnyCompany";
    let certificate =
        vestibule_saml::key::self_signed(&[7; 32], subject, 7, at(1_600_000_000), at(1_900_000_000)).unwrap();
    IdpMetadata::write(&IdpDocument {
        entity_id: "https://idp.example.com",
        certificates: &[&certificate],
        sign_on: &[(Binding::Post, "https://idp.example.com/sso")],
        name_id_formats: &["urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"],
        valid_until: None,
    })
}

#[tokio::test]
async fn identity_providers_come_and_go() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let id = root.account_id().await;
    for (field, form) in [
        (
            "url",
            json!({ "kind": "oidc", "url": "http://a.example", "audiences": ["x"], "thumbprints": [] }),
        ),
        (
            "audiences",
            json!({ "kind": "oidc", "url": "https://a.example", "audiences": [], "thumbprints": [] }),
        ),
        (
            "thumbprints",
            json!({ "kind": "oidc", "url": "https://a.example", "audiences": ["x"], "thumbprints": ["z"] }),
        ),
        (
            "name",
            json!({ "kind": "saml", "name": "has space", "metadata": metadata() }),
        ),
        (
            "metadata",
            json!({ "kind": "saml", "name": "Corp", "metadata": "<x/>" }),
        ),
        (
            "metadata",
            json!({ "kind": "saml", "name": "Corp", "metadata": "x".repeat(2000) }),
        ),
        (
            "metadata",
            json!({ "kind": "saml", "name": "Corp", "metadata": format!("\u{feff}{}", metadata()) }),
        ),
    ] {
        root.post("/api/identity-providers", form).await.must_blame(field);
    }
    let oidc = json!({
        "kind": "oidc", "url": "https://token.actions.githubusercontent.com", "audiences": ["sts.amazonaws.com"],
        "thumbprints": [],
    });
    let made = root.post("/api/identity-providers", oidc.clone()).await;
    assert_eq!(made.status, 200, "{made:?}");
    let arn = made.text("arn").to_owned();
    assert_eq!(
        arn,
        format!("arn:aws:iam::{id}:oidc-provider/token.actions.githubusercontent.com")
    );
    root.post("/api/identity-providers", oidc)
        .await
        .must_refuse(409, "ENTITY_ALREADY_EXISTS");
    let saml = json!({ "kind": "saml", "name": "Corp", "metadata": metadata() });
    let saml = root.post("/api/identity-providers", saml).await;
    assert_eq!(saml.text("arn"), format!("arn:aws:iam::{id}:saml-provider/Corp"));
    let list = root.get("/api/identity-providers").await;
    // And the one that Identity Center keeps, and the company's two.
    assert_eq!(list.body["providers"].as_array().unwrap().len(), 5);

    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow", "Principal": { "Federated": arn }, "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": { "StringLike": { "token.actions.githubusercontent.com:sub": "repo:acme/*" } },
        }],
    });
    assert_eq!(
        root.post("/api/roles", new_role("Deploy", &policy.to_string()))
            .await
            .status,
        200
    );
    // Everybody can get tokens of this issuer, so a role says whose it means.
    let anybodys = policy.to_string().replace("repo:acme/*", "*");
    let refused = root.post("/api/roles", new_role("Anybody", &anybodys)).await;
    refused.must_refuse(400, "MALFORMED_POLICY");
    assert!(
        refused
            .text("message")
            .contains("token.actions.githubusercontent.com:sub"),
        "{refused:?}"
    );
    let details = |arn: &str| format!("/api/identity-providers/details?arn={arn}");
    let change =
        |audiences: &[&str], thumbprints: &[&str]| json!({ "audiences": audiences, "thumbprints": thumbprints });
    let path = format!("/api/identity-providers/oidc?arn={arn}");
    for (form, field) in [(change(&[], &[]), "audiences"), (change(&["x"], &["z"]), "thumbprints")] {
        root.put(&path, form).await.must_blame(field);
    }
    let print = "a".repeat(40);
    let changed = root.put(&path, change(&["app", "sts.amazonaws.com"], &[&print])).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    let view = root.get(&details(&arn)).await;
    assert_eq!(view.body["audiences"], json!(["app", "sts.amazonaws.com"]));
    assert_eq!(view.body["thumbprints"], json!([print]));
    assert_eq!(
        root.put(&path, change(&["sts.amazonaws.com"], &[&print])).await.status,
        200
    );
    root.put(
        "/api/identity-providers/oidc?arn=arn:aws:iam::1:oidc-provider/x",
        change(&["x"], &[]),
    )
    .await
    .must_refuse(404, "NO_SUCH_ENTITY");
    let view = root.get(&details(&arn)).await;
    assert_eq!(view.body["usedBy"], json!(["Deploy"]));
    assert_eq!(view.body["audiences"], json!(["sts.amazonaws.com"]));
    assert_eq!(root.get(&details(saml.text("arn"))).await.text("metadata"), metadata());

    // Another account sees neither.
    let mut finance = machine.root(FINANCE_ROOT).await;
    let providers = finance.get("/api/identity-providers").await;
    let names: Vec<&str> = providers.body["providers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|provider| provider["name"].as_str().unwrap())
        .collect();
    assert!(
        names.len() == 2 && names[0].starts_with("AWSSSO_") && names[1] == "AnyCompanySSO",
        "{names:?}"
    );
    assert_ne!(finance.get(&details(&arn)).await.status, 200);
    assert_ne!(
        finance
            .delete(&format!("/api/identity-providers?arn={arn}"))
            .await
            .status,
        204
    );

    assert_eq!(
        root.delete(&format!("/api/identity-providers?arn={arn}")).await.status,
        204
    );
    root.get(&details(&arn)).await.must_refuse(404, "NO_SUCH_ENTITY");
    assert_eq!(root.get("/api/roles/Deploy").await.status, 200, "the role stays");
    let events = root.events().await;
    for name in [
        "CreateOpenIDConnectProvider",
        "CreateSAMLProvider",
        "DeleteOpenIDConnectProvider",
        "AddClientIDToOpenIDConnectProvider",
        "RemoveClientIDFromOpenIDConnectProvider",
        "UpdateOpenIDConnectProviderThumbprint",
    ] {
        assert!(events.iter().any(|event| event["name"] == name), "{name}");
    }
}
