-- One link for each of the latest commits: its number, and a hash over all before it. It outlives worlds.
CREATE TABLE chain (
  seq   INTEGER PRIMARY KEY,
  hash  BLOB NOT NULL
) STRICT;
