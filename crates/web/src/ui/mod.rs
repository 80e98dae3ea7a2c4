//! The pages' API: one file per room of the console, every handler three lines.
//!
//! This file is the site map.

pub mod access_keys;
pub mod account;
pub mod applications;
pub mod center_access;
pub mod center_applications;
pub mod console;
pub mod control_policies;
pub mod events;
pub mod federation;
pub mod groups;
pub mod iam;
pub mod identity_center;
pub mod identity_providers;
pub mod mfa;
pub mod organization;
pub mod policies;
pub mod portal;
pub mod portal_door;
pub mod portal_external;
pub mod portal_mfa;
pub mod portal_oauth;
pub mod recovery;
pub mod roles;
pub mod root_access;
pub mod saml;
pub mod security_credentials;
pub mod session;
pub mod sign_in;
pub mod sign_in_mfa;
pub mod switch_role;
pub mod users;

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vestibule_service::Service;

use crate::input::BODY_LIMIT;

/// What handlers share.
pub type App = Arc<Service>;

/// The service's routes and their description.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sign_in::page))
        .routes(routes!(sign_in::iam_user))
        .routes(routes!(sign_in::root_email))
        .routes(routes!(sign_in::root_password))
        .routes(routes!(sign_in::forgot_password))
        .routes(routes!(sign_in::security_check))
        .routes(routes!(sign_in::security_check_refresh))
        .routes(routes!(sign_in::new_password))
        .routes(routes!(sign_in::forget_account))
        .routes(routes!(sign_in::attempt))
        .routes(routes!(sign_in_mfa::code))
        .routes(routes!(sign_in_mfa::start_passkey))
        .routes(routes!(sign_in_mfa::finish_passkey))
        .routes(routes!(sign_in_mfa::resync))
        .routes(routes!(sign_in_mfa::skip))
        .routes(routes!(sign_in_mfa::enrol))
        .routes(routes!(sign_in_mfa::start_alternative))
        .routes(routes!(sign_in_mfa::verify_alternative))
        .routes(routes!(sign_in_mfa::call))
        .routes(routes!(sign_in_mfa::finish_alternative))
        .routes(routes!(mfa::create_virtual))
        .routes(routes!(mfa::enable_virtual))
        .routes(routes!(mfa::enable_hardware))
        .routes(routes!(mfa::start_passkey))
        .routes(routes!(mfa::finish_passkey))
        .routes(routes!(mfa::resync))
        .routes(routes!(mfa::deactivate))
        .routes(routes!(mfa::of_user))
        .routes(routes!(mfa::deactivate_of_user))
        .routes(routes!(session::sign_out))
        .routes(routes!(session::sign_out_of_all))
        .routes(routes!(session::current))
        .routes(routes!(session::set_multi_session))
        .routes(routes!(recovery::view, recovery::choose_password))
        .routes(routes!(security_credentials::view))
        .routes(routes!(security_credentials::change_password))
        .routes(routes!(security_credentials::end_session))
        .routes(routes!(security_credentials::end_other_sessions))
        .routes(routes!(account::view))
        .routes(routes!(account::set_alias, account::delete_alias))
        .routes(routes!(account::set_password_policy, account::delete_password_policy))
        .routes(routes!(users::list, users::create))
        .routes(routes!(console::services))
        .routes(routes!(console::service))
        .routes(routes!(console::resource))
        .routes(routes!(console::identity))
        .routes(routes!(users::view, users::delete))
        .routes(routes!(
            users::console_password,
            users::set_password,
            users::remove_password
        ))
        .routes(routes!(users::tags, users::set_tags))
        .routes(routes!(groups::list, groups::create))
        .routes(routes!(groups::view, groups::rename, groups::delete))
        .routes(routes!(groups::add_users))
        .routes(routes!(groups::remove_users))
        .routes(routes!(groups::of_user, groups::add_user))
        .routes(routes!(groups::remove_user))
        .routes(routes!(access_keys::own, access_keys::create_own))
        .routes(routes!(access_keys::set_own, access_keys::delete_own))
        .routes(routes!(access_keys::of_user, access_keys::create_of_user))
        .routes(routes!(access_keys::set_of_user, access_keys::delete_of_user))
        .routes(routes!(iam::summary))
        .routes(routes!(iam::recommendations))
        .routes(routes!(iam::credential_report))
        .routes(routes!(roles::list, roles::create))
        .routes(routes!(roles::details, roles::update, roles::delete))
        .routes(routes!(roles::set_trust_policy))
        .routes(routes!(roles::set_tags))
        .merge(identity_providers::router())
        .routes(routes!(switch_role::switch_role))
        .routes(routes!(switch_role::switch_back))
        .merge(policies::router())
        .merge(center_access::router())
        .merge(applications::router())
        .merge(center_applications::router())
        .merge(portal::router())
        .merge(portal_mfa::router())
        .merge(portal_door::router())
        .merge(portal_external::router())
        .merge(portal_oauth::router())
        .merge(identity_center::router())
        .routes(routes!(federation::login))
        .merge(saml::router())
        .routes(routes!(events::list))
        .routes(routes!(events::export))
        .merge(organizations())
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
}

/// AWS Organizations and centralized root access.
fn organizations() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(organization::view))
        .routes(routes!(organization::tree))
        .routes(routes!(organization::create_unit))
        .routes(routes!(organization::rename_unit, organization::delete_unit))
        .routes(routes!(organization::create_account))
        .routes(routes!(organization::close_account))
        .routes(routes!(organization::move_account))
        .routes(routes!(organization::delegate, organization::end_delegation))
        .routes(routes!(
            organization::delegation_policy,
            organization::set_delegation_policy,
            organization::delete_delegation_policy
        ))
        .routes(routes!(control_policies::list, control_policies::create))
        .routes(routes!(
            control_policies::view,
            control_policies::update,
            control_policies::delete
        ))
        .routes(routes!(control_policies::enable_kind, control_policies::disable_kind))
        .routes(routes!(control_policies::of_target))
        .routes(routes!(control_policies::attach, control_policies::detach))
        .routes(routes!(root_access::view, root_access::switch))
        .routes(routes!(root_access::delete_credentials))
        .routes(routes!(root_access::allow_recovery))
}
