#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "tests"
)]

use proptest::prelude::*;
use serde_json::{Value, json};

use super::ScimError;
use super::filter::{self, Term};
use super::names::{ENTERPRISE, GROUP, USER, tidy};
use super::patch::{apply, operations};
use super::path::Path;
use super::resource::Resource;

fn terms(text: &str) -> Vec<(String, String)> {
    let pair = |term: Term| (term.attribute, term.value);
    filter::parse(text).unwrap().into_iter().map(pair).collect()
}

fn one(attribute: &str, value: &str) -> Vec<(String, String)> {
    vec![(attribute.to_owned(), value.to_owned())]
}

#[test]
fn filters_are_equality_and_its_conjunction() {
    assert_eq!(terms("userName eq \"bjensen\""), one("userName", "bjensen"));
    assert_eq!(
        terms("  USERNAME   EQ \"a\\\"b and c\"  "),
        one("userName", "a\"b and c")
    );
    assert_eq!(terms("groups.value eq \"g\""), one("groups", "g"));
    assert_eq!(
        terms(&format!("{ENTERPRISE}:manager.value eq \"m\"")),
        one("manager", "m")
    );
    assert_eq!(terms("id eq \"1\" AND manager eq \"2\"").len(), 2);
    for wrong in [
        "",
        "userName",
        "userName eq",
        "userName eq bjensen",
        "userName eq \"bjensen",
        "userName ne \"bjensen\"",
        "userName sw \"b\"",
        "userName eq \"a\" or userName eq \"b\"",
        "id eq \"1\" and manager eq \"2\" and title eq \"3\"",
        "not (userName eq \"a\")",
        "(userName eq \"a\")",
        "userName eq \"a\" trailing",
    ] {
        assert_eq!(filter::parse(wrong), Err(ScimError::filter()), "{wrong}");
    }
}

#[test]
fn paths_name_attributes_values_and_parts() {
    let path = |text: &str| Path::parse(text).unwrap();
    assert_eq!(path("displayname").attribute, "displayName");
    let part = path("name.GIVENNAME");
    assert_eq!(
        (part.attribute.as_str(), part.part.as_deref()),
        ("name", Some("givenName"))
    );
    let which = path("emails[type eq \"work\"].value");
    assert_eq!(which.which.unwrap().value, "work");
    assert_eq!(which.part.as_deref(), Some("value"));
    assert!(path("members[value eq \"id.with.dots]\"]").part.is_none());
    let of = path(&format!("{ENTERPRISE}:department"));
    assert!(of.enterprise && of.attribute == "department");
    assert!(path("department").enterprise);
    assert!(path(ENTERPRISE).attribute.is_empty());
    assert_eq!(path("enterprise.manager").attribute, "manager");
    for wrong in [
        "",
        ".",
        "a b",
        "emails[",
        "emails[type]",
        "emails[type eq \"work\"]x",
        "urn:x:y:department",
        "a..b",
    ] {
        assert!(Path::parse(wrong).is_err(), "{wrong}");
    }
}

fn person() -> Value {
    json!({
        "userName": "bjensen", "name": { "givenName": "Barbara", "familyName": "Jensen" }, "displayName": "Babs",
        "emails": [{ "value": "bjensen@example.com", "type": "work", "primary": true }], "active": true,
    })
}

fn patched(changes: Value) -> Result<Value, ScimError> {
    changed(person(), changes)
}

fn changed(mut whole: Value, changes: Value) -> Result<Value, ScimError> {
    apply(&mut whole, operations(json!({ "Operations": changes }))?)?;
    Resource::read(whole.clone())?.check()?;
    Ok(whole)
}

#[test]
fn what_providers_send_changes_what_they_mean() {
    // Okta: no path.
    let off = patched(json!([{ "op": "replace", "value": { "active": false } }])).unwrap();
    assert_eq!(off["active"], false);
    // Entra: capitals, texts for flags, and paths as keys.
    let off = patched(json!([{ "op": "Replace", "path": "active", "value": "False" }])).unwrap();
    assert_eq!(off["active"], "False");
    let named =
        json!([{ "op": "Add", "value": { "name.givenName": "Bea", (format!("{ENTERPRISE}:department")): "Ops" } }]);
    let named = patched(named).unwrap();
    assert_eq!(named["name"]["givenName"], "Bea");
    assert_eq!(named["name"]["familyName"], "Jensen");
    assert_eq!(named[ENTERPRISE]["department"], "Ops");
    let path = "emails[type eq \"work\"].value";
    let moved = patched(json!([{ "op": "replace", "path": path, "value": "b@example.com" }])).unwrap();
    assert_eq!(moved["emails"][0]["value"], "b@example.com");
    let called =
        patched(json!([{ "op": "add", "path": "phoneNumbers[type eq \"work\"].value", "value": "555" }])).unwrap();
    assert_eq!(called["phoneNumbers"], json!([{ "type": "work", "value": "555" }]));
    let led = patched(json!([{ "op": "add", "path": format!("{ENTERPRISE}:manager"), "value": "m-1" }])).unwrap();
    assert_eq!(led[ENTERPRISE]["manager"]["value"], "m-1");
    let gone = patched(json!([
        { "op": "add", "path": "title", "value": "Guide" }, { "op": "remove", "path": "title" },
    ]))
    .unwrap();
    assert_eq!(gone.get("title"), None);
    let same = patched(json!([{ "op": "add", "path": "emails", "value": person()["emails"] }])).unwrap();
    assert_eq!(same["emails"].as_array().unwrap().len(), 1);
}

/// As they were pushed before types counted.
fn without_types() -> Value {
    let mut plain = person();
    plain["emails"] = json!([{ "value": "bjensen@example.com", "primary": true }]);
    plain["phoneNumbers"] = json!([{ "value": "555" }]);
    plain["addresses"] = json!([{ "country": "DE" }]);
    plain["roles"] = json!([{ "value": "Guide" }]);
    plain
}

#[test]
fn the_only_value_takes_on_what_a_filter_asks_of_it() {
    for op in ["Add", "Replace"] {
        let to = |path: &str, value: &str| json!({ "op": op, "path": path, "value": value });
        let changes = json!([
            to("emails[type eq \"work\"].value", "b@example.com"),
            to("phoneNumbers[TYPE eq \"work\"].value", "556"),
            to("addresses[type eq \"work\"].locality", "Bonn"),
            to("roles[primary eq \"True\"].value", "Pilot"),
            to("roles[primary eq \"true\"].type", "work"),
        ]);
        let after = changed(without_types(), changes).unwrap();
        let email = json!([{ "value": "b@example.com", "type": "work", "primary": true }]);
        assert_eq!(after["emails"], email, "{op}");
        assert_eq!(after["phoneNumbers"], json!([{ "value": "556", "type": "work" }]));
        let address = json!([{ "country": "DE", "locality": "Bonn", "type": "work" }]);
        assert_eq!(after["addresses"], address);
        let role = json!([{ "value": "Pilot", "type": "work", "primary": true }]);
        assert_eq!(after["roles"], role);
    }
    // As a whole.
    for op in ["Add", "Replace"] {
        let whole = json!({ "value": "556", "type": "work" });
        let changes = json!([{ "op": op, "path": "phoneNumbers[type eq \"work\"]", "value": whole }]);
        let after = changed(without_types(), changes).unwrap();
        assert_eq!(after["phoneNumbers"], json!([whole]), "{op}");
    }
}

#[test]
fn what_a_value_says_of_itself_stays_and_nothing_else_is_made_up() {
    let words = |whole: Value, op: &str, path: &str| {
        let changes = json!([{ "op": op, "path": path, "value": "a@example.com" }]);
        changed(whole, changes).unwrap_err().to_string()
    };
    for path in ["emails[type eq \"home\"].value", "emails[primary eq \"False\"].value"] {
        let two = words(person(), "Add", path);
        assert_eq!(two, "List attribute emails exceeds allowed limit of 1", "{path}");
        let none = words(person(), "Replace", path);
        assert_eq!(none, "No value of emails fits the path", "{path}");
    }
    let data = "addresses[region eq \"CA\"].country";
    assert_eq!(
        words(without_types(), "Replace", data),
        "No value of addresses fits the path"
    );
    let gone = json!([{ "op": "Remove", "path": "phoneNumbers[type eq \"fax\"]" }]);
    let same = changed(without_types(), gone).unwrap();
    assert_eq!(same["phoneNumbers"], without_types()["phoneNumbers"]);
}

#[test]
fn flags_are_asked_for_in_any_case() {
    let mut whole = person();
    for (asked, value) in [("\"True\"", "a"), ("\"True\"", "b"), ("\"TRUE\"", "c"), ("true", "d")] {
        for op in ["Add", "Replace"] {
            let path = format!("roles[primary eq {asked}].value");
            let changes = json!([{ "op": op, "path": path, "value": value }]);
            whole = changed(whole, changes).unwrap();
            assert_eq!(whole["roles"], json!([{ "primary": true, "value": value }]), "{asked}");
        }
    }
}

#[test]
fn schemas_beside_the_known_ones_are_passed_over() {
    const OWN: &str = "urn:ietf:params:scim:schemas:extension:anycompany:2.0:User";
    let read = |schemas: Value| {
        let mut whole = person();
        whole["schemas"] = schemas;
        whole[OWN] = json!({ "badge": 7, "manager": { "displayName": "Boss" }, "password": "" });
        Resource::read(whole).and_then(Resource::check)
    };
    let plain = Resource::read(person()).unwrap();
    for right in [
        json!([USER, OWN]),
        json!([OWN, USER.to_uppercase(), ENTERPRISE]),
        json!([ENTERPRISE]),
        json!([]),
    ] {
        assert_eq!(read(right.clone()).unwrap().resource, plain, "{right}");
    }
    for wrong in [json!([OWN]), json!([GROUP]), json!([USER, 5]), json!(USER), json!({})] {
        let error = read(wrong.clone()).unwrap_err();
        assert_eq!(error, ScimError::syntax("Unsupported schema"), "{wrong}");
    }
}

#[test]
fn what_is_not_supported_is_refused() {
    for (what, changes) in [
        ("no operations", json!([])),
        ("no op", json!([{ "path": "title", "value": "a" }])),
        ("another op", json!([{ "op": "copy", "path": "title", "value": "a" }])),
        ("no value", json!([{ "op": "add", "path": "title" }])),
        ("no path", json!([{ "op": "remove" }])),
        ("no path, no object", json!([{ "op": "add", "value": "a" }])),
        ("the user name removed", json!([{ "op": "remove", "path": "userName" }])),
        ("active removed", json!([{ "op": "remove", "path": "active" }])),
        (
            "a required part removed",
            json!([{ "op": "remove", "path": "name.familyName" }]),
        ),
        ("the id", json!([{ "op": "replace", "path": "id", "value": "1" }])),
        ("groups", json!([{ "op": "add", "path": "groups", "value": [] }])),
        (
            "the password",
            json!([{ "op": "replace", "path": "password", "value": "a" }]),
        ),
        (
            "twice active",
            json!([{ "op": "replace", "path": "active", "value": true }, { "op": "replace", "value": { "active": false } }]),
        ),
        (
            "two addresses",
            json!([{ "op": "add", "path": "emails", "value": [{ "value": "c@example.com", "primary": true }] }]),
        ),
        (
            "nothing that fits",
            json!([{ "op": "replace", "path": "emails[type eq \"home\"].value", "value": "c@example.com" }]),
        ),
        (
            "an empty text",
            json!([{ "op": "replace", "path": "title", "value": "" }]),
        ),
        ("a number", json!([{ "op": "replace", "path": "title", "value": 5 }])),
        (
            "no flag",
            json!([{ "op": "replace", "path": "active", "value": "maybe" }]),
        ),
    ] {
        assert!(patched(changes).is_err(), "{what}");
    }
}

#[test]
fn a_person_has_what_is_required_and_one_of_each() {
    let check = |change: fn(&mut Value)| {
        let mut whole = person();
        change(&mut whole);
        Resource::read(whole).and_then(Resource::check)
    };
    assert!(check(|_| {}).is_ok());
    assert!(check(|one| one["ACTIVE"] = json!(null)).is_ok());
    for change in [
        (|one| one["userName"] = json!(null)) as fn(&mut Value),
        |one| one["displayName"] = json!(""),
        |one| one["name"] = json!({ "givenName": "Barbara" }),
        |one| one["name"]["givenName"] = json!("a\u{7}"),
        |one| one["userName"] = json!("b jensen"),
        |one| one["emails"] = json!([]),
        |one| one["emails"][0]["primary"] = json!(false),
        |one| one["emails"][0]["value"] = json!("nobody"),
        |one| one["emails"][0]["display"] = json!("Babs"),
        |one| one["addresses"] = json!([{ "country": "DE" }, { "country": "FR" }]),
        |one| one["ims"] = json!([]),
        |one| one["PASSWORD"] = json!("secret"),
        |one| one["groups"] = json!([]),
        |one| one["schemas"] = json!(["urn:other"]),
        |one| one[ENTERPRISE] = json!({ "manager": { "value": "m", "displayName": "Boss" } }),
        |one| one["title"] = json!("x".repeat(1025)),
        |one| *one = json!([]),
    ] {
        assert!(check(change).is_err());
    }
    let words = check(|one| one["name"]["familyName"] = json!(""))
        .unwrap_err()
        .to_string();
    assert_eq!(
        words,
        "1 validation errors detected: Value at 'name.familyName' failed to satisfy constraint: Member must have length greater than or equal to 1"
    );
}

proptest! {
    #[test]
    fn nothing_that_is_sent_breaks_it(text in "\\PC{0,80}", value in "[\\PC]{0,20}") {
        let _ = filter::parse(&text);
        let _ = Path::parse(&text);
        for op in ["add", "replace", "remove"] {
            let changes = json!({ "Operations": [{ "op": op, "path": text, "value": value }] });
            if let Ok(operations) = operations(changes) {
                let mut whole = person();
                let _ = apply(&mut whole, operations);
                let _ = Resource::read(tidy(whole)).and_then(Resource::check);
            }
        }
    }

    #[test]
    fn a_value_comes_back_as_it_was_written(value in "\\PC{0,40}") {
        let text = format!("userName eq {}", json!(value));
        prop_assert_eq!(terms(&text), one("userName", &value));
    }
}

#[test]
fn records_have_paths_and_none_of_what_they_ask_for() {
    use vestibule_identity::event::WITHHELD;
    let path = |path: &str| {
        super::door::masked(&json!({ "path": path }))["path"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    for plain in [
        "userName",
        "name.givenName",
        "urn:ietf:params:scim:schemas:core:2.0:User:title",
        "",
    ] {
        assert_eq!(path(plain), plain);
    }
    let hidden = format!("emails[value eq \"{WITHHELD}\"].value");
    for asks in ["mary@a.example", "mary\\\"@a.example", "a\" or \"b", ""] {
        assert_eq!(path(&format!("emails[value eq \"{asks}\"].value")), hidden);
    }
    // One that does not end is no path; it is hidden to where it ends.
    assert_eq!(
        path("emails[value eq \"mary"),
        format!("emails[value eq \"{WITHHELD}\"")
    );
}
