-- IAM Identity Center. The instance: one row, in the management account.
CREATE TABLE identity_center (
  instance_id        TEXT PRIMARY KEY,
  identity_store_id  TEXT NOT NULL,
  account_id         TEXT NOT NULL REFERENCES accounts (id),
  home_region        TEXT NOT NULL,
  alias              TEXT,
  source             TEXT NOT NULL CHECK (source IN ('directory', 'external')),
  settings           TEXT NOT NULL,
  created_at         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The people of the identity store, apart from IAM users. Attributes are a JSON object.
CREATE TABLE directory_users (
  id                TEXT PRIMARY KEY,
  user_name         TEXT NOT NULL,
  user_name_folded  TEXT NOT NULL UNIQUE,
  display_name      TEXT NOT NULL,
  display_folded    TEXT NOT NULL,
  given_name        TEXT NOT NULL,
  family_name       TEXT NOT NULL,
  email             TEXT NOT NULL,
  email_folded      TEXT NOT NULL UNIQUE,
  email_verified    INTEGER NOT NULL,
  enabled           INTEGER NOT NULL,
  attributes        TEXT NOT NULL,
  external_id       TEXT,
  created_by        TEXT NOT NULL,
  created_at        INTEGER NOT NULL,
  updated_at        INTEGER NOT NULL,
  signed_in_at      INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX directory_users_by_display ON directory_users (display_folded, user_name_folded);
CREATE INDEX directory_users_by_email ON directory_users (email_folded, user_name_folded, display_folded);

-- A one-time password must be replaced at the next sign-in.
CREATE TABLE directory_passwords (
  user_id     TEXT PRIMARY KEY REFERENCES directory_users (id) ON DELETE CASCADE,
  phc         TEXT NOT NULL,
  changed_at  INTEGER NOT NULL,
  one_time    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE directory_password_history (
  seq      INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id  TEXT NOT NULL REFERENCES directory_users (id) ON DELETE CASCADE,
  phc      TEXT NOT NULL,
  set_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX directory_password_history_by_user ON directory_password_history (user_id, seq);

CREATE TABLE directory_groups (
  id           TEXT PRIMARY KEY,
  name         TEXT NOT NULL,
  name_folded  TEXT NOT NULL UNIQUE,
  description  TEXT NOT NULL,
  external_id  TEXT,
  created_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE directory_memberships (
  group_id  TEXT NOT NULL REFERENCES directory_groups (id) ON DELETE CASCADE,
  user_id   TEXT NOT NULL REFERENCES directory_users (id) ON DELETE CASCADE,
  added_at  INTEGER NOT NULL,
  PRIMARY KEY (group_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX directory_memberships_by_user ON directory_memberships (user_id);

-- Links in mail: invitation, password reset, verification of the address. A newer one of the same purpose replaces it.
CREATE TABLE directory_links (
  token_hash  BLOB PRIMARY KEY,
  user_id     TEXT NOT NULL REFERENCES directory_users (id) ON DELETE CASCADE,
  purpose     TEXT NOT NULL,
  sent_at     INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  used_at     INTEGER,
  replaced    INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX directory_links_by_user ON directory_links (user_id, purpose);

-- Second factors belong to a root user, an IAM user, or a person of the identity store.
CREATE TABLE every_mfa_device (
  id                 BLOB PRIMARY KEY,
  account_id         TEXT REFERENCES accounts (id) ON DELETE CASCADE,
  user_id            TEXT REFERENCES users (id) ON DELETE CASCADE,
  directory_user_id  TEXT REFERENCES directory_users (id) ON DELETE CASCADE,
  kind               TEXT NOT NULL,
  name               TEXT NOT NULL,
  serial             TEXT NOT NULL,
  serial_folded      TEXT NOT NULL UNIQUE,
  sealed             BLOB,
  totp               TEXT,
  credential_id      BLOB UNIQUE,
  credential         TEXT,
  created_at         INTEGER NOT NULL,
  enabled_at         INTEGER,
  CHECK ((account_id IS NULL) <> (directory_user_id IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO every_mfa_device (id, account_id, user_id, kind, name, serial, serial_folded, sealed, totp, credential_id, credential, created_at, enabled_at)
  SELECT id, account_id, user_id, kind, name, serial, serial_folded, sealed, totp, credential_id, credential, created_at, enabled_at FROM mfa_devices;
DROP TABLE mfa_devices;
ALTER TABLE every_mfa_device RENAME TO mfa_devices;
CREATE INDEX mfa_devices_by_owner ON mfa_devices (account_id, user_id);
CREATE INDEX mfa_devices_by_directory_user ON mfa_devices (directory_user_id) WHERE directory_user_id IS NOT NULL;

-- Unfinished sign-ins at the portal. The owner is known from the user name on.
CREATE TABLE portal_attempts (
  token_hash  BLOB PRIMARY KEY,
  attempt     TEXT NOT NULL,
  expires_at  INTEGER NOT NULL,
  user_id     TEXT REFERENCES directory_users (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX portal_attempts_by_expiry ON portal_attempts (expires_at);
CREATE INDEX portal_attempts_by_user ON portal_attempts (user_id);

CREATE TABLE portal_sessions (
  id            BLOB PRIMARY KEY,
  token_hash    BLOB NOT NULL UNIQUE,
  user_id       TEXT NOT NULL REFERENCES directory_users (id) ON DELETE CASCADE,
  created_at    INTEGER NOT NULL,
  expires_at    INTEGER NOT NULL,
  last_seen_at  INTEGER NOT NULL,
  source_ip     TEXT NOT NULL,
  user_agent    TEXT NOT NULL,
  mfa           TEXT,
  ended_at      INTEGER,
  end_reason    TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX portal_sessions_live ON portal_sessions (user_id) WHERE ended_at IS NULL;

-- "This is a trusted device": a browser and the address it was at.
CREATE TABLE trusted_browsers (
  token_hash  BLOB NOT NULL,
  user_id     TEXT NOT NULL REFERENCES directory_users (id) ON DELETE CASCADE,
  source_ip   TEXT NOT NULL,
  trusted_at  INTEGER NOT NULL,
  PRIMARY KEY (token_hash, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX trusted_browsers_by_user ON trusted_browsers (user_id);

-- The boundary is JSON: an AWS policy's ARN, or name and path of the customer's own.
CREATE TABLE permission_sets (
  id               TEXT PRIMARY KEY,
  name             TEXT NOT NULL,
  name_folded      TEXT NOT NULL UNIQUE,
  description      TEXT NOT NULL,
  session_seconds  INTEGER NOT NULL,
  relay_state      TEXT NOT NULL,
  inline_policy    TEXT,
  boundary         TEXT,
  created_at       INTEGER NOT NULL,
  updated_at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- An AWS policy by its ARN; one of the customer's own by path and name, looked up in each account.
CREATE TABLE permission_set_policies (
  permission_set_id  TEXT NOT NULL REFERENCES permission_sets (id) ON DELETE CASCADE,
  policy             TEXT NOT NULL,
  PRIMARY KEY (permission_set_id, policy)
) STRICT, WITHOUT ROWID;

CREATE TABLE assignments (
  account_id         TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  permission_set_id  TEXT NOT NULL REFERENCES permission_sets (id) ON DELETE CASCADE,
  principal_kind     TEXT NOT NULL CHECK (principal_kind IN ('user', 'group')),
  principal_id       TEXT NOT NULL,
  created_at         INTEGER NOT NULL,
  PRIMARY KEY (account_id, permission_set_id, principal_kind, principal_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignments_by_principal ON assignments (principal_kind, principal_id, account_id, permission_set_id);
CREATE INDEX assignments_by_permission_set ON assignments (permission_set_id, account_id);
CREATE TRIGGER directory_users_leave AFTER DELETE ON directory_users BEGIN
  DELETE FROM assignments WHERE principal_kind = 'user' AND principal_id = OLD.id;
END;
CREATE TRIGGER directory_groups_leave AFTER DELETE ON directory_groups BEGIN
  DELETE FROM assignments WHERE principal_kind = 'group' AND principal_id = OLD.id;
END;

-- The role that a permission set is in an account. Outdated: the set was changed since.
CREATE TABLE provisioned_roles (
  account_id         TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  permission_set_id  TEXT NOT NULL REFERENCES permission_sets (id) ON DELETE CASCADE,
  role_id            TEXT NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
  outdated           INTEGER NOT NULL,
  provisioned_at     INTEGER NOT NULL,
  PRIMARY KEY (account_id, permission_set_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX provisioned_roles_by_permission_set ON provisioned_roles (permission_set_id);
CREATE INDEX provisioned_roles_by_role ON provisioned_roles (role_id);

-- Short-term credentials. They outlive assignment, set, role and person, until they expire.
CREATE TABLE role_credentials (
  key_id             TEXT PRIMARY KEY,
  account_id         TEXT NOT NULL,
  role_id            TEXT NOT NULL,
  role_name          TEXT NOT NULL,
  permission_set_id  TEXT NOT NULL,
  user_id            TEXT NOT NULL,
  user_name          TEXT NOT NULL,
  sealed             BLOB NOT NULL,
  token_hash         BLOB NOT NULL UNIQUE,
  issued_by          TEXT NOT NULL,
  issued_at          INTEGER NOT NULL,
  expires_at         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX role_credentials_by_user ON role_credentials (user_id, issued_at);

-- Sign-in tokens of the federation endpoint, by hash: what they begin. Taken once.
CREATE TABLE sign_in_tokens (
  token_hash  BLOB PRIMARY KEY,
  entry       TEXT NOT NULL,
  expires_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_tokens_by_expiry ON sign_in_tokens (expires_at);

-- How a session that began with a role came about.
ALTER TABLE sessions ADD COLUMN federation TEXT;

-- OAuth for tools. A client registers itself and is worth nothing without a person who allows it.
CREATE TABLE oauth_clients (
  id            TEXT PRIMARY KEY,
  secret_hash   BLOB NOT NULL,
  name          TEXT NOT NULL,
  registration  TEXT NOT NULL,
  issued_at     INTEGER NOT NULL,
  expires_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX oauth_clients_by_expiry ON oauth_clients (expires_at);

-- A device's sign-in: the code that it has by hash, the one that a person types by keyed hash.
CREATE TABLE oauth_devices (
  device_hash  BLOB PRIMARY KEY,
  user_hash    BLOB NOT NULL UNIQUE,
  client_id    TEXT NOT NULL REFERENCES oauth_clients (id) ON DELETE CASCADE,
  flow         TEXT NOT NULL,
  issued_at    INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX oauth_devices_by_client ON oauth_devices (client_id);
CREATE INDEX oauth_devices_by_expiry ON oauth_devices (expires_at);

-- A consent page: what is asked for, the browser it is in, and the portal session that opened it.
CREATE TABLE oauth_requests (
  id_hash       BLOB PRIMARY KEY,
  client_id     TEXT NOT NULL REFERENCES oauth_clients (id) ON DELETE CASCADE,
  asks          TEXT NOT NULL,
  browser_hash  BLOB NOT NULL,
  session_id    BLOB REFERENCES portal_sessions (id) ON DELETE CASCADE,
  asked_at      INTEGER NOT NULL,
  expires_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX oauth_requests_by_client ON oauth_requests (client_id);
CREATE INDEX oauth_requests_by_session ON oauth_requests (session_id);
CREATE INDEX oauth_requests_by_expiry ON oauth_requests (expires_at);

-- What a person allowed a client: everything that was issued for it ends with it, and with the portal session.
CREATE TABLE oauth_grants (
  id          BLOB PRIMARY KEY,
  client_id   TEXT NOT NULL REFERENCES oauth_clients (id) ON DELETE CASCADE,
  session_id  BLOB NOT NULL REFERENCES portal_sessions (id) ON DELETE CASCADE,
  begun_at    INTEGER NOT NULL,
  ends_at     INTEGER NOT NULL,
  revoked_at  INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX oauth_grants_by_client ON oauth_grants (client_id);
CREATE INDEX oauth_grants_by_session ON oauth_grants (session_id);
CREATE INDEX oauth_grants_by_end ON oauth_grants (ends_at);

-- Codes stay after they were redeemed, so that a second use is noticed.
CREATE TABLE oauth_codes (
  code_hash   BLOB PRIMARY KEY,
  client_id   TEXT NOT NULL REFERENCES oauth_clients (id) ON DELETE CASCADE,
  session_id  BLOB NOT NULL REFERENCES portal_sessions (id) ON DELETE CASCADE,
  redirect    TEXT NOT NULL,
  challenge   TEXT NOT NULL,
  issued_at   INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  spent       INTEGER NOT NULL DEFAULT 0,
  grant_id    BLOB REFERENCES oauth_grants (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX oauth_codes_by_client ON oauth_codes (client_id);
CREATE INDEX oauth_codes_by_session ON oauth_codes (session_id);
CREATE INDEX oauth_codes_by_grant ON oauth_codes (grant_id);

-- Access and refresh tokens, by hash. A refresh token that was used stays, so that a second use is noticed.
CREATE TABLE oauth_tokens (
  token_hash  BLOB PRIMARY KEY,
  grant_id    BLOB NOT NULL REFERENCES oauth_grants (id) ON DELETE CASCADE,
  kind        TEXT NOT NULL CHECK (kind IN ('access', 'refresh')),
  issued_at   INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  used_at     INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX oauth_tokens_by_grant ON oauth_tokens (grant_id);
-- Short-term credentials carry the session tags of when they were issued, and are forgotten long after they expired.
ALTER TABLE role_credentials ADD COLUMN tags TEXT NOT NULL DEFAULT '{}';
CREATE INDEX role_credentials_by_expiry ON role_credentials (expires_at);

-- Applications. How they are signed in to, and what they are told, is JSON. The key signs what they are told.
CREATE TABLE applications (
  id                   TEXT PRIMARY KEY,
  name                 TEXT NOT NULL,
  name_folded          TEXT NOT NULL UNIQUE,
  description          TEXT NOT NULL,
  enabled              INTEGER NOT NULL,
  requires_assignment  INTEGER NOT NULL,
  sign_in              TEXT NOT NULL,
  attributes           TEXT NOT NULL,
  sealed_key           BLOB NOT NULL,
  created_at           INTEGER NOT NULL,
  updated_at           INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE application_assignments (
  application_id  TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
  principal_kind  TEXT NOT NULL CHECK (principal_kind IN ('user', 'group')),
  principal_id    TEXT NOT NULL,
  created_at      INTEGER NOT NULL,
  PRIMARY KEY (application_id, principal_kind, principal_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX application_assignments_by_principal ON application_assignments (principal_kind, principal_id, application_id);
CREATE TRIGGER directory_users_leave_applications AFTER DELETE ON directory_users BEGIN
  DELETE FROM application_assignments WHERE principal_kind = 'user' AND principal_id = OLD.id;
END;
CREATE TRIGGER directory_groups_leave_applications AFTER DELETE ON directory_groups BEGIN
  DELETE FROM application_assignments WHERE principal_kind = 'group' AND principal_id = OLD.id;
END;

-- Authorization codes, by hash, and the sign-ins that an application began. Both are taken once.
CREATE TABLE application_codes (
  code_hash       BLOB PRIMARY KEY,
  application_id  TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
  code            TEXT NOT NULL,
  expires_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX application_codes_by_expiry ON application_codes (expires_at);

-- What the demo applications remember: people signed in to them, and the assertions that they took.
CREATE TABLE application_sessions (
  token_hash       BLOB PRIMARY KEY,
  application_id   TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
  portal_session   BLOB NOT NULL,
  code_hash        BLOB,
  claims           TEXT NOT NULL,
  began_at         INTEGER NOT NULL,
  portal_ended_at  INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX application_sessions_by_code ON application_sessions (code_hash) WHERE code_hash IS NOT NULL;
CREATE INDEX application_sessions_by_portal_session ON application_sessions (portal_session);
-- A portal session that is deleted with its person was over at the latest when it was last used.
CREATE TRIGGER portal_sessions_leave_applications AFTER DELETE ON portal_sessions BEGIN
  UPDATE application_sessions SET portal_ended_at = coalesce(OLD.ended_at, min(OLD.expires_at, OLD.last_seen_at))
    WHERE portal_session = OLD.id;
END;

CREATE TABLE application_assertions (
  application_id  TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
  assertion_id    TEXT NOT NULL,
  good_until      INTEGER NOT NULL,
  PRIMARY KEY (application_id, assertion_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX application_assertions_by_end ON application_assertions (good_until);

-- Members in the order of their user names, which never change.
ALTER TABLE directory_memberships ADD COLUMN member_folded TEXT NOT NULL DEFAULT '';
CREATE TRIGGER directory_memberships_are_named AFTER INSERT ON directory_memberships BEGIN
  UPDATE directory_memberships SET member_folded = (SELECT user_name_folded FROM directory_users WHERE id = NEW.user_id)
    WHERE group_id = NEW.group_id AND user_id = NEW.user_id;
END;
CREATE INDEX directory_memberships_by_name ON directory_memberships (group_id, member_folded);

-- The policy that an account lacks, so that its role could not be brought up to date.
ALTER TABLE provisioned_roles ADD COLUMN missing_policy TEXT;

-- What became of requests: to assign, to take away, to provision. Names are kept as they were. Provisioning of a set
-- everywhere has no account.
CREATE TABLE provisioning_requests (
  seq                INTEGER PRIMARY KEY AUTOINCREMENT,
  request_id         TEXT NOT NULL,
  kind               TEXT NOT NULL CHECK (kind IN ('assign', 'remove', 'provision')),
  account_id         TEXT,
  permission_set_id  TEXT NOT NULL,
  permission_set     TEXT NOT NULL,
  principal_kind     TEXT,
  principal_id       TEXT,
  principal          TEXT,
  failure            TEXT,
  requested_at       INTEGER NOT NULL
) STRICT;

-- The lists of accounts that are paged through.
CREATE INDEX accounts_by_name ON accounts (name, id) WHERE unit_id IS NOT NULL;
