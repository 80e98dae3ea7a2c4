-- The company's people, keys and settings. Everything secret is sealed or hashed, bound to its row; times are milliseconds
-- since 1970, UTC.
CREATE TABLE company (
  mark       TEXT NOT NULL,
  -- Which demo world the people below belong to.
  world      TEXT
) STRICT;

CREATE TABLE people (
  id           TEXT PRIMARY KEY,
  user_name    TEXT NOT NULL UNIQUE COLLATE NOCASE,
  given_name   TEXT NOT NULL,
  family_name  TEXT NOT NULL,
  email        TEXT NOT NULL,
  department   TEXT NOT NULL,
  cost_centre  TEXT NOT NULL,
  title        TEXT NOT NULL,
  enabled      INTEGER NOT NULL,
  password     TEXT,
  created_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE groups (
  id           TEXT PRIMARY KEY,
  name         TEXT NOT NULL UNIQUE COLLATE NOCASE,
  description  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE members (
  group_id   TEXT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
  person_id  TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  PRIMARY KEY (group_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_by_person ON members (person_id);

-- One authenticator app a person.
CREATE TABLE authenticators (
  person_id  TEXT PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
  mark       BLOB NOT NULL,
  sealed     BLOB NOT NULL,
  state      TEXT NOT NULL,
  added_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A step of a seed is accepted once, for ever.
CREATE TABLE used_steps (
  mark  BLOB NOT NULL,
  step  INTEGER NOT NULL,
  PRIMARY KEY (mark, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE throttles (
  key    BLOB PRIMARY KEY,
  state  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE attempts (
  token_hash  BLOB PRIMARY KEY,
  state       TEXT NOT NULL,
  sealed      BLOB,
  begun_at    INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  token_hash  BLOB PRIMARY KEY,
  id          TEXT NOT NULL,
  person_id   TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  mfa         INTEGER NOT NULL,
  begun_at    INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_person ON sessions (person_id);

-- Signing keys; those for SAML have certificates.
CREATE TABLE signing_keys (
  id           TEXT PRIMARY KEY,
  purpose      TEXT NOT NULL CHECK (purpose IN ('saml', 'oidc')),
  algorithm    TEXT NOT NULL CHECK (algorithm IN ('p256', 'rsa2048')),
  state        TEXT NOT NULL CHECK (state IN ('active', 'next', 'old', 'removed')),
  certificate  BLOB,
  sealed       BLOB NOT NULL,
  created_at   INTEGER NOT NULL,
  number       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE role_mappings (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  group_id      TEXT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
  role_arn      TEXT NOT NULL,
  provider_arn  TEXT NOT NULL,
  UNIQUE (group_id, role_arn, provider_arn)
) STRICT;

CREATE TABLE session_tags (
  key         TEXT PRIMARY KEY,
  source      TEXT NOT NULL,
  transitive  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
  name   TEXT PRIMARY KEY,
  value  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What is sealed besides: the broker's secret key, the provisioning token.
CREATE TABLE secrets (
  name    TEXT PRIMARY KEY,
  sealed  BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE faults (
  name  TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- What was issued, for debugging. It works like a key until it expires, so it is sealed.
CREATE TABLE issued (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  kind       TEXT NOT NULL CHECK (kind IN ('saml', 'id-token')),
  issued_at  INTEGER NOT NULL,
  user_name  TEXT NOT NULL,
  audience   TEXT NOT NULL,
  faults     TEXT NOT NULL,
  mark       BLOB NOT NULL,
  sealed     BLOB NOT NULL
) STRICT;

CREATE TABLE clients (
  id             TEXT PRIMARY KEY,
  name           TEXT NOT NULL,
  redirect_uris  TEXT NOT NULL,
  audiences      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE codes (
  hash        BLOB PRIMARY KEY,
  state       TEXT NOT NULL,
  begun_at    INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE builds (
  id          TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  repository  TEXT NOT NULL,
  git_ref     TEXT NOT NULL,
  audience    TEXT NOT NULL,
  role_arn    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE build_runs (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  build_id  TEXT NOT NULL REFERENCES builds (id) ON DELETE CASCADE,
  ran_at    INTEGER NOT NULL,
  outcome   TEXT NOT NULL
) STRICT;

-- What the other side calls the people and groups that were provisioned, and how it went.
CREATE TABLE provisioned (
  kind       TEXT NOT NULL CHECK (kind IN ('person', 'group')),
  local_id   TEXT NOT NULL,
  remote_id  TEXT,
  name       TEXT NOT NULL,
  outcome    TEXT NOT NULL,
  at         INTEGER NOT NULL,
  PRIMARY KEY (kind, local_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  number  INTEGER PRIMARY KEY AUTOINCREMENT,
  sealed  BLOB NOT NULL
) STRICT;
