-- Ceremonies are kept in memory: what is not in the store cannot come back with an older copy of it.
DROP TABLE ceremonies;
