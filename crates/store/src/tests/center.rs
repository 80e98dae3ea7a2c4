//! A row for every table of IAM Identity Center, and of federation.

use super::*;
use crate::{Tx, roles};

/// `?1` is an account's id, `?2` that of a role in it.
const ROWS: &[&str] = &[
    "INSERT INTO identity_center (instance_id, identity_store_id, account_id, home_region, source, settings, created_at) VALUES ('t', 't', ?1, 't', 'directory', '{}', 1)",
    "INSERT INTO directory_users (id, user_name, user_name_folded, display_name, display_folded, given_name, family_name, email, email_folded, email_verified, enabled, attributes, created_by, created_at, updated_at) VALUES ('u', 't', 't', 't', 't', 't', 't', 't', 't', 1, 1, 't', 't', 1, 1)",
    "INSERT INTO directory_passwords (user_id, phc, changed_at, one_time) VALUES ('u', 't', 1, 1)",
    "INSERT INTO directory_password_history (user_id, phc, set_at) VALUES ('u', 't', 1)",
    "INSERT INTO directory_groups (id, name, name_folded, description, created_at, updated_at) VALUES ('g', 't', 't', 't', 1, 1)",
    "INSERT INTO directory_memberships (group_id, user_id, added_at, member_folded) VALUES ('g', 'u', 1, 't')",
    "INSERT INTO directory_links (token_hash, user_id, purpose, sent_at, expires_at, replaced) VALUES (X'0a', 'u', 't', 1, 1, 1)",
    "INSERT INTO portal_attempts (token_hash, attempt, expires_at) VALUES (X'0a', 't', 1)",
    "INSERT INTO portal_sessions (id, token_hash, user_id, created_at, expires_at, last_seen_at, source_ip, user_agent) VALUES (X'01', X'0a', 'u', 1, 1, 1, 't', 't')",
    "INSERT INTO trusted_browsers (token_hash, user_id, source_ip, trusted_at) VALUES (X'0a', 'u', 't', 1)",
    "INSERT INTO permission_sets (id, name, name_folded, description, session_seconds, relay_state, created_at, updated_at) VALUES ('ps', 't', 't', 't', 1, 't', 1, 1)",
    "INSERT INTO permission_set_policies (permission_set_id, policy) VALUES ('ps', 't')",
    "INSERT INTO assignments (account_id, permission_set_id, principal_kind, principal_id, created_at) VALUES (?1, 'ps', 'user', 'u', 1)",
    "INSERT INTO provisioned_roles (account_id, permission_set_id, role_id, outdated, provisioned_at) VALUES (?1, 'ps', ?2, 1, 1)",
    "INSERT INTO role_credentials (key_id, account_id, role_id, role_name, permission_set_id, user_id, user_name, sealed, token_hash, issued_by, issued_at, expires_at, tags) VALUES ('t', ?1, ?2, 't', 'ps', 'u', 't', X'0a', X'0a', 't', 1, 1, 't')",
    "INSERT INTO sign_in_tokens (token_hash, entry, expires_at) VALUES (X'0a', 't', 1)",
    "INSERT INTO oauth_clients (id, secret_hash, name, registration, issued_at, expires_at) VALUES ('c', X'0a', 't', 't', 1, 1)",
    "INSERT INTO oauth_devices (device_hash, user_hash, client_id, flow, issued_at, expires_at) VALUES (X'0a', X'0a', 'c', 't', 1, 1)",
    "INSERT INTO oauth_requests (id_hash, client_id, asks, browser_hash, asked_at, expires_at) VALUES (X'0a', 'c', 't', X'0a', 1, 1)",
    "INSERT INTO oauth_grants (id, client_id, session_id, begun_at, ends_at) VALUES (X'02', 'c', X'01', 1, 1)",
    "INSERT INTO oauth_codes (code_hash, client_id, session_id, redirect, challenge, issued_at, expires_at, spent) VALUES (X'0a', 'c', X'01', 't', 't', 1, 1, 1)",
    "INSERT INTO oauth_tokens (token_hash, grant_id, kind, issued_at, expires_at) VALUES (X'0a', X'02', 'access', 1, 1)",
    "INSERT INTO applications (id, name, name_folded, description, enabled, requires_assignment, sign_in, attributes, sealed_key, created_at, updated_at) VALUES ('apl', 't', 't', 't', 1, 1, 't', 't', X'0a', 1, 1)",
    "INSERT INTO application_assignments (application_id, principal_kind, principal_id, created_at) VALUES ('apl', 'user', 'u', 1)",
    "INSERT INTO application_codes (code_hash, application_id, code, expires_at) VALUES (X'0a', 'apl', 't', 1)",
    "INSERT INTO application_sessions (token_hash, application_id, portal_session, claims, began_at) VALUES (X'0a', 'apl', X'01', 't', 1)",
    "INSERT INTO application_assertions (application_id, assertion_id, good_until) VALUES ('apl', 't', 1)",
    "INSERT INTO provisioning_requests (request_id, kind, permission_set_id, permission_set, requested_at) VALUES ('t', 'assign', 'ps', 't', 1)",
    "INSERT INTO external_providers (instance_id, issuer, sign_in_url, connected_at, updated_at) VALUES ('t', 't', 't', 1, 1)",
    "INSERT INTO external_certificates (id, instance_id, certificate, imported_at) VALUES (X'01', 't', X'0a', 1)",
    "INSERT INTO scim_tenants (id, instance_id, created_at) VALUES ('t', 't', 1)",
    "INSERT INTO scim_tokens (id, token_hash, tenant_id, created_at, expires_at) VALUES (X'01', X'0a', 't', 1, 1)",
    "INSERT INTO scim_profiles (user_id, profile) VALUES ('u', '{}')",
    "INSERT INTO saml_assertions (provider, assertion_id, expires_at) VALUES ('t', 't', 1)",
    "INSERT INTO temporary_credentials (key_id, account_id, principal, federation, call, chained, sealed, token_hash, issued_at, expires_at) VALUES ('t', ?1, 't', 't', 't', 0, X'0a', X'0a', 1, 1)",
];

/// Fills every table of Identity Center and federation, for an account with a role.
pub(super) async fn fill(tx: &mut Tx) {
    let account = account_id(1);
    let role = roles::of_account(tx, &account).await.unwrap().remove(0);
    for row in ROWS {
        sqlx::query(*row)
            .bind(account.as_str())
            .bind(role.id.as_str())
            .execute(tx.ready().await.unwrap())
            .await
            .unwrap();
    }
}
