-- Second factors. Seeds are sealed; a passkey's row holds its public key only. The owner is a user, or the root user where
-- user_id is NULL.
CREATE TABLE mfa_devices (
  id             BLOB PRIMARY KEY,
  account_id     TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  user_id        TEXT REFERENCES users (id) ON DELETE CASCADE,
  kind           TEXT NOT NULL,
  name           TEXT NOT NULL,
  serial         TEXT NOT NULL,
  serial_folded  TEXT NOT NULL UNIQUE,
  sealed         BLOB,
  totp           TEXT,
  credential_id  BLOB UNIQUE,
  credential     TEXT,
  created_at     INTEGER NOT NULL,
  enabled_at     INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX mfa_devices_by_owner ON mfa_devices (account_id, user_id);

-- Every accepted step of every seed: none is accepted twice, whatever the clock does. A token that is assigned anew keeps
-- its seed, so the serial number is the key.
CREATE TABLE totp_used_steps (
  serial_folded  TEXT NOT NULL,
  step           INTEGER NOT NULL,
  PRIMARY KEY (serial_folded, step)
) STRICT, WITHOUT ROWID;

-- Hardware tokens as their manufacturer delivered them.
CREATE TABLE hardware_tokens (
  serial_folded  TEXT PRIMARY KEY,
  sealed         BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- A WebAuthn ceremony belongs to one sign-in attempt or session, by the hash of its token.
CREATE TABLE ceremonies (
  owner       BLOB PRIMARY KEY,
  ceremony    TEXT NOT NULL,
  started_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Calls that ring, by the hash of their token, and the sign-in attempt they are for.
CREATE TABLE phone_calls (
  call_hash     BLOB PRIMARY KEY,
  attempt_hash  BLOB NOT NULL,
  expires_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Whose password was given; such a sign-in ends when that password does.
ALTER TABLE attempts ADD COLUMN owner TEXT;
CREATE INDEX attempts_by_owner ON attempts (owner) WHERE owner IS NOT NULL;

ALTER TABLE sessions ADD COLUMN mfa TEXT;
ALTER TABLE accounts ADD COLUMN root_first_sign_in_at INTEGER;
