-- What a person signs in with besides a password. Everything secret is sealed, bound to its row; times are milliseconds
-- since 1970, UTC.
CREATE TABLE authenticator (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  issuer         TEXT NOT NULL,
  account        TEXT NOT NULL,
  drift_seconds  INTEGER NOT NULL CHECK (drift_seconds BETWEEN -3600 AND 3600),
  seal_id        BLOB NOT NULL,
  sealed         BLOB NOT NULL
) STRICT;

CREATE TABLE tokens (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  serial  TEXT NOT NULL UNIQUE,
  label   TEXT NOT NULL,
  sealed  BLOB NOT NULL
) STRICT;

-- A PIN is sealed together with the tries that are left.
CREATE TABLE security_keys (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  name            TEXT NOT NULL,
  note            TEXT NOT NULL,
  pin             BLOB,
  cloned_counter  INTEGER NOT NULL DEFAULT 0,
  no_presence     INTEGER NOT NULL DEFAULT 0,
  other_origin    INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The key that everyone has, also in worlds older than it; once deleted it stays deleted.
INSERT INTO security_keys (name, note) VALUES ('My security key', 'Came with this world. It has no PIN: it can prove that you touched it, not who you are.');

CREATE TABLE security_key_credentials (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  key_id   INTEGER NOT NULL REFERENCES security_keys (id) ON DELETE CASCADE,
  seal_id  BLOB NOT NULL,
  sealed   BLOB NOT NULL
) STRICT;
CREATE INDEX security_key_credentials_by_key ON security_key_credentials (key_id);

-- The call's token is sealed.
CREATE TABLE phone_calls (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  caller      TEXT NOT NULL,
  callee      TEXT NOT NULL,
  started_at  INTEGER NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('ringing', 'accepted', 'refused', 'ended')),
  seal_id     BLOB NOT NULL,
  sealed      BLOB NOT NULL
) STRICT;
