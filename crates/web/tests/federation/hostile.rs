//! What somebody would try who has one way in and wants another: another role, account or provider, a name that looks like
//! another, a parameter twice, a link for several.

use serde_json::json;
use vestibule_saml::post;

use crate::common::aws::{Called, Keys, Tool, signin_token};
use crate::common::{Browser, Signs as _};
use crate::external_company::metadata;
use crate::saml_company::{Company, post_to, provider_arn, role_arn};
use crate::sts_first::{role, start};

#[tokio::test]
async fn an_assertion_opens_the_role_that_it_names_by_the_provider_that_it_names() {
    let mut company = Company::new().await;
    let (_finance_root, finance) = company.with_finance().await;
    // The same company again, by another name.
    let form = json!({ "kind": "saml", "name": "Corp2", "metadata": metadata(&[7]) });
    assert_eq!(company.root.post("/api/identity-providers", form).await.status, 200);
    let own = company.account.clone();
    let world = company.machine.world().await;
    let tool = Tool::of(&company.machine, &world, Keys::default());
    let says = company.says();
    let assertion = post::encode(&company.written(&says, None));
    let asks = async |role: &str, provider: &str| {
        let parameters = [
            ("RoleArn", role),
            ("PrincipalArn", provider),
            ("SAMLAssertion", &assertion),
        ];
        tool.unsigned("AssumeRoleWithSAML", &parameters).await
    };
    let (reader, corp) = (role_arn(&own, "Reader"), provider_arn(&own));
    let (theirs, their_corp) = (role_arn(&finance, "Reader"), provider_arn(&finance));
    for (role, provider) in [
        (theirs.as_str(), corp.as_str()),
        (theirs.as_str(), their_corp.as_str()),
        (reader.as_str(), their_corp.as_str()),
        (reader.as_str(), &format!("{corp}2")),
        (reader.as_str(), &corp.replace("Corp", "corp")),
        (reader.as_str(), &corp.replace("arn:aws:", "arn:AWS:")),
        (reader.as_str(), &corp.replace("saml-provider", "SAML-provider")),
        (reader.as_str(), &format!("{corp} ")),
        (&reader.replace("Reader", "reader"), corp.as_str()),
        (&reader.replace("Reader", "READER"), corp.as_str()),
        (&reader.replace("role/", "role//"), corp.as_str()),
        (&reader.replace("role/", "role/team/"), corp.as_str()),
        (&reader.replace("role/", "role/team/../"), corp.as_str()),
        (&reader.replace("role/", "role/./"), corp.as_str()),
        (&reader.replace("Reader", "%52eader"), corp.as_str()),
        (&reader.replace("Reader", "R\u{435}ader"), corp.as_str()),
        (&format!("{reader}/"), corp.as_str()),
        (&format!("{reader} "), corp.as_str()),
        (&format!("{reader},{theirs}"), corp.as_str()),
        (&reader.replace("Reader", "*"), corp.as_str()),
        (&reader.replace("Reader", "Reade?"), corp.as_str()),
        (corp.as_str(), reader.as_str()),
    ] {
        let refused = asks(role, provider).await;
        let code = refused.find("Code").unwrap_or_default();
        assert!(
            refused.status == 400 && ["InvalidIdentityToken", "ValidationError"].contains(&code),
            "{role} {provider}: {refused:?}"
        );
    }
    let twice = [
        ("RoleArn", theirs.as_str()),
        ("RoleArn", reader.as_str()),
        ("PrincipalArn", corp.as_str()),
        ("SAMLAssertion", &assertion),
    ];
    tool.unsigned("AssumeRoleWithSAML", &twice)
        .await
        .must_refuse(400, "ValidationError", "more than once");
    // None of that used it up; then it is used up in every account and at every endpoint.
    assert_eq!(asks(&reader, &corp).await.status, 200);
    let again = asks(&reader, &corp).await;
    again.must_refuse(400, "InvalidIdentityToken", "invalid SAML response");
}

#[tokio::test]
async fn names_that_only_look_alike_are_no_names() {
    let mut company = Company::new().await;
    for name in [
        "c\u{430}rla",
        "\u{ff43}arla",
        "car\u{200b}la",
        "carla\u{a0}",
        "\u{202e}alrac",
        "carla\u{0301}",
        "carla\\",
        "carla/root",
        "carla:root",
        "carla root",
        "ca%72la",
    ] {
        for attribute in ["RoleSessionName", "SourceIdentity"] {
            let says = company.says().with(attribute, &[name]);
            let (_, answer) = company.enter(&says).await;
            let failed = answer.body["report"]["failed"].as_str();
            let check = if attribute == "SourceIdentity" {
                "source-identity"
            } else {
                "session-name"
            };
            assert_eq!(
                (answer.status, failed),
                (403, Some(check)),
                "{attribute} {name:?}: {answer:?}"
            );
        }
    }
    // Names of attributes that look like AWS's own are others.
    let mut says = company.says();
    for (name, _) in &mut says.attributes {
        *name = name.replace("https://aws.amazon.com", "https://aws.am\u{430}zon.com");
    }
    let (_, answer) = company.enter(&says).await;
    assert_eq!(answer.body["report"]["failed"], "role-pair", "{answer:?}");
    let says = company.says();
    let (_, answer) = company.enter(&says).await;
    answer.must_step("signed-in");
}

/// Tools for the command line send the provider a request of their own, and bring its answer to the API. AWS sign-in asked
/// nobody.
#[tokio::test]
async fn an_answer_to_a_tools_request_is_for_the_api_and_not_for_the_sign_in_page() {
    let mut company = Company::new().await;
    let world = company.machine.world().await;
    let tool = Tool::of(&company.machine, &world, Keys::default());
    let mut says = company.says();
    says.in_response_to = Some("id0f6b2c".to_owned());
    let xml = company.written(&says, None);
    let refused = post_to(&mut company.browser(), &xml, None).await;
    assert_eq!(refused.body["report"]["failed"], "in-response-to", "{refused:?}");
    let (role, provider) = (role_arn(&company.account, "Reader"), provider_arn(&company.account));
    let assertion = post::encode(&xml);
    let parameters = [
        ("RoleArn", role.as_str()),
        ("PrincipalArn", &provider),
        ("SAMLAssertion", &assertion),
    ];
    let assumed = tool.unsigned("AssumeRoleWithSAML", &parameters).await.ok();
    assert_eq!(assumed.text("Subject"), "carla-7f3a");
    let again = tool.unsigned("AssumeRoleWithSAML", &parameters).await;
    again.must_refuse(400, "InvalidIdentityToken", "invalid SAML response");
}

fn query(pairs: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in pairs {
        query.append_pair(name, value);
    }
    format!("/federation?{}", query.finish())
}

fn refused(called: &Called, words: &str) {
    assert_eq!(called.status, 400, "{called:?}");
    assert!(called.body.contains(words), "{words} in {called:?}");
    assert_eq!(called.header("set-cookie"), None);
}

#[tokio::test]
async fn nothing_of_a_brokers_link_is_there_twice() {
    let (_machine, _root, account, tool) = start().await;
    let keys = tool.assume(&role(&account, "ReadOnly"), &[]).await.ok().keys();
    let session = json!({ "sessionId": keys.id, "sessionKey": keys.secret, "sessionToken": keys.token }).to_string();
    let asks = [("Action", "getSigninToken"), ("Session", session.as_str())];
    for (name, value) in [
        ("SessionDuration", "900"),
        ("Session", session.as_str()),
        ("SessionType", "json"),
        ("Action", "getSigninToken"),
    ] {
        let twice = query(&[asks.as_slice(), &[(name, value), (name, value)]].concat());
        refused(
            &tool.get(&twice, &[]).await,
            &format!("The parameter {name} is there more than once."),
        );
    }
    let token = signin_token(&tool.signin(&keys, None).await);
    let other = signin_token(&tool.signin(&keys, None).await);
    let home = "https://console.aws.amazon.com/";
    let opens = [("Action", "login"), ("SigninToken", token.as_str())];
    for (name, value) in [
        ("SigninToken", other.as_str()),
        ("Destination", home),
        ("Issuer", "https://sso.anycompany.example/"),
    ] {
        let twice = query(&[opens.as_slice(), &[(name, value), (name, value)]].concat());
        refused(
            &tool.get(&twice, &[]).await,
            &format!("The parameter {name} is there more than once."),
        );
    }
    // None of that used the tokens up. Where they lead is always said, and always inside.
    let places = [
        (
            token,
            "https://console.aws.amazon.com\\@evil.example/\r\nx: y",
            "https://console.aws.amazon.com/@evil.example/x:%20y",
        ),
        (
            other,
            "https://console.aws.amazon.com@evil.example/",
            "https://console.aws.amazon.com/console/home",
        ),
    ];
    for (token, destination, leads) in places {
        let link = query(&[
            ("Action", "login"),
            ("SigninToken", &token),
            ("Destination", destination),
        ]);
        let entered = tool.get(&link, &[]).await;
        assert_eq!(
            (entered.status, entered.header("location")),
            (302, Some(leads)),
            "{entered:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_open_a_link_at_once_one_gets_in() {
    let (_machine, _root, account, tool) = start().await;
    let keys = tool.assume(&role(&account, "ReadOnly"), &[]).await.ok().keys();
    for _ in 0..5 {
        let token = signin_token(&tool.signin(&keys, None).await);
        let link = query(&[("Action", "login"), ("SigninToken", &token)]);
        let tasks: Vec<_> = (0..12)
            .map(|_| {
                let (tool, link) = (tool.clone(), link.clone());
                tokio::spawn(async move { tool.get(&link, &[]).await })
            })
            .collect();
        let mut let_in = 0;
        for task in tasks {
            let called = task.await.unwrap();
            if called.status == 302 {
                let_in += 1;
            } else {
                refused(&called, "no longer valid");
            }
        }
        assert_eq!(let_in, 1);
    }
}

/// A role to choose is chosen by its ARN, which decides nothing that the assertion does not say.
#[tokio::test]
async fn a_choice_is_one_of_those_that_were_offered() {
    let mut company = Company::new().await;
    let (_finance_root, finance) = company.with_finance().await;
    let own = company.account.clone();
    let pairs = [company.pair("Reader"), company.pair("ReadOnly")];
    let says = company.says().with("Role", &[&pairs[0], &pairs[1]]);
    let xml = company.written(&says, None);
    let mut browser: Browser = company.browser();
    post_to(&mut browser, &xml, None).await.must_step("choose-role");
    for other in [
        role_arn(&finance, "Reader"),
        role_arn(&own, "reader"),
        role_arn(&own, "Admin"),
        format!("{} ", role_arn(&own, "Reader")),
        provider_arn(&own),
        String::new(),
    ] {
        let answer = post_to(&mut browser, &xml, Some(&other)).await;
        assert_eq!(answer.body["report"]["failed"], "role-pair", "{other}: {answer:?}");
    }
    let reader = role_arn(&own, "Reader");
    post_to(&mut browser, &xml, Some(&reader)).await.must_step("signed-in");
}
