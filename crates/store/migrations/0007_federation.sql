-- Temporary credentials of STS. They outlive role and user, until they expire. Those of permission sets are role_credentials.
CREATE TABLE temporary_credentials (
  key_id      TEXT PRIMARY KEY,
  account_id  TEXT NOT NULL,
  -- Who acts, and how that came about, in JSON.
  principal   TEXT NOT NULL,
  federation  TEXT NOT NULL,
  -- Which call made them.
  call        TEXT NOT NULL,
  -- When a second factor was proved, for sessions of GetSessionToken and AssumeRole.
  mfa_at      INTEGER,
  -- Role chaining: an hour at most.
  chained     INTEGER NOT NULL,
  sealed      BLOB NOT NULL,
  token_hash  BLOB NOT NULL UNIQUE,
  issued_at   INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX temporary_credentials_by_expiry ON temporary_credentials (expires_at);

-- Assertions that were taken: each once, until it expires.
CREATE TABLE saml_assertions (
  provider      TEXT NOT NULL,
  assertion_id  TEXT NOT NULL,
  expires_at    INTEGER NOT NULL,
  PRIMARY KEY (provider, assertion_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX saml_assertions_by_expiry ON saml_assertions (expires_at);
