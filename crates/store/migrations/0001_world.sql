-- Times are milliseconds since 1970, UTC. Hashes are 32 bytes. Nothing secret is stored in clear.
CREATE TABLE world (
  id          BLOB PRIMARY KEY,
  created_at  INTEGER NOT NULL,
  hash_cost   TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
  name   TEXT PRIMARY KEY,
  value  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE accounts (
  id             TEXT PRIMARY KEY,
  name           TEXT NOT NULL,
  email          TEXT NOT NULL,
  email_folded   TEXT NOT NULL UNIQUE,
  alias          TEXT UNIQUE,
  status         TEXT NOT NULL CHECK (status IN ('active', 'suspended')),
  is_management  INTEGER NOT NULL,
  created_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE account_password_policies (
  account_id  TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  policy      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE root_passwords (
  account_id      TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  phc             TEXT NOT NULL,
  created_at      INTEGER NOT NULL,
  changed_at      INTEGER NOT NULL,
  reset_required  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
  id                  TEXT PRIMARY KEY,
  account_id          TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  name                TEXT NOT NULL,
  name_folded         TEXT NOT NULL,
  created_at          INTEGER NOT NULL,
  password_last_used  INTEGER,
  UNIQUE (account_id, name_folded)
) STRICT, WITHOUT ROWID;

CREATE TABLE login_profiles (
  user_id         TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  phc             TEXT NOT NULL,
  created_at      INTEGER NOT NULL,
  changed_at      INTEGER NOT NULL,
  reset_required  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE password_history (
  seq      INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id  TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  phc      TEXT NOT NULL,
  set_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX password_history_by_user ON password_history (user_id, seq);

CREATE TABLE throttles (
  key         BLOB PRIMARY KEY,
  throttle    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE attempts (
  token_hash  BLOB PRIMARY KEY,
  attempt     TEXT NOT NULL,
  expires_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX attempts_by_expiry ON attempts (expires_at);

CREATE TABLE sessions (
  id            BLOB PRIMARY KEY,
  token_hash    BLOB NOT NULL UNIQUE,
  account_id    TEXT NOT NULL,
  user_id       TEXT,
  principal     TEXT NOT NULL,
  created_at    INTEGER NOT NULL,
  expires_at    INTEGER NOT NULL,
  last_seen_at  INTEGER NOT NULL,
  source_ip     TEXT NOT NULL,
  user_agent    TEXT NOT NULL,
  ended_at      INTEGER,
  end_reason    TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_live ON sessions (account_id, user_id) WHERE ended_at IS NULL;

CREATE TABLE remembered_accounts (
  selector    BLOB PRIMARY KEY,
  remembered  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE recovery_links (
  token_hash  BLOB PRIMARY KEY,
  account_id  TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  is_pending  INTEGER NOT NULL,
  link        TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX recovery_links_pending ON recovery_links (account_id) WHERE is_pending;

CREATE TABLE events (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id  TEXT NOT NULL,
  time        INTEGER NOT NULL,
  name        TEXT NOT NULL,
  user_name   TEXT,
  is_success  INTEGER NOT NULL,
  record      TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_account ON events (account_id, seq);

CREATE TABLE outbox (
  number  INTEGER PRIMARY KEY AUTOINCREMENT,
  kind    TEXT NOT NULL,
  sealed  BLOB NOT NULL
) STRICT;
