//! Every way in which a response can be wrong, what the sign-in page says, which check failed, and what the account's history
//! has: a file to review. `UPDATE_MATRIX=1` writes it anew.
#![allow(
    clippy::assigning_clones,
    clippy::semicolon_if_nothing_returned,
    reason = "a change is one expression"
)]

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};
use vestibule_saml::{Attribute, Fault, Forged, NameId, Signed, post};

use crate::common::{Answer, Signs as _};
use crate::external_company::metadata;
use crate::saml_company::{
    Company, PERSISTENT, PREFIX, Says, make_role, post_to, provider_arn, role_arn, trust, trust_with,
};

/// What is changed about a right response.
type Change = fn(&mut Says, &Company);

/// The company, and the file that is being written.
struct Table {
    company: Company,
    text: String,
    /// The newest record so far.
    newest: Value,
}

impl Table {
    /// One answer: status, failed check, record, words.
    async fn row(&mut self, name: &str, answer: &Answer) {
        let records = self.company.records("AssumeRoleWithSAML").await;
        let newest = records.first().cloned().unwrap_or_default();
        let record = if newest == self.newest {
            "-".to_owned()
        } else {
            let check = newest["additionalEventData"]["failedCheck"].as_str();
            match check {
                Some(check) => format!("{} {check}", newest["errorCode"].as_str().unwrap()),
                None => "let in".to_owned(),
            }
        };
        self.newest = newest;
        let (words, failed) = if answer.status == 200 {
            (answer.text("step"), "-")
        } else {
            let failed = answer.body["report"]["failed"].as_str();
            (answer.text("message"), failed.unwrap_or("-"))
        };
        writeln!(self.text, "{name} | {} | {failed} | {record} | {words}", answer.status).unwrap();
    }
}

const CHANGES: &[(&str, Change)] = &[
    ("right", |_, _| {}),
    ("signed response", |says, _| says.signed = Signed::Response),
    ("another key", |says, _| says.key = 9),
    ("another issuer", |says, _| {
        says.issuer = "https://other.example/".to_owned()
    }),
    ("another issuer and key", |says, _| {
        says.issuer = "https://other.example/".to_owned();
        says.key = 9;
    }),
    ("another audience", |says, _| {
        says.audience = "https://app.example/".to_owned()
    }),
    ("another recipient", |says, _| {
        says.destination = "https://app.example/saml".to_owned()
    }),
    ("another region's recipient", |says, _| {
        says.destination = "https://eu-west-1.signin.aws.amazon.com/saml".to_owned();
    }),
    ("answers a request", |says, _| {
        says.in_response_to = Some("_q1".to_owned())
    }),
    ("four minutes old", |says, _| (says.issued, says.lasts) = (-240, 600)),
    ("ten minutes old", |says, _| (says.issued, says.lasts) = (-600, 3600)),
    ("expired", |says, _| (says.issued, says.lasts) = (-200, 60)),
    ("issued in the future", |says, _| says.issued = 600),
    ("the clock is half a minute ahead", |says, _| says.issued = 30),
    ("the provider's session is over", |says, _| says.session = Some(-120)),
    ("no NameID", |says, _| says.name = String::new()),
    ("NameID of no format", |says, _| says.format = String::new()),
    ("no role", |says, _| says.set("Role", &[])),
    ("role in lower case", |says, _| {
        let (name, _) = says
            .attributes
            .iter_mut()
            .find(|(name, _)| name.ends_with("/Role"))
            .unwrap();
        *name = format!("{PREFIX}role");
    }),
    ("role without provider", |says, company| {
        says.set("Role", &[&role_arn(&company.account, "Reader")]);
    }),
    ("role's name in the wrong case", |says, company| {
        says.set("Role", &[&company.pair("reader")])
    }),
    ("no such role", |says, company| {
        says.set("Role", &[&company.pair("Nobody")])
    }),
    ("no such provider", |says, company| {
        let provider = provider_arn(&company.account).replace("Corp", "Nobody");
        says.set(
            "Role",
            &[&format!("{},{provider}", role_arn(&company.account, "Reader"))],
        );
    }),
    ("provider's name in the wrong case", |says, company| {
        let provider = provider_arn(&company.account).replace("Corp", "corp");
        says.set(
            "Role",
            &[&format!("{},{provider}", role_arn(&company.account, "Reader"))],
        );
    }),
    ("role of another account", |says, company| {
        let foreign = role_arn("999988887777", "Reader");
        says.set("Role", &[&format!("{foreign},{}", provider_arn(&company.account))]);
    }),
    ("role that trusts nobody by SAML", |says, company| {
        says.set("Role", &[&company.pair("ReadOnly")])
    }),
    ("role that trusts another subject", |says, company| {
        says.set("Role", &[&company.pair("OfDiego")])
    }),
    ("role that trusts this subject", |says, company| {
        says.set("Role", &[&company.pair("OfCarla")])
    }),
    ("role that denies", |says, company| {
        says.set("Role", &[&company.pair("Denied")])
    }),
    ("no RoleSessionName", |says, _| says.set("RoleSessionName", &[])),
    ("RoleSessionName with a space", |says, _| {
        says.set("RoleSessionName", &["Carla Conti"])
    }),
    ("RoleSessionName of one letter", |says, _| {
        says.set("RoleSessionName", &["c"])
    }),
    ("two RoleSessionNames", |says, _| {
        says.set("RoleSessionName", &["carla", "diego"])
    }),
    ("SourceIdentity with a space", |says, _| {
        says.set("SourceIdentity", &["Carla Conti"])
    }),
    ("SourceIdentity of AWS", |says, _| {
        says.set("SourceIdentity", &["aws:carla"])
    }),
    ("SourceIdentity that is not trusted", |says, _| {
        says.set("SourceIdentity", &["carla"])
    }),
    ("tag that is not trusted", |says, _| {
        says.set("PrincipalTag:department", &["Data"])
    }),
    ("tag of AWS", |says, _| {
        says.set("PrincipalTag:aws:department", &["Data"])
    }),
    ("tag twice", |says, _| {
        says.set("PrincipalTag:department", &["Data"]);
        says.set("PrincipalTag:Department", &["Web"]);
    }),
    ("transitive tag that is none", |says, _| {
        says.set("TransitiveTagKeys", &["department"])
    }),
    ("SessionDuration of ten minutes", |says, _| {
        says.set("SessionDuration", &["600"])
    }),
    ("SessionDuration that is no number", |says, _| {
        says.set("SessionDuration", &["1h"])
    }),
    ("SessionDuration over the role's", |says, _| {
        says.set("SessionDuration", &["7200"])
    }),
    ("SessionDuration of a day", |says, _| {
        says.set("SessionDuration", &["86400"])
    }),
];

/// The company, with a role of every kind.
async fn company() -> Company {
    let mut company = Company::new().await;
    let account = company.account.clone();
    let action = json!("sts:AssumeRoleWithSAML");
    for (name, subject) in [("OfDiego", "diego-1"), ("OfCarla", "carla-7f3a")] {
        let condition = json!({ "StringEquals": { "saml:sub": subject, "saml:sub_type": "persistent" } });
        let trust = trust_with(&account, &action, &condition);
        make_role(&mut company.root, name, 3600, &trust).await;
    }
    let mut denied = trust(&account);
    let mut deny = denied["Statement"][0].clone();
    deny["Effect"] = json!("Deny");
    deny["Condition"] = json!({ "StringLike": { "saml:sub": "carla*" } });
    denied["Statement"].as_array_mut().unwrap().push(deny);
    make_role(&mut company.root, "Denied", 3600, &denied).await;
    company
}

#[tokio::test]
async fn every_fault_has_its_words() {
    let mut table = Table {
        company: company().await,
        text: String::from("# what is wrong | status | failed check | record | words of the page\n"),
        newest: Value::Null,
    };
    for (name, change) in CHANGES {
        let mut says = table.company.says();
        change(&mut says, &table.company);
        let (_, answer) = table.company.enter(&says).await;
        table.row(name, &answer).await;
    }
    documents(&mut table).await;
    lives(&mut table).await;
    let text = table.text;

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/federation/saml_matrix.txt");
    if std::env::var_os("UPDATE_MATRIX").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let reviewed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(text == reviewed, "{}", difference(&reviewed, &text));
}

fn difference(old: &str, new: &str) -> String {
    let mut text = String::from("the matrix is not what was reviewed; UPDATE_MATRIX=1 writes it anew\n");
    for line in new.lines().filter(|line| !old.lines().any(|known| known == *line)) {
        let _ = writeln!(text, "+ {line}");
    }
    for line in old.lines().filter(|line| !new.lines().any(|known| known == *line)) {
        let _ = writeln!(text, "- {line}");
    }
    text
}

/// Documents that are wrong in themselves.
async fn documents(table: &mut Table) {
    let forged_subject = NameId {
        format: PERSISTENT.to_owned(),
        value: "root".to_owned(),
        ..NameId::default()
    };
    let forged_attributes = [Attribute {
        name: format!("{PREFIX}RoleSessionName"),
        values: vec!["root".to_owned()],
    }];
    let forged = Fault::Wrapped(Forged {
        subject: &forged_subject,
        attributes: &forged_attributes,
    });
    for (name, fault) in [
        ("unsigned", Fault::Unsigned),
        ("two assertions", Fault::TwoAssertions),
        ("wrapped", forged),
        ("comment in the NameID", Fault::CommentInName),
    ] {
        let says = table.company.says();
        let xml = table.company.written(&says, Some(fault));
        let answer = post_to(&mut table.company.browser(), &xml, None).await;
        table.row(name, &answer).await;
    }
    let says = table.company.says();
    let right = table.company.written(&says, None);
    let changed = [
        ("another name, signed before", right.replace("carla-7f3a", "diego-1")),
        ("a document type", format!("<!DOCTYPE a [<!ENTITY b \"c\">]>{right}")),
        ("encrypted", encrypted(&right)),
        ("no XML", "SAML".to_owned()),
        ("cut off", right[..right.len() / 2].to_owned()),
        (
            "a request",
            "<saml2p:AuthnRequest xmlns:saml2p=\"urn:oasis:names:tc:SAML:2.0:protocol\"/>".to_owned(),
        ),
        (
            "a failure of the provider",
            right.replace("status:Success", "status:Responder"),
        ),
    ];
    for (name, xml) in changed {
        let answer = post_to(&mut table.company.browser(), &xml, None).await;
        table.row(name, &answer).await;
    }
    let encoded = post::encode(&right);
    for (name, response) in [
        ("nothing", String::new()),
        ("no base64", "%%%".to_owned()),
        ("base64 that was cut off", encoded[..encoded.len() - 3].to_owned()),
    ] {
        let form = json!({ "samlResponse": response });
        let answer = table.company.browser().post("/api/saml", form).await;
        table.row(name, &answer).await;
    }
}

fn encrypted(xml: &str) -> String {
    let begin = xml.find("<saml2:Assertion").unwrap();
    let end = xml.find("</saml2:Assertion>").unwrap() + "</saml2:Assertion>".len();
    let inside = "<saml2:EncryptedAssertion xmlns:saml2=\"urn:oasis:names:tc:SAML:2.0:assertion\"/>";
    format!("{}{inside}{}", &xml[..begin], &xml[end..])
}

/// What came before, who may not come, and what became of the provider and of the account.
async fn lives(table: &mut Table) {
    let says = table.company.says();
    let (_, first) = table.company.enter(&says).await;
    table.row("used first", &first).await;
    let (_, again) = table.company.enter(&says).await;
    table.row("used before", &again).await;

    let says = table.company.says();
    let foreign = role_arn(&table.company.account, "CompanyAdministrator");
    let xml = table.company.written(&says, None);
    let answer = post_to(&mut table.company.browser(), &xml, Some(&foreign)).await;
    table.row("a chosen role that it does not name", &answer).await;

    let path = format!(
        "/api/identity-providers/saml?arn={}",
        provider_arn(&table.company.account)
    );
    let renewed = table
        .company
        .root
        .put(&path, json!({ "metadata": metadata(&[9]) }))
        .await;
    assert_eq!(renewed.status, 200, "{renewed:?}");
    let (_, answer) = table.company.enter(&says).await;
    table.row("a key that the metadata has no more", &answer).await;
    let mut says = table.company.says();
    says.key = 9;
    let (_, answer) = table.company.enter(&says).await;
    table.row("the new key", &answer).await;
    let path = format!("/api/identity-providers?arn={}", provider_arn(&table.company.account));
    assert_eq!(table.company.root.delete(&path).await.status, 204);
    let mut says = table.company.says();
    says.key = 9;
    let (_, answer) = table.company.enter(&says).await;
    table.row("the provider was deleted", &answer).await;
}
