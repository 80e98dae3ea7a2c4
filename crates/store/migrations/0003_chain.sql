-- One link for each of the latest commits: its number, a hash over all before it, and the number up to which commits are
-- known to be in the file itself, not only in its log. It outlives worlds.
CREATE TABLE chain (
  seq   INTEGER PRIMARY KEY,
  hash  BLOB NOT NULL,
  base  INTEGER NOT NULL
) STRICT;
