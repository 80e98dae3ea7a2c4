-- The company hands things over, too: parcels are numbered by their sender, and passwords of the company's people are of a
-- kind of their own.
CREATE TABLE senders (
  sender  TEXT PRIMARY KEY,
  latest  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO senders SELECT 'service', latest FROM parcels;
DROP TABLE parcels;

CREATE TABLE every_password (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  kind          TEXT NOT NULL CHECK (kind IN ('root', 'iam-user', 'directory-user', 'company-user')),
  account       TEXT NOT NULL,
  account_name  TEXT NOT NULL,
  sign_in_name  TEXT NOT NULL COLLATE NOCASE,
  title         TEXT NOT NULL,
  note          TEXT NOT NULL,
  address       TEXT NOT NULL,
  sealed        BLOB,
  UNIQUE (kind, account, sign_in_name)
) STRICT;
INSERT INTO every_password SELECT id, kind, account, account_name, sign_in_name, title, note, address, sealed FROM passwords;
DROP TABLE passwords;
ALTER TABLE every_password RENAME TO passwords;
