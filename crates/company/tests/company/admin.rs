//! What administrators may, and what happens to people then.

use serde_json::json;
use vestibule_company::admin::groups::GroupForm;
use vestibule_company::admin::mappings::MappingForm;
use vestibule_company::admin::people::{CompanyPerson, PersonForm};
use vestibule_company::{Caller, Company, CompanyError};

use crate::home::{FINANCE, Home, follow, refused};

fn person(user: &str) -> PersonForm {
    serde_json::from_value(json!({
        "userName": user, "givenName": "New", "familyName": "Person", "email": format!("{user}@anycompany.example"),
        "department": "Data",
    }))
    .unwrap()
}

async fn named(company: &Company, admin: &Caller, user: &str) -> CompanyPerson {
    let all = company.people(admin).await.unwrap();
    all.into_iter().find(|one| one.user_name == user).unwrap()
}

async fn must_be_out(home: &Home, user: &str, password: &str) {
    let mut browser = Caller::default();
    follow(
        &home.company.give_user_name(&browser, user).await.unwrap(),
        &mut browser,
    );
    let refusal = refused(home.company.give_password(&browser, password.into()).await);
    assert!(matches!(refusal, CompanyError::AuthenticationFailed), "{refusal:?}");
}

#[tokio::test]
async fn only_administrators_administer() {
    let home = Home::new().await;
    let carla = home.signed_in("carla").await;
    for browser in [&carla, &Caller::default()] {
        let company = &home.company;
        let refusals = [
            refused(company.people(browser).await),
            refused(company.add_person(browser, person("newcomer")).await),
            refused(company.groups(browser).await),
            refused(company.mappings(browser).await),
            refused(company.saml_administration(browser).await),
            refused(company.oidc_administration(browser).await),
            refused(company.fault_switches(browser).await),
            refused(company.issued(browser).await),
            refused(company.broker_administration(browser).await),
            refused(company.scim_administration(browser).await),
            refused(company.provision_now(browser).await),
            refused(company.reset_password(browser, "x").await),
        ];
        for refusal in refusals {
            assert!(
                matches!(refusal, CompanyError::AccessDenied(_) | CompanyError::NotSignedIn),
                "{refusal:?}"
            );
        }
    }
}

#[tokio::test]
async fn somebody_new_signs_in_with_what_they_were_handed() {
    let home = Home::new().await;
    let admin = home.signed_in("hugo").await;
    let added = home.company.add_person(&admin, person("newcomer")).await.unwrap();
    assert!(added.enabled && !added.has_authenticator);
    home.signed_in("newcomer").await;
    assert!(named(&home.company, &admin, "newcomer").await.has_authenticator);
    let refusal = refused(home.company.add_person(&admin, person("NEWCOMER")).await);
    assert!(matches!(refusal, CompanyError::AlreadyExists("person")));
    for (wrong, field) in [
        (person("a b"), "userName"),
        (
            PersonForm {
                email: "nobody".to_owned(),
                ..person("other")
            },
            "email",
        ),
        (
            PersonForm {
                given_name: " ".to_owned(),
                ..person("other")
            },
            "givenName",
        ),
    ] {
        let refusal = refused(home.company.add_person(&admin, wrong).await);
        assert_eq!(refusal.body().field.as_deref(), Some(field));
    }
    let nowhere = PersonForm {
        groups: vec!["nothing".to_owned()],
        ..person("other")
    };
    let refusal = refused(home.company.add_person(&admin, nowhere).await);
    assert!(matches!(refusal, CompanyError::NoSuchEntity("group")));
    let all = home.company.people(&admin).await.unwrap();
    assert!(all.iter().all(|one| one.user_name != "other"), "nothing is half done");
}

#[tokio::test]
async fn whoever_is_switched_off_is_out_at_once() {
    let home = Home::new().await;
    let admin = home.signed_in("hugo").await;
    let carla = home.signed_in("carla").await;
    let id = named(&home.company, &admin, "carla").await.id;
    home.company.enable_person(&admin, &id, false).await.unwrap();
    assert!(matches!(
        refused(home.company.portal(&carla).await),
        CompanyError::NotSignedIn
    ));
    must_be_out(&home, "carla", &home.password("carla").await).await;
    home.company.enable_person(&admin, &id, true).await.unwrap();
    assert!(
        matches!(refused(home.company.portal(&carla).await), CompanyError::NotSignedIn),
        "the session does not come back"
    );
    home.signed_in("carla").await;
}

#[tokio::test]
async fn a_new_password_replaces_the_old_one_and_ends_sessions() {
    let home = Home::new().await;
    let admin = home.signed_in("hugo").await;
    let carla = home.signed_in("carla").await;
    let before = home.password("carla").await;
    let id = named(&home.company, &admin, "carla").await.id;
    home.company.reset_password(&admin, &id).await.unwrap();
    assert!(matches!(
        refused(home.company.portal(&carla).await),
        CompanyError::NotSignedIn
    ));
    assert_ne!(home.password("carla").await, before);
    must_be_out(&home, "carla", &before).await;
    home.signed_in("carla").await;
    // Without the app, another one is set up.
    home.company.remove_authenticator(&admin, &id).await.unwrap();
    assert!(!named(&home.company, &admin, "carla").await.has_authenticator);
    home.signed_in("carla").await;
}

#[tokio::test]
async fn somebody_is_always_left_to_administer() {
    let home = Home::new().await;
    let admin = home.signed_in("hugo").await;
    let hugo = named(&home.company, &admin, "hugo").await;
    let groups = home.company.groups(&admin).await.unwrap();
    let own = groups.iter().find(|group| group.name == "sso-administrators").unwrap();
    let form = |name: &str, members: Vec<String>| GroupForm {
        name: name.to_owned(),
        description: String::new(),
        members,
    };
    let refusals = [
        refused(home.company.enable_person(&admin, &hugo.id, false).await),
        refused(
            home.company
                .change_group(&admin, &own.id, form(&own.name, Vec::new()))
                .await,
        ),
        refused(
            home.company
                .change_group(&admin, &own.id, form("another", own.members.clone()))
                .await,
        ),
    ];
    for refusal in refusals {
        assert!(matches!(refusal, CompanyError::DeleteConflict(_)), "{refusal:?}");
    }
    assert!(matches!(
        refused(home.company.delete_group(&admin, &own.id).await),
        CompanyError::DeleteConflict(_)
    ));
    assert!(home.company.people(&admin).await.is_ok());
}

#[tokio::test]
async fn a_group_gives_its_members_a_role() {
    let home = Home::new().await;
    let admin = home.signed_in("hugo").await;
    let gita = home.signed_in("gita").await;
    let id = named(&home.company, &admin, "gita").await.id;
    let form = GroupForm {
        name: "visitors".to_owned(),
        description: "Looks around.".to_owned(),
        members: vec![id],
    };
    let group = home.company.add_group(&admin, form).await.unwrap();
    let mapping = |role: &str| MappingForm {
        group_id: group.id.clone(),
        role_arn: role.to_owned(),
        provider_arn: format!("arn:aws:iam::{FINANCE}:saml-provider/AnyCompany"),
    };
    for wrong in ["", "Name", "arn:aws:iam::1:role/Name"] {
        let refusal = refused(home.company.add_mapping(&admin, mapping(wrong)).await);
        assert_eq!(refusal.body().field.as_deref(), Some("roleArn"));
    }
    let role = format!("arn:aws:iam::{FINANCE}:role/Visitor");
    let made = home.company.add_mapping(&admin, mapping(&role)).await.unwrap();
    assert!(matches!(
        refused(home.company.add_mapping(&admin, mapping(&role)).await),
        CompanyError::AlreadyExists("mapping")
    ));
    // One that is mended stays where it is in the list, and is the other one's double no more than before.
    let other = home
        .company
        .add_mapping(&admin, mapping(&format!("{role}s")))
        .await
        .unwrap();
    let mended = format!("{role}-2");
    let changed = home
        .company
        .change_mapping(&admin, made.id, mapping(&mended))
        .await
        .unwrap();
    assert_eq!(changed.id, made.id);
    assert!(matches!(
        refused(home.company.change_mapping(&admin, other.id, mapping(&mended)).await),
        CompanyError::AlreadyExists("mapping")
    ));
    let listed = home.company.mappings(&admin).await.unwrap();
    let of_group: Vec<&str> = listed
        .iter()
        .filter(|one| one.group_id == group.id)
        .map(|one| one.role_arn.as_str())
        .collect();
    assert_eq!(of_group, [mended.as_str(), other.role_arn.as_str()]);
    home.company.delete_mapping(&admin, other.id).await.unwrap();
    assert!(home.company.open_console(&gita).await.is_ok());
    home.company.delete_mapping(&admin, made.id).await.unwrap();
    assert!(home.company.open_console(&gita).await.is_err());
    home.company.add_mapping(&admin, mapping(&role)).await.unwrap();
    home.company.delete_group(&admin, &group.id).await.unwrap();
    assert!(home.company.open_console(&gita).await.is_err());
    assert!(
        home.company
            .mappings(&admin)
            .await
            .unwrap()
            .iter()
            .all(|one| one.group_id != group.id)
    );
}
