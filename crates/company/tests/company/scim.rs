//! Provisioning against a small SCIM service.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use serde_json::{Value, json};
use vestibule_company::scim::{ProvisionOutcome, ScimForm};
use vestibule_company::{Caller, CompanyError};
use vestibule_identity::network::{Network, Request, Response, Unreachable};

use crate::home::{Home, Told, refused};

const ENDPOINT: &str = "https://scim.us-east-1.amazonaws.com/tenant/scim/v2";

#[derive(Debug, Default)]
struct Scim {
    /// By path.
    things: Mutex<BTreeMap<String, Value>>,
    writes: Mutex<Vec<String>>,
    next: Mutex<u32>,
}

impl Scim {
    fn all(&self, kind: &str) -> Vec<Value> {
        let things = self.things.lock().unwrap();
        let prefix = format!("/{kind}/");
        things
            .iter()
            .filter(|(path, _)| path.starts_with(&prefix))
            .map(|(_, thing)| thing.clone())
            .collect()
    }

    fn writes(&self) -> Vec<String> {
        std::mem::take(&mut *self.writes.lock().unwrap())
    }

    fn answer(&self, request: &Request) -> (u16, Value) {
        if !request
            .headers
            .contains(&("authorization".to_owned(), "Bearer right".to_owned()))
        {
            return (401, json!({ "detail": "The token is not right.", "status": "401" }));
        }
        let path = request.url.strip_prefix(ENDPOINT).unwrap();
        let body: Value = serde_json::from_str(&request.body).unwrap_or_default();
        let mut things = self.things.lock().unwrap();
        if request.method != "GET" {
            self.writes.lock().unwrap().push(format!("{} {path}", request.method));
        }
        match (request.method, path) {
            ("GET", path) if !path.contains('?') => match things.get(path) {
                Some(thing) => (200, thing.clone()),
                None => (404, json!({ "detail": "Gone.", "status": "404" })),
            },
            ("GET", _) => {
                let (kind, filter) = path.split_once("?filter=").unwrap();
                let url = url::Url::parse(&format!("https://x/?f={filter}")).unwrap();
                let filter = url.query_pairs().next().unwrap().1.into_owned();
                let (name, value) = filter.split_once(" eq ").unwrap();
                let wanted = value.trim_matches('"');
                let found: Vec<&Value> = things
                    .iter()
                    .filter(|(path, thing)| path.starts_with(kind) && thing[name] == wanted)
                    .map(|(_, thing)| thing)
                    .collect();
                (200, json!({ "Resources": found }))
            }
            ("POST", kind) => {
                if body["userName"] == "gita@anycompany.example" {
                    return (
                        409,
                        json!({ "detail": "Taken elsewhere.", "status": "409", "scimType": "uniqueness" }),
                    );
                }
                let mut next = self.next.lock().unwrap();
                *next += 1;
                let mut thing = body;
                thing["id"] = json!(format!("r{next}"));
                things.insert(format!("{kind}/r{next}"), thing.clone());
                (201, thing)
            }
            ("PUT", path) => match things.get_mut(path) {
                Some(thing) => {
                    let id = thing["id"].clone();
                    *thing = body;
                    thing["id"] = id;
                    (200, thing.clone())
                }
                None => (404, json!({ "detail": "Gone.", "status": "404" })),
            },
            ("PATCH", path) => match things.get_mut(path) {
                Some(thing) => {
                    for operation in body["Operations"].as_array().unwrap() {
                        let value = &operation["value"];
                        match (operation["op"].as_str().unwrap(), operation["path"].as_str().unwrap()) {
                            ("replace", "displayName") => thing["displayName"] = value.clone(),
                            (op @ ("add" | "remove"), "members") => {
                                let mut members = thing["members"].as_array().cloned().unwrap_or_default();
                                members.retain(|member| *member != value[0]);
                                if op == "add" {
                                    members.push(value[0].clone());
                                }
                                thing["members"] = json!(members);
                            }
                            _ => return (400, json!({ "detail": "Not supported.", "status": "400" })),
                        }
                    }
                    (204, Value::Null)
                }
                None => (404, json!({ "detail": "Gone.", "status": "404" })),
            },
            ("DELETE", path) => {
                things.remove(path);
                (204, Value::Null)
            }
            other => panic!("{other:?}"),
        }
    }
}

#[async_trait]
impl Network for Scim {
    async fn send(&self, request: Request) -> Result<Response, Unreachable> {
        let (status, body) = self.answer(&request);
        Ok(Response {
            status,
            headers: Vec::new(),
            body: body.to_string(),
        })
    }
}

async fn connected() -> (Home, Arc<Scim>, Caller) {
    let scim = Arc::new(Scim::default());
    let home = Home::on_network(scim.clone(), Arc::new(Told::default())).await;
    let admin = home.signed_in("hugo").await;
    (home, scim, admin)
}

fn form(token: &str) -> ScimForm {
    serde_json::from_value(json!({ "endpoint": ENDPOINT, "automatic": true, "token": token })).unwrap()
}

#[tokio::test]
async fn people_and_groups_are_there_as_they_are_here() {
    let (home, scim, admin) = connected().await;
    assert!(matches!(
        refused(home.company.provision_now(&admin).await),
        CompanyError::NotConfigured(_)
    ));
    let page = home.company.set_scim(&admin, form("right")).await.unwrap();
    assert!(page.has_token);
    let page = home.company.provision_now(&admin).await.unwrap();
    let outcome = |name: &str| {
        let found = page.records.iter().find(|record| record.name == name);
        found.unwrap().outcome.clone()
    };
    assert_eq!(outcome("carla@anycompany.example"), ProvisionOutcome::Created);
    assert_eq!(outcome("aws-analysts"), ProvisionOutcome::Created);
    assert_eq!(
        outcome("gita@anycompany.example"),
        ProvisionOutcome::Failed {
            code: "uniqueness".to_owned(),
            message: "Taken elsewhere.".to_owned(),
        }
    );
    let people = scim.all("Users");
    assert_eq!(people.len(), 5);
    let carla = people
        .iter()
        .find(|one| one["userName"] == "carla@anycompany.example")
        .unwrap();
    assert_eq!(carla["name"], json!({ "givenName": "Carla", "familyName": "Conti" }));
    assert_eq!(carla["active"], true);
    assert_eq!(carla["title"], "Analyst");
    assert_eq!(
        carla["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
        json!({ "department": "Finance", "costCenter": "4100" })
    );
    let groups = scim.all("Groups");
    let analysts = groups.iter().find(|one| one["displayName"] == "aws-analysts").unwrap();
    assert_eq!(analysts["members"].as_array().unwrap().len(), 2);

    // Who leaves a group leaves it there; its name follows.
    let people = home.company.people(&admin).await.unwrap();
    let carla = people.iter().find(|one| one.user_name == "carla").unwrap();
    let groups = home.company.groups(&admin).await.unwrap();
    let here = groups.iter().find(|one| one.name == "aws-analysts").unwrap();
    let form = serde_json::from_value(json!({ "name": "analysts", "members": [carla.id] })).unwrap();
    home.company.change_group(&admin, &here.id, form).await.unwrap();
    let groups = scim.all("Groups");
    let analysts = groups.iter().find(|one| one["displayName"] == "analysts").unwrap();
    assert_eq!(analysts["members"].as_array().unwrap().len(), 1);
    assert!(groups.iter().all(|one| one["displayName"] != "aws-analysts"));

    // Again: nothing is added twice.
    scim.writes();
    home.company.provision_now(&admin).await.unwrap();
    assert_eq!(scim.all("Users").len(), 5);
    let writes = scim.writes();
    assert!(
        writes
            .iter()
            .all(|line| line == "POST /Users" || !line.starts_with("POST")),
        "{writes:?}"
    );
}

#[tokio::test]
async fn changes_follow_by_themselves() {
    let (home, scim, admin) = connected().await;
    home.company.set_scim(&admin, form("right")).await.unwrap();
    home.company.provision_now(&admin).await.unwrap();
    let people = home.company.people(&admin).await.unwrap();
    let carla = people.iter().find(|one| one.user_name == "carla").unwrap();
    home.company.enable_person(&admin, &carla.id, false).await.unwrap();
    let there = |all: &[Value]| {
        let found = all.iter().find(|one| one["externalId"] == carla.id.as_str());
        found.unwrap()["active"].clone()
    };
    assert_eq!(there(&scim.all("Users")), false);
    let page = home.company.scim_administration(&admin).await.unwrap();
    let record = page.records.iter().find(|one| one.local_id == carla.id).unwrap();
    assert_eq!(record.outcome, ProvisionOutcome::Deactivated);
    // What was deleted there is made again; a group that goes here goes there.
    scim.things.lock().unwrap().clear();
    home.company.enable_person(&admin, &carla.id, true).await.unwrap();
    assert_eq!(there(&scim.all("Users")), true);
    let groups = home.company.groups(&admin).await.unwrap();
    let analysts = groups.iter().find(|one| one.name == "aws-analysts").unwrap();
    home.company.delete_group(&admin, &analysts.id).await.unwrap();
    assert!(
        scim.all("Groups")
            .iter()
            .all(|one| one["displayName"] != "aws-analysts")
    );
}

#[tokio::test]
async fn a_wrong_token_is_told_for_each_and_changes_go_on() {
    let (home, scim, admin) = connected().await;
    home.company.set_scim(&admin, form("wrong")).await.unwrap();
    let page = home.company.provision_now(&admin).await.unwrap();
    assert!(page.records.iter().all(|record| matches!(
        &record.outcome,
        ProvisionOutcome::Failed { code, .. } if code == "401"
    )));
    let people = home.company.people(&admin).await.unwrap();
    let carla = people.iter().find(|one| one.user_name == "carla").unwrap();
    home.company.enable_person(&admin, &carla.id, false).await.unwrap();
    assert!(scim.all("Users").is_empty());
    let wrong: ScimForm =
        serde_json::from_value(json!({ "endpoint": "http://scim.example/", "automatic": true })).unwrap();
    let refusal = refused(home.company.set_scim(&admin, wrong).await);
    assert_eq!(refusal.body().field.as_deref(), Some("endpoint"));
}
