//! Random provisioning against a small model, and random JSON against the endpoint.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};

use super::external_company::Company;
use super::scim_client::{Client, person};

#[derive(Debug, Clone)]
enum Step {
    Create(u8),
    Rename(u8, u8),
    Active(u8, bool),
    Delete(u8),
    Join(u8),
    Leave(u8),
    SignIn(u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let who = 0u8..4;
    let step = prop_oneof![
        4 => who.clone().prop_map(Step::Create),
        2 => (who.clone(), who.clone()).prop_map(|(one, other)| Step::Rename(one, other)),
        3 => (who.clone(), any::<bool>()).prop_map(|(one, active)| Step::Active(one, active)),
        2 => who.clone().prop_map(Step::Delete),
        3 => who.clone().prop_map(Step::Join),
        2 => who.clone().prop_map(Step::Leave),
        3 => who.prop_map(Step::SignIn),
    ];
    prop::collection::vec(step, 1..25)
}

fn name(number: u8) -> String {
    format!("p{number}@anycompany.example")
}

/// By the number in the user name: id, and whether the person may sign in.
type Model = BTreeMap<u8, (String, bool)>;

async fn check(steps: Vec<Step>) -> Result<(), TestCaseError> {
    let mut company = Company::connected().await;
    let client = Client::of(&mut company).await;
    let group = client.group("Model", &[]).await;
    let mut people: Model = BTreeMap::new();
    let mut members: BTreeSet<String> = BTreeSet::new();
    for step in steps {
        match step {
            Step::Create(one) => {
                let mut body = person(&name(one));
                // Addresses and the company's ids follow nobody: only the name is in the way.
                let own = company.says().assertion;
                body["externalId"] = json!(own);
                body["emails"][0]["value"] = json!(format!("{own}@mail.example"));
                let made = client.send("POST", "Users", &body).await;
                prop_assert_eq!(made.status, if people.contains_key(&one) { 409 } else { 201 });
                if made.status == 201 {
                    people.insert(one, (made.body["id"].as_str().unwrap().to_owned(), true));
                }
            }
            Step::Rename(one, other) => {
                let Some((id, active)) = people.get(&one).cloned() else {
                    continue;
                };
                let change = json!([{ "op": "replace", "path": "userName", "value": name(other) }]);
                let done = client.patch(&format!("Users/{id}"), change).await;
                let is_taken = one != other && people.contains_key(&other);
                prop_assert_eq!(done.status, if is_taken { 409 } else { 200 });
                if !is_taken {
                    people.remove(&one);
                    people.insert(other, (id, active));
                }
            }
            Step::Active(one, active) => {
                let Some((id, held)) = people.get_mut(&one) else {
                    continue;
                };
                let change = json!([{ "op": "replace", "value": { "active": active } }]);
                prop_assert_eq!(client.patch(&format!("Users/{id}"), change).await.status, 200);
                *held = active;
            }
            Step::Delete(one) => {
                let Some((id, _)) = people.remove(&one) else { continue };
                let done = client.send("DELETE", &format!("Users/{id}"), &Value::Null).await;
                prop_assert_eq!(done.status, 204);
                members.remove(&id);
            }
            Step::Join(one) | Step::Leave(one) => {
                let Some((id, _)) = people.get(&one) else { continue };
                let joins = matches!(step, Step::Join(_));
                let op = if joins { "add" } else { "remove" };
                let change = json!([{ "op": op, "path": "members", "value": [{ "value": id }] }]);
                prop_assert_eq!(client.patch(&format!("Groups/{group}"), change).await.status, 204);
                if joins {
                    members.insert(id.clone());
                } else {
                    members.remove(id);
                }
            }
            Step::SignIn(one) => {
                let mut browser = company.browser();
                let mut says = company.says();
                says.name = name(one);
                let answer = company.post(&mut browser, &company.signed(&says), "").await;
                let may = people.get(&one).is_some_and(|(_, active)| *active);
                prop_assert_eq!(answer.status, if may { 200 } else { 403 });
                prop_assert_eq!(company.inside(&mut browser).await.is_object(), may);
            }
        }
        for (number, (id, active)) in &people {
            let found = client
                .find("Users", &format!("userName eq \"{}\"", name(*number)))
                .await
                .body;
            prop_assert_eq!(&found["Resources"][0]["id"], &json!(id));
            prop_assert_eq!(&found["Resources"][0]["active"], &json!(active));
        }
        let found = client.find("Users", &format!("groups.value eq \"{group}\"")).await.body;
        let told: BTreeSet<String> = found["Resources"]
            .as_array()
            .unwrap()
            .iter()
            .map(|user| user["id"].as_str().unwrap().to_owned())
            .collect();
        prop_assert_eq!(&told, &members);
    }
    Ok(())
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn the_identity_store_is_what_was_pushed(steps in steps()) {
        runtime().block_on(check(steps))?;
    }
}

/// JSON of the names that the endpoint knows, in no order.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[\\PC]{0,8}".prop_map(Value::from),
        prop::sample::select(vec![
            "add",
            "replace",
            "remove",
            "members",
            "emails",
            "active",
            "True",
            "bad@x.example"
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        let key = prop::sample::select(vec![
            "schemas",
            "userName",
            "name",
            "givenName",
            "familyName",
            "displayName",
            "emails",
            "value",
            "type",
            "primary",
            "active",
            "Operations",
            "op",
            "path",
            "members",
            "externalId",
            "id",
            "meta",
            "groups",
            "manager",
            "addresses",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(key, inner, 0..6).prop_map(|fields| Value::Object(
                fields
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect()
            )),
        ]
    })
}

#[test]
fn nothing_that_is_sent_is_a_fault_of_ours() {
    runtime().block_on(async {
        let mut company = Company::connected().await;
        let client = Client::of(&mut company).await;
        let user = client.user("one@anycompany.example").await;
        let group = client.group("One", &[&user]).await;
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        for _ in 0..150 {
            let body = anything().new_tree(&mut runner).unwrap().current();
            for (method, path) in [
                ("POST", "Users".to_owned()),
                ("PUT", format!("Users/{user}")),
                ("PATCH", format!("Users/{user}")),
                ("POST", "Groups".to_owned()),
                ("PATCH", format!("Groups/{group}")),
            ] {
                let reply = client.send(method, &path, &body).await;
                assert!(reply.status < 500, "{method} {path} {body}: {reply:?}");
                if reply.status >= 400 {
                    assert!(reply.body["detail"].is_string(), "{reply:?}");
                }
            }
        }
    });
}
