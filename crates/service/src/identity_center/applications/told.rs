//! What an application is told about a person.

use vestibule_identity::identity_center::application::{AttributeFormat, SUBJECT, Told};
use vestibule_store::Tx;
use vestibule_store::identity_center::{ApplicationRow, directory_groups};

use crate::ServiceError;
use crate::identity_center::portal::LivePortal;

/// The mappings with their values.
pub(super) struct Statement {
    /// Who it is.
    pub(super) subject: String,
    /// What kind of name that is.
    pub(super) format: AttributeFormat,
    /// Everything else.
    pub(super) attributes: Vec<(String, Vec<String>)>,
}

/// Works the application's mappings out for a person.
pub(super) async fn state(tx: &mut Tx, row: &ApplicationRow, live: &LivePortal) -> Result<Statement, ServiceError> {
    let user = &live.user;
    let groups: Vec<String> = directory_groups::of_user(tx, &user.id)
        .await?
        .into_iter()
        .map(|group| group.id.as_str().to_owned())
        .collect();
    let told = Told {
        id: user.id.as_str(),
        user_name: user.user_name.as_str(),
        display_name: &user.display_name,
        given_name: &user.given_name,
        family_name: &user.family_name,
        email: user.email.as_str(),
        groups: &groups,
    };
    let mut statement = Statement {
        subject: user.user_name.as_str().to_owned(),
        format: AttributeFormat::default(),
        attributes: Vec::new(),
    };
    for mapping in &row.attributes {
        // Mappings are checked when they are saved.
        let values = told.resolve(&mapping.value).unwrap_or_default();
        if mapping.attribute == SUBJECT {
            statement.subject = values.into_iter().next().unwrap_or_default();
            statement.format = mapping.format;
        } else if !values.iter().all(String::is_empty) {
            statement.attributes.push((mapping.attribute.clone(), values));
        }
    }
    Ok(statement)
}
