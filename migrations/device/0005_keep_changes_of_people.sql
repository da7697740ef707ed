-- People move, die and come back, and households end: they stay in the file with their history, and leave the lists.

ALTER TABLE household ADD COLUMN end_on TEXT;
-- The household that it was merged into.
ALTER TABLE household ADD COLUMN end_into TEXT;
-- The entry that registered it; seq is the newest entry that wrote it.
ALTER TABLE household ADD COLUMN first_seq INTEGER NOT NULL DEFAULT 0;
UPDATE household SET first_seq = seq;

ALTER TABLE person ADD COLUMN presence TEXT NOT NULL DEFAULT 'here'
    CHECK (presence IN ('here', 'away', 'dead', 'withdrawn'));
ALTER TABLE person ADD COLUMN since TEXT;
ALTER TABLE person ADD COLUMN first_seq INTEGER NOT NULL DEFAULT 0;
UPDATE person SET first_seq = seq;

-- A head who died or moved away stays in the household's history and makes room for the next.
DROP INDEX one_head_a_household;
CREATE UNIQUE INDEX one_head_a_household ON person (household) WHERE relation = 'head' AND presence = 'here';

-- Entries that were taken back, so that none is taken back twice.
CREATE TABLE undone (
    seq     INTEGER PRIMARY KEY,
    undo    INTEGER NOT NULL
) STRICT;
