//! The administration of the instance, as its console offers it.
//!
//! - `gate`: who may administer; `refusal`: what the instance refuses besides what policies deny.
//! - `overview`: the instance itself; `settings`: what is set for everyone.
//! - `users`: the people, and adding one; `person`: one of them; `person_access`: sessions, devices and the password;
//!   `credentials`: what the person was given for tools.
//! - `groups`: groups; `memberships`: who is in them.

mod credentials;
mod gate;
mod groups;
mod memberships;
mod overview;
mod person;
mod person_access;
mod refusal;
mod settings;
mod users;

pub(crate) use gate::{Center, SERVICE_PRINCIPAL, arn};
pub use groups::GroupForm;
pub(crate) use groups::MOST_GROUPS;
pub use person::PersonForm;
pub(crate) use person::{forget, sign_out_everywhere};
pub use person_access::NewPassword;
pub use refusal::CenterRefusal;
pub use settings::MfaForm;
pub(crate) use users::MOST_USERS;
pub use users::{FirstPassword, NewPerson};

/// People and groups on one page, as in the console of AWS.
const PAGE: u32 = 50;
/// What records show in place of what tells of a person.
const HIDDEN: &str = vestibule_identity::event::WITHHELD;
