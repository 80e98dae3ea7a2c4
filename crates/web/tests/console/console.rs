//! The consoles that only show: what is asked for each list and each thing, where, and of whom.

use crate::common::devices::signed_in;
use crate::common::{Answer, Browser, FINANCE_ROOT, MANAGEMENT, MANAGEMENT_ROOT, Machine, Signs, password_of};
use serde_json::Value;
use vestibule_web::world::World;

const SERVICES: [&str; 12] = [
    "s3",
    "ec2",
    "lambda",
    "dynamodb",
    "rds",
    "sns",
    "sqs",
    "kms",
    "secretsmanager",
    "cloudwatch",
    "cloudformation",
    "route53",
];

/// A browser in which this user of the management account is signed in.
async fn signed_in_at(world: &World, user: &str) -> Browser {
    let password = password_of(world, user).await;
    let mut browser = Browser::of(world);
    browser.iam(MANAGEMENT, user, &password).await.must_step("signed-in");
    browser
}

async fn page(person: &mut impl Signs, service: &str, region: &str) -> Answer {
    let page = person
        .get(&format!("/api/console/services/{service}?region={region}"))
        .await;
    assert_eq!(page.status, 200, "{page:?}");
    page
}

async fn resource(person: &mut impl Signs, service: &str, arn: &str) -> Answer {
    let arn = arn.replace('/', "%2F").replace('*', "%2A");
    person
        .get(&format!("/api/console/services/{service}/resource?arn={arn}"))
        .await
}

/// What a section shows.
#[track_caller]
fn shown<'a>(page: &'a Answer, id: &str) -> &'a Value {
    let sections = page.body["sections"].as_array().unwrap();
    let section = sections.iter().find(|section| section["id"] == id);
    &section.unwrap_or_else(|| panic!("no {id} in {page:?}"))["shown"]
}

fn names(page: &Answer, id: &str) -> Vec<String> {
    let shown = shown(page, id);
    assert_eq!(shown["as"], "table", "{shown}");
    let rows = shown["rows"].as_array().unwrap();
    rows.iter()
        .map(|row| row["link"]["name"].as_str().unwrap().to_owned())
        .collect()
}

/// The words of a section's refusal.
#[track_caller]
fn refusal(page: &Answer, id: &str) -> String {
    let shown = shown(page, id);
    assert_eq!(shown["as"], "refused", "{shown}");
    assert_eq!(shown["refusal"]["code"], "ACCESS_DENIED");
    let message = shown["refusal"]["message"].as_str().unwrap();
    assert_eq!(message, shown["refusal"]["denial"]["message"].as_str().unwrap());
    message.to_owned()
}

/// The ARN of a resource in a list.
fn arn(page: &Answer, section: &str, name: &str) -> String {
    let rows = shown(page, section)["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["link"]["name"] == name);
    row.unwrap_or_else(|| panic!("no {name} in {rows:?}"))["link"]["arn"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn root_sees_every_service_and_every_thing_in_it() {
    let machine = Machine::new();
    for email in [MANAGEMENT_ROOT, FINANCE_ROOT] {
        let mut root = machine.root(email).await;
        let list = root.get("/api/console/services?region=us-east-1").await;
        let tiles = list.body["services"].as_array().unwrap();
        let ids: Vec<&str> = tiles.iter().map(|tile| tile["id"].as_str().unwrap()).collect();
        assert_eq!(ids, SERVICES);
        assert!(tiles.iter().all(|tile| tile["allowed"] == true), "{tiles:?}");
        let mut seen = 0;
        for service in SERVICES {
            for region in ["us-east-1", "eu-central-1"] {
                let page = page(&mut root, service, region).await;
                for section in page.body["sections"].as_array().unwrap() {
                    for row in section["shown"]["rows"].as_array().unwrap() {
                        let columns = section["shown"]["columns"].as_array().unwrap();
                        assert_eq!(row["cells"].as_array().unwrap().len(), columns.len());
                        let arn = row["link"]["arn"].as_str().unwrap();
                        let opened = resource(&mut root, service, arn).await;
                        assert_eq!(opened.status, 200, "{arn}: {opened:?}");
                        assert_eq!(opened.body["arn"], arn);
                        let parts = opened.body["sections"].as_array().unwrap();
                        assert!(!parts.is_empty(), "{arn}");
                        seen += 1;
                    }
                }
            }
        }
        assert!(seen > 15, "{email}: {seen}");
    }
}

#[tokio::test]
async fn without_permissions_each_part_is_refused_by_its_own_action() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let account = alice.account_id().await;
    let list = alice.get("/api/console/services?region=us-east-1").await;
    let tiles = list.body["services"].as_array().unwrap();
    assert!(tiles.iter().all(|tile| tile["allowed"] == false), "{tiles:?}");
    for (service, section, action, on) in [
        ("s3", "buckets", "s3:ListAllMyBuckets", "*".to_owned()),
        ("ec2", "instances", "ec2:DescribeInstances", "*".to_owned()),
        ("ec2", "volumes", "ec2:DescribeVolumes", "*".to_owned()),
        ("kms", "keys", "kms:ListKeys", "*".to_owned()),
        ("route53", "zones", "route53:ListHostedZones", "*".to_owned()),
        (
            "rds",
            "databases",
            "rds:DescribeDBInstances",
            format!("arn:aws:rds:eu-west-1:{account}:db:*"),
        ),
        (
            "cloudwatch",
            "log-groups",
            "logs:DescribeLogGroups",
            format!("arn:aws:logs:eu-west-1:{account}:log-group:*"),
        ),
    ] {
        let page = page(&mut alice, service, "eu-west-1").await;
        let words = refusal(&page, section);
        assert!(
            words.starts_with(&format!(
                "User: arn:aws:iam::{account}:user/alice is not authorized to perform: {action}"
            )),
            "{words}"
        );
        let denial = &shown(&page, section)["refusal"]["denial"];
        assert_eq!(denial["resource"], on.as_str(), "{denial}");
        assert!(!denial["reasons"].as_array().unwrap().is_empty());
        assert!(!page.body.to_string().contains("rows"), "{page:?}");
    }
    let object = resource(&mut alice, "s3", "arn:aws:s3:::anycompany-website/index.html").await;
    assert!(refusal(&object, "content").contains("s3:GetObject"), "{object:?}");
    assert!(!object.body.to_string().contains("Soon more here"));
}

#[tokio::test]
async fn a_region_is_another_place_and_s3_is_not() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let east = page(&mut root, "ec2", "us-east-1").await;
    assert_eq!(names(&east, "instances"), ["bastion", "build-runner"]);
    assert_eq!(east.body["region"], "us-east-1");
    let frankfurt = page(&mut root, "ec2", "eu-central-1").await;
    assert_eq!(names(&frankfurt, "instances"), ["website-1"]);
    let tokyo = page(&mut root, "ec2", "ap-northeast-1").await;
    assert!(names(&tokyo, "instances").is_empty());
    let buckets = page(&mut root, "s3", "ap-northeast-1").await;
    assert_eq!(
        names(&buckets, "buckets"),
        [
            "anycompany-audit-logs",
            "anycompany-break-glass",
            "anycompany-home",
            "anycompany-website"
        ]
    );
    assert_eq!(buckets.body["region"], Value::Null);
    for path in ["services", "services/ec2"] {
        for wrong in ["moon-1", "", "US-EAST-1", "us-east-1%00"] {
            let refused = root.get(&format!("/api/console/{path}?region={wrong}")).await;
            refused.must_blame("region");
        }
    }
}

#[tokio::test]
async fn a_control_policy_blocks_a_region_for_root_too_but_not_what_is_global() {
    let machine = Machine::new();
    let mut root = machine.root(FINANCE_ROOT).await;
    let allowed = page(&mut root, "ec2", "us-east-1").await;
    assert_eq!(names(&allowed, "instances"), ["ledger-app"]);
    let blocked = page(&mut root, "ec2", "us-west-2").await;
    let words = refusal(&blocked, "instances");
    assert!(
        words.ends_with("with an explicit deny in a service control policy"),
        "{words}"
    );
    let reasons = shown(&blocked, "instances")["refusal"]["denial"]["reasons"].to_string();
    assert!(
        reasons.contains("AllowedRegions") && reasons.contains("Workloads"),
        "{reasons}"
    );
    let global = page(&mut root, "s3", "us-west-2").await;
    assert_eq!(
        names(&global, "buckets"),
        ["anycompany-invoices-eu", "anycompany-ledger"]
    );
    let list = root.get("/api/console/services?region=us-west-2").await;
    let allowed: Vec<&str> = list.body["services"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|tile| tile["allowed"] == true)
        .map(|tile| tile["id"].as_str().unwrap())
        .collect();
    assert_eq!(allowed, ["s3", "route53"]);
    // The instance is asked about in the region that it is in.
    let account = root.account_id().await;
    let standby = format!("arn:aws:ec2:us-west-2:{account}:instance/i-0d4e5f60718293a4b");
    refusal(&resource(&mut root, "ec2", &standby).await, "details");
    // The management account is not bound.
    let mut management = machine.root(MANAGEMENT_ROOT).await;
    assert!(names(&page(&mut management, "ec2", "us-west-2").await, "instances").is_empty());
}

#[tokio::test]
async fn a_boundary_leaves_s3_of_nearly_everything() {
    let machine = Machine::new();
    let mut theo = signed_in(&machine, MANAGEMENT, "theo").await;
    assert_eq!(names(&page(&mut theo, "s3", "us-east-1").await, "buckets").len(), 4);
    let object = resource(&mut theo, "s3", "arn:aws:s3:::anycompany-website/index.html").await;
    assert_eq!(object.body["parent"]["arn"], "arn:aws:s3:::anycompany-website");
    let text = shown(&object, "content")["text"].as_str().unwrap();
    assert!(text.contains("Soon more here"), "{text}");
    let words = refusal(&page(&mut theo, "ec2", "us-east-1").await, "instances");
    assert!(
        words.ends_with("because no permissions boundary allows the ec2:DescribeInstances action"),
        "{words}"
    );
}

#[tokio::test]
async fn a_bucket_policy_lets_another_account_in_and_keeps_its_own_root_out() {
    let machine = Machine::new();
    let mut finance = machine.root(FINANCE_ROOT).await;
    let logs = resource(&mut finance, "s3", "arn:aws:s3:::anycompany-audit-logs").await;
    assert_eq!(names(&logs, "objects"), ["2026/", "README.txt"]);
    refusal(&logs, "policy");
    let object = resource(&mut finance, "s3", "arn:aws:s3:::anycompany-audit-logs/README.txt").await;
    assert!(
        shown(&object, "content")["text"]
            .as_str()
            .unwrap()
            .contains("Finance may read")
    );
    let website = resource(&mut finance, "s3", "arn:aws:s3:::anycompany-website").await;
    refusal(&website, "objects");
    let other = resource(&mut finance, "s3", "arn:aws:s3:::anycompany-website/index.html").await;
    refusal(&other, "content");

    let mut management = machine.root(MANAGEMENT_ROOT).await;
    let bucket = resource(&mut management, "s3", "arn:aws:s3:::anycompany-break-glass").await;
    assert_eq!(names(&bucket, "objects"), ["procedure.txt"]);
    assert!(
        shown(&bucket, "policy")["text"]
            .as_str()
            .unwrap()
            .contains("OnlyWithMfa")
    );
    let object = resource(
        &mut management,
        "s3",
        "arn:aws:s3:::anycompany-break-glass/procedure.txt",
    )
    .await;
    let words = refusal(&object, "content");
    assert!(
        words.ends_with("with an explicit deny in a resource-based policy"),
        "{words}"
    );
}

#[tokio::test]
async fn a_bucket_is_listed_folder_by_folder() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let home = "arn:aws:s3:::anycompany-home";
    for (prefix, expected) in [
        ("", vec!["README.txt", "home/"]),
        ("home/", vec!["alice/", "bob/"]),
        ("home/alice/", vec!["notes.txt", "todo.txt"]),
        ("home/alice/n", vec!["otes.txt"]),
        ("nothing/", vec![]),
        ("%", vec![]),
    ] {
        let encoded = prefix.replace('%', "%25").replace('/', "%2F");
        let page = root
            .get(&format!(
                "/api/console/services/s3/resource?arn={home}&prefix={encoded}"
            ))
            .await;
        let rows = shown(&page, "objects")["rows"].as_array().unwrap();
        let found: Vec<&str> = rows.iter().map(|row| row["cells"][0].as_str().unwrap()).collect();
        assert_eq!(found, expected, "{prefix}");
        for row in rows {
            let link = &row["link"];
            if let Some(folder) = link["prefix"].as_str() {
                assert_eq!(link["arn"], home);
                assert!(folder.starts_with(prefix) && folder.ends_with('/'), "{folder}");
            } else {
                let arn = link["arn"].as_str().unwrap();
                assert!(arn.starts_with(&format!("{home}/{prefix}")), "{arn}");
            }
        }
    }
}

#[tokio::test]
async fn a_key_policy_governs_its_key() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let keys = page(&mut root, "kms", "us-east-1").await;
    let sealed = arn(&keys, "keys", "alias/sealed-from-administrators");
    let usual = arn(&keys, "keys", "alias/audit-logs");
    let mut adam = signed_in(&machine, MANAGEMENT, "adam").await;
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    for part in ["details", "policy"] {
        assert_ne!(shown(&resource(&mut adam, "kms", &usual).await, part)["as"], "refused");
        refusal(&resource(&mut adam, "kms", &sealed).await, part);
        refusal(&resource(&mut root, "kms", &sealed).await, part);
        // The key's policy names alice, who has no policy of her own about keys.
        assert_ne!(
            shown(&resource(&mut alice, "kms", &sealed).await, part)["as"],
            "refused"
        );
        refusal(&resource(&mut alice, "kms", &usual).await, part);
    }
}

#[tokio::test]
async fn a_secrets_value_is_for_those_who_may_get_it_and_lies_nowhere() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut adam = signed_in_at(&world, "adam").await;
    let list = page(&mut adam, "secretsmanager", "us-east-1").await;
    let secret = arn(&list, "secrets", "chat/webhook");
    let opened = resource(&mut adam, "secretsmanager", &secret).await;
    let text = shown(&opened, "value")["text"].as_str().unwrap();
    let value: Value = serde_json::from_str(text).unwrap();
    let password = value["password"].as_str().unwrap();
    assert_eq!(password.len(), 32);
    let mut alice = signed_in_at(&world, "alice").await;
    let refused = resource(&mut alice, "secretsmanager", &secret).await;
    assert!(refusal(&refused, "value").contains("secretsmanager:GetSecretValue"));
    assert!(!refused.body.to_string().contains(password));
    // At rest: what a store does while it closes is not to be met half done.
    world.close().await;
    for file in std::fs::read_dir(&machine.folder).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let found = bytes.windows(32).any(|window| window == password.as_bytes());
        assert!(!found, "{}", path.display());
    }
}

#[tokio::test]
async fn what_does_not_exist_is_told_to_those_only_who_might_have_seen_it() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let account = root.account_id().await;
    let long = format!("arn:aws:s3:::{}", "a".repeat(5000));
    for (service, arn) in [
        ("s3", "arn:aws:s3:::no-such-bucket"),
        ("s3", ""),
        ("s3", "../../etc/passwd"),
        ("s3", "%27%20OR%201=1"),
        ("s3", &long),
        ("ec2", "arn:aws:s3:::anycompany-website"),
        (
            "lambda",
            &format!("arn:aws:lambda:us-east-1:{account}:function:no-such"),
        ),
    ] {
        resource(&mut root, service, arn)
            .await
            .must_refuse(404, "NO_SUCH_ENTITY");
        resource(&mut alice, service, arn)
            .await
            .must_refuse(403, "ACCESS_DENIED");
    }
    // Another account's name does not tell either.
    let foreign = "arn:aws:lambda:us-east-1:999999999999:function:no-such";
    resource(&mut root, "lambda", foreign)
        .await
        .must_refuse(403, "ACCESS_DENIED");
    for service in ["iam", "S3", "nonsense", "%00"] {
        root.get(&format!("/api/console/services/{service}?region=us-east-1"))
            .await
            .must_refuse(404, "NO_SUCH_ENTITY");
    }
}

#[tokio::test]
async fn signed_out_there_is_nothing_to_see() {
    let machine = Machine::new();
    let mut browser = machine.browser().await;
    for path in [
        "services?region=us-east-1",
        "services/s3?region=us-east-1",
        "services/s3/resource?arn=arn:aws:s3:::anycompany-website",
        "identity",
    ] {
        browser
            .get(&format!("/api/console/{path}"))
            .await
            .must_refuse(401, "NOT_SIGNED_IN");
    }
}

#[tokio::test]
async fn who_one_is_and_what_policies_know_of_it() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let account = alice.account_id().await;
    machine.pass(90);
    let who = alice.get("/api/console/identity").await;
    assert_eq!(who.text("arn"), format!("arn:aws:iam::{account}:user/alice"));
    assert!(who.text("userId").starts_with("AIDA"));
    assert_eq!(who.text("account"), account);
    assert_eq!(who.text("issuedAt"), "2026-03-01T12:00:00Z");
    assert_eq!(who.text("expiresAt"), "2026-03-02T00:00:00Z");
    assert_eq!(who.body["accessKeyId"], Value::Null);
    assert_eq!(who.body["mfaAgeSeconds"], Value::Null);
    let key = |answer: &Answer, name: &str| {
        let keys = answer.body["keys"].as_array().unwrap().clone();
        keys.into_iter()
            .find(|key| key["title"] == name)
            .map(|key| key["value"].as_str().unwrap().to_owned())
    };
    assert_eq!(key(&who, "aws:MultiFactorAuthPresent").as_deref(), Some("false"));
    assert_eq!(key(&who, "aws:MultiFactorAuthAge"), None);
    assert_eq!(key(&who, "aws:username").as_deref(), Some("alice"));
    assert!(key(&who, "aws:PrincipalOrgID").unwrap().starts_with("o-"));

    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let who = root.get("/api/console/identity").await;
    assert_eq!(who.text("userId"), account);
    assert_eq!(key(&who, "aws:username"), None);

    let mut person = machine.person().await;
    let password = password_of(&machine.world().await, "ivan").await;
    let step = person.iam(MANAGEMENT, "ivan", &password).await;
    let code = crate::common::devices::shown_code(&mut person, "ivan").await;
    crate::common::devices::try_code(&mut person, &crate::common::devices::offered(&step, "virtual"), &code)
        .await
        .must_step("signed-in");
    machine.pass(45);
    let who = person.get("/api/console/identity").await;
    assert_eq!(who.body["mfaAgeSeconds"], 45);
    assert_eq!(who.body["sessionMfa"]["kind"], "virtual");
    assert_eq!(key(&who, "aws:MultiFactorAuthPresent").as_deref(), Some("true"));
    assert_eq!(key(&who, "aws:MultiFactorAuthAge").as_deref(), Some("45"));
}
