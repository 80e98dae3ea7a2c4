//! Who is assigned to an application, found and paged.

use vestibule_identity::identity_center::application::ApplicationSignIn;
use vestibule_identity::identity_center::ids::ApplicationId;
use vestibule_identity::identity_center::names::ApplicationName;

use super::directory::{group, person};
use super::*;
use crate::identity_center::assignments::Assignee;
use crate::identity_center::{ApplicationRow, Page, applications, directory_groups, directory_users};

fn application(name: &str) -> ApplicationRow {
    ApplicationRow {
        id: ApplicationId::stored(format!("apl-{name}")),
        name: ApplicationName::parse(name).unwrap(),
        description: String::new(),
        enabled: true,
        requires_assignment: true,
        sign_in: ApplicationSignIn::Oidc {
            start_url: "https://app.example/".to_owned(),
            redirect_uris: Vec::new(),
        },
        attributes: Vec::new(),
        sealed_key: vec![1],
        created_at: at(1),
        updated_at: at(1),
    }
}

async fn shown(store: &Store, application: &ApplicationRow, search: &str, from: u32) -> (Vec<String>, u32) {
    let page = Page {
        search: search.to_owned(),
        from,
        size: 50,
    };
    let (rows, total) = read!(store, applications::assigned, &application.id, &page);
    (rows.into_iter().map(|row| row.name).collect(), total)
}

#[tokio::test]
async fn two_thousand_assignees_are_paged_and_searched() {
    let disk = Disk::new();
    let store = disk.store().await;
    let (expenses, other) = (application("Expenses"), application("Other"));
    let mut tx = store.write().await.unwrap();
    for one in [&expenses, &other] {
        applications::insert(&mut tx, one).await.unwrap();
    }
    for number in 0..1000 {
        let group = group(&format!("Group {number:04}"));
        let name = format!("person-{number:04}");
        let person = person(&name, &format!("Some Body {number}"), &format!("{name}@acme.example"));
        directory_groups::insert(&mut tx, &group).await.unwrap();
        directory_users::insert(&mut tx, &person).await.unwrap();
        for to in [Assignee::User(person.id), Assignee::Group(group.id)] {
            applications::assign(&mut tx, &expenses.id, &to, at(1)).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
    let (names, total) = shown(&store, &expenses, "", 0).await;
    assert_eq!((names[0].as_str(), names.len(), total), ("Group 0000", 50, 2000));
    let (names, total) = shown(&store, &expenses, "", 1990).await;
    assert_eq!((names[9].as_str(), names.len(), total), ("person-0999", 10, 2000));
    assert_eq!(shown(&store, &expenses, "", 2000).await, (Vec::new(), 2000));
    let (names, total) = shown(&store, &expenses, "GROUP 09", 50).await;
    assert_eq!((names[0].as_str(), names.len(), total), ("Group 0950", 50, 100));
    let (names, total) = shown(&store, &expenses, " some body 99", 0).await;
    assert_eq!((names[0].as_str(), total), ("person-0099", 11));
    assert_eq!(shown(&store, &other, "", 0).await, (Vec::new(), 0));
}

#[tokio::test]
async fn assignees_are_found_and_ordered_whatever_the_case_of_a_letter() {
    let disk = Disk::new();
    let store = disk.store().await;
    let expenses = application("Expenses");
    let osman = person("osman", "Osman Çelik", "osman@acme.example");
    let mut tx = store.write().await.unwrap();
    applications::insert(&mut tx, &expenses).await.unwrap();
    directory_users::insert(&mut tx, &osman).await.unwrap();
    let mut all = vec![Assignee::User(osman.id.clone())];
    for name in ["Österreich", "Ärzte", "ärzte im Dienst", "Zoo"] {
        let group = group(name);
        directory_groups::insert(&mut tx, &group).await.unwrap();
        all.push(Assignee::Group(group.id));
    }
    for to in &all {
        applications::assign(&mut tx, &expenses.id, to, at(1)).await.unwrap();
    }
    tx.commit().await.unwrap();
    for (search, found) in [
        ("Ärzte", &["Ärzte", "ärzte im Dienst"][..]),
        ("ÄRZTE I", &["ärzte im Dienst"]),
        ("çELIK", &["osman"]),
        ("%", &[]),
        ("", &["Zoo", "Ärzte", "ärzte im Dienst", "Österreich", "osman"]),
    ] {
        let (names, total) = shown(&store, &expenses, search, 0).await;
        assert_eq!(names, found, "{search}");
        assert_eq!(total as usize, found.len(), "{search}");
    }
}
