-- Counters were kept under an unkeyed hash of what was typed. Opening the store keys these.
ALTER TABLE throttles RENAME TO unkeyed_throttles;

CREATE TABLE throttles (
  key         BLOB PRIMARY KEY,
  throttle    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
