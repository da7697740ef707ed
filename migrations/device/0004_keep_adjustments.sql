-- What later than at the desk comes from a fund: the patient pays it first and claims it, so the centre does not front it.
ALTER TABLE settlement ADD COLUMN claimed_fen INTEGER NOT NULL DEFAULT 0;

-- Every pair of figures that the county named for a settlement, in its order: the last one counts, the others stay.
CREATE TABLE adjustment (
    settlement TEXT    NOT NULL,
    number     INTEGER NOT NULL,
    -- The centre's and the county's.
    figures    TEXT    NOT NULL,
    -- Why it was decided again, in both languages.
    because    TEXT,
    PRIMARY KEY (settlement, number)
) STRICT, WITHOUT ROWID;

INSERT INTO adjustment (settlement, number, figures)
SELECT id, 1, adjustment FROM settlement WHERE adjustment IS NOT NULL;
