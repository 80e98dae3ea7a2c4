-- Who may do what. An owner of policies is a user, a group or a role, by unique id.
CREATE TABLE groups (
  id           TEXT PRIMARY KEY,
  account_id   TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  name         TEXT NOT NULL,
  name_folded  TEXT NOT NULL,
  created_at   INTEGER NOT NULL,
  UNIQUE (account_id, name_folded)
) STRICT, WITHOUT ROWID;

CREATE TABLE group_members (
  group_id  TEXT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
  user_id   TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  PRIMARY KEY (group_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_members_by_user ON group_members (user_id);

CREATE TABLE roles (
  id                   TEXT PRIMARY KEY,
  account_id           TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  path                 TEXT NOT NULL,
  name                 TEXT NOT NULL,
  name_folded          TEXT NOT NULL,
  description          TEXT NOT NULL,
  trust_policy         TEXT NOT NULL,
  max_session_seconds  INTEGER NOT NULL,
  created_at           INTEGER NOT NULL,
  last_used_at         INTEGER,
  UNIQUE (account_id, name_folded)
) STRICT, WITHOUT ROWID;

-- OIDC and SAML identity providers. Audiences and thumbprints are lists in JSON.
CREATE TABLE identity_providers (
  arn          TEXT PRIMARY KEY,
  account_id   TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  kind         TEXT NOT NULL CHECK (kind IN ('oidc', 'saml')),
  name         TEXT NOT NULL,
  audiences    TEXT NOT NULL,
  thumbprints  TEXT NOT NULL,
  metadata     TEXT,
  created_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_providers_by_account ON identity_providers (account_id);

-- Managed policies. Those of AWS belong to no account.
CREATE TABLE managed_policies (
  arn              TEXT PRIMARY KEY,
  id               TEXT NOT NULL UNIQUE,
  account_id       TEXT REFERENCES accounts (id) ON DELETE CASCADE,
  path             TEXT NOT NULL,
  name             TEXT NOT NULL,
  name_folded      TEXT NOT NULL,
  description      TEXT NOT NULL,
  default_version  INTEGER NOT NULL,
  latest_version   INTEGER NOT NULL,
  created_at       INTEGER NOT NULL,
  updated_at       INTEGER NOT NULL,
  UNIQUE (account_id, name_folded)
) STRICT, WITHOUT ROWID;

CREATE TABLE policy_versions (
  arn         TEXT NOT NULL REFERENCES managed_policies (arn) ON DELETE CASCADE,
  version     INTEGER NOT NULL,
  document    TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  PRIMARY KEY (arn, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE attached_policies (
  owner       TEXT NOT NULL,
  policy_arn  TEXT NOT NULL REFERENCES managed_policies (arn),
  PRIMARY KEY (owner, policy_arn)
) STRICT, WITHOUT ROWID;
CREATE INDEX attached_policies_by_policy ON attached_policies (policy_arn);

CREATE TABLE inline_policies (
  owner     TEXT NOT NULL,
  name      TEXT NOT NULL,
  document  TEXT NOT NULL,
  PRIMARY KEY (owner, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE permissions_boundaries (
  owner       TEXT PRIMARY KEY,
  policy_arn  TEXT NOT NULL REFERENCES managed_policies (arn)
) STRICT, WITHOUT ROWID;
CREATE INDEX permissions_boundaries_by_policy ON permissions_boundaries (policy_arn);

-- Tags of users, roles and policies, by unique id. Keys are compared ignoring case.
CREATE TABLE tags (
  owner       TEXT NOT NULL,
  key         TEXT NOT NULL,
  key_folded  TEXT NOT NULL,
  value       TEXT NOT NULL,
  PRIMARY KEY (owner, key_folded)
) STRICT, WITHOUT ROWID;

-- Long-term keys of a user, or of the root user where user_id is NULL. The secret is sealed: signatures need it.
CREATE TABLE access_keys (
  id                 TEXT PRIMARY KEY,
  account_id         TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  user_id            TEXT REFERENCES users (id) ON DELETE CASCADE,
  sealed             BLOB NOT NULL,
  is_active          INTEGER NOT NULL,
  created_at         INTEGER NOT NULL,
  changed_at         INTEGER NOT NULL,
  last_used_at       INTEGER,
  last_used_service  TEXT,
  last_used_region   TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX access_keys_by_owner ON access_keys (account_id, user_id);

-- The newest credential report: another one is made four hours later at the earliest.
CREATE TABLE credential_reports (
  account_id    TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  generated_at  INTEGER NOT NULL,
  csv           TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What vanishes with its owner, whose kind a foreign key cannot say.
CREATE TRIGGER users_leave AFTER DELETE ON users BEGIN
  DELETE FROM attached_policies WHERE owner = OLD.id;
  DELETE FROM inline_policies WHERE owner = OLD.id;
  DELETE FROM permissions_boundaries WHERE owner = OLD.id;
  DELETE FROM tags WHERE owner = OLD.id;
END;
CREATE TRIGGER groups_leave AFTER DELETE ON groups BEGIN
  DELETE FROM attached_policies WHERE owner = OLD.id;
  DELETE FROM inline_policies WHERE owner = OLD.id;
END;
CREATE TRIGGER roles_leave AFTER DELETE ON roles BEGIN
  DELETE FROM attached_policies WHERE owner = OLD.id;
  DELETE FROM inline_policies WHERE owner = OLD.id;
  DELETE FROM permissions_boundaries WHERE owner = OLD.id;
  DELETE FROM tags WHERE owner = OLD.id;
END;
CREATE TRIGGER managed_policies_leave AFTER DELETE ON managed_policies BEGIN
  DELETE FROM tags WHERE owner = OLD.id;
END;

-- The organization: one row, its tree, and its control policies.
CREATE TABLE organization (
  id                      TEXT PRIMARY KEY,
  management_account      TEXT NOT NULL REFERENCES accounts (id),
  root_credentials_off    INTEGER NOT NULL,
  root_sessions           INTEGER NOT NULL,
  service_control_on      INTEGER NOT NULL DEFAULT 1,
  resource_control_on     INTEGER NOT NULL DEFAULT 1,
  delegation_policy       TEXT,
  created_at              INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The root has no parent.
CREATE TABLE organizational_units (
  id          TEXT PRIMARY KEY,
  parent_id   TEXT REFERENCES organizational_units (id),
  name        TEXT NOT NULL,
  created_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX organizational_units_by_parent ON organizational_units (parent_id);

ALTER TABLE accounts ADD COLUMN unit_id TEXT REFERENCES organizational_units (id);
ALTER TABLE accounts ADD COLUMN joined_at INTEGER;
-- How the account came: invited, or created by the organization.
ALTER TABLE accounts ADD COLUMN was_created INTEGER NOT NULL DEFAULT 0;
-- The root user has no credentials and may not recover any (centralized root access).
ALTER TABLE accounts ADD COLUMN root_recovery_off INTEGER NOT NULL DEFAULT 0;

CREATE TABLE delegated_administrators (
  account_id  TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  service     TEXT NOT NULL,
  enabled_at  INTEGER NOT NULL,
  PRIMARY KEY (account_id, service)
) STRICT, WITHOUT ROWID;

CREATE TABLE control_policies (
  id           TEXT PRIMARY KEY,
  kind         TEXT NOT NULL CHECK (kind IN ('service', 'resource')),
  name         TEXT NOT NULL,
  description  TEXT NOT NULL,
  document     TEXT NOT NULL,
  is_aws       INTEGER NOT NULL,
  created_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Targets are the root, a unit, or an account.
CREATE TABLE control_attachments (
  target     TEXT NOT NULL,
  policy_id  TEXT NOT NULL REFERENCES control_policies (id),
  PRIMARY KEY (target, policy_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX control_attachments_by_policy ON control_attachments (policy_id);

-- The role that a session acts as, and until when.
ALTER TABLE sessions ADD COLUMN role TEXT;

-- What the accounts' services hold, for the consoles that only show it. An object belongs to its bucket, a record to its
-- zone. The content is text; what is secret of it is sealed.
CREATE TABLE resources (
  arn         TEXT PRIMARY KEY,
  account_id  TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  service     TEXT NOT NULL,
  kind        TEXT NOT NULL,
  parent      TEXT REFERENCES resources (arn) ON DELETE CASCADE,
  name        TEXT NOT NULL,
  region      TEXT NOT NULL,
  details     TEXT NOT NULL,
  content     TEXT,
  sealed      BLOB,
  policy      TEXT,
  created_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX resources_by_service ON resources (account_id, service, kind);
CREATE INDEX resources_by_parent ON resources (parent);
