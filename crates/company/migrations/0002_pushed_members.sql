-- Identity Center does not tell who is in a group, so that what was pushed is remembered here: ids of the other side.
ALTER TABLE provisioned ADD COLUMN members TEXT NOT NULL DEFAULT '[]';
