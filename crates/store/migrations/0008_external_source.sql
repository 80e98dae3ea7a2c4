-- The company's identity provider as Identity Center's identity source. One row while it is the source.
CREATE TABLE external_providers (
  instance_id   TEXT PRIMARY KEY REFERENCES identity_center (instance_id) ON DELETE CASCADE,
  issuer        TEXT NOT NULL,
  sign_in_url   TEXT NOT NULL,
  connected_at  INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Certificates that its responses may be signed with, DER.
CREATE TABLE external_certificates (
  id           BLOB PRIMARY KEY,
  instance_id  TEXT NOT NULL REFERENCES external_providers (instance_id) ON DELETE CASCADE,
  certificate  BLOB NOT NULL UNIQUE,
  imported_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX external_certificates_by_provider ON external_certificates (instance_id, imported_at);

-- Attributes for access control that came with the assertion a portal session began with.
ALTER TABLE portal_sessions ADD COLUMN tags TEXT NOT NULL DEFAULT '{}';

-- Automatic provisioning (SCIM). The tenant is part of the endpoint's address.
CREATE TABLE scim_tenants (
  id           TEXT PRIMARY KEY,
  instance_id  TEXT NOT NULL UNIQUE REFERENCES identity_center (instance_id) ON DELETE CASCADE,
  created_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Access tokens, by hash.
CREATE TABLE scim_tokens (
  id            BLOB PRIMARY KEY,
  token_hash    BLOB NOT NULL UNIQUE,
  tenant_id     TEXT NOT NULL REFERENCES scim_tenants (id) ON DELETE CASCADE,
  created_at    INTEGER NOT NULL,
  expires_at    INTEGER NOT NULL,
  last_used_at  INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX scim_tokens_by_tenant ON scim_tokens (tenant_id, created_at);

-- What a provisioning system told of a person besides what directory_users has, in JSON.
CREATE TABLE scim_profiles (
  user_id  TEXT PRIMARY KEY REFERENCES directory_users (id) ON DELETE CASCADE,
  profile  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE directory_groups ADD COLUMN created_by TEXT NOT NULL DEFAULT 'manual';
CREATE UNIQUE INDEX directory_users_by_external_id ON directory_users (external_id) WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX directory_groups_by_external_id ON directory_groups (external_id) WHERE external_id IS NOT NULL;
