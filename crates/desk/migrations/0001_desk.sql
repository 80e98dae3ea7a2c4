-- What a person has. Everything secret is sealed; times are milliseconds since 1970, UTC.
CREATE TABLE cookies (
  name        TEXT NOT NULL,
  domain      TEXT NOT NULL,
  path        TEXT NOT NULL,
  sealed      BLOB NOT NULL,
  expires_at  INTEGER,
  http_only   INTEGER NOT NULL,
  secure      INTEGER NOT NULL,
  same_site   TEXT,
  PRIMARY KEY (name, domain, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE passwords (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  kind          TEXT NOT NULL CHECK (kind IN ('root', 'iam-user')),
  account       TEXT NOT NULL,
  account_name  TEXT NOT NULL,
  sign_in_name  TEXT NOT NULL COLLATE NOCASE,
  title         TEXT NOT NULL,
  note          TEXT NOT NULL,
  address       TEXT NOT NULL,
  sealed        BLOB,
  UNIQUE (kind, account, sign_in_name)
) STRICT;

CREATE TABLE mail (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  sender       TEXT NOT NULL,
  recipient    TEXT NOT NULL,
  subject      TEXT NOT NULL,
  received_at  INTEGER NOT NULL,
  is_read      INTEGER NOT NULL DEFAULT 0,
  seal_id      BLOB NOT NULL,
  sealed       BLOB NOT NULL
) STRICT;

-- The number of the latest parcel that was received: they come in order, at least once.
CREATE TABLE parcels (
  latest  INTEGER NOT NULL
) STRICT;
INSERT INTO parcels (latest) VALUES (0);
