//! People whose identities live in their company.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::if_not_else,
    clippy::ignored_unit_patterns,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::future_not_send,
    clippy::missing_panics_doc,
    clippy::similar_names,
    clippy::too_many_lines,
    reason = "tests"
)]

#[path = "../common/mod.rs"]
mod common;

mod broker_links;
mod company;
mod company_identity_center;
mod company_openid;
mod company_sign_in;
mod company_to_aws;
mod crash;
mod credentials_in_time;
mod external_access;
mod external_company;
mod external_local;
mod external_sign_in;
mod external_source;
mod hostile;
mod oidc_tokens;
mod older_store;
mod saml_chain;
mod saml_company;
mod saml_credentials;
mod saml_demo;
mod saml_inspector;
mod saml_limits;
mod saml_matrix;
mod saml_once;
mod saml_providers;
mod saml_sign_in;
mod scim_client;
mod scim_entra;
mod scim_groups;
mod scim_properties;
mod scim_tokens;
mod scim_users;
mod session_policy_records;
mod session_view;
mod sts_assume_role;
mod sts_first;
mod sts_sessions;
mod sts_signature;
mod walks;
